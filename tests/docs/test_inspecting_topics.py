"""Every command block of docs/inspecting-topics.md runs, on the real servers, and shows something."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from flextime_cli.stack.running import RunningStack

pytestmark = pytest.mark.stack

PAGE = Path(__file__).parents[2] / "docs" / "inspecting-topics.md"
BLOCKS = re.findall(r"```(bash|python)\n(.*?)```", PAGE.read_text(), re.DOTALL)


def _first_words(block: tuple[str, str]) -> str:
    return " ".join(block[1].split()[:6])


@pytest.mark.parametrize("block", BLOCKS, ids=_first_words)
def test_each_block_runs(block: tuple[str, str], system: RunningStack) -> None:
    language, text = block
    if "kcat " in text and shutil.which("kcat") is None:
        pytest.skip("kcat is not installed; the page has the same in Python")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    command = ["bash", "-euo", "pipefail", "-c", text] if language == "bash" else [sys.executable, "-c", text]
    done = subprocess.run(
        command,
        env={**os.environ, **system.environment, "PATH": path},
        capture_output=True,
        text=True,
        errors="replace",  # other tests leave bytes that are no text
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert '"error_code"' not in done.stdout


def test_the_page_shows_both_tools_and_what_replaces_them() -> None:
    assert {language for language, _ in BLOCKS} == {"bash", "python"}
    assert sum("kcat" in text for _, text in BLOCKS) >= 3
