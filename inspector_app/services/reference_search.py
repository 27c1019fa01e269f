"""Finds laws, clauses, standards, banned substances, additives and the items of checklists, from memory.

Made at the first search and again when HQ publishes a list or a day begins: a start waits for none of it.
"""

from __future__ import annotations

import itertools
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from sqlalchemy.orm import Session

from inspector_app.domain import checklists, citations
from inspector_app.domain.additives import AdditiveLimits
from inspector_app.domain.banned_substances import BannedSubstances
from inspector_app.domain.standards import Clause, Library, Work, library_of
from inspector_app.paths import resources
from inspector_app.records.reference import Checklist, Standard
from inspector_app.services import rules
from inspector_app.storage import reference
from inspector_app.storage.finding import Nearness
from inspector_app.storage.in_memory import Entry, Query, entry

KINDS = ("substance", "additive", "standard", "clause", "checklist_item")


@dataclass(frozen=True, slots=True)
class Text:
    """A piece of reference data, as a hit shows it."""

    kind: str
    id: str
    """Unique within its kind: number or name, a work's key, that and the clause, the list's code and the item."""
    name: str
    note: str
    words: Entry


@cache
def standards() -> Library:
    """The index of laws, rules and standards that the program ships."""
    return library_of((resources() / "standards" / "index.yaml").read_text("utf-8"))


class ReferenceSearch:
    """One for a replica; may be asked from any thread."""

    def __init__(self) -> None:
        self._making = threading.Lock()
        self._stamp: object = None
        self._texts: tuple[Text, ...] = ()

    def find(self, session: Session, typed: str, today: date, limit: int) -> dict[str, list[tuple[Nearness, Text]]]:
        """{kind: its nearest texts}, for kinds of which any was found.

        What only sounds so comes in when nothing is written so.
        """
        query = Query(typed)
        met = [(near, text) for text in self.texts(session, today) if (near := query.nearness(text.words)) is not None]
        if any(near < Nearness.ALIKE for near, _ in met):
            met = [(near, text) for near, text in met if near < Nearness.ALIKE]
        found: dict[str, list[tuple[Nearness, Text]]] = {}
        for near, text in sorted(met, key=lambda each: each[0]):  # of equals the order of the packs
            of_kind = found.setdefault(text.kind, [])
            if len(of_kind) < limit:
                of_kind.append((near, text))
        return found

    def texts(self, session: Session, today: date) -> tuple[Text, ...]:
        """All that is known today."""
        in_use = rules.rule(BannedSubstances, today), rules.rule(AdditiveLimits, today)
        stamp = today, reference.stamp(session), in_use
        with self._making:
            if stamp != self._stamp:
                lists = reference.checklists(session, today)
                editions = reference.standards(session, today)
                published = (*itertools.chain(*map(_edition, editions), *map(_items, lists)),)
                self._texts = (*_known(today), *published)
                self._stamp = stamp
            return self._texts


def _known(today: date) -> tuple[Text, ...]:
    """What rules and the index of standards hold.

    An edition that has ended is no longer offered (domain.md 1, row 7.1).
    """
    works = [work for work in standards().works if work.valid_to is None or today <= work.valid_to]
    return (
        *_substances(today),
        *_additives(today),
        *map(_work, works),
        *(_clause(w, c) for w in works for c in w.clauses),
    )


def _substances(today: date) -> Iterator[Text]:
    for each in rules.rule(BannedSubstances, today).substances:
        also = "、".join(each.names[1:])
        note = " · ".join(filter(None, (also, each.en, "、".join(each.foods))))
        yield Text("substance", str(each.number), each.names[0], note, entry([*each.names, each.en]))


def _additives(today: date) -> Iterator[Text]:
    pack = rules.rule(AdditiveLimits, today)
    for each in pack.additives:
        note = " · ".join(filter(None, (each.en, "INS " + ", ".join(each.ins) if each.ins else "", pack.edition)))
        yield Text("additive", each.zh, each.zh, note, entry([each.zh, *each.aliases, each.en], numbers=each.ins))
    for ban in (*pack.not_permitted, *pack.catering_ban):
        yield Text("additive", ban.name, ban.name, ban.note.zh, entry([ban.name, *ban.aliases], [ban.note.en]))


def _work(work: Work) -> Text:
    until = "" if work.valid_to is None else str(work.valid_to)
    note = " · ".join(filter(None, (work.number, f"{work.valid_from} – {until}".rstrip())))
    return Text(
        "standard", work.key, work.title.zh, note, entry([work.title.zh, work.title.en], numbers=[work.number or ""])
    )


def _clause(work: Work, clause: Clause) -> Text:
    place = _place(work, clause.number)
    law = work.number if work.kind == "standard" and work.number else work.title.zh
    words = entry([clause.zh], [work.title.zh + place, clause.en], [(work.number or "") + clause.number])
    return Text("clause", f"{work.key} {clause.number}", f"{law} {place}", clause.zh, words)


def _place(work: Work, number: str) -> str:
    """第三十四条 of a law; numbers of standards as they are."""
    if work.kind in ("standard", "local") or not number.isdecimal():
        return number
    return "".join(citations.parts(work.kind, int(number)))


def _edition(standard: Standard) -> Iterator[Text]:
    """A standard as HQ published it, with its clauses."""
    number, until = standard.number, "" if standard.valid_to is None else str(standard.valid_to)
    note = f"{number} · {standard.valid_from} – {until}".rstrip()
    titles = [standard.title_zh, standard.title_en]
    yield Text("standard", standard.id, standard.title_zh, note, entry(titles, numbers=[number]))
    for clause, text in standard.clauses.items():
        words = entry([], [standard.title_zh + clause, text], [number + clause])
        yield Text("clause", f"{standard.id} {clause}", f"{number} {clause}", text, words)


def _items(checklist: Checklist) -> Iterator[Text]:
    for item in checklists.parse(checklist.body).items:
        cited = "；".join(basis.cite_zh for basis in item.basis)
        note = f"{checklist.title_zh} · {cited}"
        words = entry([], [item.zh, item.en, cited], [item.id])
        yield Text("checklist_item", f"{checklist.code} {item.id}", f"{item.id} {item.zh}", note, words)
