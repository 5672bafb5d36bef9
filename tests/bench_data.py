"""Public data that stands beside the checkout, no part of it; tests that need it are skipped where it is absent."""

import os
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[1]


def bench_folder() -> Path | None:
    """Return where the data is, FLEXTIME_BENCH_DATA or shared/bench beside the checkout; None when it is not there."""
    told = os.environ.get("FLEXTIME_BENCH_DATA")
    folder = Path(told) if told else CHECKOUT.parent / "shared" / "bench"
    return folder if folder.is_dir() else None


def bench_data(name: str) -> Path:
    """Return a file or folder of the data, or skip."""
    folder = bench_folder()
    for found in (folder / name, folder / "data" / name) if folder is not None else ():
        if found.exists():
            return found
    pytest.skip(f"{name} is not here; FLEXTIME_BENCH_DATA names its folder")
