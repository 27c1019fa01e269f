"""A visit by two officers, step by step: completed, its papers prepared, signed and sealed."""

from __future__ import annotations

from inspector_app.records.evidence import SignerRole
from inspector_app.records.inspections import Answer, AnswerCode, Inspection
from inspector_app.services import inspections as visits
from inspector_app.services import signing
from tests import factories
from tests.factories import officer, signature
from tests.replica_fixtures import Laptop


def completed(laptop: Laptop, *, failed: tuple[str, ...] = ("RS-B02",)) -> str:
    """A visit by two officers, finished but for the signatures."""
    with laptop.acting() as act:
        visit = visits.start(act, laptop.shop.id)
        form = visits.form_of(act, visit)
        officers = (officer(laptop.wang), officer(laptop.li))
        visits.change(act, visit.id, inspectors=officers, card_shown_at=act.now, recusal_asked=True)
        visits.conform_all_but_answered(act, visit.id)
        for item in form.items:
            if item.id in failed:
                given = Answer(code=AnswerCode.NONCONFORM, note="货架上有三袋过期饼干", answered_at=act.now)
                visits.answer(act, visit.id, item.id, given)
            elif item.evidence.note == "always":
                given = Answer(code=AnswerCode.CONFORM, note="已查看台账", answered_at=act.now)
                visits.answer(act, visit.id, item.id, given)
            if item.evidence.photo != "none":
                act.save(factories.photo_of(visit.id, item.id))
    with laptop.acting(later_min=40) as act:
        visits.complete(act, visit.id)
    return visit.id


def prepared(laptop: Laptop, visit: str, later_min: int = 41) -> signing.Papers:
    with laptop.acting(later_min=later_min) as act:
        return signing.prepare(act, visit, demo=False)


def signed(laptop: Laptop, visit: str, papers: signing.Papers, *without: SignerRole) -> None:
    """Both officers and the party sign what was shown."""
    with laptop.acting(later_min=45) as act:
        for each in (laptop.wang, laptop.li):
            if SignerRole.INSPECTOR not in without:
                signing.sign(act, visit, signature(SignerRole.INSPECTOR, papers.content_sha256, each))
        if SignerRole.PARTY not in without:
            signing.sign(act, visit, signature(SignerRole.PARTY, papers.content_sha256))


def sealed(laptop: Laptop, visit: str) -> Inspection:
    with laptop.acting(later_min=50) as act:
        return signing.seal(act, visit)
