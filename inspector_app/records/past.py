"""The versions of the records before the present one: their forms as released, and how each led to the next.

A record changes only with SCHEMA's version. A field or kind that comes in addition needs no more than a default; what
is told in another way from then on needs a step here, which stays for ever: changes of old laptops still arrive.
"""

from __future__ import annotations

import json
from importlib.resources import files

from sync.forms import FIRST_SCHEMA, Form, Past, Shape, Step

STEPS: tuple[Step, ...] = ()
"""In the order in which they came."""


def frozen(version: int) -> Form:
    """The records as a version was released (tests/released)."""
    told = (files("inspector_app.records") / "forms" / f"{version}.json").read_text("utf-8")
    return {kind: Shape.from_json(shape) for kind, shape in json.loads(told).items()}


def past(version: int) -> Past:
    """What there was before this version."""
    return Past({number: frozen(number) for number in range(FIRST_SCHEMA, version)}, STEPS)
