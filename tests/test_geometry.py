"""Geodesics, the local plane and GeoJSON output, anywhere on earth."""

import math
from itertools import pairwise

import pytest
import shapely
from geopy.distance import geodesic
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pyproj import Geod, Proj
from shapely.geometry import Point, shape

from geo.errors import SettingsError
from geo.geometry import geojson, sectors
from geo.geometry.geodesy import (
    BEARINGS,
    Frame,
    bearing_deg,
    compass,
    densify,
    destination,
    distance_km,
    polar,
    turn_deg,
)
from geo.geometry.strokes import curve
from geo.settings import GeometrySettings

GEOD = Geod(ellps="WGS84")

LON = st.one_of(
    st.floats(-180, 180), st.sampled_from([-180.0, 180.0, 0.0, 179.999, -179.999, 90.0]), st.floats(179, 180)
)
LAT = st.one_of(
    st.floats(-90, 90),
    st.sampled_from([-90.0, 90.0, 0.0, 89.999, -89.999]),
    st.floats(84, 90),
    st.floats(-90, -84),
)


def vertices(geometry):
    if geometry is None:
        return []
    if isinstance(geometry[0] if not isinstance(geometry, dict) else None, float | int):
        return [geometry]
    inner = geometry["coordinates"] if isinstance(geometry, dict) else geometry
    return [vertex for part in inner for vertex in vertices(part)]


def check(geometry):
    """The claims of RFC 7946 that every area must meet; returns it as a shape."""
    found = shape(geometry)
    assert found.is_valid, shapely.is_valid_reason(found)
    assert not found.is_empty
    for lon, lat in vertices(geometry):
        assert -180 <= lon <= 180
        assert -90 <= lat <= 90
        assert (round(lon, 6), round(lat, 6)) == (lon, lat)
    for part in shapely.get_parts(found):
        assert part.exterior.is_ccw
        assert all(not hole.is_ccw for hole in part.interiors)
    return found


def holds(geometry, lon, lat):
    """Whether a shape holds a point, at the antimeridian and the poles too."""
    if lat >= 90 - 1e-9 or lat <= -90 + 1e-9:
        return any(geometry.intersects(Point(x, math.copysign(89.99999, lat))) for x in range(-180, 181, 30))
    turns = [lon, lon - 360 if lon > 179.9 else lon + 360 if lon < -179.9 else lon]
    return any(geometry.buffer(1e-5).intersects(Point(x, lat)) for x in turns)


@given(LON, LAT, LON, LAT)
def test_distances_are_those_of_the_geodesic_everywhere(lon_a, lat_a, lon_b, lat_b):
    # nearly antipodal points too: the series of Karney converges where that of Vincenty does not
    assert distance_km(lon_a, lat_a, lon_b, lat_b) == pytest.approx(
        GEOD.inv(lon_a, lat_a, lon_b, lat_b)[2] / 1000, abs=1e-6
    )


@given(LON, LAT, st.floats(0, 359.9), st.floats(0, 20000))
def test_destination_agrees_with_the_forward_geodesic(lon, lat, bearing, km):
    there = destination(lon, lat, bearing, km)
    other = GEOD.fwd(lon, lat, bearing, km * 1000)
    assert distance_km(*there, other[0], other[1]) < 1e-5


@given(LON, st.floats(-89, 89), st.floats(0, 359.9), st.floats(0.1, 15000))
def test_the_bearing_to_a_destination_is_the_one_taken(lon, lat, bearing, km):
    there = destination(lon, lat, bearing, km)
    assume(abs(there[1]) < 89.9)
    assert turn_deg(bearing_deg(lon, lat, *there), bearing) < 1e-3


def test_the_bearing_of_a_point_to_itself_is_north():
    assert bearing_deg(10, 20, 10, 20) == 0.0


@pytest.mark.parametrize(("bearing", "name"), [(0, "N"), (359, "N"), (11.3, "NNE"), (180, "S"), (275, "W")])
def test_compass_points_are_the_nearest_of_sixteen(bearing, name):
    assert compass(bearing) == name


def test_sixteen_points_go_round_clockwise():
    assert list(BEARINGS.values()) == [22.5 * step for step in range(16)]
    assert (BEARINGS["E"], BEARINGS["SW"]) == (90.0, 225.0)


@given(LON, LAT, st.floats(0, 359), st.floats(0.1, 9000))
def test_a_frame_keeps_distances_and_bearings_from_its_centre(lon, lat, bearing, km):
    frame = Frame(lon, lat)
    there = frame.lonlat(*polar(km, bearing))
    assert distance_km(lon, lat, *there) == pytest.approx(km, rel=1e-6, abs=1e-5)
    x, y = frame.point(*there)
    assert math.hypot(x, y) == pytest.approx(km, rel=1e-6, abs=1e-5)


@given(LON, LAT, LON, LAT)
def test_a_frame_is_the_azimuthal_equidistant_projection(lon, lat, other_lon, other_lat):
    projection = Proj(proj="aeqd", lon_0=lon, lat_0=lat, ellps="WGS84", units="km")
    frame = Frame(lon, lat)
    here = frame.point(other_lon, other_lat)
    assume(math.hypot(*here) < 19_900)  # at the antipode every bearing leads there
    assert here == pytest.approx(projection(other_lon, other_lat), abs=1e-6)
    back = projection(*here, inverse=True)
    assert distance_km(*frame.lonlat(*here), *back) < 1e-6


