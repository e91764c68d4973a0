"""The notations of coordinates in running text, as patterns over text with one sign of each sort.

``SAME_LENGTH`` of ``angles`` gives that text. Groups are called after what they hold. Hemisphere
letters are capitals; nothing here decides whether numbers are coordinates (see ``guards``).
"""

from __future__ import annotations

import re

_NUM = r"\d{1,3}(?:[.,]\d{1,12})?"
_PART = r"\d{1,2}(?:[.,]\d{1,9})?"
_DEG = r"\s?(?:°|(?i:deg(?:ree)?s?)(?![a-zA-Z])\.?,?)"
_MIN = r"\s?(?:'(?!')|(?i:min(?:ute)?s?)(?![a-zA-Z])\.?,?)"
_SEC = r"\s?(?:\"|''|(?i:sec(?:ond)?s?)(?![a-zA-Z])\.?,?)"
_AND = r"\s{0,2}(?:and\s)?"
_MARKED = (
    rf"{_NUM}{_DEG}(?:{_AND}{_PART}{_MIN}(?:{_AND}{_PART}(?:{_SEC})?)?"
    rf"|{_AND}\d\d?\s\d\d?(?:[.,]\d+)?|\s?{_PART})?"
)
"""An angle with a degree sign or word; the marks of minutes and seconds may be left out."""
_SPACED = (
    r"(?:\d{1,3}(?:[-\s]\d{1,2}){1,2}(?:[.,]\d{1,9})?(?:\s?['\"]){0,2}"
    r"|\d{1,3}:\d\d:\d\d(?:[.,]\d{1,9})?|\d{1,3}:\d\d[.,]\d{1,9})"
)
_PLAIN = r"\d{1,3}(?:[.,]\d{1,12})?"
_ANGLE = rf"(?:{_MARKED}|{_SPACED}|{_PLAIN})"
_WIDE = rf"(?:{_MARKED}|\d{{1,3}}(?:[-\s:]\d\d){{1,2}}(?:[.,]\d{{1,9}})?|{_PLAIN}(?![-\s]\d\b))"
"""The same behind a letter, where "N 10 9 8" may be a hand of cards: minutes and seconds of two digits."""
_NS = r"(?:\s?(?:[NS](?![A-Za-z'])\.?|(?i:north|south)(?![a-zA-Z])))"
_EW = r"(?:\s?(?:[EW](?![A-Za-z'])\.?|(?i:east|west)(?![a-zA-Z])))"
_PRE_NS = r"(?:\b[NS]\.?\s?|\b(?i:north|south)\s)"
_PRE_EW = r"(?:\b[EW]\.?\s?|\b(?i:east|west)\s)"
_LAT = r"(?:lat(?:itude)?s?)(?![a-z])\.?"
_LON = r"(?:long?(?:itude)?s?|lng)(?![a-z])\.?"
_LABELS = rf"(?:\s?(?i:{_LAT}|{_LON})\s?[:=]?)?"
_JOIN = r"\s{0,2}(?:[,;/|\u00d7&\u2013\u2014-]\s{0,2}|(?i:and|by|x)\s)?(?:(?i:and|by)\s)?"
_SEP = rf"{_LABELS}{_JOIN}{_LABELS}\s{{0,2}}(?:of\s)?"
_FRONT = r"(?<![\w.,°])(?<!\d['\"-])"
_BACK = r"(?![\w°]|[.,]\d)"

LETTERED = re.compile(
    rf"{_FRONT}(?:"
    rf"(?P<a>{_ANGLE}{_NS}){_SEP}(?P<b>{_ANGLE}{_EW}){_BACK}|"
    rf"(?P<c>{_ANGLE}{_EW}){_SEP}(?P<d>{_ANGLE}{_NS}){_BACK}|"
    rf"(?P<e>{_PRE_NS}{_WIDE}){_SEP}(?P<f>{_PRE_EW}{_WIDE}){_BACK}|"
    rf"(?P<g>{_PRE_EW}{_WIDE}){_SEP}(?P<h>{_PRE_NS}{_WIDE}){_BACK})"
)
"""Two angles with hemisphere letters or words; in (a, b) and (e, f) the latitude comes first."""

_MORE = r"(?:\d\d)?(?:\.\d{1,4})?"
PACKED = re.compile(
    rf"(?<![\w.,-])(?:"
    rf"(?P<a>\d{{4}}{_MORE}\s?[NS])\s?[/,-]?\s?(?P<b>\d{{5}}{_MORE}\s?[EW])|"
    rf"(?P<e>[NS]\s?\d{{4}}{_MORE})\s?[/,-]?\s?(?P<f>[EW]\s?\d{{5}}{_MORE})){_BACK}"
)
"""Degrees, minutes and seconds without separators: ``3620N 04307E``."""

