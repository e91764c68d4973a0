"""Extracts as bytes and back: JSON, compressed, without pickle.

Whoever can write into a cache or an output folder can at worst make these bytes wrong, never make them run.
A record becomes the list of its fields in their order; records that recur in an extract (places, phrases,
motions, situations) stand once in a table before it, and their numbers in their stead. So equal extracts give
equal bytes, and ``unpack(pack(extract)) == extract``.
"""

from __future__ import annotations

import json
import zlib
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields
from functools import cache
from tempfile import SpooledTemporaryFile, gettempdir
from types import UnionType
from typing import Any, Generic, TypeVar, get_args, get_origin, get_type_hints
from weakref import finalize

from geo import records
from geo.errors import InputError, OutputError
from geo.records import Document, Extract, Motion, Phrase, Place, Situation

Item = TypeVar("Item")
Table = list[Any]
"""Records that recur: the number of their type in ``_SHARED`` and their fields, those they hold before."""
Seen = dict[Any, int]
Encoder = Callable[[Any, Seen, Table], Any]
Decoder = Callable[[Any, Table], Any]

_SHARED: tuple[Any, ...] = (Place, Phrase, Motion, Situation)
_PLAIN = (str, int, float, bool, type(None))
_LEVEL = 1
"""Of zlib: hardly more bytes than its default makes, in a third of the time."""
_LITTLE = 4_000_000
"""Bytes of a pile that are in memory (project choice)."""
_LARGEST = 1 << 29
"""Bytes of an unpacked extract, beyond which its bytes are taken for damaged or hostile."""


def pack(extract: Extract, *, document: bool = True) -> bytes:
    """An extract as bytes; without its document for a reader that has that."""
    table: Table = []
    body = _encoder(Extract)(extract, {}, table)
    return deflate([table, body if document else [None, *body[1:]]])


def unpack(data: bytes, document: Document | None = None) -> Extract:
    """The extract of some bytes; ``document`` is its report where they came without.

    Raises InputError for bytes that ``pack`` did not make.
    """
    try:
        rows, (told, *rest) = inflate(data)
        table: Table = []
        for number, values in rows:
            table.append(_fields(_SHARED[number])(values, table))
        report: Document | None = document if told is None else _fields(Document)(told, table)
        found = _fields(Extract, skipped=1)(rest, table)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError) as error:
        raise InputError(f"got bytes that are no extract ({error}), expected such as geo writes") from error
    if report is None:
        raise InputError("got an extract without its report")
    return Extract(report, *found)


def pack_records(cls: Any, values: Iterable[Any]) -> list[Any]:
    """Records of one type (none that ``_SHARED`` names) as plain lists, for JSON."""
    encode = _encoder(cls)
    return [encode(value, {}, []) for value in values]


def unpack_records(cls: Any, rows: list[Any]) -> tuple[Any, ...]:
    """Records of a type from plain lists. Raises TypeError or ValueError for what is none."""
    decode = _decoder(cls)
    return tuple(decode(row, []) for row in rows)


def deflate(value: Any) -> bytes:
    """Plain values (lists, text, numbers) as compressed JSON."""
    return zlib.compress(json.dumps(value, separators=(",", ":")).encode(), _LEVEL)


def inflate(data: bytes) -> Any:
    """The values of ``deflate``. Raises ValueError for other bytes, and for more than half a gigabyte."""
    try:
        engine = zlib.decompressobj()
        text = engine.decompress(data, _LARGEST)
    except zlib.error as error:
        raise ValueError(str(error)) from error
    if not engine.eof:
        raise ValueError("cut off, or too long")
    return json.loads(text)


class Pile(Generic[Item]):
    """What comes in an order, as bytes: in memory while it is little, then in a file without a name."""

    def __init__(self, read: Callable[[bytes], Item]) -> None:
        """``read`` makes an item of its bytes."""
        self._read = read
        self._file = SpooledTemporaryFile(_LITTLE)  # noqa: SIM115  (closed when the pile goes)
        finalize(self, self._file.close)
        self._sizes = array("L")

    def __len__(self) -> int:
        return len(self._sizes)

    def append(self, data: bytes) -> None:
        """Put bytes on top. Raises OutputError where they cannot be kept."""
        try:
            self._file.write(data)
        except OSError as error:
            raise OutputError(
                f"{gettempdir()}: cannot be written ({error}); name another in TMPDIR"
            ) from error
        self._sizes.append(len(data))

    def __iter__(self) -> Iterator[Item]:
        """All of it, from the first on; nothing may be put on it meanwhile."""
        self._file.seek(0)
        for size in self._sizes:
            yield self._read(self._file.read(size))


