"""Nobody is listed, and nothing is published, by one person alone or without what the law asks for."""

from __future__ import annotations

import pytest

from inspector_app.domain.oversight import (
    BLACKLIST,
    PUBLICATIONS,
    TARGETS,
)
from inspector_app.domain.problems import Code
from inspector_app.records.credit import BlacklistState
from inspector_app.records.notices import PublicationState, TargetState
from inspector_app.records.people import Role

B, P, T = BlacklistState, PublicationState, TargetState
COUNTY, HQ, LEAD = Role.COUNTY_ADMIN, Role.HQ_ADMIN, Role.TEAM_LEAD


@pytest.mark.parametrize("missing", ["basis", "evidence", "notified_at"])
def test_f_3_nobody_is_proposed_without_basis_evidence_and_notice(missing: str) -> None:
    fields = {"basis", "evidence", "notified_at"}
    assert BLACKLIST.problems(B.PROPOSED, "notify", COUNTY, fields) == []
    (problem,) = BLACKLIST.problems(B.PROPOSED, "notify", COUNTY, fields - {missing})
    assert (problem.field, problem.code) == (missing, Code.REQUIRED)


def test_f_3_headquarters_decides_and_not_the_person_who_proposed() -> None:
    heard = {"statement"}
    assert [p.code for p in BLACKLIST.problems(B.NOTIFIED, "decide", COUNTY, heard)] == [Code.MOVE_NOT_ALLOWED]
    done = [("notify", "a")]
    assert [p.code for p in BLACKLIST.problems(B.NOTIFIED, "decide", HQ, heard, "a", done)] == [Code.SAME_PERSON]
    assert BLACKLIST.problems(B.NOTIFIED, "decide", HQ, heard, "b", done) == []
    assert not BLACKLIST.may(B.DECIDED, B.LISTED, COUNTY)
    assert not BLACKLIST.may(B.PROPOSED, B.LISTED)


def test_f_4_who_checked_does_not_approve() -> None:
    done = [("mask", "a"), ("review", "b"), ("return", "c"), ("mask", "a"), ("review", "d")]
    for who, codes in (("b", [Code.SAME_PERSON]), ("d", [Code.SAME_PERSON]), ("c", []), ("e", [])):
        assert [p.code for p in PUBLICATIONS.problems(P.REVIEWED, "approve", COUNTY, (), who, done)] == codes


def test_f_4_nothing_is_withdrawn_without_a_reason() -> None:
    assert PUBLICATIONS.problems(P.RELEASED, "withdraw", COUNTY)
    assert not PUBLICATIONS.problems(P.RELEASED, "withdraw", COUNTY, {"reason"})
    assert not PUBLICATIONS.may(P.DRAFT, P.RELEASED)


def test_a_target_closes_only_when_nothing_is_left_to_correct() -> None:
    assert TARGETS.problems(T.VISITED, "close", LEAD)
    assert not TARGETS.problems(T.VISITED, "close", LEAD, {"conform"})
    assert not TARGETS.problems(T.CORRECTED, "close", LEAD)
    assert not TARGETS.may(T.ASSIGNED, T.CLOSED)
