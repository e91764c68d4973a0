"""Coordinates that people write: every notation there and back, what the digits are worth, what is none."""

from __future__ import annotations

import math
import time
import warnings
from itertools import pairwise
from pathlib import Path

import mgrs
import pytest
import utm
from hypothesis import example, given
from hypothesis import strategies as st
from pluscodes.openlocationcode import openlocationcode as olc

from geo.coordinates import complete, find_coordinates, in_words, parse_point

KM = 111.195
NEGATIVE = Path(__file__).parent / "data" / "no_coordinates.txt"
latitudes = st.floats(-79.9, 83.9).map(lambda value: round(value, 5))
longitudes = st.floats(-179.99, 179.99).map(lambda value: round(value, 5))


def one(text: str):
    """The only coordinates of a text, with the words that write them."""
    (found,) = find_coordinates(text)
    return text[found.start : found.end], found.point, found.sure


def km(lat_a: float, lon_a: float, lat_b: float, lon_b: float) -> float:
    half = math.sin(math.radians(lat_b - lat_a) / 2) ** 2
    half += (
        math.cos(math.radians(lat_a))
        * math.cos(math.radians(lat_b))
        * math.sin(math.radians(lon_b - lon_a) / 2) ** 2
    )
    return 2 * 6371.009 * math.asin(math.sqrt(min(1.0, half)))


# -- notations in text


@pytest.mark.parametrize(
    ("text", "lat", "lon"),
    [
        ("The wreck lies at 12.34 S, 45.13 W today.", -12.34, -45.13),
        ("The wreck lies at 12.34°S 45.13°W.", -12.34, -45.13),
        ("The wreck lies at 12.34S45.13W.", -12.34, -45.13),
        ("A tent (S12.34, W45.13) burned.", -12.34, -45.13),
        ("A tent at 45.13 W, 12.34 S burned.", -12.34, -45.13),
        ("A tent at 12,34 S 45,13 W burned.", -12.34, -45.13),
        ("A tent at 12°20\u203224\u2033S 45°7\u203248\u2033W burned.", -12.34, -45.13),
        ("A tent at 12º20'24\"S, 45º7'48\"W burned.", -12.34, -45.13),
        ("A tent at 12° 20.4' S, 45° 7.8' W burned.", -12.34, -45.13),
        ("A tent at S12 20.4 W045 07.8 burned.", -12.34, -45.13),
        ("A tent at S 12° 20.400', W 045° 07.800' burned.", -12.34, -45.13),
        ("A tent at 12-20-24S 045-07-48W burned.", -12.34, -45.13),
        ("A tent at 12 20 24 S 45 7 48 W burned.", -12.34, -45.13),
        ("A tent at 12:20:24 S, 45:07:48 W burned.", -12.34, -45.13),
        ("Its position was given as 12.34 south, 45.13 west.", -12.34, -45.13),
        ("A storm near 12S 45W grew.", -12.0, -45.0),
        ("Logged as -12.34-045.13/ by the buoy.", -12.34, -45.13),
        ("WGS 84: -12.34000 -45.13000", -12.34, -45.13),
        ("The well is at 23L 0485866 8635846.", -12.34, -45.13),
        ("A notice for 122024S 0450748W was sent.", -12.34, -45.13),
        ("A notice for S122024 W0450748 was sent.", -12.34, -45.13),
        (
            "It is 12 degrees 20 minutes 24 seconds south, 45 degrees 7 minutes 48 seconds west.",
            -12.34,
            -45.13,
        ),
        ("It is at 12.34 degrees south latitude and 45.13 degrees west longitude.", -12.34, -45.13),
        ("It is at latitude 12.34 degrees south and longitude 45.13 degrees west.", -12.34, -45.13),
        ("Latitude -12.34, longitude -45.13 was logged.", -12.34, -45.13),
        ("Lat: -12.34; Lng: -45.13", -12.34, -45.13),
        ('{"lat": -12.34, "lon": -45.13}', -12.34, -45.13),
        ("Longitude -45.13 and latitude -12.34 were logged.", -12.34, -45.13),
        ("The coordinates are -12.34, -45.13.", -12.34, -45.13),
        ("GPS \u221212.34 \u221245.13 was its last fix.", -12.34, -45.13),
        ("The buoy (coordinates: -12.34/-45.13) sank.", -12.34, -45.13),
        ("The buoy at position -12.34, -45.13 sank.", -12.34, -45.13),
        ("It stood at -12.34000, -45.13000 for years.", -12.34, -45.13),
        ("Coordinates: -12°20'24\", -45°7'48\"", -12.34, -45.13),
        ("See geo:-12.34,-45.13;u=20 for more.", -12.34, -45.13),
        ("See https://www.openstreetmap.org/#map=12/-12.3400/-45.1300 for more.", -12.34, -45.13),
        ("See https://www.openstreetmap.org/?mlat=-12.340&mlon=-45.130#map=9/1.00/2.00 now.", -12.34, -45.13),
        ("See https://maps.example.org/maps/@-12.34000,-45.13000,12z for more.", -12.34, -45.13),
        ("See https://maps.example.org/place/X/@1.00,2.00,9z/data=!3d-12.34000!4d-45.13000", -12.34, -45.13),
        ("See https://yandex.example/maps/?ll=-45.130%2C-12.340&z=9", -12.34, -45.13),
        ("See https://maps.example.org/?q=-12.340,-45.130", -12.34, -45.13),
        ("An outpost at 23L MG 8586 3584 fell.", -12.34, -45.13),
        ("UTM 23L 485866 8635846 marks the well.", -12.34, -45.13),
        ("UTM zone 23 south, E 485866 N 8635846 marks the well.", -12.34, -45.13),
        ("Easting 485866, northing 8635846 (UTM zone 23S) marks the well.", -12.34, -45.13),
        ("The plus code 58VPMV6C+22 marks the well.", -12.34, -45.13),
    ],
)
def test_every_notation_is_found(text, lat, lon):
    words, point, sure = one(text)
    assert sure >= 0.88
    assert words in text
    assert (point.lat, point.lon) == pytest.approx((lat, lon), abs=2e-3)


