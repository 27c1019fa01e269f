"""A matter is handed over by a letter that lists its evidence; who issued a licence is told of findings."""

from __future__ import annotations

import pytest

from inspector_app.domain.measures import CRIMINAL_ATTACHMENTS
from inspector_app.domain.problems import Code
from inspector_app.records.evidence import Document, DocumentType
from inspector_app.records.inspections import Finding, FindingAction, Inspection
from inspector_app.records.measures import Authority, CaseFile, Transfer, TransferState
from inspector_app.records.people import Role, User
from inspector_app.services import transfers, workflow
from inspector_app.services.acting import Refused
from inspector_app.storage import matters
from sync.record import new_id
from tests import factories
from tests.replica_fixtures import Laptop


@pytest.fixture
def boss(laptop: Laptop) -> User:
    user = factories.user(username="boss", role=Role.COUNTY_ADMIN)
    laptop.receive(user)
    return user


@pytest.fixture
def finding(laptop: Laptop) -> Finding:
    """Of a signed visit with two photos of it, and one of another item."""
    visit = factories.visit(laptop.shop, laptop.wang, laptop.device_id)
    made = factories.any_of(
        Finding, inspection_id=visit.id, operator_id=laptop.shop.id, item_id="AG-C03", key=True,
        description="货架上有禁用农药甲胺磷", basis="《农药管理条例》第三十六条", actions=(FindingAction.TRANSFER,),
    )  # fmt: skip
    photos = [factories.photo_of(visit.id, "AG-C03", caption=each) for each in ("货架全景", "农药标签")]
    laptop.receive(visit, made, *photos, factories.photo_of(visit.id, "AG-A01", caption="门头"))
    return made


def prepared(laptop: Laptop, finding: Finding, authority: Authority, **fields: bool) -> Transfer:
    with laptop.acting() as act:
        return transfers.prepare(act, finding, authority, "发现禁用农药，属农业农村部门职责", **fields)


def approved(laptop: Laptop, boss: User, transfer: Transfer) -> Transfer:
    with laptop.acting(boss) as act:
        return workflow.take(act, transfer, "approve").record


@pytest.mark.parametrize(
    ("authority", "named"), [(Authority.AGRICULTURE, "农业农村主管部门"), (Authority.CUSTOMS, "海关")]
)
def test_a_finding_makes_a_letter_with_its_list_of_evidence(
    laptop: Laptop, boss: User, finding: Finding, authority: Authority, named: str
) -> None:
    transfer = approved(laptop, boss, prepared(laptop, finding, authority))
    with laptop.acting() as act:
        sent = transfers.send(act, transfer.id, demo=False)
        assert sent.record.document_id is not None
        letter = act.get(Document, sent.record.document_id)
    assert sent.record.state is TransferState.SENT
    assert (letter.document_type, letter.subject_id) == (DocumentType.CASE_TRANSFER_LETTER, transfer.id)
    for words in (
        named,
        laptop.shop.name,
        "货架上有禁用农药甲胺磷",
        "《农药管理条例》第三十六条",
        "货架全景",
        "农药标签",
    ):
        assert words in letter.html
    assert "门头" not in letter.html


def test_nothing_is_sent_before_the_county_has_approved(laptop: Laptop, finding: Finding) -> None:
    transfer = prepared(laptop, finding, Authority.AGRICULTURE)
    with pytest.raises(Refused), laptop.acting() as act:
        transfers.send(act, transfer.id, demo=False)
    with laptop.sessions() as session:
        assert matters.transfers_of(session, finding.id) == [transfer]


def test_a_missing_attachment_blocks_sending_to_the_police(laptop: Laptop, boss: User, finding: Finding) -> None:
    transfer = approved(laptop, boss, prepared(laptop, finding, Authority.POLICE, criminal=True))
    assert transfer.due_on is not None
    for missing in CRIMINAL_ATTACHMENTS:
        some = [each for each in CRIMINAL_ATTACHMENTS if each != missing]
        with pytest.raises(Refused) as refused, laptop.acting() as act:
            transfers.send(act, transfer.id, demo=False, attachments=some)
        assert [each.field for each in refused.value.problems] == [f"attachments.{missing}"]
    with laptop.acting() as act:
        sent = transfers.send(act, transfer.id, demo=False, attachments=CRIMINAL_ATTACHMENTS).record
        letter = act.get(Document, str(sent.document_id))
    assert (sent.state, letter.title) == (TransferState.SENT, "涉嫌犯罪案件移送书")


def test_a_transfer_without_a_reason_is_not_prepared(laptop: Laptop, finding: Finding) -> None:
    with pytest.raises(Refused), laptop.acting() as act:
        transfers.prepare(act, finding, Authority.CUSTOMS, "  ")


def test_a_notice_to_the_issuer_is_queued_on_a_finding(laptop: Laptop, finding: Finding) -> None:
    """Once for each office that issued a licence; not for our own, and not for a visit that found nothing."""
    shop = laptop.shop.id
    laptop.receive(
        factories.licence(shop, issuer="云岭县行政审批局"),
        factories.licence(shop, id=new_id(), issuer="云岭县行政审批局"),
        factories.licence(shop, id=new_id(), issuer=laptop.wang.acting_authority),
        factories.licence(shop, id=new_id(), issuing_office="990000"),
    )
    with laptop.acting() as act:
        visit = factories.visit(laptop.shop, laptop.wang, laptop.device_id, id=finding.inspection_id)
        assert transfers.tell_issuers(act, visit, []) == []
        queued = transfers.tell_issuers(act, visit, [finding])
        assert transfers.tell_issuers(act, visit, [finding]) == []
    assert sorted(each.authority_name for each in queued) == ["990000", "云岭县行政审批局"]
    assert {(each.authority, each.state) for each in queued} == {(Authority.ISSUER, TransferState.DRAFT)}
    assert all("货架上有禁用农药甲胺磷" in each.reason for each in queued)


def test_of_a_visit_that_was_corrected_the_letter_tells_what_stands(
    laptop: Laptop, boss: User, finding: Finding
) -> None:
    with laptop.acting() as act:
        visit = act.get(Inspection, finding.inspection_id)
    of_item = prepared(laptop, finding, Authority.AGRICULTURE)
    with laptop.acting() as act:
        of_visit = transfers.prepare(act, visit, Authority.ISSUER, "检查发现问题")
    version = factories.correction(visit, laptop.now)
    copy = finding.changed(id=new_id(), inspection_id=version.id, description="货架上有禁用农药克百威")
    laptop.receive(version, copy)
    with laptop.acting() as act:
        for transfer in (of_item, of_visit):
            (line,) = transfers.matter_of(act, transfer).lines
            assert "克百威" in line
        assert len(transfers.matter_of(act, of_item).evidence) == 2
    case = factories.any_of(
        CaseFile, operator_id=laptop.shop.id, inspection_id=visit.id, facts="销售禁用农药，货值二万元"
    )
    laptop.receive(case)
    with laptop.acting() as act:
        of_case = transfers.prepare(act, case, Authority.ISSUER, "涉嫌犯罪")
        assert any("货值二万元" in line for line in transfers.matter_of(act, of_case).lines)
    laptop.receive(copy.changed(voided_at=1, void_reason="mended"))
    for transfer in (of_item, of_visit):
        approved(laptop, boss, transfer)
        with pytest.raises(Refused) as refused, laptop.acting() as act:
            transfers.send(act, transfer.id, demo=False)
        assert [each.code for each in refused.value.problems] == [Code.CHANGED_SINCE]
