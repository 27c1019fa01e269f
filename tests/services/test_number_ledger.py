"""A number that was spoilt on paper is told void, by whom, when and why; a gap is one until somebody explains it."""

from __future__ import annotations

import pytest

from inspector_app.domain.problems import Code
from inspector_app.errors import AppError
from inspector_app.records.evidence import DocumentType
from inspector_app.records.measures import PenaltyKind, SpotPenalty
from inspector_app.records.offices import VoidedNumber
from inspector_app.records.people import Role, User
from inspector_app.services import number_ledger, numbers, penalties
from inspector_app.services.acting import Acting, Refused
from inspector_app.services.number_ledger import Fate, Line
from inspector_app.storage import evidence
from tests import factories
from tests.replica_fixtures import Laptop
from tests.services.test_numbers import write
from tests.signed_visits import completed, prepared, sealed, signed

SITE_RECORD = DocumentType.SITE_RECORD


def n(seq: int, block: str = "0001") -> str:
    return f"990101-SR-2026-{block}-{seq:04}"


def void(laptop: Laptop, number: str, reason: str = "打印机卡纸", by: User | None = None) -> VoidedNumber:
    with laptop.acting(by or laptop.wang) as act:
        return number_ledger.void(act, number, reason)


def told(laptop: Laptop) -> list[Line]:
    with laptop.sessions() as session:
        return number_ledger.ledger(session, "990101", "SR", 2026)


def codes(laptop: Laptop, number: str, reason: str = "打印机卡纸") -> list[Code]:
    with pytest.raises(Refused) as refused:
        void(laptop, number, reason)
    return [each.code for each in refused.value.problems]


def test_j_3_each_number_says_what_became_of_it_and_gaps_are_explained(laptop: Laptop) -> None:
    with laptop.acting() as act:
        write(act, n(1))
        write(act, n(2), voided_at=7, void_reason="不再需要")
        write(act, n(5))
        assert number_ledger.gaps(act.session, "990101", "SR", 2026) == [n(3), n(4)]
    kept = void(laptop, n(3), "  打印机卡纸 ", laptop.li)
    assert (kept.county_code, kept.number, kept.reason) == ("990101", n(3), "打印机卡纸")
    assert told(laptop) == [
        Line(n(1), Fate.USED, laptop.wang.id, laptop.now),
        Line(n(2), Fate.DISCARDED, laptop.wang.id, 7, "不再需要"),
        Line(n(3), Fate.VOIDED, laptop.li.id, laptop.now, "打印机卡纸"),
        Line(n(4), Fate.GAP),
        Line(n(5), Fate.USED, laptop.wang.id, laptop.now),
    ]
    void(laptop, "９９０１０１-SR-2026-0001-0004", "缺页")
    with laptop.sessions() as session:
        assert number_ledger.gaps(session, "990101", "SR", 2026) == []


def test_a_void_number_is_never_given_out_and_counts_as_used(laptop: Laptop) -> None:
    void(laptop, n(1))
    with laptop.acting() as act:
        assert numbers.take(act, SITE_RECORD) == n(2)
        assert numbers.supply(act, SITE_RECORD) == numbers.Supply(left=19, total=20)
        assert number_ledger.gaps(act.session, "990101", "SR", 2026) == []


def test_what_a_closed_block_left_is_explained_by_its_closing(laptop: Laptop) -> None:
    laptop.receive(
        factories.number_block(
            laptop.device_id, "SR", block="0007", last=3, voided_at=9, void_reason="used by two machines"
        )
    )
    with laptop.acting() as act:
        write(act, n(2, "0007"))
    closed = [Line(n(seq, "0007"), Fate.CLOSED, None, 9, "used by two machines") for seq in (1, 3)]
    assert told(laptop) == [closed[0], Line(n(2, "0007"), Fate.USED, laptop.wang.id, laptop.now), closed[1]]


