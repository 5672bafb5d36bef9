"""One module per subcommand of `flextime`; each has a `register(app)` that hangs it into the command line."""
