"""HQ's sync endpoints over HTTP: read the bytes, let the service answer, send the bytes."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Annotated, Any

import uvicorn
from fastapi import FastAPI, Path, Query, Request, Response
from pydantic.json_schema import models_json_schema
from sqlalchemy.exc import DBAPIError, TimeoutError
from starlette.concurrency import run_in_threadpool

from sync.hq.blobs import RUN_PARTS
from sync.hq.database import is_contention
from sync.hq.ranges import file_response
from sync.hq.segments import SegmentName
from sync.hq.service import HQService
from sync.protocol import (
    PART_BYTES,
    BlobsMissing,
    BlobsMissingReply,
    BlobState,
    ExchangeReply,
    ExchangeRequest,
    Fault,
    Faulted,
    FaultReply,
    Hello,
    Message,
)
from sync.snapshot import FILES_IN_ONE, ManifestsReply, entity_tag
from sync.wire import CONTENT_TYPE, ENCODING, Malformed, from_bytes, to_bytes

MAX_BODY = 8 << 20
"""Bytes of a request as sent; wire.MAX_BYTES limits it again once decompressed."""
RETRY_S = 20

_STATUS = {
    Fault.UNKNOWN_DEVICE: 401,
    Fault.BAD_SIGNATURE: 401,
    Fault.REVOKED: 403,
    Fault.COUNTER: 409,
    Fault.FORKED: 409,
    Fault.LOG_AHEAD: 409,
    Fault.DATASET: 409,
    Fault.PROTOCOL: 426,
    Fault.UPGRADE: 426,
    Fault.TOO_LARGE: 413,
    Fault.MALFORMED: 400,
    Fault.NOT_FOUND: 404,
    Fault.BUSY: 503,
}
_FAULTS: dict[int | str, dict[str, Any]] = {status: {"model": FaultReply} for status in sorted(set(_STATUS.values()))}
_REQUESTS: tuple[type[Message], ...] = (ExchangeRequest, BlobsMissing)

Hash = Annotated[str, Path(pattern=r"^[0-9a-f]{64}$")]
Hashes = Annotated[str, Path(pattern=rf"^[0-9a-f]{{64}}(\+[0-9a-f]{{64}}){{0,{FILES_IN_ONE - 1}}}$")]
Feeds = Annotated[str, Query(pattern=r"^[0-9]{1,15}(,[0-9]{1,15}){0,999}$")]
FeedNumber = Annotated[int, Path(ge=0, lt=1 << 53)]
PartNumber = Annotated[int, Path(ge=0, lt=1 << 20)]


def _body_of(kind: type[Message] | None) -> dict[str, Any]:
    """How a route's body stands in the OpenAPI document; the route itself reads bytes."""
    if kind is None:
        content: dict[str, Any] = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
    else:
        content = {CONTENT_TYPE: {"schema": {"$ref": f"#/components/schemas/{kind.__name__}"}}}
    return {"requestBody": {"required": True, "content": content}}


def now_us() -> int:
    return time.time_ns() // 1_000


