"""Displays join their sound areas anew when a revision is published."""

from pathlib import Path
from typing import Any

from queue_server.domain.access import DeviceKind
from queue_server.office import parse_office
from queue_server.operations.publishing import publish
from tests.guarded import guarded, two_branches


def test_a_display_follows_its_zones_into_another_sound_area_and_back(tmp_path: Path) -> None:
    with guarded(tmp_path) as server:
        socket = server.socket(server.device(DeviceKind.DISPLAY, "town", "2"))
        watched = {"view": "display", "branch": "town", "id": "2"}
        answer: Any = socket.emit("watch", watched, callback=True)
        assert "state" in answer

        def put_in_force(document: Any) -> list[str]:
            """The sound areas that the display stands in under this office."""
            office = parse_office(document)
            server.do(lambda work: {"revision": publish(work, office)})
            devices = server.bridge.loop.setting.speaking.devices.values()
            return [area.name for device in devices for area in device.areas]

        moved, removed = two_branches(), two_branches()
        moved["branches"][0]["zones"][0]["sound_area"] = "lobby"
        removed["branches"][0]["displays"].pop()
        assert put_in_force(moved) == ["lobby"]
        assert put_in_force(removed) == []
        assert put_in_force(moved) == ["lobby"]
        socket.disconnect()
