"""Where the headings of a sheet stand, which column each of them heads, and which lines are no entries."""

from __future__ import annotations

import hashlib
import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from inspector_app.sheets.columns import Register, column_named, columns_of, headings, known_columns, loose
from inspector_app.sheets.faults import FileRefused, SheetCode
from inspector_app.sheets.reading import Line, Sheet

LOOKED_THROUGH = 30
"""Lines in which the headings are looked for: titles, dates and units stand above them."""
FEWEST = 2
_SUM = re.compile(r"(?:合|总|小|共|累)计|本页小?合?计|total|sum")
_FOOT = re.compile(
    r"(?:填表|制表|审核|填报|统计|复核|经办|负责|审批|签字|签名|盖章)(?:人|单位|日期|时间|员)?$|^注\d?$|^说明$|^备注$|^单位$"
)


@dataclass(frozen=True, slots=True)
class Header:
    """The headings of a sheet and the columns that they head."""

    register: Register
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
    def width(self) -> int:
        """Places to the last heading."""
        return max((place for place, text in enumerate(self.texts, 1) if text), default=0)

    @property
    def unused(self) -> list[str]:
        """Headings of columns that nothing is taken from."""
        used = set(self.columns.values())
        return [text for place, text in enumerate(self.texts) if text and place not in used]

    def heading(self, column: str) -> str:
        """How the file heads a column; our own heading where it has none."""
        if column in self.columns:
            return self.texts[self.columns[column]]
        ours = columns_of(self.register).columns.get(column)
        return ours.zh if ours else column

    def with_columns(self, register: Register, chosen: Mapping[str, str]) -> Header:
        """With columns as a person chose them, {heading: column}; an empty column leaves the heading unused.

        Raises FileRefused for headings and columns that are not there.
        """
        columns = dict(self.columns)
        places = {loose(text): place for place, text in enumerate(self.texts) if text}
        for heading, column in chosen.items():
            if loose(heading) not in places:
                raise FileRefused(SheetCode.COLUMN_UNKNOWN, heading=heading, known="、".join(filter(None, self.texts)))
            named = column_named(register, column) if column else ""
            if named is None:
                raise FileRefused(SheetCode.COLUMN_UNKNOWN, heading=column, known=known_columns(register))
            place = places[loose(heading)]
            columns = {name: at for name, at in columns.items() if at != place and name != named}
            if named:
                columns[named] = place
        return Header(self.register, self.line, self.texts, columns)


def find_header(
    sheet: Sheet,
    register: Register,
    chosen: Mapping[str, str] | None = None,
    remembered: Mapping[str, Mapping[str, str]] | None = None,
) -> Header | None:
    """The headings of a sheet: the line, or two lines, of whose cells we know the most; None where we know too few.

    `chosen` is what a person says of headings, {heading: column}; `remembered` what was said of such headings before,
    {fingerprint: chosen}. Raises FileRefused for chosen headings and columns that are not there.
    """
    first = list(itertools.islice(sheet.lines(), LOOKED_THROUGH))
    best, known = None, (0, 0, 0)
    for lines in _candidates(first):
        header = _header(register, lines, chosen or {})
        said = {} if chosen else (remembered or {}).get(header.fingerprint, {})
        if said:
            header = _header(register, lines, said).with_columns(register, said)
        if (score := _known(register, header, len(lines))) > known:
            best, known = header, score
    if best is None or len(best.columns) < FEWEST:
        return None
    return best.with_columns(register, chosen) if chosen else best


def _candidates(lines: Sequence[Line]) -> Iterator[tuple[Line, ...]]:
    for line in lines:
        yield (line,)
    yield from itertools.pairwise(lines)


def _header(register: Register, lines: tuple[Line, ...], chosen: Mapping[str, str]) -> Header:
    by_hand = {loose(heading): column_named(register, column) or column for heading, column in chosen.items() if column}
    known = {**headings(register), **by_hand}
    texts: list[str] = []
    strong: dict[str, int] = {}
    weak: list[tuple[str, int]] = []
    for place in range(max(len(line.cells) for line in lines)):
        parts = list(dict.fromkeys(text for line in lines if (text := line[place].text)))
        texts.append("".join(parts))
        if loose(texts[-1]) in known:
            strong.setdefault(known[loose(texts[-1])], place)
        else:  # the lower line heads the column, the upper one groups
            weak += [(known[loose(part)], place) for part in reversed(parts) if loose(part) in known][:1]
    columns = dict(reversed(weak)) | strong
    return Header(register, lines[-1].number, tuple(texts), columns)


def _known(register: Register, header: Header, lines: int) -> tuple[int, int, int]:
    """How well a header is known: its columns, those known by all that heads them, and the lines that it takes."""
    known = headings(register)
    strong = sum(loose(header.texts[place]) in known for place in header.columns.values())
    return len(header.columns), strong, lines


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
