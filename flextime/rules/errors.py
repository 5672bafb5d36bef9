"""What can be wrong with a rule as the planner wrote it."""


class RuleError(ValueError):
    """A rule that cannot be: `field` names the part ("kind", "weight", "parameters.games"), `reason` says why."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason
