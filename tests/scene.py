"""An invented scene for the page: real records, made by hand, of events that never were."""

from __future__ import annotations

import math

from geo.records import (
    Alternative,
    Claim,
    Distance,
    Document,
    Drawing,
    End,
    Extract,
    Mention,
    Motion,
    Movement,
    Phrase,
    Place,
    Quantity,
    Reading,
    Reference,
    Region,
    Resolution,
    Status,
    Time,
    Words,
)

PLACES = {
    place.name: place
    for place in (
        Place(
            "t:1",
            "Cúcuta",
            "city",
            -72.508,
            7.894,
            "CO",
            "Norte de Santander",
            777_000,
            8.0,
            source="GeoNames",
        ),
        Place("t:2", "Tibú", "city", -72.732, 8.639, "CO", "Norte de Santander", 36_000, 3.0),
        Place("t:3", "Ocaña", "city", -73.356, 8.238, "CO", "Norte de Santander", 100_000, 4.0),
        Place("t:4", "Bucaramanga", "city", -73.119, 7.125, "CO", "Santander", 580_000, 9.0),
        Place("t:5", "San Cristóbal", "city", -72.225, 7.767, "VE", "Táchira", 263_000, 7.0),
        Place("t:6", "Arauca", "city", -70.762, 7.085, "CO", "Arauca", 85_000, 4.0),
        Place("t:7", "Bogotá", "city", -74.081, 4.610, "CO", "Bogota D.C.", 7_700_000, 20.0),
        Place("t:8", "Venezuela", "country", -66.0, 8.0, "VE", "", 28_000_000, 600.0, has_shape=True),
        Place("t:9", "Catatumbo", "region", -72.95, 8.75, "CO", "", 0, 60.0),
        Place("t:10", "Palonegro Air Base", "base", -73.185, 7.127, "CO", "Santander", 0, 1.5),
        Place("t:11", "Pamplona", "city", -72.648, 7.376, "CO", "Norte de Santander", 53_000, 3.0),
        Place("t:12", "Pamplona", "city", -1.643, 42.817, "ES", "Navarre", 203_000, 6.0),
        Place("t:13", "Geneva", "city", 6.146, 46.202, "CH", "Geneva", 201_000, 6.0),
    )
}
PAMPLONA = Place("t:11", "Pamplona", "city", -72.648, 7.376, "CO", "Norte de Santander", 53_000, 3.0)
NAVARRE = Place("t:12", "Pamplona", "city", -1.643, 42.817, "ES", "Navarre", 203_000, 6.0)
PLACES["Pamplona"] = PAMPLONA


def curve(start: Place, end: Place, *, share: float = 1.0, bend: float = 0.12) -> dict[str, object]:
    """A bent line between two places; only its first ``share`` is kept."""
    points = []
    for step in range(21):
        t = step / 20 * share
        dx, dy = end.lon - start.lon, end.lat - start.lat
        push = bend * math.sin(math.pi * step / 20 * share)
        points.append([round(start.lon + dx * t - dy * push, 5), round(start.lat + dy * t + dx * push, 5)])
    return {"type": "LineString", "coordinates": points}


def ring(lon: float, lat: float, radius: float, *, first: int = 0, last: int = 360) -> dict[str, object]:
    """A circle or a sector as a polygon, radius in degrees, angles counter-clockwise from east."""
    arc = [
        [
            round(lon + radius * math.cos(math.radians(a)), 5),
            round(lat + radius * math.sin(math.radians(a)), 5),
        ]
        for a in range(first, last + 1, 5)
    ]
    points = arc if last - first >= 360 else [[lon, lat], *arc]
    return {"type": "Polygon", "coordinates": [[*points, points[0]]]}


