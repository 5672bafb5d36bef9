"""Files of schools, venues and calendars: what they would change, and every mistake by line and column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import reduce

import pytest

from flextime.league.big12 import CALENDARS, SCHOOLS, VENUES
from flextime.league.model import AcademicCalendar, DateSpan, School, Venue
from flextime.season.decide import Event, decide, evolve
from flextime.season.members import AdmitSchool, ChangeSchool
from flextime.season.venues import AcademicCalendarSet, ChangeVenue, RegisterVenue, SetAcademicCalendar
from flextime_cli.members.kinds import KINDS, Thing
from flextime_cli.members.reading import Change, UnknownForm, read_changes
from flextime_cli.rendering.members import import_lines
from tests.four_teams import MEMBERSHIP, NOW, OPENED, state_after

BYU = next(school for school in SCHOOLS if school.code == "BYU")
KU = next(school for school in SCHOOLS if school.code == "KU")
MARRIOTT = next(venue for venue in VENUES if venue.school == "BYU" and "MBB" in venue.sports)
BYU_YEAR = next(calendar for calendar in CALENDARS if calendar.school == "BYU")

SCHOOL_HEADER = "code,name,city,state,latitude,longitude,time_zone,nicknames,status"
KU_ROW = "KU,Kansas,Lawrence,KS,38.9543,-95.2558,America/Chicago,Jayhawks,full"


def read(
    kind: str, text: str, form: str = "csv", past: Sequence[Event] = MEMBERSHIP
) -> tuple[tuple[Change, ...], list[str]]:
    changes, mistakes = read_changes(f"file.{form}", text.encode(), KINDS[kind], state_after(*past), NOW)
    return changes, [str(mistake) for mistake in mistakes.in_order()]


def schools(*rows: str) -> tuple[tuple[Change, ...], list[str]]:
    return read("schools", "\n".join((SCHOOL_HEADER, *rows)))


def test_a_school_that_is_not_in_is_admitted() -> None:
    (change,), mistakes = schools(KU_ROW)
    assert mistakes == []
    assert change.effect == "added"
    assert isinstance(change.command, AdmitSchool)
    assert change.command.school == School(
        code=KU.code, name="Kansas", city="Lawrence", state="KS", latitude=38.9543, longitude=-95.2558,
        time_zone="America/Chicago", nicknames=("Jayhawks",),
    )  # fmt: skip


def csv_of(things: Sequence[Thing], kind: str) -> str:
    """Write things as the docs say that a file of them looks."""
    names = KINDS[kind].fields
    rows = [",".join(f'"{cell_of(getattr(thing, name))}"' for name in names) for thing in things]
    return "\n".join((",".join(names), *rows))


def quoted(value: object) -> str:
    return "'{}'".format(cell_of(value).replace("'", "''"))


def cell_of(value: object) -> str:
    match value:
        case None:
            return ""
        case tuple():
            return "; ".join(map(cell_of, value))
        case DateSpan(first=first, last=last):
            return f"{first}..{last}"
        case _:
            return str(value)


def yaml_of(things: Sequence[Thing], kind: str) -> str:
    lines = [f"{kind}:"]
    for thing in things:
        for place, name in enumerate(KINDS[kind].fields):
            value = getattr(thing, name)
            written = f"[{', '.join(map(quoted, value))}]" if isinstance(value, tuple) else quoted(value)
            lines.append(f"{'  - ' if place == 0 else '    '}{name}: {'' if value is None else written}")
    return "\n".join(lines)


ALL: dict[str, Sequence[Thing]] = {"schools": SCHOOLS, "venues": VENUES, "calendars": CALENDARS}


@pytest.mark.parametrize("form", ["csv", "yaml"])
def test_the_whole_conference_comes_in_from_files_and_changes_nothing_the_second_time(form: str) -> None:
    write = csv_of if form == "csv" else yaml_of
    state = state_after(MEMBERSHIP[0])
    for effect in ("added", "unchanged"):
        for kind, things in ALL.items():
            changes, mistakes = read_changes(f"x.{form}", write(things, kind).encode(), KINDS[kind], state, NOW)
            assert mistakes.in_order() == []
            assert [change.thing for change in changes] == list(things)
            assert {change.effect for change in changes} == {effect}
            state = reduce(evolve, (event for change in changes for event in decide(state, change.command, NOW)), state)


def test_a_school_that_is_otherwise_is_changed_and_says_how() -> None:
    (change,), mistakes = read("schools", csv_of([replace(BYU, city="Orem", latitude=40.3)], "schools"))
    assert mistakes == []
    assert isinstance(change.command, ChangeSchool)
    assert [(found.field, found.was, found.now) for found in change.differences] == [
        ("city", BYU.city, "Orem"),
        ("latitude", BYU.latitude, 40.3),
    ]


def test_a_field_that_the_file_has_not_is_kept_and_an_empty_one_is_cleared() -> None:
    sports = ";".join(MARRIOTT.sports)
    row = f"{MARRIOTT.id},{MARRIOTT.name},BYU,{sports}"
    (kept,), _ = read("venues", f"id,name,school,sports\n{row}\n")
    assert kept.effect == "unchanged"
    (cleared,), _ = read("venues", f"id,name,school,sports,capacity\n{row},\n")
    assert isinstance(cleared.command, ChangeVenue)
    assert cleared.command.venue == replace(MARRIOTT, capacity=None)


def test_a_venue_has_its_schools_zone_unless_it_says_its_own() -> None:
    (change,), _ = read("venues", "id,name,school,sports\nbyu-field,South Field,BYU,SOC\n")
    assert change.command == RegisterVenue(
        venue=Venue(id="byu-field", name="South Field", school="BYU", time_zone=BYU.time_zone, sports=("SOC",))  # type: ignore[arg-type]  # ids are text
    )


def test_a_calendar_takes_days_and_stretches_of_days() -> None:
    header = "school,year,exams,graduations,no_host"
    (change,), mistakes = read("calendars", f"{header}\nBYU,2025-26,2025-12-13..2025-12-18; 2026-04-17,2026-04-23,\n")
    assert mistakes == []
    assert change.command == SetAcademicCalendar(
        calendar=AcademicCalendar(
            school=BYU.code,
            year="2025-26",
            exams=(
                DateSpan(first=date(2025, 12, 13), last=date(2025, 12, 18)),
                DateSpan(first=date(2026, 4, 17), last=date(2026, 4, 17)),
            ),
            graduations=(DateSpan(first=date(2026, 4, 23), last=date(2026, 4, 23)),),
        )
    )


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        ("KU,", ",", "line 2, column 1: code is empty"),
        ("KU,", "Ku,", "line 2, column 1: code is capital letters and digits, not 'Ku'"),
        ("Kansas", "", "line 2, column 2: name is empty"),
        ("Kansas", '"Kan\nsas"', "line 2, column 2: name has a line break or another character that cannot be printed"),
        ("38.9543", "38N", "line 2, column 5: latitude is a number from -90 to 90 (degrees north), not '38N'"),
        ("38.9543", "nan", "line 2, column 5: latitude is a number from -90 to 90 (degrees north), not 'nan'"),
        ("-95.2558", "-195", "line 2, column 6: longitude is a number from -180 to 180 (degrees east), not '-195'"),
        ("America/Chicago", "America/Lawrence",
         "line 2, column 7: time_zone: 'America/Lawrence' is no IANA time zone; write it like America/Chicago."),
        ("Jayhawks", "Jayhawks; Jayhawks", "line 2, column 8: nicknames has Jayhawks twice"),
        ("full", "partner", "line 2, column 9: status: there is no 'partner'; there are associate, former, full"),
    ],
)  # fmt: skip
def test_a_wrong_school_is_told_by_its_cell(was: str, now: str, told: str) -> None:
    changes, mistakes = schools(KU_ROW.replace(was, now, 1))
    assert mistakes == [told]
    assert changes == ()


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("BYU Field,X,BYU,SOC,", "column 1: id is small letters, digits and hyphens, not 'BYU Field'"),
        ("x,X,BYUU,SOC,",
         "column 3: school: 'BYUU' is not in the conference, did you mean BYU? "
         "(flextime import schools brings one in)"),
        ("x,X,BYU,SOC; SOK,", "column 4: sports: there is no 'SOK', did you mean SOC?"),
        ("x,X,BYU,SOC; SOC,", "column 4: sports has SOC twice"),
        ("x,X,BYU,SOC,0", "column 5: capacity is a whole number from 1 to 250000 (people), not '0'"),
        ("x,X,BYU,SOC,5.5", "column 5: capacity is a whole number from 1 to 250000 (people), not '5.5'"),
        (f"{MARRIOTT.id},X,UTAH,MBB,", f"column 3: {MARRIOTT.id} belongs to BYU: another owner's is another venue."),
        (f"{MARRIOTT.id},X,BYU,VB,", f"column 4: {MARRIOTT.id} is a home of mbb-test, in MBB."),
    ],
)  # fmt: skip
def test_a_wrong_venue_is_told_by_its_cell(row: str, told: str) -> None:
    _, mistakes = read("venues", f"id,name,school,sports,capacity\n{row}\n", past=OPENED)
    assert mistakes == [f"line 2, {told}"]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("BYU,2025/26,", "column 2: year is written like 2025-26, not '2025/26'"),
        ("BYU,2025-26,12/13/2025",
         "column 3: exams: write 2026-05-08 or 2026-05-08..2026-05-14, not '12/13/2025'"),
        ("BYU,2025-26,2026-W01-1", "column 3: exams: write 2026-05-08 or 2026-05-08..2026-05-14, not '2026-W01-1'"),
        ("BYU,2025-26,2026-02-30",
         "column 3: exams: write 2026-05-08 or 2026-05-08..2026-05-14, not '2026-02-30' "
         "(day is out of range for month)"),
        ("BYU,2025-26,2026-05-08..2026-05-01", "column 3: exams: 2026-05-08..2026-05-01 ends before it begins"),
        ("BYU,2025-26,2062-05-01", "column 3: exams: 2062-05-01 lies more than a year outside 2025-26"),
    ],
)  # fmt: skip
def test_a_wrong_calendar_is_told_by_its_cell(row: str, told: str) -> None:
    _, mistakes = read("calendars", f"school,year,exams\n{row}\n")
    assert mistakes == [f"line 2, {told}"]


def test_all_mistakes_of_a_file_are_told_at_once() -> None:
    wrong = KU_ROW.replace("38.9543", "north").replace("America/Chicago", "Kansas")
    _, mistakes = schools(wrong, KU_ROW, KU_ROW.replace("Kansas", ""), KU_ROW)
    assert mistakes == [
        "line 2, column 5: latitude is a number from -90 to 90 (degrees north), not 'north'",
        "line 2, column 7: time_zone: 'Kansas' is no IANA time zone; write it like America/Chicago.",
        "line 4, column 2: name is empty",
        "line 5, column 1: KU stands on line 3 already",
    ]


def test_a_column_that_is_missing_is_told_once() -> None:
    _, mistakes = read("venues", "id,name,school\nx,X,BYU\ny,Y,BYUU\n")
    assert mistakes[0] == "line 1, column 1: columns are missing: sports"
    assert [mistake for mistake in mistakes if "sports" in mistake] == mistakes[:1]
    assert len(mistakes) == 2


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("- code: KU\n", "line 1, column 1: the file begins with `schools:`, and a list of them follows"),
        ("venues: []\n", "line 1, column 1: the file begins with `schools:`, and a list of them follows"),
        ("schools: KU\n", "line 1, column 10: schools is a list: each begins with a hyphen"),
        ("schools: []\nteams: []\n",
         "line 2, column 1: there is no field 'teams': the file has schools and nothing beside them"),
        ("schools: [KU]\n",
         "line 1, column 11: each of the schools is a group of fields: "
         "code, name, city, state, latitude, longitude, time_zone ..."),
    ],
)  # fmt: skip
def test_yaml_that_is_no_list_of_schools_says_what_it_should_be(text: str, told: str) -> None:
    assert read("schools", text, "yaml") == ((), [told])


def test_a_venue_hosts_something() -> None:
    text = "venues:\n  - {id: x, name: X, school: BYU, sports: []}\n"
    assert read("venues", text, "yaml")[1] == ["line 2, column 43: sports is empty"]


def test_fields_in_yaml_are_told_by_their_own_places() -> None:
    text = "schools:\n  - code: KU\n    nam: Kansas\n    city: [Lawrence]\n    nicknames: [Jayhawks, [x]]\n"
    assert read("schools", text, "yaml")[1] == [
        "line 2, column 5: latitude is missing",
        "line 2, column 5: longitude is missing",
        "line 2, column 5: name is missing",
        "line 2, column 5: state is missing",
        "line 2, column 5: time_zone is missing",
        "line 3, column 5: there is no field 'nam', did you mean name?",
        "line 4, column 11: city is a single value, not a list or a group of fields",
        "line 5, column 27: nicknames is a list of single values",
    ]


def test_a_file_of_another_form_is_refused() -> None:
    with pytest.raises(UnknownForm, match="neither CSV nor YAML"):
        read("schools", "", "xlsx")


def test_the_preview_tells_what_is_added_and_how_the_changed_differ() -> None:
    capacity = replace(MARRIOTT, capacity=17_978)
    changes, _ = read("venues", csv_of([capacity], "venues") + "\nbyu-field,South Field,BYU,SOC,,\n")
    was = MARRIOTT.capacity
    assert list(import_lines(changes)) == [
        f"[yellow]changed[/yellow] {MARRIOTT.id}: capacity {was} -> 17978",
        "[green]added[/green] byu-field: South Field of BYU, SOC",
        "1 added, 1 changed, 0 unchanged",
    ]
    year, _ = read("calendars", "school,year,exams\nBYU,2025-26,2026-04-17\n",
                   past=(*MEMBERSHIP, AcademicCalendarSet(was=None, now=replace(BYU_YEAR, exams=()))))  # fmt: skip
    assert next(import_lines(year)) == "[yellow]changed[/yellow] BYU 2025-26: exams none -> 2026-04-17"
