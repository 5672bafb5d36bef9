"""docs/conflicts.md tells every kind of conflict, with its priority."""

import re
from pathlib import Path

from flextime.conflicts.catalogue import KINDS

PAGE = Path(__file__).parents[2] / "docs" / "conflicts.md"
ROW = re.compile(r"^\| `([a-z-]+)` \|.*\b(\d+) \|$", re.MULTILINE)


def test_every_kind_stands_in_the_table_with_its_priority() -> None:
    assert dict(ROW.findall(PAGE.read_text())) == {name: str(kind.priority) for name, kind in KINDS.items()}
