"""Annotated texts with their places and persons changed for those of another part of the world."""

# ruff: noqa: ANN001, ANN201, ANN202, ANN204, PLR0911 - a script run by hand; chance is seeded, not secret

from __future__ import annotations

import re

from geo.language.toponyms.context import is_person, read_context
from geo.language.toponyms.lookup import lookup_of
from geo.language.toponyms.page import read_page
from geo.language.toponyms.words import words

_SMALL_LAST = ("city", "admin2", "neighbourhood")


class Swapper:
    """Changes names by a world of names; the same chance gives the same texts."""

    def __init__(self, world, gazetteer):
        self.world, self.gazetteer = world, gazetteer

    def swapped(self, record, chance):
        """The record with other names of places and persons, all occurrences of one alike."""
        text = record["text"]
        marks = [*record["toponyms"], *record["nocoord"]]
        country = chance.choice(self.world.countries)
        new = {}
        for mark in marks:
            surface = text[mark["start"] : mark["end"]]
            if surface not in new and "\n" not in surface:
                new[surface] = self._other(surface, country, chance)
        edits = [*self._persons(text, marks, chance), *_occurrences(text, new)]
        return _edited(record, _apart(edits))

    def _other(self, surface, country, chance):
        world, lexicon = self.world, words()
        low = surface.lower()
        if low in lexicon.demonyms:
            kind = "people" if low in lexicon.people and low.endswith("s") else "adjective"
            other = chance.choice(world.peoples[kind]) if chance.random() < 0.6 else surface
        else:
            other = self._place(surface, country, chance)
        return other.upper() if surface.isupper() and len(surface) > 4 else other

    def _place(self, surface, country, chance):
        world, lexicon = self.world, words()
        *head, last = surface.split()
        if last[-1].isdigit():
            return surface
        kind = lexicon.kinds_after.get(last.lower().rstrip("."))
        if head and (kind or lexicon.organisations.get(last.lower()) == "organisation"):
            if head[0].lower() in {"united", "north", "south", "west", "east"} and kind not in _SMALL_LAST:
                return surface
            name = chance.choice((
                world.place(chance, country, "city"), world.person(chance)[1], world.unlisted(chance)
            ))  # fmt: skip
            return f"{name} {last}"
        facts = self.gazetteer.facts(surface)
        first = facts.kinds[0] if facts and facts.kinds else "city"
        if "." in surface or (surface.isupper() and len(surface) <= 4):
            if first == "country":
                return chance.choice(
                    (
                        surface,
                        "US",
                        "UK",
                        "U.S.",
                        "EU",
                        "UAE",
                        "U.K.",
                        "DRC",
                        chance.choice(world.country_names),
                    )
                )
            return surface if chance.random() < 0.5 else world.place(chance, country, "admin1")
        if first == "country":
            return chance.choice(world.country_names)
        if first in {"continent", "ocean", "sea"}:
            return surface
        if first == "admin1":
            return world.place(chance, country, "admin1")
        return world.unlisted(chance) if chance.random() < 0.15 else world.place(chance, country, "city")

    def _persons(self, text, marks, chance):
        """Edits of the persons' names that no mark overlaps; some get a place's name."""
        page = read_page([text], [lookup_of(self.gazetteer)])
        context = read_context(page)
        lexicon = words()
        taken = [(mark["start"], mark["end"]) for mark in marks]
        lasts, edits = {}, []
        for first, last in context.runs[0]:
            while first < last - 1 and page.words[first].lower.rstrip(".") in lexicon.titles:
                first += 1  # noqa: PLW2901 - without the titles
            run = page.words[first:last]
            whole = len(run) in (2, 3) and all(word.capital for word in run) and is_person(run)
            alone = len(run) == 1 and run[0].lower in context.persons[0]
            start, end = page.starts[first], page.starts[last - 1] + len(run[-1].text)
            if not (whole or alone) or any(a < end and start < b for a, b in taken):
                continue
            surname = run[-1].text
            if surname not in lasts:
                lasts[surname] = self._surname(chance)
            name = lasts[surname] if alone else f"{self._first(chance)} {lasts[surname]}"
            edits.append(
                (start, end, name.upper() if text[start:end].isupper() and end - start > 3 else name)
            )
        return edits

    def _surname(self, chance):
        return self.world.place_last(chance) if chance.random() < 0.2 else self.world.person(chance)[1]

    def _first(self, chance):
        return (
            chance.choice(self.world.place_first) if chance.random() < 0.12 else self.world.person(chance)[0]
        )


def _occurrences(text, new):
    if not new:
        return []
    names = sorted(new, key=len, reverse=True)
    found = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, names)) + r")(?!\w)").finditer(text)
    return [(match.start(), match.end(), new[match.group()]) for match in found]


def _apart(edits):
    """Edits in order that do not overlap; persons (which come first) before places."""
    kept = []
    for edit in edits:
        if not any(a < edit[1] and edit[0] < b for a, b, _ in kept):
            kept.append(edit)
    return sorted(kept)


def _edited(record, edits):
    text, pieces, at, moved = record["text"], [], 0, []
    for start, end, other in edits:
        pieces += [text[at:start], other]
        at = end
        moved.append((start, end, len(other) - (end - start)))
    pieces.append(text[at:])

    def move(mark):
        start, end = mark["start"], mark["end"]
        shift = sum(by for _, b, by in moved if b <= start)
        inner = [(a, b, by) for a, b, by in moved if a < end and start < b]
        if any(a < start or b > end for a, b, _ in inner):
            return None
        return {**mark, "start": start + shift, "end": end + shift + sum(by for _, _, by in inner)}

    lists = {key: [m for mark in record[key] if (m := move(mark))] for key in ("toponyms", "nocoord")}
    return {**record, **lists, "text": "".join(pieces)}
