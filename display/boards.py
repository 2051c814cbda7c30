"""What counter and direction boards show: pure functions of the counters' newest states."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from counter_client.frames import CHECKSUMS, fill, letters

Cells = list[bytes]


@dataclass(frozen=True)
class Protocol:
    """How boards are spoken to, from the office configuration."""

    body: str
    frame: str
    checksum: str
    encoding: str
    align: str
    arrows: Mapping[str, str]
    blink_on: str | None
    blink_off: str

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> Protocol:
        return cls(**{name: settings[name] for name in cls.__dataclass_fields__})

    def say(self, board: Board, row: int, cells: Cells, blink: bool) -> bytes:
        """The frame that puts a text on a row of a board; rows count from 1."""
        body = fill(
            self.body,
            {
                "address": board.address,
                "row": row,
                "blink": fill(self.blink_on or "" if blink else self.blink_off, {}),
                "text": b"".join(cells),
            },
        )
        checksum = CHECKSUMS[self.checksum](body)
        return fill(self.frame, {"body": body, "length": len(body), "checksum": checksum})


@dataclass(frozen=True)
class Board:
    """A board, from the office configuration; `shows` are counters and the arrows to them."""

    id: str
    address: int
    shows: Sequence[tuple[str, str | None]]
    width: int
    rows: int
    order: str
    text: str
    free: str | None = None
    paused: str | None = None
    closed: str | None = None
    lost: str | None = None

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> Board:
        shows = [(shown["counter"], shown["arrow"]) for shown in settings["shows"]]
        own = {name: settings[name] for name in cls.__dataclass_fields__}
        return cls(**{**own, "shows": shows})


@dataclass(frozen=True)
class Counter:
    """A counter as its view `board` tells, with times of the clock that never goes back."""

    label: str = ""
    state: str = "closed"
    number: str | None = None
    called_at: float = 0.0
    active: bool = False
    lost_since: float | None = field(default=None, compare=False)

    @classmethod
    def of(cls, view: Mapping[str, Any], now: float) -> Counter:
        """As told at `now`; a call that was made before is that much older."""
        state = "closed" if not view["open"] else "paused" if view["paused"] else "open"
        age_seconds = _age_seconds(view["now"], view["called_at"])
        return cls(
            view["label"], state, view["number"], now - age_seconds, active=bool(view["active"])
        )

    def blinks_until(self, blink_seconds: float) -> float:
        """When a call stops blinking; in the past for all else."""
        return self.called_at + blink_seconds if self.active and self.number else float("-inf")


@dataclass(frozen=True)
class Row:
    """What stands in a row, and until when it blinks."""

    cells: Cells
    blinks_until: float = float("-inf")


@dataclass(frozen=True)
class Patience:
    """How long a call blinks, and how long the server may be away before boards say so."""

    blink_seconds: float = 10
    lost_seconds: float = 10


def rows(
    board: Board,
    protocol: Protocol,
    counters: Mapping[str, Counter],
    patience: Patience,
    now: float,
) -> list[Row]:
    """What every row of the board shows now."""
    known = [(counters[counter], arrow) for counter, arrow in board.shows if counter in counters]
    if any(
        counter.lost_since is not None and now - counter.lost_since >= patience.lost_seconds
        for counter, _ in known
    ):
        shown = [Row(_aligned(letters(board.lost or "", protocol.encoding), board, protocol))]
    else:
        if board.order == "newest" and len(board.shows) > 1:
            known = [entry for entry in known if entry[0].number]
            known.sort(key=lambda entry: -entry[0].called_at)
        shown = [
            _row(board, protocol, counter, arrow, patience)
            for counter, arrow in known[: board.rows]
        ]
    blank = Row([b" "] * board.width)
    return shown + [blank] * (board.rows - len(shown))


def frames(board: Board, protocol: Protocol, shown: Sequence[Row], now: float) -> list[bytes]:
    """The frames that put these rows on the board, blinking as of `now`."""
    at_once = "{row" not in protocol.body
    by_itself = protocol.blink_on is None
    hidden = by_itself and now % 1 >= 0.5  # half a second there, half a second not
    texts = [
        [b" "] * board.width if hidden and row.blinks_until > now else row.cells for row in shown
    ]
    blinks = [not by_itself and row.blinks_until > now for row in shown]
    if at_once:
        return [protocol.say(board, 1, [cell for text in texts for cell in text], any(blinks))]
    return [
        protocol.say(board, row, text, blink)
        for row, (text, blink) in enumerate(zip(texts, blinks, strict=True), start=1)
    ]


def _row(
    board: Board, protocol: Protocol, counter: Counter, arrow: str | None, patience: Patience
) -> Row:
    if counter.number is None:
        text = {"closed": board.closed, "paused": board.paused, "open": board.free}[counter.state]
        return Row(_aligned(letters(text or "", protocol.encoding), board, protocol))
    fields = {"number": counter.number, "counter": counter.label}
    cells: Cells = []
    for part in board.text.replace("}", "{").split("{"):
        if part == "arrow":
            cells.append(fill(protocol.arrows[arrow], {}) if arrow else b" ")
        else:
            cells += letters(fields.get(part, part), protocol.encoding)
    return Row(_aligned(cells, board, protocol), counter.blinks_until(patience.blink_seconds))


def _aligned(cells: Cells, board: Board, protocol: Protocol) -> Cells:
    """Exactly as wide as the board; of what is too long the end stays, where numbers differ."""
    kept = cells[-board.width :]
    padding = [b" "] * (board.width - len(kept))
    return padding + kept if protocol.align == "right" else kept + padding


def _age_seconds(now: str, called_at: str | None) -> float:
    if called_at is None:
        return 0.0
    age = datetime.fromisoformat(now) - datetime.fromisoformat(called_at)
    return max(0.0, age.total_seconds())
