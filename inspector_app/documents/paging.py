"""Where a paper breaks into pages: between rows and lines, headings with what follows, table heads repeated.

Qt breaks a table inside its rows and leaves the border open; so papers are laid out on one endless page, and cut here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from PySide6.QtCore import QRectF
from PySide6.QtGui import QTextBlock, QTextDocument, QTextTable


@dataclass(frozen=True)
class Span:
    """A stretch of the endless page, from `top` down to `bottom`."""

    top: float
    bottom: float

    @property
    def height(self) -> float:
        return self.bottom - self.top


@dataclass(frozen=True)
class Unit:
    """What stays on one page: a line or a table row."""

    span: Span
    lines: tuple[Span, ...] = ()
    """Where it may break all the same when it is taller than a page."""
    head: Span | None = None
    """Rows that are repeated when a page begins with this unit."""
    with_next: bool = False
    """A heading, or a row of a table that is to stay whole."""


_SMALL = 420
"""Height up to which a table without a head stays whole, px: the signatures of five people."""

Page = tuple[Span, ...]
"""Stretches of the endless page, drawn below each other."""


def paginate(units: Iterable[Unit], height: float) -> list[Page]:
    """Fill pages of `height` from the top.

    A unit goes to the next page when it does not fit on this one; one that is taller than a page is cut at a line.
    """
    pages: list[Page] = []
    start = end = 0.0
    head: Span | None = None

    def room() -> float:
        return height - (head.height if head else 0.0)

    def finish(at: float) -> None:
        if at > start:
            pages.append((head, Span(start, at)) if head else (Span(start, at),))

    for unit in _joined(units):
        if unit.span.bottom - start > room() and unit.span.height <= height:
            finish(end)
            start, head = unit.span.top, unit.head
        while unit.span.bottom - start > room():
            fitting = [line.bottom for line in unit.lines if start < line.bottom <= start + room()]
            cut = max(fitting, default=start + room())
            finish(cut)
            start, head = cut, None
        end = unit.span.bottom
    finish(end)
    return pages


def _joined(units: Iterable[Unit]) -> Iterator[Unit]:
    """Each unit made one with those before it that are not to be parted from it."""
    above: Unit | None = None
    for unit in units:
        if above is not None:
            span = Span(above.span.top, unit.span.bottom)
            lines = (*(above.lines or (above.span,)), *(unit.lines or (unit.span,)))
            unit = Unit(span, lines, above.head, unit.with_next)
        above = unit if unit.with_next else None
        if above is None:
            yield unit
    if above is not None:
        yield above


def units_of(document: QTextDocument) -> list[Unit]:
    """The units of a document that was laid out without page breaks."""
    units: list[Unit] = []
    iterator = document.rootFrame().begin()
    while not iterator.atEnd():
        frame, block = iterator.currentFrame(), iterator.currentBlock()
        if isinstance(frame, QTextTable):
            units += _table(document, frame)
        elif block.text():  # Qt puts an empty block after every table
            units += _block(document, block)
        iterator += 1
    return units


def _block(document: QTextDocument, block: QTextBlock) -> list[Unit]:
    is_heading = block.blockFormat().headingLevel() > 0
    return [Unit(line, with_next=is_heading) for line in _lines(document, block)]


def _table(document: QTextDocument, table: QTextTable) -> list[Unit]:
    rows = [_row(document, table, row) for row in range(table.rows())]
    edge = _edge(table)
    cuts = [
        rows[0][0].top - edge,
        *((above.bottom + below.top) / 2 for (above, _), (below, _) in pairwise(rows)),
        rows[-1][0].bottom + edge,
    ]
    units = [
        Unit(Span(top, bottom), lines, with_next=table.cellAt(row, 0).columnSpan() == table.columns() > 1)
        for row, ((top, bottom), (_, lines)) in enumerate(zip(pairwise(cuts), rows, strict=True))
    ]
    heads = table.format().toTableFormat().headerRowCount()
    if not heads:
        small = cuts[-1] - cuts[0] <= _SMALL
        return [*(replace(unit, with_next=small) for unit in units[:-1]), units[-1]]
    head = Span(cuts[0], cuts[heads])
    return [Unit(head, with_next=True), *(replace(unit, head=head) for unit in units[heads:])]


def _edge(table: QTextTable) -> float:
    """From the text of an outer cell to the outer edge; frameBoundingRect of a table is off by its first cell."""
    cell = table.cellAt(0, 0).format().toTableCellFormat()
    return cell.topPadding() + cell.topBorder() + table.format().toTableFormat().cellPadding()


def _row(document: QTextDocument, table: QTextTable, row: int) -> tuple[Span, tuple[Span, ...]]:
    """How far the text of a row reaches, and its lines."""
    lines: list[Span] = []
    for column in range(table.columns()):
        cell = table.cellAt(row, column)
        iterator = cell.begin()
        while not iterator.atEnd():
            lines += _lines(document, iterator.currentBlock())
            iterator += 1
    return Span(min(line.top for line in lines), max(line.bottom for line in lines)), tuple(lines)


def _lines(document: QTextDocument, block: QTextBlock) -> list[Span]:
    area: QRectF = document.documentLayout().blockBoundingRect(block)
    layout = block.layout()
    found = []
    for index in range(layout.lineCount()):
        line = layout.lineAt(index).rect()
        found.append(Span(area.top() + line.top(), area.top() + line.bottom()))
    return found
