"""Where pages break."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from inspector_app.documents.paging import Page, Span, Unit, paginate

HEIGHT = 100.0


def stacked(*heights: float, **of_all: object) -> list[Unit]:
    units, top = [], 0.0
    for height in heights:
        units.append(Unit(Span(top, top + height), **of_all))  # type: ignore[arg-type]
        top += height
    return units


def test_a_unit_that_does_not_fit_begins_the_next_page():
    assert paginate(stacked(60, 30, 30), HEIGHT) == [(Span(0, 90),), (Span(90, 120),)]


def test_nothing_gives_no_page():
    assert paginate([], HEIGHT) == []


def test_a_heading_goes_with_what_follows():
    first, heading, text = stacked(80, 10, 20)
    heading = Unit(heading.span, with_next=True)
    assert paginate([first, heading, text], HEIGHT) == [(Span(0, 80),), (Span(80, 110),)]


def test_the_head_of_a_table_is_repeated_and_takes_its_room():
    head = Span(0, 10)
    rows = [Unit(Span(top, top + 30), head=head) for top in (10, 40, 70, 100, 130)]
    pages = paginate([Unit(head, with_next=True), *rows], HEIGHT)
    assert pages == [(Span(0, 100),), (head, Span(100, 160))]


def test_a_page_that_begins_with_a_section_of_a_table_repeats_the_head_too():
    head = Span(0, 10)
    section = Unit(Span(80, 90), head=head, with_next=True)
    rows = [Unit(head, with_next=True), Unit(Span(10, 80), head=head), section, Unit(Span(90, 120), head=head)]
    assert paginate(rows, HEIGHT) == [(Span(0, 80),), (head, Span(80, 120))]


def test_a_unit_taller_than_a_page_is_cut_between_its_lines():
    lines = tuple(Span(top, top + 40) for top in (20, 60, 100, 140))
    pages = paginate([Unit(Span(0, 20)), Unit(Span(20, 180), lines)], HEIGHT)
    assert pages == [(Span(0, 100),), (Span(100, 180),)]


def _height(page: Page) -> float:
    return sum(span.height for span in page)


@given(st.lists(st.tuples(st.integers(1, 160), st.booleans()), max_size=40))
def test_every_line_is_printed_once_and_no_page_overflows(parts):
    units, top = [], 0.0
    for height, with_next in parts:
        units.append(Unit(Span(top, top + height), with_next=with_next))
        top += height
    pages = paginate(units, HEIGHT)
    assert all(0 < _height(page) <= HEIGHT for page in pages)
    printed = [page[-1] for page in pages]
    assert [span.top for span in printed[1:]] == [span.bottom for span in printed[:-1]]
    if units:
        assert (printed[0].top, printed[-1].bottom) == (0, top)
