"""What the papers say, and that they say it to the byte."""

from __future__ import annotations

import hashlib
import re

import pytest
from PySide6.QtGui import QTextDocument

from inspector_app import paths
from inspector_app.documents.forms import Form, Visit, correction_order, photo_sheet, result_form, site_record
from inspector_app.records.inspections import InspectionType, Rectification
from sync.record import new_id

NUMBER = "990101-SR-2026-00A3-0017"


def order(visit: Visit, number: str | None = NUMBER) -> Form:
    assert visit.rectification is not None
    return correction_order(visit, visit.rectification, number)


def words(form: Form) -> str:
    """The text as Qt reads it, spaces and line ends left out."""
    document = QTextDocument()
    document.setHtml(form.html)
    return re.sub(r"\s", "", document.toPlainText())


def test_site_record_holds_the_facts_of_the_visit(make_visit):
    text = words(site_record(make_visit(), NUMBER))
    for fact in (
        "云岭县市场监督管理局", "现场检查笔录", NUMBER, "杨柳村便民食杂店", "92990101MA0ABCDE1X", "JY19901010000017",
        "2026年11月23日14时05分至15时20分", "李建国（执法证件号：YL00001234）", "王小梅（执法证件号：YL00001235）",
        "2026年11月23日14时06分向被检查单位出示执法证件", "有权申请其回避", "《农村食杂店监督检查表》（版本1.0.0）",
        "*RS-A01", "货架上有三袋过期饼干。", "《食品安全法》第三十三条", "限期改正（7日内）", "基本符合",
        "于2026年12月1日前（含当日）改正", "清理过期食品。", "补齐进货查验记录。", "货架照片1",
        hashlib.sha256(bytes([1])).hexdigest()[:12],
    ):  # fmt: skip
        assert fact in text
    assert "共记录12项：符合10项；不符合2项，其中重点项目1项、一般项目1项；合理缺项0项；未检查0项" in text
    assert "协助人员赵协" in text


def test_every_answer_stands_in_the_annex_of_the_site_record(make_visit):
    visit = make_visit(items=52)
    annex = words(site_record(visit, NUMBER)).rpartition("附表")[2]
    assert all(item_id in annex for item_id in visit.inspection.answers)
    assert annex.count("不符合") == 2


def test_an_obstruction_stands_in_the_site_record(make_visit):
    told = {
        "form": "ENTRY",
        "at": make_visit().inspection.started_at,
        "description": "锁门",
        "witnesses": ("村支书王某",),
    }
    text = words(site_record(make_visit(obstruction=told), NUMBER))
    assert "2026年11月23日14时05分，拒绝、拖延、限制进入被检查场所或者限制检查时间。锁门见证人：村支书王某。" in text
    assert "拒绝、阻挠检查情况" not in words(site_record(make_visit(), NUMBER))


def test_a_visit_without_findings_says_so(make_visit):
    text = words(site_record(make_visit(failed=(), photos=0), NUMBER))
    assert "未发现不符合项目" in text
    assert "未收集照片" in text
    assert "责令改正" not in text


def test_order_names_problems_demand_deadline_and_remedies(make_visit):
    text = words(order(make_visit()))
    for fact in (
        "杨柳村便民食杂店：", "*RS-A01货架上有三袋过期饼干。", "清理过期食品。",
        "第三十三条的规定，现责令你（单位）于2026年12月1日前（含当日）改正", "石桥市场监督管理所",
        "六十日内", "行政复议", "六个月内", "行政诉讼", "（印章）", "2026年11月23日",
    ):  # fmt: skip
        assert fact in text


def test_order_due_on_the_day_of_issue_asks_for_correction_at_once(make_visit):
    visit = make_visit()
    at_once = visit.rectification.changed(due_on=visit.rectification.issued_on)
    assert "现责令你（单位）立即改正" in words(correction_order(visit, at_once, NUMBER))


def test_order_prints_only_the_findings_it_is_about(make_visit):
    visit = make_visit()
    one: Rectification = visit.rectification.changed(finding_ids=(visit.findings[1].id,))
    text = words(correction_order(visit, one, NUMBER))
    assert "RS-A03" in text
    assert "RS-A01" not in text


def test_order_about_another_visit_is_refused(make_visit):
    visit = make_visit()
    with pytest.raises(ValueError, match="names no finding"):
        correction_order(visit, visit.rectification.changed(finding_ids=(new_id(),)), NUMBER)


