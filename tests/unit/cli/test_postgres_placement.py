"""Where PostgreSQL may lie when root starts it."""

from __future__ import annotations

import os
import pwd
from pathlib import Path

import pytest

from flextime_cli.servers.postgres import ROOTS_PLACE, placement
from flextime_cli.stack.folder import DataFolder

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root has to lend the server to another account")


@pytest.fixture
def closed(tmp_path: Path) -> DataFolder:
    """A data folder that no account but its owner can reach."""
    folder = DataFolder(root=tmp_path / "closed" / "data")
    folder.create()
    (tmp_path / "closed").chmod(0o700)
    return folder


@as_root
def test_root_lends_the_server_to_an_account_that_can_reach_it(closed: DataFolder) -> None:
    place = placement(closed)
    assert place.account is not None
    assert pwd.getpwnam(place.account).pw_uid != 0
    assert ROOTS_PLACE in place.data.parents


@as_root
def test_no_folder_is_opened_for_the_account(closed: DataFolder) -> None:
    before = [path.stat().st_mode for path in (closed.root, *closed.root.parents)]
    placement(closed)
    assert [path.stat().st_mode for path in (closed.root, *closed.root.parents)] == before


@as_root
def test_two_data_folders_never_share_a_cluster(closed: DataFolder) -> None:
    other = DataFolder(root=closed.root.with_name("other"))
    assert placement(closed).data != placement(other).data


@pytest.mark.skipif(os.geteuid() == 0, reason="root may not run the server")
def test_an_ordinary_user_runs_it_in_the_data_folder(closed: DataFolder) -> None:
    place = placement(closed)
    assert place.data == closed.root / "postgres"
    assert place.account is None
