"""From the findings to the seal: what is decided is saved, what is signed is what was shown, a seal is final."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPlainTextEdit,
    QPushButton,
    QTabBar,
    QToolButton,
    QWidget,
)

from inspector_app.domain.scoring import LineCode
from inspector_app.records.evidence import Signature, SignatureState, SignerRole
from inspector_app.records.inspections import Answer, AnswerCode, Finding, FindingAction, Inspection, InspectionState
from inspector_app.services import inspections as visits
from inspector_app.storage import evidence, inspections, people
from inspector_app.storage.photos import PhotoStore
from inspector_app.ui.pages.document_preview import DocumentPage, DocumentPreview
from inspector_app.ui.pages.inspection import InspectionPage
from inspector_app.ui.pages.inspection_result import LINES
from inspector_app.ui.widgets.notice import Notice
from sync.device.outbox import set_meta
from tests import factories
from tests.replica_fixtures import KEY
from tests.ui.office import Office, laptop, made_office

__all__ = ["laptop", "made_office"]

FAILED = ("RS-A01", "RS-B02")


class Visit:
    """A completed visit's page, pressed and drawn on as people do."""

    def __init__(self, office: Office, store: PhotoStore) -> None:
        self.office = office
        with office.laptop.acting() as act:
            visit = visits.start(act, office.laptop.shop.id)
            officers = (factories.officer(office.laptop.wang), factories.officer(office.laptop.li))
            visits.change(act, visit.id, inspectors=officers, card_shown_at=act.now, recusal_asked=True)
            visits.conform_all_but_answered(act, visit.id)
            for item in visits.form_of(act, visit).items:
                if item.evidence.note == "always":
                    fine = Answer(code=AnswerCode.CONFORM, note="已查看台账", answered_at=act.now)
                    visits.answer(act, visit.id, item.id, fine)
                if item.evidence.photo != "none":
                    act.save(factories.photo_of(visit.id, item.id))
            for item_id in FAILED:
                bad = Answer(code=AnswerCode.NONCONFORM, note="货架上有三袋过期饼干", answered_at=act.now)
                visits.answer(act, visit.id, item_id, bad)
            visits.complete(act, visit.id)
        self.id = visit.id
        self.page = InspectionPage(office.context, store, visit.id)
        office.qtbot.addWidget(self.page)
        self.page.resize(1166, 640)
        with office.qtbot.waitActive(self.page):
            self.page.show()
            self.page.activateWindow()
        self.settle()

    def child(self, kind: type[Any], name: str) -> Any:
        found = self.page.findChild(kind, name)
        assert found is not None, name
        return found

    def click(self, kind: type[Any], name: str) -> None:
        self.child(kind, name).click()
        self.settle()

    def settle(self) -> None:
        self.office.settle()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        self.office.settle()

    def stored(self) -> Inspection:
        with self.office.laptop.acting() as act:
            return act.get(Inspection, self.id)

    def findings(self) -> dict[str, Finding]:
        with self.office.laptop.sessions() as session:
            return {each.item_id: each for each in inspections.findings_of(session, self.id)}

    def signatures(self) -> list[Signature]:
        with self.office.laptop.sessions() as session:
            return evidence.signatures_of(session, self.id)

    def write_papers(self) -> None:
        self.click(QPushButton, "findings_go")

    def sign(self, who: str) -> None:
        paper = self.child(QWidget, f"signer_{who}_pad_paper")
        qtbot = self.office.qtbot
        qtbot.mousePress(paper, Qt.MouseButton.LeftButton, pos=QPoint(40, 40))
        qtbot.mouseMove(paper, QPoint(90, 60))
        qtbot.mouseMove(paper, QPoint(160, 30))
        qtbot.mouseRelease(paper, Qt.MouseButton.LeftButton, pos=QPoint(160, 30))
        self.click(QPushButton, f"signer_{who}_confirm")

    def seal(self) -> None:
        self.click(QPushButton, "visit_seal")
        box = self.child(QMessageBox, "decision")
        box.findChild(QPushButton, "decision_yes").click()
        self.settle()


@pytest.fixture
def visit(office: Office, tmp_path: Path) -> Visit:
    return Visit(office, PhotoStore(tmp_path / "photos", KEY))


@pytest.fixture
def shown(visit: Visit) -> Visit:
    """With its papers written."""
    visit.write_papers()
    return visit


def test_every_step_of_the_explanation_has_a_sentence() -> None:
    assert set(LINES) == set(LineCode)


def test_the_result_is_explained_line_by_line(visit: Visit) -> None:
    why = visit.child(QLabel, "visit_result_why").text()
    assert "Key items: 10 checked, 1 do not conform." in why
    assert "General items that conform: 29 of 30, that is 96.6 %." in why
    assert visit.child(QWidget, "visit_result_badge").accessibleName() == "Basically conforms"


def test_e_1_three_findings_are_confirmed_by_one_key(visit: Visit) -> None:
    visit.office.qtbot.keyClick(
        visit.page.focusWidget() or visit.page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier
    )
    visit.settle()
    assert visit.child(QTabBar, "paper_tabs").count() == 3


