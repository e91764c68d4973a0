"""What the panel says of each mark, composed to the last word as trees: facts, rivals, doubts, sentences.

An entry holds ``kicker``, ``about`` (trees above the corrections), ``heading`` of ``sources`` (a figure of
each sentence, its quotation first), ``below`` (trees), and ``fix``: what can be corrected (fixes.py).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from geo.page import fixes
from geo.page.countries import spelled
from geo.page.speakers import claimants, folded
from geo.page.tree import Node, auto, node
from geo.page.wording import (
    capital,
    cut,
    excerpt,
    joined,
    level,
    listed,
    marked,
    plural,
    share_words,
    span_words,
)

if TYPE_CHECKING:
    from geo import schema

MOST_SENTENCES = 40
"""Sentences of a mark that its evidence shows (project choice); the reports' texts hold them all."""
_ROUNDING = 0.005
"""Shares may add up to so much more than one."""
_MOST_WORDS = 4
"""Different wordings that a row shows (project choice)."""
KINDS = {"city": "town or city", "admin1": "first-order division", "admin2": "second-order division"}
_PRECISION = {
    "settlement": "a settlement",
    "exact": "a site",
    "province": "a province",
    "district": "a district",
    "country": "a whole country or more",
    "area": "an area",
}
_GOALS = {"yes": "said to be reached", "no": "not reached"}
_FIELDS = {
    "origin": "from where",
    "destination": "to where",
    "mover": "who",
    "anchor": "relative to what",
    "place": "where",
}
_COURSE = "Schematic course, not the route."
_SYMBOL = "A symbol beside its place: a change of hands or a number of people is no path."
_AREA = "The dark core is likelier than the pale edge; neither is a border."

Row = dict[str, Any]
Line = list[Node]


class Told(NamedTuple):
    """What the layers tell of one mark beside its row.

    ``reports`` are those of ``quotes``, one by one; ``ends`` are (role, id, name) of places on the map.
    """

    quotes: tuple[schema.Quote, ...] = ()
    reports: tuple[Head, ...] = ()
    choices: tuple[schema.Choice, ...] = ()
    ends: tuple[tuple[str, str, str], ...] = ()

    @property
    def files(self) -> list[str]:
        """The files of the reports."""
        return [report.file for report in self.reports]

    def words(self, *roles: str) -> list[str]:
        """The words that reports use for a role, each once."""
        found = (words for one in self.quotes for role, words in one.words if role in roles)
        return list(dict.fromkeys(found))

    def places(self, names: str, *roles: str) -> Line:
        """Names, each leading to its place where that is on the map."""
        ids = {name: mark for role, mark, name in self.ends if role in roles}
        found = [
            node("button.jump", level(name), data_to=ids[name]) if name in ids else node("bdi", name)
            for name in listed(names)
        ]
        return _between(found, ", ")


class Head(NamedTuple):
    """What a sentence says of its report."""

    publisher: str
    published: str
    title: str
    file: str


def gather(layers: schema.Layers) -> Callable[[str], Told]:
    """What the layers tell of a mark, by its id."""
    heads = [Head(one.publisher, one.published, one.title, file_of(one.source)) for one in layers.documents]
    quotes: dict[str, list[schema.Quote]] = defaultdict(list)
    for quote in layers.quotes:
        quotes[quote.mark].append(quote)
    choices: dict[str, list[schema.Choice]] = defaultdict(list)
    for choice in layers.choices:
        choices[choice.mark].append(choice)
    names = dict(zip(layers.places["id"].tolist(), layers.places["name"].tolist(), strict=True))
    found: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for mark, role, place in ends(layers):
        found[mark].append((role, place, names[place]))

    def told(mark: str) -> Told:
        each = tuple(quotes.get(mark, ()))
        reports = tuple(heads[one.document] for one in each)
        return Told(each, reports, tuple(choices.get(mark, ())), tuple(found.get(mark, ())))

    return told


def ends(layers: schema.Layers) -> Iterator[tuple[str, str, str]]:
    """(mark, role, id of a place on the map): ends of movements, what areas lean on, where situations are."""
    situations, regions = layers.situations, layers.regions
    known = set(layers.places["id"].tolist())
    found = [*layers.ends]
    for mark, place in zip(situations["id"].tolist(), situations["place_id"].tolist(), strict=True):
        found.append((mark, "situation", place))
    for mark, anchors in zip(regions["id"].tolist(), regions["anchor_ids"].tolist(), strict=True):
        found += ((mark, "region", place) for place in listed(anchors))
    return (one for one in found if one[2] in known)


def file_of(source: str) -> str:
    """The last part of a path."""
    return source.replace("\\", "/").split("/")[-1]


