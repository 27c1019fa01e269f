"""Every rule of sync that is switched off is missed by some test (C-60)."""

from __future__ import annotations

import pytest

from tests.sync.mutants import gate
from tests.sync.mutants.table import MUTANTS


def test_each_mutant_has_a_name_of_its_own() -> None:
    names = [mutant.name for mutant in MUTANTS]
    assert len(names) == len(set(names))


@pytest.mark.slow
def test_no_rule_can_be_switched_off_unnoticed(capsys: pytest.CaptureFixture[str]) -> None:
    with capsys.disabled():
        assert gate.main([]) == 0