# -- records to lists ----------------------------------------------------------------------------


@cache
def _encoder(hint: Any) -> Encoder:
    """What makes plain values of a value of a type."""
    inner = _optional(hint)
    if inner is not None:
        encode = _encoder(inner)
        if encode is _as_is:
            return encode
        return lambda value, s, t: None if value is None else encode(value, s, t)
    if hint in _PLAIN or get_origin(hint) is Mapping or _is_plain_tuple(hint):
        return _as_is
    if get_origin(hint) is tuple:
        first, *rest = get_args(hint)
        if rest == [...]:
            one = _encoder(first)
            return lambda value, s, t: [one(item, s, t) for item in value]
    if hint in _SHARED:
        return _shared_encoder(hint)
    return _fields_encoder(hint)


def _as_is(value: Any, _seen: Seen, _table: Table) -> Any:
    return value


def _fields_encoder(cls: type) -> Encoder:
    hints = _hints(cls)
    plan = tuple((name, _encoder(hint)) for name, hint in hints.items())
    # tuples of plain values are as good as lists for JSON, and most fields are plain
    return lambda record, s, t: [
        getattr(record, name) if encode is _as_is else encode(getattr(record, name), s, t)
        for name, encode in plan
    ]


def _shared_encoder(cls: type) -> Encoder:
    encode, number = _fields_encoder(cls), _SHARED.index(cls)

    def numbered(record: Any, seen: Seen, table: Table) -> int:
        at = seen.get(record)
        if at is None:
            values = encode(record, seen, table)
            at = seen[record] = len(table)
            table.append((number, values))
        return at

    return numbered


# -- and back ------------------------------------------------------------------------------------


@cache
def _decoder(hint: Any) -> Decoder:
    inner = _optional(hint)
    if inner is not None:
        decode = _decoder(inner)
        return decode if decode is _kept else lambda value, t: None if value is None else decode(value, t)
    if hint in _PLAIN or get_origin(hint) is Mapping:
        return _kept
    if get_origin(hint) is tuple:
        return _tuple_decoder(get_args(hint))
    if hint in _SHARED:
        return lambda value, t: t[value]
    return _fields(hint)


def _kept(value: Any, _table: Table) -> Any:
    return value


def _tuple_decoder(hints: tuple[Any, ...]) -> Decoder:
    if hints[1:] == (...,):
        one = _decoder(hints[0])
        if one is _kept:
            return lambda value, _: tuple(value)
        return lambda value, t: tuple([one(item, t) for item in value]) if value else ()
    each = tuple(_decoder(hint) for hint in hints)
    return lambda value, t: tuple(one(item, t) for one, item in zip(each, value, strict=True))


@cache
def _fields(cls: Any, *, skipped: int = 0) -> Decoder:
    """What makes a record of the list of its fields; without the first ones, the tuple of the others."""
    hints = list(_hints(cls).values())[skipped:]
    plan = [(at, one) for at, hint in enumerate(hints) if (one := _decoder(hint)) is not _kept]
    count = len(hints)

    def made(values: Any, table: Table) -> Any:
        row = list(values)
        if len(row) != count:
            raise ValueError(f"{cls.__name__}: got {len(row)} fields, expected {count}")
        for at, one in plan:
            row[at] = one(row[at], table)
        return tuple(row) if skipped else cls(*row)

    return made


# -- types ---------------------------------------------------------------------------------------


def _hints(cls: Any) -> dict[str, Any]:
    known = get_type_hints(cls, vars(records))
    return {field.name: known[field.name] for field in fields(cls)}


def _optional(hint: Any) -> Any:
    """The type of ``type | None``, None for another."""
    if isinstance(hint, UnionType) or get_origin(hint) is UnionType:
        inner = [one for one in get_args(hint) if one is not type(None)]
        return inner[0] if len(inner) == 1 else None
    return None


def _is_plain_tuple(hint: Any) -> bool:
    """Whether a type is of tuples of plain values, however deep."""
    return get_origin(hint) is tuple and all(
        one is ... or one in _PLAIN or _is_plain_tuple(one) for one in get_args(hint)
    )
