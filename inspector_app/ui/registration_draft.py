"""What stands in a registration form, as typed: kept in the replica until it is saved."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, field_validator
from sqlalchemy.orm import Session

from inspector_app.records.operators import (
    AgriKind,
    CanteenKind,
    LicenceState,
    LicenceType,
    OperatorKind,
    PersonRole,
)
from sync.device.outbox import meta, set_meta
from sync.record import new_id


class LicenceDraft(BaseModel):
    model_config = ConfigDict(frozen=True)

    id: str
    licence_type: LicenceType = LicenceType.FOOD_OPERATION
    number: str = ""
    scope: str = ""
    valid_from: str = ""
    valid_until: str = ""
    issuer: str = ""


class Draft(BaseModel):
    """Every field as text or choice. Fields that an older version kept and this one does not know are dropped."""

    model_config = ConfigDict(frozen=True)

    operator_id: str
    owner_id: str
    name: str = ""
    operator_kind: OperatorKind = OperatorKind.RURAL_STORE
    canteen_kind: CanteenKind | None = None
    agri_kinds: tuple[AgriKind, ...] = ()
    farm_produce_only: bool = False
    staff_count: str = ""
    floor_area_m2: str = ""
    township: str = ""
    village: str = ""
    address: str = ""
    longitude: str = ""
    latitude: str = ""
    uscc: str = ""
    reg_no: str = ""
    number_missing_reason: str = ""
    person_role: PersonRole = PersonRole.OWNER
    person_name: str = ""
    id_number: str = ""
    id_missing_reason: str = ""
    person_phone: str = ""
    home_address: str = ""
    phone: str = ""
    phone_missing_reason: str = ""
    licence_state: LicenceState = LicenceState.NOT_SEEN
    licences: tuple[LicenceDraft, ...] = ()
    verified_at: int | None = None
    pledge_signed_at: int | None = None
    remark: str = ""

    @field_validator("staff_count", "floor_area_m2", mode="before")
    @classmethod
    def _as_typed(cls, kept: object) -> object:
        """An older version kept a number, or None."""
        return "" if kept is None else str(kept)

    @property
    def is_empty(self) -> bool:
        """Nothing was typed that would be a pity to lose."""
        typed = (self.name, self.address, self.uscc, self.reg_no, self.person_name, self.id_number, self.phone)
        return not any(typed) and not self.licences


def fresh(**given: object) -> Draft:
    return Draft.model_validate({"operator_id": new_id(), "owner_id": new_id()} | given)


class Kept(BaseModel):
    """A draft as it lies in the replica."""

    at: int
    """When it was last typed into, microseconds UTC."""
    draft: Draft


def key_of(user_id: str, operator_id: str = "") -> str:
    """Where a user's draft lies: of a new registration, or of changes to an operator."""
    return f"draft:registration:{user_id}" + (f":{operator_id}" if operator_id else "")


def keep(session: Session, key: str, draft: Draft, now: int) -> None:
    set_meta(session, **{key: Kept(at=now, draft=draft).model_dump(mode="json")})


def drop(session: Session, key: str) -> None:
    set_meta(session, **{key: None})


def kept(session: Session, key: str) -> Kept | None:
    """The draft that lies there; None for one that this version cannot read."""
    found = meta(session, key)
    try:
        return Kept.model_validate(found) if found else None
    except ValueError:
        return None
