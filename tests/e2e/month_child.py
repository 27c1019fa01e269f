"""Thirty days of work by the services, run by test_month_offline.py in a process that has no network at all.

    python month_child.py FOLDER DAYS

Each day a person signs in, registers, searches, visits, photographs, has papers signed, keeps a ledger, and a backup is
made.
"""

from __future__ import annotations

import io
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image

from inspector_app.records.evidence import Document, SignerRole
from inspector_app.records.inspections import Inspection
from inspector_app.services import backups, evidence, inspections, ledgers, provisioning, signing
from inspector_app.services.acting import Acting
from inspector_app.services.exchanging import photo_store
from inspector_app.services.laptop import Laptop
from inspector_app.services.provisioning import DAY_US
from inspector_app.services.registration import Registration, register
from inspector_app.storage import people
from inspector_app.storage.operators import OperatorFilter, search_operators
from inspector_app.storage.writes import DeviceWriter
from tests import factories
from tests.running_hq import PASSWORD, clock

PEOPLE = ("wang", "li")


class Day:
    """One day of one person."""

    def __init__(self, folder: Path, number: int) -> None:
        self.number = number
        laptop = Laptop.load(folder)
        assert laptop is not None
        self.signed_in = provisioning.sign_in(folder, laptop, PEOPLE[number % 2], PASSWORD, self.now)

    def now(self) -> int:
        return clock() + self.number * DAY_US

    @contextmanager
    def acting(self) -> Iterator[Acting]:
        user = self.signed_in.user
        assert user is not None
        with self.signed_in.sessions.begin() as session:
            writer = DeviceWriter(session, user.id, self.now())
            yield Acting(session, writer, user, self.signed_in.laptop.device_id, self.now(), b"key")

    def work(self) -> None:
        with self.acting() as act:
            shop = factories.operator(name=f"离线商店{self.number}", registered_by=act.user.id)
            register(act, Registration(shop, factories.person(shop.id)))
        with self.acting() as act:
            for typed in (f"离线商店{self.number}", "lxsd", "lixianshangdian", shop.uscc or ""):
                hits = search_operators(act.session, typed, OperatorFilter(), None, 50)
                assert shop.id in {hit.id for hit in hits}, typed
            ledgers.add(act, factories.ledger_entry(shop.id, entered_by=act.user.id))
        self.visit(shop.id)
        stop = threading.Event()
        assert backups.make(self.signed_in, self.now(), lambda done, total: None, stop)
        self.signed_in.sessions.close()

    def visit(self, operator_id: str) -> None:
        with self.acting() as act:
            visit = inspections.start(act, operator_id)
            colleague = people.user_by_name(act.session, PEOPLE[(self.number + 1) % 2])
            assert colleague is not None
            officers = tuple(map(inspections.inspector, (act.user, colleague)))
            inspections.change(act, visit.id, inspectors=officers, card_shown_at=act.now, recusal_asked=True)
            visit = inspections.conform_all_but_answered(act, visit.id)
            for item, given in visit.answers.items():
                inspections.answer(act, visit.id, item, given.model_copy(update={"note": "现场核对一致"}))
            photographed = {problem.field for problem in inspections.unfinished(act, act.get(Inspection, visit.id))}
        for item in sorted(photographed):
            photo = evidence.keep(photo_store(self.signed_in), _picture(self.number))
            with self.acting() as act:
                evidence.add(act, photo, evidence.Place(visit.id, item_id=item))
        with self.acting() as act:
            inspections.complete(act, visit.id)
            papers = signing.prepare(act, visit.id, demo=True)
            assert papers.documents
            for officer in (act.user, colleague):
                signing.sign(act, visit.id, factories.signature(SignerRole.INSPECTOR, papers.content_sha256, officer))
            signing.sign(act, visit.id, factories.signature(SignerRole.PARTY, papers.content_sha256))
            signing.seal(act, visit.id)
            assert all(act.get(Document, paper.id).html for paper in papers.documents)


def _picture(seed: int) -> bytes:
    out = io.BytesIO()
    Image.effect_noise((400 + seed, 300), 40).convert("RGB").save(out, "JPEG")
    return out.getvalue()


def main() -> None:
    folder = Path(sys.argv[1])
    for number in range(int(sys.argv[2])):
        Day(folder, number).work()


if __name__ == "__main__":
    main()
