"""The schools and venues of the conference, as literals. Capacities are rough; None where sources differ."""

from flextime.league.big12_associates import ASSOCIATES, ASSOCIATES_VENUES
from flextime.league.ids import SchoolCode, VenueId
from flextime.league.model import School, SchoolStatus, Sport, Venue


def _school(  # noqa: PLR0917  a row of a table: its columns have one order
    code: str,
    name: str,
    city: str,
    state: str,
    at: tuple[float, float],
    zone: str,
    nicknames: tuple[str, ...],
    status: SchoolStatus = "full",
) -> School:
    return School(
        code=SchoolCode(code),
        name=name,
        city=city,
        state=state,
        latitude=at[0],
        longitude=at[1],
        time_zone=zone,
        nicknames=nicknames,
        status=status,
    )


def _venue(  # noqa: PLR0917  a row of a table
    code: str, name: str, venue: str, zone: str, sports: tuple[Sport, ...], capacity: int | None
) -> Venue:
    return Venue(
        id=VenueId(venue), name=name, school=SchoolCode(code), time_zone=zone, sports=sports, capacity=capacity
    )


SCHOOLS: tuple[School, ...] = (
    _school(
        "ARIZ", "Arizona", "Tucson", "AZ", (32.2319, -110.9501), "America/Phoenix", ("Arizona", "Wildcats", "U of A")
    ),
    _school(
        "ASU", "Arizona State", "Tempe", "AZ", (33.4242, -111.9281), "America/Phoenix", ("Arizona State", "Sun Devils")
    ),
    _school("BAY", "Baylor", "Waco", "TX", (31.5489, -97.1131), "America/Chicago", ("Baylor", "Bears")),
    _school("BYU", "BYU", "Provo", "UT", (40.2518, -111.6493), "America/Denver", ("Brigham Young", "Cougars")),
    _school(
        "CIN",
        "Cincinnati",
        "Cincinnati",
        "OH",
        (39.1032, -84.512),
        "America/New_York",
        ("Cincinnati", "Bearcats", "Cincy"),
    ),
    _school(
        "COL", "Colorado", "Boulder", "CO", (40.0076, -105.2659), "America/Denver", ("Colorado", "Buffaloes", "Buffs")
    ),
    _school("HOU", "Houston", "Houston", "TX", (29.7604, -95.3698), "America/Chicago", ("Houston", "Cougars", "Coogs")),
    _school("ISU", "Iowa State", "Ames", "IA", (42.0308, -93.6319), "America/Chicago", ("Iowa State", "Cyclones")),
    _school("KU", "Kansas", "Lawrence", "KS", (38.9717, -95.2353), "America/Chicago", ("Kansas", "Jayhawks")),
    _school(
        "KSU",
        "Kansas State",
        "Manhattan",
        "KS",
        (39.1836, -96.5717),
        "America/Chicago",
        ("Kansas State", "K-State", "Wildcats"),
    ),
    _school(
        "OKST",
        "Oklahoma State",
        "Stillwater",
        "OK",
        (36.1156, -97.0583),
        "America/Chicago",
        ("Oklahoma State", "Cowboys", "OSU"),
    ),
    _school(
        "TCU",
        "TCU",
        "Fort Worth",
        "TX",
        (32.7297, -97.2909),
        "America/Chicago",
        ("Texas Christian", "Horned Frogs", "Frogs"),
    ),
    _school(
        "TTU", "Texas Tech", "Lubbock", "TX", (33.5779, -101.8552), "America/Chicago", ("Texas Tech", "Red Raiders")
    ),
    _school("UCF", "UCF", "Orlando", "FL", (28.6024, -81.2001), "America/New_York", ("Central Florida", "Knights")),
    _school("UTAH", "Utah", "Salt Lake City", "UT", (40.7649, -111.8421), "America/Denver", ("Utah", "Utes")),
    _school(
        "WVU",
        "West Virginia",
        "Morgantown",
        "WV",
        (39.6295, -79.9559),
        "America/New_York",
        ("West Virginia", "Mountaineers"),
    ),
    _school("TEX", "Texas", "Austin", "TX", (30.2849, -97.7341), "America/Chicago", ("Texas", "Longhorns"), "former"),
    *ASSOCIATES,
)