_IS = r"(?:\s?[\"']?\s?[:=]\s?[\"']?|\s(?:is|of|at|was)\s|\s|(?=[NSEW+-]))\s?"
_Y = rf"(?:[NS]\s?)?[+-]?{_ANGLE}{_NS}?"
_X = rf"(?:[EW]\s?)?[+-]?{_ANGLE}{_EW}?"
_NEXT = r"[\"']?\s?[,;/&|]?\s{0,2}(?:and\s)?(?:at\s|a\s)?[\"']?"
LABELLED = re.compile(
    rf"(?<![a-zA-Z])(?:"
    rf"(?i:{_LAT}){_IS}(?P<a>{_Y}){_NEXT}(?i:{_LON}){_IS}(?P<b>{_X})|"
    rf"(?i:{_LON}){_IS}(?P<c>{_X}){_NEXT}(?i:{_LAT}){_IS}(?P<d>{_Y})){_BACK}"
)
"""``latitude 36.34, longitude 43.13`` and its relations, in either order."""

BARE = re.compile(
    r"(?<![\w.,°$€£+/-])(?P<a>[+-]?\d{1,3}\.\d{1,12}\s?°?)(?P<gap>\s?[,;/]\s?|\s)(?P<b>[+-]?\d{1,3}\.\d{1,12}\s?°?)"
    r"(?![\w°/]|[.,]\d|-\d)"
)
"""Two decimal numbers side by side."""

_DM = r"[+-]?\d{1,3}°\s?\d{1,2}(?:\.\d+)?'(?:\s?\d{1,2}(?:\.\d+)?(?:\"|''))?"
UNSIGNED = re.compile(rf"(?<![\w.,°$€£-])(?P<a>{_DM})\s?[,;/]?\s?(?P<b>{_DM})(?![\w°])")
"""Degrees and minutes without hemispheres."""

MGRS = re.compile(
    r"(?<![\w.,+-])(?P<zone>\d{1,2})\s?(?P<band>[A-Z])\s?(?P<square>[A-Z]{2})\s?(?P<digits>\d{1,5}\s\d{1,5}|\d{2,11})"
    r"(?![\w%]|[.,:/-]\d)"
)
_EASTING = r"0?(?P<easting>\d{6}(?:\.\d{1,3})?)"
_NORTHING = r"(?P<northing>\d{6,7}(?:\.\d{1,3})?)"
_ZONE = r"(?:(?i:zone)\s)?(?P<zone>\d{1,2})\s?-?(?P<letter>[A-Z]|(?i:north|south))"
UTM = re.compile(
    rf"(?<![\w.,+-])(?:(?i:utm)\s?:?\s?)?{_ZONE}(?![a-zA-Z])[\s,;:]{{1,2}}"
    rf"(?:(?i:easting)\b|E(?![a-z]))?[\s:=]{{0,2}}{_EASTING}\s?(?:m(?![a-z])\.?)?\s?E?[\s,;/]{{1,2}}(?:and\s)?"
    rf"(?:(?i:northing)\b|N(?![a-z]))?[\s:=]{{0,2}}{_NORTHING}(?:\s?m(?![a-z]))?(?:\s?N\b)?{_BACK}"
)
UTM_LATE_ZONE = re.compile(
    rf"(?<![a-zA-Z])(?i:easting)[\s:=]{{1,2}}{_EASTING}\s?m?\s?[,;/]?\s?(?:and\s)?"
    rf"(?i:northing)[\s:=]{{1,2}}{_NORTHING}\s?m?\s?[,;(]{{0,2}}\s?(?:in\s)?(?:(?i:utm)\s)?{_ZONE}(?![a-zA-Z\d])"
)
ISO_6709 = re.compile(
    r"(?<![\w.+-])(?P<a>[+-]\d{2}(?:\.\d{1,9})?)(?P<b>[+-]\d{3}(?:\.\d{1,9})?)(?:[+-]\d{1,5}(?:\.\d+)?)?(?:CRS\w+)?/"
)
"""``+36.34+043.13/``: a standard's notation, degrees only."""
_CODE = "[2-9CFGHJMPQRVWX]"
FULL_CODE = re.compile(rf"(?<![\w+-])(?:{_CODE}{{8}}\+(?:{_CODE}{{2,7}})?|{_CODE}{{2,6}}0{{2,6}}\+)(?![\w+])")
SHORT_CODE = re.compile(rf"(?<![\w+-])(?:{_CODE}{{2}}){{1,3}}\+{_CODE}{{2,3}}(?![\w+])")
HINT = re.compile(
    r"\d(?:[.,]\d{1,12})?(?:\s?[°º˚'\"\u2032\u2033\u2019\u201d]|[\s\u00a0]?[NSEW]\b|\s?deg|\s?,?\s?[NSEW]\.?\s?\d|"
    r"\s(?:[nN]orth|[sS]outh|[eE]ast|[wW]est)\b|\s?[A-Z]\s?[A-Z]{2}\s?\d\s?\d|\d{5}|[+-]\d{3}[\d.+-]{0,20}/|"
    r"[\s,;/&|\"']{1,3}(?:and\s)?(?:at\s|a\s)?[\"']?[lL](?:on|ng|at))|"
    r"\d\.\d{1,12}(?:\s?[,;/]\s?|\s)[+\u2212-]?\d{1,3}\.\d"
)
"""What every pattern of degrees or grids holds somewhere: a text without it has no such coordinates."""
LINK_HINT = re.compile(r"[:/=@!](?:3d|loc:)?-?\d{1,3}(?:\.\d|,-?\d)")
"""The same for geo URIs and map links."""
