"""`python -m flextime_schemas.generate`: write the `.avsc` of every record, and its line of ancestors.

A schema that breaks its topic's compatibility with any ancestor is refused and nothing is written: such a change is a
new record name and an upcaster.
"""

import json
import sys
from importlib.resources import files
from pathlib import Path
from typing import Any

from flextime_schemas.avro import schema_of
from flextime_schemas.compatibility import breaks
from flextime_schemas.messages import FULL_NAMES, TOPIC_OF

Lineage = dict[str, list[dict[str, Any]]]


def avro_folder() -> Path:
    """Return the folder of the `.avsc` files: inside the installed package, or `schemas/avro` of a checkout."""
    installed = Path(str(files("flextime_schemas") / "avro"))
    return installed if installed.is_dir() else Path(__file__).parents[1] / "avro"


def read_lineage(folder: Path) -> Lineage:
    """Return all schemas that each record ever had, oldest first."""
    file = folder / "lineage.json"
    lineage: Lineage = json.loads(file.read_text()) if file.exists() else {}
    return lineage


def extended(lineage: Lineage) -> tuple[Lineage, list[str]]:
    """Return the lineage with today's schemas, and what is wrong with them."""
    grown, wrong = dict(lineage), []
    for record, name in FULL_NAMES.items():
        schema, ancestors = schema_of(record), lineage.get(name, [])
        if ancestors and ancestors[-1] == schema:
            continue
        wrong += [f"{name}: {reason}" for reason in breaks(schema, ancestors, TOPIC_OF[record].compatibility)]
        grown[name] = [*ancestors, schema]
    return grown, wrong


def main() -> int:
    """Write the schemas, or say why not."""
    folder = avro_folder()
    lineage, wrong = extended(read_lineage(folder))
    if wrong:
        print("\n".join([*wrong, "Nothing was written: give the record a new name and write an upcaster."]))
        return 1
    for record, name in FULL_NAMES.items():
        _, space, short = name.split(".")
        file = folder / space / f"{short}.avsc"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(schema_of(record), indent=2) + "\n")
    (folder / "lineage.json").write_text(json.dumps(lineage, separators=(",", ":"), sort_keys=True) + "\n")
    print(f"{len(FULL_NAMES)} schemas in {folder.name}/")
    return 0


if __name__ == "__main__":
    sys.exit(main())
