"""Outlines worked out ahead of time are those that would be worked out, and the file is of today's shapes."""

import numpy as np
import pytest
import shapely

from geo.gazetteer.world import open_world
from geo.geometry import flattening
from geo.geometry.geodesy import Frame
from geo.settings import GeometrySettings

GAP_KM = GeometrySettings().mainland_gap_km


@pytest.fixture(scope="module")
def world(cache):
    return open_world(cache)


def candidates(world):
    names = (
        "Canada",
        "Fiji",
        "Malta",
        "Ghana",
        "Hokkaido",
        "Nunavut",
        "Lesotho",
        "Bolivia",
        "Oaxaca",
        "Svalbard",
    )
    found = [world.candidates(name)[0].place for name in names]
    return [place for place in found if place.has_shape]


def test_every_larger_shape_is_known_ahead_of_time(world):
    table, found = flattening.known(), 0
    for code in ("CA", "RU", "FJ", "NG", "PE", "VN", "IQ", "UA", "AU", "MA"):
        key = flattening.key(world.country(code))
        found += int(table.keys[table.keys.searchsorted(np.uint64(key)) % len(table.keys)]) == key
    assert found == 10, "run docs/training/flatten_shapes.py: the bundled shapes have changed"


def test_what_is_known_ahead_is_what_would_be_worked_out(world):
    places = candidates(world)
    assert len(places) > 6
    for place in places:
        wkb = world.shape(place.id)
        _, fast = flattening.flattened(wkb, place.lon, place.lat, GAP_KM)
        slow = flattening.worked_out(shapely.from_wkb(wkb), Frame(place.lon, place.lat), GAP_KM)
        assert fast.geom_type == slow.geom_type
        ours, theirs = shapely.get_coordinates(fast), shapely.get_coordinates(slow)
        assert ours.shape == theirs.shape, place.name
        assert np.abs(ours - theirs).max() < 1e-6


def test_another_point_or_gap_is_worked_out_anew(world):
    place = world.candidates("Ghana")[0].place
    wkb = world.shape(place.id)
    about, here = flattening.flattened(wkb, place.lon + 5.0, place.lat, GAP_KM)
    assert about.lon == place.lon + 5.0
    known = flattening.flattened(wkb, place.lon, place.lat, GAP_KM)[1]
    assert here.centroid.x < known.centroid.x - 400.0
    indonesia = world.country("ID")
    middle = shapely.from_wkb(indonesia).centroid
    alone = flattening.flattened(indonesia, middle.x, middle.y, 0.0)[1]
    assert shapely.get_num_geometries(alone) == 1


def test_a_line_is_flattened_too():
    line = shapely.LineString([(0, 50), (20, 50)])
    frame, flat = flattening.flattened(shapely.to_wkb(line), 10.0, 50.0, GAP_KM)
    middle = flat.interpolate(0.5, normalized=True)
    assert frame.lonlat(middle.x, middle.y) == pytest.approx((10.0, 50.0), abs=0.01)