def create_app(service: HQService, clock: Callable[[], int] = now_us) -> FastAPI:
    """The endpoints of sync.md B.6 on a service."""
    app = FastAPI(title="Field Inspector HQ", docs_url=None, redoc_url=None)
    app.openapi = lambda: _openapi(app)  # type: ignore[method-assign]

    async def answer(request: Request, limit: int, work: Callable[[str, bytes], Message | Response]) -> Response:
        """Authenticate the bytes, then work on them in a thread; a fault as its status."""

        def run(body: bytes) -> Response:
            header = request.headers.get("authorization", "")
            device = service.authenticate(header, request.method, _target(request), body)
            done = work(device, body)
            return done if isinstance(done, Response) else _reply(done)

        try:
            return await run_in_threadpool(run, await _read(request, limit))
        except Faulted as fault:
            return _fault(fault.reply)
        except Malformed as exc:
            return _fault(FaultReply(fault=Fault.MALFORMED, detail=str(exc)))
        except TimeoutError:
            return _fault(FaultReply(fault=Fault.BUSY, retry_after=RETRY_S))
        except DBAPIError as exc:
            if not is_contention(exc):
                raise
            return _fault(FaultReply(fault=Fault.BUSY, retry_after=RETRY_S))

    @app.get("/sync/v1/hello", response_model=Hello)
    def hello() -> Response:
        return Response(service.hello(clock()).model_dump_json(exclude_none=True), media_type=CONTENT_TYPE)

    @app.post(
        "/sync/v1/exchange",
        response_model=ExchangeReply,
        responses=_FAULTS,
        openapi_extra=_body_of(ExchangeRequest),
    )
    async def exchange(request: Request) -> Response:
        return await answer(
            request,
            MAX_BODY,
            lambda device, body: service.exchange(device, from_bytes(ExchangeRequest, body), clock()),
        )

    @app.post(
        "/sync/v1/blobs/missing",
        response_model=BlobsMissingReply,
        responses=_FAULTS,
        openapi_extra=_body_of(BlobsMissing),
    )
    async def blobs_missing(request: Request) -> Response:
        def work(device: str, body: bytes) -> Message:
            asked = from_bytes(BlobsMissing, body).blobs
            return BlobsMissingReply(blobs=tuple(service.blobs.missing(device, asked, clock())))

        return await answer(request, MAX_BODY, work)

    @app.put(
        "/sync/v1/blobs/{sha256}/parts/{first}",
        response_model=BlobState,
        responses=_FAULTS,
        openapi_extra=_body_of(None),
    )
    async def put_parts(request: Request, sha256: Hash, first: PartNumber) -> Response:
        return await answer(
            request, RUN_PARTS * PART_BYTES, lambda _device, body: service.blobs.put_parts(sha256, first, body)
        )

    @app.post("/sync/v1/blobs/{sha256}/complete", response_model=BlobState, responses=_FAULTS)
    async def complete(request: Request, sha256: Hash) -> Response:
        return await answer(request, 0, lambda _device, _body: service.blobs.complete(sha256))

    @app.get("/sync/v1/snapshots", response_model=ManifestsReply, responses=_FAULTS)
    async def snapshots(request: Request, feeds: Feeds) -> Response:
        numbers = [int(number) for number in feeds.split(",")]
        return await answer(request, 0, lambda device, _body: service.shelf.manifests(device, numbers, clock()))

    @app.get("/sync/v1/snap/{hashes}", response_class=Response, responses=_FAULTS)
    async def snap(request: Request, hashes: Hashes) -> Response:
        named = hashes.split("+")

        def work(device: str, _body: bytes) -> Response:
            return file_response(service.shelf.slices(device, named, clock()), entity_tag(named), request.headers)

        return await answer(request, 0, work)

    @app.get("/sync/v1/feeds/{feed}/seg/{epoch}/{first}-{last}-{sha256}", response_class=Response, responses=_FAULTS)
    async def seg(
        request: Request, feed: FeedNumber, epoch: FeedNumber, first: FeedNumber, last: FeedNumber, sha256: Hash
    ) -> Response:
        name = SegmentName(feed, epoch, first, last, sha256)

        def work(device: str, _body: bytes) -> Response:
            return file_response([service.shelf.segment(device, name, clock())], entity_tag([sha256]), request.headers)

        return await answer(request, 0, work)

    return app


def _target(request: Request) -> str:
    """What the request asks for, as its device signed it."""
    path: str = request.scope["raw_path"].decode("ascii")
    query: str = request.url.query
    return f"{path}?{query}" if query else path


async def _read(request: Request, limit: int) -> bytes:
    """The request's body; no more than the limit is ever held."""
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > limit:
            raise Faulted(FaultReply(fault=Fault.TOO_LARGE, detail=f"more than {limit} bytes"))
    return bytes(body)


def _reply(message: Message) -> Response:
    return Response(to_bytes(message), headers={"content-encoding": ENCODING}, media_type=CONTENT_TYPE)


def _fault(reply: FaultReply) -> Response:
    headers = {"retry-after": str(reply.retry_after)} if reply.retry_after is not None else {}
    plain = reply.model_dump_json(exclude_none=True, exclude_defaults=True)
    return Response(plain, _STATUS[reply.fault], headers, media_type=CONTENT_TYPE)


def _openapi(app: FastAPI) -> dict[str, Any]:
    """FastAPI's document, with the models of the bodies that the routes read themselves."""
    if app.openapi_schema is None:
        document = FastAPI.openapi(app)
        template = "#/components/schemas/{model}"
        _, models = models_json_schema([(kind, "validation") for kind in _REQUESTS], ref_template=template)
        document["components"]["schemas"] |= models["$defs"]
    assert app.openapi_schema is not None
    return app.openapi_schema


def server(app: FastAPI, host: str, port: int, certfile: str | None, keyfile: str | None) -> uvicorn.Server:
    """A uvicorn server that spends no bytes on headers that nobody reads."""
    return uvicorn.Server(
        uvicorn.Config(
            app,
            host=host,
            port=port,
            ssl_certfile=certfile,
            ssl_keyfile=keyfile,
            server_header=False,
            date_header=False,
            access_log=False,
            log_config=None,
            timeout_keep_alive=75,
        )
    )


def serve(app: FastAPI, host: str, port: int, certfile: str, keyfile: str) -> None:
    """Serve over TLS until the process is told to stop."""
    server(app, host, port, certfile, keyfile).run()