def test_the_spoilt_paper_of_a_draft_is_written_anew_under_the_next_number(laptop: Laptop) -> None:
    visit = completed(laptop)
    papers = prepared(laptop, visit)
    signed(laptop, visit, papers)
    old = next(each for each in papers.documents if each.document_type is SITE_RECORD)
    assert old.number is not None
    void(laptop, old.number)
    with pytest.raises(Refused):
        sealed(laptop, visit)
    papers = prepared(laptop, visit)
    new = next(each for each in papers.documents if each.document_type is SITE_RECORD)
    assert (new.id != old.id, new.number) == (True, n(2))
    signed(laptop, visit, papers)
    sealed(laptop, visit)
    with laptop.sessions() as session:
        assert old.id not in {each.id for each in evidence.documents_of(session, visit)}
    assert [(each.number, each.fate) for each in told(laptop)] == [(n(1), Fate.VOIDED), (n(2), Fate.USED)]
    assert codes(laptop, n(2)) == [Code.STATE], "sealed with its visit"
    assert [each.fate for each in told(laptop)] == [Fate.VOIDED, Fate.USED]


def test_what_nobody_here_may_void(laptop: Laptop) -> None:
    visit = completed(laptop)
    prepared(laptop, visit)
    assert codes(laptop, n(9), "  ") == [Code.REASON_NEEDED]
    assert codes(laptop, " ") == [Code.REQUIRED]
    assert codes(laptop, n(1, "0099")) == codes(laptop, n(21)) == [Code.NOT_OWN], "of another laptop, of no block"
    void(laptop, n(9))
    assert codes(laptop, n(9)) == [Code.ONLY_ONCE]
    with pytest.raises(Refused) as refused:
        void(laptop, n(1), by=laptop.li)
    assert [each.code for each in refused.value.problems] == [Code.NOT_AUTHOR], "the draft is wang's"
    with laptop.acting() as act:
        write(act, n(4))
    assert codes(laptop, n(4)) == [Code.STATE], "a paper that stands by itself"
    for role in (Role.AUXILIARY, Role.READ_ONLY, Role.HQ_ADMIN):
        with pytest.raises(AppError, match="not_allowed"):
            void(laptop, n(10), by=laptop.wang.changed(role=role))


def penalty(act: Acting, laptop: Laptop, number: str) -> SpotPenalty:
    made = factories.any_of(
        SpotPenalty, operator_id=laptop.shop.id, number=number, penalty_kind=PenaltyKind.WARNING, amount_fen=0,
        facts="未公示证照", penalty_basis="食品安全法第一百二十六条", second_user_id=laptop.li.id, collected_fen=0,
    )  # fmt: skip
    return penalties.decide(act, made, facts_clear=True, demo=False).penalty


def test_a_spoilt_form_for_penalties_is_void_and_used_no_more(laptop: Laptop) -> None:
    void(laptop, "当罚〔2026〕0001")
    with pytest.raises(Refused) as refused, laptop.acting() as act:
        penalty(act, laptop, "当罚〔2026〕0001 ")
    assert [(each.field, each.code) for each in refused.value.problems] == [("number", Code.ONLY_ONCE)]
    with laptop.acting() as act:
        assert penalty(act, laptop, " 当罚〔2026〕0002").number == "当罚〔2026〕0002"
    assert codes(laptop, "当罚〔2026〕0002 ") == [Code.STATE]


def test_numbers_that_no_paper_has_reached_are_no_gaps(laptop: Laptop) -> None:
    """One told void far ahead passes over nothing: the next paper still takes the first free number."""
    with laptop.acting() as act:
        write(act, n(1))
    void(laptop, n(9))
    assert [(each.number, each.fate) for each in told(laptop)] == [(n(1), Fate.USED), (n(9), Fate.VOIDED)]
    with laptop.acting() as act:
        assert number_ledger.gaps(act.session, "990101", "SR", 2026) == []
        assert numbers.take(act, SITE_RECORD) == n(2)
        write(act, n(3))
        assert number_ledger.gaps(act.session, "990101", "SR", 2026) == [n(2)]
