"""Services are tried on a real replica."""

from __future__ import annotations

from tests.replica_fixtures import laptop

__all__ = ["laptop"]
