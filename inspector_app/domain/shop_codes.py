"""一店一码: the code on a shop's door. It follows from the operator's id and tells nothing of the shop.

XJ1, ten characters that are easy to tell apart, and a check character (Luhn modulo 32), printed as XJ1-7K2M9-PQ4VB-C.
"""

from __future__ import annotations

import hashlib
import unicodedata

from stdnum import luhn

PREFIX = "XJ1"
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: without I, L, O and U."""
BODY = 10
_MISREAD = str.maketrans("OIL", "011")


def shop_code(operator_id: str) -> str:
    """The code of an operator: among 100,000 shops odds are 1 : 200,000 that any two share one."""
    number = int.from_bytes(hashlib.sha256(f"shop/{operator_id}".encode()).digest()[:8], "big")
    body = "".join(ALPHABET[number >> 5 * place & 31] for place in range(BODY))
    return f"{PREFIX}{body}{luhn.calc_check_digit(body, ALPHABET)}"


def printed(code: str) -> str:
    """In groups, as people read it out."""
    rest = code.removeprefix(PREFIX)
    return "-".join((PREFIX, rest[:5], rest[5:BODY], rest[BODY:]))


def read(text: str) -> str | None:
    """The code that a scan or a person gives, with or without groups; None for what is none, or is misread."""
    plain = "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).upper()))
    if len(plain) != len(PREFIX) + BODY + 1 or not plain.startswith(PREFIX):
        return None
    rest = plain.removeprefix(PREFIX).translate(_MISREAD)
    if not set(rest) <= set(ALPHABET) or not luhn.is_valid(rest, ALPHABET):
        return None
    return PREFIX + rest
