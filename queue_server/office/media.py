"""What displays show and sound besides calls: playlists by hour, volume by hour, chimes, voices."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from queue_server.office.fields import INTERVAL, Day, Id, Language, MediaPath, Model, interval


def _sound(text: str) -> str:
    interval(text)
    return text


#: `"08:00-15:00"`, told faulty by its own path.
IntervalText = Annotated[str, StringConstraints(pattern=INTERVAL), AfterValidator(_sound)]

#: The chimes that are made, and none.
ChimeKind = Literal["falling", "rising", "single", "none"]


class VolumeHours(Model):
    """How loud a display is at some hours."""

    hours: IntervalText = Field(description="When, in the branch's time.")
    level: int = Field(ge=0, le=100, description="Per cent of what the device is set to.")


class PlaylistEntry(Model):
    """A picture, a video, or a folder of them."""

    file: MediaPath = Field(description="Its place in the media folder.")
    seconds: int = Field(
        10, ge=2, le=3600, description="How long a picture stays; a video plays to its end."
    )
    sound: bool = Field(
        False, description="Whether a video is heard; at a call it falls silent by itself."
    )


class Playlist(Model):
    """Pictures and videos shown in turn beside the calls."""

    id: Id = Field(description="Names it.")
    displays: list[Id] = Field([], description="Where it is shown. Left out: on every display.")
    hours: Day = Field([], description="When, in the branch's time. Left out: always.")
    entries: list[PlaylistEntry] = Field(min_length=1, description="What it shows, in order.")


class PiperModel(Model):
    """A Piper voice of one language."""

    language: Language = Field(description="What it speaks.")
    file: Path = Field(description="The model, `….onnx`, with its `….onnx.json` beside it.")


class PiperVoices(Model):
    """Piper, a better synthesiser that is installed apart."""

    program: str = Field("piper", description="Its name or path.")
    models: list[PiperModel] = Field(
        min_length=1, description="By language; eSpeak NG speaks the others."
    )
