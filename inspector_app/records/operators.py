"""Operators (经营户), the persons behind them and their licences (domain.md 2.1, 2.2, 7.5)."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from sync.record import (
    Degrees,
    FeedKind,
    Id,
    InDivision,
    Instant,
    Personal,
    Policy,
    Record,
    Rule,
    Text,
    WithParent,
)


class OperatorKind(StrEnum):
    SMALL_WORKSHOP = "SMALL_WORKSHOP"
    FOOD_STALL = "FOOD_STALL"
    RURAL_STORE = "RURAL_STORE"
    FOOD_RETAILER = "FOOD_RETAILER"
    FOOD_WHOLESALER = "FOOD_WHOLESALER"
    SMALL_CATERING = "SMALL_CATERING"
    CATERING = "CATERING"
    COLLECTIVE_CANTEEN = "COLLECTIVE_CANTEEN"
    AGRI_INPUT_SHOP = "AGRI_INPUT_SHOP"
    FOOD_PRODUCER = "FOOD_PRODUCER"
    CONSUMER_GOODS_SHOP = "CONSUMER_GOODS_SHOP"
    MARKET_HOST = "MARKET_HOST"


class CanteenKind(StrEnum):
    SCHOOL = "SCHOOL"
    NURSERY = "NURSERY"
    CARE_HOME = "CARE_HOME"
    CONSTRUCTION_SITE = "CONSTRUCTION_SITE"
    FACTORY = "FACTORY"
    OFFICE = "OFFICE"


class AgriKind(StrEnum):
    PESTICIDE = "PESTICIDE"
    VETERINARY_DRUG = "VETERINARY_DRUG"
    FEED = "FEED"
    SEED = "SEED"
    FERTILISER = "FERTILISER"
    FILM = "FILM"


class SupplyStage(StrEnum):
    PLANTING = "PLANTING"
    BREEDING = "BREEDING"
    PROCESSING = "PROCESSING"
    PACKING = "PACKING"
    STORAGE = "STORAGE"
    TRANSPORT = "TRANSPORT"
    SALE = "SALE"
    CATERING = "CATERING"


class BusinessForm(StrEnum):
    """主体业态: first digit of an operating licence."""

    SALES = "SALES"
    CATERING = "CATERING"
    CANTEEN = "CANTEEN"


class OperatorStatus(StrEnum):
    """State of the real-name registration and of the business itself (domain.md 7.5)."""

    CAPTURED = "CAPTURED"
    VERIFIED = "VERIFIED"
    ACTIVE = "ACTIVE"
    SUSPENDED = "SUSPENDED"
    CLOSED = "CLOSED"
    DUPLICATE = "DUPLICATE"


class LicenceState(StrEnum):
    VALID = "VALID"
    EXPIRED = "EXPIRED"
    NONE = "NONE"
    SUSPENDED = "SUSPENDED"
    REVOKED = "REVOKED"
    NOT_SEEN = "NOT_SEEN"


class RiskGrade(StrEnum):
    A = "A"
    B = "B"
    C = "C"
    D = "D"


class Operator(Record):
    """A business that is supervised, licensed or not."""

    kind = "operator"
    home = (InDivision("division_code", FeedKind.TOWNSHIP),)

    name: Annotated[Text, Rule(index=True)]
    former_names: Annotated[tuple[Text, ...], Rule(Policy.UNION)] = ()
    operator_kind: Annotated[OperatorKind, Rule(unit="business")]
    canteen_kind: Annotated[CanteenKind | None, Rule(unit="business")] = None
    agri_kinds: Annotated[tuple[AgriKind, ...], Rule(unit="business")] = ()
    stage: Annotated[SupplyStage | None, Rule(unit="business")] = None
    """Where in the chain of supply it stands."""
    farm_produce_only: Annotated[bool | None, Rule(Policy.LATEST_OBSERVATION)] = None
    """Sells farm produce (食用农产品) and no other food, for which the law asks no permit."""
    uscc: Annotated[Text | None, Rule(unit="registration_number", index=True)] = None
    reg_no: Annotated[Text | None, Rule(unit="registration_number", index=True)] = None
    """Old 15-digit business registration number (domain.md 3.3)."""
    number_missing_reason: Annotated[Text | None, Rule(unit="registration_number")] = None
    division_code: Annotated[Text, Rule(Policy.MANUAL, unit="place")]
    """Township (9 digits) or village (12 digits)."""
    grid_code: Annotated[Text | None, Rule(Policy.MANUAL, unit="place")] = None
    address: Annotated[Text, Rule(Policy.MANUAL, unit="place")]
    longitude: Annotated[Degrees | None, Rule(Policy.MANUAL, unit="place")] = None
    latitude: Annotated[Degrees | None, Rule(Policy.MANUAL, unit="place", index=True)] = None
    phone: Annotated[Text | None, Rule(Policy.LATEST_OBSERVATION, unit="contact", personal=Personal.P1)] = None
    phone_missing_reason: Annotated[Text | None, Rule(Policy.LATEST_OBSERVATION, unit="contact")] = None
    staff_count: Annotated[int | None, Rule(Policy.LATEST_OBSERVATION)] = None
    floor_area_m2: Annotated[int | None, Rule(Policy.LATEST_OBSERVATION)] = None
    status: Annotated[OperatorStatus, Rule(Policy.MANUAL, unit="status")] = OperatorStatus.CAPTURED
    status_reason: Annotated[Text | None, Rule(Policy.MANUAL, unit="status")] = None
    duplicate_of: Annotated[Id | None, Rule(Policy.MANUAL, unit="status")] = None
    licence_state: Annotated[LicenceState, Rule(Policy.MANUAL)] = LicenceState.NOT_SEEN
    risk_grade: Annotated[RiskGrade | None, Rule(Policy.MANUAL)] = None
    tags: Annotated[tuple[Text, ...], Rule(Policy.UNION)] = ()
    pledge_version: Annotated[Text | None, Rule(unit="pledge")] = None
    pledge_signed_at: Annotated[Instant | None, Rule(unit="pledge")] = None
    responsible_office: Annotated[Text | None, Rule(Policy.MANUAL, unit="responsibility")] = None
    responsible_user_id: Annotated[Id | None, Rule(Policy.MANUAL, unit="responsibility")] = None
    export_base: Annotated[bool, Rule(unit="export")] = False
    export_base_no: Annotated[Text | None, Rule(unit="export")] = None
    association: Annotated[Text | None, Rule(Policy.LATEST_OBSERVATION, unit="association")] = None
    association_contact: Annotated[
        Text | None, Rule(Policy.LATEST_OBSERVATION, unit="association", personal=Personal.P1)
    ] = None
    remark: Annotated[Text, Rule(Policy.LATEST_OBSERVATION)] = ""
    registered_at: Instant
    registered_by: Id


class PersonRole(StrEnum):
    OWNER = "OWNER"
    LEGAL_REPRESENTATIVE = "LEGAL_REPRESENTATIVE"
    IN_CHARGE = "IN_CHARGE"
    FOOD_SAFETY_OFFICER = "FOOD_SAFETY_OFFICER"


class Person(Record):
    """One person of one operator; the same human at two operators is two records, matched by `id_hmac`."""

    kind = "person"
    home = (WithParent("operator", "operator_id"),)

    operator_id: Id
    role: Annotated[PersonRole, Rule(unit="identity")] = PersonRole.OWNER
    name: Annotated[Text, Rule(unit="identity", personal=Personal.P1)]
    id_number: Annotated[Text | None, Rule(unit="identity", personal=Personal.P2)] = None
    id_hmac: Annotated[Text | None, Rule(unit="identity", index=True)] = None
    """HMAC of the normalised id number under the county's key; matches persons without spreading the number."""
    id_missing_reason: Annotated[Text | None, Rule(unit="identity")] = None
    phone: Annotated[Text | None, Rule(Policy.LATEST_OBSERVATION, personal=Personal.P1)] = None
    home_address: Annotated[Text | None, Rule(Policy.LATEST_OBSERVATION, personal=Personal.P1)] = None
    verified_at: Annotated[Instant | None, Rule(unit="verification")] = None
    """When an inspector compared face and paper by eye (no face recognition, domain.md 7.5)."""
    verified_by: Annotated[Id | None, Rule(unit="verification")] = None


