"""What the keys of a keypad do at a counter: one at a time, asking where a press could be wrong."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from counter_client import lookup
from counter_client.client import Counter, Json, Refused, ServerAway, new_key

#: A question is open for so long, and a second press counts from so long after the first, since
#: keys bounce.
ANSWER_SECONDS = 8.0
BOUNCE_SECONDS = 0.3
#: A command that got no answer is repeated as the same one for so long.
_SAME_SECONDS = 60.0
_MOST_DIGITS = 6

#: The command of a key, by its word in the wire contract, and what is said once it is done.
_PLAIN = {
    "recall": ("recall", "recalled"),
    "start": ("start", "started"),
    "finish": ("finish", "done"),
    "no_show": ("no-show", "no_show"),
    "park": ("park", "parked"),
    "put_back": ("return", "put_back"),
    "undo": ("undo", "undone"),
    "open": ("open", "opened"),
    "close": ("close", "closed"),
}
#: What became of a visitor who was merely called, by the key that answers.
_SETTLES = {"next": "done", "no_show": "no_show", "put_back": "return"}
#: Refusals that have words of their own.
_REFUSALS = {
    "counter_busy",
    "counter_closed",
    "counter_paused",
    "no_current_ticket",
    "nothing_to_undo",
    "suspended",
    "ticket_not_waiting",
    "ticket_taken",
    "too_soon",
    "wrong_state",
}


@dataclass(frozen=True)
class Said:
    """What a keypad answers: a text of the catalogue, and whether the key did its work."""

    text: str
    number: str = ""
    good: bool = True
    commanded: bool = True
    """Whether a command was given, so that keys pressed meanwhile do not count."""


@dataclass(frozen=True)
class Question:
    """What the next press answers: `settle`, `open`, `resume` or `choose`."""

    about: str
    asked_at: float
    number: str = ""
    choices: tuple[Json, ...] = ()
    ticket: int | None = None

    def answered(self, now: float) -> bool:
        """Whether a press at `now` is an answer, and no bounce and no afterthought."""
        return BOUNCE_SECONDS <= now - self.asked_at <= ANSWER_SECONDS


class Presses:
    """The keys of one counter. `now` is of a clock that never goes back."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter
        self.state: Mapping[str, Any] = {}
        """The counter's view as last told."""
        self._typed = ""
        self._question: Question | None = None
        self._unanswered: tuple[str, Json, str, float] | None = None

    def press(self, action: str, now: float) -> Said:
        """Do what a key is for; never raises for what the server or its absence brings."""
        question, self._question = self._question, None
        if question and now - question.asked_at < BOUNCE_SECONDS:
            self._question = question
            return Said(question.about, question.number, good=False, commanded=False)
        if question and not question.answered(now):
            question = None
        try:
            return self._act(action, question, now)
        except ServerAway:
            return Said("lost", good=False)
        except Refused as refused:
            return self._refused(refused, action, now)

    def _act(self, action: str, question: Question | None, now: float) -> Said:
        if action.isdigit():
            return self._digit(action, question, now)
        if (
            question
            and question.about != "choose"
            and (said := self._answer(action, question, now))
        ):
            return said
        if action == "call" or (action == "next" and self._typed):
            return self._call_typed(now)
        self._typed = ""
        if action == "clear":
            return Said("standing", commanded=False)
        if action == "next":
            return self._called(self._do("next", {}, now))
        if action == "pause":
            paused = bool(self.state.get("paused"))
            self._do("resume" if paused else "pause", {}, now)
            return Said("resumed" if paused else "paused")
        verb, text = _PLAIN[action]
        return Said(text, _number(self._do(verb, {}, now)))

    def _answer(self, action: str, question: Question, now: float) -> Said | None:
        """What an answer leads to; None where the key is none."""
        if question.about == "settle" and action in _SETTLES:
            said = {"current": _SETTLES[action], "ticket": question.ticket}
            return self._called(self._do("next", said, now))
        if question.about in ("open", "resume") and action == "next":
            self._do(question.about, {}, now)
            return Said({"open": "opened", "resume": "resumed"}[question.about])
        return None

    def _digit(self, digit: str, question: Question | None, now: float) -> Said:
        if question and question.about == "choose":
            if 1 <= int(digit) <= len(question.choices):
                return self._call(question.choices[int(digit) - 1], now)
            return Said("unknown", digit, good=False, commanded=False)
        self._typed = (self._typed + digit)[-_MOST_DIGITS:]
        return Said("typed", self._typed, commanded=False)

    def _call_typed(self, now: float) -> Said:
        typed, self._typed = self._typed, ""
        if not typed:
            return Said("type_first", good=False, commanded=False)
        found = self._waiting(typed)
        if not found:
            return Said("unknown", typed, good=False)
        if len(found) == 1:
            return self._call(found[0], now)
        numbers = " ".join(f"{n} {t['number']}" for n, t in enumerate(found[:9], start=1))
        self._question = Question("choose", now, numbers, tuple(found[:9]))
        return Said("choose", numbers)

    def _waiting(self, typed: str) -> list[Json]:
        """Whom a typed number may mean; first of all those whom this counter serves."""
        client, branch = self._counter.client, self._counter.branch
        tickets = lookup.tickets(client, branch, typed, "waiting", "parked")
        served = {line["service"] for line in self.state.get("waiting", ())}
        own = [ticket for ticket in tickets if ticket["service"] in served]
        return sorted(own or tickets, key=lambda ticket: str(ticket["number"]))

    def _call(self, ticket: Json, now: float) -> Said:
        return self._called(self._do("call", {"ticket": ticket["id"]}, now))

    def _called(self, answer: Json) -> Said:
        return Said("called", _number(answer)) if answer.get("ticket") else Said("nobody")

    def _do(self, verb: str, body: Json, now: float) -> Json:
        """Give a command; one that got no answer a moment ago is the same one, not another."""
        key = new_key()
        if self._unanswered and self._unanswered[:2] == (verb, body):
            key = self._unanswered[2] if now - self._unanswered[3] <= _SAME_SECONDS else key
        self._unanswered = (verb, body, key, now)
        try:
            answer = self._counter.do(verb, body, key)
        except Refused:
            self._unanswered = None
            raise
        self._unanswered = None
        return answer

    def _refused(self, refused: Refused, action: str, now: float) -> Said:
        held = self._held()
        number = str(held.get("number", ""))
        asks = {"settle_current": "settle"}
        if action == "next":
            asks |= {"counter_closed": "open", "counter_paused": "resume"}
        if about := asks.get(refused.code):
            self._question = Question(about, now, number, ticket=held.get("id"))
            return Said(about, number, good=False)
        known = refused.code if refused.code in _REFUSALS else "refused"
        return Said(known, number, good=False)

    def _held(self) -> Mapping[str, Any]:
        """The ticket at the counter, as of now: its view may be on its way yet."""
        with suppress(ServerAway, Refused):
            return self._counter.state()["ticket"] or {}
        return self.state.get("ticket") or {}


def _number(answer: Mapping[str, Any]) -> str:
    return str((answer.get("ticket") or {}).get("number", ""))
