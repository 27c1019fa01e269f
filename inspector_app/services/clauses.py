"""From an item of a checklist to the clauses that it rests on, offline (domain.md row 6.2)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from inspector_app.domain.checklists import Basis, ChecklistForm
from inspector_app.domain.citations import LOCAL, parts
from inspector_app.domain.overlays import Overlay, overlay_of
from inspector_app.domain.standards import Clause, Work, clause_number
from inspector_app.paths import resources
from inspector_app.services.acting import Acting
from inspector_app.services.reference_search import standards
from inspector_app.storage import reference


@dataclass(frozen=True, slots=True)
class Opened:
    """A clause as it is shown: which one, of what, and its words as far as they are here."""

    cite: str
    work: Work | None
    """None: rules of a province that are not known here."""
    clause: Clause | None
    """What it is on; None where a work is cited as a whole, or the index does not hold the clause."""
    text: str = ""
    """What it says, where HQ has published the text."""


def of_item(act: Acting, form: ChecklistForm, item_id: str, division: str, on: date) -> list[Opened]:
    """The clauses of an item, for an operator in a division, in the order in which they are cited."""
    item = form.item(item_id)
    if item is None:
        raise KeyError(item_id)
    published = {
        (standard.number, clause): text
        for standard in reference.standards(act.session, on)
        for clause, text in standard.clauses.items()
    }
    found = []
    for basis in item.basis:
        for cite, key, number in _cited(basis, form, division):
            work = standards().work(key)
            clause = work.clause(number) if work is not None and number else None
            text = published.get((work.number, number), "") if work is not None and work.number else ""
            found.append(Opened(cite, work, clause, text))
    return found


def _cited(basis: Basis, form: ChecklistForm, division: str) -> Iterator[tuple[str, str, str]]:
    """(as printed, key of the work, number of the clause). What cites LOCAL is led to the province's own rules."""
    local = [] if basis.law != LOCAL else [each for each in _overlays() if division.startswith(each.code)]
    clauses = [
        (overlay.laws[clause.law], clause)
        for overlay in local
        for clause in overlay.topics.get(basis.topic or "", ())
        if clause.is_for(map(str, form.applies_to))
    ]
    for law, clause in clauses:
        numbers = {"art": clause.art, "para": clause.para, "item": clause.item}
        yield law.zh + "".join(parts(law.kind, **numbers)), clause.law, str(clause.art)
    if not clauses:
        yield basis.cite_zh, basis.law, clause_number(basis)


@cache
def _overlays() -> tuple[Overlay, ...]:
    """What the program ships of the rules of provinces, the nearest division first."""
    files = sorted((resources() / "overlays").glob("overlay-*.yaml"))
    found = [overlay_of(path.read_text("utf-8")) for path in files]
    return tuple(sorted(found, key=lambda each: -len(each.code)))
