"""Articles 32 and 33 case by case: investigate, correct on the spot, or order in writing, and on which paper."""

from __future__ import annotations

import pytest

from inspector_app.domain import consequences
from inspector_app.domain.consequences import Basis, Consequence, Paper

INVESTIGATE, ON_SITE, ORDER = Consequence
CASE, RECORD, CORRECTION = Paper


@pytest.mark.parametrize(
    ("key", "affects_safety", "slight", "corrected", "consequence", "paper", "basis"),
    [
        (True, True, False, False, INVESTIGATE, CASE, Basis.ART_32),
        (True, True, False, True, INVESTIGATE, CASE, Basis.ART_32),
        (True, True, True, False, INVESTIGATE, CASE, Basis.ART_32),
        (True, True, True, True, INVESTIGATE, CASE, Basis.ART_32),
        (True, False, False, False, ORDER, CORRECTION, Basis.GAP),
        (True, False, False, True, ON_SITE, RECORD, Basis.GAP),
        (True, False, True, False, ORDER, CORRECTION, Basis.GAP),
        (True, False, True, True, ON_SITE, RECORD, Basis.GAP),
        (False, True, False, False, INVESTIGATE, CASE, Basis.ART_33_3),
        (False, True, False, True, INVESTIGATE, CASE, Basis.ART_33_3),
        (False, True, True, False, INVESTIGATE, CASE, Basis.ART_33_3),
        (False, True, True, True, INVESTIGATE, CASE, Basis.ART_33_3),
        (False, False, False, False, ORDER, CORRECTION, Basis.GAP),
        (False, False, False, True, ON_SITE, RECORD, Basis.GAP),
        (False, False, True, False, ORDER, CORRECTION, Basis.ART_33_1),
        (False, False, True, True, ON_SITE, RECORD, Basis.ART_33_1),
    ],
)
def test_b_15_what_follows_from_an_item(
    key: bool,
    affects_safety: bool,
    slight: bool,
    corrected: bool,
    consequence: Consequence,
    paper: Paper,
    basis: Basis,
) -> None:
    found = consequences.following(key=key, affects_safety=affects_safety, slight=slight, corrected=corrected)
    assert (found.consequence, found.paper, found.basis) == (consequence, paper, basis)
    assert found.confirm is (basis is Basis.GAP)
