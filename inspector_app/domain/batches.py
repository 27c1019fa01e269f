"""Batch numbers as papers write them: one batch, however its number is spelled."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_LABEL = re.compile(r"^(?:(?:生产)?(?:批号|批次)|产品批号|LOT|BATCH|L/N)(?:NO\.?|号)?[:.\s]*")
_DAY = re.compile(r"(?<!\d)(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?!\d)")


@lru_cache(maxsize=4096)
def batch_key(text: str) -> str:
    """What two spellings of a batch have in common: 批号：2026-3-1 Ａ and 20260301a. Empty for none."""
    plain = "".join(unicodedata.normalize("NFKC", text).upper().split())
    dated = _DAY.sub(lambda day: f"{day[1]}{int(day[2]):02}{int(day[3]):02}", _LABEL.sub("", plain))
    return "".join(filter(str.isalnum, dated))
