"""Regions and movements drawn on a small made-up world and anywhere on earth."""

import dataclasses
import math

import pytest
import shapely
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from shapely.geometry import LineString, Point, Polygon, shape

from geo.geometry import draw
from geo.geometry.geodesy import bearing_deg, destination, distance_km, turn_deg
from geo.records import Distance, End, Motion, Movement, Phrase, Place, Reference, Region, Status, Words
from geo.settings import GeometrySettings

NUMBERS = GeometrySettings()

WEST = Polygon([(0, 0), (4, 0), (4, 2), (3.6, 3), (4, 4), (0, 4)])
EAST = Polygon([(4, 0), (9, 0), (9, 4), (4, 4), (3.6, 3), (4, 2)])
FAR = Polygon([(30, 40), (35, 40), (35, 44), (30, 44)])
NORTHERN = Polygon([(0, 3), (3, 3), (3, 4), (0, 4)])
# from its source in the north to its mouth in the south
RIVER = LineString([(2, 3.8), (2.1, 3.0), (2.0, 2.0), (2.2, 1.0), (2.0, 0.05)])


class World:
    """An atlas of two neighbours, one far country, a division and a river."""

    def __init__(self):
        self.shapes = {"WW": WEST, "EE": EAST, "FF": FAR, "north": NORTHERN, "river": RIVER}

    def shape(self, place_id):
        found = self.shapes.get(place_id)
        return None if found is None else shapely.to_wkb(found)

    def country(self, alpha2):
        return self.shape(alpha2)

    def border(self, alpha2_a, alpha2_b=None):
        others = [alpha2_b] if alpha2_b else [code for code in ("WW", "EE", "FF") if code != alpha2_a]
        lines = [self.shapes[alpha2_a].boundary.intersection(self.shapes[code].boundary) for code in others]
        found = shapely.line_merge(shapely.union_all(lines))
        return None if found.is_empty else shapely.to_wkb(found)

    def neighbours(self, lon, lat, radius_km):  # noqa: ARG002
        return ()


def town(lon, lat, *, population=50_000, name="Arda", kind="city", country="WW"):
    return Place(f"{name}:{lon}:{lat}", name, kind, lon, lat, country, population=population)


WESTLAND = Place("WW", "Westland", "country", 2.0, 2.0, "WW", has_shape=True)
EASTLAND = Place("EE", "Eastland", "country", 6.5, 2.0, "EE", has_shape=True)
FARLAND = Place("FF", "Farland", "country", 32.0, 42.0, "FF", has_shape=True)
NORTHSHIRE = Place("north", "Northshire", "admin1", 1.5, 3.5, "WW", has_shape=True)
STREAM = Place("river", "Stream", "river", 2.0, 2.0, "WW", has_shape=True)
ARDA = town(2.0, 2.0)
ARDA_POINT = (2.0, 2.0)
BORO = town(2.5, 1.0, name="Boro")


def end(place, **more):
    return End(place.name if place else "somewhere", 0, 1, place, **more)


def region(model, relations, *anchors, km=None, target=None, nominal=None, within=(), combine="union"):
    phrase = Phrase(
        0,
        1,
        "words",
        model,
        tuple(relations),
        distance=None if km is None else Distance(f"{km} km", km),
        combine=combine,
        target=None if nominal is None else Reference(0, 1, nominal, nominal=nominal),
    )
    goal = None if target is None else end(target)
    return Region(phrase, tuple(map(end, anchors)), goal, tuple(within))


def movement(origins=(), goals=(), *, path=None, draw_as="arrow", via=(), **words):
    motion = Motion(
        start=0,
        end=1,
        text="words",
        trigger=Words(0, 1, "w"),
        lemma="go",
        motion_class=words.pop("motion_class", "ADVANCE"),
        status=Status(),
        **words,
    )
    return Movement(
        motion,
        tuple(map(end, origins)),
        tuple(map(end, goals)),
        tuple(map(end, via)),
        None if path is None else end(path),
        draw=draw_as,
    )


