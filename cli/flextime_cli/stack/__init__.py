"""The one-machine stack: the data folder, its processes, and the supervisor that keeps them alive."""