def of_movement(row: Row, told: Told) -> dict[str, Any]:
    """The evidence of a movement."""
    aims = "Towards" if row["towards"] else "To"
    rows = [
        _read("Who", "mover", row["mover"], told),
        _read("Made to move by", "causer", row["causer"], told),
        _end("From", "origin", row, told),
        _end(aims, "destination", row, told),
        _plain("Direction", joined(map(_compass, row["directions"].split(", ")), ", ")),
        _end("Via", "via", row, told),
        _end("Along", "path", row, told),
        _plain("Goal", _GOALS.get(row["goal_reached"], "") if row["destination"] else ""),
        *_tell(row, told),
    ]
    missing = {
        "who": row["mover"],
        "from where": row["origin"],
        "to where": row["destination"] or row["directions"],
        "whether it was reached": row["goal_reached"] in _GOALS or not row["destination"],
    }
    rows.append(_missing({**missing, "when": row["time"], "how many": row["quantity"]}))
    doubts = ["The reports contradict each other."] if row["disputed"] else []
    entry = _entry(row, told, row["noun"], rows, doubts)
    return {**_drawn(entry, row, _COURSE), "fix": fixes.of_movement(row["status"], told.quotes, told.files)}


def of_situation(row: Row, told: Told) -> dict[str, Any]:
    """The evidence of what holds at a place."""
    stays = row["kind"] == "displaced"
    where = told.places(row["place"], "situation")
    rows = [
        None if stays else _read("Who", "mover", row["actor"], told),
        _beside("Where", "place", where, row["place"], told.words("place")),
        *_tell(row, told),
        _missing({"who": stays or row["actor"], "when": row["time"]}),
    ]
    return _drawn(_entry(row, told, row["noun"], rows), row, _SYMBOL)


def of_region(row: Row, told: Told) -> dict[str, Any]:
    """The evidence of an area relative to a place."""
    anchors = told.places(row["anchors"], "region")
    inferred = joined(_FIELDS.get(one, one) for one in listed(row["inferred"]))
    rows = [
        _plain("Relation", row["relation_words"]),
        _beside("Relative to", "place", anchors, row["anchors"], told.words("place")),
        _plain("Distance", "" if row["distance_km"] is None else f"{row['distance_km']:g} km"),
        _plain("Placed there", row["target"]),
        _verbatim("In the words", "region", listed(row["phrases"])),
        _plain("Inferred", inferred and f"{inferred}: the text does not state it"),
    ]
    return _drawn(_entry(row, told, "area relative to a place", rows), row, _AREA)


def of_place(row: Row, told: Told) -> dict[str, Any]:
    """The evidence of a place, the other places of its name, and why this one was chosen."""
    names = [name for name in listed(row["names"]) if name != row["name"]]
    division = "" if row["admin1"] == row["name"] else row["admin1"]
    country = "" if row["kind"] == "country" else spelled(row["country"])
    lon, lat = row["spot"]
    reasons: list[Line] = [[level(spelled(capital(reason)))] for reason in listed(row["reasons"])[:6]]
    rows = [
        _plain("Named", f"{_times(row['mentions'])} in {plural(row['reports'], 'report')}"),
        _verbatim("Also as", "place", names),
        _plain("Meant as", "" if row["literal"] else "a government, a team or part of another name only"),
        _plain("Precision", _precision(row)),
        _plain("How sure", share_words(row["probability"])),
        _row("Why this one", "", *reasons) if reasons else None,
        _plain("Coordinates", f"{lat:.3f}, {lon:.3f} (latitude, longitude)"),
        _plain(
            "Entry", joined(("your gazetteer" if row["layer"] == "user" else "", row["source"], row["note"]))
        ),
    ]
    kicker = joined((KINDS.get(row["kind"], row["kind"]), division, country), ", ")
    rivals = [one for one in told.choices if not one.chosen]
    entry = _entry(row, told, kicker, rows)
    if rivals:
        entry["about"].append(_rivals(rivals, row["probability"]))
    return {**entry, "fix": fixes.of_place(row, rivals, [_what(one) for one in rivals])}


def _entry(
    row: Row, told: Told, kicker: str, rows: Iterable[Node | None], doubts: Iterable[str] = ()
) -> dict[str, Any]:
    """What every kind of mark shows."""
    status = row.get("status_words", "")
    # a hollow arrow is no fact
    said = status.removeprefix("reported as happened; ") if row.get("status") == "claimed" else status
    shown = _chosen(told.quotes)
    count, more = len(told.quotes), len(told.quotes) - len(shown)
    about = (
        node(f"p.status.{row['status']}", level(capital(said))) if said else None,
        node("dl.facts", *rows),
        *(node("p.warning", level(words)) for words in (*doubts, *listed(row.get("warnings", "")))),
    )
    return {
        "kicker": level(kicker),
        "about": [one for one in about if one],
        "heading": "The sentence" if count == 1 else f"The {count} sentences",
        "sources": [_sentence(one, status) for one in shown],
        "below": [node("p.note", f"{more} more are marked in the texts of the reports.")] if more else [],
    }