def draw_one(thing, world=None):
    one = isinstance(thing, Region)
    regions, movements = draw(
        [thing] if one else [], [] if one else [thing], world or World(), settings=NUMBERS
    )
    return (regions or movements)[0]


def holds(geometry, lon, lat):
    """Whether GeoJSON holds a point, also when it lies on the antimeridian or a pole."""
    if geometry is None:
        return False
    found = shape(geometry).buffer(2e-5)
    if abs(lat) > 89.9999:
        return any(found.intersects(Point(x, math.copysign(89.9999, lat))) for x in range(-180, 181, 20))
    return any(found.intersects(Point(lon + turn, lat)) for turn in (-360, 0, 360))


def within_halo(drawing, point):
    return holds(drawing.geometry, *point) or holds(drawing.halo, *point)


LON = st.one_of(st.floats(-180, 180), st.floats(179, 180), st.floats(-180, -179))
LAT = st.one_of(st.floats(-90, 90), st.floats(85, 90), st.floats(-90, -85))
POINTS = {"N": 0, "E": 90, "S": 180, "W": 270, "NE": 45, "SE": 135, "SW": 225, "NW": 315, "NNE": 22.5}

# -- regions -----------------------------------------------------------------------------------


@settings(deadline=None, max_examples=60)
@given(LON, LAT, st.sampled_from(sorted(POINTS)), st.floats(1, 1500))
def test_a_stated_offset_holds_what_lies_there_and_nothing_behind_or_far(lon, lat, word, km):
    found = draw_one(region("DD", [word], town(lon, lat), km=km))
    bearing = POINTS[word]
    assert shape(found.geometry).is_valid
    assert shape(found.halo).is_valid
    assert holds(found.geometry, *destination(lon, lat, bearing, 0.93 * km))
    assert within_halo(found, destination(lon, lat, bearing, 1.15 * km))
    for turn, share, more in ((180, 1, 0), (90, 1, 0), (-90, 1, 0), (0, 2.3, 5)):
        spot = destination(lon, lat, bearing + turn, share * km + more)
        if km > 3 and share * km + more < 15_000:
            assert not within_halo(found, spot)


@settings(deadline=None, max_examples=60)
@given(
    LON, LAT, st.sampled_from(sorted(POINTS)), st.sampled_from([(2e3, 8), (5e4, 12), (3e5, 15), (3e6, 30)])
)
def test_a_direction_without_distance_reaches_by_the_size_of_the_town(lon, lat, word, size):
    population, km = size
    found = draw_one(region("EXT", [word], town(lon, lat, population=int(population))))
    bearing = POINTS[word]
    assert holds(found.geometry, *destination(lon, lat, bearing, km))
    for turn in (90, 135, 180, 225, 270):
        assert not within_halo(found, destination(lon, lat, bearing + turn, 1.3 * km))


def test_a_base_an_hour_south_of_a_great_city_is_still_south_of_it():
    city = town(20.0, 40.0, population=1_700_000)
    found = draw_one(region("EXT", ["S"], city))
    assert within_halo(found, destination(20.0, 40.0, 180, 63))


@settings(deadline=None, max_examples=30)
@given(LON, st.floats(-80, 80), st.sampled_from([("N", "E"), ("S", "E"), ("N", "S"), ("N", "W")]))
def test_coordinated_directions_are_both_and_not_the_one_between(lon, lat, words):
    place = town(lon, lat, population=1_000_000)
    both = shape(draw_one(region("EXT", words, place)).geometry)
    each = [shape(draw_one(region("EXT", [word], place)).geometry) for word in words]
    union = shapely.union_all(each)
    assert both.symmetric_difference(union).area < 1e-3 * union.area + 1e-6
    for word in words:
        assert holds(shapely.geometry.mapping(both), *destination(lon, lat, POINTS[word], 30))


