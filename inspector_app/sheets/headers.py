"""Where the headings of a sheet stand, which column each of them heads, and which lines are no entries."""

from __future__ import annotations

import hashlib
import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from inspector_app.sheets.columns import Register, columns_of, headings, loose
from inspector_app.sheets.faults import FileRefused, SheetCode
from inspector_app.sheets.reading import Line, Sheet

LOOKED_THROUGH = 30
"""Lines in which the headings are looked for: titles, dates and units stand above them."""
FEWEST = 2
_SUM = re.compile(r"(?:合|总|小|共|累)计|本页小?合?计|total|sum")
_FOOT = re.compile(r"(?:填表|制表|审核|填报|统计|复核|经办)(?:人|单位|日期|时间|员)?$|^注\d?$|^说明$|^备注$")


@dataclass(frozen=True, slots=True)
class Header:
    """The headings of a sheet and the columns that they head."""

    line: int
    """The last line of the headings."""
    texts: tuple[str, ...]
    """What heads each place; of two lines both, where the upper one groups."""
    columns: Mapping[str, int]
    """{column: place, from 0}"""

    @property
    def fingerprint(self) -> str:
        """The same for each sheet with these headings: a mapping is remembered under it."""
        return hashlib.sha256("\n".join(map(loose, self.texts)).encode()).hexdigest()[:16]

    @property
    def unused(self) -> list[str]:
        """Headings of columns that nothing is taken from."""
        used = set(self.columns.values())
        return [text for place, text in enumerate(self.texts) if text and place not in used]

    def heading(self, column: str) -> str:
        """How the file heads a column; the column's own name where it has none."""
        place = self.columns.get(column)
        return column if place is None else self.texts[place]

    def with_columns(self, register: Register, chosen: Mapping[str, str]) -> Header:
        """With columns as a person chose them, {heading: column}; an empty column leaves the heading unused.

        Raises FileRefused for headings and columns that are not there.
        """
        columns = dict(self.columns)
        places = {loose(text): place for place, text in enumerate(self.texts) if text}
        for heading, column in chosen.items():
            if loose(heading) not in places:
                raise FileRefused(SheetCode.COLUMN_UNKNOWN, heading=heading, known="、".join(filter(None, self.texts)))
            if column and column not in columns_of(register).columns:
                raise FileRefused(
                    SheetCode.COLUMN_UNKNOWN, heading=column, known=", ".join(columns_of(register).columns)
                )
            place = places[loose(heading)]
            columns = {name: at for name, at in columns.items() if at != place and name != column}
            if column:
                columns[column] = place
        return Header(self.line, self.texts, columns)


def find_header(sheet: Sheet, register: Register) -> Header | None:
    """The headings of a sheet: the line, or two lines, of whose cells we know the most; None where we know too few."""
    first = list(itertools.islice(sheet.lines(), LOOKED_THROUGH))
    found = max((_header(register, each) for each in _candidates(first)), key=lambda each: each[0], default=None)
    return found[1] if found is not None and len(found[1].columns) >= FEWEST else None


def _candidates(lines: Sequence[Line]) -> Iterator[tuple[Line, ...]]:
    for line in lines:
        yield (line,)
    yield from itertools.pairwise(lines)


def _header(register: Register, lines: tuple[Line, ...]) -> tuple[tuple[int, int, int], Header]:
    """The headings, and how well they are known: columns, those known by all that heads them, and the lines of it."""
    known = headings(register)
    texts: list[str] = []
    columns: dict[str, int] = {}
    weak: list[tuple[str, int]] = []
    for place in range(max(len(line.cells) for line in lines)):
        parts = list(dict.fromkeys(text for line in lines if (text := line[place].text)))
        texts.append("".join(parts))
        ways = [texts[-1], *reversed(parts)] if len(lines) > 1 else parts
        found = next((known[loose(way)] for way in ways if loose(way) in known), None)
        if found is None:
            continue
        if loose(ways[0]) in known and found not in columns:
            columns[found] = place
        else:
            weak.append((found, place))
    strong = len(columns)
    for name, place in weak:
        columns.setdefault(name, place)
    return (len(columns), strong, len(lines)), Header(lines[-1].number, tuple(texts), columns)


def is_foot(line: Line, header: Header, needed: Sequence[str]) -> bool:
    """Whether a line is no entry: a sum, a signature, a remark below the table, or the headings once more."""
    texts = [cell.text for cell in line.cells]
    if sum(loose(text) == loose(head) for text, head in zip(texts, header.texts, strict=False) if text and head) > 1:
        return True
    lacks = not all(line[header.columns[name]].text for name in needed if name in header.columns)
    first = next((text for text in texts if text), "")
    if _SUM.fullmatch(loose(first)):
        return True
    return lacks and bool(
        _FOOT.search(loose(re.split("[:：]", first)[0])) or any(_SUM.fullmatch(loose(t)) for t in texts)
    )
