"""A visit moves by its table, is signed by two officers and the party, and its seal covers all that was seen."""

from collections.abc import Callable
from typing import Any

import pytest

from inspector_app.domain import inspections
from inspector_app.domain.checklists import ChecklistForm
from inspector_app.domain.inspections import FlagLimits
from inspector_app.domain.problems import Code, Problem, Severity, blocks
from inspector_app.records.evidence import (
    EvidenceItem,
    EvidenceKind,
    Signature,
    SignatureMethod,
    SignatureState,
    SignerRole,
)
from inspector_app.records.inspections import Finding, Inspection, InspectionState, InspectionType, Inspector
from inspector_app.records.people import Role
from sync.record import new_id

Make = Callable[..., Any]
DRAFT, IN_PROGRESS, COMPLETED, SIGNED, VOID = InspectionState
START = 1_750_000_000_000_000
MINUTE = 60_000_000


def test_a_visit_moves_by_the_table_alone() -> None:
    moves = {(a, b) for a in InspectionState for b in InspectionState if inspections.may_move(a, b)}
    assert moves == {
        (DRAFT, IN_PROGRESS), (DRAFT, VOID), (IN_PROGRESS, COMPLETED), (IN_PROGRESS, VOID), (COMPLETED, IN_PROGRESS),
        (COMPLETED, SIGNED),
    }  # fmt: skip


def test_auxiliary_staff_draft_and_never_sign() -> None:
    assert inspections.may_move(DRAFT, IN_PROGRESS, Role.AUXILIARY)
    assert not inspections.may_move(COMPLETED, SIGNED, Role.AUXILIARY)
    assert inspections.may_move(COMPLETED, SIGNED, Role.INSPECTOR)
    assert not inspections.may_move(DRAFT, IN_PROGRESS, Role.READ_ONLY)


@pytest.fixture
def visit(make_inspection: Make, make_answer: Make) -> Make:
    """A completed visit of the trial list."""

    def make(**fields: Any) -> Inspection:
        answers = {f"T-{n:02}": make_answer(note="已看", measures={"chiller_temp": 4000}) for n in range(1, 12)}
        values = {"state": COMPLETED, "completed_at": START + 30 * MINUTE, "answers": answers} | fields
        made: Inspection = make_inspection(**values)
        return made

    return make


STROKES = (((0, 0), (200, 300), (500, 500)),)


def sign(role: SignerRole, visit: Inspection, **fields: Any) -> Signature:
    values = {
        "id": new_id(),
        "inspection_id": visit.id,
        "signer_role": role,
        "name": "某某",
        "strokes": STROKES,
        "signed_at": START + 31 * MINUTE,
        "content_sha256": "a" * 64,
    }
    return Signature.model_validate(values | fields)


def officers(visit: Inspection, **fields: Any) -> list[Signature]:
    return [sign(SignerRole.INSPECTOR, visit, signer_user_id=each.user_id, **fields) for each in visit.inspectors]


@pytest.fixture
def wrong(form: ChecklistForm, make_operator: Make) -> Callable[..., list[Problem]]:
    def check(visit: Inspection, signatures: list[Signature], **more: Any) -> list[Problem]:
        return inspections.signing_problems(visit, form, make_operator(), {"T-01": 1}, signatures, **more)

    return check


def codes(problems: list[Problem]) -> list[Code]:
    return [problem.code for problem in problems]


def test_two_officers_and_the_party_sign(visit: Make, wrong: Make) -> None:
    done = visit()
    assert wrong(done, [*officers(done), sign(SignerRole.PARTY, done)], content_hash="a" * 64) == []


def test_a_visit_that_is_not_complete_is_not_signed(visit: Make, wrong: Make) -> None:
    open_visit = visit(state=IN_PROGRESS, answers={})
    found = codes(wrong(open_visit, [*officers(open_visit), sign(SignerRole.PARTY, open_visit)]))
    assert found == [Code.STATE] + [Code.UNANSWERED] * 11


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"card_shown_at": None}, Code.CARD_NOT_SHOWN),
        ({"recusal_asked": False}, Code.RECUSAL_NOT_ASKED),
    ],
)
def test_the_party_knows_who_comes_and_may_object(visit: Make, wrong: Make, fields: dict[str, Any], code: Code) -> None:
    done = visit(**fields)
    assert codes(wrong(done, [*officers(done), sign(SignerRole.PARTY, done)])) == [code]


FIRST, SECOND = new_id(), new_id()


@pytest.mark.parametrize(
    "pair",
    [
        [(FIRST, "YL1")],
        [(FIRST, "YL1"), (FIRST, "YL2")],
        [(FIRST, "YL1"), (SECOND, "YL1")],
        [(FIRST, "YL1"), (SECOND, None)],
        [(FIRST, "YL1"), (SECOND, " ")],
    ],
)
def test_two_distinct_certified_officers_are_needed(
    visit: Make, wrong: Make, pair: list[tuple[str, str | None]]
) -> None:
    inspectors = tuple(Inspector(user_id=user, name="王一", certificate_no=number) for user, number in pair)
    done = visit(author_id=FIRST, inspectors=inspectors)
    assert codes(wrong(done, [*officers(done), sign(SignerRole.PARTY, done)])) == [Code.INSPECTORS_TOO_FEW]


