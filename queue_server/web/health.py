"""Whether the server lives and is ready, and its figures for Prometheus."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import accumulate
from time import perf_counter
from typing import Any

from flask import Blueprint, Flask, Response, g, request
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector

from queue_server.bridge import Bridge
from queue_server.domain.access import PUBLIC, Permission
from queue_server.operations.work import Work
from queue_server.problems import MEDIA_TYPE
from queue_server.store import counters, lines, printing, records
from queue_server.views.printer import printers_json, uncertain_json
from queue_server.web.doors import open_to

_BUCKETS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2)


def attach(app: Flask, bridge: Bridge) -> None:
    """Add `/healthz`, `/readyz` and `/metrics`, and measure every call."""
    registry = CollectorRegistry()
    registry.register(_Queue(bridge))
    registry.register(_Printers(bridge))
    answers = _Answers()
    registry.register(answers)
    made = Blueprint("health", __name__)

    @made.get("/healthz")
    @open_to(PUBLIC)
    def health() -> Response:
        return Response('{"status": "alive"}', mimetype="application/json")

    @made.get("/readyz")
    @open_to(PUBLIC)
    def ready() -> Response:
        reply = bridge.ask(_write)
        kind = "application/json" if reply.status == 200 else MEDIA_TYPE
        return Response(reply.body, reply.status, mimetype=kind)

    @made.get("/metrics")
    @open_to(Permission.SEE_METRICS)
    def metrics() -> Response:
        return Response(generate_latest(registry), mimetype="text/plain; version=0.0.4")

    def begin() -> None:
        g.began = perf_counter()

    def measure(response: Response) -> Response:
        answers.count(request.endpoint or "none", response.status_code, perf_counter() - g.began)
        return response

    app.before_request(begin)
    app.after_request(measure)
    app.register_blueprint(made)


def _write(work: Work) -> dict[str, Any]:
    """Ready is who can store what is asked of it."""
    records.write_nothing(work.db, work.now)
    return {"status": "ready"}


class _Answers(Collector):
    """How many answers there were and how long they took; the hub alone counts, without a lock."""

    def __init__(self) -> None:
        self._statuses: Counter[tuple[str, int]] = Counter()
        self._buckets: dict[str, list[int]] = {}
        self._seconds: defaultdict[str, float] = defaultdict(float)

    def count(self, call: str, status: int, seconds: float) -> None:
        self._statuses[call, status] += 1
        if call not in self._buckets:
            self._buckets[call] = [0] * (len(_BUCKETS) + 1)
        self._buckets[call][bisect_left(_BUCKETS, seconds)] += 1
        self._seconds[call] += seconds

    def collect(self) -> Iterable[Metric]:
        answers = CounterMetricFamily("okienko_http_answers", "Answers", labels=["call", "status"])
        times = HistogramMetricFamily("okienko_http_seconds", "Time to answer", labels=["call"])
        for (call, status), count in self._statuses.items():
            answers.add_metric([call, str(status)], count)
        for call, counts in self._buckets.items():
            bounds = [*map(str, map(float, _BUCKETS)), "+Inf"]
            upto = list(zip(bounds, accumulate(counts), strict=True))
            times.add_metric([call], upto, sum_value=self._seconds[call])
        yield answers
        yield times


class _Queue(Collector):
    """Who waits and which counters are open, read when asked."""

    def __init__(self, bridge: Bridge) -> None:
        self._bridge = bridge

    def collect(self) -> Iterable[Metric]:
        waiting = GaugeMetricFamily("okienko_waiting", "Waiting", labels=["branch", "service"])
        opened = GaugeMetricFamily("okienko_open_counters", "Open counters", labels=["branch"])
        with self._bridge.read() as moment:
            for branch in moment.office.branches:
                if branch.training:
                    continue
                counts = lines.waiting_counts(moment.db, branch.id)
                for service in branch.services:
                    waiting.add_metric([branch.id, service.id], counts.get(service.id, 0))
                sessions = counters.of_branch(moment.db, branch.id).values()
                opened.add_metric([branch.id], sum(session.open for session in sessions))
        yield waiting
        yield opened


class _Printers(Collector):
    """What printers last said, what they have to do, and what they may have done."""

    def __init__(self, bridge: Bridge) -> None:
        self._bridge = bridge

    def collect(self) -> Iterable[Metric]:
        place = ["branch", "printer"]
        states = GaugeMetricFamily("okienko_printer", "Says so", labels=[*place, "state"])
        jobs = GaugeMetricFamily("okienko_print_jobs", "Slips to print", labels=place)
        unsure = GaugeMetricFamily("okienko_uncertain_slips", "Unsure slips", labels=["branch"])
        with self._bridge.read() as moment:
            for branch in moment.office.branches:
                to_do = printing.to_do_counts(moment.db, branch.id)
                for printer in printers_json(moment, branch, branch.printer):
                    states.add_metric([branch.id, printer["id"], printer["state"]], 1)
                    jobs.add_metric([branch.id, printer["id"]], to_do.get(printer["id"], 0))
                unsure.add_metric([branch.id], len(uncertain_json(moment, branch)))
        yield states
        yield jobs
        yield unsure
