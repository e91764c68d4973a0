"""What lines around an article look like, whoever publishes it. All patterns match whole lines."""

# ruff: noqa: RUF001  (typographic quotes and dashes are what texts hold)

from __future__ import annotations

import re
from collections.abc import Callable

from geo.documents.dates import MONTH_WORD, MONTHS, find_date

_AGENCIES = (
    "AP|AFP|Reuters|Thomson Reuters|Associated Press|The Associated Press|Agence France-Presse|dpa|DPA"
    "|Xinhua|TASS"
    "|EFE"
    "|ANSA|UPI|Bloomberg|PTI|IANS|ANI|IRNA|ISNA|Tasnim|SANA|WAFA|Anadolu|Anadolu Agency|AA|Interfax"
    "|RIA Novosti|RIA|Kyodo"
    "|Yonhap|KCNA|Antara|Bernama|ANTARA|Ukrinform|Getty|Getty Images|EPA|Agencies|AAP|CP|The Canadian Press"
    "|PA|APA|Belga|ANP"
    "|Lusa|APTN|RFE/RL|VOA|MENA|QNA|SPA|WAM|NNA|Petra|NAN|GNA|SABC|CNA|VNA|PNA"
)
_NAMED = (
    r"(?:[A-Z][\w’'&.-]*\s){0,4}(?:News\sAgency|News\sNetwork|News\sService|Press\sAgency|Newswire|Press)"
)
AGENCY = rf"(?:{_NAMED}|{_AGENCIES})"
"""A news agency's name: a common one, or words that end in News Agency, News Network ..."""

MARKER = re.compile(r"\A(?:[-*•–‣▪»]|\d{1,2}[.)])\s+")
"""A list marker at the start of a line."""

ENDS = re.compile(r"[.!?…;:,][\"'”’»)\]*]*$")
"""A line that ends as a sentence or clause does."""

FULL_STOP = re.compile(r"[.!?…][\"'”’»)\]*]*$")

_SOCIAL = (
    r"(?:facebook|twitter|x|whatsapp|linked\s?in|telegram|messenger|reddit|pinterest|instagram|youtube|viber"
    r"|e-?mail|print|copy\slink|share|tweet|flipboard|threads|bluesky|mastodon|rss)"
)

