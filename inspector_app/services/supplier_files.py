"""Suppliers and their papers (索证索票): one file serves every shop that buys there (domain.md rows 3.2, 3.6, 4.6)."""

from __future__ import annotations

from dataclasses import dataclass

from inspector_app.capture.photos import Photo
from inspector_app.domain import identifiers, stock
from inspector_app.domain.problems import Code, Problem, Severity
from inspector_app.domain.supplier_papers import Need, SupplierPapers, missing
from inspector_app.records.evidence import EvidenceItem, EvidenceKind
from inspector_app.records.ledgers import Direction, LedgerEntry
from inspector_app.records.operators import Licence, LicenceState, LicenceType
from inspector_app.records.suppliers import Supplier, SupplierFile, SupplierPaper, SupplyChannel, TradeLink
from inspector_app.services import evidence, legal_holds
from inspector_app.services.acting import Acting, Refused, require
from inspector_app.services.chains import Chain
from inspector_app.services.rules import rule
from inspector_app.services.samples import withdrawn_papers
from inspector_app.storage import ledgers, merges, suppliers
from sync.record import Id, new_id

BAD = frozenset({LicenceState.NONE, LicenceState.EXPIRED, LicenceState.REVOKED})
AS_PAPER = {
    LicenceType.BUSINESS: SupplierPaper.BUSINESS_LICENCE,
    LicenceType.FOOD_PRODUCTION: SupplierPaper.PRODUCTION_LICENCE,
    LicenceType.WORKSHOP_REGISTRATION: SupplierPaper.PRODUCTION_LICENCE,
    LicenceType.FOOD_OPERATION: SupplierPaper.OPERATION_LICENCE,
    LicenceType.PREPACKED_FILING: SupplierPaper.OPERATION_LICENCE,
}
"""What the licence of a dealer that is supervised here is to its buyers."""


def add(act: Acting, supplier: Supplier) -> Supplier:
    """Enter a supplier that the county did not know."""
    if not supplier.name.strip():
        raise Refused([Problem("name", Code.REQUIRED)])
    return act.save(supplier.changed(name=supplier.name.strip(), first_seen_on=supplier.first_seen_on or act.today))


def link(act: Acting, operator_id: Id, supplier_id: Id, goods: str = "") -> TradeLink:
    """Write down that a shop buys from a supplier. A new one is to be looked at on the next visit."""
    act.get(Supplier, supplier_id)
    known = suppliers.link_of(act.session, operator_id, supplier_id)
    if standing := [each for each in known if each.until is None or each.until >= act.today]:
        return standing[-1]
    return act.save(
        TradeLink(
            id=new_id(),
            operator_id=operator_id,
            supplier_id=supplier_id,
            goods=goods,
            since=act.today,
            first_visit_flag=not known,
        )
    )


def add_paper(act: Acting, paper: SupplierFile) -> SupplierFile:
    """Put a paper into the file of its supplier.

    Raises Refused for a paper without number (vouchers may have none), one that ends before it begins, or a test
    report that names no batch.
    """
    act.get(Supplier, paper.supplier_id)
    number = identifiers.normalise(paper.number)
    problems = []
    if not number and paper.paper is not SupplierPaper.VOUCHER:
        problems.append(Problem("number", Code.REQUIRED))
    if paper.valid_from and paper.valid_until and paper.valid_until < paper.valid_from:
        problems.append(Problem("valid_until", Code.LICENCE_DATES))
    if paper.paper in rule(SupplierPapers, act.today).of_batch and not paper.batch_no.strip():
        problems.append(Problem("batch_no", Code.REQUIRED))
    require(problems)
    return act.save(paper.changed(number=number, seen_by=act.user.id, seen_at=act.now))


def scan(act: Acting, supplier_id: Id, photo: Photo, caption: str) -> EvidenceItem:
    """Take in the picture of a paper, which `evidence.keep` has written: it is the supplier's, and lies on a disk
    once, however many shops buy there."""
    return evidence.add_to(act, photo, act.get(Supplier, supplier_id), caption, EvidenceKind.SCAN)


def share_licence(act: Acting, supplier_id: Id, licence_id: Id, scanned: EvidenceItem | None = None) -> SupplierFile:
    """Put the licence of a dealer that is supervised here into its file, so that the officers of all its buyers see
    it."""
    supplier, licence = act.get(Supplier, supplier_id), act.get(Licence, licence_id)
    is_its = merges.are_one(act.session, supplier.operator_id, licence.operator_id)
    if not is_its or licence.licence_type not in AS_PAPER:
        raise Refused([Problem("operator_id", Code.REQUIRED)])
    return add_paper(
        act,
        SupplierFile(
            id=new_id(),
            supplier_id=supplier.id,
            paper=AS_PAPER[licence.licence_type],
            number=licence.number,
            valid_from=licence.valid_from,
            valid_until=licence.valid_until,
            scan_sha256=scanned.sha256 if scanned else None,
            evidence_id=scanned.id if scanned else None,
            seen_by=act.user.id,
            seen_at=act.now,
        ),
    )


