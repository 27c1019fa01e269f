"""Services are tried on a real replica."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from inspector_app.domain.packs import Version
from inspector_app.records.reference import RulePack
from inspector_app.services import rules
from tests import factories
from tests.replica_fixtures import Laptop, laptop

__all__ = ["laptop"]
Publish = Callable[..., None]


@pytest.fixture
def publish(laptop: Laptop) -> Iterator[Publish]:
    """HQ publishes another text of a version; the test ends with what the program ships."""

    def published(version: Version, **other: Any) -> None:
        body = version.model_copy(update=other).model_dump(mode="json", by_alias=True, exclude_defaults=True)
        laptop.receive(factories.any_of(RulePack, pack=version.pack, version="2", body=body, published_at=laptop.now))
        with laptop.sessions() as session:
            rules.use(session)

    yield published
    rules._published = rules._Published()
    rules.calendar.cache_clear()
