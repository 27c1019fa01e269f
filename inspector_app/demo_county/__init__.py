"""The synthetic county 云岭县 (domain.md 9): seeded, repeatable records for demos, measurements and tests."""

from inspector_app.demo_county.county import Plan, generate, rows
from inspector_app.demo_county.faults import Fault
from inspector_app.demo_county.size import SIZES, Size

__all__ = ["SIZES", "Fault", "Plan", "Size", "generate", "rows"]
