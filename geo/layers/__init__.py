"""Annotations to layers: the one place where records become frames.

Places, regions, movements and situations are gathered over all the reports, each mark once, with every
sentence that tells of it. The order of rows follows from the records alone, so the same input gives the
same frames.

Reports are gone through three times, one after the other, and none is kept: to survey them, for the rows, and
for what a page shows of the marks that it may hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from geo import schema
from geo.layers import aggregate, placing
from geo.layers.evidence import Evidence
from geo.layers.movements import Arrows, Movements, drawn_of
from geo.layers.naming import Names
from geo.layers.places import Places, tell_places
from geo.layers.quotes import Declined
from geo.layers.regions import Regions
from geo.layers.rows import Rows
from geo.layers.situations import Situations
from geo.layers.view import first_view
from geo.layers.wording import one_line
from geo.records import Claim, Extract
from geo.settings import PageSettings

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

__all__ = ["Survey", "arrange"]

LEAST_BYTES = 90
"""A mark takes no less of a page with its evidence (measured: 90 to 400)."""


class Survey:
    """What must be known of all reports before any is arranged: names of places, and what is drawn."""

    def __init__(self) -> None:
        self.names = Names()
        self.drawn: list[bytes] = []

    def see(self, extract: Extract) -> None:
        """Take in the next report."""
        self.names.see(extract)
        self.drawn.append(drawn_of(extract))


def arrange(
    extracts: Iterable[Extract],
    claims: Sequence[Claim],
    *,
    settings: PageSettings,
    survey: Survey | None = None,
) -> schema.Layers:
    """Gather what was understood of all reports into frames, each checked against its schema.

    Of more marks than a page of ``settings.most_mb`` can hold, only the weightiest have their evidence.
    ``survey`` has seen all the reports, where somebody went through them before.
    """
    if survey is None:
        survey = Survey()
        for extract in extracts:
            survey.see(extract)
    extracts = survey.names.given(extracts)
    kinds = _Kinds(claims, survey.drawn)
    for document, extract in enumerate(extracts):
        kinds.see(document, extract)
    frames = kinds.frames()
    return _layers(extracts, kinds, frames, most=round(settings.most_mb * 1_000_000) // LEAST_BYTES)


class _Kinds:
    """What is gathered of each kind of mark, and what is not drawn."""

    def __init__(self, claims: Sequence[Claim], drawn: Sequence[bytes]) -> None:
        self.places, self.regions, self.situations = Places(), Regions(), Situations()
        self.movements = Movements(claims, drawn)
        self.declined = Declined()
        self.arrows: Arrows = {}

    def see(self, document: int, extract: Extract) -> None:
        """Take in all of a report."""
        self.places.see(document, extract, self.declined)
        self.regions.see(document, extract, self.declined)
        self.movements.see(document, extract, self.declined)
        self.situations.see(document, extract, self.declined)
        self.declined.leave_out(document, extract.document)

    def frames(self) -> dict[str, GeoDataFrame]:
        """The rows of each kind, checked."""
        kinds = {name: getattr(self, name) for name in ("places", "regions", "movements", "situations")}
        frames = {name: kind.rows().frame() for name, kind in kinds.items()}
        for name, frame in frames.items():
            schema.check(frame, schema.FRAMES[name], name=name)
        return frames

    def tell(self, document: int, extract: Extract, evidence: Evidence) -> None:
        """Give what a report tells of the marks that are kept."""
        tell_places(document, extract, evidence)
        self.regions.tell(document, extract, evidence)
        self.movements.tell(document, extract, evidence, self.arrows)
        self.situations.tell(document, extract, evidence)


def _layers(
    extracts: Iterable[Extract], kinds: _Kinds, frames: dict[str, GeoDataFrame], *, most: int
) -> schema.Layers:
    """The layers of some frames; of more than ``most`` marks only so many have their evidence."""
    few = sum(map(len, frames.values())) > most
    # three more: shares of so many are rounded
    sizes = {name: count + 3 for name, count in aggregate.heads(frames, most).items()}
    heads = {name: frame.iloc[: sizes[name]] if few else frame for name, frame in frames.items()}
    evidence = Evidence({mark for frame in heads.values() for mark in frame["id"].tolist()}, few=few)
    documents = []
    for document, extract in enumerate(extracts):
        kinds.tell(document, extract, evidence)
        documents.append(_report(document, extract, evidence))
    turned = kinds.movements.turned
    pointed = [frames[name] for name in ("places", "regions", "movements")]
    view = first_view(*(map(placing.eastward, pointed) if turned else pointed))
    ends = tuple(kinds.movements.ends())
    movements = list(_rows(heads["movements"], "id", "shape", "direction_deg"))
    courses, taken = placing.courses(
        movements, kinds.arrows, ends, _rows(heads["places"], "id", "precision"), view=view
    )
    areas = Rows(schema.AREAS)
    for row in evidence.areas():
        areas.add(row)
    return schema.Layers(
        **frames,
        areas=areas.frame(),
        documents=tuple(documents),
        quotes=evidence.quotes(),
        choices=tuple(kinds.places.choices(heads["places"]["id"].tolist())),
        ends=ends,
        courses=courses,
        signs=placing.signs(list(_rows(heads["situations"], "id", "kind")), taken),
        declined=kinds.declined.all(),
        more_declined=len(kinds.declined.beyond),
        view=view,
        turned=turned,
        evident=most if few else None,
    )


def _rows(frame: GeoDataFrame, *names: str) -> Iterator[dict[str, Any]]:
    """Some columns of the rows of a frame, shapes as GeoJSON."""
    cells = zip(*(frame[name].tolist() for name in names), frame.geometry, strict=True)
    for *values, shape in cells:
        yield {**dict(zip(names, values, strict=True)), "geometry": shape.__geo_interface__}


def _report(index: int, extract: Extract, evidence: Evidence) -> schema.Report:
    """A report; of a map that is cut by so much, without its text, for which a page has no room."""
    document = extract.document
    return schema.Report(
        index=index,
        id=document.id,
        source=document.source,
        title=one_line(document.title or ""),
        publisher=one_line(document.publisher or ""),
        published=document.published or "",
        url=document.url or "",
        text="" if evidence.few else document.text,
        sentences=() if evidence.few else extract.reading.sentences,
        zones=() if evidence.few else document.zones,
        marked=tuple(evidence.spans.get(index, ())),
    )
