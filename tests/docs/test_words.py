"""What the docs say exists: links lead somewhere, and commands and make targets are there to be typed."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
LINK = re.compile(r"\[[^\]]+\]\((?!https?:)([^)#]+)[^)]*\)")
FLEXTIME = re.compile(r"^\s*(?:\$ )?(?:\.venv/bin/)?flextime ([a-z][a-z-]*)", re.MULTILINE)
MAKE = re.compile(r"^\s*(?:\$ )?make ([a-z][a-z-]*)", re.MULTILINE)
BLOCK = re.compile(r"```(?:console|sh|bash)\n(.*?)```", re.DOTALL)


def _name(page: Path) -> str:
    return str(page.relative_to(ROOT))


@pytest.fixture(scope="module")
def commands() -> set[str]:
    shown = subprocess.run(
        [Path(sys.executable).with_name("flextime"), "--help"], capture_output=True, text=True, check=True
    )
    return set(re.findall(r"^[\s│]*([a-z][a-z-]*)\s{2,}", shown.stdout, re.MULTILINE))


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_links_lead_somewhere(page: Path) -> None:
    dead = [target for target in LINK.findall(page.read_text()) if not (page.parent / target).exists()]
    assert dead == []


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_commands_can_be_typed(page: Path, commands: set[str]) -> None:
    blocks = "\n".join(BLOCK.findall(page.read_text()))
    assert set(FLEXTIME.findall(blocks)) <= commands


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_make_targets_are_there(page: Path) -> None:
    targets = set(re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    blocks = "\n".join(BLOCK.findall(page.read_text()))
    assert set(MAKE.findall(blocks)) <= targets