def test_a_cone_of_a_country_starts_at_its_edge():
    found = draw_one(region("EXT", ["E"], WESTLAND))
    assert holds(found.geometry, 4.2, 2.0)
    assert not holds(found.geometry, 3.5, 2.0)
    assert not within_halo(found, (-0.2, 2.0))


@pytest.mark.parametrize(
    ("word", "inside", "outside"),
    [
        ("N", (2, 3.8), (2, 1.0)),
        ("S", (2, 0.2), (2, 3.0)),
        ("W", (0.2, 2), (3.0, 2)),
        ("NE", (3.5, 3.8), (0.5, 0.5)),
        ("central", (2, 2), (0.3, 0.3)),
    ],
)
def test_a_part_of_a_country_is_cut_from_its_shape(word, inside, outside):
    found = draw_one(region("PART", [word], WESTLAND))
    assert holds(found.geometry, *inside)
    assert not holds(found.geometry, *outside)
    assert WEST.buffer(0.01).contains(shape(found.geometry))
    assert shape(found.halo).buffer(1e-4).contains(shape(found.geometry))


def test_a_part_of_a_town_is_cut_from_the_circle_of_its_extent():
    city = town(10, 50, population=1_500_000)
    found = draw_one(region("PART", ["E"], city))
    assert holds(found.geometry, *destination(10, 50, 90, 8))
    assert not within_halo(found, destination(10, 50, 270, 3))


def test_far_islands_do_not_shift_the_north_of_a_country():
    class Empire(World):
        def __init__(self):
            super().__init__()
            self.shapes["WW"] = shapely.MultiPolygon([WEST, Polygon([(0, 30), (1, 30), (1, 31), (0, 31)])])

    found = draw_one(region("PART", ["N"], WESTLAND), Empire())
    assert holds(found.geometry, 2, 3.8)
    assert not holds(found.geometry, 0.5, 30.9)


def test_in_is_the_shape_or_a_circle():
    assert shape(draw_one(region("IN", ["in"], WESTLAND)).geometry).symmetric_difference(WEST).area < 0.02
    assert holds(draw_one(region("IN", ["in"], ARDA)).geometry, 2.0, 2.0)


def test_a_distance_alone_is_a_ring_from_the_edge():
    city = town(10, 50, population=1_000_000)
    found = draw_one(region("DO", ["from"], city, km=20))
    edge = 0.048 * 1_000_000**0.375
    for bearing in (0, 120, 240):
        assert holds(found.geometry, *destination(10, 50, bearing, edge + 19))
        assert holds(found.halo, *destination(10, 50, bearing, 20))
    assert not within_halo(found, (10, 50))


def test_within_a_distance_is_all_that_near():
    drawing = draw_one(region("DO", ["within"], ARDA, km=20))
    east = destination(*ARDA_POINT, 90.0, 6.0)
    assert holds(drawing.geometry, *east)
    assert holds(drawing.geometry, *destination(*ARDA_POINT, 200.0, 19.0))
    assert not within_halo(drawing, destination(*ARDA_POINT, 90.0, 45.0))


def test_near_is_graded_and_the_outskirts_are_a_ring():
    city = town(10, 50, population=300_000)
    near = draw_one(region("NEAR", ["near"], city))
    assert holds(near.geometry, *destination(10, 50, 90, 14))
    assert not holds(near.geometry, *destination(10, 50, 90, 20))
    assert holds(near.halo, *destination(10, 50, 90, 35))
    ring = draw_one(region("SURR", ["outskirts"], city))
    assert not holds(ring.geometry, 10, 50)
    assert holds(ring.geometry, *destination(10, 50, 200, 8))


def test_between_is_a_lens_on_the_way():
    found = draw_one(region("BETW", ["between"], ARDA, BORO))
    assert holds(found.geometry, 2.25, 1.5)
    assert not within_halo(found, (1.7, 1.2))
    assert not within_halo(found, (2.9, 0.2))


