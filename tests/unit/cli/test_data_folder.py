"""The data folder: where it is, which ports it has, and who may supervise it."""

from __future__ import annotations

import json
import os
import socket
from pathlib import Path

import pytest

from flextime_cli.errors import AlreadySupervised, UnusableFolder
from flextime_cli.stack.environment import environment
from flextime_cli.stack.folder import DataFolder, find_data_folder, is_supervised, supervisor_lock
from flextime_cli.stack.ports import DEFAULT_PORTS, OTHER_PORTS, choose_ports, is_free, remembered_ports, who_listens


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    made = DataFolder(root=tmp_path / "data")
    made.create()
    return made


def test_what_is_told_goes_before_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLEXTIME_DATA", str(tmp_path / "named"))
    assert find_data_folder(tmp_path / "told").root == tmp_path / "told"
    assert find_data_folder().root == tmp_path / "named"


def test_in_a_folder_of_the_checkout_the_checkouts_data_folder_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("FLEXTIME_DATA", raising=False)
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "flextime"\n')
    below = tmp_path / "docs" / "decisions"
    below.mkdir(parents=True)
    monkeypatch.chdir(below)
    assert find_data_folder().root == tmp_path / ".flextime"


def test_ports_are_chosen_once_and_remembered(folder: DataFolder) -> None:
    first = remembered_ports(folder)
    assert remembered_ports(folder) == first
    assert json.loads(folder.ports_file.read_text()) == first


def test_a_name_added_later_gets_a_port_and_the_others_keep_theirs(folder: DataFolder) -> None:
    first = remembered_ports(folder)
    folder.ports_file.write_text(json.dumps({name: port for name, port in first.items() if name != "saga"}))
    again = remembered_ports(folder)
    assert {name: port for name, port in again.items() if name != "saga"} == {
        name: port for name, port in first.items() if name != "saga"
    }
    assert "saga" in again


def test_a_folder_of_another_name_stays_off_the_default_ports(folder: DataFolder) -> None:
    chosen = remembered_ports(folder)
    assert len(set(chosen.values())) == len(DEFAULT_PORTS)
    assert all(port in OTHER_PORTS for port in chosen.values())


def test_a_taken_default_port_is_passed_over(tmp_path: Path) -> None:
    usual = DataFolder(root=tmp_path / ".flextime")
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = other.getsockname()[1]
        assert not is_free(taken)
        assert f"pid {os.getpid()}" in who_listens(taken)
        chosen = choose_ports(["kafka", "postgres"], folder=usual, taken=[DEFAULT_PORTS["kafka"]])
    assert chosen["kafka"] in OTHER_PORTS


def test_the_environment_names_every_address_of_the_contract(folder: DataFolder) -> None:
    values = environment(folder, remembered_ports(folder))
    assert set(values) == {
        "FLEXTIME_KAFKA",
        "FLEXTIME_REGISTRY_URL",
        "FLEXTIME_POSTGRES",
        "FLEXTIME_ELASTICSEARCH_URL",
        "FLEXTIME_COMMAND_API",
        "FLEXTIME_QUERY_API",
        "FLEXTIME_DATA",
        "FLEXTIME_PARTITIONS",
    }
    assert all(
        "127.0.0.1" in value for name, value in values.items() if name not in {"FLEXTIME_DATA", "FLEXTIME_PARTITIONS"}
    )


def test_only_one_supervisor_holds_a_folder(folder: DataFolder) -> None:
    assert not is_supervised(folder)
    with supervisor_lock(folder):
        assert is_supervised(folder)
        with pytest.raises(AlreadySupervised), supervisor_lock(folder):
            pass
    assert not is_supervised(folder)


def test_a_data_folder_below_a_file_is_refused_in_plain_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UnusableFolder) as refused:
        DataFolder(root=tmp_path / "file" / "data").create()
    assert "--data" in refused.value.advice
