"""How a keypad answers: a line of text on its display, a beep."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from counter_client.frames import fill, letters
from counter_client.ports import Port
from counter_client.presses import Said
from counter_client.texts import texts

#: How long an answer stands before the counter's state comes back.
ANSWER_STANDS_SECONDS = 3.0


@dataclass(frozen=True)
class Feedback:
    """The display, from the office configuration; `port` is None where it is the keypad's own."""

    port: Port | None
    frame: str
    width: int
    encoding: str
    language: str
    good: str | None
    bad: str | None

    @classmethod
    def of(cls, settings: Mapping[str, Any], language: str) -> Feedback:
        port = Port.of(settings["port"]) if settings["port"] else None
        return cls(
            **{**settings, "port": port, "language": settings["language"] or language},
        )

    def answer(self, said: Said) -> bytes:
        """What tells the clerk what a key did."""
        text = texts(self.language)[f"pad.{said.text}"].replace("{number}", said.number)
        beep = (self.good if said.good else self.bad) if said.commanded else None
        return self._shown(text) + (fill(beep, {}) if beep else b"")

    def standing(self, state: Mapping[str, Any], *, lost: bool) -> bytes:
        """The number at the counter and how many wait; or why there is none."""
        words = texts(self.language)
        if lost or not state:
            return self._shown(words["pad.lost"])
        if not state["open"] or state["paused"]:
            return self._shown(words["pad.paused" if state["open"] else "pad.closed"])
        number = (state["ticket"] or {}).get("number", "-")
        waiting = str(sum(line["count"] for line in state["waiting"]))
        return self._shown(number + waiting.rjust(self.width - len(number)))

    def _shown(self, text: str) -> bytes:
        """Exactly as wide as the display, so that nothing of the last text is left."""
        cells = letters(text, self.encoding)[: self.width]
        cells += [b" "] * (self.width - len(cells))
        return fill(self.frame, {"text": b"".join(cells)})
