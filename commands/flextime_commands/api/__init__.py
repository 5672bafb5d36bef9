"""The command API: shape and rights are checked here, everything else by the writer."""
