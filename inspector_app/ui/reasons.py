"""What is wrong, in a sentence: for every problem that a rule finds, every picture that gave nothing, every refusal."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from inspector_app.capture.messages import ScanProblem
from inspector_app.domain.problems import Code, Problem
from inspector_app.records.evidence import SignatureState
from inspector_app.records.inspections import InspectionState
from inspector_app.records.operators import LicenceType, OperatorKind, OperatorStatus
from inspector_app.ui import formats, labels
from inspector_app.ui.language import QT_TRANSLATE_NOOP
from sync.protocol import Refusal

PROBLEMS: dict[Code, str] = {
    Code.REQUIRED: QT_TRANSLATE_NOOP("Reasons", "Please fill this in."),
    Code.REASON_NEEDED: QT_TRANSLATE_NOOP("Reasons", "Please fill this in, or choose why it is missing."),
    Code.GIVEN_WITH_REASON: QT_TRANSLATE_NOOP("Reasons", "Missing; the reason is recorded."),
    Code.LENGTH: QT_TRANSLATE_NOOP("Reasons", "Too many or too few characters. Compare it with the paper."),
    Code.CHARSET: QT_TRANSLATE_NOOP("Reasons", "A character does not belong here. Compare it with the paper."),
    Code.CHECK: QT_TRANSLATE_NOOP(
        "Reasons", "The last digit does not fit the others. Compare it with the paper; a misprint is a finding."
    ),
    Code.INNER_CHECK: QT_TRANSLATE_NOOP(
        "Reasons", "The organisation code inside (characters 9 to 17) does not fit. Compare it with the paper."
    ),
    Code.PREFIX: QT_TRANSLATE_NOOP("Reasons", "The letters at the beginning do not fit this kind of paper."),
    Code.CLASS: QT_TRANSLATE_NOOP(
        "Reasons", "This number names a class that does not exist. Compare it with the paper."
    ),
    Code.FORM: QT_TRANSLATE_NOOP(
        "Reasons", "The digit after JY must be 1 (sales), 2 (catering) or 3 (canteen). Compare it with the paper."
    ),
    Code.FORMAT: QT_TRANSLATE_NOOP("Reasons", "This does not look like such a number. Please check it."),
    Code.RANGE: QT_TRANSLATE_NOOP("Reasons", "Please enter a number from {least} to {most}."),
    Code.OLD_FORM: QT_TRANSLATE_NOOP("Reasons", "This is an old form of the number. It is accepted."),
    Code.OLD_QS: QT_TRANSLATE_NOOP(
        "Reasons", "An old QS number: not allowed on goods made on or after 1 October 2018."
    ),
    Code.REGION: QT_TRANSLATE_NOOP("Reasons", "The region in this number is not in the list on this laptop."),
    Code.DATE: QT_TRANSLATE_NOOP("Reasons", "This is not a day of the calendar."),
    Code.DATE_FUTURE: QT_TRANSLATE_NOOP("Reasons", "This date lies in the future."),
    Code.DATE_SHORT: QT_TRANSLATE_NOOP("Reasons", "The year has two digits only. Please check which year is meant."),
    Code.DATE_ORDER: QT_TRANSLATE_NOOP("Reasons", "It ends before it begins. Please check both dates."),
    Code.DATE_OUTSIDE: QT_TRANSLATE_NOOP("Reasons", "This day does not lie between {first} and {last}."),
    Code.AGE: QT_TRANSLATE_NOOP("Reasons", "By this number the person is over 120 years old. Please check it."),
    Code.OWNER_MISSING: QT_TRANSLATE_NOOP("Reasons", "Please enter who is responsible for the business."),
    Code.CANTEEN_KIND_MISSING: QT_TRANSLATE_NOOP("Reasons", "Please choose what kind of canteen it is."),
    Code.AGRI_KIND_MISSING: QT_TRANSLATE_NOOP("Reasons", "Please choose at least one kind of goods that it sells."),
    Code.DIVISION_LEVEL: QT_TRANSLATE_NOOP("Reasons", "Please choose a township or a village."),
    Code.POSITION_INCOMPLETE: QT_TRANSLATE_NOOP("Reasons", "A map point takes both a longitude and a latitude."),
    Code.LICENCE_EXPIRED: QT_TRANSLATE_NOOP("Reasons", "This paper expired on {valid_until}."),
    Code.LICENCE_DATES: QT_TRANSLATE_NOOP("Reasons", "The paper ends before it begins. Please check both dates."),
    Code.LICENCE_STATE: QT_TRANSLATE_NOOP("Reasons", "The licence state chosen does not agree with the papers below."),
    Code.MOVE_NOT_ALLOWED: QT_TRANSLATE_NOOP("Reasons", "It cannot go from “{from}” to “{to}” by your hand."),
    Code.SAME_PERSON: QT_TRANSLATE_NOOP("Reasons", "This step takes a second person: somebody else has to do it."),
    Code.ONLY_ONCE: QT_TRANSLATE_NOOP("Reasons", "This was done once already and cannot be done again."),
    Code.NOT_OWN: QT_TRANSLATE_NOOP("Reasons", "This is somebody else's: only that person can do it."),
    Code.NOT_GRADED: QT_TRANSLATE_NOOP("Reasons", "Only caterers and canteens are graded so; this is “{kind}”."),
    Code.SAME_OPERATOR: QT_TRANSLATE_NOOP("Reasons", "These two are one and the same business."),
    Code.NOT_VERIFIED: QT_TRANSLATE_NOOP("Reasons", "Face and paper have not been compared yet."),
    Code.PLEDGE_MISSING: QT_TRANSLATE_NOOP("Reasons", "The food safety pledge has not been signed yet."),
    Code.UNANSWERED: QT_TRANSLATE_NOOP("Reasons", "This item has no answer yet."),
    Code.REMARK_SHORT: QT_TRANSLATE_NOOP(
        "Reasons", "Please describe what you found, in at least {shortest} characters."
    ),
    Code.REMARK_NEEDED: QT_TRANSLATE_NOOP("Reasons", "This item always takes a remark."),
    Code.PHOTO_MISSING: QT_TRANSLATE_NOOP("Reasons", "This item takes a photo."),
    Code.NA_NOT_ALLOWED: QT_TRANSLATE_NOOP("Reasons", "This item cannot be answered “not applicable”."),
    Code.NA_REASON: QT_TRANSLATE_NOOP("Reasons", "Please say why it is not applicable."),
    Code.NOT_CHECKED_NOT_ALLOWED: QT_TRANSLATE_NOOP("Reasons", "This kind of inspection has to check every item."),
    Code.MEASURE_MISSING: QT_TRANSLATE_NOOP("Reasons", "No value has been measured here."),
    Code.MEASURE_OVERRIDDEN: QT_TRANSLATE_NOOP(
        "Reasons", "The measured value is out of bounds. Please say in at least {shortest} characters why it conforms."
    ),
    Code.TOO_FEW_KEY: QT_TRANSLATE_NOOP("Reasons", "At least {needed} key items must be checked; {done} are done."),
    Code.TOO_FEW_GENERAL: QT_TRANSLATE_NOOP(
        "Reasons", "At least {needed} general items must be checked; {done} are done."
    ),
    Code.FAILED_BEFORE: QT_TRANSLATE_NOOP("Reasons", "This item failed at the last visit and must be checked again."),
    Code.NO_CHECKLIST: QT_TRANSLATE_NOOP(
        "Reasons", "No checklist is published for “{kind}” yet. Ask your county office."
    ),
    Code.NOT_AUTHOR: QT_TRANSLATE_NOOP("Reasons", "Only the inspector who began this draft can change it."),
    Code.STATE: QT_TRANSLATE_NOOP("Reasons", "In its present state “{state}” this cannot be done."),
    Code.RECUSED: QT_TRANSLATE_NOOP(
        "Reasons", "{name} has declared an interest in this operator and stays away. Please choose another officer."
    ),
    Code.INSPECTORS_TOO_FEW: QT_TRANSLATE_NOOP(
        "Reasons", "{needed} officers with an enforcement certificate are needed; {present} are named."
    ),
    Code.INSPECTOR_SIGNATURE_MISSING: QT_TRANSLATE_NOOP("Reasons", "{name} has not signed yet."),
    Code.NOT_LATER: QT_TRANSLATE_NOOP("Reasons", "The new term has to end after {day}."),
    Code.NOT_DUE: QT_TRANSLATE_NOOP("Reasons", "This can be done from {day} on."),
    Code.NAMES_PROTECTED: QT_TRANSLATE_NOOP(
        "Reasons", "This text tells who reported or fell ill. Please leave it out: it is sealed for headquarters."
    ),
    Code.ALERT_UNREAD: QT_TRANSLATE_NOOP("Reasons", "Please read the red alert “{title}” first, on the home page."),
    Code.NOT_MASKED: QT_TRANSLATE_NOOP("Reasons", "This text for the public still names a person. Please mask it."),
    Code.CHANGED_SINCE: QT_TRANSLATE_NOOP("Reasons", "It was changed after it was checked. Please check it again."),
    Code.OTHER_SUBJECT: QT_TRANSLATE_NOOP("Reasons", "This belongs to something else, or is not on this laptop."),
    Code.OTHER_HEAD_OFFICE: QT_TRANSLATE_NOOP("Reasons", "{name} is its head office, {since} to {until}. End that."),
    Code.LEGAL_HOLD: QT_TRANSLATE_NOOP("Reasons", "Headquarters has held this since {since}: {reason}. It stays."),
    Code.CARD_NOT_SHOWN: QT_TRANSLATE_NOOP(
        "Reasons", "Please show your enforcement certificate and tick that you did."
    ),
    Code.RECUSAL_NOT_ASKED: QT_TRANSLATE_NOOP(
        "Reasons", "Please tell the party that it may ask an officer to withdraw, and tick that you did."
    ),
    Code.PARTY_SIGNATURE_MISSING: QT_TRANSLATE_NOOP(
        "Reasons", "The party has not signed yet. If it refuses or is absent, record that instead."
    ),
    Code.PARTY_REASON_MISSING: QT_TRANSLATE_NOOP("Reasons", "Please record why the party did not sign."),
    Code.REFUSAL_UNPROVEN: QT_TRANSLATE_NOOP(
        "Reasons", "A witness's signature, a recording or the second officer's statement is needed to prove it."
    ),
    Code.SIGNATURE_EMPTY: QT_TRANSLATE_NOOP("Reasons", "The signature of {name} is empty, or too little for a name."),
    Code.SIGNATURE_STALE: QT_TRANSLATE_NOOP(
        "Reasons", "A signature was given before the record was changed. Please have it signed again."
    ),
    Code.TIME_ORDER: QT_TRANSLATE_NOOP(
        "Reasons", "The times of this visit are not in order; the clock may have jumped."
    ),
    Code.POSITION_MISSING: QT_TRANSLATE_NOOP("Reasons", "The place of the visit was not recorded."),
    Code.POSITION_FAR: QT_TRANSLATE_NOOP(
        "Reasons", "The visit was recorded {metres} m away from the registered place."
    ),
    Code.FEW_PHOTOS: QT_TRANSLATE_NOOP("Reasons", "Photos: {photos}. At least {least} are usual."),
    Code.SHORT_VISIT: QT_TRANSLATE_NOOP("Reasons", "The visit took {minutes} min. At least {least} are usual."),
    Code.SAME_REMARK: QT_TRANSLATE_NOOP("Reasons", "The same remark stands in {visits} visits of this day."),
    Code.QUANTITY: QT_TRANSLATE_NOOP("Reasons", "Please enter a quantity above zero."),
    Code.SHELF_LIFE: QT_TRANSLATE_NOOP("Reasons", "A shelf life is a number above zero and a unit."),
    Code.EXPIRY_FIRST: QT_TRANSLATE_NOOP(
        "Reasons", "It would expire before it was produced. Please compare both dates with the pack."
    ),
    Code.EXPIRY_DIFFERS: QT_TRANSLATE_NOOP(
        "Reasons", "The printed expiry date differs from production date plus shelf life. Please compare with the pack."
    ),
    Code.EXPIRED: QT_TRANSLATE_NOOP("Reasons", "Expired on {expiry}, before it changed hands."),
    Code.EXCEEDS_STOCK: QT_TRANSLATE_NOOP(
        "Reasons", "Only {left_milli} of this batch are recorded, {quantity_milli} are sold. Please enter the reason."
    ),
    Code.FORBIDDEN_SUBSTANCE: QT_TRANSLATE_NOOP(
        "Reasons", "“{name}” must not be in food (number {number} of the list). Please find out what it is for."
    ),
    Code.NOT_CALIBRATED: QT_TRANSLATE_NOOP(
        "Reasons", "No calibration of “{name}” covers that day; the value is marked."
    ),
    Code.CUSTODY_GAP: QT_TRANSLATE_NOOP(
        "Reasons", "For some time nobody is recorded as having had it. Please complete the chain first."
    ),
    Code.SEAL_DIFFERS: QT_TRANSLATE_NOOP(
        "Reasons", "No seal number in the report stands on the sampling form. Please compare both."
    ),
    Code.LABORATORY_SCOPE: QT_TRANSLATE_NOOP(
        "Reasons", "This laboratory has no valid approval for “{name}”. Please choose another."
    ),
    Code.REPORT_WITHDRAWN: QT_TRANSLATE_NOOP(
        "Reasons", "Test report {name} was withdrawn; what relied on it must be looked at again."
    ),
    Code.CERTIFICATE_MISSING: QT_TRANSLATE_NOOP(
        "Reasons", "Goods of this kind need a CCC certificate, and no valid one is recorded."
    ),
    Code.ORIGIN_BANNED: QT_TRANSLATE_NOOP(
        "Reasons", "“{name}” is under an import ban (notice {number}). Please stop the sale and report it."
    ),
    Code.UNLICENSED: QT_TRANSLATE_NOOP("Reasons", "“{name}” delivers here and has no valid licence."),
    Code.NOT_PERMITTED: QT_TRANSLATE_NOOP(
        "Reasons", "“{name}” must not be in this food, or not so much of it. The item cannot conform."
    ),
    Code.HOLDERS_OPEN: QT_TRANSLATE_NOOP("Reasons", "Holders of the recalled goods not finished yet: {number}."),
    Code.UNBALANCED: QT_TRANSLATE_NOOP(
        "Reasons", "{left_milli} of it are not accounted for. Please correct the quantities."
    ),
    Code.KEPT_SHORT: QT_TRANSLATE_NOOP("Reasons", "This record should have been kept through {expiry}."),
}

IN_FIELD: dict[tuple[str, Code], str] = {
    ("name", Code.REQUIRED): QT_TRANSLATE_NOOP("Reasons", "Please enter the name on the sign or the licence."),
    ("name", Code.LENGTH): QT_TRANSLATE_NOOP("Reasons", "The name is longer than {longest} characters."),
    ("division_code", Code.REQUIRED): QT_TRANSLATE_NOOP("Reasons", "Please choose the township."),
    ("address", Code.REQUIRED): QT_TRANSLATE_NOOP("Reasons", "Please enter how to find the place."),
    ("uscc", Code.LENGTH): QT_TRANSLATE_NOOP("Reasons", "A social credit code has 18 characters."),
    ("uscc", Code.CHARSET): QT_TRANSLATE_NOOP(
        "Reasons", "A social credit code holds digits and capital letters, but never I, O, S, V or Z."
    ),
    ("uscc", Code.CHECK): QT_TRANSLATE_NOOP(
        "Reasons", "The last character does not fit the others. Please read the code again from the licence."
    ),
    ("reg_no", Code.LENGTH): QT_TRANSLATE_NOOP("Reasons", "A registration number has 15 digits (old ones up to 13)."),
    ("reg_no", Code.OLD_FORM): QT_TRANSLATE_NOOP(
        "Reasons", "Fewer than 15 digits: taken as an old number. Compare it with the licence."
    ),
    ("reg_no", Code.CHARSET): QT_TRANSLATE_NOOP("Reasons", "A registration number of 15 characters holds digits only."),
    ("longitude", Code.RANGE): QT_TRANSLATE_NOOP(
        "Reasons", "A longitude is a number from {least} to {most}, as in 105.4462."
    ),
    ("latitude", Code.RANGE): QT_TRANSLATE_NOOP(
        "Reasons", "A latitude is a number from {least} to {most}, as in 28.8718."
    ),
    ("phone", Code.FORMAT): QT_TRANSLATE_NOOP(
        "Reasons", "A mobile number has 11 digits; a fixed line takes its area code, as in 0999-1234567."
    ),
    ("person.phone", Code.FORMAT): QT_TRANSLATE_NOOP(
        "Reasons", "A mobile number has 11 digits; a fixed line takes its area code, as in 0999-1234567."
    ),
    ("person.name", Code.REQUIRED): QT_TRANSLATE_NOOP("Reasons", "Please enter the name on the ID card."),
    ("person.id_number", Code.LENGTH): QT_TRANSLATE_NOOP("Reasons", "An ID number has 18 characters (old ones 15)."),
    ("person.id_number", Code.CHARSET): QT_TRANSLATE_NOOP(
        "Reasons", "An ID number holds digits; only its last character may be an X."
    ),
    ("person.id_number", Code.CHECK): QT_TRANSLATE_NOOP(
        "Reasons", "The last character does not fit the others. Please read the number again from the ID card."
    ),
    ("person.id_number", Code.DATE): QT_TRANSLATE_NOOP(
        "Reasons", "The date of birth in it (characters 7 to 14) is not a day of the calendar."
    ),
    ("person.id_number", Code.DATE_FUTURE): QT_TRANSLATE_NOOP(
        "Reasons", "The date of birth in it (characters 7 to 14) lies in the future."
    ),
    ("person.id_number", Code.OLD_FORM): QT_TRANSLATE_NOOP("Reasons", "An old number of 15 digits; completed to 18."),
    ("licence.number", Code.LENGTH): QT_TRANSLATE_NOOP("Reasons", "The number on the paper has 4 to 40 characters."),
    ("status_reason", Code.REQUIRED): QT_TRANSLATE_NOOP("Reasons", "Please enter the reason."),
    ("status_reason", Code.REASON_NEEDED): QT_TRANSLATE_NOOP("Reasons", "Please enter the reason."),
    ("void_reason", Code.REASON_NEEDED): QT_TRANSLATE_NOOP("Reasons", "Please enter the reason."),
    ("reverse_reason", Code.REASON_NEEDED): QT_TRANSLATE_NOOP("Reasons", "Please enter the reason."),
    ("reverse_reason", Code.REQUIRED): QT_TRANSLATE_NOOP("Reasons", "Please enter the reason."),
    ("reverses", Code.STATE): QT_TRANSLATE_NOOP("Reasons", "This line has been reversed already, or is a reversal."),
    ("production_date", Code.DATE_FUTURE): QT_TRANSLATE_NOOP(
        "Reasons", "Produced after the day on which it changed hands. Please check both dates."
    ),
    ("happened_on", Code.DATE_FUTURE): QT_TRANSLATE_NOOP(
        "Reasons", "This day is still to come. Please check it, and the clock of this laptop."
    ),
    ("stock_reason", Code.REASON_NEEDED): QT_TRANSLATE_NOOP("Reasons", "Please enter the reason."),
    ("kit_batch_no", Code.REQUIRED): QT_TRANSLATE_NOOP(
        "Reasons", "Please enter the lot on the kit: without it the result proves nothing."
    ),
    ("kit_expires_on", Code.EXPIRED): QT_TRANSLATE_NOOP(
        "Reasons", "This kit expired on {expiry}. Please test again with another one."
    ),
    ("since", Code.TIME_ORDER): QT_TRANSLATE_NOOP(
        "Reasons", "It was handed on before it was taken over. Please check the times."
    ),
    ("importer", Code.REQUIRED): QT_TRANSLATE_NOOP(
        "Reasons", "Imported goods without an agent. Please look at the Chinese label."
    ),
    ("reference_sha256", Code.REQUIRED): QT_TRANSLATE_NOOP(
        "Reasons", "No picture of the genuine goods is on file. Please ask your county office."
    ),
}
"""Plainer words where the field is known."""

ON_PAPER: dict[tuple[LicenceType, Code], str] = {
    (LicenceType.BUSINESS, Code.LENGTH): QT_TRANSLATE_NOOP(
        "Reasons", "A business licence carries a social credit code of 18 characters (old ones a number of 15)."
    ),
    (LicenceType.BUSINESS, Code.CHARSET): QT_TRANSLATE_NOOP(
        "Reasons", "A social credit code holds digits and capital letters, but never I, O, S, V or Z."
    ),
    (LicenceType.FOOD_PRODUCTION, Code.PREFIX): QT_TRANSLATE_NOOP(
        "Reasons", "A food production licence begins with SC."
    ),
    (LicenceType.FOOD_PRODUCTION, Code.LENGTH): QT_TRANSLATE_NOOP("Reasons", "SC is followed by 14 digits."),
    (LicenceType.FOOD_PRODUCTION, Code.CHARSET): QT_TRANSLATE_NOOP("Reasons", "SC is followed by 14 digits."),
    (LicenceType.FOOD_PRODUCTION, Code.CLASS): QT_TRANSLATE_NOOP(
        "Reasons", "The three digits after SC name no food class. Compare it with the paper."
    ),
    (LicenceType.FOOD_OPERATION, Code.PREFIX): QT_TRANSLATE_NOOP("Reasons", "A food operating licence begins with JY."),
    (LicenceType.FOOD_OPERATION, Code.LENGTH): QT_TRANSLATE_NOOP("Reasons", "JY is followed by 14 digits."),
    (LicenceType.FOOD_OPERATION, Code.CHARSET): QT_TRANSLATE_NOOP("Reasons", "JY is followed by 14 digits."),
    (LicenceType.PREPACKED_FILING, Code.LENGTH): QT_TRANSLATE_NOOP("Reasons", "Please fill this in."),
    (LicenceType.PREPACKED_FILING, Code.FORMAT): QT_TRANSLATE_NOOP(
        "Reasons", "A filing number is usually YB and 14 digits. Compare it with the paper."
    ),
}
"""Plainer words where the kind of paper is known."""

SCAN_PROBLEMS: dict[ScanProblem, str] = {
    ScanProblem.MISSING: QT_TRANSLATE_NOOP("Reasons", "The file is no longer there."),
    ScanProblem.NO_ACCESS: QT_TRANSLATE_NOOP("Reasons", "The file may not be read. Choose another one."),
    ScanProblem.EMPTY: QT_TRANSLATE_NOOP("Reasons", "The file is empty. Take the photo again."),
    ScanProblem.NOT_AN_IMAGE: QT_TRANSLATE_NOOP("Reasons", "The file is not a picture. Choose a photo."),
    ScanProblem.DAMAGED: QT_TRANSLATE_NOOP("Reasons", "The picture is damaged. Take the photo again."),
    ScanProblem.TOO_LARGE: QT_TRANSLATE_NOOP("Reasons", "The picture is too large to be read. Take a smaller one."),
    ScanProblem.OUT_OF_MEMORY: QT_TRANSLATE_NOOP(
        "Reasons", "There is not enough memory for this picture. Close other programs, or take a smaller one."
    ),
    ScanProblem.CRASHED: QT_TRANSLATE_NOOP(
        "Reasons", "This picture could not be read. You can go on; type the code by hand, or take another photo."
    ),
    ScanProblem.TIMED_OUT: QT_TRANSLATE_NOOP(
        "Reasons", "Reading this picture took too long. Come closer to the code and take the photo again."
    ),
    ScanProblem.NOT_STARTED: QT_TRANSLATE_NOOP(
        "Reasons", "The barcode reader cannot be started. Type the code by hand, and tell your administrator."
    ),
}

REFUSALS: dict[Refusal, str] = {
    Refusal.UNKNOWN_KIND: QT_TRANSLATE_NOOP(
        "Reasons", "Headquarters runs an older version and does not know this kind of record yet. Try again later."
    ),
    Refusal.UNKNOWN_UNIT: QT_TRANSLATE_NOOP(
        "Reasons", "Headquarters runs an older version and does not know one of the fields yet. Try again later."
    ),
    Refusal.INVALID_VALUE: QT_TRANSLATE_NOOP("Reasons", "A value is not possible. Open the record and correct it."),
    Refusal.SEALED: QT_TRANSLATE_NOOP("Reasons", "The record is signed and can no longer be changed."),
    Refusal.INSERT_ONLY: QT_TRANSLATE_NOOP("Reasons", "This record is never changed. Make a correcting entry instead."),
    Refusal.HQ_ONLY: QT_TRANSLATE_NOOP("Reasons", "Only headquarters can change this record."),
    Refusal.OUT_OF_SCOPE: QT_TRANSLATE_NOOP(
        "Reasons", "The record belongs to an area that this laptop does not serve. Ask your county office."
    ),
    Refusal.NOT_AUTHOR: QT_TRANSLATE_NOOP("Reasons", "Only the inspector who began this record can change it."),
    Refusal.NOT_ALLOWED: QT_TRANSLATE_NOOP(
        "Reasons", "Your role does not write this kind of record. Ask your team lead to do it."
    ),
    Refusal.TRANSFERRED: QT_TRANSLATE_NOOP(
        "Reasons", "This laptop was handed over. Headquarters keeps the change, and somebody there looks at it."
    ),
    Refusal.GROUP: QT_TRANSLATE_NOOP(
        "Reasons", "Another part of the same record was refused. Correct that part, and this one is sent again."
    ),
    Refusal.TAMPERED: QT_TRANSLATE_NOOP(
        "Reasons", "A signed record arrived with other content than before. Ask your county office to look at it."
    ),
    Refusal.ID_TAKEN: QT_TRANSLATE_NOOP(
        "Reasons", "This laptop's disk was copied or set back. The change is sent again by itself."
    ),
    Refusal.NO_HOME: QT_TRANSLATE_NOOP(
        "Reasons", "Headquarters does not know the division of this record. Choose the township again."
    ),
    Refusal.NUMBER_TAKEN: QT_TRANSLATE_NOOP(
        "Reasons", "The document number is in use already. Ask your county office to look at it."
    ),
}


def problem(found: Problem) -> str:
    """The sentence of a problem, with its facts."""
    source = IN_FIELD.get((found.field, found.code), PROBLEMS[found.code])
    if found.field.startswith("licence.") and "type" in found.facts:
        source = ON_PAPER.get((LicenceType(str(found.facts["type"])), found.code), source)
    return _translated(source).format_map(_Facts(found.facts))


def scan_problem(found: ScanProblem) -> str:
    return _translated(SCAN_PROBLEMS[found])


def refusal(found: Refusal) -> str:
    return _translated(REFUSALS[found])


def _translated(source: str) -> str:
    return QCoreApplication.translate("Reasons", source)


def _state(value: str) -> str:
    kind: type[StrEnum] = SignatureState if value in set(SignatureState) - {"SIGNED"} else InspectionState
    return labels.label(kind(value))


def _status(value: str | int) -> str:
    """Of any machine; one that is told bare is an operator's."""
    known = value if isinstance(value, StrEnum) or value not in set(OperatorStatus) else OperatorStatus(str(value))
    return labels.label(known) if isinstance(known, StrEnum) else str(known)


_WORDS: Mapping[str, Callable[[str | int], str]] = {
    **dict.fromkeys(("from", "to"), _status),
    **dict.fromkeys(
        ("valid_until", "expiry", "first", "last", "day"), lambda value: formats.day(date.fromisoformat(str(value)))
    ),
    "kind": lambda value: labels.label(OperatorKind(str(value))),
    "state": lambda value: _state(str(value)),
}


class _Facts(dict[str, str]):
    """A problem's facts as words. One that was not given shows as a gap: a sentence with a gap still helps."""

    def __init__(self, facts: Mapping[str, str | int]) -> None:
        unit = str(facts.get("unit", ""))
        super().__init__({name: self._word(name, value, unit) for name, value in facts.items()})

    def __missing__(self, name: str) -> str:
        return "…"

    @staticmethod
    def _word(name: str, value: str | int, unit: str) -> str:
        if name.endswith("_milli"):
            return formats.quantity(int(value), unit)
        return _WORDS[name](value) if name in _WORDS else str(value)
