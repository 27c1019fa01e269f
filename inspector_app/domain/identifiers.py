"""Numbers and codes printed on papers: their normal form, their check digits and what is wrong with them.

Sources: GB 11643-1999 (resident id), GB 32100-2015 and GB 11714 (credit code), GS 15-2006 (old registration number),
GB/T 17710 (MOD 11,10), GB/T 2260 and GB/T 10114 (divisions), GS1 General Specifications (GTIN).
A failed check digit is an error for the resident id and the credit code. For licences it is a warning: papers carry
misprints, and those are findings.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from stdnum import ean
from stdnum.cn import uscc as stdnum_uscc
from stdnum.iso7064 import mod_11_2, mod_11_10

from inspector_app.domain.problems import Code, Severity
from inspector_app.records.operators import LicenceType

DivisionExists = Callable[[str], bool]
"""Whether the installed region table knows a division code."""

OLDEST_AGE = 120
USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""GB 32100-2015: no I, O, S, V, Z."""
ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
"""GB 11714."""
FOOD_CLASSES = frozenset(f"1{number:02}" for number in range(1, 32)) | {"201", "202", "203"}
"""Classes of the food production licensing measure: 31 of food, 3 of additives."""
OPERATION_FORMS = frozenset("123")
"""First digit of a JY number: sales, catering, unit canteen."""
LOCAL_PATTERN = re.compile(r"(?:[^\W_]|[()〔〕-]){4,40}")
"""Numbers of workshops, small shops and stalls have no national form; a province may set its own pattern."""
PHONE_PATTERNS = (
    re.compile(r"(?:\+86-?|0086-?)?(1[3-9]\d)-?(\d{4})-?(\d{4})"),
    re.compile(r"(0\d{2,3})-?(\d{7,8})(-\d{1,6})?"),
    re.compile(r"(400|800)-?(\d{3})-?(\d{4})"),
    re.compile(r"(12315)"),
)
DOCUMENT_PATTERN = re.compile(r"(\d{6})-([A-Z]{2})-(\d{4})-([0-9A-F]{4})-(\d{4,})")

