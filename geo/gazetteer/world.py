"""Look-up of names in the bundled world: Names, Gazetteer and Atlas of ``geo.records`` in one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

import numpy as np
from rapidfuzz import fuzz, process

from geo.gazetteer.atlas import Shapes
from geo.gazetteer.compile import DEMONYM, EXACT, PRIMARY
from geo.gazetteer.fold import bare, canon, fold, fold_name, skeleton, spelled
from geo.gazetteer.index import Index, open_index
from geo.records import Candidate, NameFacts, Place, Progress

MAX_CANDIDATES = 60
"""Candidates of one name beyond those in the country asked for."""
MAX_WORDS = 10
MIN_LOOSE_LETTERS = 5
"""Letters of a single word that may be a name in another transliteration: shorter ones meet by chance."""
MAX_LOOSE_WORDS = 3
"""Further words of a name that are tried in another transliteration."""
SKELETON_RATIO = 70.0
"""Least ``rapidfuzz`` ratio at which a name of the same consonants is a candidate (measured)."""
SUGGESTION_RATIO = 70.0
_SCORED = 40
"""Keys most like an unknown name whose places are looked at."""
_SIMILARITY = {"name": 1.0, "alias": 1.0, "fold": 0.97, "article": 0.9, "transliteration": 0.85}
_FOLD, _DEMONYM, _KEPT, _LOOSE = 0, 1, 2, 3
"""Ranks of a meeting: folded alike, people's word, alike but for the article's form, looser."""
_JOINERS = frozenset("-\u2010\u2011\u2013'\u2019\u02bc`")
_POSSESSIVES = ("'s", "\u2019s")
_REMEMBERED = 16_384
"""Places, and facts of names, that are kept; less of what takes more room."""
_CODE_LENGTH = {"iata": 3, "icao": 4}
_ALPHA = "0123456789abcdefghijklmnopqrstuvwxyz"


class _End(NamedTuple):
    """Where a name may end: after so many words, of which so many do not vanish when they are folded.

    ``hashed`` is the hash of the canonical text up to there.
    """

    words: int
    parts: int
    hashed: int


class World:
    """The bundled world. Safe to share between threads; a pickled one reopens its files."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._shapes = Shapes(index)
        self._arrays = index.arrays
        self._cells = index.cells
        self._codes: list[str] = index.meta["countries"]
        self._code_of = {code: number for number, code in enumerate(self._codes)}
        self.place_at = lru_cache(_REMEMBERED)(self._place_at)
        self._division = lru_cache(_REMEMBERED // 4)(self._name_of)
        self._facts = lru_cache(_REMEMBERED)(self._facts_of)
        self._met = lru_cache(_REMEMBERED // 64)(self._meeting)  # from facts to places: one batch
        self._ranked = lru_cache(_REMEMBERED // 16)(self._ranked_of)
        self._candidates = lru_cache(_REMEMBERED // 2)(self._candidates_of)
        self._schemes: list[str] = index.meta["schemes"]
        self._kinds: list[str] = index.meta["kinds"]
        self._sources = [(source["name"], source["licence"]) for source in index.meta["sources"]]
        self._extras = [(("feature", feature),) if feature else () for feature in index.meta["features"]]

    def __reduce__(self) -> tuple[object, ...]:
        return (open_world, (self._index.folder.parent,))

    # -- names -----------------------------------------------------------------------------------

    def facts(self, name: str) -> NameFacts | None:
        """Facts of a name as written in text (tolerant of case, accents, articles), or None."""
        return self._facts(name)

    def longest(self, words: Sequence[str]) -> int:
        """Number of leading words that make up the longest known name (0: none).

        Words are tokens as they stand in the text; a hyphen or apostrophe may be a token of its
        own, any other token without a letter or digit ends the name. A name may end in a possessive
        ("Hanoi's"), whose word counts as one of the name's.
        """
        found = self._longest_plain(words)
        for number in range(found, min(len(words), MAX_WORDS)):
            if words[number].endswith(_POSSESSIVES):
                stripped = [*words[:number], words[number][:-2]]
                return max(found, number + 1) if self._longest_plain(stripped) == number + 1 else found
        return found

    def _longest_plain(self, words: Sequence[str]) -> int:
        parts, ends = self._ends(words)
        for end in ends:
            key = self._index.key(" ".join(parts[: end.parts]))
            if key is not None and self._usable(key, words[: end.words]):
                return self._longest_canon(parts, ends, end.parts) or end.words
        return self._longest_canon(parts, ends, 0) if ends else 0

    def _ends(self, words: Sequence[str]) -> tuple[list[str], list[_End]]:
        """Leading words folded, and where names may end, the last first.

        A name that folds to the words so far is canonically alike, too, so that it has their hash.
        """
        parts: list[str] = []
        ends: list[_End] = []
        taken, hashed, unchanged = self._index.canon_hashes.taken, 0, True
        for count, word in enumerate(words[:MAX_WORDS], start=1):
            part, letters = spelled(word)
            if part:
                parts.append(part)
                if letters is not None and unchanged:
                    hashed = crc32(letters, hashed)
                else:
                    hashed, unchanged = crc32(canon(" ".join(parts)).encode()), False
                if taken[hashed >> 13] & 128 >> (hashed >> 10 & 7):  # as ``may_hold``, of most
                    ends.append(_End(count, len(parts), hashed))
                if word[-1] in ",;:!?)]":
                    break
            elif not word or not parts or not set(word) <= _JOINERS:
                break
        ends.reverse()
        return parts, ends

    def in_rows(self, name: str) -> bool:  # noqa: ARG002
        """False: the world has no rows of a person's."""
        return False

    def starts_row(self, text: str) -> bool:  # noqa: ARG002
        """False, likewise."""
        return False

    def demonym(self, name: str) -> str | None:
        """Country code of a word for a people or its members (Iraqi, Iraqis), or None."""
        facts = self.facts(name)
        return facts.demonym or None if facts is not None else None

    # -- places ----------------------------------------------------------------------------------

    def candidates(self, name: str, *, country: str | None = None) -> tuple[Candidate, ...]:
        """Places that may bear the name, most prominent first.

        Names that meet an entry as written or folded come before those that meet it without
        article or in another transliteration; spellings of the same consonants come last, and only
        inside ``country``.
        """
        return self._candidates(name, country)

    def suggest(self, name: str, *, limit: int = 3) -> tuple[Candidate, ...]:
        """Near names for an unresolved one, for a person to choose from; never to be pinned."""
        written = fold(name)
        if len(written) < 3:
            return ()
        cells = self._cells
        scored = process.extract(
            written, self._sounding(written), scorer=fuzz.ratio, limit=None, score_cutoff=SUGGESTION_RATIO
        )
        found: dict[int, tuple[float, int]] = {}
        for key, score, _ in sorted(scored, key=lambda one: (-one[1], one[0]))[:_SCORED]:
            form = cells["key_forms"][cells["key_start"][self._index.trie[key]]]
            if not cells["form_flags"][form] & (EXACT | DEMONYM):
                found.setdefault(cells["form_place"][form], (round(score / 100, 4), form))
        ranked = sorted(found, key=lambda row: (-found[row][0], row))[:limit]
        return tuple(
            Candidate(self.place_at(row), self._index.form(form), "suggestion", like)
            for row in ranked
            for like, form in [found[row]]
        )

    def capital(self, country: str) -> Place | None:
        """Capital of a country by ISO 3166-1 alpha-2 code."""
        features = self._index.meta["features"]
        if "PPLC" not in features or country not in self._code_of:
            return None
        arrays = self._arrays
        capitals = np.flatnonzero(arrays["feature"] == features.index("PPLC"))
        rows = capitals[arrays["country"][capitals] == self._code_of[country]]
        return self.place_at(int(rows[0])) if len(rows) else None

    def place(self, ident: str) -> Place | None:
        """The place with an id."""
        scheme, _, text = ident.partition(":")
        try:
            number = int(text, 36) if scheme in {"iata", "icao"} else int(text)
        except ValueError:
            return None
        schemes, scheme_of = self._index.meta["schemes"], self._cells["scheme"]
        rows = (row for row in self._index.rows_of_number(number) if schemes[scheme_of[row]] == scheme)
        return next((self.place_at(row) for row in rows), None)

    # -- shapes ----------------------------------------------------------------------------------

    def containing(self, lon: float, lat: float) -> tuple[str, str]:
        """(country alpha-2, first-order division name) at a point, "" where none."""
        row = self._shapes.row_at(lon, lat)
        if row is None:
            return "", ""
        place = self.place_at(row)
        return place.country, place.name if place.kind == "admin1" else ""

    def shape(self, place_id: str) -> bytes | None:
        """WKB polygon of a place, or None."""
        return self._shapes.shape(place_id)

    def country(self, alpha2: str) -> bytes | None:
        """WKB polygon of a country by ISO 3166-1 alpha-2 code."""
        row = self._country_rows.get(alpha2)
        return None if row is None else self._shapes.shape(self.place_at(row).id)

    def border(self, alpha2_a: str, alpha2_b: str | None = None) -> bytes | None:
        """WKB of the land border between two countries, or of all land borders of one."""
        return self._shapes.border(alpha2_a, alpha2_b)

    def neighbours(self, lon: float, lat: float, radius_km: float) -> tuple[Place, ...]:
        """Settlements within a radius, nearest first (at most 50)."""
        return tuple(self.place_at(row) for row in self._shapes.near(lon, lat, radius_km))

    # -- inside ----------------------------------------------------------------------------------

    @cached_property
    def _country_rows(self) -> dict[str, int]:
        kind = self._index.meta["kinds"].index("country")
        rows = np.flatnonzero(self._arrays["kind"] == kind)
        return {self._codes[self._arrays["country"][row]]: int(row) for row in rows}

    def _sounding(self, written: str) -> list[str]:
        """Keys that begin like a folded name or have its consonants."""
        canonical = canon(written)
        first, second = sorted((written[:3], canonical[:3]))
        starts = (first,) if second.startswith(first) else (first, second)
        others = {self._key_text(form) for form in self._index.bones(skeleton(canonical))}
        keys = [key for key in others if not key.startswith(starts)]
        for start in starts:
            keys += self._index.beginning(start)
        return keys

    def _key_text(self, form: int) -> str:
        return str(self._index.trie.restore_key(int(self._arrays["form_key"][form])))

    def _usable(self, key: int, words: Sequence[str]) -> bool:
        """Whether a key that may count only as written is written so."""
        if not self._cells["key_strict"][key]:
            return True
        written = "".join(words)
        return any(_as_written(self._index.form(form), written) for form in self._index.forms_of_key(key))

    def _longest_canon(self, parts: Sequence[str], ends: Sequence[_End], known: int) -> int:
        """Words of the longest name in another transliteration that goes beyond some parts, or 0."""
        for end in ends:
            if known < end.parts <= known + MAX_LOOSE_WORDS and self._index.canon_hashes.find(end.hashed):
                piece = " ".join(parts[: end.parts])
                key = canon(piece)
                if (" " in piece or len(key) >= MIN_LOOSE_LETTERS) and key and self._index.canonical(key):
                    return end.words
        return 0

    def _meeting(self, name: str) -> list[tuple[int, int, str]]:
        """(form, rank, how it met) of all written names that fold, or canonically fold, to a name."""
        found: list[tuple[int, int, str]] = []
        index, flags = self._index, self._cells["form_flags"]
        written, canonical = fold_name(name)
        if not index.canon_hashes.may_hold(crc32(canonical.encode())):
            return found
        key = index.key(written) if written else None
        if key is not None:
            found += [
                (form, _FOLD, "fold")
                for form in index.forms_of_key(key)
                if not flags[form] & EXACT or _as_written(index.form(form), name)
            ]
        alone = not canonical or (key is not None and not self._cells["key_shared"][key])
        for other in () if alone else index.canonical(canonical, but=key):
            text, plain = index.trie.restore_key(other), bare(written)
            rank = _KEPT if (bare(text) != text) == (plain != written) else _LOOSE
            how = "article" if bare(text) == plain else "transliteration"
            forms = index.forms_of_key(other)
            found += [(form, rank, how) for form in forms if not flags[form] & (EXACT | DEMONYM)]
        return found

    def _facts_of(self, name: str) -> NameFacts | None:
        met = self._met(name)
        if not met:
            return None
        level = min([rank for _, rank, _ in met])
        index, cells, kinds, written = self._index, self._cells, self._kinds, _encoded(name)
        kind, country, population = cells["kind"], cells["country"], cells["population"]
        forms = [form for form, rank, _ in met if rank == level]
        places, people, primary = self._borne(forms)
        rows = sorted(places)
        nation = self._codes[country[people]] if people is not None else ""
        codes = dict.fromkeys([self._codes[country[row]] for row in rows])
        return NameFacts(
            entries=len(rows),
            kinds=tuple(dict.fromkeys([kinds[kind[row]] for row in rows])),
            countries=tuple(filter(None, codes)) or ((nation,) if nation else ()),
            population=max([population[row] for row in rows], default=0),
            primary=level == _FOLD and primary,
            exact=any(index.is_form(form, written) for form in forms[:200]),
            demonym=nation,
        )

    def _borne(self, forms: Sequence[int]) -> tuple[set[int], int | None, bool]:
        """Places of written names; the place of the first that is a people's; whether one is a main name."""
        flags, place = self._cells["form_flags"], self._cells["form_place"]
        places: set[int] = set()
        people, every = None, 0
        for form in forms:
            flag = flags[form]
            every |= flag
            if not flag & DEMONYM:
                places.add(place[form])
            elif people is None:
                people = place[form]
        return places, people, every & PRIMARY != 0

    def _ranked_of(self, name: str) -> dict[int, tuple[int, str, int]]:
        """Rows that bear a name, best first: how well each does, how it met the name, and in which form."""
        best: dict[int, tuple[int, str, int]] = {}
        places, written = self._cells["form_place"], _encoded(name)
        for form, rank, how in self._met(name):
            label = self._label(form, how, written)
            row = places[form]
            entry = (_DEMONYM if label == "demonym" else rank, label, form)
            known = best.get(row)
            if known is None or (entry[0], label == "fold") < (known[0], known[1] == "fold"):
                best[row] = entry
        return {row: best[row] for row in sorted(best, key=lambda row: (best[row][0], row))}

    def _candidates_of(self, name: str, country: str | None) -> tuple[Candidate, ...]:
        best = self._ranked(name)
        code = self._code_of.get(country or "", -1)
        kept = [r for n, r in enumerate(best) if n < MAX_CANDIDATES or self._cells["country"][r] == code]
        form, place_at, like = self._index.form, self.place_at, _SIMILARITY
        found = [
            Candidate(place_at(row), form(number), label, like.get(label, 0.5))
            for row in kept
            for _, label, number in [best[row]]
        ]
        if country and code >= 0:
            found += self._skeletons(name, code, set(best))
        return tuple(found)

    def _label(self, form: int, how: str, written: bytes) -> str:
        flags = self._cells["form_flags"][form]
        if flags & DEMONYM:
            return "demonym"
        if how != "fold":
            return how
        if self._index.is_form(form, written):
            return "name" if flags & PRIMARY else "alias"
        return "fold"

    def _skeletons(self, name: str, code: int, known: set[int]) -> list[Candidate]:
        """Names of the same consonants inside one country, most alike first."""
        written = fold(name)
        target = canon(written)
        if len(target) < 3:
            return []
        best: dict[int, tuple[float, int]] = {}
        for form in self._index.bones(skeleton(target), code):
            row = int(self._arrays["form_place"][form])
            if row in known or self._arrays["form_flags"][form] & (EXACT | DEMONYM):
                continue
            other = self._key_text(int(form))
            score = max(fuzz.ratio(written, other), fuzz.ratio(target, canon(other)))
            if score >= SKELETON_RATIO and score > best.get(row, (0.0, 0))[0]:
                best[row] = (score, int(form))
        ordered = sorted(best, key=lambda row: (-best[row][0], row))[:20]
        return [
            Candidate(
                self.place_at(r), self._index.form(best[r][1]), "skeleton", round(best[r][0] / 100 * 0.8, 4)
            )
            for r in ordered
        ]

    def _place_at(self, row: int) -> Place:
        cells = self._cells
        source, licence = self._sources[cells["source"][row]]
        division, extent = cells["admin1"][row], cells["extent"][row]
        kind = self._kinds[cells["kind"][row]]
        name = self._index.form(cells["place_form"][row])
        return Place(
            self._ident(row),
            name,
            kind,
            cells["lon"][row] / 1e5,
            cells["lat"][row] / 1e5,
            self._codes[cells["country"][row]],
            self._division(division) if division >= 0 else name if kind == "admin1" else "",
            cells["population"][row],
            float(extent) if extent else None,
            has_shape=cells["place_shape"][row] >= 0,
            source=source,
            licence=licence,
            extra=self._extras[cells["feature"][row]],
        )

    def _name_of(self, row: int) -> str:
        return self._index.form(self._cells["place_form"][row])

    def _ident(self, row: int) -> str:
        scheme = self._schemes[self._cells["scheme"][row]]
        number = self._cells["number"][row]
        width = _CODE_LENGTH.get(scheme)
        return f"{scheme}:{_letters(number, width) if width else number}"


def open_world(cache: Path | None = None, *, progress: Progress | None = None) -> World:
    """Open the bundled world, compiling its index on first use.

    ``cache`` is the folder that holds the index (None: the user's cache directory).
    """
    return World(open_index(cache, progress=progress))


def _as_written(form: str, written: str) -> bool:
    """Whether an abbreviation is written as recorded; capitals may stand with or without stops."""
    if form == written or form.replace(" ", "") == written.replace(" ", ""):
        return True
    return form.isupper() and written.isupper() and form.replace(".", "") == written.replace(".", "")


def _encoded(name: str) -> bytes:
    """A name as forms are stored; no form has half of a surrogate pair."""
    return name.encode("utf-8", "surrogatepass")


def _letters(number: int, width: int) -> str:
    text = ""
    while number:
        number, rest = divmod(number, 36)
        text = _ALPHA[rest] + text
    return text.rjust(width, "0").upper()
