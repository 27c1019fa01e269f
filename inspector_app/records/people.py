"""Users, their laptops, and the number blocks that HQ reserves for them (domain.md 3.12, 7.1)."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from sync.record import Change, Id, InDeviceFeed, Instant, InUserFeed, Record, Rule, Text


class Role(StrEnum):
    INSPECTOR = "INSPECTOR"
    AUXILIARY = "AUXILIARY"
    TEAM_LEAD = "TEAM_LEAD"
    COUNTY_ADMIN = "COUNTY_ADMIN"
    HQ_ADMIN = "HQ_ADMIN"
    READ_ONLY = "READ_ONLY"


class User(Record):
    """A person who signs in. Travels in the user's own feed: every laptop of the user holds it."""

    kind = "user"
    change = Change.HQ_ONLY
    home = (InUserFeed("id"),)

    username: Annotated[Text, Rule(index=True)]
    name: Text
    role: Role
    certificate_no: Text | None = None
    office_code: Text
    """Six digits, first part of document numbers."""
    office_name: Text
    acting_authority: Text
    """The authority in whose name papers are printed (domain.md 7.12)."""
    townships: tuple[Text, ...] = ()
    """9-digit codes of the townships that the user works in."""
    active: bool = True


class Device(Record):
    """An enrolled laptop, as its users see it; its key is with HQ's sync tables."""

    kind = "device"
    change = Change.HQ_ONLY
    home = (InDeviceFeed("id"),)

    name: Text
    user_ids: tuple[Id, ...]
    lease_days: int
    """Days without contact after which sign-in asks for HQ; nothing is deleted."""
    enrolled_at: Instant


class NumberBlock(Record):
    """A run of document numbers for one device incarnation; a number once used is final."""

    kind = "number_block"
    change = Change.HQ_ONLY
    home = (InDeviceFeed("device_id"),)

    device_id: Annotated[Id, Rule(index=True)]
    incarnation: int
    office_code: Text
    document_type: Text
    """Two letters, as printed: SR site record, CO correction order, RF result form."""
    year: int
    block: Text
    """Four hexadecimal digits, unique for office, type and year."""
    first: int
    last: int
    reserved_at: Instant