def test_a_border_band_lies_along_the_border_and_within_what_is_named():
    both = draw_one(region("ADJ", ["border"], WESTLAND, EASTLAND))
    assert holds(both.geometry, 3.95, 1)
    assert holds(both.geometry, 4.05, 1)
    assert not holds(both.geometry, 0.1, 1)
    inside = draw_one(region("NEAR", ["near", "border"], EASTLAND, within=["WW"]))
    assert holds(inside.geometry, 3.9, 1)
    assert not holds(inside.geometry, 4.1, 1)


def test_along_a_river_is_a_band_about_its_course():
    found = draw_one(region("ALONG", ["along"], STREAM))
    assert holds(found.geometry, 2.0, 2.0)
    assert not within_halo(found, (2.6, 2.0))


def test_along_a_river_between_two_towns_is_that_stretch():
    high, low = town(2.05, 3.0, name="High"), town(2.05, 2.0, name="Low")
    found = draw_one(region("ALONG", ["along"], STREAM, high, low))
    assert holds(found.geometry, 2.05, 2.5)
    assert not holds(found.geometry, 2.1, 1.0)


@pytest.mark.parametrize(("word", "side"), [("E", 1), ("W", -1), ("west bank", -1), ("left bank", 1)])
def test_a_bank_is_on_its_side(word, side):
    found = draw_one(region("SIDE", [word], STREAM))
    assert holds(found.geometry, 2.05 + 0.15 * side, 2.0)
    assert not within_halo(found, (2.05 - 0.15 * side, 2.0))


def test_by_a_river_without_a_course_nothing_is_drawn():
    unknown = Place("lost", "Lost", "river", 5, 2, "EE")
    for thing in (region("ALONG", ["along"], unknown), region("EXT", ["E"], unknown)):
        found = draw_one(thing)
        assert found.geometry is None
        assert "not mapped" in found.model


def test_the_coast_leaves_land_borders_out():
    found = draw_one(region("ALONG", ["coast"], WESTLAND))
    assert holds(found.geometry, 0.0, 2.0)
    assert not within_halo(found, (4.0, 1.0))


def test_off_the_coast_is_the_sea():
    port = town(0.02, 2.0, name="Port")
    found = draw_one(region("OFF", ["off"], port, km=20))
    assert holds(found.geometry, *destination(0.02, 2.0, 270, 20))
    assert not within_halo(found, destination(0.02, 2.0, 90, 20))


def test_off_a_town_on_a_lake_is_in_the_lake():
    port = town(1.5, 2.9, name="Port")
    drawing = draw_one(region("OFF", ["off"], port, km=20, within=("north",)))
    assert NORTHERN.buffer(0.01).contains(shape(drawing.geometry))
    assert holds(drawing.geometry, 1.5, 3.06)


def test_a_village_beside_a_port_is_on_land():
    port = town(0.02, 2.0, name="Port")
    found = draw_one(region("EXT", ["N"], port, nominal="village"))
    assert shape(found.geometry).intersection(WEST).area == pytest.approx(
        shape(found.geometry).area, rel=1e-3
    )


def test_a_region_is_cut_to_the_place_that_it_lies_in():
    free = draw_one(region("EXT", ["N"], ARDA, km=None))
    cut = draw_one(region("EXT", ["N"], town(1.5, 2.95, name="Cut"), within=["north"]))
    assert NORTHERN.buffer(0.001).contains(shape(cut.geometry))
    assert not cut.warnings
    assert not free.warnings


def test_a_region_that_misses_its_container_says_so():
    found = draw_one(region("EXT", ["S"], ARDA, within=["north"]))
    assert found.geometry is not None
    assert "does not meet" in found.warnings[0]