class Writer:
    """Makes one Extract: every span is found in the text by its words."""

    def __init__(self, text: str, **about: str) -> None:
        self.text = text
        self.cursor = 0
        self.about = about
        self.mentions: list[Mention] = []
        self.resolutions: list[Resolution] = []
        self.regions: list[Region] = []
        self.region_drawings: list[Drawing] = []
        self.movements: list[Movement] = []
        self.drawings: list[Drawing] = []

    def after(self, words: str) -> None:
        """Look for what follows from these words on."""
        self.cursor = self.text.index(words)

    def words(self, what: str) -> Words:
        start = self.text.find(what, self.cursor)
        start = start if start >= 0 else self.text.index(what)
        return Words(start, start + len(what), what)

    def place(
        self,
        name: str,
        place: Place | None,
        *,
        literal: bool = True,
        demonym: bool = False,
        sure: float = 0.9,
        **more: object,
    ) -> int:
        at = self.words(name)
        index = len(self.mentions)
        self.mentions.append(Mention(at.start, at.end, at.text, literal=literal, demonym=demonym))
        self.resolutions.append(Resolution(index, place, sure if place else 0.0, **more))  # type: ignore[arg-type]
        return index

    def end(self, name: str, place: Place | None) -> End:
        at = self.words(name)
        return End(name, at.start, at.end, place)

    def move(
        self,
        sentence: str,
        trigger: str,
        kind: str,
        drawing: Drawing,
        *,
        mover: str | None = None,
        origins: tuple[End, ...] = (),
        destinations: tuple[End, ...] = (),
        status: Status | None = None,
        draw: str = "arrow",
        declined: str | None = None,
        **more: object,
    ) -> int:
        at = self.words(sentence)
        motion = Motion(
            start=at.start,
            end=at.end,
            text=sentence,
            trigger=self.words(trigger),
            lemma=trigger,
            motion_class=kind,
            status=status or Status(),
            mover=self.words(mover) if mover else None,
            **more,  # type: ignore[arg-type]
        )
        self.movements.append(Movement(motion, origins, destinations, draw=draw, declined=declined))
        self.drawings.append(drawing)
        return len(self.movements) - 1

    def area(
        self,
        words: str,
        model: str,
        relations: tuple[str, ...],
        anchor: End,
        drawing: Drawing,
        *,
        distance: Distance | None = None,
    ) -> None:
        at = self.words(words)
        reference = Reference(anchor.start or 0, anchor.end or 0, anchor.text)
        phrase = Phrase(at.start, at.end, words, model, relations, (reference,), distance)
        self.regions.append(Region(phrase, (anchor,)))
        self.region_drawings.append(drawing)

    def extract(self) -> Extract:
        sentences, start = [], 0
        for line in self.text.split("\n"):
            if line.strip():
                sentences.append((start, start + len(line)))
            start += len(line) + 1
        document = Document(
            id=f"doc-{self.about.get('title', '')}",
            source=self.about.pop("source", "report.txt"),
            text=self.text,
            **self.about,
        )  # type: ignore[arg-type]
        order = sorted(range(len(self.mentions)), key=lambda i: self.mentions[i].start)
        reading = Reading(
            document.id,
            tuple(sentences),
            tuple(self.mentions[i] for i in order),
            (),
            tuple(m.motion for m in self.movements),
        )
        return Extract(
            document=document,
            reading=reading,
            resolutions=tuple(self.resolutions[i] for i in order),
            regions=tuple(self.regions),
            movements=tuple(self.movements),
            region_drawings=tuple(self.region_drawings),
            movement_drawings=tuple(self.drawings),
        )


