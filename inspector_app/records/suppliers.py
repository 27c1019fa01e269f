"""Suppliers, their files and the links of the supply chain (domain.md rows 2.2, 2.4, 3.2, 3.6)."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from inspector_app.records.homes import FOUND, IN_COUNTY, LATEST, OF_OPERATOR
from inspector_app.records.operators import LicenceState
from sync.record import Id, Instant, Personal, Policy, Record, Rule, Sha256, Text, WithParent


class SupplyChannel(StrEnum):
    WHOLESALER = "WHOLESALER"
    DELIVERY_VAN = "DELIVERY_VAN"
    FARMER = "FARMER"
    MAKER = "MAKER"
    ONLINE = "ONLINE"
    MARKET = "MARKET"
    OTHER = "OTHER"


class Supplier(Record):
    """Who delivers goods to the county's shops; one record and one file for all of them."""

    kind = "supplier"
    home = IN_COUNTY

    county_code: Text
    name: Annotated[Text, Rule(index=True)]
    uscc: Annotated[Text | None, Rule(unit="registration_number", index=True)] = None
    licence_no: Annotated[Text | None, Rule(unit="registration_number")] = None
    licence_state: Annotated[LicenceState, LATEST] = LicenceState.NOT_SEEN
    channel: SupplyChannel = SupplyChannel.WHOLESALER
    operator_id: Annotated[Id | None, FOUND] = None
    """Where the supplier is supervised here itself."""
    division_code: Annotated[Text, Rule(unit="place")] = ""
    address: Annotated[Text, Rule(unit="place")] = ""
    contact_name: Annotated[Text, Rule(Policy.LATEST_OBSERVATION, unit="contact", personal=Personal.P1)] = ""
    phone: Annotated[Text, Rule(Policy.LATEST_OBSERVATION, unit="contact", personal=Personal.P1)] = ""
    vehicle_plate: Annotated[Text, Rule(Policy.LATEST_OBSERVATION, personal=Personal.P1)] = ""
    route: Annotated[tuple[Text, ...], Rule(Policy.UNION)] = ()
    """Division codes that a van serves."""
    first_seen_on: date | None = None
    remark: Annotated[Text, LATEST] = ""


class SupplierPaper(StrEnum):
    BUSINESS_LICENCE = "BUSINESS_LICENCE"
    PRODUCTION_LICENCE = "PRODUCTION_LICENCE"
    OPERATION_LICENCE = "OPERATION_LICENCE"
    CONFORMITY_PROOF = "CONFORMITY_PROOF"
    TEST_REPORT = "TEST_REPORT"
    QUARANTINE_CERTIFICATE = "QUARANTINE_CERTIFICATE"
    FARM_CONFORMITY_PLEDGE = "FARM_CONFORMITY_PLEDGE"
    IMPORT_CERTIFICATE = "IMPORT_CERTIFICATE"
    VOUCHER = "VOUCHER"


class SupplierFile(Record):
    """One paper of a supplier (索证索票): seen once, it serves all shops that buy there."""

    kind = "supplier_file"
    home = (WithParent("supplier", "supplier_id"),)

    supplier_id: Id
    paper: SupplierPaper
    number: Annotated[Text, FOUND] = ""
    product_id: Id | None = None
    batch_no: Text = ""
    issuer: Text = ""
    valid_from: date | None = None
    valid_until: Annotated[date | None, FOUND] = None
    scan_sha256: Sha256 | None = None
    evidence_id: Id | None = None
    seen_by: Id
    seen_at: Instant


class TradeLink(Record):
    """An operator buys from a supplier, or sells to another operator."""

    kind = "trade_link"
    home = OF_OPERATOR

    operator_id: Id
    supplier_id: Annotated[Id | None, FOUND] = None
    buyer_id: Annotated[Id | None, FOUND] = None
    goods: Text = ""
    since: date | None = None
    until: Annotated[date | None, LATEST] = None
    first_visit_flag: bool = False
    """To be looked at on the next visit: the supplier is new here."""
    head_office: bool = False
    """The supplier is the head office (总部) of the operator's chain, and checks papers for its shops (FSL 53)."""


class CertificateKind(StrEnum):
    CCC = "CCC"
    ORGANIC = "ORGANIC"
    GREEN_FOOD = "GREEN_FOOD"
    GEOGRAPHICAL_INDICATION = "GEOGRAPHICAL_INDICATION"
    OTHER = "OTHER"


class Certificate(Record):
    """A certificate of a product, such as CCC (强制认证)."""

    kind = "certificate"
    home = (WithParent("product", "product_id"),)

    product_id: Id
    certificate_kind: CertificateKind = CertificateKind.CCC
    number: Annotated[Text, FOUND]
    holder: Text = ""
    issuer: Text = ""
    scope: Text = ""
    valid_until: Annotated[date | None, FOUND] = None
    evidence_id: Id | None = None
    seen_by: Id
    seen_at: Instant
