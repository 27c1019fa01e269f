"""Operators merged at HQ: shown first, refused where it makes no sense, taken back; and which may be doubles."""

from __future__ import annotations

from datetime import date

import pytest
from typer.testing import CliRunner

from inspector_app.domain.duplicates import DuplicateRules
from inspector_app.domain.local_time import local_date
from inspector_app.errors import AppError
from inspector_app.hq import merging, users
from inspector_app.hq.cli import app
from inspector_app.hq.likely import Likely, likely
from inspector_app.hq.office import Office
from inspector_app.hq.publication import publish_regions, region_of
from inspector_app.hq.texts import TEXTS
from inspector_app.records.operators import Operator
from inspector_app.records.people import Role
from inspector_app.records.register import DuplicateDecision, DuplicateVerdict, OperatorMerge
from inspector_app.services import rules
from sync.record import new_id
from tests import factories
from tests.running_hq import OTHER_TOWNSHIP, PASSWORD, TOWNSHIP, clock

Shops = tuple[Operator, Operator, Operator]
REASON = ["--reason", "同一家店", "--by", "wang"]


def has_role(office: Office, username: str, role: Role) -> None:
    with office.service.author("HQ", clock()) as author:
        author.save(users.named(office, username).changed(role=role))


@pytest.fixture
def shops(office: Office) -> Shops:
    """Two with one credit code, one of the other township; wang and li may decide."""
    has_role(office, "wang", Role.TEAM_LEAD)
    has_role(office, "li", Role.COUNTY_ADMIN)
    made = (
        factories.operator(name="甲店", division_code=TOWNSHIP),
        factories.operator(name="乙店", division_code=TOWNSHIP),
        factories.operator(name="丙店", division_code=OTHER_TOWNSHIP, uscc=None),
    )
    with office.service.author("HQ", clock()) as author:
        for shop in made:
            author.save(shop)
            author.save(factories.person(shop.id))
    return made


def merged(office: Office, one: Operator, other: Operator) -> None:
    merging.merge(office, one.id, other.id, "同一家店", "wang", clock())


def listed(office: Office) -> list[Likely]:
    return likely(office, 9, local_date(clock()))


