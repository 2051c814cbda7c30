"""What a terminal tells of a counter, one line for each thing that is new."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from counter_client.client import Json
from counter_client.lookup import plain
from counter_client.texts import texts

View = Mapping[str, Any]


class Narration:
    """Lines in one language about one counter; `branch` is its branch's view, for names."""

    def __init__(self, language: str, branch: View) -> None:
        self.language = language
        self._texts = texts(language)
        self._services = _names(branch["services"])
        self._profiles = _names(branch["profiles"])
        self._classes = _names(branch["classes"])
        self._needs = _names(branch["needs"])
        self._languages = {entry["id"]: entry["name"] for entry in branch["languages"]}

    def say(self, key: str, **fields: object) -> str:
        """The catalogue's text `say.…` with its fields filled."""
        filled = str(self._texts[f"say.{key}"])
        words = {name: self.word(name) for name in self.verbs()}
        for name, value in {**words, **fields}.items():
            filled = filled.replace(f"{{{name}}}", str(value))
        return filled

    def verbs(self) -> list[str]:
        """Every command's name, in the order of the help."""
        return [key.partition(".")[2] for key in self._texts if key.startswith("command.")]

    def word(self, verb: str) -> str:
        """The word by which people give a command."""
        return str(self._texts[f"command.{verb}"][0])

    def typed_as(self, verb: str) -> set[str]:
        """What people may type for a command, in plain letters."""
        return {plain(word) for word in self._texts[f"command.{verb}"]}

    def help(self) -> Iterator[str]:
        """A line for each command: word, letter, meaning."""
        for verb in self.verbs():
            word, letter = self._texts[f"command.{verb}"]
            yield f"{word}, {letter}: {self._texts[f'help.{verb}']}"

    def help_of(self, verb: str) -> str:
        return str(self._texts[f"help.{verb}"])

    def about(self, ticket: View) -> str:
        """What a clerk has to know of a ticket: service, language, matters, needs, note."""
        parts: list[str] = [self._name(self._services, ticket["service"])]
        if ticket["language"] != self.language:
            parts.append(str(self._languages.get(ticket["language"], ticket["language"])))
        if ticket["class"] != "walk_in":
            parts.append(self._name(self._classes, ticket["class"]))
        if ticket["cases"] > 1:
            parts.append(self.say("cases", count=ticket["cases"]))
        if ticket["needs"]:
            needs = ", ".join(self._name(self._needs, need) for need in ticket["needs"])
            parts.append(self.say("needs", needs=needs))
        parts += [str(ticket[key]) for key in ("reference", "note") if ticket[key]]
        return ", ".join(part for part in parts if part)

    def changes(self, before: View, after: View, answer: View | None = None) -> Iterator[str]:
        """What is new since `before`; `answer` is the ticket that a command answered with."""
        if before["open"] != after["open"]:
            yield self._opened(after)
        elif before["paused"] != after["paused"]:
            yield self.say("paused" if after["paused"] else "resumed")
        yield from self._left(before["ticket"], after["ticket"], answer)
        yield from self._here(before["ticket"], after["ticket"])
        if after["open"] and not after["ticket"] and _count(after) and not _count(before):
            yield self.say("somebody", count=_count(after))

    def status(self, state: View) -> Iterator[str]:
        """How things stand."""
        yield self._opened(state)
        if state["paused"]:
            yield self.say("paused")
        ticket = state["ticket"]
        if ticket:
            text = "state_called" if ticket["state"] == "called" else "state_serving"
            yield self.say(text, number=ticket["number"], about=self.about(ticket))
        else:
            yield self.say("state_free")
        yield self.say(
            "counts",
            waiting=_count(state),
            parked=len(state["parked"]),
            served=state["served_today"],
        )

    def listed(self, tickets: list[Json], nobody: str) -> Iterator[str]:
        """Tickets in order, a line for each."""
        if not tickets:
            yield self.say(nobody)
        for place, ticket in enumerate(tickets, start=1):
            yield self.say(
                "next_up", place=place, number=ticket["number"], about=self.about(ticket)
            )

    def why(self, state: View) -> str:
        """Why this ticket was called."""
        why, ticket = state["why"], state["ticket"]
        if not (why and ticket):
            return self.say("no_current_ticket")
        late_seconds = int(why["late_seconds"])
        passed = ", ".join(other["number"] for other in why["passed"])
        return self.say(
            "why" if late_seconds >= 0 else "why_early",
            number=ticket["number"],
            late=self.say("minutes", count=abs(late_seconds) // 60),
            weight=f"{why['weight']:g}",
            passed=passed or self.say("nobody_passed"),
        )

    def _opened(self, state: View) -> str:
        if not state["open"]:
            return self.say("closed")
        return self.say("opened", profile=self._name(self._profiles, state["profile"]))

    def _left(self, before: View | None, after: View | None, answer: View | None) -> Iterator[str]:
        """What became of the ticket that was at the counter and is no longer."""
        if before is None or (after and before["id"] == after["id"]):
            return
        if answer is None:
            became = "left"
        else:  # with another's call, the one who was served is done
            became = answer["state"] if answer["id"] == before["id"] else "done"
        yield self.say(became, number=before["number"])

    def _here(self, before: View | None, after: View | None) -> Iterator[str]:
        """What is new about the ticket at the counter."""
        if after is None:
            return
        was = before if before and before["id"] == after["id"] else {"state": "", "calls": 0}
        number, about = after["number"], self.about(after)
        if after["state"] != was["state"]:
            text = "serving" if after["state"] == "serving" else "called"
            yield self.say(text, number=number, about=about)
        elif was["calls"] < after["calls"]:
            yield self.say("recalled", number=number, calls=after["calls"])

    def _name(self, names: Mapping[str, Mapping[str, str]], id_: str) -> str:
        texts_ = names.get(id_) or {}
        return texts_.get(self.language) or next(iter(texts_.values()), id_)


def _names(things: list[Json]) -> dict[str, Mapping[str, str]]:
    return {thing["id"]: thing["name"] for thing in things}


def _count(state: View) -> int:
    return sum(line["count"] for line in state["waiting"])