VENUES: tuple[Venue, ...] = (
    _venue("ARIZ", "McKale Center", "ariz-mckale-center", "America/Phoenix", ("MBB", "WBB", "VB", "GYM"), 14644),
    _venue("ARIZ", "Arizona Stadium", "ariz-arizona-stadium", "America/Phoenix", ("FB",), 57000),
    _venue("ARIZ", "Hi Corbett", "ariz-hi-corbett", "America/Phoenix", ("BSB",), 9500),
    _venue("ARIZ", "Hillenbrand", "ariz-hillenbrand", "America/Phoenix", ("SB",), 2000),
    _venue("ARIZ", "Mulcahy", "ariz-mulcahy", "America/Phoenix", ("SOC",), 3000),
    _venue("ARIZ", "LaNelle Robson", "ariz-lanelle-robson", "America/Phoenix", ("MTN", "WTN"), 1000),
    _venue(
        "ASU",
        "Desert Financial Arena",
        "asu-desert-financial-arena",
        "America/Phoenix",
        ("MBB", "WBB", "VB", "GYM", "WRE"),
        14198,
    ),
    _venue("ASU", "Mountain America Stadium", "asu-mountain-america-stadium", "America/Phoenix", ("FB",), 53000),
    _venue("ASU", "Phoenix Municipal", "asu-phoenix-municipal", "America/Phoenix", ("BSB",), 8775),
    _venue("ASU", "Farrington", "asu-farrington", "America/Phoenix", ("SB",), 1500),
    _venue("ASU", "Sun Devil Soccer", "asu-sun-devil-soccer", "America/Phoenix", ("SOC", "LAX"), 1500),
    _venue("ASU", "Whiteman", "asu-whiteman", "America/Phoenix", ("MTN", "WTN"), 1500),
    _venue("BAY", "Foster Pavilion", "bay-foster-pavilion", "America/Chicago", ("MBB", "WBB"), None),
    _venue("BAY", "McLane Stadium", "bay-mclane-stadium", "America/Chicago", ("FB",), 45000),
    _venue("BAY", "Baylor Ballpark", "bay-baylor-ballpark", "America/Chicago", ("BSB",), 5000),
    _venue("BAY", "Getterman", "bay-getterman", "America/Chicago", ("SB",), 1288),
    _venue("BAY", "Betty Lou Mays", "bay-betty-lou-mays", "America/Chicago", ("SOC",), 1500),
    _venue("BAY", "Ferrell", "bay-ferrell", "America/Chicago", ("VB",), None),
    _venue("BAY", "Hurd", "bay-hurd", "America/Chicago", ("MTN", "WTN"), None),
    _venue("BYU", "Marriott Center", "byu-marriott-center", "America/Denver", ("MBB", "WBB", "GYM"), 22700),
    _venue("BYU", "LaVell Edwards Stadium", "byu-lavell-edwards-stadium", "America/Denver", ("FB",), 63000),
    _venue("BYU", "Larry H Miller", "byu-larry-h-miller", "America/Denver", ("BSB",), 2500),
    _venue("BYU", "Gail Miller", "byu-gail-miller", "America/Denver", ("SB",), 1500),
    _venue("BYU", "South Field", "byu-south-field", "America/Denver", ("SOC",), 2000),
    _venue("BYU", "Smith Fieldhouse", "byu-smith-fieldhouse", "America/Denver", ("VB",), 5000),
    _venue("BYU", "BYU Courts", "byu-courts", "America/Denver", ("MTN", "WTN"), 1000),
    _venue("CIN", "Fifth Third Arena", "cin-fifth-third-arena", "America/New_York", ("MBB", "WBB"), 12012),
    _venue("CIN", "Nippert Stadium", "cin-nippert-stadium", "America/New_York", ("FB",), 40000),
    _venue("CIN", "Marge Schott", "cin-marge-schott", "America/New_York", ("BSB",), 3085),
    _venue("CIN", "Gettler", "cin-gettler", "America/New_York", ("SOC", "LAX"), 3000),
    _venue("CIN", "Trabert-Talbert", "cin-trabert-talbert", "America/New_York", ("WTN",), None),
    _venue("CIN", "Armory Fieldhouse", "cin-armory-fieldhouse", "America/New_York", ("VB",), 1200),
    _venue("COL", "CU Events Center", "col-cu-events-center", "America/Denver", ("MBB", "WBB", "VB"), 11064),
    _venue("COL", "Folsom Field", "col-folsom-field", "America/Denver", ("FB",), 50000),
    _venue("COL", "Prentup", "col-prentup", "America/Denver", ("SOC", "LAX"), None),
    _venue("COL", "South Campus Courts", "col-south-campus-courts", "America/Denver", ("WTN",), None),
    _venue("HOU", "Fertitta Center", "hou-fertitta-center", "America/Chicago", ("MBB", "WBB", "VB"), 7100),
    _venue("HOU", "TDECU Stadium", "hou-tdecu-stadium", "America/Chicago", ("FB",), 40000),
    _venue("HOU", "Schroeder Park", "hou-schroeder-park", "America/Chicago", ("BSB",), 5000),
    _venue("HOU", "Cougar Softball", "hou-cougar-softball", "America/Chicago", ("SB",), 1500),
    _venue("HOU", "Carl Lewis", "hou-carl-lewis", "America/Chicago", ("SOC",), 1500),
    _venue("HOU", "Hoff Courts", "hou-hoff-courts", "America/Chicago", ("WTN",), None),
    _venue(
        "ISU", "Hilton Coliseum", "isu-hilton-coliseum", "America/Chicago", ("MBB", "WBB", "VB", "GYM", "WRE"), 14267
    ),
    _venue("ISU", "Jack Trice Stadium", "isu-jack-trice-stadium", "America/Chicago", ("FB",), 61500),
    _venue("ISU", "Cyclone Complex", "isu-cyclone-complex", "America/Chicago", ("SOC", "SB"), 1500),
    _venue("ISU", "Forker", "isu-forker", "America/Chicago", ("WTN",), None),
    _venue("KU", "Allen Fieldhouse", "ku-allen-fieldhouse", "America/Chicago", ("MBB", "WBB"), 16300),
    _venue("KU", "Memorial Stadium", "ku-memorial-stadium", "America/Chicago", ("FB",), 47000),
    _venue("KU", "Hoglund", "ku-hoglund", "America/Chicago", ("BSB",), 2500),
    _venue("KU", "Arrocha", "ku-arrocha", "America/Chicago", ("SB",), 1200),
    _venue("KU", "Rock Chalk Park", "ku-rock-chalk-park", "America/Chicago", ("SOC",), 2500),
    _venue("KU", "Horejsi", "ku-horejsi", "America/Chicago", ("VB",), 1500),
    _venue("KU", "Jayhawk Tennis Center", "ku-jayhawk-tennis-center", "America/Chicago", ("WTN",), None),
    _venue("KSU", "Bramlage Coliseum", "ksu-bramlage-coliseum", "America/Chicago", ("MBB", "WBB"), 12528),
    _venue("KSU", "Bill Snyder Family Stadium", "ksu-bill-snyder-family-stadium", "America/Chicago", ("FB",), 50000),
    _venue("KSU", "Tointon", "ksu-tointon", "America/Chicago", ("BSB",), None),
    _venue("KSU", "Buser Family Park", "ksu-buser-family-park", "America/Chicago", ("SOC",), 1500),
    _venue("KSU", "Ahearn", "ksu-ahearn", "America/Chicago", ("VB",), 2500),
    _venue("KSU", "Mike Goss", "ksu-mike-goss", "America/Chicago", ("WTN",), None),
    _venue("OKST", "Gallagher-Iba Arena", "okst-gallagher-iba-arena", "America/Chicago", ("MBB", "WBB", "WRE"), 13611),
    _venue("OKST", "Boone Pickens Stadium", "okst-boone-pickens-stadium", "America/Chicago", ("FB",), 55500),
    _venue("OKST", "O'Brate", "okst-obrate", "America/Chicago", ("BSB",), 4000),
    _venue("OKST", "Cowgirl Stadium", "okst-cowgirl-stadium", "America/Chicago", ("SB",), None),
    _venue("OKST", "Neal Patterson", "okst-neal-patterson", "America/Chicago", ("SOC",), None),
    _venue("OKST", "Greenwood", "okst-greenwood", "America/Chicago", ("MTN", "WTN"), 1000),
    _venue("TCU", "Schollmaier Arena", "tcu-schollmaier-arena", "America/Chicago", ("MBB", "WBB"), 7166),
    _venue("TCU", "Amon G. Carter Stadium", "tcu-amon-g-carter-stadium", "America/Chicago", ("FB",), 45000),
    _venue("TCU", "Lupton", "tcu-lupton", "America/Chicago", ("BSB",), None),
    _venue("TCU", "Garvey-Rosenthal", "tcu-garvey-rosenthal", "America/Chicago", ("SOC",), 1500),
    _venue("TCU", "University Rec", "tcu-university-rec", "America/Chicago", ("VB",), 1500),
    _venue("TCU", "Friedman", "tcu-friedman", "America/Chicago", ("MTN", "WTN"), None),
    _venue(
        "TTU",
        "United Supermarkets Arena",
        "ttu-united-supermarkets-arena",
        "America/Chicago",
        ("MBB", "WBB", "VB"),
        15300,
    ),
    _venue("TTU", "Jones AT&T Stadium", "ttu-jones-att-stadium", "America/Chicago", ("FB",), 60000),
    _venue("TTU", "Rip Griffin", "ttu-rip-griffin", "America/Chicago", ("BSB",), 4500),
    _venue("TTU", "Rocky Johnson", "ttu-rocky-johnson", "America/Chicago", ("SB",), 1200),
    _venue("TTU", "John Walker", "ttu-john-walker", "America/Chicago", ("SOC",), 1500),
    _venue("TTU", "McLeod", "ttu-mcleod", "America/Chicago", ("MTN", "WTN"), 1000),
    _venue(
        "UCF", "Addition Financial Arena", "ucf-addition-financial-arena", "America/New_York", ("MBB", "WBB"), 10000
    ),
    _venue("UCF", "FBC Mortgage Stadium", "ucf-fbc-mortgage-stadium", "America/New_York", ("FB",), 45000),
    _venue("UCF", "John Euliano", "ucf-john-euliano", "America/New_York", ("BSB",), 3000),
    _venue("UCF", "UCF Softball", "ucf-softball", "America/New_York", ("SB",), 1000),
    _venue("UCF", "UCF Soccer", "ucf-soccer", "America/New_York", ("SOC",), 2000),
    _venue("UCF", "The Venue", "ucf-the-venue", "America/New_York", ("VB",), 2000),
    _venue("UCF", "UCF Tennis", "ucf-tennis", "America/New_York", ("MTN", "WTN"), 500),
    _venue("UTAH", "Huntsman Center", "utah-huntsman-center", "America/Denver", ("MBB", "WBB", "VB", "GYM"), 15000),
    _venue("UTAH", "Rice-Eccles Stadium", "utah-rice-eccles-stadium", "America/Denver", ("FB",), 51000),
    _venue("UTAH", "Smith's", "utah-smiths", "America/Denver", ("BSB",), 2500),
    _venue("UTAH", "Dumke", "utah-dumke", "America/Denver", ("SB",), 1500),
    _venue("UTAH", "Ute Field", "utah-ute-field", "America/Denver", ("SOC",), 2000),
    _venue("UTAH", "Eccles", "utah-eccles", "America/Denver", ("MTN", "WTN"), 1000),
    _venue("WVU", "WVU Coliseum", "wvu-coliseum", "America/New_York", ("MBB", "WBB", "VB", "GYM", "WRE"), 14000),
    _venue("WVU", "Milan Puskar Stadium", "wvu-milan-puskar-stadium", "America/New_York", ("FB",), 60000),
    _venue("WVU", "Monongalia", "wvu-monongalia", "America/New_York", ("BSB",), 3500),
    _venue("WVU", "Dick Dlesk", "wvu-dick-dlesk", "America/New_York", ("SOC",), 1650),
    _venue("WVU", "WVU Courts", "wvu-courts", "America/New_York", ("WTN",), None),
    _venue("OU", "Lloyd Noble Center", "ou-lloyd-noble-center", "America/Chicago", ("MBB", "WBB"), None),
    _venue("TEX", "Frank Erwin Center", "tex-frank-erwin-center", "America/Chicago", ("MBB", "WBB"), None),
    *ASSOCIATES_VENUES,
)
