"""The form of a real-name registration: everything that stands on paper, in the order in which one asks for it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from inspector_app.domain.problems import Problem, Severity
from inspector_app.domain.registration import LARGEST_FLOOR_M2, MOST_STAFF, RESPONSIBLE, SELLERS
from inspector_app.records.operators import AgriKind, CanteenKind, LicenceState, OperatorKind, PersonRole
from inspector_app.records.reference import Region
from inspector_app.ui import labels, missing_reasons, theme
from inspector_app.ui import townships as townships_offered
from inspector_app.ui.pages.licence_cards import LicenceCards
from inspector_app.ui.registration_draft import Draft
from inspector_app.ui.widgets.checked_line import CheckedLine
from inspector_app.ui.widgets.choice_box import ChoiceBox
from inspector_app.ui.widgets.flow_row import FlowRow
from inspector_app.ui.widgets.form_fields import FormFields
from inspector_app.ui.widgets.form_grid import FormGrid
from inspector_app.ui.widgets.named import named
from inspector_app.ui.widgets.number_edit import NumberEdit
from inspector_app.ui.widgets.section import Section
from inspector_app.ui.widgets.translated import Translated

NUMBER_LENGTH = 18
REMARK_PX = 84
PLAIN = {
    "name": "name", "address": "address", "longitude": "longitude", "latitude": "latitude", "uscc": "uscc",
    "reg_no": "reg_no", "number_missing_reason": "number_missing_reason", "person.name": "person_name",
    "person.id_number": "id_number", "person.id_missing_reason": "id_missing_reason", "person.phone": "person_phone",
    "person.home_address": "home_address", "phone": "phone", "phone_missing_reason": "phone_missing_reason",
    "staff_count": "staff_count", "floor_area_m2": "floor_area_m2", "remark": "remark", "division_code": "township",
    "village": "village", "operator_kind": "operator_kind", "person.role": "person_role",
    "licence_state": "licence_state", "canteen_kind": "canteen_kind",
}  # fmt: skip
"""{field as problems name it: field of the draft}."""


class RegistrationForm(Translated):
    """Knows neither services nor the replica: a draft in, a draft out, problems shown."""

    edited = Signal()
    left = Signal()
    township_chosen = Signal(str)
    verification_ticked = Signal(bool)
    pledge_ticked = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("registration_form")
        self._draft = Draft(operator_id="", owner_id="")
        self._fields = FormFields(self)
        self._build()
        self.set_draft(self._draft)
        self._fields.edited.connect(self._on_edited)
        self._fields.left.connect(lambda _: self.left.emit())
        self._licences.edited.connect(self._on_edited)

    def draft(self) -> Draft:
        """What stands in the form."""
        return Draft.model_validate(
            self._draft.model_dump()
            | {name: self._fields.value(field) for field, name in PLAIN.items()}
            | {"canteen_kind": self._fields.value("canteen_kind") or None}
            | {"agri_kinds": tuple(kind for kind, box in self._agri.items() if box.isChecked())}
            | {"farm_produce_only": self._produce.isChecked(), "licences": self._licences.drafts()}
        )

    def set_draft(self, draft: Draft) -> None:
        self._draft = draft
        self._fields.forget_visits()
        for field, name in PLAIN.items():
            self._fields.set_value(field, getattr(draft, name))
        for kind, box in self._agri.items():
            box.setChecked(kind in draft.agri_kinds)
        self._produce.setChecked(draft.farm_produce_only)
        self._licences.set_drafts(draft.licences)
        self.retranslate()
        self._show_what_applies()

    def set_ticks(self, verified_at: int | None, verified: str, pledged_at: int | None, pledged: str) -> None:
        """The two confirmations; the texts say when and by whom."""
        self._draft = self._draft.model_copy(update={"verified_at": verified_at, "pledge_signed_at": pledged_at})
        self._verified.setChecked(verified_at is not None)
        self._pledged.setChecked(pledged_at is not None)
        self._verified_note.setText(verified)
        self._pledged_note.setText(pledged)

    def set_tickable(self, *, verification: bool, pledge: bool) -> None:
        """What is on record already is not taken back here."""
        self._verified.setEnabled(verification)
        self._pledged.setEnabled(pledge)

    def set_townships(self, townships: Sequence[Region]) -> None:
        self._township.set_options(townships_offered.choices(townships))

    def set_villages(self, villages: Sequence[Region], *, choose_only: bool) -> None:
        """`choose_only`: where a township has one village alone, it is chosen."""
        self._village.set_options([(each.code, each.name) for each in villages], self.tr("Not in a village"))
        if choose_only and len(villages) == 1:
            self._village.set_value(villages[0].code)

    def show_problems(self, problems: Sequence[Problem], *, everything: bool) -> list[Problem]:
        """Say at each field what is wrong; `everything` also what has not been filled in yet. The mistakes that stand
        there now, one a field, in the order of `problems`; one that has no field here is one of them.
        """
        said = self._fields.show(problems, everything=everything, counted=self._counted)
        said += self._licences.show_problems(problems, everything=everything, counted=self._counted)
        agri = [each for each in problems if each.field == "agri_kinds" and everything]
        self._agri_note.setVisible(bool(agri))
        said += agri + [each for each in problems if not self._has(each) and each.severity is Severity.ERROR]
        return [each for each in problems if any(each is one for one in said)]

    def take_focus(self, problem: Problem) -> None:
        """Lead to what a problem speaks of."""
        if problem.field == "agri_kinds":
            self._agri[AgriKind.PESTICIDE].setFocus()
        elif not self._fields.take_focus(problem.field):
            self._licences.take_focus(problem)

    def _has(self, problem: Problem) -> bool:
        return problem.field == "agri_kinds" or self._fields.has(problem.field) or self._licences.has(problem)

    def begin(self) -> None:
        self._fields.take_focus("name")

    def retranslate(self) -> None:
        self._name_sections()
        self._name_fields()
        draft = self._draft
        self._kind.set_options(labels.choices(OperatorKind))
        self._township.setPlaceholderText(self.tr("Choose the township"))
        self._canteen.set_options(labels.choices(CanteenKind))
        self._licence_state.set_options(labels.choices(LicenceState))
        self._role.set_options([(role.value, labels.label(PersonRole(role))) for role in RESPONSIBLE])
        none = self.tr("Choose why it is missing")
        self._no_number.set_options(missing_reasons.choices(missing_reasons.NUMBER, draft.number_missing_reason), none)
        self._no_id.set_options(missing_reasons.choices(missing_reasons.ID_NUMBER, draft.id_missing_reason), none)
        self._no_phone.set_options(missing_reasons.choices(missing_reasons.PHONE, draft.phone_missing_reason), none)
        for kind, box in self._agri.items():
            box.setText(labels.label(kind))
        self._produce.setText(self.tr("Sells farm produce and no other food (no permit needed)"))
        self._agri_label.setText(self.tr("Goods sold *"))
        self._agri_note.setText(self.tr("Please choose at least one kind of goods that it sells."))
        self._verified.setText(self.tr("I have compared the person's face with the ID card (by eye)"))
        self._pledged.setText(self.tr("The food safety pledge has been signed"))

    # -- inside -------------------------------------------------------------------------------------------------------

    def _on_edited(self) -> None:
        self._show_what_applies()
        self.edited.emit()

    def _show_what_applies(self) -> None:
        """What is asked of some kinds of business alone is hidden; a reason is asked for what is empty only."""
        value, row = self._fields.value, self._fields.row
        row("canteen_kind").setVisible(value("operator_kind") == OperatorKind.COLLECTIVE_CANTEEN)
        self._agri_box.setVisible(value("operator_kind") == OperatorKind.AGRI_INPUT_SHOP)
        self._produce.setVisible(value("operator_kind") in SELLERS)
        row("number_missing_reason").setVisible(not value("uscc").strip() and not value("reg_no").strip())
        row("person.id_missing_reason").setVisible(not value("person.id_number").strip())
        row("phone_missing_reason").setVisible(not value("phone").strip())

    def _counted(self, typed: int, length: int) -> str:
        return self.tr("{typed} of {length} characters").format(typed=typed, length=length)

    def _on_township(self, code: str) -> None:
        self._village.set_value("")
        self.township_chosen.emit(code)

    def _name_sections(self) -> None:
        self._business.set_title(self.tr("Business"))
        self._place.set_title(self.tr("Place"))
        self._numbers.set_title(self.tr("Registration number"))
        self._person.set_title(self.tr("Person in charge"))
        self._contact.set_title(self.tr("Contact"))
        self._papers.set_title(self.tr("Papers"))
        self._check.set_title(self.tr("Verification and pledge"))

    def _name_fields(self) -> None:
        for field, (label, note) in {
            "name": (self.tr("Name"), self.tr("As on the sign or the licence")),
            "operator_kind": (self.tr("Kind of business"), ""),
            "canteen_kind": (self.tr("Kind of canteen"), ""),
            "staff_count": (self.tr("Number of staff"), ""),
            "floor_area_m2": (self.tr("Floor area (m²)"), ""),
            "division_code": (self.tr("Township"), ""),
            "village": (self.tr("Village or community"), ""),
            "address": (self.tr("Address"), self.tr("So that a colleague finds it")),
            "longitude": (self.tr("Longitude"), ""),
            "latitude": (self.tr("Latitude"), ""),
            "uscc": (self.tr("Social credit code"), self.tr("18 characters on the business licence")),
            "reg_no": (self.tr("Old registration number"), self.tr("15 digits, only on licences from before 2015")),
            "number_missing_reason": (self.tr("Why there is no number"), ""),
            "person.role": (self.tr("Role"), ""),
            "person.name": (self.tr("Name on the ID card"), ""),
            "person.id_number": (self.tr("ID number"), self.tr("Stored encrypted; shown masked")),
            "person.id_missing_reason": (self.tr("Why there is no ID number"), ""),
            "person.phone": (self.tr("Personal phone"), ""),
            "person.home_address": (self.tr("Home address"), ""),
            "phone": (self.tr("Phone of the business"), ""),
            "phone_missing_reason": (self.tr("Why there is no phone"), ""),
            "licence_state": (self.tr("Licence state"), ""),
            "remark": (self.tr("Remark"), ""),
        }.items():
            self._fields.row(field).set_texts(label, note)

    def _build(self) -> None:
        add = self._fields.add
        self._kind, self._canteen, self._township, self._village = (ChoiceBox() for _ in range(4))
        self._no_number, self._no_id, self._no_phone, self._role, self._licence_state = (ChoiceBox() for _ in range(5))
        self._township.chosen.connect(self._on_township)
        remark = QPlainTextEdit()
        remark.setFixedHeight(REMARK_PX)
        remark.setTabChangesFocus(True)

        # What is asked only sometimes stands last or on a line of its own: no hole is left where it is hidden.
        self._business, grid = self._section("business", columns=3)
        grid.add(add("name", QLineEdit(), is_required=True), wide=True)
        grid.add(add("operator_kind", self._kind, is_required=True))
        grid.add(add("staff_count", NumberEdit(most=MOST_STAFF)))
        grid.add(add("floor_area_m2", NumberEdit(most=LARGEST_FLOOR_M2)))
        grid.add(add("canteen_kind", self._canteen, is_required=True), wide=True)
        grid.add(self._agri_choice(), wide=True)
        self._produce = named(QCheckBox(), "farm_produce_only")
        self._produce.clicked.connect(self._on_edited)
        grid.add(self._produce, wide=True)

        self._place, grid = self._section("place")
        grid.add(add("division_code", self._township, is_required=True))
        grid.add(add("village", self._village))
        grid.add(add("address", QLineEdit(), is_required=True), wide=True)
        grid.add(add("longitude", QLineEdit()))
        grid.add(add("latitude", QLineEdit()))

        self._numbers, grid = self._section("numbers", columns=3)
        grid.add(add("uscc", CheckedLine(length=NUMBER_LENGTH)))
        grid.add(add("reg_no", CheckedLine(length=15)))
        grid.add(add("number_missing_reason", self._no_number))

        self._person, grid = self._section("person", columns=3)
        grid.add(add("person.name", QLineEdit(), is_required=True))
        grid.add(add("person.role", self._role))
        grid.add(add("person.phone", CheckedLine()))
        grid.add(add("person.id_number", CheckedLine(length=NUMBER_LENGTH)))
        grid.add(add("person.home_address", QLineEdit()))
        grid.add(add("person.id_missing_reason", self._no_id))

        self._contact, grid = self._section("contact")
        grid.add(add("phone", CheckedLine()))
        grid.add(add("phone_missing_reason", self._no_phone))

        self._papers, grid = self._section("papers")
        grid.add(add("licence_state", self._licence_state))
        self._licences = LicenceCards("licences")
        self._papers.body.addWidget(self._licences)

        self._check, grid = self._section("check")
        self._verified, self._verified_note = self._tick("verified", self.verification_ticked, grid)
        self._pledged, self._pledged_note = self._tick("pledged", self.pledge_ticked, grid)
        grid.add(add("remark", remark), wide=True)

        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.MEDIUM)
        for section in (self._business, self._place, self._numbers, self._person, self._contact, self._papers,
                        self._check):  # fmt: skip
            whole.addWidget(section)

    def _section(self, name: str, *, columns: int = 2) -> tuple[Section, FormGrid]:
        section, grid = Section(f"section_{name}"), FormGrid(columns=columns)
        section.body.addWidget(grid)
        return section, grid

    def _agri_choice(self) -> QWidget:
        self._agri_box = QWidget()
        inside = QVBoxLayout(self._agri_box)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        self._agri_label = named(QLabel(), role="label")
        self._agri_note = named(QLabel(), "agri_kinds_note", role="problem")
        row = FlowRow()
        self._agri = {kind: named(QCheckBox(), f"agri_{kind.value}") for kind in AgriKind}
        for box in self._agri.values():
            box.clicked.connect(self._on_edited)
            row.addWidget(box)
        inside.addWidget(self._agri_label)
        inside.addLayout(row)
        inside.addWidget(self._agri_note)
        return self._agri_box

    def _tick(self, name: str, signal: SignalInstance, grid: FormGrid) -> tuple[QCheckBox, QLabel]:
        box, note = named(QCheckBox(), name), named(QLabel(), f"{name}_note", role="note")
        box.clicked.connect(signal)
        held = QWidget()
        inside = QVBoxLayout(held)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        inside.addWidget(box)
        inside.addWidget(note)
        grid.add(held, wide=True)
        return box, note
