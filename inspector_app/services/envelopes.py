"""What is for headquarters' eyes alone: sealed to its key before it is saved, so that no laptop holds it in the clear.

Food Safety Law art. 115; measures on complaints and reports art. 33; domain.md 8.2, class P3.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable

from inspector_app.domain.problems import Code, Problem
from inspector_app.errors import AppError
from inspector_app.records.oversight import Envelope, EnvelopePurpose
from inspector_app.services.acting import Acting, require
from inspector_app.storage import keys
from sync.record import Id, Record, Text, Value, new_id

_BLOCK = 512
"""Contents are filled up to a multiple of so many bytes: their length says nothing."""
_SHORTEST = 2
"""Characters of what is looked for in other texts."""


class Reporter(Value):
    """Who complained or reported, and all that tells it (art. 33)."""

    name: Text = ""
    phone: Text = ""
    address: Text = ""
    told: Text = ""
    """What the reporter said that would tell who it is."""

    @property
    def tells(self) -> tuple[str, ...]:
        return self.name, self.phone, self.address


class Patient(Value):
    """Who fell ill: the list of cases holds a number in place of the name."""

    name: Text = ""
    phone: Text = ""
    id_number: Text = ""
    diagnosis: Text = ""

    @property
    def tells(self) -> tuple[str, ...]:
        return self.name, self.phone, self.id_number


class Interference(Value):
    """Who meddled with which matter (row 16.4). The matter is sealed with it: the laptop does not even know which."""

    subject_kind: Text
    subject_id: Id
    told: Text


Contents = Reporter | Patient | Interference
_PURPOSE: dict[type[Value], EnvelopePurpose] = {
    Reporter: EnvelopePurpose.REPORTER,
    Patient: EnvelopePurpose.PATIENT,
    Interference: EnvelopePurpose.INTERFERENCE,
}
CONTENTS = {purpose: cls for cls, purpose in _PURPOSE.items()}


def seal(act: Acting, subject: tuple[str, str], contents: Contents) -> Envelope:
    """Seal contents about a record, (kind, id), to HQ's key. Raises AppError no_hq_key before HQ's key is known."""
    if not act.hq_key:
        raise AppError("no_hq_key")
    plain = contents.model_dump_json().encode()
    plain += b" " * (-len(plain) % _BLOCK)
    kind, subject_id = subject
    envelope = Envelope(
        id=new_id(),
        device_id=act.device_id,
        purpose=_PURPOSE[type(contents)],
        subject_kind=kind,
        subject_id=subject_id,
        key_sha256=hashlib.sha256(act.hq_key).hexdigest(),
        sealed=base64.b64encode(keys.seal(act.hq_key, plain)).decode(),
        sealed_by_user=act.user.id,
        sealed_at=act.now,
    )
    return act.save(envelope)


def report_interference(act: Acting, subject: Record, told: str) -> Envelope:
    """Tell HQ alone that somebody meddles with a matter. Seen here is only that this user has told something."""
    if not told.strip():
        require([Problem("told", Code.REQUIRED)])
    contents = Interference(subject_kind=subject.kind, subject_id=subject.id, told=told)
    return seal(act, (act.user.kind, act.user.id), contents)


def keep_out(contents: Reporter | Patient, texts: Iterable[tuple[str, str]]) -> list[Problem]:
    """Texts, as (field, text), that tell in the clear what is sealed."""
    secret = [each.strip() for each in contents.tells if len(each.strip()) >= _SHORTEST]
    return [Problem(field, Code.NAMES_PROTECTED) for field, text in texts if any(each in text for each in secret)]


def read(envelope: Envelope, plain: bytes) -> Contents:
    """What an opened envelope holds."""
    found = CONTENTS[envelope.purpose].model_validate_json(plain)
    assert isinstance(found, Reporter | Patient | Interference)
    return found