def test_a_stated_distance_that_the_map_denies_is_flagged_and_moves_nothing():
    target = town(*destination(2.0, 2.0, 107, 24.3), name="Carda")
    found = draw_one(region("DD", ["E"], ARDA, km=15, target=target))
    assert found.warnings == ("15 km stated, 24 km on the map (Arda to Carda, centre to centre)",)
    assert not holds(found.geometry, target.lon, target.lat)


def test_a_stated_direction_that_the_map_denies_is_flagged():
    target = town(*destination(2.0, 2.0, 200, 20), name="Carda")
    found = draw_one(region("DD", ["N"], ARDA, km=20, target=target))
    assert found.warnings == ("N of Arda stated, SSW on the map (Carda)",)


def test_a_fitting_target_is_not_flagged():
    target = town(*destination(2.0, 2.0, 10, 18), name="Carda")
    assert draw_one(region("DD", ["N"], ARDA, km=20, target=target)).warnings == ()


def test_a_place_of_unknown_name_is_marked_as_located_by_its_description():
    described = dataclasses.replace(region("DD", ["W"], ARDA, km=30), target=End("Zarkona", 0, 1, None))
    assert "Zarkona is located by this description" in draw_one(described).model
    assert "located" not in draw_one(region("DD", ["W"], ARDA, km=30, target=BORO)).model


def about(target, thing):
    """A region whose clause locates the words at an offset."""
    words = Reference(target, target + 5, "words")
    return dataclasses.replace(thing, phrase=dataclasses.replace(thing.phrase, target=words))


def test_clauses_about_one_place_meet_in_their_cores():
    first, second = about(9, region("EXT", ["N"], ARDA)), about(9, region("DD", ["E"], town(1.6, 2.2), km=45))
    apart = [draw_one(thing) for thing in (first, second)]
    (one, other), _ = draw([first, second], [], World(), settings=NUMBERS)
    for drawing, alone in zip((one, other), apart, strict=True):
        assert shape(drawing.geometry).area < shape(alone.geometry).area
        assert drawing.halo == alone.halo
        assert drawing.model.endswith("; cut to the clauses beside it")
    assert shape(one.geometry).intersects(shape(other.geometry))


def test_clauses_about_one_place_that_do_not_meet_are_flagged():
    first, second = about(9, region("DD", ["N"], ARDA, km=10)), about(9, region("DD", ["S"], ARDA, km=10))
    (one, other), _ = draw([first, second], [], World(), settings=NUMBERS)
    assert one.geometry == draw_one(first).geometry
    assert one.warnings == other.warnings == ("the clauses about words do not meet: drawn apart",)


def test_clauses_about_two_places_are_left_alone():
    first, second = about(9, region("EXT", ["N"], ARDA)), about(30, region("EXT", ["E"], BORO))
    (one, other), _ = draw([first, second], [], World(), settings=NUMBERS)
    assert (one, other) == (draw_one(first), draw_one(second))


def test_on_a_river_north_of_a_town_is_that_stretch():
    stacked = dataclasses.replace(region("EXT", ["N"], ARDA), along=end(STREAM))
    drawing = draw_one(stacked)
    assert within_halo(drawing, (2.02, 2.2))
    assert not within_halo(drawing, (2.15, 2.25))
    assert not within_halo(drawing, (2.1, 1.7))
    assert "the stretch of Stream there" in drawing.model


def test_a_river_that_does_not_pass_there_is_flagged():
    stacked = dataclasses.replace(region("EXT", ["E"], town(6.0, 3.0)), along=end(STREAM))
    drawing = draw_one(stacked)
    assert drawing.geometry is not None
    assert drawing.warnings == ("Stream does not pass there: drawn without it",)


def test_stacked_clauses_intersect():
    one = town(2.0, 2.0, population=600_000, name="One")
    two = town(*destination(2.0, 2.0, 0, 60), population=600_000, name="Two")
    # north of the one and near the other
    found = draw_one(region("NEAR", ["near"], one, two, combine="intersection"))
    assert holds(found.halo, *destination(2.0, 2.0, 0, 30))
    assert not holds(found.halo, *destination(2.0, 2.0, 180, 30))


