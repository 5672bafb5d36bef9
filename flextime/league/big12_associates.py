"""The associates, schools that play one sport in the conference, and their buildings."""

from flextime.league.ids import SchoolCode, VenueId
from flextime.league.model import School, Sport, Venue

# Code, name, mascot, city, state, latitude, longitude, time zone; building, its id, sport.
_ROWS: tuple[tuple[str, str, str, str, str, float, float, str, str, str, Sport], ...] = (
    ("AF", "Air Force", "Falcons", "Colorado Springs", "CO", 38.9959, -104.8628, "America/Denver",
     "Clune Arena", "af-clune-arena", "WRE"),
    ("CBU", "Cal Baptist", "Lancers", "Riverside", "CA", 33.9533, -117.3962, "America/Los_Angeles",
     "Fowler Events Center", "cbu-fowler-events-center", "WRE"),
    ("DU", "Denver", "Pioneers", "Denver", "CO", 39.6769, -104.9614, "America/Denver",
     "Magness Arena", "du-magness-arena", "GYM"),
    ("MIZ", "Missouri", "Tigers", "Columbia", "MO", 38.9517, -92.3341, "America/Chicago",
     "Hearnes Center", "miz-hearnes-center", "WRE"),
    ("NDSU", "North Dakota State", "Bison", "Fargo", "ND", 46.8772, -96.7898, "America/Chicago",
     "Scheels Center", "ndsu-scheels-center", "WRE"),
    ("OU", "Oklahoma", "Sooners", "Norman", "OK", 35.2226, -97.4395, "America/Chicago",
     "McCasland Field House", "ou-mccasland-field-house", "WRE"),
    ("SDST", "South Dakota State", "Jackrabbits", "Brookings", "SD", 44.3106, -96.7969, "America/Chicago",
     "First Bank & Trust Arena", "sdst-first-bank-and-trust-arena", "WRE"),
    ("SDSU", "San Diego State", "Aztecs", "San Diego", "CA", 32.7767, -117.0711, "America/Los_Angeles",
     "Aztec Lacrosse Field", "sdsu-aztec-lacrosse-field", "LAX"),
    ("UCD", "UC Davis", "Aggies", "Davis", "CA", 38.5382, -121.7617, "America/Los_Angeles",
     "UC Davis Health Stadium", "ucd-health-stadium", "LAX"),
    ("UF", "Florida", "Gators", "Gainesville", "FL", 29.6516, -82.3248, "America/New_York",
     "Donald R. Dizney Stadium", "uf-dizney-stadium", "LAX"),
    ("UNCO", "Northern Colorado", "Bears", "Greeley", "CO", 40.4030, -104.6918, "America/Denver",
     "Bank of Colorado Arena", "unco-bank-of-colorado-arena", "WRE"),
    ("UNI", "Northern Iowa", "Panthers", "Cedar Falls", "IA", 42.4534, -92.4463, "America/Chicago",
     "McLeod Center", "uni-mcleod-center", "WRE"),
    ("UVU", "Utah Valley", "Wolverines", "Orem", "UT", 40.2677, -111.7323, "America/Denver",
     "Lockhart Arena", "uvu-lockhart-arena", "WRE"),
    ("WYO", "Wyoming", "Cowboys", "Laramie", "WY", 41.3114, -105.5911, "America/Denver",
     "Arena-Auditorium", "wyo-arena-auditorium", "WRE"),
)  # fmt: skip

ASSOCIATES: tuple[School, ...] = tuple(
    School(
        code=SchoolCode(code),
        name=name,
        city=city,
        state=state,
        latitude=latitude,
        longitude=longitude,
        time_zone=zone,
        nicknames=(name, mascot),
        status="associate",
    )
    for code, name, mascot, city, state, latitude, longitude, zone, *_ in _ROWS
)
ASSOCIATES_VENUES: tuple[Venue, ...] = tuple(
    Venue(id=VenueId(venue), name=building, school=SchoolCode(code), time_zone=zone, sports=(sport,))
    for code, _, _, _, _, _, _, zone, building, venue, sport in _ROWS
)