def take_out(act: Acting, paper_id: Id, reason: str) -> SupplierFile:
    """Take a paper that was put there by mistake out of its file; it stays on record."""
    if not reason.strip():
        raise Refused([Problem("void_reason", Code.REASON_NEEDED)])
    paper = act.get(SupplierFile, paper_id)
    legal_holds.require_none(act, paper)
    return act.save(paper.changed(voided_at=act.now, void_reason=reason.strip()))


def put_back(act: Acting, paper_id: Id) -> SupplierFile:
    return act.save(act.get(SupplierFile, paper_id).changed(voided_at=None, void_reason=None))


def papers_of(act: Acting, supplier_id: Id) -> list[SupplierFile]:
    """The file of a supplier: the same for every shop that it serves."""
    return suppliers.papers_of(act.session, [supplier_id])


@dataclass(frozen=True, slots=True)
class Unproven:
    """A purchase, and the papers that nobody held on its day."""

    line: LedgerEntry
    supplier: Supplier | None
    """None: the book does not say from whom, or names nobody that is known here."""
    missing: tuple[Need, ...]


def unproven(act: Acting, operator_id: Id) -> list[Unproven]:
    """The purchases in a shop's book that lacked a valid paper on their day, the oldest first (goals.md L.3). For goods
    that the head office of its chain delivered, what the head office had checked counts."""
    return _unproven(act, operator_id, purchases(act, operator_id))


def purchases(act: Acting, operator_id: Id) -> list[LedgerEntry]:
    """What counts of a shop's purchases, the first first."""
    book = stock.standing(ledgers.all_of_operator(act.session, operator_id))
    return [line for line in book if line.direction is Direction.IN]


def missing_for(act: Acting, line: LedgerEntry) -> tuple[Need, ...]:
    """The papers that nobody held for one purchase on its day."""
    return next((each.missing for each in _unproven(act, line.operator_id, [line])), ())


def _unproven(act: Acting, operator_id: Id, lines: list[LedgerEntry]) -> list[Unproven]:
    chain = Chain(act.session, merges.standing(act.session, operator_id), lines)
    by_name = suppliers.named(act.session, {line.partner_name.strip() for line in lines if not line.supplier_id})
    dealers = {each.id: each for each in by_name.values()}
    for supplier_id in {line.supplier_id for line in lines if line.supplier_id} - dealers.keys():
        if (known := act.writer.find(Supplier, supplier_id)) is not None:
            dealers[supplier_id] = known
    taken_back = {paper.id for paper in withdrawn_papers(act)}
    papers: dict[str, list[SupplierFile]] = {}
    for paper in suppliers.papers_of(act.session, dealers.keys() | chain.everybody(lines)):
        if paper.id not in taken_back:
            papers.setdefault(paper.supplier_id, []).append(paper)
    found = []
    for line in lines:
        dealer = dealers.get(line.supplier_id) if line.supplier_id else by_name.get(line.partner_name.strip())
        offices = chain.delivered(line)
        dealer = dealer or next(iter(offices), None)
        channel = dealer.channel if dealer else SupplyChannel.OTHER
        held = papers.get(dealer.id, []) if dealer else []
        seen = [
            paper for each in (*(one.id for one in offices), *chain.sources(line)) for paper in papers.get(each, [])
        ]
        asked = rule(SupplierPapers, line.happened_on)
        if lacking := missing(asked, channel, held, line.happened_on, line.product_id, line.batch_no, seen):
            found.append(Unproven(line, dealer, tuple(lacking)))
    return found


def unlicensed_at(act: Acting, operator_id: Id) -> list[Problem]:
    """A flag for each supplier without a valid licence that delivers to a shop, such as a van (row 3.6)."""
    free = rule(SupplierPapers, act.today).unlicensed
    serving = suppliers.serving(act.session, operator_id, act.today)
    return [
        Problem("supplier_id", Code.UNLICENSED, Severity.WARN, {"name": each.name, "id": each.id})
        for each in serving
        if each.licence_state in BAD and each.channel not in free
    ]


def shops_of(act: Acting, supplier_id: Id) -> list[Id]:
    """The shops that a supplier delivers to, as far as this device knows."""
    return suppliers.shops_of(act.session, supplier_id, act.today)
