"""What `flextime demo --all-sports` says of the buildings that sports share."""

from datetime import datetime

from flextime.league.model import Sport
from flextime_cli.demo.buildings import Use, clashes, shared_buildings
from flextime_cli.rendering.buildings import clash_line


def use(venue: str, begins: str, sport: Sport) -> Use:
    return Use(venue=venue, begins=datetime.fromisoformat(begins), sport=sport)


MEN_AND_WOMEN = [
    use("Hilton", "2026-01-03T18:00", "MBB"),
    use("Hilton", "2026-01-03T12:00", "WBB"),
    use("Hilton", "2026-01-10T12:00", "WBB"),
    use("Hilton", "2026-01-16T18:00", "GYM"),
    use("Jack Trice", "2026-01-03T12:00", "FB"),
]


def test_a_building_of_several_sports_is_told_with_its_tightest_turn() -> None:
    (hilton,) = shared_buildings(MEN_AND_WOMEN)
    assert (hilton.venue, hilton.sports, hilton.events) == ("Hilton", ("WBB", "MBB", "GYM"), 4)
    assert [each.sport for each in hilton.nearest] == ["WBB", "MBB"]
    assert hilton.hours_between == 3.0


def test_events_that_follow_each_other_do_not_clash_and_those_that_overlap_do() -> None:
    assert clashes(MEN_AND_WOMEN) == []
    late = use("Hilton", "2026-01-16T20:59", "WRE")
    assert clashes([*MEN_AND_WOMEN, late]) == [(MEN_AND_WOMEN[3], late)]


def test_the_last_line_names_the_first_clash_or_says_that_there_is_none() -> None:
    assert clash_line(MEN_AND_WOMEN) == "5 days of games in all, and no two in one building at one time."
    late = use("Hilton", "2026-01-16T20:00", "WRE")
    assert clash_line([*MEN_AND_WOMEN, late]) == (
        "Clashes: 1, the first in Hilton, GYM at 2026-01-16 18:00 and WRE at 20:00."
    )