def test_without_a_known_anchor_nothing_is_drawn():
    found = draw_one(Region(Phrase(0, 1, "w", "EXT", ("N",)), (end(None),)))
    assert found.geometry is None
    assert "no known place" in found.model


def test_every_region_names_its_model_and_source():
    for model in ("IN", "PART", "EXT", "NEAR", "SURR", "OFF"):
        found = draw_one(region(model, ["N"], ARDA))
        assert found.model.startswith(f"{model}: ")
        assert found.source


# -- movements ---------------------------------------------------------------------------------


def heading(points):
    return bearing_deg(*points[0], *points[-1])


def test_both_ends_make_one_curved_arrow_from_edge_to_edge():
    one, two = town(1, 1, population=400_000, name="One"), town(3, 3, population=400_000, name="Two")
    found = draw_one(movement([one], [two]))
    assert found.shape == "arrow"
    line = found.geometry["coordinates"]
    assert 3 < distance_km(1, 1, *line[0]) < 15
    assert 3 < distance_km(3, 3, *line[-1]) < 15
    assert turn_deg(found.direction_deg, bearing_deg(1, 1, 3, 3)) < 1
    assert holds(found.origin_area, 1, 1)
    assert holds(found.destination_area, 3, 3)


@settings(deadline=None, max_examples=80)
@given(
    LON, st.floats(-85, 85), st.floats(0, 359), st.floats(0.5, 6000), st.sampled_from([0, 9000, 5_000_000])
)
def test_towards_never_touches_its_goal(lon, lat, bearing, km, population):
    goal = town(*destination(lon, lat, bearing, km), population=population, name="Goal")
    found = draw_one(movement([town(lon, lat, name="Start")], [goal], towards=True))
    assert found.shape == "short"
    assert found.geometry is not None
    (line,) = found.arrows
    radius = max(0.5, 0.048 * population**0.375) if population else 1.0
    nearest = min(distance_km((x + 180) % 360 - 180, y, goal.lon, goal.lat) for x, y in line)
    # ends that stand in each other's extent leave less room
    assert nearest > min(radius, 0.05 * km)
    tip = ((line[-1][0] + 180) % 360 - 180, line[-1][1])
    assert distance_km(*tip, goal.lon, goal.lat) < km


@pytest.mark.parametrize("directions", [(), ("E",)])
def test_towards_a_country_stops_before_its_border(directions):
    found = draw_one(movement([ARDA], [EASTLAND], towards=True, directions=directions))
    assert found.shape == "short"
    assert not LineString(found.geometry["coordinates"]).intersects(EAST)
    assert 45 < found.direction_deg < 135


def test_a_stated_direction_sets_the_border_that_is_aimed_at():
    north = draw_one(movement([town(3.5, 1.0)], [EASTLAND], directions=("NE",)))
    plain = draw_one(movement([town(3.5, 1.0)], [EASTLAND]))
    assert north.direction_deg < plain.direction_deg - 15
    assert turn_deg(north.direction_deg, 45) < 2


def test_a_direction_that_contradicts_both_ends_is_flagged():
    found = draw_one(movement([ARDA], [BORO], directions=("NW",)))
    assert found.geometry is not None
    assert "the stated direction is not that from Arda to Boro" in found.warnings


def test_an_arrow_to_a_country_ends_a_little_past_its_edge():
    found = draw_one(movement([ARDA], [EASTLAND]))
    assert found.shape == "arrow"
    assert EAST.contains(Point(found.geometry["coordinates"][-1]))
    assert found.destination_area is None


def test_an_arrow_from_a_country_starts_at_its_edge():
    found = draw_one(movement([EASTLAND], [ARDA]))
    start = Point(found.geometry["coordinates"][0])
    assert EAST.boundary.distance(start) < 0.02


