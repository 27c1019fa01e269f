"""Plays the day: HQ up, a laptop joins, HQ down, a day's work, HQ up again, sync, and HQ's own files as witness."""

from __future__ import annotations

import threading
from pathlib import Path

from PySide6.QtWidgets import QApplication
from rich.progress import Progress

from inspector_app.app import Desktop
from inspector_app.capture.scanner import Scanner
from inspector_app.demo import labels
from inspector_app.demo.day import Day
from inspector_app.demo.headquarters import Headquarters, Person
from inspector_app.demo.report import Report
from inspector_app.demo.witness import Witness
from inspector_app.demo.words import as_it_is, both, label
from inspector_app.domain.local_time import local_date
from inspector_app.records.inspections import Inspection
from inspector_app.services import provisioning
from inspector_app.services.exchanging import Exchanger, Outcome
from inspector_app.services.provisioning import SignedIn
from inspector_app.storage import operators, sync_state
from inspector_app.storage.operators import OperatorFilter
from inspector_app.storage.writes import find
from inspector_app.ui.language import QT_TRANSLATE_NOOP
from sync.clock import now_us
from sync.device.problem import ProblemKind


class FieldDay:
    """The demo in a fresh folder. Each part leaves its steps in the report."""

    def __init__(self, folder: Path, out: Path, label_folder: Path | None, report: Report) -> None:
        self.folder = folder
        self.out = out
        self.label_folder = label_folder
        self.report = report
        self.hq = Headquarters(folder / "hq", now_us())
        self.scanner = Scanner()
        self.people: tuple[Person, Person]
        self.day: Day
        self.pictures: list[Path] = []
        """Photos that serve as evidence."""

    def set_up(self) -> None:
        """A county at HQ, and a laptop that has joined it."""
        shown = Progress(console=self.report.console, transient=True)
        with self.report.step(both(QT_TRANSLATE_NOOP("Demo", "HQ with a demo county"))) as step, shown as bar:
            task = bar.add_task("operators")
            counts = self.hq.fill("demo", now_us(), lambda done, total: bar.update(task, completed=done, total=total))
            self.people = self.hq.two_inspectors()
            self.hq.start()
            step.recorded = both(
                QT_TRANSLATE_NOOP("Demo", "{operators:,} operators, {visits:,} past visits"),
                operators=counts["operator"],
                visits=counts["inspection"],
            )
        with self.report.step(both(QT_TRANSLATE_NOOP("Demo", "a laptop joins and gets its first replica"))) as step:
            signed_in = self.join("laptop", self.people)
            with signed_in.sessions() as session:
                shops = operators.page(session, OperatorFilter(), None, 5_000)
            step.recorded = both(
                QT_TRANSLATE_NOOP("Demo", "{operators:,} operators of its township, checklists and products"),
                operators=len(shops),
            )
        self.day = Day(signed_in, now_us)

    def join(self, name: str, people: tuple[Person, ...]) -> SignedIn:
        """Enrol a laptop, sign its people in for the first time, and sync; the first of them stays signed in."""
        file = self.hq.enrolment_file(name, [person.username for person in people], now_us())
        folder = self.folder / name
        laptop = provisioning.enrol(folder, file, now_us())
        for person in people:
            first = provisioning.first_sign_in(folder, laptop, person.username, person.password, now_us)
            outcome = self.sync(first)
            first.sessions.close()
            if not outcome.summary.is_level:
                raise RuntimeError(f"first sync: {outcome.summary.problem}")
        return provisioning.sign_in(folder, laptop, people[0].username, people[0].password, now_us)

    def work_offline(self) -> None:
        """The visit, with HQ stopped."""
        self.hq.stop()
        day, today = self.day, local_date(now_us())
        with self.report.step(both(QT_TRANSLATE_NOOP("Demo", "register an operator"))) as step:
            shop = day.register()
            step.recorded = as_it_is(shop.name)
            step.at_hq = both(QT_TRANSLATE_NOOP("Demo", "operator, owner and licence"))
            step.check = lambda w: (
                (w.row("operator", shop.id) or {}).get("name") == shop.name
                and w.ids_of("person", "operator_id", shop.id) == [day.owner]
                and w.ids_of("licence", "operator_id", shop.id) == [day.licence]
            )
        with self.report.step(both(QT_TRANSLATE_NOOP("Demo", "inspect it with the shipped list"))) as step:
            day.begin_visit()
            items, failed = day.answer()
            step.recorded = both(
                QT_TRANSLATE_NOOP("Demo", "{items} items answered, {failed} not conforming"), items=items, failed=failed
            )
            given = day.answers()
            step.at_hq = both(QT_TRANSLATE_NOOP("Demo", "{items} answers"), items=items)
            step.check = lambda w: len(given) == items and w.answers(day.visit) == given
        with self.report.step(both(QT_TRANSLATE_NOOP("Demo", "read labels printed by the demo"))) as step:
            printed = labels.rendered(self.out / "labels", today)
            reading = labels.read_rendered(self.scanner, printed)
            step.recorded = both(
                QT_TRANSLATE_NOOP("Demo", "{read} of {all} read, {wrong} wrongly"),
                read=reading.read,
                all=reading.labelled,
                wrong=reading.wrong,
            )
            if reading.wrong or reading.read < reading.labelled * 3 // 4:
                raise RuntimeError(f"labels: {reading}")
        if self.label_folder is not None:
            with self.report.step(
                both(QT_TRANSLATE_NOOP("Demo", "read real labels from {folder}"), folder=self.label_folder)
            ) as step:
                real, pictures = labels.read_real(self.scanner, self.label_folder)
                step.recorded = both(
                    QT_TRANSLATE_NOOP("Demo", "{read} of {all} read, {wrong} wrongly, in {pictures} pictures"),
                    read=real.read,
                    all=real.labelled,
                    wrong=real.wrong,
                    pictures=pictures,
                )
        with self.report.step(both(QT_TRANSLATE_NOOP("Demo", "take photos as evidence"))) as step:
            self.pictures = [label.path for label in printed]
            count = day.photograph(self.pictures)
            size = sum(each.size for each in day.evidence) // 1000
            step.recorded = both(
                QT_TRANSLATE_NOOP("Demo", "{photos} photos, {size:,} kB, encrypted"), photos=count, size=size
            )
            step.at_hq = both(QT_TRANSLATE_NOOP("Demo", "every photo whole, by its hash"))
            step.check = lambda w: (
                bool(day.evidence)
                and w.has("evidence_item", [e.id for e in day.evidence])
                and all(w.photo_is_whole(e.synced_sha256) for e in day.evidence)
            )
        with self.report.step(both(QT_TRANSLATE_NOOP("Demo", "keep the ledger by scanning"))) as step:
            scanned, lines = day.keep_ledger(self.scanner, printed)
            step.recorded = both(
                QT_TRANSLATE_NOOP("Demo", "{scanned} purchases scanned, {lines} lines, {products} new products"),
                scanned=scanned,
                lines=lines,
                products=len(day.products),
            )
            step.at_hq = both(
                QT_TRANSLATE_NOOP("Demo", "{lines} lines, {products} products"), lines=lines, products=len(day.products)
            )
            step.check = lambda w: w.has("ledger_entry", day.lines) and w.has("product", day.products)
        with self.report.step(both(QT_TRANSLATE_NOOP("Demo", "sign and seal"))) as step:
            sealed, orders = day.sign_and_seal(), day.orders()
            assert sealed.result is not None
            step.recorded = both(
                QT_TRANSLATE_NOOP("Demo", "result: {result}; papers: {papers}; orders to correct: {orders}"),
                result=label(sealed.result),
                papers=len(day.documents),
                orders=len(orders),
            )
            step.at_hq = both(QT_TRANSLATE_NOOP("Demo", "sealed, in the township's feed"))
            step.check = lambda w: (
                (w.row("inspection", day.visit) or {}).get("content_sha256") == sealed.content_sha256
                and w.feed_of("inspection", day.visit) == "township"
                and all(w.text_is_whole("document", d.id, "html", d.html_sha256) for d in day.documents)
                and w.ids_of("signature", "inspection_id", day.visit) == sorted(day.signatures)
                and w.ids_of("rectification", "inspection_id", day.visit) == sorted(orders)
            )
        with self.report.step(both(QT_TRANSLATE_NOOP("Demo", "print the papers"))) as step:
            files = day.print_papers(self.out)
            step.recorded = as_it_is(", ".join(f"{path.name} ({path.stat().st_size // 1000} kB)" for path in files))
        with self.report.step(both(QT_TRANSLATE_NOOP("Demo", "try to sync without a network"))) as step:
            outcome = self.sync(day.signed_in)
            problem = outcome.summary.problem
            if problem is None or problem.kind is not ProblemKind.UNREACHABLE:
                raise RuntimeError("HQ was to be out of reach")
            with day.signed_in.sessions() as session:
                state = sync_state.state(session)
            step.recorded = both(
                QT_TRANSLATE_NOOP("Demo", "{changes} changes and {photos} photos wait; nothing is lost"),
                changes=state.waiting,
                photos=state.photos_waiting,
            )

    def sync_at_the_office(self) -> None:
        """HQ is there again."""
        self.hq.start()
        day = self.day
        with self.report.step(both(QT_TRANSLATE_NOOP("Demo", "sync at the office"))) as step:
            outcome = self.sync(day.signed_in)
            if not outcome.summary.is_level or outcome.summary.refused or not outcome.photos.is_done:
                raise RuntimeError(f"sync: {outcome}")
            step.recorded = both(
                QT_TRANSLATE_NOOP("Demo", "{changes} changes, {photos} photos"),
                changes=outcome.summary.pushed,
                photos=outcome.photos.complete,
            )
            with day.signed_in.sessions() as session:
                left = sync_state.state(session)
            nothing, something = QT_TRANSLATE_NOOP("Demo", "nothing waits"), QT_TRANSLATE_NOOP("Demo", "not complete")
            step.at_hq = both(something if left.waiting + left.photos_waiting else nothing)
            step.check = lambda w: not left.waiting + left.photos_waiting and w.is_intact()
        with self.report.step(both(QT_TRANSLATE_NOOP("Demo", "a colleague's laptop sees the visit"))) as step:
            colleague = self.join("laptop2", self.people[1:])
            with colleague.sessions() as session:
                found = operators.search_operators(session, self._shop_name(), OperatorFilter(), None, 5)
                seen = find(session, Inspection, day.visit)
            colleague.sessions.close()
            if not any(each.id == self._shop_id() for each in found) or seen is None or seen.signed_at is None:
                raise RuntimeError("the colleague does not see the shop and its visit")
            step.recorded = as_it_is(found[0].name)

    def sync(self, signed_in: SignedIn) -> Outcome:
        return Exchanger(signed_in, now_us).run(lambda done, total: None, threading.Event())

    def show_window(self, app: QApplication) -> None:
        """Open the desktop on this county, until it is closed."""
        desktop = Desktop(app, self.folder / "laptop", self.folder / "settings.json")
        self.day.signed_in.sessions.close()
        desktop.show_sign_in()
        app.exec()
        desktop.close()

    def verify(self) -> bool:
        """Whether HQ's files hold all of it."""
        return self.report.verify(Witness(self.hq.database, self.hq.blobs))

    def close(self) -> None:
        self.scanner.close()
        if hasattr(self, "day"):
            self.day.signed_in.sessions.close()
        self.hq.close()

    def _shop_id(self) -> str:
        assert self.day.operator is not None
        return self.day.operator.id

    def _shop_name(self) -> str:
        assert self.day.operator is not None
        return self.day.operator.name
