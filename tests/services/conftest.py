"""Services are tried on a real replica."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[2]))

from tests.replica_fixtures import laptop

__all__ = ["laptop"]