def test_a_list_of_points_is_read_point_by_point():
    text = "The box runs from 10.5°N 20.5°E and 11.5°N 20.5°E to 11.5°N 21.5°E."
    assert [(found.point.lat, found.point.lon) for found in find_coordinates(text)] == [
        (10.5, 20.5),
        (11.5, 20.5),
        (11.5, 21.5),
    ]


def test_pairs_may_be_listed():
    text = "The corners have the coordinates 36.34, 43.13; 36.50, 43.13 and (36.50, 43.30), (36.34, 43.30)."
    assert [found.point.lat for found in find_coordinates(text)] == [36.34, 36.5, 36.5, 36.34]


@pytest.mark.parametrize("mark", [".", ",", ")", ";", " ", "\n", "!", "?"])
def test_what_follows_is_left_outside(mark):
    assert one(f"It lay at 10.25 N, 20.75 E{mark}")[0] == "10.25 N, 20.75 E"


# -- there and back


@st.composite
def points(draw):
    return draw(latitudes), draw(longitudes)


def sexagesimal(value: float, letters: str, seconds: int) -> str:
    whole = round(abs(value) * 3600 * 10**seconds) / 10**seconds
    degrees, rest = divmod(whole, 3600)
    minutes, rest = divmod(rest, 60)
    return f"{degrees:.0f}°{minutes:.0f}\u2032{rest:.{seconds}f}\u2033{letters[value < 0]}"


def minutes(value: float, letters: str) -> str:
    whole = round(abs(value) * 60 * 1000) / 1000
    return f"{letters[value < 0]}{whole // 60:.0f}° {whole % 60:.3f}'"


