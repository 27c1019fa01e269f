"""Drafts that lie in a replica are read, also by a later version of the app."""

from __future__ import annotations

from inspector_app.ui.registration_draft import fresh, kept, key_of
from sync.device.outbox import set_meta
from tests.replica_fixtures import Laptop, laptop

__all__ = ["laptop"]


def test_numbers_that_an_older_version_kept_as_such_are_texts(laptop: Laptop) -> None:
    older = fresh(name="没写完的店").model_dump(mode="json") | {"staff_count": 3, "floor_area_m2": None}
    with laptop.sessions.begin() as session:
        set_meta(session, **{key_of("wang"): {"at": 1, "draft": older}})
        found = kept(session, key_of("wang"))
    assert found is not None
    assert (found.draft.name, found.draft.staff_count, found.draft.floor_area_m2) == ("没写完的店", "3", "")
