"""HQ's sync endpoints over HTTP: read the bytes, let the service answer, send the bytes."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from typing import Annotated, Any

import uvicorn
from fastapi import FastAPI, Path, Query, Request, Response
from pydantic.json_schema import models_json_schema
from starlette.concurrency import run_in_threadpool

from sync.clock import now_us
from sync.faults import Fault, Faulted, FaultReply
from sync.hq import endpoints
from sync.hq.bodies import Body
from sync.hq.connections import PatientConnection
from sync.hq.endpoints import Endpoint, check_routes
from sync.hq.gate import Gate
from sync.hq.ranges import file_response
from sync.hq.segments import SegmentName
from sync.hq.service import HQService
from sync.photos import BlobsMissing, BlobsMissingReply, BlobState
from sync.protocol import Done, ExchangeReply, ExchangeRequest, Hello, Message
from sync.reconcile import ReconcileReply, ReconcileRequest
from sync.snapshot import FILES_IN_ONE, ManifestsReply, entity_tag
from sync.wire import CONTENT_TYPE, ENCODING, from_bytes, to_bytes

STOP_S = 20
"""How long a server that is told to stop waits for requests to end; what was not answered is asked again."""
FAULT_STATUS = {
    Fault.UNKNOWN_DEVICE: 401,
    Fault.BAD_SIGNATURE: 401,
    Fault.REVOKED: 403,
    Fault.TRANSFERRED: 403,
    Fault.HELD: 403,
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
    Fault.LIMITED: 429,
    Fault.TIMEOUT: 408,
}
_FAULTS: dict[int | str, dict[str, Any]] = {
    status: {"model": FaultReply} for status in sorted(set(FAULT_STATUS.values()))
}
_REQUESTS: tuple[type[Message], ...] = (ExchangeRequest, ReconcileRequest, BlobsMissing)

Hash = Annotated[str, Path(pattern=r"^[0-9a-f]{64}$")]
Hashes = Annotated[str, Path(pattern=rf"^[0-9a-f]{{64}}(\+[0-9a-f]{{64}}){{0,{FILES_IN_ONE - 1}}}$")]
Feeds = Annotated[str, Query(pattern=r"^[0-9]{1,15}(,[0-9]{1,15}){0,999}$")]
FeedNumber = Annotated[int, Path(ge=0, lt=1 << 53)]
PartNumber = Annotated[int, Path(ge=0, lt=1 << 20)]


class Health(Message):
    """Whether HQ runs, and whether it can answer devices."""

    live: bool
    ready: bool | None = None
    overdue: tuple[str, ...] = ()
    """Upkeep that failed or was not done in time; HQ answers devices all the same."""


def body_of(kind: type[Message] | None) -> dict[str, Any]:
    """How a route's body stands in the OpenAPI document; the route itself reads bytes."""
    if kind is None:
        content: dict[str, Any] = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
    else:
        content = {CONTENT_TYPE: {"schema": {"$ref": f"#/components/schemas/{kind.__name__}"}}}
    return {"requestBody": {"required": True, "content": content}}


def create_app(service: HQService, clock: Callable[[], int] = now_us) -> FastAPI:
    """The endpoints of sync.md B.6 on a service."""
    return gated(Gate(service, clock))


