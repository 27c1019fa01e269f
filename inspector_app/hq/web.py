"""HQ over HTTPS: the sync endpoints, and beside them enrolment and sign-in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from fastapi import FastAPI, Request, Response
from pydantic import ValidationError

from inspector_app.errors import AppError
from inspector_app.hq import enrolment
from inspector_app.hq.office import Office
from inspector_app.services.enrolment import EnrolReply, EnrolRequest, SignInReply, SignInRequest
from sync.clock import now_us
from sync.faults import Fault, Faulted, FaultReply
from sync.hq.app import FAULT_STATUS, body_of, gated
from sync.hq.auth import ACTIVE
from sync.hq.bodies import Body
from sync.hq.endpoints import Endpoint, Work
from sync.hq.gate import Gate
from sync.protocol import Message

M = TypeVar("M", bound=Message)

MAX_BODY = 16_384
ENROL = Endpoint("enrol", "POST", "/inspector/v1/enrol", None, Work.PULL, MAX_BODY)
SIGN_IN = Endpoint("sign_in", "POST", "/inspector/v1/sign-in", ACTIVE, Work.PULL, MAX_BODY)
ENDPOINTS = (ENROL, SIGN_IN)
_STATUS = {"wrong_password": 403, "not_provisioned": 403, "sign_in_paused": 429, "malformed": 400}


class Refusal(Message):
    """Why HQ refused an enrolment or a sign-in.

    `last` is the device's counter when that was the reason; `seconds` is how long a pause after wrong passwords lasts.
    """

    code: str
    last: int | None = None
    seconds: int | None = None


_REFUSALS: dict[int | str, dict[str, Any]] = {
    status: {"model": Refusal} for status in sorted({*_STATUS.values(), *FAULT_STATUS.values(), 409})
}


def web(office: Office, clock: Callable[[], int] = now_us) -> FastAPI:
    """The application that `inspector-hq serve` runs."""
    return served_by(gate_of(office, clock), office)


def gate_of(
    office: Office,
    clock: Callable[[], int] = now_us,
    overdue: Callable[[], tuple[str, ...]] = tuple,
) -> Gate:
    """The gate that all requests pass; overdue: chores that HQ's health is to tell of."""
    return Gate(office.service, clock, known_errors=(AppError,), overdue=overdue)


def served_by(gate: Gate, office: Office) -> FastAPI:
    """The application behind a gate that the caller keeps."""

    def routes(app: FastAPI) -> None:
        @app.post(ENROL.path, response_model=EnrolReply, responses=_REFUSALS, openapi_extra=body_of(EnrolRequest))
        async def enrol(request: Request) -> Response:
            def work(device: str, body: Body) -> Message:
                return enrolment.redeem(office, _read(EnrolRequest, body), gate.clock())

            return await _answer(gate, request, ENROL, work)

        @app.post(SIGN_IN.path, response_model=SignInReply, responses=_REFUSALS, openapi_extra=body_of(SignInRequest))
        async def sign_in(request: Request) -> Response:
            def work(device: str, body: Body) -> Message:
                return enrolment.sign_in(office, device, _read(SignInRequest, body), gate.clock())

            return await _answer(gate, request, SIGN_IN, work)

    return gated(gate, ENDPOINTS, routes, (EnrolRequest, SignInRequest))


def _read(kind: type[M], body: Body) -> M:
    try:
        return kind.model_validate_json(body.read())
    except ValidationError as exc:
        raise Faulted(FaultReply(fault=Fault.MALFORMED)) from exc


async def _answer(gate: Gate, request: Request, endpoint: Endpoint, work: Callable[[str, Body], Message]) -> Response:
    try:
        reply = await gate.run(request, endpoint, work)
    except AppError as error:
        seconds = error.facts.get("seconds")
        refusal = Refusal(code=error.code, seconds=seconds if isinstance(seconds, int) else None)
        return _refused(_STATUS.get(error.code, 409), refusal, refusal.seconds)
    except Faulted as fault:
        said = fault.reply
        return _refused(FAULT_STATUS[said.fault], Refusal(code=said.fault.value, last=said.last), said.retry_after)
    return Response(reply.model_dump_json(), media_type="application/json")


def _refused(status: int, refusal: Refusal, retry_after: int | None) -> Response:
    headers = {} if retry_after is None else {"retry-after": str(retry_after)}
    return Response(refusal.model_dump_json(), status, headers, media_type="application/json")
