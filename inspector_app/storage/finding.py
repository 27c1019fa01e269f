"""Finds what was typed, by the search index: whole lists page by page, or the few nearest of a kind."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from enum import IntEnum

from sqlalchemy import BigInteger, Text, TextClause, text
from sqlalchemy.orm import Session

from inspector_app.storage import index_text
from inspector_app.storage.rows import R, columns, records, table
from inspector_app.storage.search import OWN, PUBLIC, places
from inspector_app.storage.searched import SEARCHED, facet

_END = (1 << 63) - 1
_FEW = 2_000
EVERY = (*PUBLIC, *OWN)
"""Columns that are looked into by who may see personal data; PUBLIC by others, OWN for persons alone."""
MANY_TOWNSHIPS = 8
"""Who works in more than these has no own ones to put first."""


class Nearness(IntEnum):
    """How a row meets what was typed; the least is the nearest."""

    EXACT = 0
    """The very number; of what is kept in memory also the very name."""
    BEGINS = 1
    WITHIN = 2
    ALIKE = 3
    """It only sounds so."""


def expression(typed: str, facets: Iterable[str] = (), into: Collection[str] = EVERY) -> str:
    """The FTS5 query: every word and every facet must be met. Only letters and digits of the text enter it."""
    return _all([*_facets(facets), *(_word(word, into) for word in index_text.words(typed))])


def meaning(session: Session, kind: str, typed: str, facets: Iterable[str], into: Collection[str] = EVERY) -> str:
    """As `expression`; but where no row holds these characters, what sounds like them (张三 finds 章三)."""
    facets = list(facets)
    match = expression(typed, facets, into)
    alike = _alike(typed, into)
    if alike and not _hits(session, kind, match, 1):
        return _all([*_facets(facets), *alike])
    return match


def page_of(session: Session, cls: type[R], match: str, after: R | None, limit: int) -> list[R]:
    """The next `limit` records that match, newest first. The index stops at the limit; it never counts or ranks."""
    kind = cls.kind
    last = places(session.connection(), kind, [after.id]).get(after.id) if after is not None else None
    hits = (
        text(
            f"SELECT r.id, r.place FROM {kind}_search s CROSS JOIN {kind}_search_row r ON r.place = s.rowid "
            f"WHERE {kind}_search MATCH :match AND s.rowid < :last ORDER BY s.rowid DESC LIMIT :limit"
        )
        .bindparams(match=match, last=_END if last is None else last, limit=limit)
        .columns(id=Text, place=BigInteger)
        .subquery("hits")
    )
    query = columns(cls).join(hits, hits.c.id == table(cls).c.id).order_by(hits.c.place.desc())
    return records(session, cls, query)


def among(session: Session, kind: str, match: str) -> TextClause:
    """A condition for rows of `kind` that match, for a list in an order of its own.

    Few matches are looked up and sorted. Of many, the list's own index finds enough in a few steps, each of them looked
    up among the matches.
    """
    hits = f"SELECT rowid FROM {kind}_search WHERE {kind}_search MATCH :match"
    few = text(f"SELECT count(*) <= {_FEW} FROM ({hits} LIMIT {_FEW + 1})").bindparams(match=match)
    if session.execute(few).scalar_one():
        condition = f"{kind}.id IN (SELECT id FROM {kind}_search_row WHERE place IN ({hits}))"
    else:
        condition = f"(SELECT place FROM {kind}_search_row WHERE id = {kind}.id) IN ({hits})"
    return text(condition).bindparams(match=match)


def nearest(
    session: Session,
    kind: str,
    typed: str,
    limit: int,
    townships: Collection[str] = (),
    into: Collection[str] = EVERY,
) -> dict[str, Nearness]:
    """{id: how it meets the text} of up to `limit` rows that are not void, the nearest first.

    An exact number, then names that begin so, then what holds it; of each those of one's own townships first, then the
    newest. What only sounds so is asked for when nothing else is found.
    """
    found: dict[str, Nearness] = {}
    if "t" not in SEARCHED[kind].facets or len(townships) > MANY_TOWNSHIPS:
        townships = ()
    for nearness, match in _written(session, kind, typed, townships, into):
        for row_id in _hits(session, kind, match, limit + len(found)):  # some of them are found already
            if len(found) < limit:
                found.setdefault(row_id, nearness)
        if len(found) >= limit:
            break
    if not found and (alike := _alike(typed, into)):
        found = dict.fromkeys(_hits(session, kind, _all([*_facets(["live"]), *alike]), limit), Nearness.ALIKE)
    return found


def _written(
    session: Session, kind: str, typed: str, townships: Collection[str], into: Collection[str]
) -> Iterator[tuple[Nearness, str]]:
    """What to ask for, step by step; nothing where nothing is written so."""
    words = index_text.words(typed)
    if not words or (len(words) == 1 and not _hits(session, kind, expression(typed, ["live"], into), 1)):
        return
    live = _facets(["live"])
    own = [[*live, f"({' OR '.join(_facets(facet('t', code) for code in townships))})"]] if townships else []
    every = [_word(word, into) for word in words]
    if number := index_text.compact(typed):
        yield Nearness.EXACT, _all([*live, f"{_in('numbers', into)} : {index_text.whole_number(number)}"])
    if "chars" in into:
        begun = f"chars : ^ {index_text.phrase(words[0])}"
        if words[0].isascii():
            begun = f"({begun} OR initials : {index_text.begins(words[0])})"
        for among in (*own, live):
            yield Nearness.BEGINS, _all([*among, begun, *every[1:]])
    for among in (*own, live):
        yield Nearness.WITHIN, _all([*among, *every])


def _hits(session: Session, kind: str, match: str, limit: int) -> list[str]:
    query = (
        f"SELECT r.id FROM {kind}_search s CROSS JOIN {kind}_search_row r ON r.place = s.rowid "
        f"WHERE {kind}_search MATCH ? ORDER BY s.rowid DESC LIMIT ?"
    )
    return list(session.connection().exec_driver_sql(query, (match, limit)).scalars())


def _all(parts: Iterable[str]) -> str:
    return " AND ".join(parts)


def _facets(facets: Iterable[str]) -> list[str]:
    return [f'facets : "{word}"' for word in facets]


def _in(name: str, into: Collection[str]) -> str:
    """These columns: public, personal, or both."""
    return "{" + " ".join(column for column in (name, f"own_{name}") if column in into) + "}"


def _word(word: str, into: Collection[str]) -> str:
    return f"({' OR '.join(_ways(word, into))})"


def _ways(word: str, into: Collection[str]) -> Iterator[str]:
    """Each way in which a row may hold the word."""
    if not index_text.is_run(word):
        yield f"{_in('chars', into)} : {index_text.phrase(word)}"
    if not word.isascii():
        return
    yield f"{_in('numbers', into)} : {index_text.number_query(word)}"
    initials, pinyin = _in("initials", into), _in("pinyin", into)
    if len(word) <= index_text.INITIALS:  # one walk through the words that begin so, not two
        yield f'{initials[:-1]} {pinyin[1:]} : "{word}" *'
    else:
        yield f'{initials} : "{word[: index_text.INITIALS]}" *'
        yield f'{pinyin} : "{word[: index_text.PINYIN]}" *'


def _alike(typed: str, into: Collection[str]) -> list[str]:
    """What sounds like the text: its words of characters by their sound, others as they are. Empty for none such."""
    words = index_text.words(typed)
    heard = {word: pieces for word in words if (pieces := index_text.homophones(word))}
    if not heard:
        return []
    pinyin = _in("pinyin", into)
    parts = []
    for word in words:
        if word in heard:
            parts += [
                f"({' OR '.join(f'{pinyin} : {chr(34)}{way}{chr(34)} *' for way in ways)})" for ways in heard[word]
            ]
        else:
            parts.append(_word(word, into))
    return parts