_STANDARD = re.compile(r"([A-Za-z]{2}(?: ?/ ?[A-Za-z]{1,2})?) ?(\d[\d.]*)(?: ?(-\d{4}))?")
"""Of the nation or a trade; a province's (DBS51/001) has more than one form."""
_DASHES = re.compile(r"[-‐‑‒–—−]")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a validator says of a text."""

    normal: str
    """The form that is stored and compared."""
    raw: str
    severity: Severity = Severity.OK
    codes: tuple[Code, ...] = ()

    @property
    def ok(self) -> bool:
        """May be stored: there is no error, though there may be a warning."""
        return self.severity is not Severity.ERROR


def _half_width(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().upper()


def normalise(text: str) -> str:
    """Upper case, half-width, without spaces and hyphens."""
    return re.sub(r"\s", "", _DASHES.sub("", _half_width(text)))


# Check digits. The body is digits (USCC: its alphabet); other characters raise ValueError.


def mod11_2(first17: str) -> str:
    """Check character of a resident id (ISO 7064 MOD 11-2), 0-9 or X."""
    return str(mod_11_2.calc_check_digit(first17))


def mod11_10(digits: str) -> str:
    """Check digit of registration and licence numbers (ISO 7064 MOD 11,10)."""
    return str(mod_11_10.calc_check_digit(digits))


def uscc_check(first17: str) -> str:
    """Check character of a unified social credit code (GB 32100-2015)."""
    return str(stdnum_uscc.calc_check_digit(first17))


def organisation_check(first8: str) -> str:
    """Check character of an organisation code (GB 11714), 0-9 or X."""
    total = sum(int(char, 36) * weight for char, weight in zip(first8, ORGANISATION_WEIGHTS, strict=True))
    return "0123456789X0"[11 - total % 11]


def gtin_check(body: str) -> str:
    """Check digit of a GTIN of any length, of its digits without the last."""
    return str(ean.calc_check_digit(body))


def resident_id(text: str, today: date, division_exists: DivisionExists | None = None) -> Verdict:
    """Resident id number; an old one of 15 digits is completed to 18.

    Residence permits of Hong Kong, Macao and Taiwan people (81, 82, 83) and foreigners' permanent residence cards (9)
    follow the same rule, but name no division.
    """
    number = normalise(text)
    if len(number) not in (15, 18):
        return _error(number, text, Code.LENGTH)
    if not re.fullmatch(r"\d{15}|\d{17}[\dX]", number, re.ASCII):
        return _error(number, text, Code.CHARSET)
    warnings = []
    if len(number) == 15:
        number = number[:6] + "19" + number[6:]
        number += mod11_2(number)
        warnings.append(Code.OLD_FORM)
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return _error(number, text, Code.DATE)
    if born > today:
        return _error(number, text, Code.DATE_FUTURE)
    if number[17] != mod11_2(number[:17]):
        return _error(number, text, Code.CHECK)
    if today.year - born.year - ((today.month, today.day) < (born.month, born.day)) > OLDEST_AGE:
        warnings.append(Code.AGE)
    names_division = not number.startswith(("81", "82", "83", "9"))
    if names_division and division_exists is not None and not division_exists(number[:6]):
        warnings.append(Code.REGION)
    return _accepted(number, text, warnings)


def uscc(text: str, division_exists: DivisionExists | None = None) -> Verdict:
    """Unified social credit code (统一社会信用代码)."""
    code = normalise(text)
    if len(code) != 18:
        return _error(code, text, Code.LENGTH)
    if not re.fullmatch(rf"[{USCC_ALPHABET}]{{2}}\d{{6}}[{USCC_ALPHABET}]{{10}}", code, re.ASCII):
        return _error(code, text, Code.CHARSET)
    if code[17] != uscc_check(code[:17]):
        return _error(code, text, Code.CHECK)
    warnings = []
    if code[16] != organisation_check(code[8:16]):
        warnings.append(Code.INNER_CHECK)
    if division_exists is not None and not division_exists(code[2:8]):
        warnings.append(Code.REGION)
    return _accepted(code, text, warnings)


def reg_no(text: str) -> Verdict:
    """Old business registration number: 15 digits; older and shorter ones are taken as they are."""
    number = normalise(text)
    if number and len(number) <= 13:
        return _accepted(number, text, [Code.OLD_FORM])
    return _digits(number, text, "", 15)


def food_production_licence(text: str) -> Verdict:
    """SC number. QS numbers are not allowed on goods made from 2018-10-01."""
    number = normalise(text)
    if re.fullmatch(r"QS\d{12}", number, re.ASCII):
        return _accepted(number, text, [Code.OLD_QS])
    verdict = _digits(number, text, "SC", 14)
    return verdict if not verdict.ok or number[2:5] in FOOD_CLASSES else _error(number, text, Code.CLASS)


def food_operation_licence(text: str) -> Verdict:
    """JY number."""
    number = normalise(text)
    verdict = _digits(number, text, "JY", 14)
    return verdict if not verdict.ok or number[2] in OPERATION_FORMS else _error(number, text, Code.FORM)


def prepacked_filing(text: str) -> Verdict:
    """YB number of a seller of pre-packed food only. Its form is not settled, so another one is a warning."""
    number = normalise(text)
    if not number:
        return _error(number, text, Code.LENGTH)
    return _accepted(number, text, [] if re.fullmatch(r"YB\d{14}", number, re.ASCII) else [Code.FORMAT])


def local_licence(text: str, pattern: re.Pattern[str] = LOCAL_PATTERN) -> Verdict:
    """Number of a provincial registration, card or filing. Its hyphens belong to it; [2025] is written 〔2025〕."""
    number = re.sub(r"\s", "", _half_width(text)).translate({ord("["): "〔", ord("]"): "〕"})
    if not pattern.fullmatch(number):
        return _error(number, text, Code.CHARSET if 4 <= len(number) <= 40 else Code.LENGTH)
    return Verdict(number, text)


def licence_number(licence_type: LicenceType, text: str) -> Verdict:
    """The validator that fits the paper."""
    match licence_type:
        case LicenceType.BUSINESS:
            return reg_no(text) if len(normalise(text)) <= 15 else uscc(text)
        case LicenceType.FOOD_PRODUCTION:
            return food_production_licence(text)
        case LicenceType.FOOD_OPERATION:
            return food_operation_licence(text)
        case LicenceType.PREPACKED_FILING:
            return prepacked_filing(text)
        case _:
            return local_licence(text)


def phone(text: str) -> Verdict:
    """Mobile, fixed line (an extension keeps its hyphen) or service number."""
    number = _DASHES.sub("-", re.sub(r"[\s()]", "", _half_width(text)))
    if not number:
        return _error(number, text, Code.LENGTH)
    for pattern in PHONE_PATTERNS:
        if found := pattern.fullmatch(number):
            return Verdict("".join(part or "" for part in found.groups()), text)
    return _error(number, text, Code.FORMAT)


def division_code(text: str, division_exists: DivisionExists | None = None) -> Verdict:
    """Province (2 digits) to village (12); 12 digits ending in 000 are the township itself."""
    code = normalise(text)
    if len(code) not in (2, 4, 6, 9, 12):
        return _error(code, text, Code.LENGTH)
    if not re.fullmatch(r"\d+", code, re.ASCII):
        return _error(code, text, Code.CHARSET)
    if len(code) >= 9 and not 1 <= int(code[6:9]) <= 599:
        return _error(code, text, Code.CLASS)
    warnings = []
    if len(code) == 12 and int(code[9:]) > 399:
        warnings.append(Code.CLASS)
    if division_exists is not None and not division_exists(code):
        warnings.append(Code.REGION)
    return _accepted(code, text, warnings)


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """A document's own number, from a block that HQ reserved for one device."""

    office: str
    document_type: str
    year: int
    block: str
    seq: int


