"""Takes snapshots and segments into the replica: whole tables at a time, only what is newer, local changes over it."""

from __future__ import annotations

import json
import os
import sqlite3
import tempfile
import threading
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, bindparam, func, select, update
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Session

from inspector_app.errors import AppError
from inspector_app.records import SCHEMA
from inspector_app.storage import bulk, departure, guard, search
from inspector_app.storage.engine import Sessions, storage_errors, writing
from inspector_app.storage.incoming import Incoming, Key
from inspector_app.storage.searched import SEARCHED
from inspector_app.storage.tables import TABLES
from sync import wire
from sync.device import outbox
from sync.device.core import SubState
from sync.device.problem import ProblemKind, SyncProblem
from sync.device.snapshots import Part
from sync.device.tables import snapshot_seen, sub
from sync.projection import up
from sync.protocol import EntryKind, FeedPage
from sync.snapshot import COLUMNS, VECTOR, Manifest
from sync.tables import Form, form_of

MEMORY = Path("/dev/shm")
"""Where there is one, the slices that are taken in lie in memory: the only plaintext that ever exists."""
INDEXED_AT_ONCE = 500
_IN_LIST = 500
_UNINDEXED = "unindexed_feeds"


class SnapshotIntake:
    """The replica's side of sync.device.snapshots (Intake)."""

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions
        self.takes_files = True
        with sessions() as session:
            was_killed = bulk.has_lifted(session)
        if was_killed:
            self._restore_indexes()

    def go_without(self) -> None:
        self.takes_files = False

    def newest(self) -> dict[int, tuple[int, int]]:
        with self._sessions() as session:
            return {row.feed_id: (row.epoch, row.v) for row in session.execute(select(snapshot_seen))}

    def begin(self, manifests: Sequence[Manifest]) -> None:
        """Rows of these feeds stay on the screen; those that do not come again go once both sides are level."""
        with self._sessions.begin() as session, writing(session):
            departure.move_feeds(session, [manifest.f for manifest in manifests], departure.LEFT)
            statement = insert(snapshot_seen)
            newest = {"epoch": statement.excluded.epoch, "v": statement.excluded.v}
            session.execute(
                statement.on_conflict_do_update(index_elements=["feed_id"], set_=newest),
                [{"feed_id": manifest.f, "epoch": manifest.epoch, "v": manifest.v} for manifest in manifests],
            )
            of_feed = update(sub).where(sub.c.feed_id == bindparam("of_feed"))
            begun = of_feed.values(state=SubState.SNAPSHOT, cursor=0, sum=None)
            session.connection().execute(begun, [{"of_feed": manifest.f} for manifest in manifests])
            outbox.set_meta(session, rows_left=True)
            is_first = bulk.begin(session, sum(manifest.rows for manifest in manifests))
        if is_first:
            self._sessions.lengthen_log()

    @contextmanager
    def folder(self) -> Iterator[Path]:
        with tempfile.TemporaryDirectory(prefix="slices-", dir=MEMORY if MEMORY.is_dir() else None) as folder:
            yield Path(folder)

    def gather(self, folder: Path, parts: Iterable[Part]) -> GatheredSlices:
        return _gathered(folder, parts)

    def take(self, gathered: GatheredSlices) -> frozenset[str]:
        kinds, strange = gathered.kinds, gathered.strange
        with self._attached(gathered.path) as session:
            rows = Incoming(session)
            if kinds:
                bulk.lift_indexes(session, kinds)
                strange += _under_changes(session, kinds)
                with guard.lifted(session.connection(), kinds):
                    for kind in kinds:
                        _copy(session.connection(), kind, rows.told_before)
            with writing(session):
                for feed, key, version, body in strange:
                    rows.put(feed, key, version, body)
                changed = rows.write()
            search.refresh(session, changed)
            self._settle(session, gathered.whole, gathered.feeds)
        gathered.path.unlink()
        return frozenset(kinds) | {kind for kind, _ in changed}

    def take_page(self, page: FeedPage, epoch: int) -> frozenset[str]:
        with self._sessions.begin() as session, writing(session):
            if epoch != outbox.meta(session, "epoch", 0):
                raise SyncProblem(ProblemKind.CUT, retryable=True, detail="a segment of another epoch")
            cursor = session.execute(select(sub.c.cursor).where(sub.c.feed_id == page.f)).scalar()
            if cursor is None or not page.from_ <= cursor < page.to:
                return frozenset()
            try:
                entries = [entry for entry in wire.unpack_entries(page.e) if entry.seq > cursor]
            except wire.Malformed as exc:
                raise SyncProblem(ProblemKind.CUT, retryable=True, detail=str(exc)) from exc
            rows = Incoming(session)
            rows.prefetch((entry.t, entry.row) for entry in entries)
            for entry in entries:
                if entry.kind is EntryKind.PUT and entry.body is not None:
                    rows.put(page.f, (entry.t, entry.row), entry.ver, entry.body, form=page.s)
            for entry in entries:
                if entry.kind is EntryKind.LEAVE:
                    rows.leave(page.f, (entry.t, entry.row), entry.ver)
            changed = rows.write()
            search.refresh(session, changed)
            at = {"cursor": page.to, "form": func.min(sub.c.form, page.s)}
            session.execute(update(sub).where(sub.c.feed_id == page.f).values(at))
        return frozenset(kind for kind, _ in changed)

    def index(self, stop: threading.Event | None = None) -> None:
        """Make what was taken in findable; batch by batch, and from the beginning of a feed after a stop or a kill."""
        with suppress(AppError):  # the log stays long then; who exchanges folds it at the end, and hears why it cannot
            self._sessions.fold_log()
        self._restore_indexes()
        while True:
            with self._sessions() as session:
                feeds = outbox.meta(session, _UNINDEXED, [])
                if not feeds:
                    return
                keys: list[Key] = []
                for kind in SEARCHED:
                    query = select(TABLES[kind].c.id).where(TABLES[kind].c.feed_id == feeds[0])
                    keys += [(kind, row_id) for row_id in session.scalars(query)]
            for start in range(0, len(keys), INDEXED_AT_ONCE):
                if stop is not None and stop.is_set():
                    return
                with self._sessions.begin() as session:
                    search.refresh(session, keys[start : start + INDEXED_AT_ONCE])
            with self._sessions.begin() as session:
                left = [feed for feed in outbox.meta(session, _UNINDEXED, []) if feed != feeds[0]]
                outbox.set_meta(session, **{_UNINDEXED: left})

    def _restore_indexes(self) -> None:
        with self._sessions.begin() as session:
            bulk.restore_indexes(session)

    def _settle(self, session: Session, complete: Iterable[Manifest], feeds: set[int]) -> None:
        """Feeds that are here whole go on from their place; what came must be made findable."""
        ours = SCHEMA.version
        whole = [{"of_feed": m.f, "seq": m.seq, "told_in": min(m.schema_, ours)} for m in complete]
        if whole:
            of_feed = update(sub).where(sub.c.feed_id == bindparam("of_feed"))
            at = {"cursor": bindparam("seq"), "state": SubState.CATCHUP, "form": bindparam("told_in"), "again_at": 0}
            session.connection().execute(of_feed.values(at), whole)
        session.execute(update(sub).values(sum=None))  # rows came in past those that count them
        unindexed = {*outbox.meta(session, _UNINDEXED, []), *feeds}
        outbox.set_meta(session, **{_UNINDEXED: sorted(unindexed)})

    @contextmanager
    def _attached(self, path: Path) -> Iterator[Session]:
        """A writing transaction with the plain database beside the replica.

        It does not wait for the disk: what a power cut takes with it is fetched again, for the place to read on goes
        with its rows. The next transaction that does wait has all before it on disk too.
        """
        with storage_errors(), self._sessions.writing_connection() as connection:
            driver = connection.connection.driver_connection
            assert driver is not None
            driver.execute("ATTACH ? AS slices KEY ''", (str(path),))
            driver.execute("PRAGMA main.synchronous = NORMAL")
            try:
                with Session(connection) as session, session.begin():
                    yield session
            finally:
                driver.execute("PRAGMA main.synchronous = FULL")
                driver.execute("DETACH slices")


