"""Results are queued as they are signed, masked, checked by one and approved by another; what is withdrawn stays."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from inspector_app.domain.problems import Code
from inspector_app.records.inspections import Finding, FindingAction, Inspection, InspectionResult
from inspector_app.records.notices import Publication, PublicationKind, PublicationState
from inspector_app.records.people import Role, User
from inspector_app.services import publications, workflow
from inspector_app.services.acting import Refused
from inspector_app.services.publications import Tone
from tests import factories
from tests.replica_fixtures import Laptop

DAY_MIN = 24 * 60


@pytest.fixture
def lead(laptop: Laptop) -> User:
    user = factories.user(username="lead", name="赵所长", role=Role.TEAM_LEAD)
    laptop.receive(user)
    return user


@pytest.fixture
def county(laptop: Laptop) -> User:
    user = factories.user(username="county", role=Role.COUNTY_ADMIN)
    laptop.receive(user)
    return user


@pytest.fixture
def visit(laptop: Laptop) -> Inspection:
    """Signed on Wednesday 18 March 2026; its finding names the shop's owner and her telephone."""
    made = factories.visit(
        laptop.shop, laptop.wang, laptop.device_id, started_at=laptop.now, signed_at=laptop.now,
        result=InspectionResult.BASICALLY_CONFORM,
    )  # fmt: skip
    finding = factories.any_of(
        Finding, inspection_id=made.id, operator_id=laptop.shop.id, item_id="RS-A01",
        description="李桂芳（电话14000000001）未公示证照", actions=(FindingAction.RECTIFY,),
    )  # fmt: skip
    laptop.receive(made, finding)
    return made


def masked(laptop: Laptop, visit: Inspection) -> Publication:
    with laptop.acting() as act:
        return publications.mask(act, publications.draft(act, visit.id).id).record


def by(laptop: Laptop, user: User, what: Any, known: Publication, *more: Any) -> Publication:
    with laptop.acting(user) as act:
        record: Publication = what(act, known.id, *more).record
    return record


def refused(laptop: Laptop, user: User, what: Any, known: Publication, *more: Any) -> list[Code]:
    with pytest.raises(Refused) as stopped:
        by(laptop, user, what, known, *more)
    return [each.code for each in stopped.value.problems]


def released(laptop: Laptop, lead: User, county: User, visit: Inspection) -> Publication:
    known = by(laptop, lead, publications.review, masked(laptop, visit))
    known = by(laptop, county, publications.approve, known)
    return by(laptop, county, publications.release, known, "县政府网站")


def test_f_5_a_result_is_queued_as_it_is_signed_and_red_on_day_20(laptop: Laptop, visit: Inspection) -> None:
    """20 working days after 18 March 2026, over Qingming: 16 April. Day 15 is 9 April."""
    with laptop.acting() as act:
        (queued,) = publications.queue(act)
    assert (queued.visit, queued.publication, queued.due.on) == (visit, None, date(2026, 4, 16))
    tones = {
        days: queued.tone(laptop.now + days * DAY_MIN * factories.MINUTE, date(2026, 3, 18) + timedelta(days=days))
        for days in (0, 21, 22, 28, 29, 40)
    }
    assert tones == {
        0: Tone.CALM, 21: Tone.CALM, 22: Tone.WARNING, 28: Tone.WARNING, 29: Tone.RED, 40: Tone.RED,
    }  # fmt: skip


def test_what_was_released_leaves_the_queue(laptop: Laptop, lead: User, county: User, visit: Inspection) -> None:
    known = masked(laptop, visit)
    with laptop.acting() as act:
        assert [each.publication for each in publications.queue(act)] == [known]
    by(laptop, lead, publications.review, known)
    by(laptop, county, publications.approve, known)
    by(laptop, county, publications.release, known, "县政府网站")
    with laptop.acting() as act:
        assert publications.queue(act) == []


def test_a_visit_that_is_not_signed_is_neither_queued_nor_drafted(laptop: Laptop) -> None:
    begun = factories.visit(laptop.shop, laptop.wang, laptop.device_id, signed_at=None, state="IN_PROGRESS")
    laptop.receive(begun)
    with laptop.acting() as act:
        assert publications.queue(act) == []
        with pytest.raises(Refused):
            publications.draft(act, begun.id)


def test_people_are_masked_and_the_shop_keeps_its_name(laptop: Laptop, visit: Inspection) -> None:
    shop = laptop.shop.changed(name="李桂芳食杂店")
    laptop.receive(shop, visit.changed(subject=visit.subject.model_copy(update={"name": shop.name})))
    known = masked(laptop, visit)
    assert "李某某（电话140****0001）未公示证照" in known.text
    assert "李桂芳食杂店" in known.text
    assert "李桂芳食杂店" in known.title
    assert "基本符合" in known.text


def test_a_text_that_names_a_person_is_not_passed(laptop: Laptop, lead: User, visit: Inspection) -> None:
    with laptop.acting() as act:
        draft = publications.draft(act, visit.id)
        workflow.take(act, draft, "mask", {"text": "李桂芳未公示证照"})
    assert refused(laptop, lead, publications.review, draft) == [Code.NOT_MASKED]


def test_f_4_who_checked_does_not_approve(laptop: Laptop, lead: User, county: User, visit: Inspection) -> None:
    known = masked(laptop, visit)
    assert refused(laptop, laptop.wang, publications.review, known) == [Code.MOVE_NOT_ALLOWED]
    reviewed = by(laptop, lead, publications.review, known)
    promoted = lead.changed(role=Role.COUNTY_ADMIN)  # the same person in another chair
    laptop.receive(promoted)
    assert refused(laptop, promoted, publications.approve, reviewed) == [Code.SAME_PERSON]
    assert refused(laptop, county, publications.release, reviewed, "网站") == [Code.MOVE_NOT_ALLOWED]
    assert by(laptop, county, publications.approve, reviewed).state is PublicationState.APPROVED


