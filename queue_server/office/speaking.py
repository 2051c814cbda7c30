"""What is spoken at a call, in the office's own words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, StringConstraints

from queue_server.office.braces import Places, faults_at
from queue_server.office.fields import LINE, Language, Model, in_every_language
from queue_server.office.paths import Location

_CALL = Places(("number", "counter"), needed=("number", "counter"))

Sentence = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=LINE)
]
Sentences = Annotated[
    dict[Language, Sentence],
    BeforeValidator(in_every_language, json_schema_input_type=str | dict[Language, Sentence]),
    Field(min_length=1),
]


class SpokenCall(Model):
    """What is spoken at a call; what is left out, a language too, says what the product says.

    `{number}` and `{counter}`, the counter's label, have to stand in each sentence, and are spoken
    by the rules of its language.
    """

    whole: Sentences | None = Field(
        None, description="The sentence of a call: `Number {number}, please go to {counter}`."
    )
    short: Sentences | None = Field(
        None, description="In its place when several calls wait to be spoken."
    )

    def sentence(self, language: str, *, short: bool) -> str | None:
        """What the office says in this language; None where it has no words of its own."""
        sentences = self.short if short else self.whole
        return sentences.get(language) if sentences else None


def faults(office: Any, at: Location) -> Iterator[str]:
    """Sentences that do not tell number and counter, or tell something else."""
    for name in SpokenCall.model_fields:
        yield from faults_at(office, f"spoken_call.{name}", _CALL, at)
