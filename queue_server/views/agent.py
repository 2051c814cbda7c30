"""What an agent has to work: the devices that the office configuration gives it, with settings."""

from __future__ import annotations

from typing import Any

from queue_server.domain.errors import NotFound
from queue_server.memory.presence import AgentWord
from queue_server.moment import Moment
from queue_server.office import Branch
from queue_server.office.agents import SERVER
from queue_server.office.devices import BoardLine, Keypad
from queue_server.office.hardware import Hung, hardware
from queue_server.office.printers import Printer
from queue_server.store import events
from queue_server.views.tickets import local

Json = dict[str, Any]


def agent_view(moment: Moment, branch_id: str, agent_id: str | None) -> Json:
    """The devices that an agent works now."""
    branch = moment.branch(branch_id)
    if agent_id not in agents_of(branch):
        raise NotFound(f"branch {branch_id} has no agent {agent_id!r}")
    by_kind: dict[str, list[Json]] = {}
    for hung in hardware(branch).get(agent_id, []):
        by_kind.setdefault(hung.kind, []).append(_settings(moment, branch, hung))
    return {
        "rev": events.revision(moment.db, branch.id),
        "revision": moment.revision.number,
        "now": local(moment.now, branch.zone_info),
        "agent": agent_id,
        "printers": by_kind.get("printer", []),
        "board_lines": by_kind.get("board_line", []),
        "keypads": by_kind.get("keypad", []),
        "scanners": by_kind.get("scanner", []),
    }


def agents_of(branch: Branch) -> list[str]:
    """Who may be the agent of a device."""
    return [SERVER, *branch.kiosk, *(agent.id for agent in branch.agents)]


def agents_json(moment: Moment, branch: Branch) -> list[Json]:
    """Every agent that has devices or said something: whether it is there, and how they are."""
    presence = moment.setting.presence
    having = hardware(branch)
    shown = []
    for agent_id in agents_of(branch):
        word = presence.word(branch.id, agent_id)
        if agent_id in having or word is not None:
            state = {"id": agent_id, "state": presence.state(branch.id, agent_id)}
            shown.append(state | _word_json(branch, having.get(agent_id, []), word))
    return shown


def agent_alerts(moment: Moment, branch: Branch) -> list[Json]:
    """Agents that have devices and are away."""
    return [
        {"kind": "agent_away", "agent": name.agent, "since": local(since, branch.zone_info)}
        for name, since in sorted(moment.setting.presence.away.items())
        if name.branch == branch.id
    ]


def _word_json(branch: Branch, hung: list[Hung], word: AgentWord | None) -> Json:
    said = {(device.kind, device.id): device for device in word.devices} if word else {}
    devices = []
    for kind, device in hung:
        heard = said.get((kind, device.id))
        devices.append(
            {
                "kind": kind,
                "id": device.id,
                "state": heard.state if heard else "unknown",
                "detail": heard.detail if heard else None,
            }
        )
    return {
        "version": word.version if word else None,
        "host": word.host if word else None,
        "heard_at": local(word.at, branch.zone_info) if word else None,
        "devices": devices,
    }


def _settings(moment: Moment, branch: Branch, hung: Hung) -> Json:
    """A device as its agent needs it; a printer's own settings are in its view."""
    device = hung.device
    if isinstance(device, Printer):
        return {"id": device.id}
    settings = device.model_dump(mode="json", exclude={"agent"})
    if isinstance(device, BoardLine):
        protocol = branch.board_protocol[device.protocol]
        return settings | {"protocol": protocol.model_dump(mode="json")}
    if isinstance(device, Keypad):
        return settings | {"language": moment.office.languages[0]}
    return settings