def first() -> Extract:
    p = PLACES
    w = Writer(
        "Families leave Tibú as fighting nears\n"
        "About 1,200 families fled Tibú for Cúcuta on Tuesday, the town's mayor said.\n"
        "An army column left Bucaramanga towards Ocaña before dawn.\n"
        "Fighters claim that they crossed into San Cristóbal from Cúcuta unhindered.\n"
        "Clashes went on south and east of Ocaña, in the hills of Catatumbo.\n"
        "Guards turned back a bus of volunteers from Pamplona at the bridge.\n"
        "The ministry in Bogotá would not comment, and Geneva urged calm.\n"
        "Nobody had left Arauca, the governor said.\n"
        "Colombian officials met in Villa Sin Nombre.\n",
        title="Families leave Tibú as fighting nears",
        publisher="The Andean Courier",
        published="2031-03-05",
        source="reports/andean.txt",
        url="https://courier.example/tibu",
    )
    for name in ("Tibú", "Cúcuta", "Bucaramanga", "Ocaña", "San Cristóbal"):
        w.place(
            name,
            p[name],
            reasons=("largest place of the name", "named with other places of the same division"),
        )
    w.place("Catatumbo", p["Catatumbo"])
    w.place(
        "Pamplona",
        PAMPLONA,
        sure=0.71,
        alternatives=(Alternative(PAMPLONA, 0.71), Alternative(NAVARRE, 0.22)),
        reasons=("same division as other places of the report",),
    )
    w.place("Bogotá", p["Bogotá"], literal=False)
    w.place("Geneva", p["Geneva"], literal=False)
    w.place("Arauca", p["Arauca"])
    w.place("Colombian", None, demonym=True)
    w.place(
        "Villa Sin Nombre",
        None,
        reasons=("not in the gazetteer",),
        suggestions=("Villa Sandino", "Villanueva"),
    )
    w.after("About 1,200 families fled Tibú for Cúcuta on Tuesday")
    w.move(
        "About 1,200 families fled Tibú for Cúcuta on Tuesday",
        "fled",
        "FLEE/DISPLACE",
        Drawing(
            curve(p["Tibú"], p["Cúcuta"]),
            model="both ends: curve from town to town",
            source="project choice",
            shape="arrow",
        ),
        mover="About 1,200 families",
        origins=(w.end("Tibú", p["Tibú"]),),
        destinations=(w.end("Cúcuta", p["Cúcuta"]),),
        status=Status(evidentiality="attributed", attribution="the town's mayor"),
        quantity=Quantity("About 1,200 families", 1200, 1200, 1200, "families"),
        time=Time("on Tuesday", "2031-03-04", "2031-03-04"),
        goal_reached="yes",
    )
    w.after("An army column left Bucaramanga towards Ocaña before dawn")
    w.move(
        "An army column left Bucaramanga towards Ocaña before dawn",
        "left",
        "DEPART",
        Drawing(
            curve(p["Bucaramanga"], p["Ocaña"], share=0.66),
            model="towards: two thirds of the way",
            shape="short",
        ),
        mover="An army column",
        origins=(w.end("Bucaramanga", p["Bucaramanga"]),),
        destinations=(w.end("Ocaña", p["Ocaña"]),),
        towards=True,
    )
    w.after("they crossed into San Cristóbal from Cúcuta unhindered")
    w.move(
        "they crossed into San Cristóbal from Cúcuta unhindered",
        "crossed",
        "CROSS/TRANSIT",
        Drawing(curve(p["Cúcuta"], p["San Cristóbal"], bend=-0.2), model="both ends", shape="arrow"),
        mover="Fighters",
        origins=(w.end("Cúcuta", p["Cúcuta"]),),
        destinations=(w.end("San Cristóbal", p["San Cristóbal"]),),
        status=Status(evidentiality="claimed", attribution="Fighters", cues=("claim",)),
    )
    w.after("Guards turned back a bus of volunteers from Pamplona at the bridge")
    w.move(
        "Guards turned back a bus of volunteers from Pamplona at the bridge",
        "turned back",
        "RETURN",
        Drawing(curve(PAMPLONA, p["Cúcuta"], share=0.6), model="prevented: stub and bar", shape="bar"),
        mover="a bus of volunteers",
        origins=(w.end("Pamplona", PAMPLONA),),
        status=Status(eventuality="prevented", cues=("turned back",)),
        draw="prevented",
    )
    w.after("Nobody had left Arauca")
    w.move(
        "Nobody had left Arauca",
        "left",
        "DEPART",
        Drawing(None),
        draw="none",
        declined="negated: it did not happen",
        status=Status(factuality="negated"),
    )
    ocana = p["Ocaña"]
    halo = ring(ocana.lon, ocana.lat, 0.42, first=-120, last=30)
    w.area(
        "south and east of Ocaña",
        "EXT",
        ("S", "E"),
        w.end("Ocaña", ocana),
        Drawing(
            ring(ocana.lon, ocana.lat, 0.28, first=-110, last=20),
            halo=halo,
            model="EXT: union of two cones",
            source="GBIF best practices",
        ),
    )
    return w.extract()


