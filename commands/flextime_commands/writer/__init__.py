"""The writer: the one process that decides the commands of its partitions. `docs/write-path.md` tells why."""
