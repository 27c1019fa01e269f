"""What goods must have to be sold: a certificate (CCC), an agent if imported, and no ban (rows 2.2, 4.2, 4.4)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import date
from typing import ClassVar

from pydantic import Field

from inspector_app.domain.packs import Part, Version, Words
from inspector_app.domain.problems import Code, Problem, Severity
from inspector_app.records.goods import Product, ProductField
from inspector_app.records.notices import Alert
from inspector_app.records.suppliers import Certificate, CertificateKind


class CertifiedClass(Part):
    """A class of the catalogue."""

    id: str
    title: Words
    words: tuple[str, ...]
    """Names of goods that belong to it."""


class MarketEntry(Version):
    pack: ClassVar = "market-entry"
    domestic: tuple[str, ...] = Field(min_length=1)
    """How an origin that is not abroad is written."""
    certified: tuple[CertifiedClass, ...] = Field(min_length=1)

    def certified_class(self, product: Product) -> CertifiedClass | None:
        """The class that was entered, else that of a word in the name; food and farm supplies have none."""
        if product.ccc_class:
            return next((each for each in self.certified if each.id == product.ccc_class), None)
        if product.field is not ProductField.CONSUMER_GOODS:
            return None
        name = _plain(product.name)
        return next((each for each in self.certified if any(_plain(word) in name for word in each.words)), None)

    def is_imported(self, product: Product) -> bool:
        abroad = bool(product.origin.strip()) and _plain(product.origin) not in map(_plain, self.domestic)
        return abroad or bool(product.customs_no.strip() or product.importer.strip())


def problems(
    product: Product, on: date, rules: MarketEntry, certificates: Iterable[Certificate], bans: Iterable[Alert]
) -> list[Problem]:
    """What stands against goods on a day. A ban is an error: it stops the sale; the rest are findings to be made."""
    found = [
        Problem("origin", Code.ORIGIN_BANNED, facts={"name": ban.origin or ban.product_name, "number": ban.number})
        for ban in bans
        if is_banned(product, ban, on)
    ]
    listed = rules.certified_class(product)
    if (listed or product.ccc_class) and not any(_certifies(each, on) for each in certificates):
        facts: dict[str, str | int] = {"name": listed.title.zh if listed else product.ccc_class}
        found.append(Problem("certificate", Code.CERTIFICATE_MISSING, Severity.WARN, facts))
    if rules.is_imported(product) and not product.importer.strip():
        found.append(Problem("importer", Code.REQUIRED, Severity.WARN))
    return found


def is_banned(product: Product, ban: Alert, on: date) -> bool:
    """Whether a ban holds on a day and means these goods: by code, else by origin and, where it names one, product."""
    if ban.cancelled_at is not None or (ban.expires_on is not None and ban.expires_on < on):
        return False
    if ban.gtin and product.gtin:
        return ban.gtin == product.gtin
    from_there = bool(ban.origin) and _plain(ban.origin) in _plain(product.origin)
    so_called = bool(ban.product_name) and _plain(ban.product_name) in _plain(product.name)
    return (from_there or not ban.origin) and (so_called or not ban.product_name) and (from_there or so_called)


def _certifies(certificate: Certificate, on: date) -> bool:
    lasts = certificate.valid_until is None or on <= certificate.valid_until
    return certificate.certificate_kind is CertificateKind.CCC and bool(certificate.number.strip()) and lasts


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