def run(office: Office, *arguments: str) -> str:
    result = CliRunner().invoke(app, ["operator", *arguments, "--data", str(office.folder)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.output
    return result.output


def test_r_6_nothing_changes_before_yes(office: Office, shops: Shops) -> None:
    one, other, _ = shops
    said = run(office, "merge", one.id, other.id, *REASON)
    assert "甲店" in said
    assert "Person 1" in said
    assert "--yes" in said
    assert merging.standing_merge(office, one.id) is None
    assert "operator unmerge" in run(office, "merge", one.id, other.id, *REASON, "--yes")
    assert office.one(OperatorMerge, operator_id=one.id, into_id=other.id, undone_at=None) is not None
    assert "--yes" in run(office, "unmerge", one.id, *REASON)
    assert merging.standing_merge(office, one.id) is not None
    assert "Taken back" in run(office, "unmerge", one.id, *REASON, "--yes")
    assert merging.standing_merge(office, one.id) is None


def test_r_6_who_merged_and_who_took_it_back_is_kept(office: Office, shops: Shops) -> None:
    one, other, _ = shops
    merged(office, one, other)
    merging.unmerge(office, one.id, "是两家店", "li", clock())
    kept = office.one(OperatorMerge, operator_id=one.id)
    assert kept is not None
    assert kept.merged_by != kept.undone_by
    assert (kept.reason, kept.undo_reason) == ("同一家店", "是两家店")
    merged(office, one, other)
    assert merging.standing_merge(office, one.id) is not None, "it may be merged again"


@pytest.mark.parametrize(
    ("pairs", "code"),
    [
        ([(0, 0)], "merge_itself"),
        ([(0, 1), (0, 2)], "merged_already"),
        ([(0, 1), (1, 0)], "merge_circle"),
        ([(0, 1), (1, 2), (2, 0)], "merge_circle"),
    ],
)
def test_a_merger_that_makes_no_sense_is_refused(
    office: Office, shops: Shops, pairs: list[tuple[int, int]], code: str
) -> None:
    for one, other in pairs[:-1]:
        merged(office, shops[one], shops[other])
    with pytest.raises(AppError) as refused:
        merging.look(office, shops[pairs[-1][0]].id, shops[pairs[-1][1]].id)
    assert refused.value.code == code


def test_unknown_operators_and_users_are_told(office: Office, shops: Shops) -> None:
    assert "no operator" in run(office, "merge", "nobody", shops[0].id, *REASON)
    assert "no user" in run(office, "merge", shops[0].id, shops[1].id, "--reason", "x", "--by", "nobody")
    assert "not merged" in run(office, "unmerge", shops[0].id, *REASON)


def test_pairs_that_may_be_one_are_listed_until_somebody_decides(office: Office, shops: Shops) -> None:
    one, other, third = shops
    assert "the same credit code" in run(office, "duplicates")
    asked = DuplicateDecision(
        id=new_id(),
        operator_id=third.id,
        other_id=one.id,
        verdict=DuplicateVerdict.ASK_HQ,
        decided_by=new_id(),
        decided_at=1,
    )
    apart = asked.changed(id=new_id(), operator_id=other.id, other_id=one.id, verdict=DuplicateVerdict.DIFFERENT)
    with office.service.author("HQ", clock()) as author:
        author.save(asked)
    assert [each.verdict for each in listed(office)] == [DuplicateVerdict.ASK_HQ, None]
    with office.service.author("HQ", clock()) as author:
        author.save(apart)
    assert [(each.one.id, each.other.id) for each in listed(office)] == [(third.id, one.id)]
    merged(office, third, one)
    assert listed(office) == []
    assert "No operators" in run(office, "duplicates")


def test_shops_alike_are_found_with_their_reasons(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    alike = {"division_code": TOWNSHIP, "address": "人民路88号", "uscc": None}
    with office.service.author("HQ", clock()) as author:
        for name in ("好又来百货超市", "好又来百货商店", "好又莱百货超市"):
            shop = factories.operator(name=name, **alike)
            author.save(shop)
            author.save(factories.person(shop.id, name="李桂芳", phone="13800000001"))
    assert len(listed(office)) == 3
    said = run(office, "duplicates")
    assert "the same telephone 13800000001, the same house number" in said
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert "疑似重复：电话相同（13800000001）、门牌号相同" in run(office, "duplicates")


def test_every_reason_that_speaks_for_it_has_words() -> None:
    speaking = {sign for sign, points in rules.latest(DuplicateRules).points.items() if points > 0}
    assert speaking <= {key.removeprefix("sign_") for key in TEXTS}


@pytest.mark.parametrize("role", [Role.INSPECTOR, Role.AUXILIARY, Role.READ_ONLY])
def test_only_who_leads_makes_two_one_or_takes_that_back(office: Office, shops: Shops, role: Role) -> None:
    has_role(office, "zhao", role)
    one, other, _ = shops
    by = ["--reason", "x", "--by", "zhao"]
    assert run(office, "merge", one.id, other.id, *by) == run(office, "merge", one.id, other.id, *by, "--yes")
    assert "role" in run(office, "merge", one.id, other.id, *by, "--yes")
    assert merging.standing_merge(office, one.id) is None
    merged(office, one, other)
    assert "role" in run(office, "unmerge", one.id, *by, "--yes")
    assert merging.standing_merge(office, one.id) is not None


def test_the_kinds_of_what_moves_are_named_in_chinese(
    office: Office, shops: Shops, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert "Person" not in run(office, "merge", shops[0].id, shops[1].id, *REASON)


def test_a_county_merges_no_shop_of_another_nor_takes_that_back(office: Office, shops: Shops) -> None:
    """Whichever side of it lies elsewhere; HQ's own role decides for all."""
    away = [region_of(code, "外县", date(2020, 1, 1)) for code in ("990202", "990202100")]
    publish_regions(office, away, "HQ", clock())
    users.add(office, factories.user(username="hq1", role=Role.HQ_ADMIN, townships=()), PASSWORD, clock())
    theirs, third = (factories.operator(name=name, division_code="990202100") for name in ("丁店", "戊店"))
    with office.service.author("HQ", clock()) as author:
        author.save(theirs)
        author.save(third)
    for one, other in ((theirs, shops[0]), (shops[0], theirs), (theirs, third)):
        for by in ("wang", "li"):
            with pytest.raises(AppError, match="other_county") as refused:
                merging.merge(office, one.id, other.id, "同一家店", by, clock())
            assert refused.value.facts["name"] == "丁店"
        assert "another county" in run(office, "merge", one.id, other.id, *REASON)
        assert merging.standing_merge(office, one.id) is None
    merging.merge(office, theirs.id, third.id, "同一家店", "hq1", clock())
    with pytest.raises(AppError, match="other_county"):
        merging.unmerge(office, theirs.id, "是两家店", "wang", clock())
    merging.unmerge(office, theirs.id, "是两家店", "hq1", clock())
    assert merging.standing_merge(office, theirs.id) is None
