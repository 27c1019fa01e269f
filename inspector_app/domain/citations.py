"""Clauses of laws as papers cite them: 《食品安全法》第三十四条第一款第十项."""

from __future__ import annotations

from collections.abc import Iterator

LOCAL = "LOCAL"
"""Key of the law that stands for the province's own rules until an overlay names them (domain.md 4.3)."""
TOPICS = (
    "registration", "display", "forbidden_catalogue", "separation", "raw_cooked", "records", "training",
    "purchase_record", "retention", "additive_storage", "additive_record", "process_control", "production_record",
    "no_contract", "testing", "label", "sales_record", "layout", "waste", "clean_room", "rural_banquet",
    "school_area", "zone", "safety", "change_report",
)  # fmt: skip
"""What a provincial rule may say something on."""

CLAUSES = range(1, 1000)
"""Numbers that an article, paragraph or item can have."""
_DIGITS = "零一二三四五六七八九"


def numeral(number: int) -> str:
    """A number from 1 to 999 as laws write it: 十, 二十一, 一百零五, 一百一十二."""
    if number not in CLAUSES:
        raise ValueError(number)
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else _DIGITS[tens]) + "十"
    elif hundreds and ones:
        text += _DIGITS[0]
    return text + (_DIGITS[ones] if ones else "")


def parts(kind: str, art: int | None = None, para: int | None = None, item: int | None = None) -> Iterator[str]:
    """The words of a citation after the law's name. Paragraphs of a notice are numbered as 第（三）项."""
    if art is not None:
        yield f"第（{numeral(art)}）项" if kind == "notice" else f"第{numeral(art)}条"
    if para is not None:
        yield f"第{numeral(para)}款"
    if item is not None:
        yield f"第{numeral(item)}项"


def missing_parts(
    cite: str, kind: str, *, art: int | None = None, para: int | None = None, item: int | None = None
) -> Iterator[str]:
    """Words that a citation lacks, so that what is printed and what opens the clause are the same."""
    return (word for word in parts(kind, art, para, item) if word not in cite)
