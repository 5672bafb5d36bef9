"""What a refusal may weigh: an outcome that its topic does not take would stop the partition for ever."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from flextime.league.ids import ConferenceId, GameId, RuleId
from flextime.season.runs import ProposeCandidate
from flextime_commands.writer.batch import Batch
from flextime_commands.writer.books import Books
from flextime_commands.writer.deciding import LARGEST_OUTCOME_BYTES, MOST_EVIDENCE
from flextime_commands.writer.letters import Received
from flextime_schemas.codec import Codec
from flextime_schemas.fold import Folded
from flextime_schemas.messages import Outcome, RefusalReason
from flextime_schemas.topics import OUTCOMES
from tests.four_teams import GAMES, NO_SUNDAY, REQUESTED, RUN, SCORE, SEASON, state_after

Ask = Callable[..., Received]
MakeBatch = Callable[[Books], Batch]

BIG12 = ConferenceId("big12")
MANY = 4_689
HUGE = RuleId("n" * 100_000)


def requested(rule: RuleId = NO_SUNDAY.id) -> Books:
    """Books of a conference that waits for a candidate; its one rule has the id given."""
    state = state_after(*REQUESTED)
    season = state.seasons[SEASON]
    ruled = replace(season, rules={rule: replace(NO_SUNDAY, id=rule)})
    return Books(folded={BIG12: Folded(state=replace(state, id=BIG12, seasons={SEASON: ruled}))})


def proposal(games: int) -> ProposeCandidate:
    """BYU at home on one Sunday, over and over."""
    sunday = replace(GAMES[1], date=GAMES[1].date.replace(day=4))
    return ProposeCandidate(
        run=RUN,
        member=0,
        seed=1,
        evaluations=1,
        games=tuple(replace(sunday, game=GameId(f"{sunday.game}-{n}")) for n in range(games)),
        score=SCORE,
    )


def refusals(batch: Batch, codec: Codec) -> list[RefusalReason]:
    found = []
    for record in batch.records:
        if record.topic == OUTCOMES.name:
            assert len(record.value) <= LARGEST_OUTCOME_BYTES
            outcome = codec.decode(record.value)
            assert isinstance(outcome, Outcome)
            assert outcome.refusal is not None
            found.append(outcome.refusal)
    return found


def test_of_very_many_violations_the_first_are_evidence_and_all_are_counted(
    ask: Ask, batch_of: MakeBatch, codec: Codec
) -> None:
    batch = batch_of(requested())
    batch.take(ask(proposal(MANY), "large"))
    batch.take(ask(proposal(MANY), "large"))
    told, again = refusals(batch, codec)
    assert (told.code, len(told.evidence)) == ("rule-broken", MOST_EVIDENCE)
    counted = int(told.detail.rpartition(" of ")[2].split()[0])
    assert counted >= MANY
    assert told.detail.endswith(f"(the evidence shows {MOST_EVIDENCE} of {counted} violations)")
    assert again == told


def test_evidence_that_no_topic_takes_is_left_out_and_the_refusal_says_so(
    ask: Ask, batch_of: MakeBatch, codec: Codec
) -> None:
    batch = batch_of(requested(HUGE))
    batch.take(ask(proposal(MANY), "huge"))
    batch.take(ask(proposal(MANY), "huge"))
    told, again = refusals(batch, codec)
    assert (told.code, told.evidence) == ("rule-broken", ())
    assert told.detail.endswith("(the evidence is left out: it is too large)")
    assert again == told
