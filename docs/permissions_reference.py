"""Writes docs/reference/permissions.md: what every call, page and view needs, and who has it.

`python docs/permissions_reference.py` brings the page up to date; a test fails when it is not, and
asks a server for every cell. Each cell is the answer of the doors themselves.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from flask import Flask
from werkzeug.routing import Rule

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from queue_server.domain.access import (
    ANYONE,
    DEVICES,
    EVERYWHERE,
    OFFICE_WIDE,
    ROLES,
    Caller,
    DeviceKind,
    Needs,
    Role,
)
from queue_server.domain.errors import Refusal
from queue_server.views import VIEW_NEEDS
from queue_server.web.doors import Doors, needs_of_all
from tests.guarded import Guarded, guarded

PAGE = Path(__file__).parent / "reference/permissions.md"
MARK = "<!-- From here on written by docs/permissions_reference.py -->\n"
#: Where each kind of device stands in the example, and what a path is filled with.
PLACES = {
    DeviceKind.KIOSK: "hall",
    DeviceKind.DISPLAY: "hall",
    DeviceKind.BOARD: "1",
    DeviceKind.AGENT: "desk",
}
BRANCH = "town"
EXAMPLE = {
    "branch": BRANCH,
    "kiosk": "hall",
    "display": "hall",
    "counter": "1",
    "printer": "a",
    "agent": "desk",
    "language": "pl",
    "kind": "falling",
}
COLUMNS = ["anyone", *Role, *DeviceKind]
YES, NO = "yes", "–"


class Row(NamedTuple):
    """Something that can be asked for: `GET /branches/{branch}`."""

    what: str
    needs: Needs
    place: dict[str, str]


def with_tables(page: str) -> str:
    """The page with everything below its mark written anew."""
    with tempfile.TemporaryDirectory() as folder, guarded(Path(folder)) as server:
        doors = Doors(server.bridge)
        parts = [_roles(), *_tables(doors, server.server.app, example(server))]
    return page.partition(MARK)[0] + MARK + "\n" + "\n\n".join(parts) + "\n"


def example(server: Guarded) -> dict[str, str]:
    """What stands in paths: places of the example, a ticket of its branch, else a number."""
    token = server.device(DeviceKind.KIOSK, BRANCH, "hall")
    taken = server.ask("POST", f"/api/v1/branches/{BRANCH}/tickets", token, {"service": "cards"})
    assert taken.json is not None
    return EXAMPLE | {"ticket": str(taken.json["id"])}


def rules(app: Flask) -> Iterator[tuple[str, Rule]]:
    """Every method and rule of an application, its pages' assets left out."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        if not rule.endpoint.endswith("_asset"):
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                yield method, rule


def filled(rule: Rule, values: dict[str, str]) -> dict[str, str]:
    """What a rule's brackets stand for."""
    return {name: values.get(name, "1") for name in rule.arguments}


def path_of(rule: Rule) -> str:
    """A rule as it is documented: `/branches/{branch}`."""
    parts = [f"{{{text}}}" if dynamic else text for dynamic, text in rule._trace]
    return "".join(parts).removeprefix("|")


def callers() -> dict[str, Caller]:
    """Who asks, by column: staff with a role in the whole office, devices at their place."""
    return {
        "anyone": ANYONE,
        **{r: Caller("staff", "staff:1", grants={EVERYWHERE: ROLES[r]}) for r in Role},
        **{
            kind: Caller("device", "device:1", "", {BRANCH: DEVICES[kind]}, kind, PLACES[kind])
            for kind in DeviceKind
        },
    }


def _tables(doors: Doors, app: Flask, values: dict[str, str]) -> Iterator[str]:
    needs = needs_of_all(app)
    routes = [
        Row(f"{method} {path_of(rule)}", needs[rule.endpoint], filled(rule, values))
        for method, rule in rules(app)
    ]
    api: list[Row] = []
    pages: list[Row] = []
    for row in routes:
        (api if " /api/v1/" in row.what else pages).append(row)
    views = [
        Row(name, needed, {"branch": BRANCH} | ({place: values[place]} if place else {}))
        for name, (needed, place) in VIEW_NEEDS.items()
    ]
    yield "## Calls\n\n" + _table(doors, "call", api)
    yield "## Pages\n\n" + _table(doors, "page", pages)
    yield "## Views\n\n" + _table(doors, "view", views)


def _table(doors: Doors, kind: str, rows: list[Row]) -> str:
    lines = [
        f"| {kind} | needs | {' | '.join(COLUMNS)} |",
        "|---|---|" + ":-:|" * len(COLUMNS),
    ]
    for row in rows:
        cells = [YES if _may(doors, caller, row) else NO for caller in callers().values()]
        what = row.what.replace("/api/v1", "")
        lines.append(f"| `{what}` | `{row.needs}` | {' | '.join(cells)} |")
    return "\n".join(lines)


def _may(doors: Doors, caller: Caller, row: Row) -> bool:
    try:
        doors.refuse(caller, row.needs, row.place)
    except Refusal:
        return False
    return True


def _roles() -> str:
    lines = ["## Permissions", "", "| permission | of | roles | devices |", "|---|---|---|---|"]
    every = sorted({p for granted in [*ROLES.values(), *DEVICES.values()] for p in granted})
    for permission in every:
        where = "the office" if permission in OFFICE_WIDE else "a branch"
        roles = ", ".join(role for role in Role if permission in ROLES[role])
        devices = ", ".join(kind for kind in DeviceKind if permission in DEVICES[kind])
        lines.append(f"| `{permission}` | {where} | {roles or NO} | {devices or NO} |")
    return "\n".join(lines)


if __name__ == "__main__":
    PAGE.write_text(with_tables(PAGE.read_text()))
