"""What an agent has to work: the devices that the office configuration gives it, with settings."""

from __future__ import annotations

from typing import Any

from queue_server.domain.errors import NotFound
from queue_server.memory.presence import AgentName, AgentWord, DeviceWord
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


def device_alerts(moment: Moment, branch: Branch) -> list[Json]:
    """Boards, keypads and scanners that an agent tells it does not reach.

    Printers have alerts of their own. Of the demo's devices, which nobody has, only those count
    that have been there.
    """
    presence = moment.setting.presence
    return [
        {"kind": "device_lost", "device": kind, "id": device.id}
        for agent_id, hung in hardware(branch).items()
        if presence.state(branch.id, agent_id) == "present"
        for name in [AgentName(branch.id, agent_id)]
        for (kind, device), heard in zip(hung, _heard(hung, presence.word(*name)), strict=True)
        if kind != "printer"
        and heard is not None
        and heard.state in ("offline", "error")
        and (not moment.setting.demo or (name, kind, device.id) in presence.worked)
    ]


def _heard(hung: list[Hung], word: AgentWord | None) -> list[DeviceWord | None]:
    """What an agent said last of each of these devices."""
    said = {(device.kind, device.id): device for device in word.devices} if word else {}
    return [said.get((kind, device.id)) for kind, device in hung]


def _word_json(branch: Branch, hung: list[Hung], word: AgentWord | None) -> Json:
    devices = [
        {
            "kind": kind,
            "id": device.id,
            "state": heard.state if heard else "unknown",
            "detail": heard.detail if heard else None,
        }
        for (kind, device), heard in zip(hung, _heard(hung, word), strict=True)
    ]
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