def _chosen(quotes: Sequence[schema.Quote]) -> Sequence[schema.Quote]:
    """The sentences shown: when there are too many, the first of every report before the second of any."""
    if len(quotes) <= MOST_SENTENCES:
        return quotes
    turns: dict[int, int] = defaultdict(int)
    ranked = []
    for at, quote in enumerate(quotes):
        ranked.append((turns[quote.document], at))
        turns[quote.document] += 1
    return [quotes[at] for _, at in sorted(ranked)[:MOST_SENTENCES]]


def _sentence(quote: schema.Quote, status: str) -> Node:
    """A sentence with its words marked, its report, and what it alone says."""
    own = " \u00b7 ".join(
        words if label == "status" else f"{label}: {words}" for label, words in quote.facts if words != status
    )
    words = node("blockquote", auto("q", *marked(quote.text, quote.spans)))
    return node(
        "figure.source",
        words,
        node("figcaption", quote.document, node("span.own", level(own)) if own else None),
    )


def _tell(row: Row, told: Told) -> list[Node | None]:
    """When, how many, how sure, says who, told by, inferred."""
    inferred = joined((_FIELDS.get(one, one) for one in listed(row["inferred"])), ", ")
    cues = _between(map(_said, listed(row["cues"])[:_MOST_WORDS]), ", ", lead="from the words ")
    plain = "" if row["status_words"] != "reported as happened" else "told as plain fact"
    return [
        _when(row, told),
        _many(row, told),
        _row("How sure", "cue", cues) if cues else _plain("How sure", plain or capital(row["status_words"])),
        _speakers(row) or _plain("Says who", "the reports themselves"),
        _plain("Told by", _tellers(row, told)),
        _plain("Inferred", inferred and f"{inferred}: the text only implies it"),
    ]


def _speakers(row: Row) -> Node | None:
    """Everyone who says it, each in the fullest wording; the other wordings are folded away."""
    says = listed(row["attribution"])
    return _fold("Says who", "speaker", claimants(says) or says)


def _when(row: Row, told: Told) -> Node | None:
    dates = span_words(row["time_start"], row["time_end"])
    words = told.words("time") or listed(row["time"])
    if not words and not dates:
        return None
    return _beside("When", "time", [dates] if dates else [], dates, words)


def _many(row: Row, told: Told) -> Node | None:
    """The number, or the range of numbers that differ, and who gives which."""
    if not row["quantity"]:
        return None
    least, most = row["quantity_min"], row["quantity_max"]
    lines: list[Line] = []
    if least is not None and most is not None and least != most:
        lines.append([level(joined((f"{least:,.0f} to {most:,.0f}", row["unit"]), " "))])
    givers: dict[str, list[str]] = defaultdict(list)
    for quote, report in zip(told.quotes, told.reports, strict=True):
        for label, words in quote.facts:
            if label == "how many":
                givers[words].append(report.publisher or report.title or report.file)
    for words, who in list(givers.items())[: 2 * _MOST_WORDS]:
        known = len(givers) > 1 and any(who)
        lines.append([_said(words), level(f" ({joined(who, ', ')})")] if known else [_said(words)])
    return _row("How many", "quantity", *(lines or [[level(row["quantity"])]]))


def _tellers(row: Row, told: Told) -> str:
    many = plural(row["reports"], "report")
    if row["publishers"] > 1:
        many += f" of {row['publishers']} publishers"
    dates = sorted({one.published for one in told.reports} - {""})
    return joined((many, span_words(dates[0], dates[-1]) if dates else ""), ", ")


def _row(label: str, role: str, *lines: Line) -> Node:
    """A fact; under the pointer its words light up in the sentences, by its role."""
    told = (node("dd", *line) for line in lines)
    return node("div", node("dt", label), *told, data_role=role or None)


def _said(words: str) -> Node:
    """Words that stand in a report just so."""
    return node("bdi.said", words)


def _plain(label: str, text: str) -> Node | None:
    return _row(label, "", [level(text)]) if text else None


def _verbatim(label: str, role: str, words: Sequence[str]) -> Node | None:
    """A row of words that stand in the reports just so."""
    shown = [_said(one) for one in words[: 2 * _MOST_WORDS] if one]
    return _row(label, role, _between(shown, ", ")) if shown else None


def _read(label: str, role: str, value: str, told: Told) -> Node | None:
    return _fold(label, role, told.words(role) or [value], most=2)