@given(LON, LAT, LON, LAT)
def test_distances_are_those_of_geopy(lon, lat, other_lon, other_lat):
    theirs = geodesic((lat, lon), (other_lat, other_lon)).kilometers
    assert distance_km(lon, lat, other_lon, other_lat) == pytest.approx(theirs, abs=1e-6)


def test_densified_points_lie_on_the_geodesic_and_keep_its_ends():
    line = densify(-170, 50, 170, 55, 9)
    assert line[0] == (-170, 50)
    assert line[-1] == (170, 55)
    whole = distance_km(-170, 50, 170, 55)
    steps = [distance_km(*a, *b) for a, b in pairwise(line)]
    assert sum(steps) == pytest.approx(whole, rel=1e-6)
    assert max(steps) - min(steps) < 1e-3


@settings(deadline=None, max_examples=60)
@given(LON, LAT, st.floats(1, 3000), st.floats(0, 359))
def test_a_disc_anywhere_is_valid_and_holds_what_lies_in_it(lon, lat, km, bearing):
    found = check(geojson.area(Frame(lon, lat), sectors.disc(km)))
    assert holds(found, *destination(lon, lat, bearing, 0.97 * km - 0.01))
    far = destination(lon, lat, bearing, 1.05 * km + 0.1)
    assert not found.buffer(-1e-6).intersects(Point(*far))


@settings(deadline=None, max_examples=60)
@given(LON, LAT, st.floats(5, 3000), st.floats(0, 359))
def test_a_ring_anywhere_leaves_its_middle_out(lon, lat, km, bearing):
    found = check(geojson.area(Frame(lon, lat), sectors.ring(0.8 * km, km)))
    assert holds(found, *destination(lon, lat, bearing, 0.9 * km))
    assert not found.buffer(-1e-6).intersects(Point(*destination(lon, lat, bearing, 0.7 * km)))


@settings(deadline=None, max_examples=60)
@given(LON, LAT, st.floats(5, 2000), st.floats(0, 359), st.floats(10, 60))
def test_a_sector_anywhere_holds_its_middle_and_not_what_is_behind(lon, lat, km, bearing, half):
    found = check(geojson.area(Frame(lon, lat), sectors.sector(0.5 * km, km, bearing, half)))
    assert holds(found, *destination(lon, lat, bearing, 0.75 * km))
    for turn in (120, 180, 240):
        assert not found.buffer(-1e-6).intersects(Point(*destination(lon, lat, bearing + turn, 0.75 * km)))


def test_an_area_over_the_antimeridian_is_cut_there():
    found = geojson.area(Frame(179.9, 10), sectors.disc(50))
    assert found["type"] == "MultiPolygon"
    assert len(found["coordinates"]) == 2


def test_an_area_over_the_pole_reaches_it():
    assert check(geojson.area(Frame(20, 89.5), sectors.disc(100))).bounds[3] == 90.0


def test_an_empty_area_is_none():
    assert geojson.area(Frame(0, 0), shapely.Polygon()) is None


def test_a_line_over_the_antimeridian_is_cut_on_it():
    found = geojson.lines([[(179.0, 10.0), (-179.0, 12.0)]])
    assert found == {
        "type": "MultiLineString",
        "coordinates": [[[179.0, 10.0], [180.0, 11.0]], [[-180.0, 11.0], [-179.0, 12.0]]],
    }


@given(st.lists(st.tuples(st.floats(-180, 180), st.floats(-85, 85)), min_size=2, max_size=6))
def test_lines_stay_in_range_and_never_jump(path):
    found = geojson.lines([path])
    assume(found is not None)
    parts = [found["coordinates"]] if found["type"] == "LineString" else found["coordinates"]
    for part in parts:
        for (lon_a, _), (lon_b, _) in pairwise(part):
            assert -180 <= lon_a <= 180
            assert abs(lon_b - lon_a) <= 180.00001


@settings(deadline=None, max_examples=60)
@given(st.floats(-180, 180), st.floats(-80, 80), st.floats(0, 359), st.floats(1, 12000))
def test_a_curve_keeps_its_ends_and_bends_to_the_right(lon, lat, bearing, km):
    end = destination(lon, lat, bearing, km)
    points = curve((lon, lat), end, 0.1)
    assert points[0] == (lon, lat)
    assert points[-1] == end
    assert 0 <= (bearing_deg(lon, lat, *points[1]) - bearing_deg(lon, lat, *end)) % 360 < 45
    middle = points[len(points) // 2]
    assert distance_km(*middle, *densify(lon, lat, *end, 3)[1]) < 0.07 * km + 1


@given(st.floats(0.01, 0.5))
def test_a_lens_is_widest_in_the_middle_and_symmetrical(share):
    lens = sectors.lens((0, 0), (100, 0), share)
    assert lens.is_valid
    assert lens.bounds == pytest.approx((0, -100 * share, 100, 100 * share), abs=100 * share * 0.02 + 0.5)
    assert lens.covers(Point(50, 0))


@pytest.mark.parametrize("change", [{"core_half_deg": 0}, {"halo_half_deg": 91}, {"towards_share": 1.0}])
def test_numbers_out_of_range_are_refused(change):
    with pytest.raises(SettingsError, match=next(iter(change))):
        GeometrySettings(**change)
