"""What HQ really holds: looked up with plain SQL and plain files, by none of the code that put it there."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any


class Witness:
    """Reads HQ's database and blob folder, and nothing else."""

    def __init__(self, database: Path, blobs: Path) -> None:
        self._database = database
        self._blobs = blobs

    def row(self, kind: str, row_id: str) -> dict[str, Any] | None:
        """A row as it stands in HQ's table."""
        found = self._ask(f'SELECT * FROM "{kind}" WHERE id = ?', row_id)
        return found[0] if found else None

    def feed_of(self, kind: str, row_id: str) -> str:
        """Kind of the feed in which a row travels."""
        query = f'SELECT feed.kind FROM feed JOIN "{kind}" AS held ON held.feed_id = feed.id WHERE held.id = ?'
        found = self._ask(query, row_id)
        return str(found[0]["kind"]) if found else ""

    def has(self, kind: str, ids: Iterable[str]) -> bool:
        return all(self.row(kind, row_id) is not None for row_id in ids)

    def ids_of(self, kind: str, column: str, value: str) -> list[str]:
        """Ids of the rows that have a value in a column, in order; void ones left out."""
        query = f'SELECT id FROM "{kind}" WHERE "{column}" = ? AND voided_at IS NULL ORDER BY id'
        return [str(row["id"]) for row in self._ask(query, value)]

    def text_is_whole(self, kind: str, row_id: str, column: str, sha256: str) -> bool:
        """Whether a text has the hash that the laptop made of it."""
        text = str((self.row(kind, row_id) or {}).get(column, ""))
        return hashlib.sha256(text.encode()).hexdigest() == sha256

    def photo_is_whole(self, sha256: str) -> bool:
        """Whether the bytes in the blob folder have the hash that is their name."""
        path = self._blobs / sha256[:2] / sha256
        return path.exists() and hashlib.sha256(path.read_bytes()).hexdigest() == sha256

    def is_intact(self) -> bool:
        return bool(self._ask("PRAGMA integrity_check") == [{"integrity_check": "ok"}])

    def answers(self, inspection_id: str) -> dict[str, str]:
        """{item: code of the answer} of a visit."""
        row = self.row("inspection", inspection_id)
        return {item: str(given["code"]) for item, given in json.loads(row["answers"]).items()} if row else {}

    def _ask(self, query: str, *values: str) -> list[dict[str, Any]]:
        with closing(sqlite3.connect(f"file:{self._database}?mode=ro", uri=True)) as connection:
            connection.row_factory = sqlite3.Row
            return [dict(row) for row in connection.execute(query, values)]
