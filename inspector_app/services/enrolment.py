"""What a laptop and HQ say to each other before the first exchange: enrolment and sign-in."""

from __future__ import annotations

from sync.protocol import Message
from sync.record import Text


class NamedUser(Message):
    username: str
    name: str


class NamedTownship(Message):
    code: str
    name: str


class EnrolmentFile(Message):
    """The one-time file that a clerk hands over with a laptop. Bytes are base64."""

    address: str
    """https://host:port of HQ."""
    ca: str
    """PEM; the laptop trusts this authority alone."""
    secret: str
    name: str
    users: tuple[NamedUser, ...]
    townships: tuple[NamedTownship, ...]
    expires_at: int
    dataset: str
    recovery_key: str
    """HQ's X25519 public key, to which the laptop seals its database key."""


class EnrolRequest(Message):
    secret: str
    public_key: str
    """The laptop's Ed25519 key."""
    database_key: str
    """Sealed to the recovery key."""


class EnrolReply(Message):
    device_id: str
    matching_key: str
    lease_days: int
    snapshot_key: str = ""
    """HQ's Ed25519 public key for snapshots, base64; none from an HQ that has no snapshots."""


class SignInRequest(Message):
    username: Text
    password: str
    box: str
    """A fresh X25519 public key, to which HQ seals the answer."""


class SignInReply(Message):
    user_id: str
    database_key: str
    """Sealed to `box`."""