def test_between_neighbours_a_short_arrow_crosses_their_border():
    found = draw_one(movement([WESTLAND], [EASTLAND]))
    line = found.geometry["coordinates"]
    assert WEST.contains(Point(line[0]))
    assert EAST.contains(Point(line[-1]))


def test_between_far_countries_the_arrow_runs_from_edge_to_edge():
    found = draw_one(movement([WESTLAND], [FARLAND]))
    line = found.geometry["coordinates"]
    assert WEST.boundary.distance(Point(line[0])) < 0.1
    assert FAR.boundary.distance(Point(line[-1])) < 0.1


def test_a_destination_alone_gets_a_tail_that_claims_no_direction():
    found = draw_one(movement([], [ARDA]))
    assert found.shape == "faded-tail"
    assert found.direction_deg is None
    assert found.origin_area is None
    assert "means nothing" in found.model


def test_an_origin_alone_gets_an_open_head_and_no_destination():
    found = draw_one(movement([ARDA], []))
    assert found.shape == "open-head"
    assert found.direction_deg is None
    assert found.destination_area is None


def test_stubs_of_a_country_stay_inside_it():
    for found in (draw_one(movement([WESTLAND], [])), draw_one(movement([], [WESTLAND]))):
        assert WEST.contains(LineString(found.geometry["coordinates"]))


def test_a_direction_alone_is_a_sector_with_a_centre_line():
    found = draw_one(movement([ARDA], [], directions=("W",)))
    assert found.shape == "sector"
    assert found.direction_deg == 270
    core, halo = shape(found.destination_area), shape(found.halo)
    assert halo.buffer(1e-3).contains(core)
    assert core.contains(Point(found.geometry["coordinates"][4]))


def test_each_stated_direction_has_its_arrow():
    found = draw_one(movement([], [ARDA], directions=("S", "E")))
    assert found.geometry["type"] == "MultiLineString"
    assert sorted(round(heading(line)) % 360 for line in found.arrows) == [90, 180]
    # heading south into the town, an arrow comes from the north of it
    assert any(line[0][1] > ARDA.lat + 0.05 for line in found.arrows)


def test_a_stated_length_sets_the_length_of_a_stub():
    found = draw_one(movement([ARDA], [], directions=("N",), distance=Distance("40 km", 40)))
    (line,) = found.arrows
    assert distance_km(*line[0], *line[-1]) == pytest.approx(40, abs=0.01)


def test_a_prevented_movement_is_a_short_bar():
    whole, stub = (draw_one(movement([ARDA], [BORO], draw_as=way)) for way in ("arrow", "prevented"))
    assert stub.shape == "bar"
    lengths = [distance_km(*one.arrows[0][0], *one.arrows[0][-1]) for one in (whole, stub)]
    assert lengths[1] < 0.5 * lengths[0]
    assert draw_one(movement([], [ARDA], draw_as="prevented")).shape == "bar"
    assert draw_one(movement([ARDA], [], draw_as="prevented")).shape == "bar"


def test_coordinated_ends_have_one_arrow_a_pair():
    found = draw_one(movement([ARDA], [BORO, town(1, 3, name="Cado")]))
    assert found.geometry["type"] == "MultiLineString"
    assert len(found.arrows) == 2


def test_upstream_runs_against_the_order_of_the_line():
    found = draw_one(movement([], [town(2.05, 3.0, name="High")], path=STREAM, upstream=True))
    line = found.geometry["coordinates"]
    assert found.shape == "band"
    assert line[0][1] < line[-1][1]
    assert LineString(line).hausdorff_distance(RIVER.intersection(shapely.box(0, line[0][1], 9, 3.1))) < 0.1


