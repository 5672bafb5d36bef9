"""What is read of RobinX files, and how everything else is refused: by its line and in plain words."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flextime.limits import BR1, BR2, CA1, CA2, CA3, CA4, FA2, GA1, SE1, SE2, RoundRobin
from flextime.limits.evaluating import evaluate
from flextime.limits.model import Fixture, Price
from flextime.robinx import Claim, Ignored, RobinXError, read_instance, read_solution
from tests.robinx_files import GAMES, INSTANCE, solution

EVERYONE, ALL_SLOTS = (0, 1, 2, 3), (0, 1, 2, 3, 4, 5)
LEAGUE = read_instance(INSTANCE.encode())
CA1_LINE = '<CA1 max="0" min="0" mode="H" penalty="1" slots="0;3" teams="2" type="HARD"/>'
LINE = INSTANCE[: INSTANCE.index(CA1_LINE)].count("\n") + 1


def hard(rule: str) -> Price:
    return Price(rule=rule)


def soft(rule: str, points: float) -> Price:
    return Price(rule=rule, points=points)


def with_constraint(text: str) -> bytes:
    """The instance with its CA1, on LINE, replaced."""
    return INSTANCE.replace(CA1_LINE, text).encode()


def test_an_instance_tells_its_teams_slots_rules_and_limits() -> None:
    assert (LEAGUE.name, LEAGUE.teams) == ("Four by the sea", ("Bergen", "Oslo", "Porto", "Lisbon"))
    assert (LEAGUE.slots, LEAGUE.slot_names[5], LEAGUE.miles) == (6, "16 Mar", None)
    assert LEAGUE.base == RoundRobin(rounds=2, phased=True, compact=True, all_games=True)
    assert LEAGUE.limits == (
        CA1(price=hard("CA1-1"), teams=(2,), places=(0, 3), mode="H", least=0, most=0),
        CA2(
            price=soft("CA2-1", 5), teams=(0,), opponents=(2, 3), slots=(0, 1, 2), mode="HA", least=0, most=1,
            each=False,
        ),
        CA3(price=hard("CA3-1"), teams=EVERYONE, length=3, mode="H", most=2, unit="slots", opponents=None),
        CA4(
            price=soft("CA4-1", 5), home_side=(0, 1), other_side=(2, 3), slots=(0, 1), mode="H", least=0, most=1,
            each_slot=True,
        ),
        GA1(price=hard("GA1-1"), meetings=((0, 1), (1, 0)), slots=(5,), least=1, most=1),
        BR1(price=hard("BR1-1"), teams=(3,), slots=(1, 2), mode="HA", most=0),
        BR2(price=soft("BR2-1", 10), teams=EVERYONE, slots=ALL_SLOTS, most=2),
        FA2(price=soft("FA2-1", 10), teams=EVERYONE, slots=ALL_SLOTS, most=1),
        SE1(price=soft("SE1-1", 10), teams=EVERYONE, least=3),
    )  # fmt: skip


def test_a_timetable_is_worth_what_one_counts_by_hand() -> None:
    found = evaluate(LEAGUE, [Fixture(*game) for game in GAMES])
    assert (found.infeasibility, found.objective) == (0, 120)
    # Six breaks, two allowed; one pair two home games apart; of four pairs two meet after one slot, two after two.
    assert dict(found.soft) == {"CA2": 5, "CA4": 5, "BR2": 40, "FA2": 10, "SE1": 60}


def test_a_hard_limit_weighs_what_its_penalty_says() -> None:
    league = read_instance(
        with_constraint('<CA1 max="0" min="0" mode="H" penalty="7" slots="0" teams="0" type="HARD"/>')
    )
    assert evaluate(league, [Fixture(*game) for game in GAMES]).infeasibility == 7


def test_groups_and_single_members_make_one_set() -> None:
    text = (
        '<CA1 max="1" min="0" mode="A" penalty="1" slots="5" slotGroups="0" teams="0;3;" teamGroups="0" type="SOFT"/>'
    )
    limit = read_instance(with_constraint(text)).limits[0]
    assert isinstance(limit, CA1)
    assert (limit.teams, limit.places) == ((0, 1, 3), (0, 1, 2, 5))


def test_a_least_number_in_each_window_of_slots_is_a_count_on_each() -> None:
    text = '<CA3 intp="5" max="5" min="1" mode1="A" mode2="SLOTS" penalty="1" teams1="0" teams2="1;2;3" type="HARD"/>'
    limits = read_instance(with_constraint(text)).limits[:2]
    assert limits == tuple(
        CA1(price=hard("CA3-1"), teams=(0,), places=window, mode="A", least=1, most=5)
        for window in ((0, 1, 2, 3, 4), (1, 2, 3, 4, 5))
    )


def test_some_opponents_are_kept_and_all_are_none() -> None:
    text = '<CA3 intp="3" max="2" min="0" mode1="H" mode2="GAMES" penalty="1" teams1="0" teams2="{}" type="HARD"/>'
    some, everyone = (read_instance(with_constraint(text.format(them))).limits[0] for them in ("1;2", "1;2;3"))
    assert isinstance(some, CA3)
    assert isinstance(everyone, CA3)
    assert (some.opponents, everyone.opponents) == ((1, 2), None)


def test_slots_in_pairs_are_read() -> None:
    text = '<SE2 penalty="1" slotPairs="0,3;1,4;" teams="0;1;2;3" type="HARD"/>'
    assert read_instance(with_constraint(text)).limits[0] == SE2(price=hard("SE2-1"), pairs=((0, 3), (1, 4)))


def test_a_soft_ba1_without_penalty_lets_games_go_unplayed() -> None:
    league = read_instance(with_constraint('<BA1 penalty="0" type="SOFT"/>'))
    assert not league.base.all_games
    assert "missing" not in evaluate(league, []).hard


def test_distances_count_where_they_are_the_objective() -> None:
    pairs = [(one, other) for one in EVERYONE for other in EVERYONE]
    rows = "".join(f'<distance team1="{one}" team2="{other}" dist="{abs(one - other)}"/>' for one, other in pairs)
    data = INSTANCE.replace("<Resources>", f"<Data><Distances>{rows}</Distances></Data><Resources>")
    assert read_instance(data.encode()).miles is None
    league = read_instance(data.replace(">SC<", ">TR<").encode())
    assert league.miles is not None
    assert league.miles[0] == (0, 1, 2, 3)
    # Bergen to Lisbon and back, then by Porto to Oslo: 6 + 4. The others drive 8, 8 and 10.
    assert evaluate(league, [Fixture(*game) for game in GAMES]).soft["travel"] == 36


WRONG_CONSTRAINTS = [
    ('teams="2"', 'teams="4"', "CA1: there is no team 4, only 0 to 3"),
    ('teams="2"', 'teams="two"', "CA1: team is a whole number, not 'two'"),
    ('teams="2"', 'teams=""', "CA1 names no teams: neither teams nor teamGroups is given"),
    ('teams="2"', 'teamGroups="9"', "CA1: there is no team group 9"),
    ('slots="0;3"', 'slots="0;6"', "CA1: there is no slot 6, only 0 to 5"),
    ('slots="0;3"', "", "CA1 names no slots: neither slots nor slotGroups is given"),
    ('max="0"', "", "CA1 has no max"),
    ('max="0"', 'max="1.5"', "CA1: max is a whole number, not '1.5'"),
    ('min="0"', 'min="1"', "CA1: min 1 is more than max 0"),
    ('min="0"', 'min="-1"', "CA1: min is at least 0, not -1"),
    ('mode="H"', 'mode="X"', "CA1: mode is H, A or HA, not 'X'"),
    ('type="HARD"', 'type="STRICT"', "CA1: type is HARD or SOFT, not 'STRICT'"),
    ('type="HARD"', "", "CA1 has no type"),
    ('penalty="1"', 'penalty="-12"', "CA1: penalty is at least 0, not -12"),
    ("<CA1", "<FA7", "constraint type FA7 is not supported; BA1, CA1,"),
    ("/>", "/", "this is no XML: not well-formed (invalid token)"),
]


@pytest.mark.parametrize(("right", "wrong", "reason"), WRONG_CONSTRAINTS)
def test_a_wrong_constraint_is_told_by_its_line(right: str, wrong: str, reason: str) -> None:
    assert right in CA1_LINE
    with pytest.raises(RobinXError) as refused:
        read_instance(with_constraint(CA1_LINE.replace(right, wrong, 1)))
    assert str(refused.value).startswith(f"line {LINE}: {reason}")
    assert refused.value.line == LINE


NOT_SUPPORTED = [
    ('<BA1 penalty="5" type="SOFT"/>', "BA1 is supported with type SOFT and penalty 0 only"),
    ('<SE2 penalty="1" slotPairs="0,3" teams="0;1" type="HARD"/>', "SE2 is supported for all teams only"),
    (
        '<SE2 penalty="1" slotPairs="0,0" teams="0;1;2;3" type="HARD"/>',
        "SE2: slotPairs are pairs of two slots",
    ),
    ('<SE1 min="1" mode1="GAMES" penalty="1" teams="0;1" type="HARD"/>', "SE1: mode1 is SLOTS, not 'GAMES'"),
    (
        '<CA3 intp="3" max="2" min="1" mode1="H" mode2="GAMES" penalty="1" teams1="0" teams2="1" type="HARD"/>',
        "CA3: a min above 0 is supported with mode2 SLOTS only",
    ),
    (
        '<CA3 intp="0" max="2" min="1" mode1="H" mode2="GAMES" penalty="1" type="HARD"/>',
        "CA3: intp is at least 1",
    ),
    ('<FA2 intp="2" mode="HA" penalty="1" slots="1" teams="0;1" type="SOFT"/>', "FA2: mode is H, not 'HA'"),
    (
        '<GA1 max="1" meetings="0;1" min="0" penalty="1" slots="0" type="HARD"/>',
        "GA1: meetings are pairs of two teams",
    ),
    ('<GA1 max="1" meetings=";" min="0" penalty="1" slots="0" type="HARD"/>', "GA1 names no meetings"),
]


@pytest.mark.parametrize(("constraint", "reason"), NOT_SUPPORTED)
def test_what_a_constraint_may_not_say_is_told_by_its_line(constraint: str, reason: str) -> None:
    with pytest.raises(RobinXError) as refused:
        read_instance(with_constraint(constraint))
    assert (refused.value.line, refused.value.reason[: len(reason)]) == (LINE, reason)


WRONG_INSTANCES = [
    ("<numberRoundRobin>2<", "<numberRoundRobin>two<", 8, "numberRoundRobin: its text is a whole number, not 'two'"),
    ("<numberRoundRobin>2<", "<numberRoundRobin>7<", 8, "numberRoundRobin is 1 to 6, the number of slots, not 7"),
    ("<gameMode>P<", "<gameMode>Q<", 10, "gameMode is one of P, empty, NULL, not 'Q'"),
    ("<compactness>C<", "<compactness>Z<", 9, "compactness is one of C, R, empty, NULL, not 'Z'"),
    ("<AdditionalGames/>", "<AdditionalGames><g/></AdditionalGames>", 12, "AdditionalGames are not supported"),
    ("<Objective>SC<", "<Objective>COE<", 15, "Objective is one of SC, NONE, TR, empty, NULL, not 'COE'"),
    ("<Objective>SC<", "<Objective>TR<", 2, "Instance has no Data in it"),
    ('<team id="3"', '<team id="4"', 25, "team 4: the 4 teams are numbered from 0"),
    ('<team id="3"', '<team id="2"', 25, "team 2 stands on line 24 already"),
    ('<team id="3"', "<team", 25, "team has no id"),
    ('name="Lisbon" teamGroups=""', 'name="Lisbon" teamGroups="5"', 25, "team 3: there is no team group 5"),
    ("Slots>", "Places>", 17, "Resources has no Slots in it"),
    ("</Constraints>\n", "</Constraints><FA5/>\n", 60, "constraint type FA5 is not supported"),
    ("</Constraints>\n", "", 60, "this is no XML: mismatched tag"),
    ('encoding="UTF-8"', 'encoding="EBCDIC-37"', 1, "this is no XML: "),
    ("<Instance>", '<!DOCTYPE Instance [<!ENTITY a "aaaa">]><Instance>', 2, "a document type declaration is no part"),
]


@pytest.mark.parametrize(("right", "wrong", "line", "reason"), WRONG_INSTANCES)
def test_a_wrong_instance_is_told_by_its_line(right: str, wrong: str, line: int, reason: str) -> None:
    assert right in INSTANCE
    with pytest.raises(RobinXError) as refused:
        read_instance(INSTANCE.replace(right, wrong).encode())
    assert (refused.value.line, refused.value.reason[: len(reason)]) == (line, reason)


@pytest.mark.parametrize("data", [b"", b"home,away,slot\n", b"\x00\x01", INSTANCE.encode()[:700], b"PK\x03\x04"])
def test_what_is_no_xml_is_refused(data: bytes) -> None:
    with pytest.raises(RobinXError, match=r"^line \d+: this is no XML"):
        read_instance(data)


@settings(max_examples=300, deadline=None)
@given(
    st.integers(0, len(INSTANCE) - 1), st.integers(0, 30), st.binary(max_size=8) | st.sampled_from([b"9", b";", b'"'])
)
def test_a_damaged_file_is_read_or_refused_never_anything_else(place: int, lost: int, found: bytes) -> None:
    data = INSTANCE.encode()
    with suppress(RobinXError):
        read_instance(data[:place] + found + data[place + lost :])


def test_games_that_repeat_others_do_not_count_and_are_told() -> None:
    again = (0, 2, 5)
    found = read_solution(solution((*GAMES, again)).encode(), LEAGUE)
    assert found.fixtures == tuple(Fixture(*game) for game in GAMES)
    assert found.ignored == (Ignored(line=16, game=Fixture(*again), earlier=(4,)),)


def test_three_round_robins_let_a_team_host_another_twice() -> None:
    league = read_instance(INSTANCE.replace("Robin>2<", "Robin>3<").encode())
    assert len(read_solution(solution((*GAMES, (0, 2, 5))).encode(), league).fixtures) == 13


def test_a_claim_is_told_as_it_stands_and_minus_one_is_none() -> None:
    assert read_solution(solution(claim=(0, 2)).encode(), LEAGUE).claim == Claim(infeasibility=0, objective=2)
    assert read_solution(solution(claim=(-1, -1)).encode(), LEAGUE).claim is None
    assert read_solution(solution().encode(), LEAGUE).claim is None


WRONG_SOLUTIONS = [
    ('home="0" away="2" slot="0"', 'home="0" away="4" slot="0"', 4, "ScheduledMatch: away is 0 to 3, not 4"),
    ('home="0" away="2" slot="0"', 'home="0" away="2" slot="6"', 4, "ScheduledMatch: slot is 0 to 5, not 6"),
    ('home="0" away="2" slot="0"', 'home="0" away="2"', 4, "ScheduledMatch has no slot"),
    ('home="0" away="2" slot="0"', 'home="0" away="" slot="0"', 4, "ScheduledMatch: away is a whole number, not ''"),
    ('home="0" away="2" slot="0"', 'home="2" away="2" slot="0"', 4, "ScheduledMatch: team 2 does not play itself"),
    ("<Games>", "<Games><Match/>", 3, "Games are ScheduledMatch, not Match"),
    ("Games>", "Matches>", 1, "there are no Games in it: a milestone tells a value, no timetable"),
    ("<MetaData>", '<MetaData><ObjectiveValue objective="2"/>', 2, "ObjectiveValue has no infeasibility"),
    (
        "<MetaData>",
        '<MetaData><ObjectiveValue infeasibility="0" objective="nan"/>',
        2,
        "ObjectiveValue: objective is a number, not 'nan'",
    ),
    ("Solution>", "Instance>", 1, "this is a file of Instance, not of Solution"),
]


@pytest.mark.parametrize(("right", "wrong", "line", "reason"), WRONG_SOLUTIONS)
def test_a_wrong_solution_is_told_by_its_line(right: str, wrong: str, line: int, reason: str) -> None:
    assert right in solution()
    with pytest.raises(RobinXError) as refused:
        read_solution(solution().replace(right, wrong).encode(), LEAGUE)
    assert (refused.value.line, refused.value.reason) == (line, reason)
