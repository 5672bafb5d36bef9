"""Documents of the read model as a person reads them in a terminal."""
