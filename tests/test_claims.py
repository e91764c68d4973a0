"""Reports of one event become one claim; different events stay apart."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.claims import merge
from geo.claims.dates import days
from geo.claims.facts import fold, mover
from geo.errors import SettingsError
from geo.records import (
    Document,
    Drawing,
    End,
    Extract,
    Mention,
    Motion,
    Movement,
    Place,
    Quantity,
    Reading,
    Status,
    Time,
    Words,
)
from geo.settings import ClaimSettings

RULES = ClaimSettings()


def place(name, country="KE", kind="city", admin1=""):
    return Place(name.lower(), name, kind, 36.0, -1.0, country, admin1)


NAIROBI, MOMBASA, KISUMU = place("Nairobi"), place("Mombasa", admin1="Coast"), place("Kisumu")
KENYA = place("Kenya", kind="country")
UGANDA = place("Uganda", "UG", "country")


def told(
    who,
    origins=(),
    goals=(),
    *,
    kind="FLEE/DISPLACE",
    eventuality="actual",
    factuality="asserted",
    speaker=None,
    quantity=None,
    time=None,
    directions=(),
    draw="arrow",
):
    motion = Motion(
        start=0,
        end=1,
        text="",
        trigger=Words(0, 1, ""),
        lemma="",
        motion_class=kind,
        status=Status(eventuality, factuality, "author" if speaker is None else "attributed", speaker),
        mover=None if who is None else Words(0, len(who), who),
        quantity=quantity,
        time=None if time is None else Time(time, time, None),
        directions=tuple(directions),
    )
    ends = [tuple(End(one.name, 0, 1, one) for one in some) for some in (origins, goals)]
    return Movement(motion, *ends, draw=draw)


def report(name, *movements, published="2021-05-01", publisher=None, mentions=()):
    return Extract(
        document=Document(name, f"{name}.txt", "", published=published, publisher=publisher),
        reading=Reading(name, (), tuple(Mention(0, 1, text, demonym=True) for text in mentions), (), ()),
        resolutions=(),
        regions=(),
        movements=movements,
        region_drawings=(),
        movement_drawings=tuple(Drawing(None) for _ in movements),
    )


def groups(*reports):
    return sorted(sorted(claim.members) for claim in merge(reports, settings=RULES))


def one_claim(one, other, *, dates=("2021-05-01", "2021-05-02")):
    first, second = report("a", one, published=dates[0]), report("b", other, published=dates[1])
    return len(merge([first, second], settings=RULES)) == 1


# -- what merges -------------------------------------------------------------------------------


def test_two_reports_of_one_event_are_one_claim_with_both_publishers():
    one = report("a", told("residents", [NAIROBI]), publisher="The Herald")
    two = report("b", told("frightened residents", [NAIROBI], [MOMBASA]), publisher="Wire")
    (claim,) = merge([one, two], settings=RULES)
    assert claim.members == ((1, 0), (0, 0))  # the more complete telling first
    assert claim.documents == (0, 1)
    assert claim.publishers == ("The Herald", "Wire")


@pytest.mark.parametrize("kind", ["WITHDRAW", "EVACUATE", "DEPART", "INFILTRATE/SMUGGLE", "ARRIVE"])
def test_leaving_has_many_verbs(kind):
    assert one_claim(told("residents", [NAIROBI]), told("residents", [NAIROBI], kind=kind))


def test_a_country_and_a_town_in_it_are_compatible_ends():
    assert one_claim(told("residents", [NAIROBI], [UGANDA]), told("residents", [KENYA], [UGANDA]))


def test_two_names_of_one_group_are_one_mover():
    assert one_claim(
        told("Daesh fighters", [NAIROBI]), told("Islamic State militants", [NAIROBI]), dates=(None, None)
    )


def test_numbers_of_the_same_order_merge_and_the_claim_spans_them():
    some = told("residents", [NAIROBI], quantity=Quantity("thousands", min=2000))
    many = told("residents", [NAIROBI], quantity=Quantity("about 5,000", value=5000))
    (claim,) = merge([report("a", some), report("b", many)], settings=RULES)
    assert (claim.quantity_min, claim.quantity_max) == (2000, 5000)


def test_families_may_be_a_leaders():
    assert one_claim(told("rebel leaders and their families", [NAIROBI]), told("families", [NAIROBI]))


def test_an_attempt_told_as_a_fact_is_one_disputed_claim():
    words = {"kind": "INFILTRATE/SMUGGLE"}
    tried = told("gunmen", [NAIROBI], [MOMBASA], eventuality="attempted", **words)
    done = told("gunmen", [NAIROBI], [MOMBASA], **words)
    (claim,) = merge([report("a", tried), report("b", done)], settings=RULES)
    assert claim.disputed


def test_sentences_of_one_report_merge_too():
    assert groups(report("a", told("residents", [NAIROBI]), told("they", [NAIROBI], [MOMBASA]))) == [
        [(0, 0), (0, 1)]
    ]


def test_reports_long_apart_merge_when_both_state_the_same_time():
    june = {"time": "2021-06"}
    one, other = told("residents", [NAIROBI], **june), told("residents", [NAIROBI], **june)
    assert one_claim(one, other, dates=("2021-06-20", "2021-09-20"))


# -- what stays apart --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (told("residents", [NAIROBI]), told("soldiers", [NAIROBI])),
        (told("rebel leaders and their families", [NAIROBI]), told("villagers", [NAIROBI])),
        (told("rebel fighters", [NAIROBI]), told("army troops", [NAIROBI])),
        (told("Houthi fighters", [NAIROBI]), told("Taliban fighters", [NAIROBI])),
        (told("residents", [NAIROBI], [MOMBASA]), told("residents", [NAIROBI], [KISUMU])),
        (told("residents", [NAIROBI]), told("residents", [MOMBASA])),
        (told("residents", [NAIROBI]), told("residents", [], [NAIROBI], kind="ARRIVE")),
        (
            told("troops", [], [NAIROBI], kind="ADVANCE"),
            told("troops", [], [NAIROBI], kind="DEPLOY/REINFORCE"),
        ),
        (told("residents", [NAIROBI]), told("residents", [NAIROBI], eventuality="expected")),
        (told("troops", [], [NAIROBI], eventuality="planned"), told("troops", [], [NAIROBI])),
        (told("residents", [NAIROBI]), told("residents", [NAIROBI], eventuality="historical")),
        (
            told("residents", [NAIROBI], quantity=Quantity("200,000", value=200_000)),
            told("residents", [NAIROBI], quantity=Quantity("up to one million", max=1_000_000)),
        ),
        (
            told("residents", [NAIROBI], quantity=Quantity("more than half")),
            told("residents", [NAIROBI], quantity=Quantity("thousands", min=2000)),
        ),
        (
            told("residents", [NAIROBI], eventuality="expected", speaker="Wanjiru Otieno"),
            told("residents", [NAIROBI], eventuality="expected", speaker="the Red Cross"),
        ),
        (told("residents", [NAIROBI], directions=("W",)), told("residents", [NAIROBI], directions=("E",))),
    ],
)
def test_different_events_are_different_claims(one, other):
    assert not one_claim(one, other)


def test_reports_weeks_apart_are_different_events():
    assert not one_claim(
        told("residents", [NAIROBI]), told("residents", [NAIROBI]), dates=("2021-05-01", "2021-07-20")
    )


def test_a_report_of_last_year_is_not_todays_event():
    assert not one_claim(told("residents", [NAIROBI], time="2020-03"), told("residents", [NAIROBI]))


def test_without_dates_different_named_speakers_are_different_claims():
    one = told("residents", [NAIROBI], speaker="Minister Wanjiru Otieno")
    other = told("residents", [NAIROBI], speaker="General Kamau")
    assert not one_claim(one, other, dates=(None, "2021-05-01"))
    assert one_claim(one, other, dates=("2021-05-02", "2021-05-01"))


def test_half_told_sentences_do_not_chain_different_goals():
    found = groups(
        report("a", told("residents", [NAIROBI], [MOMBASA])),
        report("b", told("residents", [NAIROBI])),
        report("c", told("residents", [NAIROBI], [KISUMU])),
    )
    assert len(found) == 2
    assert [(0, 0)] in found or [(2, 0)] in found


def test_an_undated_report_does_not_join_two_dated_ones():
    found = groups(
        report("a", told("rebel leaders", [NAIROBI], [UGANDA], speaker="Otieno"), published="2021-05-01"),
        report("b", told("rebel leaders", [NAIROBI], [UGANDA], speaker="Otieno"), published=None),
        report("c", told("rebel leaders", [NAIROBI], speaker="Kamau"), published="2021-08-01"),
    )
    assert found == [[(0, 0), (1, 0)], [(2, 0)]]


def test_an_undated_report_takes_its_day_from_dated_ones_that_tell_the_same():
    spring, autumn = "2021-05-01", "2021-10-01"
    found = groups(
        report("a", told("rebel leaders", [NAIROBI], [UGANDA], speaker="Otieno"), published=spring),
        report(
            "b",
            told("rebel leaders", [NAIROBI], [UGANDA], speaker="Otieno"),
            told("troops", [], [MOMBASA], kind="ADVANCE"),
            published=None,
        ),
        report("c", told("troops", [], [MOMBASA], kind="ADVANCE"), published=autumn),
        report("d", told("rebel leaders", [NAIROBI], [UGANDA]), published=spring),
    )
    assert found == [[(0, 0), (1, 0), (3, 0)], [(1, 1)], [(2, 0)]]


def test_a_movement_that_is_not_drawn_belongs_to_no_claim():
    assert groups(report("a", told("residents", [NAIROBI], draw="none"))) == []


def test_movements_without_a_place_in_common_stay_alone():
    assert groups(report("a", told("residents")), report("b", told("residents"))) == [[(0, 0)], [(1, 0)]]


# -- properties --------------------------------------------------------------------------------

MOVEMENTS = st.builds(
    told,
    st.sampled_from([None, "residents", "they", "soldiers", "rebel leaders", "Kenyan troops"]),
    st.lists(st.sampled_from([NAIROBI, MOMBASA, KENYA]), max_size=2, unique=True),
    st.lists(st.sampled_from([KISUMU, MOMBASA, UGANDA]), max_size=1),
    kind=st.sampled_from(["FLEE/DISPLACE", "ARRIVE", "ADVANCE", "WITHDRAW"]),
    eventuality=st.sampled_from(["actual", "expected", "attempted", "planned"]),
    speaker=st.sampled_from([None, "Otieno", "Kamau"]),
    quantity=st.sampled_from([None, Quantity("100", value=100), Quantity("1,000", value=1000)]),
    draw=st.sampled_from(["arrow", "prevented", "none"]),
)
REPORTS = st.lists(
    st.tuples(
        st.lists(MOVEMENTS, max_size=4), st.sampled_from([None, "2021-05-01", "2021-05-09", "2021-08-01"])
    ),
    max_size=5,
)


def build(plan):
    return [report(f"r{index}", *some, published=date) for index, (some, date) in enumerate(plan)]


@settings(deadline=None, max_examples=60)
@given(REPORTS)
def test_claims_part_the_drawn_movements(plan):
    reports = build(plan)
    claims = merge(reports, settings=RULES)
    members = [member for claim in claims for member in claim.members]
    drawn = {
        (index, place)
        for index, one in enumerate(reports)
        for place, movement in enumerate(one.movements)
        if movement.draw != "none"
    }
    assert len(members) == len(set(members))
    assert set(members) == drawn
    assert len({claim.id for claim in claims}) == len(claims)
    for claim in claims:
        assert claim.documents == tuple(sorted({document for document, _ in claim.members}))


@settings(deadline=None, max_examples=60)
@given(REPORTS, st.randoms(use_true_random=False))
def test_the_order_of_reports_changes_neither_groups_nor_ids(plan, chance):
    reports = build(plan)
    shuffled = chance.sample(reports, len(reports))

    def named(some):
        return {
            claim.id: [(some[document].document.id, index) for document, index in claim.members]
            for claim in merge(some, settings=RULES)
        }

    assert named(reports) == named(shuffled)


@settings(deadline=None, max_examples=40)
@given(REPORTS)
def test_no_claim_holds_two_stated_goals_or_far_numbers(plan):
    reports = build(plan)
    for claim in merge(reports, settings=RULES):
        told_here = [reports[document].movements[index] for document, index in claim.members]
        goals = {one.destinations[0].place.id for one in told_here if one.destinations}
        assert len(goals) <= 1
        if claim.quantity_min is not None:
            assert claim.quantity_max <= claim.quantity_min * RULES.quantity_factor


# -- parts -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("the group's leaders and their families", "leader"),
        ("government troops", "force"),
        ("three cargo ships", "vessel"),
        ("they", ""),
        ("Kenyans", "civilian"),
        ("thousands of people", "civilian"),
        ("their families", ""),
    ],
)
def test_movers_have_a_kind(text, kind):
    motion = told(text).motion
    assert mover(motion, frozenset({"kenyan"}))[0] == kind


def test_folding_spells_out_the_short_name_and_keeps_the_verb():
    assert "isis" in fold("IS fighters")
    assert "isis" not in fold("what is left")


@pytest.mark.parametrize(
    ("text", "length"),
    [("2020-02", 29), ("2021", 365), ("2021-05-01", 1), ("2021-XX", 365), ("2021-05-XX", 31)],
)
def test_dates_cover_days(text, length):
    first, last = days(text)
    assert last - first + 1 == length


@pytest.mark.parametrize("text", [None, "", "May", "2021-13-01", "2021-02-30"])
def test_what_is_no_date_covers_none(text):
    assert days(text) is None


def test_a_factor_below_one_is_refused():
    with pytest.raises(SettingsError, match="quantity_factor"):
        ClaimSettings(quantity_factor=1.0)
