"""A file of played seasons: each wrong row is told by its line and the reason, and the right ones are told apart."""

from typing import Any

import pytest

from flextime.league.big12 import SCHOOLS
from flextime_cli.played.known import ContradictsRecord, require_no_contradiction
from flextime_cli.played.model import COLUMNS, PlayedFile, RightRow, to_command
from flextime_cli.played.reading import WrongFile, read_played

KNOWN = {school.code for school in SCHOOLS}
HEADER = ",".join(COLUMNS)
NAMES = {"KU": "Kansas", "TCU": "TCU", "BAY": "Baylor", "TEX": "Texas", "OKST": "Oklahoma State"}


def row(
    day: str = "2018-01-06",
    home: str = "TCU",
    away: str = "KU",
    *,
    season: str = "2017-18",
    neutral: str = "FALSE",
    won: str = "0",
    people: str = "7153",
    percent: str = "99",
) -> str:
    names = (f"{NAMES.get(home, 'Team')} {home}", f"{NAMES.get(away, 'Team')} {away}")
    return ",".join((season, day, *names, home, away, neutral, "TRUE", "FALSE", won, percent, people))


def read(*rows: str, newline: str = "\r\n") -> PlayedFile:
    return read_played(newline.join((HEADER, *rows, "")).encode(), KNOWN)


def only_wrong(file: PlayedFile) -> tuple[int, str]:
    assert len(file.wrong) == 1
    return file.wrong[0].line, file.wrong[0].reason


def test_a_right_row_says_who_hosted_whom_when_and_before_how_many() -> None:
    (found,) = read(row()).right
    assert isinstance(found, RightRow)
    assert (found.home, found.away, str(found.date), found.attendance) == ("TCU", "KU", "2018-01-06", 7153)
    assert found.home_won is False
    assert not found.neutral


def test_what_nobody_noted_stays_unknown() -> None:
    (found,) = read(row(won="NA", people="", percent="NA")).right
    assert found.attendance is None
    assert found.home_won is None


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        (row(home="ZZZ"), "Home_ABR: there is no school 'ZZZ'"),
        (row(home="OKTS"), "did you mean OKST?"),
        (row(home=""), "Home_ABR is empty"),
        (row(day="2018-02-30"), "2018-02-30 is no date: day is out of range for month"),
        (row(day="01/06/2018"), "date '01/06/2018' is not written like 2018-01-06"),
        (row(day="2018-07-06"), "2018-07-06 lies outside the season 2017-18, November 2017 to April 2018"),
        (row(day="2019-01-06"), "2019-01-06 lies outside the season 2017-18"),
        (row(season="2017"), "season '2017' is not written like 2017-18"),
        (row(season="2017-19"), "season '2017-19' does not end in the year after 2017"),
        (row(home="KU", away="KU"), "KU cannot play itself"),
        (row(people="many"), "People: 'many' is no whole number of 0 or more"),
        (row(people="-5"), "People: '-5' is no whole number of 0 or more"),
        (row(people="7153.5"), "People: '7153.5' is no whole number of 0 or more"),
        (row(people="715300"), "People: 715300 is more than 120000"),
        (row(won="2"), "Home_wins: 2 is more than 1"),
        (row(percent="x"), "Attendance_pct: 'x' is no whole number"),
        (row(neutral="maybe"), "is_neutral is TRUE or FALSE, not 'maybe'"),
        (row().replace("Kansas KU", "Texas TEX"), "away_team says 'Texas TEX' and Away_ABR says KU"),
        (row() + ",1", "13 columns instead of 12"),
        ("2017-18,2018-01-06", "2 columns instead of 12"),
        (row().replace("TCU TCU", '"TCU TCU'), "no CSV: unexpected end of data"),
    ],
)
def test_a_wrong_row_is_told_by_its_line_and_reason(wrong: str, reason: str) -> None:
    file = read(row(day="2018-01-02", home="BAY", away="TEX"), wrong)
    line, told = only_wrong(file)
    assert line == 3
    assert reason in told
    assert len(file.right) == 1


def test_every_reason_of_a_row_is_told_at_once() -> None:
    _, told = only_wrong(read(row(day="2018-02-30", home="ZZZ", people="x")))
    assert told.count(";") == 2


def test_the_same_pairing_twice_names_the_line_of_the_first() -> None:
    line, told = only_wrong(read(row(), row(day="2018-02-10")))
    assert (line, told) == (3, "TCU hosts KU in 2017-18 on line 2 already")


def test_the_same_line_pasted_twice_is_one_mistake() -> None:
    assert only_wrong(read(row(), row())) == (3, "TCU hosts KU in 2017-18 on line 2 already")


def test_the_return_game_is_no_duplicate() -> None:
    assert not read(row(), row(day="2018-02-10", home="KU", away="TCU")).wrong