def test_along_a_river_between_towns_follows_its_course():
    high, low = town(2.05, 3.0, name="High"), town(2.05, 2.0, name="Low")
    found = draw_one(movement([high], [low], path=STREAM))
    assert found.shape == "band"
    assert max(RIVER.distance(Point(spot)) for spot in found.geometry["coordinates"]) < 0.01
    wrong = draw_one(movement([high], [low], path=STREAM, upstream=True))
    assert "upstream stated" in wrong.warnings[0]


def test_up_a_river_alone_is_drawn_by_the_town_that_the_report_names_most():
    high = town(2.05, 3.0, name="High")
    _, (found, _) = draw(
        [], [movement([], [], path=STREAM, upstream=True), movement([], [high])], World(), settings=NUMBERS
    )
    assert found.shape == "band"
    assert "not stated: drawn up to High" in found.warnings[0]


def test_one_place_at_both_ends_draws_nothing():
    found = draw_one(movement([ARDA], [ARDA]))
    assert found.geometry is None
    assert found.shape == "none"


def test_an_end_that_holds_the_other_is_open():
    outward = draw_one(movement([ARDA], [WESTLAND]))
    assert outward.shape == "open-head"
    assert "Arda lies in Westland" in outward.warnings[0]
    assert draw_one(movement([WESTLAND], [ARDA])).shape == "faded-tail"


def test_a_relative_region_can_be_an_end():
    south = region("EXT", ["S"], ARDA)
    told = movement([BORO], [])
    told = dataclasses.replace(told, destinations=(End("villages south of it", 0, 1, None, region=0),))
    (area,), (found,) = draw([south], [told], World(), settings=NUMBERS)
    assert found.shape == "arrow"
    assert shape(area.geometry).buffer(0.01).contains(Point(found.geometry["coordinates"][-1]))


def test_what_may_not_be_drawn_is_not():
    told = dataclasses.replace(movement([ARDA], [BORO], draw_as="none"), declined="the text denies it")
    found = draw_one(told)
    assert (found.geometry, found.shape, found.model) == (None, "none", "the text denies it")


def test_a_symbol_is_a_point():
    found = draw_one(movement([], [ARDA], draw_as="symbol"))
    assert found.geometry == {"type": "Point", "coordinates": [2.0, 2.0]}


def test_over_the_antimeridian_the_geometry_is_cut_and_the_arrow_whole():
    found = draw_one(movement([town(178, -17, name="Suva")], [town(-172, -14, name="Apia")]))
    assert found.geometry["type"] == "MultiLineString"
    (line,) = found.arrows
    assert line[-1][0] > 180


@settings(deadline=None, max_examples=60)
@given(LON, LAT, LON, LAT, st.booleans())
def test_an_arrow_anywhere_is_in_range_and_starts_where_it_is_said(lon_a, lat_a, lon_b, lat_b, towards):
    km = distance_km(lon_a, lat_a, lon_b, lat_b)
    assume(5 < km < 19_900)
    found = draw_one(movement([town(lon_a, lat_a)], [town(lon_b, lat_b, name="Boro")], towards=towards))
    parts = found.geometry["coordinates"]
    for lon, lat in parts if found.geometry["type"] == "LineString" else [v for part in parts for v in part]:
        assert -180 <= lon <= 180
        assert -90 <= lat <= 90
        assert (round(lon, 6), round(lat, 6)) == (lon, lat)
    (line,) = found.arrows
    assert distance_km((line[0][0] + 180) % 360 - 180, line[0][1], lon_a, lat_a) < min(4.0, km)


def test_drawings_stand_in_the_order_of_what_they_draw_and_repeat_exactly():
    regions = [region("EXT", ["N"], ARDA), region("IN", ["in"], WESTLAND)]
    told = [movement([ARDA], [BORO]), movement([ARDA], []), movement([], [EASTLAND])]
    first = draw(regions, told, World(), settings=NUMBERS)
    assert first == draw(regions, told, World(), settings=NUMBERS)
    assert [len(part) for part in first] == [2, 3]
    assert [one.shape for one in first[1]] == ["arrow", "open-head", "faded-tail"]
