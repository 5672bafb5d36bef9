"""The ledger: a command is known by what its events or its outcome say of it."""

from datetime import UTC, datetime, timedelta

from flextime.league.ids import ConferenceId
from flextime_commands.writer.ledger import Decided, Ledger, decided_of, event_id, key_of
from flextime_schemas.envelope import CommandEnvelope, EventEnvelope
from flextime_schemas.messages import RefusalReason

BIG12 = ConferenceId("big12")
NOON = datetime(2026, 2, 1, 12, tzinfo=UTC)
ID = "6f2c1b9e-2f3a-5d0b-9d0e-5b6f0c7a1e42"
ASKED = CommandEnvelope(
    id=ID, type="flextime.commands.FailRun", conference=BIG12, time=NOON, actor="saga", correlation="c"
)


def event(sequence: int, version: int) -> EventEnvelope:
    return EventEnvelope(
        id=event_id(ID, sequence - 1),
        type="flextime.events.MemberFailed",
        conference=BIG12,
        stream="season/mbb",
        time=NOON,
        actor="saga",
        correlation="c",
        causation=ID,
        sequence=sequence,
        stream_version=version,
        chain="",
    )


def decided(*, at: datetime = NOON, events: int = 0, refusal: RefusalReason | None = None) -> Decided:
    return Decided(sequence=7, stream="season/mbb", stream_version=3, at=at, events=events, refusal=refusal)


def test_what_the_events_of_a_command_say_is_what_its_outcome_said() -> None:
    ledger = Ledger()
    ledger.add_event(event(1, 1))
    ledger.add_event(event(2, 2))
    found = ledger.find(BIG12, ID)
    assert found is not None
    told = found.outcome(ASKED)
    assert (told.status, told.sequence, told.stream_version) == ("accepted", 2, 2)
    assert told.events == (event_id(ID, 0), event_id(ID, 1))
    assert decided_of(told) == found


def test_a_refusal_is_told_again_with_its_reason() -> None:
    ledger, reason = Ledger(), RefusalReason(code="not-now", detail="The run is over.")
    ledger.add(BIG12, ID, decided(refusal=reason))
    found = ledger.find(BIG12, ID)
    assert found is not None
    assert found.outcome(ASKED).refusal == reason
    assert found.outcome(ASKED).status == "refused"


def test_a_week_later_only_what_left_events_is_remembered() -> None:
    ledger = Ledger()
    ledger.add(BIG12, "refused", decided(refusal=RefusalReason(code="invalid", detail="")))
    ledger.add(BIG12, "accepted", decided(events=1))
    ledger.add(BIG12, "later", decided(at=NOON + timedelta(days=6)))
    ledger.forget_before(NOON + timedelta(days=7, seconds=1))
    assert ledger.find(BIG12, "refused") is None
    assert ledger.find(BIG12, "accepted") is not None
    assert ledger.find(BIG12, "later") is not None


def test_an_id_of_one_conference_is_not_that_of_another() -> None:
    ledger = Ledger()
    ledger.add(BIG12, ID, decided(events=1))
    assert ledger.find(ConferenceId("sec"), ID) is None


def test_ids_that_are_no_uuids_are_keys_as_they_are() -> None:
    assert key_of(BIG12, ID) != key_of(BIG12, ID.upper())
    assert key_of(BIG12, "x" * 36) == (BIG12, "x" * 36)
    assert key_of(BIG12, "z2c1b9e0-2f3a-5d0b-9d0e-5b6f0c7a1e42")[1] == "z2c1b9e0-2f3a-5d0b-9d0e-5b6f0c7a1e42"