def test_each_officer_signs(visit: Make, wrong: Make) -> None:
    done = visit()
    first, _ = officers(done)
    found = wrong(done, [first, sign(SignerRole.PARTY, done)])
    assert found == [Problem("signatures", Code.INSPECTOR_SIGNATURE_MISSING, facts={"name": "李二"})]


def test_a_blank_pad_is_no_signature_but_paper_needs_no_strokes(visit: Make, wrong: Make) -> None:
    done = visit()
    blank = sign(SignerRole.PARTY, done, strokes=())
    assert codes(wrong(done, [*officers(done), blank])) == [Code.SIGNATURE_EMPTY]
    dot = sign(SignerRole.PARTY, done, strokes=(((500, 160),),))
    assert codes(wrong(done, [*officers(done), dot])) == [Code.SIGNATURE_EMPTY]
    paper = sign(SignerRole.PARTY, done, strokes=(), method=SignatureMethod.PAPER)
    assert wrong(done, [*officers(done), paper]) == []


def test_a_signature_on_other_content_does_not_count(visit: Make, wrong: Make) -> None:
    done = visit()
    old = sign(SignerRole.PARTY, done, content_sha256="b" * 64)
    found = codes(wrong(done, [*officers(done), old], content_hash="a" * 64))
    assert found == [Code.SIGNATURE_STALE, Code.PARTY_SIGNATURE_MISSING]


def test_a_voided_signature_does_not_count(visit: Make, wrong: Make) -> None:
    done = visit()
    found = codes(wrong(done, [*officers(done), sign(SignerRole.PARTY, done, voided_at=1)]))
    assert found == [Code.PARTY_SIGNATURE_MISSING]


def refusal(visit: Inspection, reason: str = "不认可检查结果", **fields: Any) -> Signature:
    fields = {"state": SignatureState.REFUSED, "strokes": (), "reason": reason} | fields
    return sign(SignerRole.PARTY, visit, **fields)


def test_a_refusal_needs_its_reason_and_a_proof(visit: Make, wrong: Make) -> None:
    done = visit()
    assert codes(wrong(done, [*officers(done), refusal(done)])) == [Code.REFUSAL_UNPROVEN]
    assert codes(wrong(done, [*officers(done), refusal(done, reason="")], recordings=1)) == [Code.PARTY_REASON_MISSING]


def test_a_refusal_is_proven_by_witness_recording_or_second_officer(visit: Make, wrong: Make) -> None:
    done = visit()
    witness = sign(SignerRole.WITNESS, done)
    assert wrong(done, [*officers(done), refusal(done), witness]) == []
    assert wrong(done, [*officers(done), refusal(done)], recordings=1) == []
    first, second = officers(done)
    stating = second.changed(reason="当事人阅后拒绝签字")
    assert wrong(done, [first, stating, refusal(done)]) == []
    own = first.changed(reason="当事人阅后拒绝签字")
    assert codes(wrong(done, [own, second, refusal(done)])) == [Code.REFUSAL_UNPROVEN]


def test_an_absent_party_needs_a_reason_and_a_witness_is_advised(visit: Make, wrong: Make) -> None:
    done = visit()
    found = wrong(done, [*officers(done), refusal(done, state=SignatureState.ABSENT)])
    assert [(p.code, p.severity) for p in found] == [(Code.REFUSAL_UNPROVEN, Severity.WARN)]
    assert not blocks(found)
    found = wrong(done, [*officers(done), refusal(done, "", state=SignatureState.ABSENT)])
    assert blocks(found)


def test_a_visit_completes_when_finished(visit: Make, form: ChecklistForm, make_operator: Make) -> None:
    shop = make_operator()
    running = visit(state=IN_PROGRESS)
    assert inspections.completing_problems(running, form, shop, {"T-01": 1}) == []
    assert codes(inspections.completing_problems(running, form, shop, {})) == [Code.PHOTO_MISSING]
    assert codes(inspections.completing_problems(visit(), form, shop, {"T-01": 1})) == [Code.STATE]


def finding(**fields: Any) -> Finding:
    values = {
        "id": new_id(), "inspection_id": new_id(), "operator_id": new_id(), "item_id": "T-03", "key": True,
        "description": "货架有积尘",
    }  # fmt: skip
    return Finding.model_validate(values | fields)


def photo(**fields: Any) -> EvidenceItem:
    values = {
        "id": new_id(), "sha256": "c" * 64, "size": 350_000, "mime": "image/jpeg", "synced_sha256": "d" * 64,
        "synced_size": 90_000, "captured_at": START, "received_at": START, "taker_id": new_id(), "device_id": new_id(),
    }  # fmt: skip
    return EvidenceItem.model_validate(values | fields)


