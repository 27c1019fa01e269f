"""A suspected counterfeit beside the picture of the genuine goods (domain.md row 6.4)."""

from __future__ import annotations

from inspector_app.documents.pictures import scale_photo
from inspector_app.domain.problems import Code, Problem
from inspector_app.domain.states import FIELD
from inspector_app.records.evidence import Document, DocumentType, EvidenceItem
from inspector_app.records.goods import Product
from inspector_app.records.operators import Operator
from inspector_app.services import papers
from inspector_app.services.acting import Acting, require
from inspector_app.storage import merges, products
from inspector_app.storage.photos import PhotoStore
from sync.record import Id


def genuine(act: Acting, product_id: Id) -> EvidenceItem | None:
    """The picture of the genuine goods that HQ laid down with the product; None where it laid none down."""
    return next(iter(products.reference_pictures(act.session, product_id)), None)


def report(
    act: Acting, store: PhotoStore, operator_id: Id, product_id: Id, evidence_id: Id, differences: str, *, demo: bool
) -> Document:
    """The report of a suspicion, with both pictures: it begins a case (案件来源登记表).

    Raises Refused where the reference picture is not known or not here, the photo is not this shop's, or nobody says
    what differs.
    """
    act.require_role(FIELD)
    operator, product = act.get(Operator, operator_id), act.get(Product, product_id)
    photo = act.get(EvidenceItem, evidence_id)
    problems = []
    if product.reference_sha256 is None or not store.holds(product.reference_sha256):
        problems.append(Problem("reference_sha256", Code.REQUIRED))
    of_shop = merges.are_one(act.session, photo.operator_id, operator.id)
    if not of_shop or photo.voided_at is not None or not store.holds(photo.sha256):
        problems.append(Problem("evidence_id", Code.REQUIRED))
    if not differences.strip():
        problems.append(Problem("differences", Code.REQUIRED))
    require(problems)
    assert product.reference_sha256 is not None
    return papers.write(
        act,
        DocumentType.CASE_SOURCE,
        "counterfeit_report",
        operator,
        demo=demo,
        operator=operator,
        product=product,
        photo=photo,
        genuine=scale_photo(store.get(product.reference_sha256), width=300),
        suspected=scale_photo(store.get(photo.sha256), width=300),
        differences=differences,
    )
