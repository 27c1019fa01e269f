"""What an officer says of a finding's effect decides what follows, and on which papers of the visit."""

from __future__ import annotations

import pytest

from inspector_app.domain.consequences import Basis, Consequence
from inspector_app.records.evidence import DocumentType
from inspector_app.records.inspections import Finding, FindingAction, Inspection
from inspector_app.services import consequences
from inspector_app.services.acting import Refused
from inspector_app.storage import inspections
from tests.replica_fixtures import Laptop
from tests.signed_visits import completed, prepared, sealed, signed

ITEM = "RS-B02"
RECORD, ORDER = {DocumentType.SITE_RECORD, DocumentType.RESULT_FORM}, DocumentType.CORRECTION_ORDER


@pytest.mark.parametrize(
    ("affects_safety", "on_site", "action", "papers"),
    [
        (True, False, FindingAction.CASE, RECORD),
        (True, True, FindingAction.CASE, RECORD),
        (False, True, FindingAction.ONSITE, RECORD),
        (False, False, FindingAction.RECTIFY, RECORD | {ORDER}),
    ],
)
def test_b_15_the_finding_is_decided_and_the_papers_follow(
    laptop: Laptop, affects_safety: bool, on_site: bool, action: FindingAction, papers: set[DocumentType]
) -> None:
    visit = completed(laptop)
    known = finding(laptop, visit)
    with laptop.acting(later_min=41) as act:
        seen = act.get(Inspection, visit)
        given = seen.answers[ITEM].model_copy(update={"on_site": on_site})
        act.save(seen.changed(answers=seen.answers | {ITEM: given}))
        act.save(known.changed(actions=(FindingAction.TRAINING, FindingAction.RECTIFY), rectify_days=5))
        decided, found = consequences.follow(act, known.id, affects_safety=affects_safety, slight=True)
    assert decided.actions == (action, FindingAction.TRAINING)
    assert (decided.rectify_days == 5) is (found.consequence is Consequence.ORDER_CORRECTION)
    assert found.confirm is (found.basis is Basis.GAP)
    assert {each.document_type for each in prepared(laptop, visit, 42).documents} == papers


def test_a_sealed_finding_is_decided_no_more(laptop: Laptop) -> None:
    visit = completed(laptop)
    signed(laptop, visit, prepared(laptop, visit))
    sealed(laptop, visit)
    with pytest.raises(Refused), laptop.acting(later_min=60) as act:
        consequences.follow(act, finding(laptop, visit).id, affects_safety=True, slight=False)


def finding(laptop: Laptop, visit: str) -> Finding:
    with laptop.sessions() as session:
        (found,) = inspections.findings_of(session, visit)
    return found
