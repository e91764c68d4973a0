"""What a person asked of the page beyond its marks: words, language, online tiles, blunt positions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from geo import schema
from geo.coordinates import on_grid
from geo.page.names import names_in
from geo.page.shell import subtitle
from geo.page.tiles import tiles_of

if TYPE_CHECKING:
    from geo.settings import PageSettings


def content(layers: schema.Layers, settings: PageSettings) -> dict[str, Any]:
    """Entries of the page's data; ``notes`` are sentences for the legend."""
    tiles = tiles_of(settings.tiles)
    shown = {"url": tiles.url, "options": tiles.options, "labelled": tiles.labelled} if tiles else None
    return {
        "title": settings.title,
        "subtitle": settings.subtitle or subtitle(layers),
        "language": settings.language,
        "blunt": settings.blunt,
        "tiles": shown,
        "notes": [*layers.safety, *([tiles.words] if tiles else [])],
    }


def labels(places: Iterable[Mapping[str, Any]], settings: PageSettings) -> dict[str, dict[str, str]]:
    """Names on the map of places in the language asked for, by id, where they differ from the main ones."""
    names = names_in(settings.language)
    named = {str(row["id"]): names.of_place(row) for row in places} if names.countries else {}
    return {ident: {"caption": name} for ident, name in named.items() if name}


def ground(found: Mapping[str, Any], settings: PageSettings) -> dict[str, Any]:
    """The basemap with its names in the language asked for, no more exact than the marks are.

    What is suppressed has no name on the basemap either, which would say where it is.
    """
    named = {**found, **names_in(settings.language).on_basemap(found)}
    if "country" in settings.suppress:
        named |= {"countries": [], "outlines": {}}
    if "city" in settings.suppress:
        named["cities"] = []
    if not settings.round_km:
        return named
    moved = [(one, on_grid(one[1], one[2], km=settings.round_km)) for one in named["cities"]]
    return {**named, "cities": [[one[0], lon, lat, *one[3:]] for one, (lon, lat) in moved]}
