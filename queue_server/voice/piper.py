"""Piper, where a model of it is configured: one run of the program for each sentence.

`piper --model FILE --output_file FILE [--length_scale N]` reads the sentence from its standard
input; the program of 2023 and today's `piper-tts` agree on that. It is started by the system
directly: `subprocess` belongs to gevent in the server, and this runs on native threads.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from gevent.monkey import get_original

from queue_server.voice.errors import VoiceUnavailable
from queue_server.voice.espeak import BRISK
from queue_server.voice.sounds import NotASound, Sound, prepared, read_wav

#: A sentence takes a second or two; a program that hangs is ended.
LONGEST_SECONDS = 20.0

#: Asked for once: the lock that `tempfile` takes may be gevent's.
_SCRATCH = Path(tempfile.gettempdir())

_select = get_original("select", "select")
_spawn = get_original("os", "posix_spawn")
_waitpid = get_original("os", "waitpid")


@dataclass(frozen=True)
class Piper:
    """The program and the model of each language that it speaks."""

    program: str
    models: Mapping[str, Path]

    def speaks(self, language: str) -> bool:
        """Whether there is a model for `language`."""
        return language in self.models

    def recipe(self, language: str, text: str, *, brisk: bool = False) -> tuple[str, ...]:
        """Everything that decides how `speak` sounds; another file of the model is another."""
        model = self.models[language]
        try:
            changed = str(model.stat().st_mtime_ns)
        except OSError:
            changed = ""
        return "piper", str(model), changed, str(brisk), text

    def speak(self, language: str, text: str, *, brisk: bool = False) -> Sound:
        """The sentence at the common rate and level. Raises `VoiceUnavailable`."""
        said = ""
        folder = _SCRATCH / f"okienko-voice-{os.urandom(8).hex()}"
        folder.mkdir(mode=0o700)
        try:
            (folder / "text").write_text(" ".join(text.split()) + "\n", encoding="utf-8")
            made = folder / "speech.wav"
            said = _run([*self._command(), *self._options(language, made, brisk)], folder)
            return prepared(read_wav(made.read_bytes()))
        except FileNotFoundError:
            raise VoiceUnavailable(f"Piper made no speech: {said}") from None
        except (OSError, NotASound) as error:
            raise VoiceUnavailable(f"Piper made no speech: {error}") from error
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _command(self) -> list[str]:
        found = shutil.which(self.program)
        if found is not None:
            return [found]
        if self.program == "piper" and find_spec("piper") is not None:
            return [sys.executable, "-m", "piper"]
        raise VoiceUnavailable(f"there is no program {self.program}")

    def _options(self, language: str, made: Path, brisk: bool) -> list[str]:
        options = ["--model", str(self.models[language]), "--output_file", str(made)]
        return [*options, "--length_scale", f"{1 / BRISK:.2f}"] if brisk else options


def _run(command: list[str], folder: Path) -> str:
    """Run it to its end on `text`; the last that it said. Raises `VoiceUnavailable`."""
    reading, writing = os.pipe()
    actions = [
        (os.POSIX_SPAWN_OPEN, 0, str(folder / "text"), os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
        (os.POSIX_SPAWN_DUP2, writing, 2),
    ]
    try:
        child = _spawn(command[0], command, dict(os.environ), file_actions=actions)
    except OSError as error:
        os.close(reading)
        raise VoiceUnavailable(f"{command[0]} cannot be run: {error.strerror}") from error
    finally:
        os.close(writing)
    try:
        return _said(reading, child)
    finally:
        os.close(reading)
        with suppress(ChildProcessError):  # gevent, which waits for every child, was first
            _waitpid(child, 0)


def _said(reading: int, child: int) -> str:
    """What it writes until it ends: its errors and its log."""
    said = b""
    while _select([reading], [], [], LONGEST_SECONDS)[0]:
        read = os.read(reading, 65_536)
        if not read:
            return said[-300:].decode(errors="replace").strip()
        said = (said + read)[-65_536:]
    os.kill(child, signal.SIGKILL)
    raise VoiceUnavailable(f"Piper said nothing for {LONGEST_SECONDS:g} s and was ended")