def test_result_form_ticks_the_result_and_lists_what_failed(make_visit):
    text = words(result_form(make_visit(), NUMBER))
    assert "□符合■基本符合□不符合" in text
    assert "重点项目（共1项）：发现问题1项，编号：RS-A01" in text
    assert "一般项目（共11项）：发现问题1项，编号：RS-A03" in text
    assert "■书面责令限期改正，期限：2026年12月1日前（含当日）" in text
    assert "■进一步调查处理" in text
    assert "□未发现问题" in text
    assert "张贴" in text


def test_result_form_that_hangs_on_the_wall_shows_no_phone_number(make_visit):
    assert "14000000001" not in words(result_form(make_visit(), NUMBER))


@pytest.mark.parametrize("kind", list(InspectionType))
def test_no_paper_shows_what_kind_of_visit_it_was(make_visit, kind):
    visit = make_visit(inspection_type=kind)
    for form in (site_record(visit, NUMBER), order(visit), result_form(visit, NUMBER), photo_sheet(visit, {}, NUMBER)):
        text = words(form)
        assert "监督检查" in text or form.title == "现场照片证据页"
        for word in ("投诉", "举报", "飞行", "专项", "双随机", "抽查", kind.value):
            assert word not in text


def test_no_paper_shows_the_score(make_visit):
    visit = make_visit(score=86)
    assert all(
        "86" not in words(form) for form in (site_record(visit, None), result_form(visit, None), order(visit, None))
    )


def test_same_records_give_the_same_bytes_whatever_order_they_were_read_in(make_visit):
    visit = make_visit(items=20, failed=(1, 3, 9, 14), photos=4)
    other = Visit(
        type(visit.inspection).model_validate(visit.inspection.model_dump()),
        visit.checklist,
        visit.author,
        tuple(reversed(visit.findings)),
        visit.rectification,
        tuple(reversed(visit.evidence)),
    )
    assert site_record(visit, NUMBER) == site_record(other, NUMBER)
    assert order(visit) == order(other)
    assert result_form(visit, NUMBER) == result_form(other, NUMBER)
    assert site_record(visit, NUMBER).sha256 == hashlib.sha256(site_record(other, NUMBER).html.encode()).hexdigest()


def test_another_remark_gives_another_hash(make_visit):
    visit = make_visit()
    changed = Visit(visit.inspection.changed(remark="店主外出"), visit.checklist, visit.author, visit.findings)
    assert site_record(visit, NUMBER).sha256 != site_record(changed, NUMBER).sha256


def test_a_number_that_is_not_there_yet_is_said_to_be_pending(make_visit):
    visit = make_visit()
    assert "编号：编号待定" in words(site_record(visit, None))


@pytest.mark.parametrize(
    "text", ["<b>&\"'</b>{{ 7 * 7 }}", "<!--slot PARTY - -->x<!--line-->y<!--/slot-->", "\U00020bb7野家", "\U000203f7"]
)
def test_what_people_typed_is_printed_as_they_typed_it(make_visit, text):
    visit = make_visit(
        subject={"name": text, "person_in_charge": text}, description=text, remark=text, position_note=text
    )
    for form in (site_record(visit, NUMBER), order(visit), result_form(visit, NUMBER)):
        assert words(form).count(re.sub(r"\s", "", text)) >= 3


def test_marks_that_would_turn_or_break_the_text_are_left_out(make_visit):
    visit = make_visit(subject={"name": "甲\u202e乙\ufdd0丙\ufffc丁\x07戊"})
    assert "甲乙丙丁戊" in words(site_record(visit, NUMBER))


def test_line_ends_of_a_remark_are_kept(make_visit):
    assert "第一行<br>第二行" in site_record(make_visit(description="第一行\r\n第二行"), NUMBER).html


def test_fields_that_are_empty_print_a_dash(make_visit):
    visit = make_visit(subject={"uscc": None, "licence_no": None, "phone": None, "person_in_charge": "", "address": ""})
    text = words(site_record(visit, NUMBER))
    assert "统一社会信用代码—" in text
    assert "None" not in text


