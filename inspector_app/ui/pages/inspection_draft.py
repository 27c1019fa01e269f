"""A visit while it is filled in: shown at once, saved behind, undone step by step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from inspector_app.domain.checklists import Item, Section
from inspector_app.domain.inspections import signing_problems
from inspector_app.domain.problems import Problem, Severity
from inspector_app.records.evidence import EvidenceItem
from inspector_app.records.inspections import Answer, AnswerCode, Inspection, InspectionState
from inspector_app.services import inspections as visits
from inspector_app.services.acting import Acting
from inspector_app.ui.context import Context
from inspector_app.ui.pages.inspection_data import VisitData
from inspector_app.ui.pages.inspection_saving import Saver, Values

RELOAD_MS = 200
UNDO_STEPS = 200


@dataclass(frozen=True)
class Edit:
    """New answers and header fields; None takes an answer back."""

    answers: Mapping[str, Answer | None] = field(default_factory=dict)
    fields: Mapping[str, object] = field(default_factory=dict)

    def values(self) -> Values:
        answers = {("answer", item): given for item, given in self.answers.items()}
        return {**answers, **{("field", name): value for name, value in self.fields.items()}}


@dataclass(frozen=True)
class Standing:
    """How many items a section has, how many are done, how many of all do not conform."""

    items: int
    done: int
    failed: int

    @property
    def is_done(self) -> bool:
        return self.done == self.items


class Draft(QObject):
    """What the page shows is `inspection`: the saved visit with the edits that are still on their way to the disk."""

    changed = Signal(object)  # set[str]: ids of the items; "" is the header
    photos_changed = Signal()
    undo_changed = Signal()

    def __init__(self, context: Context, data: VisitData, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.data = data
        self.inspection = data.inspection
        self.photos = data.photos
        self.items: dict[str, Item] = {item.id: item for section in data.sections for item in section.items}
        self.undo_stack = QUndoStack(self)
        self.undo_stack.setUndoLimit(UNDO_STEPS)
        self.undo_stack.indexChanged.connect(self._on_undo_index)  # a method: it is let go before the stack is
        self.saver = Saver(context, self._write, self)
        self._text = 0  # counts the texts that were typed: each is one step
        self._edits = 0
        self._errors: list[Problem] = []
        self._looked_at: tuple[Inspection, tuple[EvidenceItem, ...]] | None = None
        self._reload = QTimer(self, singleShot=True, interval=RELOAD_MS)
        self._reload.timeout.connect(self._read_again)
        self.saver.refused.connect(self._reload.start)
        context.changes.happened.connect(self._on_happened)

    # -- reading ------------------------------------------------------------------------------------------------------

    @property
    def is_open(self) -> bool:
        """Whether answers may be given: begun, not completed, and by this person."""
        return self.data.is_mine and self.inspection.state in (InspectionState.DRAFT, InspectionState.IN_PROGRESS)

    def answer(self, item_id: str) -> Answer | None:
        return self.inspection.answers.get(item_id)

    def previous_answer(self, item_id: str) -> Answer | None:
        return self.data.previous.answers.get(item_id) if self.data.previous else None

    def photos_of(self, item_id: str | None) -> list[EvidenceItem]:
        return [photo for photo in self.photos if photo.item_id == item_id]

    def may_change(self, photo: EvidenceItem) -> bool:
        """Whether a photo may be worded anew or removed: not one of a version that was signed."""
        return self.is_open and photo.inspection_id == self.inspection.id

    @cached_property
    def failed_before(self) -> set[str]:
        answers = self.data.previous.answers if self.data.previous else {}
        return {item for item, given in answers.items() if given.code == AnswerCode.NONCONFORM}

    def errors(self) -> list[Problem]:
        """What is missing, in the order of the list, then of the head: what the seal will ask for but signatures."""
        if self._looked_at != (self.inspection, self.photos):
            counts = Counter(photo.item_id for photo in self.photos if photo.item_id)
            form, operator = self.data.form, self.data.operator
            found = signing_problems(self.inspection, form, operator, counts, (), failed_before=self.failed_before)
            self._errors = [p for p in found if p.severity is Severity.ERROR and p.field not in ("state", "signatures")]
            self._looked_at = (self.inspection, self.photos)
        return list(self._errors)

    def standing(self, section: Section) -> Standing:
        """An item is done once it is answered and what its answer asks for, a remark or a photo, is there too."""
        lacking = {problem.field for problem in self.errors()}
        answers = {item.id: given for item in section.items if (given := self.answer(item.id)) is not None}
        failed = sum(given.code == AnswerCode.NONCONFORM for given in answers.values())
        return Standing(len(section.items), len(answers.keys() - lacking), failed)

    def now(self) -> int:
        return self._context.now()

    # -- editing ------------------------------------------------------------------------------------------------------

    def set_answer(self, item_id: str, given: Answer | None, *, typed: bool = False) -> None:
        """`typed`: one key of a text among many; they are saved and undone together."""
        self._edit(Edit(answers={item_id: given}), item_id if typed else "")

    def conform_all_others(self) -> int:
        """Answer every open item with 符合; how many that were. One step for undo."""
        given = Answer(code=AnswerCode.CONFORM, answered_at=self.now())
        open_items = {item_id: given for item_id in self.items if item_id not in self.inspection.answers}
        self._edit(Edit(answers=open_items), "")
        return len(open_items)

    def change(self, *, typed: bool = False, **fields: object) -> None:
        self._edit(Edit(fields=fields), "/".join(fields) if typed else "")

    def end_typing(self) -> None:
        """The field was left: save now, and let the next key begin a step of its own."""
        self._text += 1
        self.saver.flush()

    def put(self, edit: Edit, *, typed: bool) -> None:
        """Show the edit and have it saved; only steps of the undo stack call it."""
        answers = {**self.inspection.answers, **edit.answers}
        kept = {item: given for item, given in answers.items() if given is not None}
        self.inspection = self.inspection.changed(**{**edit.fields, "answers": kept})
        self._edits += 1
        self.saver.put(edit.values(), typed=typed)
        self.changed.emit(set(edit.answers) | ({""} if edit.fields else set()))

    def _edit(self, after: Edit, typed_into: str) -> None:
        before = Edit(
            {item: self.inspection.answers.get(item) for item in after.answers},
            {name: getattr(self.inspection, name) for name in after.fields},
        )
        if before != after and self.is_open:
            text = f"{self._text} {typed_into}" if typed_into else ""
            self.undo_stack.push(_Step(self, before, after, text))

    def _on_undo_index(self) -> None:
        self.undo_changed.emit()

    def _write(self, act: Acting, values: Values) -> None:
        fields = {name: value for (what, name), value in values.items() if what == "field"}
        answers = {item: given for (what, item), given in values.items() if what == "answer"}
        if fields:
            visits.change(act, self.data.inspection.id, **fields)
        if answers:
            visits.answer_all(act, self.data.inspection.id, answers)

    # -- what changed elsewhere ---------------------------------------------------------------------------------------

    def _on_happened(self, kinds: set[str]) -> None:
        if kinds & {"inspection", "evidence_item"}:
            self._reload.start()

    def _read_again(self) -> None:
        visit, edits = self.inspection.id, self._edits

        def query(act: Acting) -> tuple[Inspection, tuple[EvidenceItem, ...]]:
            return act.get(Inspection, visit), tuple(visits.evidence_of(act, visit))

        def done(found: tuple[Inspection, tuple[EvidenceItem, ...]]) -> None:
            if edits == self._edits:  # else it was read before what is shown now
                self._take(*found)
            else:
                self._reload.start()

        self._context.read(self, lambda session: query(self._context.acting(session)), done)

    def _take(self, inspection: Inspection, photos: tuple[EvidenceItem, ...]) -> None:
        if photos != self.photos:
            self.photos = photos
            self.photos_changed.emit()
        if self.saver.is_saved and inspection != self.inspection:
            before, self.inspection = self.inspection, inspection
            ids = {*before.answers, *inspection.answers}
            self.changed.emit({i for i in ids if before.answers.get(i) != inspection.answers.get(i)} | {""})


class _Step(QUndoCommand):
    def __init__(self, draft: Draft, before: Edit, after: Edit, typed_into: str) -> None:
        super().__init__()
        self._draft, self._before, self._after = draft, before, after
        self._typed_into = typed_into
        self._is_first = True

    def id(self) -> int:
        return 1 if self._typed_into else -1

    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, _Step) or other._typed_into != self._typed_into:
            return False
        self._after = other._after
        return True

    def redo(self) -> None:
        self._draft.put(self._after, typed=bool(self._typed_into) and self._is_first)
        self._is_first = False

    def undo(self) -> None:
        self._draft.put(self._before, typed=False)