StrangeRow = tuple[int, Key, tuple[int, int], dict[str, Any]]
"""(feed, (kind, id), version, body) of a row that has to be looked at by itself."""


@dataclass(frozen=True, slots=True)
class GatheredSlices:
    """Slices as one plain database, which is removed once it was taken in."""

    path: Path
    kinds: list[str]
    """Tables in it that are just as ours are."""
    strange: list[StrangeRow]
    """All other rows."""
    whole: list[Manifest]
    feeds: set[int]


def _gathered(folder: Path, parts: Iterable[Part]) -> GatheredSlices:
    handle, name = tempfile.mkstemp(dir=folder)
    os.close(handle)
    kinds: dict[str, None] = {}
    gathered = GatheredSlices(Path(name), [], [], [], set())
    with closing(sqlite3.connect(name, isolation_level=None)) as file:
        for pragma in ("journal_mode = OFF", "synchronous = OFF", "page_size = 65536"):
            file.execute(f"PRAGMA {pragma}")
        file.execute("ATTACH ':memory:' AS slice")
        for part in parts:
            gathered.feeds.add(part.manifest.f)
            if part.is_last:
                gathered.whole.append(part.manifest)
            if not part.plain:
                continue
            file.deserialize(part.plain, name="slice")
            for kind, forms in _kinds(file, part).items():
                if _fits(kind, forms, part.manifest):
                    kinds[kind] = None
                    _add(file, kind)
                else:
                    query = file.execute(f'SELECT {_names(forms)} FROM slice."{kind}"')
                    told_in = part.manifest.schema_
                    gathered.strange.extend(_strange(part.manifest.f, kind, forms, row, told_in) for row in query)
    gathered.kinds.extend(kinds)
    return gathered


