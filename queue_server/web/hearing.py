"""Whether calls are heard: looks again and again, and has a supervisor told when they are not.

A page that loads or reconnects is silent for a moment; only what two looks find is told.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from functools import partial
from http import HTTPStatus
from itertools import groupby

import gevent

from queue_server.bridge import Bridge
from queue_server.domain.errors import Refusal
from queue_server.memory.speaking import Area, SoundAlert, Speaking
from queue_server.moment import Moment
from queue_server.office import Branch
from queue_server.operations import sounding
from queue_server.store import counters

log = logging.getLogger(__name__)

LOOK_SECONDS = 2.0


def area_of(branch: Branch, zone_id: str) -> Area:
    """The sound area that a zone belongs to."""
    zone = next((zone for zone in branch.zones if zone.id == zone_id), None)
    return Area(branch.id, (zone.sound_area if zone else None) or zone_id)


class Hearing:
    """Keeps `Speaking.alerts` true, and every change of them as an event."""

    def __init__(self, bridge: Bridge, speaking: Speaking) -> None:
        self._bridge = bridge
        self._speaking = speaking
        self._found: frozenset[SoundAlert] = frozenset()
        gevent.spawn(self._look_forever)

    def _look_forever(self) -> None:
        while True:
            gevent.sleep(LOOK_SECONDS)
            try:
                self.look()
            except Refusal:
                continue  # the storage fails, and that is told elsewhere
            except Exception:
                log.exception("whether displays are heard could not be told")

    def look(self) -> None:
        """Tell what this look and the last one found, and what neither finds any more."""
        with self._bridge.read() as moment:
            found = frozenset(self._unheard(moment))
        before = self._speaking.alerts
        standing = found & (self._found | before)
        self._found = found
        if standing == before:
            return
        changed = sorted(standing ^ before)
        for branch, alerts in groupby(changed, key=lambda alert: alert.branch):
            of_branch = list(alerts)
            raised = [alert for alert in of_branch if alert in standing]
            over = [alert for alert in of_branch if alert not in standing]
            self._speaking.alerts ^= frozenset(of_branch)  # the event's push shows it
            note = partial(sounding.record, branch_id=branch, raised=raised, over=over)
            if self._bridge.ask(note).status == HTTPStatus.SERVICE_UNAVAILABLE:
                self._speaking.alerts ^= frozenset(of_branch)  # told at the next look

    def _unheard(self, moment: Moment) -> Iterator[SoundAlert]:
        speakers = self._speaking.speakers()
        yield from self._speaking.mute_displays()
        lost = list(self._speaking.lost_displays())
        for branch in moment.office.branches:
            if branch.training:
                continue  # nothing is spoken there
            meant = {
                area_of(branch, zone)
                for display in branch.displays
                if display.voice
                for zone in display.zones
            }
            sessions = counters.of_branch(moment.db, branch.id)
            called = {
                area_of(branch, counter.zone)
                for counter in branch.counters
                if not counter.quiet and counter.id in sessions and sessions[counter.id].open
            }
            for area in meant & called - speakers.keys():
                yield SoundAlert(branch.id, "silent_area", area.name)
            if any(session.open for session in sessions.values()):
                here = (alert for alert in lost if alert.branch == branch.id)
                yield from (alert for alert in here if alert.id in branch.display)