def test_a_decision_is_saved_at_once_and_a_term_shows_its_day(visit: Visit) -> None:
    visit.click(QCheckBox, "finding_RS-A01_CASE")
    assert FindingAction.CASE in visit.findings()["RS-A01"].actions
    days = visit.child(QLineEdit, "finding_RS-A01_days")
    days.selectAll()
    visit.office.qtbot.keyClicks(days, "10")
    visit.settle()
    assert visit.findings()["RS-A01"].rectify_days == 10
    assert "28 Mar 2026" in visit.child(QLabel, "finding_RS-A01_due").text()


def test_more_measures_stand_under_the_others_where_no_term_is_asked(visit: Visit) -> None:
    for action in visit.findings()["RS-B02"].actions:
        visit.click(QCheckBox, f"finding_RS-B02_{action}")
    more, text = visit.child(QWidget, "finding_RS-B02_more"), visit.child(QPlainTextEdit, "finding_RS-B02_text")
    assert more.mapTo(visit.page, QPoint(0, 0)).x() == text.mapTo(visit.page, QPoint(0, 0)).x()


def test_a_finding_without_an_action_leads_there_and_writes_nothing(visit: Visit) -> None:
    for action in visit.findings()["RS-B02"].actions:
        visit.click(QCheckBox, f"finding_RS-B02_{action}")
    visit.write_papers()
    assert visit.page.findChild(QTabBar, "paper_tabs") is None
    with visit.office.laptop.sessions() as session:
        assert evidence.documents_of(session, visit.id) == []


def test_the_words_of_a_finding_are_saved_when_they_are_left(visit: Visit) -> None:
    text = visit.child(QPlainTextEdit, "finding_RS-B02_text")
    text.setFocus()
    text.setPlainText("货架第二层有三袋过期饼干，已清点。")
    visit.child(QPushButton, "findings_go").setFocus()
    visit.settle()
    assert visit.findings()["RS-B02"].description == "货架第二层有三袋过期饼干，已清点。"
    assert visit.stored().answers["RS-B02"].note == "货架第二层有三袋过期饼干，已清点。"


def test_back_to_checking_opens_the_answers_again(visit: Visit) -> None:
    visit.click(QPushButton, "findings_back")
    assert visit.stored().state == InspectionState.IN_PROGRESS
    assert visit.child(QPushButton, "visit_complete").isVisible()


def test_a_whole_visit_is_signed_and_sealed(shown: Visit) -> None:
    assert not shown.child(QPushButton, "visit_seal").isEnabled()
    assert "王建国 has not signed yet." in shown.child(QLabel, "seal_missing").text()
    for who in ("inspector_1", "inspector_2", "party"):
        shown.sign(who)
    assert not shown.child(QLabel, "seal_missing").isVisible()
    with shown.office.qtbot.waitSignal(shown.page.sealed):
        shown.seal()
    assert shown.stored().state == InspectionState.SIGNED
    assert "sealed" in shown.child(QLabel, "visit_notice_text").text()
    assert not shown.child(QPushButton, "visit_seal").isVisible()
    assert not shown.child(QPushButton, "signer_party_sign").isVisible()


def test_papers_are_not_dated_by_a_clock_that_was_set_back_unless_one_wants_to(visit: Visit) -> None:
    with visit.office.laptop.sessions.begin() as session:
        set_meta(session, last_contact=visit.office.laptop.now + 10 * 86_400_000_000)
    visit.write_papers()
    assert visit.page.findChild(QPushButton, "visit_seal") is None
    box = visit.child(QMessageBox, "decision")
    assert "is slow" in box.informativeText()
    visit.click(QPushButton, "decision_yes")
    assert "is slow" in visit.child(Notice, "visit_clock").text()
    visit.child(QPushButton, "visit_seal")


def test_a_confirmed_signature_is_on_disk_with_its_strokes(shown: Visit) -> None:
    shown.sign("inspector_1")
    (signature,) = shown.signatures()
    assert (signature.name, signature.signer_user_id) == ("王建国", shown.office.laptop.wang.id)
    assert len(signature.strokes[0]) == 3


def test_an_empty_pad_cannot_be_confirmed(shown: Visit) -> None:
    assert not shown.child(QPushButton, "signer_inspector_1_confirm").isEnabled()


def test_a_dot_is_told_and_is_no_signature(shown: Visit) -> None:
    paper = shown.child(QWidget, "signer_inspector_1_pad_paper")
    shown.office.qtbot.mouseClick(paper, Qt.MouseButton.LeftButton, pos=QPoint(40, 40))
    told = shown.child(QLabel, "signer_inspector_1_too_little")
    assert not told.isVisible()
    shown.click(QPushButton, "signer_inspector_1_confirm")
    assert told.isVisible()
    assert shown.signatures() == []
    shown.sign("inspector_1")
    assert not told.isVisible()
    assert len(shown.signatures()) == 1