def test_signing_itself_does_not_change_what_is_signed(visit: Make) -> None:
    done = visit()
    findings, photos = [finding(), finding()], [photo(), photo()]
    before = inspections.content_sha256(done, findings, photos)
    sealed = done.changed(state=SIGNED, signed_at=START + 40 * MINUTE, content_sha256=before)
    assert inspections.content_sha256(sealed, reversed(findings), reversed(photos)) == before


@pytest.mark.parametrize(
    "fields",
    [
        {"remark": "另附说明"},
        {"score": 90},
        {"latitude": 25.1},
        {"inspection_type": InspectionType.SPOT},
        {"answers": {}},
        {"supersedes": new_id()},
    ],
)
def test_any_change_of_the_visit_changes_the_hash(visit: Make, fields: dict[str, Any]) -> None:
    done = visit()
    assert inspections.content_sha256(done.changed(**fields), [], []) != inspections.content_sha256(done, [], [])


def test_findings_and_photos_are_sealed_with_the_visit(visit: Make) -> None:
    done, one, picture = visit(), finding(), photo()
    hashes = {
        inspections.content_sha256(done, findings, photos)
        for findings, photos in [
            ([], []),
            ([one], []),
            ([one.changed(description="货架有油污")], []),
            ([], [picture]),
            ([], [picture.changed(sha256="e" * 64)]),
            ([], [picture.changed(captured_at=START + 1)]),
        ]
    }
    assert len(hashes) == 6
    voided = photo(voided_at=1)
    assert inspections.content_sha256(done, [], [voided]) == inspections.content_sha256(done, [], [])


def test_the_papers_shown_are_sealed_in_any_order(visit: Make) -> None:
    done = visit()
    both = inspections.content_sha256(done, [], [], ["a" * 64, "b" * 64])
    assert inspections.content_sha256(done, [], [], ["b" * 64, "a" * 64]) == both
    assert inspections.content_sha256(done, [], [], ["a" * 64]) != both


def test_the_content_leaves_out_what_nobody_gave(visit: Make) -> None:
    sealed = inspections.content(visit(), [], [])["inspection"]
    assert "remark" not in sealed
    assert "state" not in sealed
    assert sealed["started_at"] == START


def test_sound_and_video_count_as_recordings() -> None:
    kinds = [EvidenceKind.PHOTO, EvidenceKind.AUDIO, EvidenceKind.VIDEO, EvidenceKind.SCAN]
    assert inspections.recordings_of([photo(evidence_kind=kind) for kind in kinds]) == 2


NEAR = {"latitude": 25.1, "longitude": 160.1}


@pytest.fixture(scope="module")
def limits(shipped: Make) -> FlagLimits:
    (only,) = shipped(FlagLimits)
    assert isinstance(only, FlagLimits)
    return only


def test_an_ordinary_visit_raises_no_flag(limits: FlagLimits, visit: Make, make_operator: Make) -> None:
    assert inspections.review_flags(visit(**NEAR), make_operator(**NEAR), 3, limits) == []


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"started_at": START + 2 * MINUTE}, Code.TIME_ORDER),
        ({"completed_at": START}, Code.TIME_ORDER),
        ({"completed_at": START + 10 * MINUTE - 1}, Code.SHORT_VISIT),
        ({"completed_at": START + 10 * MINUTE}, None),
        ({"latitude": None, "longitude": None}, Code.POSITION_MISSING),
        ({"latitude": None, "longitude": None, "position_note": "室内无信号"}, None),
        ({"latitude": 25.1046}, Code.POSITION_FAR),
        ({"latitude": 25.1044}, None),
        ({"latitude": 25.2, "position_note": "登记位置有误"}, None),
    ],
)
def test_flags_of_time_and_place(
    limits: FlagLimits, visit: Make, make_operator: Make, fields: dict[str, Any], code: Code | None
) -> None:
    flags = inspections.review_flags(visit(**NEAR | fields), make_operator(**NEAR), 3, limits)
    assert codes(flags) == ([] if code is None else [code])
    assert not blocks(flags)


def test_flags_of_photos_and_copied_remarks(limits: FlagLimits, visit: Make, make_operator: Make) -> None:
    done, shop = visit(**NEAR, remark="一切正常"), make_operator(**NEAR)
    assert codes(inspections.review_flags(done, shop, 0, limits)) == [Code.FEW_PHOTOS]
    assert inspections.review_flags(done, shop, 3, limits, ["一切正常 "] * 2) == []
    assert codes(inspections.review_flags(done, shop, 3, limits, ["一切正常 "] * 3)) == [Code.SAME_REMARK]
    assert inspections.review_flags(done.changed(remark=""), shop, 3, limits, [""] * 9) == []


def test_a_shop_without_a_map_point_is_never_far(limits: FlagLimits, visit: Make, make_operator: Make) -> None:
    assert inspections.review_flags(visit(**NEAR), make_operator(), 3, limits) == []


def test_distance_along_a_meridian() -> None:
    assert inspections.distance_m(25.0, 160.0, 26.0, 160.0) == 111_195
    assert inspections.distance_m(25.0, 160.0, 25.0, 160.0) == 0