def _kinds(file: sqlite3.Connection, part: Part) -> dict[str, dict[str, Form]]:
    """{kind: {column: form}} of a slice. Raises SyncProblem: it is not the slice that the manifest names."""
    (vector,) = file.execute(f'SELECT feed, seq, epoch, number FROM slice."{VECTOR}"').fetchall()
    if vector != (part.manifest.f, part.manifest.seq, part.manifest.epoch, part.number):
        raise SyncProblem(ProblemKind.FORGED, retryable=False, detail="a slice of another snapshot")
    kinds: dict[str, dict[str, Form]] = defaultdict(dict)
    for kind, name, form in file.execute(f'SELECT kind, name, form FROM slice."{COLUMNS}" ORDER BY rowid'):
        kinds[kind][name] = Form(form)
    return kinds


def _fits(kind: str, forms: dict[str, Form], manifest: Manifest) -> bool:
    """Whether the rows are just as our tables hold them. Others are read one by one, as pages are."""
    ours = [column.name for column in TABLES[kind].columns] if kind in TABLES else []
    return manifest.schema_ == SCHEMA.version and list(forms) == ours


def _add(file: sqlite3.Connection, kind: str) -> None:
    """Put a slice's rows to those that are there; SQLite copies the bytes of rows between tables that are the same."""
    file.execute(f'CREATE TABLE IF NOT EXISTS main."{kind}" ({_columns(kind)})')
    file.execute(f'INSERT INTO main."{kind}" SELECT * FROM slice."{kind}"')


def _under_changes(session: Session, kinds: Sequence[str]) -> list[StrangeRow]:
    """Take rows out of the slices that local changes of ours lie over."""
    found: list[StrangeRow] = []
    keys: dict[str, list[str]] = defaultdict(list)
    for kind, row_id in outbox.rows_under_changes(session):
        keys[kind].append(row_id)
    connection = session.connection()
    for kind in kinds:
        forms = {column.name: form_of(column) for column in TABLES[kind].columns}
        for start in range(0, len(keys[kind]), _IN_LIST):
            ids = tuple(keys[kind][start : start + _IN_LIST])
            these = f'slices."{kind}" WHERE id IN ({", ".join("?" * len(ids))})'
            for row in connection.exec_driver_sql(f"SELECT * FROM {these}", ids).all():
                found.append(_strange(row.feed_id, kind, forms, tuple(row)))
            connection.exec_driver_sql(f"DELETE FROM {these}", ids)
    return found


def _copy(connection: Connection, kind: str, told_before: Collection[int]) -> None:
    """Enter the rows of a kind, where they are newer, or on their way out here, or of HQ before it was restored."""
    columns = _columns(kind)
    others = ", ".join(f'"{c.name}" = excluded."{c.name}"' for c in TABLES[kind].columns if c.name != "id")
    held, new = f'("{kind}".ver_epoch, "{kind}".ver)', "(excluded.ver_epoch, excluded.ver)"
    leaving, before = (
        f'"{kind}".feed_id IN ({", ".join(map(str, sorted(feeds)))})' for feeds in (departure.ON_THE_WAY, told_before)
    )
    connection.exec_driver_sql(
        f'INSERT INTO main."{kind}" ({columns}) SELECT {columns} FROM slices."{kind}" WHERE true '
        f"ON CONFLICT (id) DO UPDATE SET {others} WHERE {new} > {held} OR {before} OR ({new} = {held} AND {leaving})"
    )


def _strange(
    feed: int, kind: str, forms: dict[str, Form], row: Sequence[Any], told_in: int | None = None
) -> StrangeRow:
    body = {name: _value(form, value) for (name, form), value in zip(forms.items(), row, strict=True)}
    version = (body.pop("ver_epoch"), body.pop("ver"))
    extra = body.pop("extra") or {}
    body.pop("feed_id", None)
    whole = extra | body
    return feed, (kind, body["id"]), version, whole if told_in is None else up(SCHEMA, kind, whole, told_in)


def _value(form: Form, value: Any) -> Any:
    if value is None or form is Form.PLAIN:
        return value
    return json.loads(value) if form is Form.JSON else bool(value)


def _columns(kind: str) -> str:
    return _names(column.name for column in TABLES[kind].columns)


def _names(columns: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in columns)