@given(points(), st.integers(2, 5))
@example((0.0, 0.0), 2)
@example((-0.004, 0.004), 2)
def test_decimal_degrees_come_back(point, decimals):
    lat, lon = point
    text = f"Seen at {abs(lat):.{decimals}f}° {'NS'[lat < 0]}, {abs(lon):.{decimals}f}° {'EW'[lon < 0]}."
    _, found, _ = one(text)
    assert (found.lat, found.lon) == pytest.approx(point, abs=10**-decimals)
    assert found.extent_km == pytest.approx(KM * 10**-decimals, rel=0.01)
    assert km(lat, lon, found.lat, found.lon) <= found.extent_km


@given(points(), st.integers(0, 2))
def test_degrees_minutes_and_seconds_come_back(point, decimals):
    lat, lon = point
    text = f"Seen at {sexagesimal(lat, 'NS', decimals)} {sexagesimal(lon, 'EW', decimals)}."
    _, found, _ = one(text)
    assert km(lat, lon, found.lat, found.lon) <= found.extent_km + 1e-6
    assert found.extent_km == pytest.approx(max(KM / 3600 * 10**-decimals, 0.001), rel=0.01)


@given(points())
def test_degrees_and_minutes_come_back(point):
    lat, lon = point
    _, found, _ = one(f"Seen at {minutes(lat, 'NS')}, {minutes(lon, 'EW')}.")
    assert km(lat, lon, found.lat, found.lon) <= 0.002
    assert found.notation == "degrees and minutes"


@given(points(), st.integers(1, 5))
def test_mgrs_comes_back_within_its_square(point, digits):
    reference = mgrs.MGRS().toMGRS(*point, MGRSPrecision=digits)
    zone, square, numbers = reference[:3], reference[3:5], reference[5:]
    spaced = f"{zone} {square} {numbers[:digits]} {numbers[digits:]}"
    for written in (reference, spaced):
        _, found, _ = one(f"Seen at grid {written} today.")
        assert found.extent_km == pytest.approx(100 / 10**digits)
        assert km(*point, found.lat, found.lon) <= found.extent_km
        assert parse_point(written) == found


@given(points())
def test_utm_comes_back(point):
    east, north, zone, letter = utm.from_latlon(*point)
    _, found, _ = one(f"Seen at UTM {zone}{letter} {east:.0f} {north:07.0f} today.")
    assert km(*point, found.lat, found.lon) <= 0.002
    half = "north" if point[0] >= 0 else "south"
    again = parse_point(f"zone {zone} {half} {east:.0f} {north:.0f}")
    assert (again.lat, again.lon) == pytest.approx((found.lat, found.lon), abs=1e-6)


@given(points(), st.sampled_from([8, 10, 11, 12]))
def test_plus_codes_come_back(point, digits):
    code = olc.encode(*point, codeLength=digits)
    found = parse_point(code)
    assert km(*point, found.lat, found.lon) <= max(found.extent_km, 0.001)


@given(points(), st.floats(-0.2, 0.2), st.floats(-0.2, 0.2))
def test_a_short_code_is_completed_by_a_place_nearby(point, north, east):
    lat, lon = min(point[0], 83.0), point[1] * 0.99
    code = olc.encode(lat, lon)
    found = complete(code[4:], lon=lon + east, lat=lat + north)
    assert km(lat, lon, found.lat, found.lon) <= 0.03


@pytest.mark.parametrize(
    ("code", "lat", "lon"),
    [  # published examples of the format: south-west corner plus half a cell
        ("7FG49Q00+", 20.375, 2.775),
        ("7FG49QCJ+2V", 20.3700625, 2.7821875),
        ("8FVC2222+22", 47.0000625, 8.0000625),
        ("4VCPPQGP+Q9", -41.2730625, 174.7859375),
        ("62G20000+", 0.5, -179.5),
        ("22220000+", -89.5, -179.5),
    ],
)
def test_published_plus_codes(code, lat, lon):
    found = parse_point(code)
    assert (found.lat, found.lon) == pytest.approx((lat, lon), abs=1e-6)


# -- what the digits are worth


