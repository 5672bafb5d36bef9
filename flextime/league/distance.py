"""Distances on the sphere."""

from math import asin, cos, radians, sin, sqrt

from flextime.league.model import School

EARTH_RADIUS_MILES = 3958.8  # mean radius, the figure of the conference's own travel sheets


def great_circle_miles(a: School, b: School) -> float:
    """Return the haversine distance between two campuses, in statute miles."""
    lat_a, lat_b = radians(a.latitude), radians(b.latitude)
    half_lat, half_lon = (lat_b - lat_a) / 2, radians(b.longitude - a.longitude) / 2
    chord = sin(half_lat) ** 2 + cos(lat_a) * cos(lat_b) * sin(half_lon) ** 2
    return 2 * EARTH_RADIUS_MILES * asin(sqrt(chord))