class LicenceType(StrEnum):
    BUSINESS = "BUSINESS"
    FOOD_PRODUCTION = "FOOD_PRODUCTION"
    FOOD_OPERATION = "FOOD_OPERATION"
    PREPACKED_FILING = "PREPACKED_FILING"
    WORKSHOP_REGISTRATION = "WORKSHOP_REGISTRATION"
    SMALL_SHOP_REGISTRATION = "SMALL_SHOP_REGISTRATION"
    STALL_CARD = "STALL_CARD"
    PESTICIDE = "PESTICIDE"
    VETERINARY_DRUG = "VETERINARY_DRUG"
    SEED = "SEED"
    SEED_FILING = "SEED_FILING"


class Licence(Record):
    """A paper that allows an operator to trade, as seen by an inspector."""

    kind = "licence"
    home = (WithParent("operator", "operator_id"),)

    operator_id: Id
    licence_type: Annotated[LicenceType, Rule(unit="licence")]
    number: Annotated[Text, Rule(unit="licence", index=True)]
    """Normalised (domain.md 3); the paper's own writing is in `number_as_printed`."""
    number_as_printed: Annotated[Text, Rule(unit="licence")]
    scope: Annotated[Text, Rule(unit="licence")] = ""
    valid_from: Annotated[date | None, Rule(unit="licence")] = None
    valid_until: Annotated[date | None, Rule(unit="licence", index=True)] = None
    issuer: Annotated[Text, Rule(unit="licence")] = ""
    issuing_office: Annotated[Text | None, Rule(unit="licence")] = None
    """Code of the office that issued it: findings notify it (谁发证谁监管)."""
    business_form: Annotated[BusinessForm | None, Rule(unit="licence")] = None
    licensed_items: Annotated[tuple[Text, ...], Rule(unit="licence")] = ()
    seen_at: Instant
    seen_by: Id