def gated(
    gate: Gate,
    declared: Iterable[Endpoint] = (),
    add: Callable[[FastAPI], None] = lambda app: None,
    requests: Sequence[type[Message]] = (),
) -> FastAPI:
    """HQ behind its gate; `add` puts more routes beside ours, each declared, with the messages they read."""
    service, clock = gate.service, gate.clock

    @asynccontextmanager
    async def running(_: FastAPI) -> AsyncIterator[None]:
        yield
        await run_in_threadpool(gate.audit.write)

    app = FastAPI(title="Field Inspector HQ", docs_url=None, redoc_url=None, lifespan=running)
    app.openapi = lambda: _openapi(app, [*_REQUESTS, *requests])  # type: ignore[method-assign]

    async def answer(request: Request, endpoint: Endpoint, work: Callable[[str, Body], Message | Response]) -> Response:
        """What the work gives, or a fault as its status."""

        def replied(device: str, body: Body) -> Response:
            done = work(device, body)
            return done if isinstance(done, Response) else _reply(done)

        try:
            return await gate.run(request, endpoint, replied)
        except Faulted as fault:
            return _fault(fault.reply)

    @app.get(endpoints.HELLO.path, response_model=Hello, responses=_FAULTS)
    async def hello(request: Request) -> Response:
        def work(device: str, body: Body) -> Response:
            return Response(service.hello(clock()).model_dump_json(exclude_none=True), media_type=CONTENT_TYPE)

        return await answer(request, endpoints.HELLO, work)

    @app.post(
        endpoints.EXCHANGE.path,
        response_model=ExchangeReply,
        responses=_FAULTS,
        openapi_extra=body_of(ExchangeRequest),
    )
    async def exchange(request: Request) -> Response:
        def work(device: str, body: Body) -> Message:
            return service.exchange(device, from_bytes(ExchangeRequest, body.read()), clock())

        return await answer(request, endpoints.EXCHANGE, work)

    @app.post(endpoints.WIPED.path, response_model=Done, responses=_FAULTS)
    async def wiped(request: Request) -> Response:
        def work(device: str, body: Body) -> Message:
            service.wiped(device, clock())
            return Done()

        return await answer(request, endpoints.WIPED, work)

    @app.post(
        endpoints.RECONCILE.path,
        response_model=ReconcileReply,
        responses=_FAULTS,
        openapi_extra=body_of(ReconcileRequest),
    )
    async def reconcile(request: Request) -> Response:
        def work(device: str, body: Body) -> Message:
            return service.reconcile(device, from_bytes(ReconcileRequest, body.read()), clock())

        return await answer(request, endpoints.RECONCILE, work)

    @app.post(
        endpoints.MISSING.path,
        response_model=BlobsMissingReply,
        responses=_FAULTS,
        openapi_extra=body_of(BlobsMissing),
    )
    async def blobs_missing(request: Request) -> Response:
        def work(device: str, body: Body) -> Message:
            asked = from_bytes(BlobsMissing, body.read()).blobs
            return BlobsMissingReply(blobs=tuple(service.blobs.missing(device, asked, clock())))

        return await answer(request, endpoints.MISSING, work)

    @app.put(endpoints.PARTS.path, response_model=BlobState, responses=_FAULTS, openapi_extra=body_of(None))
    async def put_parts(request: Request, sha256: Hash, first: PartNumber) -> Response:
        def work(device: str, body: Body) -> Message:
            return service.blobs.put_parts(device, sha256, first, body.file, body.size, clock())

        return await answer(request, endpoints.PARTS, work)

    @app.get(endpoints.PART.path, response_class=Response, responses=_FAULTS)
    async def part(request: Request, sha256: Hash, first: PartNumber) -> Response:
        def work(device: str, _body: Body) -> Response:
            data = service.blob_reads.part(device, sha256, first, clock())
            return Response(data, media_type="application/octet-stream")

        return await answer(request, endpoints.PART, work)

    @app.post(endpoints.COMPLETE.path, response_model=BlobState, responses=_FAULTS)
    async def complete(request: Request, sha256: Hash) -> Response:
        return await answer(request, endpoints.COMPLETE, lambda device, _: service.blobs.complete(device, sha256))

    @app.get(endpoints.SNAPSHOTS.path, response_model=ManifestsReply, responses=_FAULTS)
    async def snapshots(request: Request, feeds: Feeds) -> Response:
        numbers = [int(number) for number in feeds.split(",")]
        return await answer(
            request, endpoints.SNAPSHOTS, lambda device, _: service.shelf.manifests(device, numbers, clock())
        )

    @app.get(endpoints.SNAP.path, response_class=Response, responses=_FAULTS)
    async def snap(request: Request, hashes: Hashes) -> Response:
        named = hashes.split("+")

        def work(device: str, _body: Body) -> Response:
            return file_response(service.shelf.slices(device, named, clock()), entity_tag(named), request.headers)

        return await answer(request, endpoints.SNAP, work)

    @app.get(endpoints.SEG.path, response_class=Response, responses=_FAULTS)
    async def seg(
        request: Request, feed: FeedNumber, epoch: FeedNumber, first: FeedNumber, last: FeedNumber, sha256: Hash
    ) -> Response:
        name = SegmentName(feed, epoch, first, last, sha256)

        def work(device: str, _body: Body) -> Response:
            return file_response([service.shelf.segment(device, name, clock())], entity_tag([sha256]), request.headers)

        return await answer(request, endpoints.SEG, work)

    @app.get(endpoints.LIVE.path, response_model=Health)
    async def live() -> Response:
        return _health(200, Health(live=True))

    @app.get(endpoints.READY.path, response_model=Health, responses={503: {"model": Health}})
    async def ready() -> Response:
        is_ready = await run_in_threadpool(service.is_ready)
        overdue = await run_in_threadpool(gate.overdue) if is_ready else ()
        return _health(200 if is_ready else 503, Health(live=True, ready=is_ready, overdue=overdue))

    add(app)
    check_routes(app, [*endpoints.ENDPOINTS, *declared])
    return app


def _health(status: int, health: Health) -> Response:
    return Response(health.model_dump_json(exclude_none=True, exclude_defaults=True), status, media_type=CONTENT_TYPE)


def _reply(message: Message) -> Response:
    return Response(to_bytes(message), headers={"content-encoding": ENCODING}, media_type=CONTENT_TYPE)


def _fault(reply: FaultReply) -> Response:
    headers = {"retry-after": str(reply.retry_after)} if reply.retry_after is not None else {}
    plain = reply.model_dump_json(exclude_none=True, exclude_defaults=True)
    return Response(plain, FAULT_STATUS[reply.fault], headers, media_type=CONTENT_TYPE)


def _openapi(app: FastAPI, requests: Iterable[type[Message]]) -> dict[str, Any]:
    """FastAPI's document, with the models of the bodies that the routes read themselves."""
    if app.openapi_schema is None:
        document = FastAPI.openapi(app)
        template = "#/components/schemas/{model}"
        _, models = models_json_schema([(kind, "validation") for kind in requests], ref_template=template)
        document["components"]["schemas"] |= models["$defs"]
    assert app.openapi_schema is not None
    return app.openapi_schema


def server(app: FastAPI, host: str, port: int, certfile: str | None, keyfile: str | None) -> uvicorn.Server:
    """A uvicorn server that spends no bytes on headers that nobody reads."""
    return uvicorn.Server(
        uvicorn.Config(
            app,
            http=PatientConnection,
            ws="none",
            loop="asyncio",  # the same on every machine, whatever else is installed there
            host=host,
            port=port,
            ssl_certfile=certfile,
            ssl_keyfile=keyfile,
            server_header=False,
            date_header=False,
            access_log=False,
            log_config=None,
            timeout_keep_alive=75,
            timeout_graceful_shutdown=STOP_S,
        )
    )