def test_a_refusal_asks_for_its_reason_and_its_proof(shown: Visit) -> None:
    shown.sign("inspector_1")
    shown.sign("inspector_2")
    shown.click(QToolButton, "signer_party_choice_REFUSED")
    shown.click(QPushButton, "signer_party_confirm")
    assert shown.child(QLabel, "signer_party_reason_row_note").text() == "Please enter the reason."
    shown.child(QLineEdit, "signer_party_reason").setText("对检查结果有异议")
    shown.click(QPushButton, "signer_party_confirm")
    party = next(each for each in shown.signatures() if each.signer_role == SignerRole.PARTY)
    assert (party.state, party.reason, party.strokes) == (SignatureState.REFUSED, "对检查结果有异议", ())
    assert "witness" in shown.child(QLabel, "seal_missing").text()
    shown.child(QLineEdit, "signer_witness_1_name").setText("赵村长")
    shown.sign("witness_1")
    shown.seal()
    assert shown.stored().state == InspectionState.SIGNED


def test_a_second_witness_may_sign_and_takes_nothing_from_the_first(shown: Visit) -> None:
    shown.sign("inspector_1")
    shown.sign("inspector_2")
    shown.click(QToolButton, "signer_party_choice_REFUSED")
    shown.child(QLineEdit, "signer_party_reason").setText("对检查结果有异议")
    shown.click(QPushButton, "signer_party_confirm")
    assert shown.child(QWidget, "signer_witness_2").isHidden()
    for number, name in ((1, "赵村长"), (2, "孙会计")):
        if number == 2:
            assert shown.child(QPushButton, "visit_seal").isEnabled()  # nobody has to invite one
            shown.click(QPushButton, "signer_witness_2_sign")
        shown.child(QLineEdit, f"signer_witness_{number}_name").setText(name)
        shown.sign(f"witness_{number}")

    def witnesses() -> list[str]:
        return sorted(each.name for each in shown.signatures() if each.signer_role == SignerRole.WITNESS)

    assert witnesses() == ["孙会计", "赵村长"]
    shown.click(QPushButton, "signer_witness_1_sign")
    shown.child(QLineEdit, "signer_witness_1_name").setText("赵德村")
    shown.sign("witness_1")
    assert witnesses() == ["孙会计", "赵德村"]


def test_the_second_officers_statement_proves_a_refusal(shown: Visit) -> None:
    for who in ("inspector_1", "inspector_2"):
        shown.sign(who)
    shown.click(QToolButton, "signer_party_choice_REFUSED")
    shown.child(QLineEdit, "signer_party_reason").setText("对检查结果有异议")
    shown.click(QPushButton, "signer_party_confirm")
    shown.click(QPushButton, "signer_inspector_2_sign")
    shown.child(QLineEdit, "signer_inspector_2_reason").setText("店主当场拒绝签字，我在场。")
    shown.click(QPushButton, "signer_inspector_2_confirm")
    assert shown.child(QPushButton, "visit_seal").isEnabled()


def test_a_change_after_signing_asks_for_the_signatures_again(shown: Visit) -> None:
    shown.sign("inspector_1")
    shown.child(QTabBar, "visit_steps").setCurrentIndex(1)
    shown.settle()
    shown.click(QCheckBox, "finding_RS-A01_CASE")
    shown.write_papers()
    assert shown.signatures() == []
    assert "王建国 has not signed yet." in shown.child(QLabel, "seal_missing").text()


def test_a_sealed_visit_is_only_shown(shown: Visit, tmp_path: Path) -> None:
    for who in ("inspector_1", "inspector_2", "party"):
        shown.sign(who)
    shown.seal()
    preview: DocumentPreview = shown.child(DocumentPreview, "visit_paper")
    shown.office.qtbot.waitUntil(lambda: preview.page_count() > 0)
    preview.save_to(tmp_path / "copy.pdf")
    shown.settle()
    assert (tmp_path / "copy.pdf").read_bytes().startswith(b"%PDF")
    shown.child(QTabBar, "visit_steps").setCurrentIndex(1)
    shown.settle()
    assert not shown.child(QCheckBox, "finding_RS-A01_CASE").isEnabled()
    assert not shown.child(QPushButton, "findings_back").isVisible()


def test_without_numbers_the_page_says_that_they_are_pending(visit: Visit, office: Office) -> None:
    for letters in ("SR", "CO", "RF"):
        block = people.number_blocks(office.laptop.sessions(), factories.COUNTY, letters, 2026)[0]
        office.receive(block.changed(voided_at=1, void_reason="试验"))
    visit.write_papers()
    assert "number pending" in visit.child(QLabel, "visit_notice_text").text()


def test_a_paper_opens_on_a_page_of_its_own_marked_as_a_copy(shown: Visit, office: Office) -> None:
    for who in ("inspector_1", "inspector_2", "party"):
        shown.sign(who)
    shown.seal()
    with office.laptop.sessions() as session:
        document = evidence.documents_of(session, shown.id)[0]
    page = DocumentPage(office.context, document.id)
    office.qtbot.addWidget(page)
    page.show()
    office.settle()
    preview = page.findChild(DocumentPreview, "document")
    assert page.windowTitle() == document.title
    office.qtbot.waitUntil(lambda: preview.page_count() > 0)
    assert preview._paper.is_copy
    assert len(preview._paper.signatures) == 3
