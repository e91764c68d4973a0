"""Outlines known ahead of time are those that would be worked out, and the file is of today's shapes."""

import numpy as np
import pytest
import shapely

from geo.gazetteer.world import open_world
from geo.geometry import outlines
from geo.geometry.geodesy import Frame
from geo.settings import GeometrySettings

GAP_KM = GeometrySettings().mainland_gap_km
NAMES = (
    "Canada",
    "Fiji",
    "Malta",
    "Ghana",
    "Hokkaido",
    "Nunavut",
    "Lesotho",
    "Bolivia",
    "Oaxaca",
    "Chukotka",
)


@pytest.fixture(scope="module")
def world(cache):
    return open_world(cache)


@pytest.fixture(scope="module")
def places(world):
    """Shaped places of all sizes, two of them across the antimeridian."""
    found = [world.candidates(name)[0].place for name in NAMES]
    shaped = [place for place in found if place.has_shape]
    assert len(shaped) > 6
    return shaped


def same(one, other):
    ours, theirs = shapely.get_coordinates(one), shapely.get_coordinates(other)
    return (
        one.geom_type == other.geom_type
        and ours.shape == theirs.shape
        and float(np.abs(ours - theirs).max()) < 1e-6
    )


def test_larger_shapes_are_known_ahead_of_time(world):
    for code in ("CA", "RU", "FJ", "NG", "PE", "VN", "IQ", "UA", "AU", "MA"):
        key = outlines.outline(world.country(code)).key
        assert key is not None, "run docs/training/outline_shapes.py: the bundled shapes have changed"


def test_a_flat_outline_known_ahead_is_what_would_be_worked_out(world, places):
    for place in places:
        known = outlines.outline(world.shape(place.id))
        _, fast = outlines.flattened(known, place.lon, place.lat, GAP_KM)
        assert same(fast, outlines.flat(known.shape, Frame(place.lon, place.lat), GAP_KM)), place.name


def test_a_level_outline_known_ahead_is_what_would_be_worked_out(world, places):
    for place in places:
        known = outlines.outline(world.shape(place.id))
        fast = outlines.levelled(known, place.lon, place.lat, GAP_KM)
        assert same(fast, outlines.level(known.shape, place.lon, place.lat, GAP_KM)), place.name


def test_another_point_or_gap_is_worked_out_anew(world):
    place = world.candidates("Ghana")[0].place
    known = outlines.outline(world.shape(place.id))
    _, here = outlines.flattened(known, place.lon, place.lat, GAP_KM)
    frame, beside = outlines.flattened(known, place.lon + 5.0, place.lat, GAP_KM)
    assert frame.lon == place.lon + 5.0
    assert beside.centroid.x < here.centroid.x - 400.0
    islands = outlines.outline(world.country("ID"))
    middle = islands.shape.centroid
    _, alone = outlines.flattened(islands, middle.x, middle.y, 0.0)
    assert shapely.get_num_geometries(alone) == 1


def test_a_line_is_flattened_too():
    line = shapely.LineString([(0, 50), (20, 50)])
    frame, flat = outlines.flattened(outlines.outline(shapely.to_wkb(line)), 10.0, 50.0, GAP_KM)
    middle = flat.interpolate(0.5, normalized=True)
    assert frame.lonlat(middle.x, middle.y) == pytest.approx((10.0, 50.0), abs=0.01)


def test_a_shape_that_crosses_itself_is_mended():
    bow = shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])
    assert outlines.outline(shapely.to_wkb(bow)).shape.is_valid
