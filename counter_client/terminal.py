"""A counter in a terminal: commands as lines, each change as one line, no cursor moved.

So it can be read by a screen reader and driven by a Braille display or a script.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from threading import Lock
from typing import Any

from counter_client import lookup
from counter_client.client import Client, Counter, Json, Refused, ServerAway
from counter_client.following import Follower, Following, View
from counter_client.narration import Narration

#: By refusal, the text that says it; those of another text.
_REFUSALS = {
    code: code
    for code in (
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
    )
} | {"settle_current": "settle"}
_MOST_LISTED = 9


class Unclear(Exception):
    """What was typed names nothing, or too much; the text says so."""


class Terminal:
    """A clerk's counter. `tell` writes one line."""

    def __init__(
        self, client: Client, branch: str, counter: str, language: str, tell: Callable[[str], None]
    ) -> None:
        """Raises ServerAway, and Refused where there is no such counter."""
        self._client = client
        self._counter = Counter(client, branch, counter)
        self._branch = client.get(f"/branches/{branch}")
        self._words = Narration(language, self._branch)
        self._tell = tell
        self._speaking = Lock()
        self._state = self._counter.state()
        self._lost = False
        self._verbs: dict[str, Callable[[str], Iterator[str]]] = {
            "next": self._next,
            "recall": lambda _rest: self._do("recall"),
            "start": lambda _rest: self._do("start"),
            "finish": self._finish,
            "no_show": lambda _rest: self._do("no-show"),
            "park": self._park,
            "put_back": lambda _rest: self._do("return"),
            "call": self._call,
            "serve": self._serve,
            "transfer": self._transfer,
            "undo": lambda _rest: self._do("undo"),
            "open": self._open,
            "close": lambda _rest: self._do("close"),
            "pause": lambda rest: self._do("pause", {"reason": rest} if rest else {}),
            "resume": lambda _rest: self._do("resume"),
            "waiting": lambda _rest: self._words.listed(
                self._state["upcoming"][:_MOST_LISTED], "nobody"
            ),
            "parked": lambda _rest: self._words.listed(self._state["parked"], "none_parked"),
            "why": lambda _rest: iter([self._words.why(self._state)]),
            "status": lambda _rest: self._words.status(self._state),
            "help": lambda _rest: self._words.help(),
        }

    def receive(self, state: Mapping[str, Any]) -> None:
        """Tell what somebody else has changed."""
        with self._speaking:
            if self._lost:
                self._lost = False
                self._tell(self._words.say("back"))
            if state["rev"] >= self._state["rev"]:
                for line in self._words.changes(self._state, state):
                    self._tell(line)
                self._state = dict(state)

    def lost(self) -> None:
        with self._speaking:
            if not self._lost:
                self._lost = True
                self._tell(self._words.say("lost"))

    def run(self, lines: Iterable[str], url: str, token: str | None = None) -> None:
        """Obey the lines until one says quit, or they end."""
        view = View("counter", self._counter.branch, self._counter.counter)
        follower: Follower = self
        following = Following(url, [(view, follower)], token)
        with self._speaking:
            label = self._state["label"]
            self._tell(self._words.say("welcome", label=label))
            for line in self._words.status(self._state):
                self._tell(line)
        following.start()
        try:
            for typed in lines:
                if typed.strip() and not self.obey(typed.strip()):
                    break
        finally:
            following.stop()
        if self._state["open"]:
            self._tell(self._words.say("quit"))

    def obey(self, typed: str) -> bool:
        """Do what a line says and tell what came of it; False when it says quit."""
        word, _, rest = typed.partition(" ")
        verb = self._verb(word)
        if verb == "quit":
            return False
        with self._speaking:
            for line in self._obeyed(verb, typed, rest.strip()):
                self._tell(line)
        return True

    def _verb(self, word: str) -> str | None:
        """The command of a word or letter, in the clerk's language first, then in English."""
        for words in (self._words, Narration("en", self._branch)):
            for verb in words.verbs():
                if lookup.plain(word) in words.typed_as(verb):
                    return verb
        return None

    def _obeyed(self, verb: str | None, typed: str, rest: str) -> Iterator[str]:
        if verb is None:
            yield self._words.say("unknown_command", typed=typed)
            return
        try:
            yield from self._verbs[verb](rest)
        except Unclear as unclear:
            yield str(unclear)
        except ServerAway:
            yield self._words.say("lost")
        except Refused as refused:
            number = (self._state["ticket"] or {}).get("number", "")
            text = _REFUSALS.get(refused.code, "refused")
            detail = refused.detail.rstrip(".")
            yield self._words.say(text, number=number, detail=detail)

    def _do(self, verb: str, body: Json | None = None) -> Iterator[str]:
        """Give a command; then tell what has become of its ticket, and what else is new."""
        before = self._state
        answer = self._counter.do(verb, body)
        self._state = self._counter.state()
        if verb == "undo":
            yield self._words.say("undone", number=answer["ticket"]["number"])
        ended = answer.get("ticket")
        if verb == "next" and not ended and before["ticket"]:
            ended = before["ticket"] | {"state": "done"}
        yield from self._words.changes(before, self._state, ended)

    def _next(self, rest: str) -> Iterator[str]:
        lines = list(self._do("next"))
        if self._state["ticket"] is None:
            lines.append(self._words.say("nobody"))
        yield from lines

    def _finish(self, rest: str) -> Iterator[str]:
        outcome = self._one(self._branch["outcomes"], rest)["id"] if rest else None
        yield from self._do("finish", {"outcome": outcome} if outcome else {})

    def _park(self, rest: str) -> Iterator[str]:
        minutes, _, note = rest.partition(" ")
        if rest and not minutes.isdigit():
            raise Unclear(self._words.say("what", help=self._words.help_of("park")))
        body: Json = {"minutes": int(minutes)} if rest else {}
        yield from self._do("park", body | ({"note": note.strip()} if note.strip() else {}))

    def _call(self, rest: str) -> Iterator[str]:
        yield from self._do("call", {"ticket": self._ticket("call", rest)["id"]})

    def _serve(self, rest: str) -> Iterator[str]:
        if any(sign.isdigit() for sign in rest):
            yield from self._do("serve", {"ticket": self._ticket("serve", rest)["id"]})
            return
        if not rest:
            raise Unclear(self._words.say("what", help=self._words.help_of("serve")))
        yield from self._do("serve", {"service": self._one(self._branch["services"], rest)["id"]})

    def _transfer(self, rest: str) -> Iterator[str]:
        if not rest:
            raise Unclear(self._words.say("what", help=self._words.help_of("transfer")))
        labels = {counter["label"]: counter["id"] for counter in self._branch["counters"]}
        if counter := labels.get(rest.upper()):
            yield from self._do("transfer", {"counter": counter})
        else:
            service = self._one(self._branch["services"], rest)["id"]
            yield from self._do("transfer", {"service": service})

    def _open(self, rest: str) -> Iterator[str]:
        profile = self._one(self._branch["profiles"], rest)["id"] if rest else None
        yield from self._do("open", {"profile": profile} if profile else {})

    def _ticket(self, verb: str, typed: str) -> Json:
        """The waiting or parked ticket of a typed number."""
        if not typed:
            raise Unclear(self._words.say("what", help=self._words.help_of(verb)))
        found = lookup.tickets(self._client, self._counter.branch, typed, "waiting", "parked")
        numbers = sorted(str(ticket["number"]) for ticket in found)
        ticket: Json = self._only(found, typed, numbers)
        return ticket

    def _one(self, things: list[Json], typed: str) -> Mapping[str, Any]:
        """The thing that is meant by its id or a part of its name."""
        found = lookup.named(things, typed)
        thing: Mapping[str, Any] = self._only(found, typed, [str(each["id"]) for each in found])
        return thing

    def _only(self, found: list[Any], typed: str, ids: list[str]) -> Any:
        if len(found) == 1:
            return found[0]
        if not found:
            raise Unclear(self._words.say("unknown", typed=typed))
        raise Unclear(self._words.say("several", typed=typed, found=", ".join(ids)))