def document_number(office6: str, type2: str, year: int, block: str, seq: int) -> str:
    """`990101-SR-2025-00A3-0017`. Raises ValueError when the parts do not make such a number."""
    text = f"{office6}-{type2}-{year:04}-{block}-{seq:04}"
    if not DOCUMENT_PATTERN.fullmatch(text):
        raise ValueError(f"not a document number: {text}")
    return text


def parse_document_number(text: str) -> DocumentNumber | None:
    """The parts of a document number; None for any other text."""
    found = DOCUMENT_PATTERN.fullmatch(_half_width(text))
    if found is None:
        return None
    office, document_type, year, block, seq = found.groups()
    return DocumentNumber(office, document_type, int(year), block, int(seq))


def _digits(number: str, raw: str, prefix: str, count: int) -> Verdict:
    """A prefix and `count` digits, the last of which checks the others by MOD 11,10."""
    body = number.removeprefix(prefix)
    if not number.startswith(prefix):
        return _error(number, raw, Code.PREFIX)
    if len(body) != count:
        return _error(number, raw, Code.LENGTH)
    if not re.fullmatch(r"\d+", body, re.ASCII):
        return _error(number, raw, Code.CHARSET)
    return _accepted(number, raw, [] if body[-1] == mod11_10(body[:-1]) else [Code.CHECK])


def _error(normal: str, raw: str, code: Code) -> Verdict:
    return Verdict(normal, raw, Severity.ERROR, (code,))


def _accepted(normal: str, raw: str, warnings: list[Code]) -> Verdict:
    return Verdict(normal, raw, Severity.WARN if warnings else Severity.OK, tuple(warnings))


def standard(raw: str) -> Verdict:
    """The number of a standard, as national and trade standards are written: GB 2717-2018, GB/T 191. Others stay."""
    text = " ".join(_DASHES.sub("-", unicodedata.normalize("NFKC", raw)).split())
    found = _STANDARD.fullmatch(text)
    return Verdict(f"{found[1].upper().replace(' ', '')} {found[2]}{found[3] or ''}" if found else text, raw)
