"""Signatures and refusals in the paper that was shown."""

from __future__ import annotations

import re

import pytest
from PySide6.QtGui import QTextDocument

from inspector_app.documents.forms import correction_order, site_record
from inspector_app.documents.signing import with_signatures
from inspector_app.records.evidence import SignatureMethod, SignatureState
from sync.record import new_id


def words(html: str) -> str:
    document = QTextDocument()
    document.setHtml(html)
    return re.sub(r"\s", "", document.toPlainText())


def test_unsigned_papers_hold_no_picture(make_visit):
    assert "<img" not in site_record(make_visit(), "N").html


def test_each_signature_stands_in_its_own_place(make_visit, sign):
    visit = make_visit()
    form = site_record(visit, "N")
    html = with_signatures(form.html, sign(visit, form))
    assert html.count("<img") == 3
    text = words(html)
    assert re.search(r"李建国（执法证件号：YL00001234）签名：\W*李建国2026年11月23日15时25分", text)
    assert re.search(r"王小梅（执法证件号：YL00001235）签名：\W*王小梅2026年11月23日15时25分", text)
    assert re.search(r"与现场情况相符。签名（盖章）：\W*张明2026年11月23日15时25分", text)


def test_signatures_change_nothing_but_their_places(make_visit, sign):
    visit = make_visit()
    form = site_record(visit, "N")
    slots = re.compile(r"<!--slot.*?<!--/slot-->", re.DOTALL)
    apart = slots.split(form.html)
    html = with_signatures(form.html, sign(visit, form))
    assert len(apart) == 5
    assert all(part in html for part in apart)


def test_a_signature_under_other_content_is_not_shown(make_visit, sign):
    visit = make_visit()
    form, later = site_record(visit, "N"), site_record(visit, "N2")
    assert with_signatures(later.html, sign(visit, form)) == later.html


def test_a_signature_bound_to_the_sealed_visit_counts_on_its_papers(make_visit, sign):
    visit = make_visit()
    form = correction_order(visit, visit.rectification, "N")
    signatures = sign(visit, form, content_sha256="a" * 64)
    assert with_signatures(form.html, signatures, content_sha256="b" * 64) == form.html
    assert with_signatures(form.html, signatures, content_sha256="a" * 64).count("<img") == 3


def test_a_voided_signature_is_not_shown(make_visit, sign):
    visit = make_visit()
    form = site_record(visit, "N")
    voided = [each.changed(voided_at=1, void_reason="重签") for each in sign(visit, form)]
    assert with_signatures(form.html, voided) == form.html


@pytest.mark.parametrize(
    ("state", "words_of_state"), [(SignatureState.REFUSED, "拒绝签名"), (SignatureState.ABSENT, "不在现场，未能签名")]
)
def test_who_did_not_sign_is_told_with_the_reason(make_visit, sign, state, words_of_state):
    visit = make_visit()
    form = site_record(visit, "N")
    text = words(with_signatures(form.html, sign(visit, form, state, "认为<处理>过重")))
    assert words_of_state in text
    assert "认为<处理>过重" in text
    assert "与现场情况相符" not in text


def test_a_refusal_says_how_it_is_proven(make_visit, sign, witness):
    visit = make_visit()
    form = site_record(visit, "N")
    refused = sign(visit, form, SignatureState.REFUSED, "不愿签")
    assert "无见证人签名，亦无录音、录像。" in words(with_signatures(form.html, refused))
    assert "有录音、录像为证" in words(with_signatures(form.html, refused, recorded=True))
    witnessed = words(with_signatures(form.html, [*refused, witness(form)]))
    assert "有见证人签名为证" in witnessed
    assert re.search(r"见证人签名：\W*陈立", witnessed)
    another = witness(form).changed(id=new_id(), name="赵村长")
    both = words(with_signatures(form.html, [*refused, witness(form), another]))
    assert re.search(r"见证人签名：\W*陈立.*签名：\W*赵村长", both, re.DOTALL)
    stated = [refused[0], refused[1].changed(reason="当事人看过笔录后离开"), refused[2]]
    text = words(with_signatures(form.html, stated))
    assert "亦无录音、录像，由检查人员签名说明" in text
    assert "情况说明：当事人看过笔录后离开" in text


@pytest.mark.parametrize(
    ("method", "told"),
    [
        (SignatureMethod.PAPER, "纸质文书上签名"),
        (SignatureMethod.SEAL, "盖章"),
        (SignatureMethod.FINGERPRINT_PAPER, "捺印"),
    ],
)
def test_a_signature_on_paper_points_to_the_scan(make_visit, sign, method, told):
    visit = make_visit()
    form = site_record(visit, "N")
    html = with_signatures(form.html, sign(visit, form, method=method))
    assert "<img" not in html
    assert told in words(html)
    assert "见扫描件" in words(html)
