"""What a barcode says: GTINs, GS1 element strings, in-store, e-supervision and agricultural codes (domain.md 3.7-3.10).

Nothing here opens an address that a code holds.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from urllib.parse import parse_qsl, unquote, urlsplit

from stdnum.ean import calc_check_digit

GS = "\x1d"
_WIDE = {ord(wide): narrow for wide, narrow in zip("０１２３４５６７８９", "0123456789", strict=True)}


class Symbology(StrEnum):
    """The symbols that the decoders read; a typed code and a wedge scanner's have none."""

    EAN_13 = "EAN-13"
    EAN_8 = "EAN-8"
    UPC_A = "UPC-A"
    UPC_E = "UPC-E"
    CODE_128 = "Code128"
    ITF_14 = "ITF-14"
    QR = "QR"
    DATA_MATRIX = "DataMatrix"


RETAIL = frozenset({Symbology.EAN_13, Symbology.EAN_8, Symbology.UPC_A, Symbology.UPC_E, Symbology.ITF_14})
MATRIX = frozenset({Symbology.QR, Symbology.DATA_MATRIX})


class CodeKind(StrEnum):
    GTIN = "GTIN"
    IN_STORE = "IN_STORE"
    """店内条码: means something only in the shop that printed it."""
    GS1 = "GS1"
    DIGITAL_LINK = "DIGITAL_LINK"
    E_SUPERVISION = "E_SUPERVISION"
    PESTICIDE_TRACE = "PESTICIDE_TRACE"
    VETERINARY_TRACE = "VETERINARY_TRACE"
    TEXT = "TEXT"


class CodeProblem(StrEnum):
    CHECK_DIGIT = "CHECK_DIGIT"
    DUPLICATE = "DUPLICATE"
    """One application identifier with two values."""
    BAD_DATE = "BAD_DATE"
    UNPARSED = "UNPARSED"
    NOT_MARKED_GS1 = "NOT_MARKED_GS1"
    """GS1 element strings in a symbol that does not say so; some cartons are printed so."""
    NETWORK_CLOSED = "NETWORK_CLOSED"
    """The e-supervision network is closed: verify by other means."""

    @property
    def is_error(self) -> bool:
        return self in (CodeProblem.CHECK_DIGIT, CodeProblem.DUPLICATE, CodeProblem.BAD_DATE)


class DateRole(StrEnum):
    """What a date on a label tells, with its application identifier."""

    PRODUCED = "11"
    PACKED = "13"
    BEST_BEFORE = "15"
    EXPIRY = "17"


class PrefixMeaning(StrEnum):
    """What the first digits tell: who gave the number out (条码注册地), never where the goods are from."""

    CHINA = "CHINA"
    TAIWAN = "TAIWAN"
    HONG_KONG = "HONG_KONG"
    MACAO = "MACAO"
    RESTRICTED = "RESTRICTED"
    DEMONSTRATION = "DEMONSTRATION"
    ISSN = "ISSN"
    ISBN = "ISBN"
    OTHER = "OTHER"


_PREFIXES = (
    (20, 29, PrefixMeaning.RESTRICTED),
    (40, 49, PrefixMeaning.RESTRICTED),
    (200, 299, PrefixMeaning.RESTRICTED),
    (471, 471, PrefixMeaning.TAIWAN),
    (489, 489, PrefixMeaning.HONG_KONG),
    (690, 699, PrefixMeaning.CHINA),
    (952, 952, PrefixMeaning.DEMONSTRATION),
    (958, 958, PrefixMeaning.MACAO),
    (977, 977, PrefixMeaning.ISSN),
    (978, 979, PrefixMeaning.ISBN),
)


class AgriculturalCode(StrEnum):
    PESTICIDE_REGISTRATION = "PESTICIDE_REGISTRATION"
    VETERINARY_APPROVAL = "VETERINARY_APPROVAL"
    FEED_LICENCE = "FEED_LICENCE"


_AGRICULTURAL = {
    AgriculturalCode.PESTICIDE_REGISTRATION: re.compile(r"(PD|WP|LS|EX|SL|PL)\d{6,10}([-F]\d+)?", re.ASCII),
    AgriculturalCode.VETERINARY_APPROVAL: re.compile(r"兽药(生|添|原|试)?字.*\d{9,}", re.ASCII),
    AgriculturalCode.FEED_LICENCE: re.compile(r"[\u3400-\u9fff]饲[预证]?\(\d{4}\)\d{5}", re.ASCII),
}


