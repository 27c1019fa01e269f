"""Figures for Prometheus: requests, changes, queues, feeds. No personal data, and no label of unbounded values."""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Iterable, Iterator

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector, start_http_server
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy import Connection, func, select

from sync.hq.admission import Admission
from sync.hq.database import Database
from sync.hq.tables import blob, device, feed, parked_op, quarantine
from sync.protocol import Result

SECONDS = (0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 15, 60)


class Metrics:
    """The figures of one HQ process."""

    def __init__(self, database: Database, admission: Admission) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter("hq_requests", "Requests", ["endpoint", "outcome"], registry=self.registry)
        self.seconds = Histogram(
            "hq_request_seconds", "Duration", ["endpoint"], buckets=SECONDS, registry=self.registry
        )
        self.bytes = Counter("hq_request_bytes", "Bytes of bodies received", ["endpoint"], registry=self.registry)
        self.ops = Counter("hq_ops", "Changes by result", ["result", "code"], registry=self.registry)
        ProcessCollector(registry=self.registry)
        self.registry.register(_Lanes(admission))
        self.registry.register(_Store(database))

    def count(self, results: Iterable[Result]) -> None:
        """Count what became of changes."""
        for (outcome, code), number in Tally((r.r.value, r.code.value if r.code else "") for r in results).items():
            self.ops.labels(outcome, code).inc(number)

    def serve(self, port: int, host: str = "127.0.0.1") -> None:
        """Show the figures at a port of their own, to this machine alone unless another address is given."""
        start_http_server(port, addr=host, registry=self.registry)


class _Lanes(Collector):
    def __init__(self, admission: Admission) -> None:
        self._admission = admission

    def collect(self) -> Iterator[Metric]:
        lanes = GaugeMetricFamily("hq_lane_requests", "Requests in each class of work", labels=["work", "state"])
        for work, lane in self._admission.lanes.items():
            lanes.add_metric([work.value, "running"], lane.running)
            lanes.add_metric([work.value, "waiting"], lane.waiting)
        yield lanes


class _Store(Collector):
    """What the database tells, read when it is asked for."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def collect(self) -> Iterator[Metric]:
        return iter(self._database.read(_figures))


def _figures(conn: Connection) -> list[Metric]:
    heads = GaugeMetricFamily("hq_feed_heads", "Sum of the heads of all feeds of a kind", labels=["kind"])
    rows = GaugeMetricFamily("hq_feed_rows", "Rows that live in feeds of a kind", labels=["kind"])
    feeds = GaugeMetricFamily("hq_feeds", "Feeds of a kind", labels=["kind"])
    query = select(feed.c.kind, func.count(), func.sum(feed.c.head), func.sum(feed.c.n_rows)).group_by(feed.c.kind)
    for kind, number, head, held in conn.execute(query):
        for figure, value in ((feeds, number), (heads, head), (rows, held)):
            figure.add_metric([kind], float(value))
    found: list[Metric] = [heads, rows, feeds]
    for name, what, column in (
        ("hq_blobs", "Photos by state", blob.c.state),
        ("hq_devices", "Laptops by standing", device.c.status),
        ("hq_quarantine", "Refused changes that HQ keeps, by reason", quarantine.c.code),
    ):
        gauge = GaugeMetricFamily(name, what, labels=[column.name])
        for value, number in conn.execute(select(column, func.count()).group_by(column)):
            gauge.add_metric([value], number)
        found.append(gauge)
    parked = conn.execute(select(func.count()).select_from(parked_op)).scalar_one()
    found.append(GaugeMetricFamily("hq_parked_ops", "Changes that wait for a row", value=parked))
    return found