def second() -> Extract:
    p = PLACES
    w = Writer(
        "Displaced people reach Cúcuta\n"
        "More than 900 people who escaped from Tibú have reached Cúcuta.\n"
        "The army plans to send two battalions from Palonegro Air Base to Arauca next week.\n"
        "Many set out for Venezuela.\n"
        "A camp lies 30 km north of Cúcuta.\n"
        "Rebels withdrew from Tibú, an officer said.\n",
        title="Displaced people reach Cúcuta",
        publisher="Radio Frontera",
        published="2031-03-06",
        source="reports/frontera.txt",
    )
    w.place("Cúcuta", p["Cúcuta"])
    for name in ("Tibú", "Palonegro Air Base", "Arauca", "Venezuela"):
        w.place(name, p[name])
    w.after("More than 900 people who escaped from Tibú have reached Cúcuta")
    w.move(
        "More than 900 people who escaped from Tibú have reached Cúcuta",
        "escaped",
        "FLEE/DISPLACE",
        Drawing(curve(p["Tibú"], p["Cúcuta"]), model="both ends", shape="arrow"),
        mover="people",
        origins=(w.end("Tibú", p["Tibú"]),),
        destinations=(w.end("Cúcuta", p["Cúcuta"]),),
        quantity=Quantity("More than 900 people", 900, 900, None, "people"),
    )
    w.after("plans to send two battalions from Palonegro Air Base to Arauca next week")
    w.move(
        "plans to send two battalions from Palonegro Air Base to Arauca next week",
        "send",
        "DEPLOY/REINFORCE",
        Drawing(curve(p["Palonegro Air Base"], p["Arauca"]), model="both ends", shape="arrow"),
        mover="two battalions",
        origins=(w.end("Palonegro Air Base", p["Palonegro Air Base"]),),
        destinations=(w.end("Arauca", p["Arauca"]),),
        status=Status(eventuality="planned", cues=("plans to",)),
        time=Time("next week"),
    )
    venezuela = Place("x", "", "city", -72.0, 8.05)
    w.after("Many set out for Venezuela")
    w.move(
        "Many set out for Venezuela",
        "set out",
        "DEPART",
        Drawing(
            curve(Place("y", "", "city", -72.9, 7.95), venezuela),
            model="destination only: faded tail",
            shape="faded-tail",
        ),
        mover="Many",
        destinations=(w.end("Venezuela", p["Venezuela"]),),
    )
    w.after("Rebels withdrew from Tibú")
    w.move(
        "Rebels withdrew from Tibú",
        "withdrew",
        "WITHDRAW",
        Drawing(
            curve(p["Tibú"], Place("z", "", "city", -73.2, 8.95)),
            model="origin only: open head",
            shape="open-head",
        ),
        mover="Rebels",
        origins=(w.end("Tibú", p["Tibú"]),),
        status=Status(evidentiality="attributed", attribution="an officer"),
    )
    cucuta = p["Cúcuta"]
    w.area(
        "30 km north of Cúcuta",
        "DD",
        ("N",),
        w.end("Cúcuta", cucuta),
        Drawing(
            ring(cucuta.lon, cucuta.lat + 0.27, 0.09),
            halo=ring(cucuta.lon, cucuta.lat + 0.27, 0.16),
            model="DD",
        ),
        distance=Distance("30 km", 30.0),
    )
    return w.extract()


def scene() -> tuple[list[Extract], list[Claim]]:
    """Two reports and their claims; the flight from Tibú is told by both."""
    extracts = [first(), second()]
    claims = [
        Claim("claim-flight", ((0, 0), (1, 0)), (0, 1), ("The Andean Courier", "Radio Frontera"), 900, 1200),
        Claim("claim-column", ((0, 1),), (0,), ("The Andean Courier",)),
        Claim("claim-crossing", ((0, 2),), (0,), ("The Andean Courier",)),
        Claim("claim-bus", ((0, 3),), (0,), ("The Andean Courier",)),
        Claim("claim-nobody", ((0, 4),), (0,), ("The Andean Courier",)),
        Claim("claim-battalions", ((1, 1),), (1,), ("Radio Frontera",)),
        Claim("claim-many", ((1, 2),), (1,), ("Radio Frontera",)),
        Claim("claim-rebels", ((1, 3),), (1,), ("Radio Frontera",)),
    ]
    return extracts, claims