@dataclass(frozen=True, slots=True)
class Code:
    """A code and what it says. `gtin` is GTIN-14; an in-store code has `store_code` in its place."""

    symbology: Symbology | None
    text: str
    kind: CodeKind
    gtin: str | None = None
    store_code: str | None = None
    gs1: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """{application identifier: value}."""
    dates: Mapping[DateRole, dt.date] = field(default_factory=lambda: MappingProxyType({}))
    unparsed: str = ""
    raw: bytes | None = None
    """The bytes of a text whose character set was guessed, to be shown beside it."""
    problems: tuple[CodeProblem, ...] = ()

    @property
    def batch(self) -> str | None:
        return self.gs1.get("10")

    @property
    def serial(self) -> str | None:
        return self.text if self.kind is CodeKind.E_SUPERVISION else self.gs1.get("21")

    @property
    def net_weight_g(self) -> int | None:
        """Grams by (310x), rounded; x is the number of decimals of the kilograms."""
        return next(
            (round(int(v) * 10 ** (3 - int(ai[3]))) for ai, v in self.gs1.items() if ai.startswith("310")), None
        )


def has_right_check(digits: str) -> bool:
    return digits.isascii() and digits.isdigit() and len(digits) > 1 and calc_check_digit(digits[:-1]) == digits[-1]


def expand_upc_e(digits: str) -> str | None:
    """The 12 digits of a UPC-E of 8, 7 (no check digit) or 6 (number system 0, no check digit); None if it is none."""
    if not re.fullmatch(r"\d{6}|[01]\d{6,7}", digits, re.ASCII):
        return None
    system, six, check = ("0", digits, "") if len(digits) == 6 else (digits[0], digits[1:7], digits[7:])
    last = six[5]
    if last in "012":
        body = f"{system}{six[:2]}{last}0000{six[2:5]}"
    elif last == "3":
        body = f"{system}{six[:3]}00000{six[3:5]}"
    elif last == "4":
        body = f"{system}{six[:4]}00000{six[4]}"
    else:
        body = f"{system}{six[:5]}0000{last}"
    return body + (check or calc_check_digit(body))


def gtin14(digits: str) -> str | None:
    """GTIN-8, 12, 13 or 14 as 14 digits; None for another length or a wrong check digit."""
    return digits.zfill(14) if len(digits) in (8, 12, 13, 14) and has_right_check(digits) else None


def prefix(gtin: str) -> str:
    """The three digits that tell who gave a GTIN out. A GTIN-8 has its own after five zeros."""
    thirteen = gtin.zfill(14)[1:]
    return thirteen[5:8] if thirteen.startswith("00000") else thirteen[:3]


def prefix_meaning(gtin: str) -> PrefixMeaning:
    number, thirteen = int(prefix(gtin)), gtin.zfill(14)[1:]
    if thirteen.startswith("00000") and number < 100:  # GTIN-8 beginning with 0: for use inside a company
        return PrefixMeaning.RESTRICTED
    return next((meaning for first, last, meaning in _PREFIXES if first <= number <= last), PrefixMeaning.OTHER)


def registrar(gtin: str) -> str | None:
    """The organisation that gave the prefix out, by its own (English) name, as "GS1 Japan"."""
    from biip import ParseError
    from biip.gs1_prefixes import GS1Prefix

    try:
        found = GS1Prefix.extract(prefix(gtin))
    except ParseError:
        return None
    return found.usage if found else None


def agricultural_code(text: str) -> AgriculturalCode | None:
    """The kind of approval or registration number by its form; nothing says that the number was given out."""
    return next((kind for kind, form in _AGRICULTURAL.items() if form.fullmatch(text)), None)


def gs1_date(value: str, today: dt.date) -> dt.date | None:
    """YYMMDD; day 00 is the last of the month. The year is the one within 50 years of today."""
    if not re.fullmatch(r"\d{6}", value, re.ASCII):
        return None
    year, month, day = int(value[:2]), int(value[2:4]), int(value[4:])
    ahead = year - today.year % 100
    year += today.year - today.year % 100 + (-100 if ahead >= 51 else 100 if ahead <= -50 else 0)
    try:
        return dt.date(year, month, day or calendar.monthrange(year, month)[1])
    except ValueError:  # IllegalMonthError is one too
        return None


_DATES = frozenset(DateRole)


def _elements(text: str) -> Iterator[tuple[str, str]]:
    """(identifier, value) of each element string; ("", rest) where the text stops being GS1."""
    from biip import ParseError
    from biip.gs1_application_identifiers import GS1ApplicationIdentifier

    rest = text.lstrip(GS)
    while rest:
        head, _, tail = rest.partition(GS)
        try:
            identifier = GS1ApplicationIdentifier.extract(head)
        except ParseError:
            yield "", rest
            return
        name = identifier.ai
        if name in _DATES and re.match(r"\d{6}", head[2:], re.ASCII):
            value, after = head[2:8], head[8:]  # a day that does not exist is reported as a date, not as no GS1
        elif found := re.match(identifier.pattern.removesuffix("$"), head, re.ASCII):
            value, after = head[len(name) : found.end()], head[found.end() :]
        else:
            yield "", rest
            return
        if after and identifier.separator_required:
            yield "", rest
            return
        yield name, value
        rest = (after + GS + tail if after and tail else after or tail).lstrip(GS)


