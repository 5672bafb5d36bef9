"""Commands decided in advance and sent in order: a refusal stops the rest, and the same change is one command."""

from __future__ import annotations

import pytest

from flextime.league.big12 import SCHOOLS
from flextime.season.members import AdmitSchool
from flextime_cli.apis.commands import CommandApi, Sent
from flextime_cli.apis.problems import Problem
from flextime_cli.commands.sending import Stopped, send_all

COMMANDS = [AdmitSchool(school=school) for school in SCHOOLS[:3]]


class StoppingApi(CommandApi):
    """Accepts so many commands, and refuses all after them."""

    def __init__(self, accepted: int) -> None:
        super().__init__("http://127.0.0.1:1", "big12")
        self.accepted = accepted
        self.ids: list[str | None] = []

    def decide(
        self,
        command: object,  # noqa: ARG002
        *,
        command_id: str | None = None,
        expected_version: int | None = None,  # noqa: ARG002
        seconds: float = 60.0,  # noqa: ARG002
    ) -> Sent:
        if len(self.ids) == self.accepted:
            raise Problem(409, {"title": "The name is taken", "detail": "by another school"})
        self.ids.append(command_id)
        return Sent(id=str(command_id), status="accepted", position=f"big12:{40 + len(self.ids)}")


def test_the_position_behind_the_last_command_is_returned() -> None:
    assert send_all(StoppingApi(3), "big12:40", COMMANDS) == "big12:43"


def test_a_refusal_in_the_midst_says_how_many_were_accepted_and_what_to_do() -> None:
    with pytest.raises(Stopped, match="2 of 3 were accepted, then: The name is taken: by another school") as stopped:
        send_all(StoppingApi(2), "big12:40", COMMANDS)
    assert stopped.value.advice == "Do the same again: what is in is not changed by it."


def test_a_refusal_of_the_first_is_told_as_it_is() -> None:
    with pytest.raises(Problem, match="The name is taken"):
        send_all(StoppingApi(0), "big12:40", COMMANDS)


def test_what_is_sent_again_from_one_position_is_the_same_command_and_from_another_a_new_one() -> None:
    apis = [StoppingApi(3) for _ in range(3)]
    for api, position in zip(apis, ("big12:40", "big12:40", "big12:50"), strict=True):
        send_all(api, position, COMMANDS)
    first, again, later = (set(api.ids) for api in apis)
    assert first == again
    assert len(first | later) == 6
