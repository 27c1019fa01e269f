"""REGISTER 实名登记: a new operator, or changes to one; checked as one types, and what is typed survives a crash."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from sqlalchemy.orm import Session

from inspector_app.domain.problems import Problem, Severity
from inspector_app.domain.states import FIELD
from inspector_app.records.credit import BlacklistEntry
from inspector_app.records.operators import Operator
from inspector_app.records.reference import Region
from inspector_app.services import duplicates, relations
from inspector_app.services import registration as service
from inspector_app.services.acting import Acting, Refused
from inspector_app.services.duplicates import Found
from inspector_app.services.registration import Registration
from inspector_app.storage import reference
from inspector_app.ui import formats, registration_beginning, registration_draft
from inspector_app.ui import registration_records as records
from inspector_app.ui.context import Context
from inspector_app.ui.draft_keeper import DraftKeeper
from inspector_app.ui.pages.registration_foot import RegistrationFoot
from inspector_app.ui.pages.registration_form import RegistrationForm
from inspector_app.ui.pages.registration_notices import DraftNotice, ListedNotice, SameNotice
from inspector_app.ui.registration_draft import Draft, Kept, fresh
from inspector_app.ui.widgets.named import named
from inspector_app.ui.widgets.section import Column
from inspector_app.ui.widgets.translated import Translated

CHECK_MS = 150
"""After the last key."""
Looked = tuple[list[Problem], list[Found], list[BlacklistEntry]]
"""What is wrong, who may be the same business, who stands on the blacklist."""
LED_TO_PX = 80
"""Room around a field that the page leads to, for its sentence."""


@dataclass(frozen=True)
class Loaded:
    """What the form begins with."""

    townships: list[Region]
    ended: list[Region]
    """Those of the past that this very operator bears."""
    before: Registration | None
    kept: Kept | None


class RegistrationPage(Translated):
    saved = Signal(str)  # operator id; the page is done
    operator_asked = Signal(str)  # an operator of the same identity

    def __init__(self, context: Context, operator_id: str = "", text: str = "", parent: QWidget | None = None) -> None:
        """With an id, that operator is changed; else a new one is registered, `text` being what was looked for."""
        super().__init__(parent)
        self.setObjectName("registration_page")
        self._context = context
        self._operator_id = operator_id
        self._text = text
        self._key = registration_draft.key_of(context.user.id, operator_id)
        self._before: Registration | None = None
        self._beginning = fresh()
        self._thrown_away: Draft | None = None
        self._problems: list[Problem] = []
        self._said: list[Problem] = []
        self._kept_at: int | None = None
        self._shows_everything = self._is_saving = False
        self._check_timer = QTimer(self, singleShot=True, interval=CHECK_MS)
        self._build()
        self._keeper = DraftKeeper(context, self._key, self._form.draft, self)
        self._keeper.kept.connect(self._foot.say_kept)
        self._make_actions()
        self.retranslate()
        self._read()

    def retranslate(self) -> None:
        self.setWindowTitle(
            self.tr("Change the registration") if self._operator_id else self.tr("Register an operator")
        )
        self._act_save.setText(self.tr("Save the registration"))
        self._show_ticks()

    def before_leaving(self, proceed: Callable[[], None]) -> None:
        """Nothing is asked, for the draft is kept and offered on return; unless the disk did not take it."""
        if self._keeper.is_kept:
            proceed()
            return

        def kept() -> None:
            self._context.messages.say(self.tr("The unfinished registration is kept on this laptop."), "info")
            proceed()

        self._keeper.when_kept(kept, lambda: self._context.messages.ask_to_lose(self, proceed))

    # -- reading ------------------------------------------------------------------------------------------------------

    def _read(self) -> None:
        today, key, operator_id = self._context.today(), self._key, self._operator_id

        def load(session: Session) -> Loaded:
            before = records.of_operator(session, operator_id) if operator_id else None
            kept = registration_draft.kept(session, key)
            held = {before.operator.division_code[:9]} if before else set()
            held |= {kept.draft.township} if kept else set()
            ended = reference.ended_townships(session, held, today)
            return Loaded(reference.townships(session, today), ended, before, kept)

        self._context.read(self, load, self._on_loaded)

    def _on_loaded(self, loaded: Loaded) -> None:
        self._before = loaded.before
        if loaded.before is not None:
            self._beginning = records.to_draft(loaded.before)
        else:
            self._beginning = registration_beginning.beginning(self._context.user, loaded.townships, self._text)
        kept = loaded.kept if loaded.kept and not loaded.kept.draft.is_empty else None
        self._kept_at = kept.at if kept else None
        self._form.set_townships([*loaded.townships, *loaded.ended])
        self._show(kept.draft if kept else self._beginning)
        self._show_draft_notice()
        self._form.begin()

    def _show(self, draft: Draft) -> None:
        self._form.set_draft(draft)
        before = self._before
        verified = before is not None and before.owner.verified_at is not None
        pledged = before is not None and before.operator.pledge_signed_at is not None
        may = self._context.user.role in FIELD  # who helps registers, and ticks nothing that an officer vouches for
        self._form.set_tickable(verification=may and not verified, pledge=may and not pledged)
        self._shows_everything = False
        self._show_ticks()
        is_new = before is None and draft is self._beginning
        self._read_villages(draft.township, partial(self._form.set_villages, choose_only=is_new))
        self._check()

    def _read_villages(self, township: str, then: Callable[[Sequence[Region]], None]) -> None:
        today = self._context.today()
        if township:
            self._context.read(self, lambda session: reference.villages(session, township, today), then)

    def _on_township(self, township: str) -> None:
        def show(villages: Sequence[Region]) -> None:
            self._form.set_villages(villages, choose_only=True)
            self._on_edited()

        self._read_villages(township, show)

    # -- checking -----------------------------------------------------------------------------------------------------

    def _on_edited(self) -> None:
        self._keeper.touch()
        self._check_timer.start()

    def _check(self) -> None:
        draft, before = self._form.draft(), self._before
        by, now = self._context.user.id, self._context.now()

        def look(session: Session) -> Looked:
            act = self._context.acting(session)
            written = records.to_registration(draft, before, by, now)
            problems = records.with_unreadable(service.check(act, written), draft)
            return problems, duplicates.find(act, written), relations.listed(act, written)

        self._context.read(self, look, self._on_checked)

    def _on_checked(self, found: Looked) -> None:
        self._problems, same, listed = found
        self._listed_notice.show_listed(listed)
        self._said = self._form.show_problems(self._problems, everything=self._shows_everything)
        self._same_notice.show_same(same)
        self._show_foot()

    def _errors(self) -> list[Problem]:
        return [problem for problem in self._problems if problem.severity is Severity.ERROR]

    # -- the draft ----------------------------------------------------------------------------------------------------

    def _on_start_afresh(self) -> None:
        self._thrown_away = self._form.draft()
        self._replace(self._beginning)

    def _on_bring_back(self) -> None:
        back, self._thrown_away = self._thrown_away, None
        if back is not None:
            self._replace(back)

    def _replace(self, draft: Draft) -> None:
        self._same_notice.forget()
        self._show(draft)
        self._keeper.touch()
        self._show_draft_notice()
        self._form.begin()

    # -- saving -------------------------------------------------------------------------------------------------------

    def save(self) -> None:
        """Register, or save the changes; what stands in the way is shown and led to."""
        if self._is_saving:
            return
        self._shows_everything = True
        self._check_timer.stop()
        if unreadable := records.unreadable(self._form.draft()):
            told = {each.field for each in unreadable}
            self._show_refused([*unreadable, *(each for each in self._errors() if each.field not in told)])
            self._check()  # what was typed since the last look counts too
            return
        self._is_saving = True
        self._keeper.pause(self._write)

    def _write(self) -> None:
        draft, before, key = self._form.draft(), self._before, self._key
        known = self._same_notice.known

        def write(act: Acting) -> Operator | list[Found]:
            written = records.to_registration(draft, before, act.user.id, act.now)
            same = duplicates.find(act, written)
            if any(each.is_asked and each.operator.id not in known for each in same):
                return same
            operator = records.save(act, draft, written, is_new=before is None)
            for each in same:
                if verdict := known.get(each.operator.id):
                    duplicates.decide(act, operator.id, each, verdict)
            registration_draft.drop(act.session, key)
            return operator

        self._context.write(self, write, self._on_saved, self._on_refused)

    def _on_saved(self, result: Operator | list[Found]) -> None:
        self._is_saving = False
        if isinstance(result, list):
            self._keeper.go_on()
            self._same_notice.show_same(result)
            self._column.ensureWidgetVisible(self._same_notice)
            self._same_notice.setFocus()
            return
        self._keeper.forget()
        registration_beginning.remember(result)
        said = self.tr("{name} is saved on this laptop.") if self._operator_id else self.tr("{name} is registered.")
        self._context.messages.say(said.format(name=result.name), "good")
        self.saved.emit(result.id)

    def _on_refused(self, error: Exception) -> None:
        self._is_saving = False
        self._keeper.go_on()
        if isinstance(error, Refused):
            self._show_refused(error.problems)
        else:
            self._context.messages.show(self, error)

    def _show_refused(self, problems: Sequence[Problem]) -> None:
        self._problems = [each for each in self._problems if each.severity is not Severity.ERROR] + [*problems]
        self._said = self._form.show_problems(self._problems, everything=True)
        self._show_foot()
        self._lead_to(problems[0])

    def _on_next(self) -> None:
        if self._said:
            self._lead_to(self._said[0])

    def _lead_to(self, problem: Problem) -> None:
        self._form.take_focus(problem)
        editor = QApplication.focusWidget()
        if editor is not None:  # once the sentences under the fields have their room
            QTimer.singleShot(0, editor, lambda: self._column.ensureWidgetVisible(editor, 0, LED_TO_PX))

    def _on_verified(self, is_ticked: bool) -> None:
        draft = self._form.draft()
        self._form.set_ticks(self._context.now() if is_ticked else None, "", draft.pledge_signed_at, "")
        self._on_ticked()

    def _on_pledged(self, is_ticked: bool) -> None:
        draft = self._form.draft()
        self._form.set_ticks(draft.verified_at, "", self._context.now() if is_ticked else None, "")
        self._on_ticked()

    def _on_ticked(self) -> None:
        self._show_ticks()
        self._on_edited()

    # -- showing ------------------------------------------------------------------------------------------------------

    def _show_ticks(self) -> None:
        draft = self._form.draft()
        verified = self.tr("Compared {time}").format(time=formats.moment(draft.verified_at))
        pledged = self.tr("Signed {time}").format(time=formats.moment(draft.pledge_signed_at))
        self._form.set_ticks(
            draft.verified_at,
            verified if draft.verified_at else self.tr("Without it the operator stays “to be verified”."),
            draft.pledge_signed_at,
            pledged if draft.pledge_signed_at else self.tr("Without it the operator does not become active."),
        )

    def _show_draft_notice(self) -> None:
        self._draft_notice.show_draft(self._kept_at, self._context.now(), is_thrown_away=self._thrown_away is not None)

    def _show_foot(self) -> None:
        self._foot.show_points(len(self._said), lacks=bool(self._errors()))

    def _make_actions(self) -> None:
        self._act_save = named(QAction(self), "save_registration")
        self._act_save.setShortcuts([QKeySequence("Ctrl+S"), QKeySequence("Ctrl+Return"), QKeySequence("Ctrl+Enter")])
        self._act_save.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._act_save.triggered.connect(self.save)
        self.addAction(self._act_save)

    def _build(self) -> None:
        self._form = RegistrationForm()
        self._draft_notice, self._same_notice, self._listed_notice = DraftNotice(), SameNotice(), ListedNotice()
        self._foot = RegistrationFoot(is_change=bool(self._operator_id))
        self._column = Column("registration_column")
        for part in (self._draft_notice, self._listed_notice, self._same_notice, self._form):
            self._column.add(part)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._column, 1)
        whole.addWidget(self._foot)
        self._check_timer.timeout.connect(self._check)
        self._form.edited.connect(self._on_edited)
        self._form.left.connect(self._check_timer.start)
        self._form.township_chosen.connect(self._on_township)
        self._form.verification_ticked.connect(self._on_verified)
        self._form.pledge_ticked.connect(self._on_pledged)
        self._draft_notice.start_afresh_asked.connect(self._on_start_afresh)
        self._draft_notice.bring_back_asked.connect(self._on_bring_back)
        self._same_notice.operator_asked.connect(self.operator_asked)
        self._same_notice.accepted.connect(self._foot.take_focus)
        self._foot.next_asked.connect(self._on_next)
        self._foot.save_asked.connect(self.save)
