"""What stands against goods that are scanned: certificate, agent, import ban (domain.md rows 2.2, 4.2, 4.4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from inspector_app.domain import market_entry
from inspector_app.domain.market_entry import MarketEntry
from inspector_app.domain.problems import Code, Problem
from inspector_app.records.goods import Product
from inspector_app.records.suppliers import Certificate
from inspector_app.services import ledgers
from inspector_app.services.acting import Acting, require
from inspector_app.services.rules import rule
from inspector_app.storage import products, suppliers


@dataclass(frozen=True, slots=True)
class Scanned:
    product: Product | None
    problems: tuple[Problem, ...] = ()


def scanned(act: Acting, code: str, operator_id: str | None = None) -> Scanned:
    """The product of a code, and what stands against it today."""
    product = ledgers.product_of(act, code, operator_id)
    return Scanned(None) if product is None else Scanned(product, tuple(check(act, product, act.today)))


def check(act: Acting, product: Product, on: date) -> list[Problem]:
    """What stands against a product on a day."""
    certificates = suppliers.certificates_of(act.session, product.id)
    return market_entry.problems(
        product, on, rule(MarketEntry, on), certificates, products.import_bans(act.session, on)
    )


def add_certificate(act: Acting, certificate: Certificate) -> Certificate:
    """Enter a certificate of a product, with its number and, where taken, its photo."""
    act.get(Product, certificate.product_id)
    require([] if certificate.number.strip() else [Problem("number", Code.REQUIRED)])
    return act.save(certificate.changed(number=certificate.number.strip(), seen_by=act.user.id, seen_at=act.now))
