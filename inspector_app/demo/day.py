"""The offline part of the day: one shop from registration to the sealed visit, by the services that the pages call."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from inspector_app.capture.labels import RenderedLabel
from inspector_app.capture.scanner import Scanner
from inspector_app.documents.render import Pages
from inspector_app.domain.barcodes import DateRole
from inspector_app.domain.checklists import Item
from inspector_app.domain.local_time import local_date
from inspector_app.records.evidence import Document, EvidenceItem, Signature, SignerRole
from inspector_app.records.goods import Product, ShelfLifeUnit
from inspector_app.records.inspections import Answer, AnswerCode, Inspection
from inspector_app.records.ledgers import Direction, LedgerEntry, LedgerSource
from inspector_app.records.operators import Licence, LicenceState, LicenceType, Operator, OperatorKind, Person
from inspector_app.services import evidence as photos
from inspector_app.services import inspections, ledgers, registration, signing
from inspector_app.services.acting import Acting
from inspector_app.services.evidence import Place
from inspector_app.services.exchanging import photo_store
from inspector_app.services.provisioning import SignedIn
from inspector_app.services.registration import Registration
from inspector_app.storage import evidence, operators, people, reference
from inspector_app.storage import inspections as visits
from inspector_app.storage.operators import OperatorFilter
from inspector_app.storage.writes import DeviceWriter
from sync.record import new_id

FAILED = {"RS-A03": "营业执照未在显著位置公示", "RS-B02": "仓库未安装防鼠板，后门缝隙较大"}
"""Items that the demo's shop fails, with the remark."""
STROKES = (((120, 300), (260, 180), (300, 420), (180, 520)), ((420, 200), (440, 480), (600, 460), (700, 300)))


