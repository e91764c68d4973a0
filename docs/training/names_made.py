"""Training texts made from templates: every slot filled with names of one part of the world."""

# ruff: noqa: ANN001, ANN201, ANN202, ANN204, C901, D103, PLR0911, PLR0912 - a script run by hand; chance is seeded, not secret

from __future__ import annotations

import csv
import re
from pathlib import Path

from names_world import LEXICON

_TEMPLATES = Path(__file__).with_name("name_templates.txt")
_SLOT = re.compile(r"\{(\w+)\}")
_MONTHS = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
]  # fmt: skip
_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_TEAMS = [
    "United", "City", "Rovers", "Rangers", "Wanderers", "Tigers", "Eagles", "Lions", "Bulls", "Bears",
    "Wildcats", "Athletic", "FC", "Kings", "Hawks",
]  # fmt: skip
_PAPERS = [
    "Times", "Post", "Herald", "Tribune", "Gazette", "Star", "Mirror", "Courier", "Daily", "Mail",
    "Chronicle", "Observer",
]  # fmt: skip
_BRANDS = [
    "Tesco", "Walmart", "Samsung", "Nokia", "Siemens", "Ikea", "Lidl", "Aldi", "Carrefour", "Starbucks",
    "Pepsi", "Nestle", "Unilever", "Vodafone", "Huawei", "Xiaomi", "Lenovo", "Tesla", "Honda",
    "Gazprom", "Rosneft", "Petrobras", "Aramco", "Shell", "Exxon", "Chevron", "Pfizer", "Novartis",
    "Bayer", "Adidas", "Nike", "Puma", "Zara", "Uber", "Airbnb", "Spotify", "Telegram", "WhatsApp",
    "TikTok", "Reddit", "Bitcoin", "Opec", "Interpol", "Greenpeace", "Oxfam", "Unesco", "Reuters",
    "Bloomberg", "Xinhua", "Interfax", "Lufthansa", "Emirates", "Qantas", "Airbus", "Embraer",
    "Lockheed", "Raytheon", "Visa", "Hilton", "Disney", "Marvel", "Netflix", "Arsenal", "Barcelona",
    "Juventus", "Celtic", "Taliban", "Boko", "Daesh", "Fatah", "Likud", "Congress", "Parliament",
]  # fmt: skip
_SEATS = [
    "White House",
    "Kremlin",
    "Pentagon",
    "Elysee Palace",
    "Blue House",
    "Capitol",
    "Downing Street",
    "Vatican",
]
"""Buildings that stand for those who govern in them."""
_PEOPLES = {"adj", "people"}
"""Slots that are marked without brackets."""
_GROUPS = [
    "Front",
    "State",
    "Army",
    "Movement",
    "Party",
    "Union",
    "Council",
    "Congress",
    "Brigade",
    "Alliance",
    "League",
    "Forces",
    "Resistance",
]  # fmt: skip
_LANGUAGES = [
    "English",
    "Arabic",
    "French",
    "Spanish",
    "Russian",
    "Hindi",
    "Portuguese",
    "Swahili",
    "Chinese",
    "Turkish",
    "Persian",
    "German",
]  # fmt: skip
_ABROAD = [
    "Paris", "London", "Berlin", "Washington", "Moscow", "Beijing", "Tokyo", "Geneva", "Brussels",
    "Dubai", "Cairo", "Nairobi", "Texas", "California", "Sydney", "Canada", "France", "Germany",
    "Japan", "India", "Brazil", "Europe", "Africa", "Asia", "America", "Australia",
    "New York", "Latin America", "Southeast Asia", "South Africa", "United Kingdom",
]  # fmt: skip


def templates():
    lines = _TEMPLATES.read_text(encoding="utf-8").split("\n")
    lines = [line for line in lines if line and not line.startswith("#")]
    return [line[1:] for line in lines if line[0] == "~"], [line for line in lines if line[0] != "~"]


