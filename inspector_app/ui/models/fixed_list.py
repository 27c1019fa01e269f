"""Rows of a short list that a page has read already."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, TypeVar

from inspector_app.ui.models.paged_list import PagedList

R = TypeVar("R")


class FixedList(PagedList[R], Generic[R]):
    """As PagedList, but the records are given, not fetched."""

    def set_records(self, records: Sequence[R]) -> None:
        self._replace(len(records) + 1, records)
        self.loaded.emit()