def test_what_is_approved_is_what_was_checked(laptop: Laptop, lead: User, county: User, visit: Inspection) -> None:
    reviewed = by(laptop, lead, publications.review, masked(laptop, visit))
    laptop.receive(reviewed.changed(text=reviewed.text + "改"))
    assert refused(laptop, county, publications.approve, reviewed) == [Code.CHANGED_SINCE]


def test_f_4_a_withdrawn_text_keeps_its_words_and_its_reason(
    laptop: Laptop, lead: User, county: User, visit: Inspection
) -> None:
    known = released(laptop, lead, county, visit)
    assert refused(laptop, county, publications.withdraw, known, " ") == [Code.REQUIRED]
    gone = by(laptop, county, publications.withdraw, known, "复检合格，原结论有误")
    assert (gone.state, gone.text) == (PublicationState.WITHDRAWN, known.text)
    with laptop.acting() as act:
        assert workflow.history(act, gone)[-1].reason == "复检合格，原结论有误"
        assert publications.queue(act) == []
        correction = publications.write(act, PublicationKind.CORRECTION, gone, "更正", "检查结果更正为符合")
    assert (correction.subject_kind, correction.subject_id) == ("publication", gone.id)


def test_a_fact_names_nobody_and_is_part_of_what_is_checked(laptop: Laptop, lead: User, visit: Inspection) -> None:
    known = masked(laptop, visit)
    with laptop.acting(laptop.li) as act:
        told = publications.verify_fact(act, known.id, "李桂芳已公示证照").facts[-1].fact
    assert "李桂芳" not in told
    checked = by(laptop, lead, publications.review, known)
    with pytest.raises(Refused), laptop.acting(laptop.li) as act:
        publications.verify_fact(act, known.id, "事后补")
    laptop.receive(checked.changed(text_sha256=None))  # never checked, whoever moved it
    with pytest.raises(Refused), laptop.acting(lead) as act:
        publications.approve(act, known.id)


def test_a_release_shows_who_verified_which_fact(laptop: Laptop, lead: User, county: User) -> None:
    with laptop.acting() as act:
        made = publications.write(act, PublicationKind.CLARIFICATION, laptop.shop, "辟谣", "网传该店卖塑料大米，不实")
        publications.mask(act, made.id)
    assert refused(laptop, lead, publications.review, made) == [Code.REQUIRED]
    with laptop.acting(laptop.li) as act:
        publications.verify_fact(act, made.id, "抽检报告：大米合格")
    known = by(laptop, lead, publications.review, made)
    by(laptop, county, publications.approve, known)
    known = by(laptop, county, publications.release, known, "县政府网站")
    assert [(each.fact, each.verified_by) for each in known.facts] == [("抽检报告：大米合格", laptop.li.id)]
    with laptop.acting() as act:
        html = publications.sheet(act, known.id, demo=False).html
        with pytest.raises(Refused):
            publications.verify_fact(act, known.id, "事后补")
    assert "抽检报告：大米合格" in html
    assert laptop.li.name in html


def test_the_fact_sheet_lists_only_what_is_published(
    laptop: Laptop, lead: User, county: User, visit: Inspection
) -> None:
    def html() -> str:
        with laptop.acting() as act:
            return publications.fact_sheet(act, laptop.shop.id, demo=False).html

    known = masked(laptop, visit)
    assert "未公示证照" not in html()
    by(laptop, lead, publications.review, known)
    by(laptop, county, publications.approve, known)
    assert "未公示证照" not in html()
    by(laptop, county, publications.release, known, "县政府网站")
    assert "未公示证照" in html()
    assert "Published on: 2026-03-18" in html()
    by(laptop, county, publications.withdraw, known, "有误")
    assert "未公示证照" not in html()
    assert "Nothing is on public view." in html()


def test_a_correction_of_what_was_not_public_wins_no_time_and_stops_the_old_text(
    laptop: Laptop, lead: User, visit: Inspection
) -> None:
    text = masked(laptop, visit)
    version = factories.correction(visit, laptop.now + 10 * DAY_MIN * factories.MINUTE)
    laptop.receive(version)
    with laptop.acting() as act:
        (queued,) = publications.queue(act)
        with pytest.raises(Refused):
            publications.draft(act, visit.id)
    assert (queued.visit, queued.due.on) == (version, date(2026, 4, 16))
    assert refused(laptop, lead, publications.review, text) == [Code.CHANGED_SINCE]


def test_what_is_public_of_a_visit_corrected_since_is_listed_and_what_stands_is_queued(
    laptop: Laptop, lead: User, county: User, visit: Inspection
) -> None:
    public = released(laptop, lead, county, visit)
    with laptop.acting() as act:
        assert publications.overtaken(act) == []
    version = factories.correction(visit, laptop.now + 10 * DAY_MIN * factories.MINUTE)
    laptop.receive(version)
    with laptop.acting() as act:
        (queued,) = publications.queue(act)
        assert publications.overtaken(act) == [public]
        assert publications.draft(act, version.id).subject_id == version.id
    assert queued.visit == version
    assert queued.due.on > date(2026, 4, 16)  # what is public is wrong since the correction only
    with laptop.acting(county) as act:
        publications.withdraw(act, public.id, "检查记录已更正")
        assert publications.overtaken(act) == []
