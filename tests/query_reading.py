"""One conference to read: four teams, a draft that was moved and published, and a played season."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import httpx

from flextime.league.ids import CandidateId, GameId, SchoolCode, SeasonId
from flextime.league.model import PlayedGame
from flextime.season.members import AdmitSchool, ConferenceRegistered, RegisterConference, SchoolAdmitted
from flextime.season.rulebook import AddRule
from flextime.season.runs import FailRun, ProposeCandidate, RequestSchedule
from flextime.season.schedules import AdoptCandidate
from flextime.season.seasons import OpenSeason
from flextime.season.venues import RegisterVenue, VenueRegistered
from flextime.solve.problem import Budget
from flextime_cli.apis.commands import CommandApi, Sent
from flextime_schemas.settings import Settings
from tests.four_teams import GAMES, MEMBERSHIP, NO_SUNDAY, PLAN, RUN, SCORE, SEASON
from tests.together import decide_together

PATIENCE_SECONDS = 90.0  # eight busy processes share two cores in CI
PLAYED_SEASON = SeasonId("mbb-2019-20")
PLAYED_GAMES = (
    PlayedGame(
        game=GameId("mbb-2019-20.utah-at-byu"),
        home=SchoolCode("BYU"),
        away=SchoolCode("UTAH"),
        date=date(2020, 2, 8),
        attendance=17_000,
        home_won=True,
    ),
    PlayedGame(
        game=GameId("mbb-2019-20.asu-at-ariz"),
        home=SchoolCode("ARIZ"),
        away=SchoolCode("ASU"),
        date=date(2020, 2, 15),
        neutral=True,
        home_won=False,
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A conference and what was done in it; paths begin behind the conference."""

    http: httpx.Client
    commands: CommandApi
    conference: str
    adopted: Sent
    moved: Sent
    imported: Sent

    @property
    def base(self) -> str:
        return f"/v1/conferences/{self.conference}"

    def ask(self, below: str = "", headers: Mapping[str, str] | None = None, **params: object) -> httpx.Response:
        """Ask for something of the conference; a trailing "_" of a parameter's name is dropped."""
        given: dict[str, Any] = {name.rstrip("_"): value for name, value in params.items()}
        return self.http.get(f"{self.base}/{below}".rstrip("/"), params=given, headers=headers)

    def get(self, below: str = "", **params: object) -> Any:  # noqa: ANN401 - JSON
        answer = self.ask(below, None, **params)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def items(self, below: str, **params: object) -> list[Any]:
        """Return every document of a collection, page by page."""
        page = self.get(below, **params)
        found = list(page["items"])
        while page["next"]:
            page = self.http.get(page["next"]).json()
            found += page["items"]
        return found


def drafted(settings: Settings, commands: CommandApi) -> Sent:
    """Found the conference of the four and adopt a draft. Both members of the run have answered before any solver hears
    of it, so that it cannot matter how fast one is."""
    for event in MEMBERSHIP:
        match event:
            case ConferenceRegistered():
                commands.decide(RegisterConference(name=event.name))
            case SchoolAdmitted():
                commands.decide(AdmitSchool(school=event.school))
            case VenueRegistered():
                commands.decide(RegisterVenue(venue=event.venue))
            case _:
                raise AssertionError(event)
    commands.decide(OpenSeason(plan=PLAN))
    commands.decide(AddRule(season=SEASON, rule=NO_SUNDAY, asked_by="BYU", because="Sabbath"))
    budget = Budget(evaluations=1, anneals=1, seconds=0.01)
    *_, adopted = decide_together(
        settings,
        commands,
        [
            RequestSchedule(run=RUN, season=SEASON, members=2, budget=budget, adopt_best=False),
            FailRun(run=RUN, member=0, reason="left to the other member"),
            ProposeCandidate(run=RUN, member=1, seed=1, evaluations=1, games=GAMES, score=SCORE),
            AdoptCandidate(candidate=CandidateId(f"{RUN}.1")),
        ],
    )
    return adopted
