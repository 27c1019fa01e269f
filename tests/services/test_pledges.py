"""A pledge is kept with the version of its text, the paper and the signature that was given to it."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QTextDocument

from inspector_app.documents.forms import digest
from inspector_app.domain.pledge import PledgeText
from inspector_app.domain.problems import Code
from inspector_app.records.evidence import Document, DocumentType, Signature, SignatureState, SignerRole
from inspector_app.records.operators import Operator, OperatorStatus
from inspector_app.services import pledges
from inspector_app.services.acting import Refused
from inspector_app.services.pledges import Shown
from tests import factories
from tests.replica_fixtures import Laptop


def shown(laptop: Laptop) -> Shown:
    with laptop.acting() as act:
        return pledges.show(act, laptop.shop.id, demo=False)


def test_a_signed_pledge_is_kept_with_its_text_paper_and_signature(laptop: Laptop) -> None:
    laptop.receive(laptop.shop.changed(status=OperatorStatus.VERIFIED))
    paper = shown(laptop)
    with laptop.acting() as act:
        made = pledges.sign(act, paper, factories.signature(SignerRole.PARTY, paper.form.sha256))
        document, signature = act.get(Document, made.document_id or ""), act.get(Signature, made.signature_id or "")
        operator = act.get(Operator, laptop.shop.id)
        assert pledges.of_operator(act.session, laptop.shop.id) == [made]
    assert (made.text_version, made.text_sha256) == ("pledge 2025-01-01", paper.text.sha256)
    assert (document.document_type, document.operator_id) == (DocumentType.PLEDGE, laptop.shop.id)
    assert digest(document.html) == document.html_sha256 == signature.content_sha256
    assert (signature.document_id, signature.operator_id) == (document.id, laptop.shop.id)
    assert (operator.status, operator.pledge_version) == (OperatorStatus.ACTIVE, made.text_version)


def test_the_paper_shows_the_text_its_version_and_who_promises(laptop: Laptop, qapp: object) -> None:
    document = QTextDocument()
    document.setHtml(shown(laptop).form.html)
    printed = "".join(document.toPlainText().split())
    for fact in ("食品安全承诺书", laptop.shop.name, "pledge2025-01-01", "依法取得许可", "承诺人", "签名（盖章）"):
        assert fact in printed


def test_the_hash_of_the_text_changes_with_a_word_of_it() -> None:
    text = pledges.rule(PledgeText, factories.any_of(Document).made_at)
    other = text.model_copy(update={"lines": text.lines[1:]})
    assert other.sha256 != text.sha256


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"content_sha256": "0" * 64}, Code.SIGNATURE_STALE),
        ({"strokes": (((1, 1),),)}, Code.SIGNATURE_EMPTY),
        ({"state": SignatureState.REFUSED, "reason": "不愿签"}, Code.PARTY_SIGNATURE_MISSING),
        ({"signer_role": SignerRole.WITNESS}, Code.PARTY_SIGNATURE_MISSING),
    ],
)
def test_what_is_no_signature_on_this_paper_makes_no_pledge(
    laptop: Laptop, change: dict[str, object], code: Code
) -> None:
    paper = shown(laptop)
    signature = factories.signature(SignerRole.PARTY, paper.form.sha256).changed(**change)
    with pytest.raises(Refused) as refused, laptop.acting() as act:
        pledges.sign(act, paper, signature)
    assert [each.code for each in refused.value.problems] == [code]
    with laptop.sessions() as session:
        assert pledges.of_operator(session, laptop.shop.id) == []