@pytest.mark.parametrize(
    ("text", "size_km"),
    [
        ("0.1 N 10.1 E", 11.1195),
        ("0.12 N 10.12 E", 1.11195),
        ("0.123 N 10.123 E", 0.111195),
        ("0.1 N 10.123 E", 11.1195),
        ("0°6'N 10°6'E", 1.85325),
        ("0°6'36\"N 10°6'36\"E", 0.0308875),
        ("32N NF 12 34", 1.0),
        ("32N NF 123 345", 0.1),
        ("32N NF 1234 3456", 0.01),
        ("6FG74482+", 0.27798),
        ("geo:0.12345,10.12345;u=350", 0.35),
    ],
)
def test_the_last_digit_says_how_exact_a_point_is(text, size_km):
    assert parse_point(text).extent_km == pytest.approx(size_km, rel=1e-3)


@pytest.mark.parametrize(
    ("size_km", "words"),
    [(0.001, "1 m"), (0.1, "100 m"), (1.0, "1 km"), (1.11195, "1.1 km"), (111.2, "111 km")],
)
def test_sizes_in_words(size_km, words):
    assert in_words(size_km) == words


# -- what is no point


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("38I LF 1234 1234", "band letter"),
        ("38S AF 1234 1234", "no square AF"),
        ("38S LZ 1234 1234", "no square LZ"),
        ("61S LF 1234 1234", "zone"),
        ("0S LF 1234 1234", "zone"),
        ("38S LF 123", "as many digits"),
        ("38S LF 123 12", "as many digits"),
        ("38S LF 123456 123456", "at most five"),
        ("38S LA 1234 1234", "square"),
        ("38T 325234 4023456", "band T"),
        ("38S 25234 4023456", "easting"),
        ("38S 990000 4023456", "outside zone"),
        ("38 325234 4023456", "north or south"),
        ("9G8F+6X", "a place beside it"),
        ("8FVC9G8F+6", "no plus code"),
        ("geo:91.00,43.13", "latitude"),
        ("91.34, 43.13", "latitude"),
        ("36.34, 190.13", "longitude"),
    ],
)
def test_a_cell_says_what_is_wrong(text, part):
    with pytest.raises(ValueError, match=part):
        parse_point(text)


NEGATIVES = [line for line in NEGATIVE.read_text("utf-8").splitlines() if line and not line.startswith("#")]


def test_there_are_enough_lines_that_hold_none():
    assert len(NEGATIVES) >= 80


@pytest.mark.parametrize("line", NEGATIVES)
def test_other_numbers_are_no_coordinates(line):
    assert [found for found in find_coordinates(line) if found.sure >= 0.6] == []


@given(st.text(max_size=200))
def test_any_text_is_read(text):
    for found in find_coordinates(text):
        assert 0 <= found.start < found.end <= len(text)
        assert found.point is None or abs(found.point.lat) <= 90 >= abs(found.point.lon) / 2


@given(st.text("0123456789 .,-+°'\"NSEWnsewlatongdegmrsUTMGRS:/@!|\n", max_size=120))
def test_hostile_numbers_are_read(text):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = find_coordinates(text)
    assert all(first.end <= second.start for first, second in pairwise(found))
    assert all(one.point is None or one.point.extent_km > 0 for one in found)


@pytest.mark.parametrize(
    "unit", ["1 ", "1°1'", "N 1 ", "1.1, ", "lat 1 lon ", "22+", "38S LF 1 ", "1'", "/@1.1"]
)
def test_long_runs_of_digits_take_no_long_time(unit):
    start = time.perf_counter()
    find_coordinates(unit * (20_000 // len(unit)))
    assert time.perf_counter() - start < 2.0


def test_a_text_without_coordinates_costs_little():
    text = "The council met on 12 May and spoke for 3 hours about the 250 houses along the river. " * 30
    start = time.perf_counter()
    for _ in range(100):
        find_coordinates(text)
    assert (time.perf_counter() - start) / 100 < 1e-3  # some 40 µs on a quiet machine
