"""What can go wrong with RobinX files."""


class RobinXError(Exception):
    """The file cannot be read, or the tournament not be written: the reason, and the line where there is one."""

    def __init__(self, reason: str, line: int | None = None) -> None:
        super().__init__(reason if line is None else f"line {line}: {reason}")
        self.reason, self.line = reason, line
