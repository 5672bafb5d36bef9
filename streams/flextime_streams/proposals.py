"""Proposals: ordinary commands that an agent sends, with an id derived from what they answer."""

from dataclasses import dataclass
from datetime import datetime

from flextime.league.ids import ConferenceId
from flextime.season.decide import Command
from flextime_schemas.codec import type_name
from flextime_schemas.envelope import CommandEnvelope, command_headers, derive_id
from flextime_schemas.topics import COMMANDS
from flextime_streams.producing import Outgoing


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A command, the event that it answers (`cause`), and for what (`purpose`): the two are its identity, so a
    proposal made twice is one command to the writer."""

    conference: ConferenceId
    command: Command
    cause: str
    purpose: str
    correlation: str

    @property
    def id(self) -> str:
        return derive_id(self.cause, self.purpose)


def proposal_record(proposal: Proposal, *, actor: str, now: datetime) -> Outgoing:
    """Return the proposal as a record of the commands topic."""
    envelope = CommandEnvelope(
        id=proposal.id,
        type=type_name(proposal.command),
        conference=proposal.conference,
        time=now,
        actor=actor,
        correlation=proposal.correlation,
        source=f"/{actor}",
        cause=proposal.cause,
    )
    return Outgoing(
        topic=COMMANDS.name, key=proposal.conference, record=proposal.command, headers=command_headers(envelope)
    )
