"""The saga's fold of a partition: what comes twice, what a stranger wrote, and when a snapshot serves."""

from dataclasses import replace

from flextime_schemas.envelope import GENESIS, EventEnvelope, chained
from flextime_schemas.fold import Folded, Recorded
from flextime_streams.folding import Partition
from flextime_streams.saga.memory import Pursuit, can_go_on_from
from tests.four_teams import DRAFTED, FOUR, NOW, REQUESTED, proposed, state_after


def history() -> list[Recorded]:
    """Return the events of a drafted season as the topic holds them, chained."""
    chain, found = GENESIS, list[Recorded]()
    for sequence, event in enumerate(DRAFTED, start=1):
        value = repr(event).encode()
        envelope = EventEnvelope(
            id=f"event-{sequence}",
            type="any",
            conference=FOUR,
            stream="the only one",
            time=NOW,
            actor="planner",
            correlation="request",
            causation="command",
            sequence=sequence,
            stream_version=sequence,
            chain="",
        )
        envelope = chained(envelope, chain, value)
        chain = envelope.chain
        found.append(Recorded(envelope=envelope, event=event, value=value, partition=0, offset=sequence))
    return found


def taken(*records: Recorded) -> Partition[Pursuit]:
    partition = Partition(begin=Pursuit.begin)
    for record in records:
        partition.take(record)
    return partition


def test_an_event_that_comes_again_changes_nothing() -> None:
    events = history()
    once, twice = taken(*events), taken(*(event for event in events for _ in range(2)))
    assert once.conferences == twice.conferences
    assert once.of(FOUR).folded.state == state_after(*DRAFTED)


def test_a_strangers_event_is_not_folded_and_the_next_true_one_clears_the_suspicion() -> None:
    *before, last = history()
    forged = replace(last, value=b"another")
    partition = taken(*before, forged)
    assert "does not hang on the chain" in partition.suspects[FOUR]
    assert partition.sequence(FOUR) == len(before)
    partition.take(last)
    assert partition.suspects == {}
    assert partition.sequence(FOUR) == len(DRAFTED)


def test_a_missing_event_makes_a_suspect_of_the_conference() -> None:
    first, _, third, *_ = history()
    assert "2 is missing" in taken(first, third).suspects[FOUR]


def test_a_snapshot_serves_only_where_no_run_may_still_need_something() -> None:
    settled = Folded(state=state_after(*DRAFTED))
    asked = Folded(state=state_after(*REQUESTED))
    solved = Folded(state=state_after(*REQUESTED, proposed(0), proposed(1)))
    assert [can_go_on_from(folded) for folded in (settled, asked, solved)] == [True, False, False]