def _fold(label: str, role: str, words: Sequence[str], most: int = _MOST_WORDS) -> Node | None:
    """A row of words for somebody, in the fullest wording; the other wordings are folded away."""
    found = folded(one for one in words if one)
    if not found:
        return None
    line = _between([_said(shown) for shown, _ in found[:most]], ", ")
    more = [shown for shown, _ in found[most:]]
    others = [_said(one) for one in (*more, *(one for _, rest in found for one in rest))]
    if not others:
        return _row(label, role, line)
    head = node("summary", f"in {plural(len(others), 'other wording')} too")
    return _row(label, role, line, [node("details.also", head, *_between(others, ", "))])


def _beside(label: str, role: str, value: Line, said: str, words: Sequence[str]) -> Node | None:
    """A value, and the words that it was read from where they are other ones."""
    known = {one.casefold() for one in (said, *listed(said))}
    other = [_said(one) for one in words if one.casefold() not in known][:_MOST_WORDS]
    if not value:
        return _row(label, role, _between(other, ", ")) if other else None
    return _row(label, role, [*value, *_between(other, ", ", lead=" \u2014 read from ")])


def _end(label: str, role: str, row: Row, told: Told) -> Node | None:
    """An end of a movement: its places, and the words that mean them."""
    value = told.places(row[role], role)
    return _beside(label, role, value, row[role], told.words(role))


def _between(parts: Iterable[Node], between: str, *, lead: str = "") -> Line:
    """Parts with words between them, and before the first."""
    line: Line = []
    for at, part in enumerate(parts):
        line += [between if at else lead, part]
    return line[0 if lead else 1 :]


def _missing(stated: Mapping[str, Any]) -> Node | None:
    return _plain("Not stated", ", ".join(label for label, value in stated.items() if not value))


def _drawn(entry: dict[str, Any], row: Row, words: str) -> dict[str, Any]:
    """The entry, with how the mark is drawn and after which rule."""
    rule = joined((row["model"], row["model_source"]), " \u2014 ")
    lines = (node("p.note", one) for one in (words, rule) if one)
    return {**entry, "below": [*entry["below"], node("h3", "How it is drawn"), *lines]}


def _precision(row: Row) -> str:
    extent = row["extent_km"]
    reach = f", within about {max(1, round(extent))} km of its middle" if extent else ""
    return f"{_PRECISION[row['precision']]}{reach}"


def _rivals(rivals: Sequence[schema.Choice], own: float) -> Node:
    """What else the name could mean; shares of several mentions, which do not add up, are left out."""
    add_up = own + sum(one.probability for one in rivals) <= 1 + _ROUNDING
    items = (
        node(
            "li",
            level(f"{one.name} ({_what(one)})"),
            node("span.count", share_words(one.probability)) if add_up else None,
        )
        for one in rivals
    )
    return node("section", node("h3", "The name could also mean"), node("ul.plain", *items))


def _what(one: schema.Choice) -> str:
    return joined((KINDS.get(one.kind, one.kind), spelled(one.where)), ", ")


def _times(count: int) -> str:
    return "once" if count == 1 else plural(count, "time")


_POINTS = {"N": "north", "E": "east", "S": "south", "W": "west"}


def _compass(point: str) -> str:
    """North-west for NW; other words stay."""
    return "-".join(map(_POINTS.__getitem__, point)) if point and set(point) <= set(_POINTS) else point


def of_declined(one: schema.Declined) -> list[Node]:
    """What a row of what is not mapped opens to: its sentence, and names near by."""
    near = node("p.note", level(f"Near names: {joined(one.suggestions, ', ')}")) if one.suggestions else None
    return [found for found in (_sentence(one.quote, ""), near) if found]


def declined_row(one: schema.Declined) -> dict[str, Any]:
    """What is not mapped, in a line of the list: its group, the words, and why."""
    clause = one.what in {"movement", "situation"}
    words = excerpt(one.quote.text, one.quote.spans, _LINE) if clause else [cut(one.text, _LINE)]
    return {
        "group": _GROUPS.get((one.what, one.doubt)) or _GROUPS[one.what, ""],
        "what": one.what,
        "line": words,
        "why": joined((one.why, f"{one.count} times" if one.count > 1 else ""), " \u00b7 "),
        "docs": one.documents,
        "text": joined((one.text, *one.suggestions), " ") if one.suggestions else one.text,
    }


_LINE = 110
"""Characters of a line in the list of what is not mapped (project choice)."""
_GROUPS = {
    ("movement", "denied"): "Movements that the reports deny",
    ("movement", "supposed"): "Movements only supposed, feared or asked for",
    ("movement", ""): "Movements without a place, and words that only look like one",
    ("situation", "denied"): "Told of a place, and denied",
    ("situation", "supposed"): "Told of a place, only supposed",
    ("situation", ""): "Told of a place",
    ("region", ""): "Areas",
    ("name", ""): "Names without a place",
    ("boilerplate", ""): "Left out: no part of the article",
    ("people", ""): "Words for people, off the map",
}