class Maker:
    """Makes texts of a world of names; the same chance gives the same texts."""

    def __init__(self, world):
        self.world = world
        self.openings, self.lines = templates()
        with (LEXICON / "common_words.csv").open(encoding="utf-8") as file:
            self.words = [row["word"].capitalize() for row in csv.DictReader(file) if len(row["word"]) > 3][
                300:9000
            ]

    def document(self, chance, number):
        """A record as of a corpus: text, toponyms with start and end."""
        fill = self._filler(chance)
        chosen = [chance.choice(self.openings)] if chance.random() < 0.8 else []
        chosen += [chance.choice(self.lines) for _ in range(chance.randint(6, 16))]
        text, marks = "", []
        for place, line in enumerate(chosen):
            start = len(text)
            text, found = _append(text, line, fill)
            if chance.random() < (0.35 if place == 0 else 0.03):
                text = text[:start] + _headline(text[start:], chance)
            marks += found
            text += chance.choice((" ", " ", " ", "\n\n"))
        return {"id": f"made-{number}", "text": text, "toponyms": marks, "nocoord": []}

    def _filler(self, chance):
        world, country = self.world, chance.choice(self.world.countries)
        land = chance.choice(world.countries)
        few = lambda make, count: [make() for _ in range(count)]  # noqa: E731
        persons = few(lambda: world.person(chance), 4)
        pools = {
            "city": few(lambda: world.place(chance, country, "city"), 3),
            "city2": few(lambda: world.place(chance, land, "city"), 2),
            "town": few(lambda: world.place(chance, country, "city"), 4),
            "admin1": few(lambda: world.place(chance, country, "admin1"), 2),
            "unlisted": few(lambda: world.unlisted(chance), 3),
            "unlisted2": few(lambda: world.unlisted(chance), 2),
            "country": few(lambda: chance.choice(world.country_names), 1),
            "land": few(lambda: chance.choice(world.country_names), 2),
            "placelast": few(lambda: world.place_last(chance), 2),
        }
        pools["capital"] = pools["city"][:1]

        def value(slot):
            if slot.isupper():
                return value(slot.lower()).upper()
            if slot in pools:
                return chance.choice(pools[slot])
            first, last = chance.choice(persons)
            if slot in {"person", "first", "last"}:
                return {"person": f"{first} {last}", "first": first, "last": last}[slot]
            return self._other(chance, slot, pools)

        return value

    def _other(self, chance, slot, pools):
        world = self.world
        place = lambda: world.place(chance, chance.choice(world.countries), "city")  # noqa: E731
        match slot:
            case "placeperson":
                return f"{chance.choice(world.first)} {chance.choice(pools['placelast'])}"
            case "placefirst":
                return chance.choice(world.place_first)
            case "placeword":
                return chance.choice((*pools["placelast"], *world.place_first))
            case "adj" | "adjword":
                return chance.choice(world.peoples["adjective"])
            case "people":
                return chance.choice(world.peoples["people"])
            case "language":
                return chance.choice(_LANGUAGES)
            case "far":
                return chance.choice(_ABROAD)
            case "team":
                return f"{chance.choice((place(), *pools['city']))} {chance.choice(_TEAMS)}"
            case "daily":
                return f"{chance.choice((place(), *pools['city']))} {chance.choice(_PAPERS)}"
            case "street" | "river":
                return chance.choice((world.unlisted(chance), chance.choice(world.last), place()))
            case "seat":
                return chance.choice(_SEATS)
            case "famous":
                return chance.choice(world.famous_first)
            case "abbr":
                return "".join(chance.choice("ABCDEFGIJKLMNPQRSTUVW") for _ in range(chance.randint(3, 5)))
            case "group":
                return self._group(chance, pools)
            case "brand":
                return chance.choice(
                    (*_BRANDS, world.unlisted(chance).split()[-1], world.unlisted(chance).split()[-1])
                )
            case "odd":
                return chance.choice((world.unlisted(chance).split()[-1], chance.choice(world.last)))
            case "code":
                return str(chance.randint(101, 999))
            case "word":
                return chance.choice(self.words)
            case "month":
                return chance.choice(_MONTHS)
            case "day":
                return chance.choice(_DAYS)
        return str(chance.randint(2, 95))

    def _group(self, chance, pools):
        """An organisation with places in its name, often with its initials behind."""
        head = f"{chance.choice(self.words)} {chance.choice(_GROUPS)}"
        country, land = pools["country"][0], pools["land"][0]
        name = chance.choice((
            f"{head} in {country}", f"{head} of {country}", f"{head} in {country} and {land}",
            f"{head} for the Liberation of {country}", f"{country} {head}",
        ))  # fmt: skip
        initials = "".join(word[0] for word in name.split() if word[0].isupper())
        return f"{name} ({initials})" if chance.random() < 0.7 else name


def _headline(line, chance):
    """A line in the capitals of headlines, as long as before."""
    if chance.random() < 0.25:
        upper = line.upper()
        return upper if len(upper) == len(line) else line
    return re.sub(r"(?<![\w'-])[a-z](?=\w{3})", lambda match: match.group().upper(), line)


def _append(text, line, fill):
    """The text with a filled line behind it, and the places in it."""
    marks, start = [], None
    for piece in re.split(r"(\[|\]|\{\w+\})", line):
        if piece == "[":
            start = len(text)
        elif piece == "]":
            marks.append({"start": start, "end": len(text), "text": text[start:]})
            start = None
        else:
            slot = _SLOT.fullmatch(piece)
            filled = fill(slot.group(1)) if slot else piece
            if slot and slot.group(1) in _PEOPLES and start is None:
                marks.append({"start": len(text), "end": len(text) + len(filled), "text": filled})
            text += filled
    return text, marks