@dataclass
class Day:
    """What was recorded, by id."""

    signed_in: SignedIn
    clock: Callable[[], int]
    operator: Operator | None = None
    owner: str = ""
    licence: str = ""
    visit: str = ""
    lines: list[str] = field(default_factory=list)
    products: list[str] = field(default_factory=list)
    evidence: list[EvidenceItem] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    signatures: list[str] = field(default_factory=list)

    @contextmanager
    def acting(self) -> Iterator[Acting]:
        now = self.clock()
        assert self.signed_in.user is not None
        with self.signed_in.sessions.begin() as session:
            writer = DeviceWriter(session, self.signed_in.user.id, now)
            key = bytes.fromhex(self.signed_in.laptop.matching_key)
            yield Acting(session, writer, self.signed_in.user, self.signed_in.laptop.device_id, now, key)

    def register(self) -> Operator:
        """A rural store that nobody had registered: face and paper compared, pledge signed, licence seen."""
        with self.acting() as act:
            township = act.user.townships[0]
            village = reference.villages(act.session, township, act.today)[0]
            shop = Operator(
                id=new_id(),
                name=f"{village.name}便民食杂店",
                operator_kind=OperatorKind.RURAL_STORE,
                uscc="92990121MA0A1B2C2N",
                division_code=village.code,
                address=f"云岭县{village.name}17号",
                longitude=160.2,
                latitude=25.2,
                phone="14000000017",
                staff_count=2,
                licence_state=LicenceState.VALID,
                pledge_version="2026-1",
                pledge_signed_at=act.now,
                registered_at=act.now,
                registered_by=act.user.id,
            )
            owner = Person(
                id=new_id(), operator_id=shop.id, name="石长贵", id_number="990101198002291233", phone="14000000017",
                verified_at=act.now, verified_by=act.user.id,
            )  # fmt: skip
            paper = Licence(
                id=new_id(), operator_id=shop.id, licence_type=LicenceType.FOOD_OPERATION, number="",
                number_as_printed="JY19901010000015", scope="预包装食品销售", issuer=act.user.acting_authority,
                valid_from=act.today - timedelta(days=400), valid_until=act.today + timedelta(days=1425),
                seen_at=act.now, seen_by=act.user.id,
            )  # fmt: skip
            self.operator = registration.register(act, Registration(shop, owner, (paper,)))
            self.owner, self.licence = owner.id, paper.id
        return self.operator

    def begin_visit(self) -> Inspection:
        """Start a visit on the list of the operator's kind, with a second officer; the card is shown."""
        with self.acting() as act:
            visit = inspections.start(act, self._shop.id)
            self.visit = visit.id
            colleague = next(user for user in people.certified(act.session) if user.id != act.user.id)
            officers = (*visit.inspectors, inspections.inspector(colleague))
            place = {"latitude": 25.2, "longitude": 160.2}
            return inspections.change(
                act, visit.id, inspectors=officers, card_shown_at=act.now, recusal_asked=True, **place
            )

    def answer(self) -> tuple[int, int]:
        """Answer every item, one act each as a person does; (items, failed)."""
        with self.acting() as act:
            items = inspections.form_of(act, act.get(Inspection, self.visit)).items
        for item in items:
            with self.acting() as act:
                inspections.answer(act, self.visit, item.id, self._given(item, act.now))
        return len(items), sum(item.id in FAILED for item in items)

    def photograph(self, pictures: list[Path]) -> int:
        """A photo for each item that asks for one; the bytes are kept as they are, encrypted. How many."""
        store = photo_store(self.signed_in)
        with self.acting() as act:
            visit = act.get(Inspection, self.visit)
            wanting = [
                problem.field for problem in inspections.unfinished(act, visit) if problem.code == "PHOTO_MISSING"
            ]
        for item, picture in zip(wanting, pictures * len(wanting), strict=False):
            photo = photos.keep(store, picture.read_bytes())
            with self.acting() as act:
                self.evidence.append(photos.add(act, photo, Place(self.visit, item, "现场照片")))
        return len(wanting)

    def keep_ledger(self, scanner: Scanner, labels: list[RenderedLabel]) -> tuple[int, int]:
        """Purchase lines of scanned goods, and a sale of the first; (scanned, lines)."""
        bought: list[LedgerEntry] = []
        for label in labels:
            codes = [code for code in scanner.scan_file(label.path).codes if code.gtin]
            if not codes:
                continue
            code = codes[0]
            with self.acting() as act:
                product = ledgers.product_of(act, code.gtin or "") or self._new_product(act, label, code.gtin or "")
                made = code.dates.get(DateRole.PRODUCED) or label.product.produced_on
                bought.append(ledgers.add(act, self._purchase(act, label, product, made.isoformat())))
        with self.acting() as act:
            first = bought[0]
            sold = first.changed(
                id=new_id(), direction=Direction.OUT, quantity_milli=3000, partner_name="", partner_address="",
                partner_phone="", voucher_no="", price_fen=1500, source=LedgerSource.INSPECTOR_ENTRY,
            )  # fmt: skip
            self.lines = [*(line.id for line in bought), ledgers.add(act, sold).id]
        return len(bought), len(self.lines)

    def sign_and_seal(self) -> Inspection:
        """Complete, print, sign by both officers and the shopkeeper, seal."""
        with self.acting() as act:
            inspections.complete(act, self.visit)
        with self.acting() as act:
            papers = signing.prepare(act, self.visit, demo=True)
        with self.acting() as act:
            visit = act.get(Inspection, self.visit)
            signers = [(SignerRole.INSPECTOR, officer.user_id, officer.name) for officer in visit.inspectors]
        for role, user_id, name in [*signers, (SignerRole.PARTY, None, "石长贵")]:
            with self.acting() as act:
                signature = Signature(
                    id=new_id(), signer_role=role, signer_user_id=user_id, name=name, strokes=STROKES,
                    signed_at=act.now, content_sha256=papers.content_sha256,
                )  # fmt: skip
                signing.sign(act, self.visit, signature)
        with self.acting() as act:
            sealed = signing.seal(act, self.visit)
            self.documents = evidence.documents_of(act.session, self.visit)
            self.signatures = [each.id for each in evidence.signatures_of(act.session, self.visit)]
        return sealed

    def another_draft(self) -> str:
        """A visit at its beginning: some items answered, one of them failed."""
        with self.acting() as act:
            visit = inspections.start(act, self._other_shop(act, 1).id)
            items = inspections.form_of(act, visit).items
        for place, item in enumerate(items[:9]):
            with self.acting() as act:
                failed = Answer(code=AnswerCode.NONCONFORM, note="货架下方有积水，已要求清理", answered_at=act.now)
                inspections.answer(act, visit.id, item.id, failed if place == 6 else self._given(item, act.now))
        return visit.id

    def another_completed(self, pictures: list[Path]) -> str:
        """A visit that is to be signed."""
        kept = self.operator, self.visit, self.evidence
        with self.acting() as act:
            self.operator = self._other_shop(act, 2)
        self.begin_visit()
        self.answer()
        self.photograph(pictures)
        visit = self.visit
        with self.acting() as act:
            inspections.complete(act, visit)
        with self.acting() as act:
            signing.prepare(act, visit, demo=True)
        self.operator, self.visit, self.evidence = kept
        return visit

    def _other_shop(self, act: Acting, place: int) -> Operator:
        filter_ = OperatorFilter(kind=OperatorKind.RURAL_STORE)
        return operators.page(act.session, filter_, None, place + 1)[place]

    def print_papers(self, folder: Path) -> list[Path]:
        """The signed papers as PDF files."""
        with self.acting() as act:
            signatures = evidence.signatures_of(act.session, self.visit)
            visit = act.get(Inspection, self.visit)
        files = []
        for document in self.documents:
            path = folder / f"{document.number or document.document_type}-{document.title}.pdf"
            path.write_bytes(Pages(document, signatures, content_sha256=visit.content_sha256).pdf())
            files.append(path)
        return files

    def answers(self) -> dict[str, str]:
        """{item: code of the answer} of the visit."""
        with self.acting() as act:
            given = act.get(Inspection, self.visit).answers
        return {item: each.code.value for item, each in given.items()}

    def orders(self) -> list[str]:
        with self.acting() as act:
            return [order.id for order in visits.rectifications_ordered_by(act.session, self.visit)]

    @property
    def _shop(self) -> Operator:
        assert self.operator is not None
        return self.operator

    def _given(self, item: Item, now: int) -> Answer:
        if item.id in FAILED:
            return Answer(code=AnswerCode.NONCONFORM, note=FAILED[item.id], answered_at=now)
        note = "现场核对一致" if item.evidence.note == "always" else ""
        measures = {each.name: each.low_milli or 0 for each in item.evidence.measures}
        return Answer(code=AnswerCode.CONFORM, note=note, measures=measures, answered_at=now)

    def _new_product(self, act: Acting, label: RenderedLabel, gtin: str) -> Product:
        shown = label.product
        product = Product(
            id=new_id(), county_code=act.user.office_code[:6], name=shown.name, gtin=gtin,
            brand=shown.brand, specification=shown.net_content, unit="袋", maker_name=shown.maker,
            licence_no=shown.licence_no, standard_no=shown.standard_no, shelf_life=shown.shelf_life_months,
            shelf_life_unit=ShelfLifeUnit.MONTH,
        )  # fmt: skip
        self.products.append(product.id)
        return ledgers.add_product(act, product)

    def _purchase(self, act: Acting, label: RenderedLabel, product: Product, made: str) -> LedgerEntry:
        return LedgerEntry.model_validate(
            {
                "id": new_id(),
                "operator_id": self._shop.id,
                "direction": Direction.IN,
                "product_id": product.id,
                "product_name": product.name,
                "gtin": product.gtin,
                "specification": product.specification or label.product.net_content,
                "quantity_milli": 12_000,
                "unit": product.unit or "袋",
                "price_fen": 4_800,
                "batch_no": label.product.batch,
                "production_date": made,
                "shelf_life": product.shelf_life or label.product.shelf_life_months,
                "shelf_life_unit": product.shelf_life_unit or ShelfLifeUnit.MONTH,
                "partner_name": "云岭县谷雨食品批发部",
                "partner_address": "云岭县城关街道农贸市场3号",
                "partner_phone": "14000000120",
                "voucher_no": f"PZ{len(self.lines) + 1:04}",
                "happened_on": local_date(act.now),
                "source": LedgerSource.SCAN,
                "entered_by": act.user.id,
                "entered_at": act.now,
            }
        )