_MENU = re.compile(
    rf"""(?:
      (?:skip|jump)\sto\s.{{1,40}}
    | (?:toggle|open|close|main|hide|show)\s(?:navigation|nav|menu|search|sidebar)
    | (?:main\s)?menu | search | home(?:\s?page)? | navigation
    | (?:sign|log)[\s-]?(?:in|up|out)(?:\s?[/|]\s?(?:sign|log)[\s-]?(?:in|up|out))?
    | register | subscribe(?:\snow)?[!.]?
    | advertisement | advertising | sponsored(?:\scontent)? | (?:story|article)\scontinues\sbelow.{{0,40}}
    | share(?:\sthis)?(?:\s(?:article|story|page|post))?(?:\s(?:on|via|with)\s.{{1,60}})? [:.]?
    | (?:e-?mail|print|save|bookmark)(?:\sthis)?(?:\s(?:article|story|page))?
    | {_SOCIAL}(?:[\s|/,·•]+(?:and\s|or\s)?{_SOCIAL})+
    | (?:follow|like|find|join)\sus\s(?:on|at)\s.{{1,100}}
    | \d[\d,.]*\s?(?:comments?|shares?|views?|likes?|retweets?) | comments?(?:\s?\(\d+\))?
    | (?:read|show|view|see|load)\smore(?:\s?[.…>»]+)?
    | continue\sreading.{{0,60}} | (?:back\sto\s)?top | loading\s?[.…]*
    | home(?:\s*[>»›/|→]\s*[\w\s&'’,-]{{2,40}})+
    | (?:sign\sup|subscribe|register)\s(?:for|to)\s.{{0,120}}
      (?:newsletters?|alerts?|updates|inbox|channel|briefings?|e-?mails?|notifications?)\b.{{0,80}}
    | get\s.{{1,80}}(?:in|to)\syour\sinbox.{{0,60}} | (?:daily|weekly)\snewsletters?\.?
    | (?:we|this\s(?:web)?site|our\s(?:web)?site)\suses?\scookies.{{0,300}}
    | (?:by\s(?:using|continuing)).{{0,120}}cookies?.{{0,200}}
    | (?:accept|reject|manage)(?:\sall)?\scookies | (?:cookie|privacy)\s(?:policy|settings|notice)
    | terms\s(?:of|and)\s(?:use|service|conditions).{{0,80}} | (?:about|contact)\sus
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_BAR = re.compile(r"[^|.!?]{2,30}(?:\s?\|\s?[^|.!?]{2,30}){3,}")

_FORM = re.compile(
    r"""(?:
      (?:post|leave|add|write|submit)\s(?:your|a|an)\s(?:own\s)?(?:comments?|reply|response|review)\b.{0,40}
    | your\se-?mail\s(?:address\s)?will\snot\sbe\s(?:published|shared).{0,120}
    | (?:\*\s?)?required\sfields\sare\smarked.{0,20}
    | join\sthe\s(?:conversation|discussion).{0,40} | be\sthe\sfirst\sto\s(?:comment|reply).{0,40}
    | comments?\s(?:are\s|have\sbeen\s)?(?:now\s)?(?:closed|disabled).{0,60}
    | save\smy\sname,?\se-?mail.{0,120}
    | (?:log|sign)\sin\sto\s(?:leave\sa\s|post\sa\s)?(?:comment|reply).{0,40}
    )""",
    re.IGNORECASE | re.VERBOSE,
)
FORM_FIELD = re.compile(
    r"(?:your\s)?(?:name|e-?mail(?:\saddress)?|web\s?site|url|comment|message|subject|submit|send"
    r"|post comment|cancel(?: reply)?)\s?[*:]*",
    re.IGNORECASE,
)

RELATED_HEAD = re.compile(
    r"(?:related(?:\s(?:news|articles?|stories|story|content|topics?|links?|posts?|coverage|reading))?|(?:read|see|watch)\salso|also\sread"
    r"|(?:more|most)\s(?:from|on|about|in|read|popular|viewed)(?:\s[\w\s'’&-]{1,40})?|you\s(?:may|might)\s(?:also\s)?(?:like|be\sinterested.{0,10})"
    r"|recommended(?:\sfor\syou|\sstories|\sarticles)?|trending(?:\snow)?|(?:latest|top|other)\s(?:news|stories|headlines|articles)|don['’]t\smiss|further\sreading|editors?['’]?s?\spicks?|up\snext)\s?:?",
    re.IGNORECASE,
)
_RELATED_LINE = re.compile(
    r"(?:READ(?: MORE| ALSO| NEXT)?|SEE(?: ALSO)?|ALSO READ|RELATED(?: STORY| STORIES| ARTICLE| NEWS)?"
    r"|WATCH(?: NOW| MORE)?|MORE|LISTEN|GALLERY|IN PICTURES"
    r"|Read [Mm]ore|Read [Aa]lso|Also [Rr]ead|See [Aa]lso|Related|Watch)\s?[:|>»]\s?\S.{3,200}"
)

_CREDIT_WORD = (
    r"(?:image|photo|picture|photograph|illustration|graphic|file\sphoto|(?:photo|image|picture)\s(?:credit|source)"
    r"|credit|foto|bild|quelle)"
)
_CREDIT = re.compile(
    rf"""(?:
      {_CREDIT_WORD}s?\s?:\s?(?P<value>.{{1,120}})
    | [\[(]?(?:file\s)?{_CREDIT_WORD}s?\s(?:by|courtesy(?:\sof)?|credit)\s.{{1,100}}
    | \(?(?:additional\s)?(?:reporting|editing|writing|compiled|translated|edited|written)\s
      (?:and\s\w+\s)?by\s.{{1,200}}
    | (?:©|\(c\)\s?\d{{4}}|copyright\b(?=.*(?:\d{{4}}|©|reserved))).{{0,250}}
    | .{{0,120}}\ball\srights\sreserved\b.{{0,160}}
    | sources?\s?:\s?(?P<source>[^.:]{{2,60}})
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_AGENCY_LINE = re.compile(rf"[\s\[(—–-]*{AGENCY}(?:\s?(?:[/,|&+]|and)\s?{AGENCY})*[\s\])]*\.?")
_CREDIT_VALUE = re.compile(
    rf".*(?:[/©@|]|\b(?:{_AGENCIES})\b).*|(?:(?:[A-Z][\w.’'-]*|for|of|the|via|de|van)[\s,]*){{1,5}}"
)
INITIALS = re.compile(
    r"[A-Za-z]{1,4}(?:\s?/\s?[A-Za-z]{1,4}){1,3}(?:\s\d{1,3})?(?:\s?\([^()]{2,60}\))?"
    r"|[a-z]{2,4}\s?\((?:[A-Z]\w*(?:[,/]\s?)?){1,6}\)"
)
"""Desk initials that close an article: ``ab/cde (AP, dpa)``, ``K/LM 11``."""

_NOT_NAMES = frozenset(
    {
        *MONTHS,
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "the",
        "a",
        "all",
        "any",
    }
)
_NAME = r"(?:[A-Z][\w.’'-]*|de|van|von|der|den|bin|ibn|el|al|del|la)"
_BYLINE = re.compile(
    rf"(?:By|BY|Written by|Words by)\s{_NAME}(?:\s{_NAME}){{0,4}}"
    r"(?:(?:\s?[,|/&]\s?|\s(?:and|in|for|with)\s)[A-Z][\w.’'&-]*(?:\s[A-Z][\w.’'&-]*){0,4}){0,4}"
)

_PIECES = re.compile(
    r"""(?:first\s|last\s|originally\s)?
      (?:published|updated|posted|modified|issued|created|date|filed|edited)(?:\s(?:on|at))?\s?:?
    | \b(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?
    | \b\d{1,2}[:.h]\d{2}(?::\d{2})?(?:\s?[ap]\.?m\b\.?)? | \b\d{1,2}\s?[ap]\.?m\b\.?
    | \b(?:GMT|UTC|[A-Z]{1,4}T|BST|IST|local\stime)(?:\s?[+-]\s?\d{1,2}(?::?\d{2})?)?\b | [+-]\d{2}:?\d{2}\b
    | (?:reading\stime\s?:?\s?)?\b\d{1,2}[\s-](?:min(?:ute)?s?)\.?\s?(?:read)?\b
    | \b(?:an?|\d{1,2})\s(?:minutes?|hours?|days?|weeks?|months?|years?)\sago\b
    | \b(?:on|at|the)\b | [\s|,;•·/()–—-]""",
    re.IGNORECASE | re.VERBOSE,
)
_READING = re.compile(
    r"\b\d{1,2}[\s-]min(?:ute)?s?\.?\s?read\b|\b(?:an?|\d{1,2})\s(?:minutes?|hours?|days?)\sago\b",
    re.IGNORECASE,
)
_STAMP_LABEL = re.compile(r"(?:first\s|last\s)?(?:published|updated|posted)\b", re.IGNORECASE)
_DAY_ONLY = re.compile(
    rf"\b{MONTH_WORD}\s\d{{1,2}}\b|\b\d{{1,2}}\s{MONTH_WORD}"
    r"|\b\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\b",
    re.IGNORECASE,
)
_CLOCK_YEAR = re.compile(r"\b(?:19|20)\d{2}\b")

_DUMP = re.compile(
    r"""(?:(?:string|array|object|int|bool|float)\(\w+\)(?:\#\d+)?\s?.* | [\[{]\s*[\[{]?\s*"[^"]{1,60}"\s*:.*
    | \["?\w+"?(?::\w+)*\]\s?=>.* | "[\w-]{1,40}"\s*:\s.*,? | [{}\[\]()]+[;,]?
    | </?(?:script|style|div|span|iframe|img|table|ul|li|a|p|br|hr|figure|section|nav|meta|link|!--)\b.*>
    | <!--.*
    | (?:var|let|const)\s\w+\s?=.*
    | (?:window|document|googletag|jQuery)[.(].* | \$\(.*
    | function\s?\w*\(.* | @(?:media|import|font-face)\b.*
    | [.\#][\w-][\w.\#,>\s-]*\{.* | (?:https?://|www\.)\S+)""",
    re.VERBOSE | re.DOTALL,
)

_KICKER = re.compile(
    r"(?:tags?|topics?|keywords?|filed\sunder|categor(?:y|ies)|section)\s?:\s?\S.{0,200}", re.IGNORECASE
)
SEGMENTS = re.compile(r"\s+[–—|/•·>»-]\s+|\s*[|>»›]\s*")

PREFIX = re.compile(rf"(?P<agency>{AGENCY})\s*(?:[-–—]+|:)\s+(?=[\"'“‘A-Z0-9])")
"""``X News Agency - The text ...`` at the start of a body."""

CITY_LINE = re.compile(
    rf"(?P<city>[A-Z][^()\n]{{1,60}}?)\s?(?P<rest>\((?P<agency>{AGENCY})(?:\s[^()]{{1,40}})?\)\s*[-–—:]*\s*)"
    r"(?=[\"'“‘A-Z0-9])"
)
"""``CITY (Agency) - The text ...``; the city is left to the article."""

_TRAILING = re.compile(
    rf"\s*(?P<credit>\[(?:[A-Z][\w.’'/&-]*[\s,]?){{1,5}}\]"
    rf"|[\[(](?:file\s)?(?:photo|image|picture)s?\s?(?::|by|courtesy|credit|/)[^()\[\]]{{1,80}}[\])]"
    rf"|[\[(](?:AP\sPhoto|AFP\sPhoto|{_AGENCIES})(?:\s?[/,|]\s?[^()\[\]]{{1,60}})?[\])])$",
)
"""A photo or agency credit in brackets at the end of a line."""

PREFIX_NAME = re.compile(rf"\(?(?P<agency>{AGENCY})\b[^()]{{0,40}}\)?\s*(?:[-–—:]|\))")
"""The agency inside a zone that ``PREFIX`` or ``CITY_LINE`` cut off."""

_LONGEST = 420
"""Boilerplate lines have at most so many characters, dumps apart."""

INLINE_DATE = re.compile(r"\b(?:published|posted|updated|filed)\b[\s:]*(?:on\s)?", re.IGNORECASE)


def line_kind(line: str) -> str | None:
    """Kind of a line that is boilerplate wherever it stands, or None."""
    bare = MARKER.sub("", line, count=1).strip()
    if not bare:
        return None
    if _DUMP.fullmatch(bare):
        return "dump"
    if len(bare) > _LONGEST:
        return None
    return next((kind for kind, test in _TESTS if test(bare)), None)


def trailing_credit(line: str) -> re.Match[str] | None:
    """The credit in brackets that ends a line."""
    return _TRAILING.search(line, max(0, len(line) - 160))


def is_menu(line: str) -> bool:
    """Whether a line is navigation, a share bar, a newsletter or cookie notice."""
    return bool(_MENU.fullmatch(line) or _BAR.fullmatch(line))


def is_form(line: str) -> bool:
    """Whether a line holds nothing but sentences of a comment form."""
    rest = line if len(line) < 200 else "."
    while rest and (match := _FORM.match(rest)):
        rest = rest[match.end() :].lstrip(" .*")
    return not rest


def is_related(line: str) -> bool:
    """Whether a line points to another story: ``READ MORE: ...``."""
    return bool(_RELATED_LINE.fullmatch(line))


def is_kicker(line: str) -> bool:
    """Whether a line lists topics: ``Tags: ...``."""
    return bool(_KICKER.fullmatch(line))


def is_stamp(line: str) -> bool:
    """Whether a line says only when the page was published, or how long it takes to read."""
    if len(line) > 120:
        return False
    rest, day = line, False
    while found := find_date(rest):
        rest, day = rest[: found[0]] + " " + rest[found[1] :], True
    rest, days = _DAY_ONLY.subn(" ", rest)
    day = day or days > 0
    if day or _STAMP_LABEL.match(line):
        rest = _CLOCK_YEAR.sub(" ", rest)
    if _PIECES.sub("", rest).strip(" .:"):
        return False
    return day or bool(_READING.search(line)) or bool(_STAMP_LABEL.match(line) and re.search(r"\d", line))


def is_credit(line: str) -> bool:
    """Whether a line names only a photographer, agency, author, editor or owner."""
    match = _CREDIT.fullmatch(line)
    if match:
        value = match["value"] or match["source"]
        return value is None or (len(value.split()) <= 8 and bool(_CREDIT_VALUE.fullmatch(value.strip())))
    if _AGENCY_LINE.fullmatch(line):
        return True
    byline = _BYLINE.fullmatch(line)
    return bool(byline) and not any(word.lower() in _NOT_NAMES for word in line.split()[1:])


_TESTS: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("menu", is_menu),
    ("form", is_form),
    ("dateline", is_stamp),
    ("related", is_related),
    ("credit", is_credit),
    ("kicker", is_kicker),
)
