"""The check vectors of the number standards, and the laws that every number keeps."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain import identifiers as ids
from inspector_app.domain.identifiers import Verdict
from inspector_app.domain.problems import Code, Severity
from inspector_app.records.operators import LicenceType

TODAY = date(2025, 6, 1)
OK, WARN, ERROR = Severity


def said(verdict: Verdict) -> tuple[Severity, tuple[Code, ...]]:
    return verdict.severity, verdict.codes


@pytest.mark.parametrize(
    ("text", "severity", "codes"),
    [
        ("11010519491231002X", OK, ()),
        ("440524188001010014", WARN, (Code.AGE,)),
        ("110105194912310021", ERROR, (Code.CHECK,)),
        ("11010519491331002X", ERROR, (Code.DATE,)),
        ("990101198002291233", OK, ()),
        ("990102200001010088", OK, ()),
        ("990101198102291233", ERROR, (Code.DATE,)),
        ("11010519491231002x ", OK, ()),
        ("１１０１０５ 19491231-002X", OK, ()),
        ("1101051949123100", ERROR, (Code.LENGTH,)),
        ("", ERROR, (Code.LENGTH,)),
        ("11010519491231O02X", ERROR, (Code.CHARSET,)),
        ("X10105194912310021", ERROR, (Code.CHARSET,)),
    ],
)
def test_resident_id_vectors(text: str, severity: Severity, codes: tuple[Code, ...]) -> None:
    assert said(ids.resident_id(text, TODAY)) == (severity, codes)


def test_an_id_of_15_digits_is_completed_to_18() -> None:
    verdict = ids.resident_id("990101800229123", TODAY)
    assert (verdict.normal, verdict.raw) == ("990101198002291233", "990101800229123")
    assert said(verdict) == (WARN, (Code.OLD_FORM,))


def test_a_person_born_in_the_future_is_refused() -> None:
    born_tomorrow = "99010120250602123"
    number = born_tomorrow + ids.mod11_2(born_tomorrow)
    assert ids.resident_id(number, TODAY).codes == (Code.DATE_FUTURE,)
    assert ids.resident_id(number, TODAY + timedelta(days=1)).ok


def test_an_unknown_region_of_an_id_is_only_a_warning() -> None:
    def nowhere(_: str) -> bool:
        return False

    assert said(ids.resident_id("11010519491231002X", TODAY, nowhere)) == (WARN, (Code.REGION,))
    assert ids.resident_id("11010519491231002X", TODAY, lambda code: code == "110105").codes == ()
    residence_permit = "81000019900101001"
    assert ids.resident_id(residence_permit + ids.mod11_2(residence_permit), TODAY, nowhere).codes == ()


@pytest.mark.parametrize(
    ("text", "severity", "codes"),
    [
        ("91110000600037341L", OK, ()),
        ("91350100M000100Y43", OK, ()),
        ("92990101MA00000C5L", OK, ()),
        ("92990121MA0A1B2C2N", OK, ()),
        ("93990101NA00003C1H", OK, ()),
        ("12990101MB0X4Y1CXH", OK, ()),
        ("92990101MA00000C5M", ERROR, (Code.CHECK,)),
        ("92990101MAO0000C5L", ERROR, (Code.CHARSET,)),
        ("92990101ma00000c5l", OK, ()),
        ("9299A101MA00000C5L", ERROR, (Code.CHARSET,)),
        ("92990101MA00000C5", ERROR, (Code.LENGTH,)),
    ],
)
def test_credit_code_vectors(text: str, severity: Severity, codes: tuple[Code, ...]) -> None:
    assert said(ids.uscc(text)) == (severity, codes)


def test_a_wrong_organisation_check_is_only_a_warning() -> None:
    body = "92990101MA00000C6"
    assert said(ids.uscc(body + ids.uscc_check(body))) == (WARN, (Code.INNER_CHECK,))


@pytest.mark.parametrize(
    ("text", "severity", "codes"),
    [
        ("110108000000016", OK, ()),
        ("990101600000011", OK, ()),
        ("990121601234563", OK, ()),
        ("990101600000012", WARN, (Code.CHECK,)),
        ("1234567890123", WARN, (Code.OLD_FORM,)),
        ("12345678901234", ERROR, (Code.LENGTH,)),
        ("99010160000001A", ERROR, (Code.CHARSET,)),
        ("", ERROR, (Code.LENGTH,)),
    ],
)
def test_registration_number_vectors(text: str, severity: Severity, codes: tuple[Code, ...]) -> None:
    assert said(ids.reg_no(text)) == (severity, codes)


@pytest.mark.parametrize(
    ("text", "severity", "codes"),
    [
        ("SC10199010100019", OK, ()),
        ("SC12499012101233", OK, ()),
        ("SC20199010100028", OK, ()),
        ("SC10199010100018", WARN, (Code.CHECK,)),
        ("SC13299010100010", ERROR, (Code.CLASS,)),
        ("SC20499010100028", ERROR, (Code.CLASS,)),
        ("QS990101010001", WARN, (Code.OLD_QS,)),
        ("QS99010101000", ERROR, (Code.PREFIX,)),
        ("sc 1019 9010 1000 19", OK, ()),
        ("10199010100019", ERROR, (Code.PREFIX,)),
        ("SC1019901010001", ERROR, (Code.LENGTH,)),
        ("SC1019901010001O", ERROR, (Code.CHARSET,)),
    ],
)
def test_production_licence_vectors(text: str, severity: Severity, codes: tuple[Code, ...]) -> None:
    assert said(ids.food_production_licence(text)) == (severity, codes)


@pytest.mark.parametrize(
    ("text", "severity", "codes"),
    [
        ("JY19901010000015", OK, ()),
        ("JY29901210012344", OK, ()),
        ("JY39901020000565", OK, ()),
        ("JY29901210012345", WARN, (Code.CHECK,)),
        ("JY49901210012340", ERROR, (Code.FORM,)),
        ("JY1990101000001", ERROR, (Code.LENGTH,)),
        ("SC10199010100019", ERROR, (Code.PREFIX,)),
    ],
)
def test_operation_licence_vectors(text: str, severity: Severity, codes: tuple[Code, ...]) -> None:
    assert said(ids.food_operation_licence(text)) == (severity, codes)


@pytest.mark.parametrize(
    ("text", "normal", "codes"),
    [
        ("云岭作坊登字〔2025〕第00001号", "云岭作坊登字〔2025〕第00001号", ()),
        ("云岭作坊登字［2025］第 00001 号", "云岭作坊登字〔2025〕第00001号", ()),
        ("云岭（2025）-17", "云岭(2025)-17", ()),
        ("abc", "ABC", (Code.LENGTH,)),
        ("云" * 41, "云" * 41, (Code.LENGTH,)),
        ("云岭_2025", "云岭_2025", (Code.CHARSET,)),
    ],
)
def test_a_local_number_keeps_its_hyphens_and_one_form_of_brackets(
    text: str, normal: str, codes: tuple[Code, ...]
) -> None:
    verdict = ids.local_licence(text)
    assert (verdict.normal, verdict.codes) == (normal, codes)
    assert verdict.ok is (codes == ())


@pytest.mark.parametrize(
    ("licence_type", "text", "severity", "codes"),
    [
        (LicenceType.BUSINESS, "92990101MA00000C5L", OK, ()),
        (LicenceType.BUSINESS, "990101600000011", OK, ()),
        (LicenceType.FOOD_PRODUCTION, "SC10199010100018", WARN, (Code.CHECK,)),
        (LicenceType.FOOD_OPERATION, "JY49901210012340", ERROR, (Code.FORM,)),
        (LicenceType.PREPACKED_FILING, "YB11234567890123", OK, ()),
        (LicenceType.PREPACKED_FILING, "备2025-1", WARN, (Code.FORMAT,)),
        (LicenceType.STALL_CARD, "摊001号", OK, ()),
    ],
)
def test_a_licence_number_is_checked_by_the_rule_of_its_paper(
    licence_type: LicenceType, text: str, severity: Severity, codes: tuple[Code, ...]
) -> None:
    assert said(ids.licence_number(licence_type, text)) == (severity, codes)


@pytest.mark.parametrize("licence_type", LicenceType)
def test_no_paper_goes_without_a_number(licence_type: LicenceType) -> None:
    assert not ids.licence_number(licence_type, " ").ok


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("14000000001", "14000000001"),
        ("+86 140 0000 0001", "14000000001"),
        ("008614000000001", "14000000001"),
        ("140-0000-0001", "14000000001"),
        ("0999-0000001", "09990000001"),
        ("(0999) 0000001", "09990000001"),
        ("010-12345678-801", "01012345678-801"),
        ("400-000-0001", "4000000001"),
        ("8000000001", "8000000001"),
        ("12315", "12315"),
        ("１４００００００００１", "14000000001"),
    ],
)
def test_a_phone_number_has_one_normal_form(text: str, normal: str) -> None:
    assert ids.phone(text) == Verdict(normal, text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("12000000001", Code.FORMAT),
        ("1400000000", Code.FORMAT),
        ("140000000011", Code.FORMAT),
        ("999-0000001", Code.FORMAT),
        ("12316", Code.FORMAT),
        ("电话", Code.FORMAT),
        (" ", Code.LENGTH),
    ],
)
def test_what_is_no_phone_number_is_refused(text: str, code: Code) -> None:
    assert said(ids.phone(text)) == (ERROR, (code,))


@pytest.mark.parametrize(
    ("text", "severity", "codes"),
    [
        ("99", OK, ()),
        ("9901", OK, ()),
        ("990101", OK, ()),
        ("990101100", OK, ()),
        ("990101100000", OK, ()),
        ("990101100201", OK, ()),
        ("990101100598", WARN, (Code.CLASS,)),
        ("990101000", ERROR, (Code.CLASS,)),
        ("990101600", ERROR, (Code.CLASS,)),
        ("99010", ERROR, (Code.LENGTH,)),
        ("99010A", ERROR, (Code.CHARSET,)),
    ],
)
def test_division_codes(text: str, severity: Severity, codes: tuple[Code, ...]) -> None:
    assert said(ids.division_code(text)) == (severity, codes)


def test_an_unknown_division_is_a_warning() -> None:
    assert said(ids.division_code("990101100", lambda code: code == "990101")) == (WARN, (Code.REGION,))


@pytest.mark.parametrize(
    "number",
    ["6901234567892", "9521234543213", "09521234543213", "19521234543210", "96385074", "036000291452", "2100123012343"],
)
def test_gtin_check_digits(number: str) -> None:
    assert ids.gtin_check(number[:-1]) == number[-1]


def test_a_document_number_reads_back_what_it_was_made_of() -> None:
    text = ids.document_number("990101", "SR", 2025, "00A3", 17)
    assert text == "990101-SR-2025-00A3-0017"
    assert ids.parse_document_number(text) == ids.DocumentNumber("990101", "SR", 2025, "00A3", 17)
    assert ids.parse_document_number("云市监检〔2025〕17号") is None
    with pytest.raises(ValueError, match="not a document number"):
        ids.document_number("990101", "sr", 2025, "00A3", 17)


days = st.dates(date(1920, 1, 1), TODAY)
regions = st.integers(110000, 999999).map(str)
sequences = st.integers(0, 999).map("{:03}".format)


@st.composite
def id_numbers(draw: st.DrawFn) -> str:
    body = draw(regions) + draw(days).strftime("%Y%m%d") + draw(sequences)
    return body + ids.mod11_2(body)


@st.composite
def credit_codes(draw: st.DrawFn) -> str:
    organisation = draw(st.text(ids.USCC_ALPHABET, min_size=8, max_size=8))
    body = "92" + draw(regions) + organisation + ids.organisation_check(organisation)
    return body + ids.uscc_check(body)


def changed(draw: st.DrawFn, number: str, alphabet: str) -> str:
    place = draw(st.integers(0, len(number) - 1))
    other = draw(st.sampled_from([char for char in alphabet if char != number[place]]))
    return number[:place] + other + number[place + 1 :]


@given(id_numbers())
def test_r_3_every_generated_id_is_accepted(number: str) -> None:
    assert ids.resident_id(number, TODAY).severity is OK


@given(st.data())
def test_r_3_an_id_with_one_digit_changed_is_refused(data: st.DataObject) -> None:
    number = changed(data.draw, data.draw(id_numbers()), "0123456789")
    assert not ids.resident_id(number, TODAY).ok


@given(credit_codes())
def test_r_3_every_generated_credit_code_is_accepted(code: str) -> None:
    assert ids.uscc(code).severity is OK


@given(st.data())
def test_r_3_a_credit_code_with_one_character_changed_is_refused(data: st.DataObject) -> None:
    code = changed(data.draw, data.draw(credit_codes()), ids.USCC_ALPHABET)
    assert not ids.uscc(code).ok


@given(st.text())
def test_no_text_breaks_a_validator(text: str) -> None:
    for verdict in (
        ids.resident_id(text, TODAY),
        ids.uscc(text),
        ids.phone(text),
        ids.division_code(text),
        *(ids.licence_number(licence_type, text) for licence_type in LicenceType),
    ):
        assert verdict.raw == text
        assert verdict.ok is (verdict.severity is not ERROR)
