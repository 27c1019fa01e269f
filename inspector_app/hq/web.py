"""HQ over HTTPS: the sync endpoints, and beside them enrolment and sign-in."""

from __future__ import annotations

import time
from collections.abc import Callable

from fastapi import FastAPI, Request, Response
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool

from inspector_app.errors import AppError
from inspector_app.hq import enrolment
from inspector_app.hq.office import Office
from inspector_app.services.enrolment import EnrolReply, EnrolRequest, SignInReply, SignInRequest
from sync.hq.app import create_app
from sync.protocol import Faulted, Message

MAX_BODY = 16_384
_STATUS = {"wrong_password": 403, "not_provisioned": 403, "sign_in_paused": 429, "malformed": 400}


def web(office: Office, clock: Callable[[], int] = lambda: time.time_ns() // 1_000) -> FastAPI:
    """The application that `inspector-hq serve` runs."""
    app = create_app(office.service, clock)

    @app.post("/inspector/v1/enrol", response_model=EnrolReply)
    async def enrol(request: Request) -> Response:
        return await _answer(
            request, lambda body: enrolment.redeem(office, EnrolRequest.model_validate_json(body), clock())
        )

    @app.post("/inspector/v1/sign-in", response_model=SignInReply)
    async def sign_in(request: Request) -> Response:
        header = request.headers.get("authorization", "")

        def work(body: bytes) -> Message:
            device = office.service.authenticate(header, "POST", "/inspector/v1/sign-in", body)
            return enrolment.sign_in(office, device, SignInRequest.model_validate_json(body), clock())

        return await _answer(request, work)

    return app


async def _answer(request: Request, work: Callable[[bytes], Message]) -> Response:
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > MAX_BODY:
            return _refusal(413, "too_large")
    try:
        reply = await run_in_threadpool(work, bytes(body))
    except ValidationError:
        return _refusal(400, "malformed")
    except AppError as error:
        return _refusal(_STATUS.get(error.code, 409), error.code)
    except Faulted as fault:
        return _refusal(401, fault.reply.fault.value, fault.reply.last)
    return Response(reply.model_dump_json(), media_type="application/json")


class Refusal(Message):
    """Why HQ refused an enrolment or a sign-in; `last` is the device's counter when that was the reason."""

    code: str
    last: int | None = None


def _refusal(status: int, code: str, last: int | None = None) -> Response:
    return Response(Refusal(code=code, last=last).model_dump_json(), status, media_type="application/json")
