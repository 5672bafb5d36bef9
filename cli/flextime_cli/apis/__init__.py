"""The two HTTP APIs of a running system, as the commands of the terminal use them."""
