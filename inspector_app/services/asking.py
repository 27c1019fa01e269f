"""Questions to HQ before there is a replica: enrolment and sign-in."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TypeVar

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pydantic import ValidationError

from inspector_app.errors import AppError
from sync import wire
from sync.device.problem import ProblemKind, SyncProblem
from sync.device.transport import CONNECT_S, READ_S, Address, open_session, problems
from sync.faults import Fault
from sync.protocol import Message

M = TypeVar("M", bound=Message)
_AGAIN = {Fault.BUSY, Fault.LIMITED, Fault.TIMEOUT}
"""HQ has no room for the question now; it says nothing of what was asked."""


@dataclass
class Signer:
    """Signs requests of an enrolled device; `counter` is the last one used."""

    device_id: str
    key: Ed25519PrivateKey
    counter: int = 0

    def sign(self, path: str, body: bytes) -> str:
        self.counter += 1
        return wire.authorization(self.key, self.device_id, "POST", path, body, self.counter)


def ask(address: Address, path: str, message: Message, reply: type[M], signer: Signer | None = None) -> M:
    """Send a message and read the answer. Raises SyncProblem, and AppError with HQ's own code when it refuses."""
    try:
        return _once(address, path, message, reply, signer)
    except _CounterUsed as used:
        assert signer is not None
        signer.counter = used.last
    return _once(address, path, message, reply, signer)


class _CounterUsed(Exception):
    def __init__(self, last: int) -> None:
        self.last = last


def _once(address: Address, path: str, message: Message, reply: type[M], signer: Signer | None) -> M:
    body = message.model_dump_json().encode()
    headers = {"Content-Type": wire.CONTENT_TYPE}
    if signer is not None:
        headers["Authorization"] = signer.sign(path, body)
    with problems(), open_session(address) as session:
        response = session.post(
            address.url.rstrip("/") + path,
            data=body,
            headers=headers,
            timeout=(CONNECT_S, READ_S),
            allow_redirects=False,
        )
    if not response.headers.get("Content-Type", "").startswith(wire.CONTENT_TYPE):
        raise SyncProblem(ProblemKind.PORTAL, retryable=True, status=response.status_code)
    try:
        if response.status_code == 200:
            return reply.model_validate_json(response.content)
        refusal = json.loads(response.content)
    except (ValidationError, ValueError) as exc:
        raise SyncProblem(ProblemKind.CUT, retryable=True) from exc
    if not isinstance(refusal, dict) or not isinstance(refusal.get("code"), str):
        raise SyncProblem(ProblemKind.STATUS, retryable=True, status=response.status_code)
    if refusal["code"] == "counter" and isinstance(refusal.get("last"), int):
        raise _CounterUsed(refusal["last"])
    if refusal["code"] in _AGAIN:
        raise SyncProblem(ProblemKind.FAULT, retryable=True, fault=Fault(refusal["code"]), status=response.status_code)
    if isinstance(seconds := refusal.get("seconds"), int):
        raise AppError(refusal["code"], seconds=seconds)
    raise AppError(refusal["code"])
