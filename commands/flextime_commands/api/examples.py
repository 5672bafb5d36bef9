"""Bodies to begin with, shown in the OpenAPI document: each can be sent as it stands, in this order."""

from typing import Any

EXAMPLES: dict[str, Any] = {
    "RegisterConference": {"name": "Big 12 Conference"},
    "AdmitSchool": {
        "school": {
            "code": "KU",
            "name": "University of Kansas",
            "city": "Lawrence",
            "state": "KS",
            "latitude": 38.9543,
            "longitude": -95.2558,
            "time_zone": "America/Chicago",
            "nicknames": ["Jayhawks"],
        }
    },
    "ChangeSchool": {
        "school": {
            "code": "KU",
            "name": "Kansas",
            "city": "Lawrence",
            "state": "KS",
            "latitude": 38.9543,
            "longitude": -95.2558,
            "time_zone": "America/Chicago",
            "nicknames": ["Jayhawks"],
        }
    },
    "RegisterVenue": {
        "venue": {
            "id": "ku-allen-fieldhouse",
            "name": "Allen Fieldhouse",
            "school": "KU",
            "time_zone": "America/Chicago",
            "sports": ["MBB", "WBB"],
            "capacity": 16300,
        }
    },
    "ChangeVenue": {
        "venue": {
            "id": "ku-allen-fieldhouse",
            "name": "Allen Fieldhouse",
            "school": "KU",
            "time_zone": "America/Chicago",
            "sports": ["MBB", "WBB", "VB"],
            "capacity": 15300,
        }
    },
    "CloseVenue": {
        "venue": "ku-allen-fieldhouse",
        "span": {"first": "2026-02-14", "last": "2026-02-15"},
        "reason": "State tournament",
    },
    "ReopenVenue": {"venue": "ku-allen-fieldhouse", "span": {"first": "2026-02-14", "last": "2026-02-15"}},
    "SetAcademicCalendar": {
        "calendar": {
            "school": "KU",
            "year": "2025-26",
            "exams": [{"first": "2025-12-15", "last": "2025-12-19"}],
        }
    },
    "AddRule": {
        "season": "mbb-2025-26",
        "rule": {"id": "byu-no-sunday", "kind": "no-sunday", "hardness": "hard", "parameters": {"teams": ["BYU"]}},
        "asked_by": "BYU",
        "because": "Religious observance",
    },
    "RetireRule": {"season": "mbb-2025-26", "rule": "byu-no-sunday", "because": "Shown only"},
    "RequestSchedule": {"run": "run-1", "season": "mbb-2025-26", "seed": 1, "members": 2},
    "CancelRun": {"run": "run-1", "because": "The television picks have changed"},
    "AdoptCandidate": {"candidate": "run-1.0"},
    "MoveGame": {
        "season": "mbb-2025-26",
        "game": "mbb-2025-26.ku-at-tcu",
        "date": "2026-02-11",
        "tip_off": "19:00:00",
        "because": "Television",
    },
    "MoveGames": {
        "season": "mbb-2025-26",
        "moves": [
            {"game": "mbb-2025-26.ku-at-tcu", "date": "2026-02-11", "tip_off": "19:00:00"},
            {"game": "mbb-2025-26.bay-at-tcu", "date": "2026-02-14", "tip_off": "16:00:00"},
        ],
        "because": "The two change places",
    },
    "PostponeGames": {
        "season": "mbb-2025-26",
        "games": ["mbb-2025-26.ku-at-tcu", "mbb-2025-26.bay-at-tcu"],
        "because": "Ice storm over North Texas",
    },
    "MakeUpGames": {
        "season": "mbb-2025-26",
        "places": [{"game": "mbb-2025-26.ku-at-tcu", "date": "2026-02-16", "tip_off": "18:00:00"}],
        "because": "Both have that Monday free",
    },
    "CancelGames": {"season": "mbb-2025-26", "games": ["mbb-2025-26.bay-at-tcu"], "because": "No day is left"},
    "ForfeitGames": {
        "season": "mbb-2025-26",
        "games": ["mbb-2025-26.ku-at-tcu"],
        "by": "KU",
        "because": "Seven players are ill",
    },
    "PinGame": {"season": "mbb-2025-26", "game": "mbb-2025-26.ku-at-tcu"},
    "UnpinGame": {"season": "mbb-2025-26", "game": "mbb-2025-26.ku-at-tcu"},
    "PublishSchedule": {"season": "mbb-2025-26"},
    "AcknowledgeConflict": {
        "conflict": "streak:MBB:KU:mbb-2025-26.ku-at-tcu",
        "because": "Kansas is asked whether it minds",
    },
    "OverrideConflict": {
        "conflict": "streak:MBB:KU:mbb-2025-26.ku-at-tcu",
        "because": "Kansas agreed to three road games in a row",
    },
    "AskWaiver": {
        "waiver": "ku-one-short-rest",
        "season": "mbb-2025-26",
        "rule": "min-rest",
        "games": ["mbb-2025-26.ku-at-tcu", "mbb-2025-26.bay-at-ku"],
        "until": "2026-02-16",
        "asked_by": "KU",
        "because": "The storm leaves no other day, and Lawrence is the next stop",
    },
    "GrantWaiver": {
        "waiver": "ku-one-short-rest",
        "signed_by": "Big 12 Conference",
        "because": "Both coaches agreed",
    },
    "RefuseWaiver": {"waiver": "ku-one-short-rest", "because": "TCU would play three games in five days"},
    "WithdrawWaiver": {"waiver": "ku-one-short-rest", "because": "The game was cancelled"},
}
