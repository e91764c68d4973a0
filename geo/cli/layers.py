"""``geo gazetteer``: other people's gazetteers added, listed and taken away."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geo.cli.group import main
from geo.cli.options import as_json, cache, default_gazetteer, quiet
from geo.cli.talk import INCOMPLETE, Bar, guarded, print_json, say
from geo.errors import GazetteerError

if TYPE_CHECKING:
    from geo.gazetteer import OpenGazetteer
    from geo.gazetteer.imports import Layer

_folder = click.option(
    "--to",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("gazetteer"),
    show_default=True,
    metavar="DIR",
    help="Folder of your gazetteer.",
)


@main.group()
def gazetteer() -> None:
    """Add the gazetteers of others (P-codes, GeoNames, GIS layers), list them, take them away."""


@gazetteer.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--name", default="", metavar="NAME", help="Name of the layer. [default: that of FILE]")
@click.option("--source", default="", metavar="WORDS", help="Who made it; shown with every place.")
@click.option("--licence", "--license", default="", metavar="WORDS", help="Its terms.")
@_folder
@cache
@quiet
@guarded
def add(
    file: Path, *, name: str, source: str, licence: str, folder: Path, cache: Path | None, quiet: bool
) -> int:
    """Make a layer of FILE: its places stand beside those of the bundled world, with their ids.

    A whole dump of GeoNames is compiled (minutes); in it names are sought that nothing else knows. Reads also
    tables with P-codes, Who's On First CSV, Linked Places (LP-TSV, LPF), extracts of GeoNames, GeoJSON,
    KML, GeoPackage, Shapefile and any table with names and coordinates. The text around a name still decides
    which place it means: only rows of your own settle a name.
    """
    from geo import exports  # noqa: PLC0415
    from geo.gazetteer import imports, open_gazetteer  # noqa: PLC0415
    from geo.gazetteer.dump import ENDING, is_dump  # noqa: PLC0415

    named = imports.layer_name(name or file.stem)
    if is_dump(file):
        return _add_dump(file, folder / f"{named}{ENDING}", source=source, licence=licence, quiet=quiet)
    with Bar(quiet=quiet) as bar:
        world = open_gazetteer((), cache=cache, progress=bar)
    made = imports.read(file, lambda *told: _located(world, *told))
    path = folder / f"{named}.csv"
    if path.exists() and imports.read_layer(path) is None:
        raise GazetteerError(f"{path}: is a file of your own, not a layer; choose another --name")
    layer = imports.Layer(
        named,
        path,
        made.form,
        source or _SOURCES.get(made.form, file.name),
        licence or _LICENCES.get(made.form, ""),
        time.strftime("%Y-%m-%d"),
        file.name,
        len(made.places),
    )
    exports.write({path: imports.write_layer(layer, made.places)})
    for words in made.left_out:
        say(f"warning: {file}: {words}", style="yellow")
    if not quiet:
        say(f"geo: {path}: {layer.rows:,} places ({made.form}); source: {layer.source}")
    return INCOMPLETE if made.left_out else 0


def _add_dump(file: Path, folder: Path, *, source: str, licence: str, quiet: bool) -> int:
    """Compile a whole dump of GeoNames, in which names are sought that nothing else knows."""
    from geo.gazetteer.dump import compile_dump  # noqa: PLC0415

    about = {
        "form": "GeoNames dump",
        "source": source or _SOURCES["GeoNames"],
        "licence": licence or _LICENCES["GeoNames"],
        "imported": time.strftime("%Y-%m-%d"),
        "file": file.name,
    }
    with Bar(quiet=quiet) as bar:
        count = compile_dump(file, folder, about, progress=bar)
    if not quiet:
        say(f"geo: {folder}: {count:,} places; names that nothing else knows are sought in it")
    return 0


_SOURCES = {
    "P-codes": "OCHA common operational dataset",
    "GeoNames": "GeoNames",
    "Who's On First": "Who's On First",
}
_LICENCES = {"GeoNames": "CC BY 4.0"}


def _located(world: OpenGazetteer, name: str, kind: str, country: str) -> tuple[float, float] | None:
    """(lon, lat) of a division by name where the bundled world has it in that country."""
    found = world.candidates(name, country=country or None)
    kinds = (kind, "city") if kind == "admin2" else (kind,)
    sure = (one.place for one in found if one.match in {"name", "alias", "fold"} and one.place.kind in kinds)
    here = [place for place in sure if place.country == country or not country]
    best = min(here, key=lambda place: kinds.index(place.kind), default=None)
    return (best.lon, best.lat) if best else None


@gazetteer.command(name="list")
@_folder
@as_json
@guarded
def list_layers(*, folder: Path, as_json: bool) -> int:
    """List the layers that were added: places, date, source, licence."""
    from geo.gazetteer.imports import layers  # noqa: PLC0415

    found = layers(folder)
    if as_json:
        print_json([_as_data(layer) for layer in found])
        return 0
    for layer in found:
        click.echo(_line(layer))
    if not found:
        say(f"geo: no layer in {folder}; add one with: geo gazetteer add FILE")
    return 0


@gazetteer.command()
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@_folder
@quiet
@guarded
def remove(names: Sequence[str], *, folder: Path, quiet: bool) -> int:
    """Take layers away again. Files that you wrote yourself are never touched."""
    from geo.gazetteer.imports import layers, remove_layer  # noqa: PLC0415

    known = {layer.name: layer for layer in layers(folder)}
    unknown = [name for name in names if name not in known]
    if unknown:
        have = ", ".join(known) or "none"
        raise GazetteerError(f"no layer called {', '.join(unknown)} in {folder}; there are: {have}")
    for name in dict.fromkeys(names):
        remove_layer(known[name])
        if not quiet:
            say(f"geo: {known[name].path} is removed")
    return 0


@gazetteer.command()
@_folder
@cache
@as_json
@guarded
def status(*, folder: Path, cache: Path | None, as_json: bool) -> int:
    """Say what names are sought in: the bundled world, the layers, your own files, and their faults."""
    from geo.gazetteer import files, open_gazetteer, packaged_rows  # noqa: PLC0415
    from geo.gazetteer.imports import layers  # noqa: PLC0415
    from geo.gazetteer.index import cache_folder  # noqa: PLC0415
    from geo.gazetteer.rows import read_rows  # noqa: PLC0415

    found = layers(folder)
    named = [folder] if folder.is_dir() else list(default_gazetteer())
    begun = time.monotonic()
    opened = open_gazetteer(named, cache=cache)
    seconds = time.monotonic() - begun
    imported = {layer.path for layer in found}
    own = {path: len(read_rows(path).rows) for path in files(named) if path not in imported}
    shipped = len(read_rows(packaged_rows()).rows)
    told: dict[str, Any] = {
        "cache": str(cache_folder(cache)),
        "shipped_rows": shipped,
        "layers": [_as_data(layer) for layer in found],
        "files": [{"file": str(path), "rows": rows} for path, rows in own.items()],
        "rows_in_force": opened.rows,
        "faults": len(opened.problems),
        "seconds_to_open": round(seconds, 2),
    }
    if as_json:
        print_json(told)
        return 0
    click.echo(f"bundled world, compiled in {told['cache']}; {shipped:,} rows shipped with the program")
    for layer in found:
        click.echo(f"layer {_line(layer)}")
    for path, rows in own.items():
        click.echo(f"your file {path}: {rows:,} rows")
    faults = f"{len(opened.problems)} faults (geo check)" if opened.problems else "no fault"
    click.echo(f"{opened.rows:,} rows in force, opened in {seconds:.2f} s, {faults}")
    return 0


def _line(layer: Layer) -> str:
    parts = (
        layer.name,
        f"{layer.rows:,} places ({layer.form})",
        f"imported {layer.imported} from {layer.file}",
        f"source: {layer.source or 'not said'}",
        f"licence: {layer.licence or 'not said'}",
        str(layer.path),
    )
    return " | ".join(parts)


def _as_data(layer: Layer) -> dict[str, Any]:
    return asdict(layer) | {"path": str(layer.path)}