def test_a_team_with_two_games_on_a_day_is_told() -> None:
    assert only_wrong(read(row(), row(home="BAY"))) == (3, "KU plays on 2018-01-06 on line 2 already")


def test_bytes_that_are_not_utf8_are_told_by_line_and_column() -> None:
    content = f"{HEADER}\n{row()}\n".encode() + row(home="BAY", away="TEX").encode().replace(b"Baylor", b"Bayl\xe9r")
    line, told = only_wrong(read_played(content, KNOWN))
    assert line == 3
    assert told == "byte 0xe9 at column 24 is not UTF-8"


def test_lines_are_counted_as_an_editor_counts_them() -> None:
    file = read(row(), "", row(home="BAY", away="ZZZ"), newline="\n")
    assert file.wrong[0].line == 4


def test_columns_may_stand_in_another_order() -> None:
    names = COLUMNS[::-1]
    values = ",".join(row().split(",")[::-1])
    (found,) = read_played(f"{','.join(names)}\n{values}\n".encode(), KNOWN).right
    assert found.home == "TCU"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "no header"),
        (b"season,date\n2017-18,2018-01-06\n", "columns are missing: home_team, away_team"),
        (HEADER.encode(), "no rows"),
        (f"{HEADER}\n{row()}\n".encode("utf-16"), "UTF-16"),
        (f"{HEADER},date\n".encode(), "columns stand twice: date"),
    ],
)
def test_a_file_that_is_wrong_as_a_whole_is_refused_with_the_reason(content: bytes, reason: str) -> None:
    with pytest.raises(WrongFile, match=reason):
        read_played(content, KNOWN)


def test_a_byte_order_mark_is_no_mistake() -> None:
    assert not read_played(b"\xef\xbb\xbf" + f"{HEADER}\n{row()}\n".encode(), KNOWN).wrong


def test_only_seasons_without_a_wrong_row_are_whole() -> None:
    file = read(row(), row(day="2019-01-05", season="2018-19", home="ZZZ"), row(day="2020-01-04", season="2019-20"))
    assert file.seasons == ("2017-18", "2018-19", "2019-20")
    assert file.whole_seasons == ("2017-18", "2019-20")


def test_a_wrong_season_cell_counts_against_the_season_of_its_date() -> None:
    file = read(row(), row(day="2019-01-05", season="x"))
    assert file.whole_seasons == ("2017-18",)


def test_a_row_that_could_belong_to_any_season_leaves_none_whole() -> None:
    assert read(row(), row(day="x", season="y")).whole_seasons == ()


def test_the_command_is_the_same_whatever_order_the_rows_have() -> None:
    rows = (row(), row(day="2018-01-02", home="BAY", away="TEX"), row(day="2018-01-06", home="OKST", away="BAY"))
    forth, back = read(*rows), read(*rows[::-1])
    command = to_command("2017-18", forth.right_of("2017-18"))
    assert command == to_command("2017-18", back.right_of("2017-18"))
    assert [game.game for game in command.games] == [
        "mbb-2017-18.tex-at-bay",
        "mbb-2017-18.bay-at-okst",
        "mbb-2017-18.ku-at-tcu",
    ]


PLAYED = {"id": "mbb-2017-18", "played": True}


def on_record(**changed: object) -> dict[str, Any]:
    """The game of `row()` as the query API has it."""
    return {
        "id": "mbb-2017-18.ku-at-tcu",
        "home": {"id": "TCU", "name": "TCU"},
        "away": {"id": "KU", "name": "Kansas"},
        "venue": None,
        "date": "2018-01-06",
        "neutral": False,
        "attendance": 7153,
        "home_won": False,
        **changed,
    }


def test_a_season_that_is_new_or_on_record_as_it_is_contradicts_nothing() -> None:
    command = to_command("2017-18", read(row()).right)
    require_no_contradiction(command, None, [])
    require_no_contradiction(command, PLAYED, [on_record()])


@pytest.mark.parametrize(
    ("season", "games", "reason"),
    [
        (PLAYED, [on_record(attendance=7154)], "1 differ, the first mbb-2017-18.ku-at-tcu"),
        (PLAYED, [], "1 differ, the first mbb-2017-18.ku-at-tcu"),
        (PLAYED, [on_record(), on_record(id="mbb-2017-18.bay-at-ku")], "1 differ, the first mbb-2017-18.bay-at-ku"),
        ({**PLAYED, "played": False}, [], "open for planning"),
    ],
)
def test_a_season_that_contradicts_the_record_is_told_before_anything_is_sent(
    season: dict[str, Any], games: list[dict[str, Any]], reason: str
) -> None:
    command = to_command("2017-18", read(row()).right)
    with pytest.raises(ContradictsRecord, match=reason):
        require_no_contradiction(command, season, games)