def _digital_link(text: str) -> list[tuple[str, str]] | None:
    """(identifier, value) of a GS1 Digital Link address, or None if it is none."""
    if not re.match(r"https?://", text, re.IGNORECASE):
        return None
    try:
        address = urlsplit(text)
    except ValueError:
        return None
    steps = [unquote(step) for step in address.path.split("/") if step]
    start = next((at for at, step in enumerate(steps[:-1]) if step == "01" and gtin14(steps[at + 1])), None)
    if start is None:
        return None
    path = [(name, value) for name, value in zip(steps[start::2], steps[start + 1 :: 2], strict=False)]
    query = [(name, value) for name, value in parse_qsl(address.query) if re.fullmatch(r"\d{2,4}", name, re.ASCII)]
    return [(name, value.zfill(14) if name == "01" else value) for name, value in path + query]


def _from_elements(
    symbology: Symbology | None, text: str, kind: CodeKind, elements: list[tuple[str, str]], today: dt.date
) -> Code:
    problems: dict[CodeProblem, None] = {}
    values: dict[str, str] = {}
    unparsed = ""
    for name, value in elements:
        if not name:
            unparsed = value
            problems[CodeProblem.UNPARSED] = None
        elif values.setdefault(name, value) != value:
            problems[CodeProblem.DUPLICATE] = None
    if any(name in values and not has_right_check(values[name]) for name in ("01", "02")):
        problems[CodeProblem.CHECK_DIGIT] = None
    dates = {role: gs1_date(values[role], today) for role in DateRole if role in values}
    if None in dates.values():
        problems[CodeProblem.BAD_DATE] = None
    return Code(
        symbology,
        text,
        kind,
        gtin=gtin14(values.get("01", "")),
        gs1=MappingProxyType(values),
        dates=MappingProxyType({role: day for role, day in dates.items() if day is not None}),
        unparsed=unparsed,
        problems=tuple(problems),
    )


def _retail(symbology: Symbology | None, text: str, digits: str) -> Code:
    number = gtin14(digits)
    if number is None:
        return Code(symbology, text, CodeKind.GTIN, problems=(CodeProblem.CHECK_DIGIT,))
    if prefix_meaning(number) is PrefixMeaning.RESTRICTED:
        return Code(symbology, text, CodeKind.IN_STORE, store_code=digits)
    return Code(symbology, text, CodeKind.GTIN, gtin=number)


def understand(
    symbology: Symbology | None, text: str, symbology_identifier: str | None = None, *, today: dt.date
) -> Code:
    """What a code says. `symbology` is None for typed codes; `symbology_identifier` is the decoder's, as "]C1".

    A typed code may hold spaces, hyphens and full-width digits; `today` settles the century of GS1 dates.
    """
    if text[:3] in ("]C1", "]d2", "]Q3", "]e0"):
        symbology_identifier, text = text[:3], text[3:]
    if symbology in RETAIL:
        return _retail(symbology, text, (expand_upc_e(text) or text) if symbology is Symbology.UPC_E else text)
    if symbology_identifier in ("]C1", "]d2", "]Q3", "]e0") or text.startswith(GS):
        return _from_elements(symbology, text, CodeKind.GS1, list(_elements(text)), today)
    if link := _digital_link(text):
        return _from_elements(symbology, text, CodeKind.DIGITAL_LINK, link, today)
    if re.match(r"01\d{14}", text, re.ASCII) and has_right_check(text[2:16]):
        elements = list(_elements(text))
        if all(name for name, _ in elements):
            code = _from_elements(symbology, text, CodeKind.GS1, elements, today)
            return replace(code, problems=(*code.problems, CodeProblem.NOT_MARKED_GS1)) if symbology else code
    return _plain(symbology, text)


def _plain(symbology: Symbology | None, text: str) -> Code:
    digits = re.sub(r"[\s-]", "", text.translate(_WIDE)) if symbology is None else text
    if not (digits.isascii() and digits.isdigit()):
        trace = re.search(r"(?<!\d)\d{32}(?!\d)", text, re.ASCII) if symbology is Symbology.QR else None
        return Code(symbology, text, CodeKind.PESTICIDE_TRACE if trace else CodeKind.TEXT)
    if symbology is None and len(digits) in (8, 12, 13, 14):
        return _retail(None, text, digits)
    if symbology not in MATRIX and len(digits) in (16, 20):
        return Code(symbology, digits, CodeKind.E_SUPERVISION, problems=(CodeProblem.NETWORK_CLOSED,))
    if symbology is Symbology.QR and len(digits) == 24:
        return Code(symbology, text, CodeKind.VETERINARY_TRACE)
    return Code(symbology, text, CodeKind.TEXT)