def test_what_was_not_told_is_not_printed_as_told(make_visit):
    text = words(site_record(make_visit(card_shown_at=None, recusal_asked=False), NUMBER))
    assert "未记载向被检查单位出示执法证件的时间" in text
    assert "未记载告知申请回避权利" in text


def test_a_visit_with_one_officer_leaves_room_for_the_second(make_visit):
    visit = make_visit()
    alone = visit.inspection.changed(inspectors=visit.inspection.inspectors[:1])
    text = words(site_record(Visit(alone, visit.checklist, visit.author), NUMBER))
    assert "检查人员1李建国" in text
    assert "检查人员2执法证件号：" in text


def test_demo_papers_say_so_and_others_do_not(make_visit):
    visit = make_visit()
    from_demo_data = Visit(visit.inspection, visit.checklist, visit.author, demo_data=True)
    assert "演示数据DEMO" in words(site_record(make_visit(demo=True), NUMBER))
    assert "演示数据DEMO" in words(site_record(from_demo_data, NUMBER))
    assert "演示" not in words(site_record(visit, NUMBER))


def test_agricultural_shops_are_not_ordered_under_food_rules(make_visit):
    text = words(order(make_visit(subject={"operator_kind": "AGRI_INPUT_SHOP"})))
    assert "食品生产经营监督检查管理办法" not in text
    assert "依据上列规定，现责令" in text


def test_measured_values_are_printed_with_their_unit(make_visit):
    visit = make_visit()
    cold = visit.inspection.answers["RS-A02"].model_copy(update={"measures": {"chiller_temp": -4250}})
    answers = visit.inspection.answers | {"RS-A02": cold}
    text = words(site_record(Visit(visit.inspection.changed(answers=answers), visit.checklist, visit.author), NUMBER))
    assert "冷藏温度（℃）：-4.25" in text


def test_a_correction_of_a_sealed_visit_gives_its_reason(make_visit):
    text = words(site_record(make_visit(supersedes=new_id(), amend_reason="地址写错"), NUMBER))
    assert "更正理由：地址写错" in text


def test_every_paper_of_a_correction_waits_for_approval_from_which_its_terms_run(make_visit):
    visit = make_visit(supersedes=new_id(), amend_reason="漏记")
    days = (visit.rectification.due_on - visit.rectification.issued_on).days
    papers = (order(visit), result_form(visit, NUMBER), site_record(visit, NUMBER))
    for form in papers:
        text = words(form)
        assert f"自本更正批准之日起{days}日内" in text
        assert "2026年12月1日" not in text
    for form in (*papers, photo_sheet(visit, {}, NUMBER)):
        assert "更正此前对同一次检查所作的记录，经负责人批准后生效；批准前以更正前的记录为准。" in words(form)
    assert "批准" not in words(site_record(make_visit(), NUMBER))


def test_voided_findings_and_photos_are_not_printed(make_visit):
    visit = make_visit()
    findings = (visit.findings[0], visit.findings[1].changed(voided_at=1, void_reason="误记"))
    evidence = (visit.evidence[0].changed(voided_at=1, void_reason="误拍"), visit.evidence[1])
    other = Visit(visit.inspection, visit.checklist, visit.author, findings, None, evidence)
    text = words(site_record(other, NUMBER)).rpartition("附表")[0]
    assert "RS-A03" not in text
    assert "货架照片0" not in text
    assert "货架照片1" in text


def test_a_visit_is_printed_with_its_own_checklist_only(make_visit):
    one, other = make_visit(), make_visit()
    with pytest.raises(ValueError, match="was not made with checklist"):
        Visit(one.inspection, other.checklist, one.author)


def test_an_answer_that_the_checklist_does_not_know_is_not_dropped_in_silence(make_visit):
    visit = make_visit(items=5, failed=())
    with pytest.raises(ValueError, match="RS-A99"):
        Visit(
            visit.inspection.changed(answers={"RS-A99": visit.inspection.answers["RS-A01"]}),
            visit.checklist,
            visit.author,
        )


def test_r_4_no_paper_prints_a_number_of_a_persons_identity() -> None:
    """Papers name people; their numbers are on none, so no role has to be masked in print."""
    templates = sorted((paths.resources() / "documents").glob("*.j2"))
    assert len(templates) > 20
    for template in templates:
        words = template.read_text("utf-8")
        assert [
            name for name in ("id_number", "id_hmac", "health_certificate_no", "home_address") if name in words
        ] == []
