"""How one comes to a visit: to the hall, to a meeting, or from home by video or phone."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from queue_server.booking_site.words import Words

Json = dict[str, Any]

_FROM_HOME = {"online": "channel_video", "video": "channel_video", "phone": "channel_phone"}


def come(words: Words, appointment: Json) -> str:
    """What to do when it is time."""
    start, end = (
        words.time(datetime.fromisoformat(appointment[name]))
        for name in ("check_in_from", "keeps_until")
    )
    link = appointment["meeting_link"]
    return words(f"come_{appointment['way']}", start=start, end=end, link=link)


def where(words: Words, appointment: Json) -> str:
    """The branch with its address, or how it is given at home."""
    if said := _FROM_HOME.get(appointment["way"]):
        return words(said)
    place = appointment["place"]
    return f"{words.of(place['name'])}, {words.of(place['address'])}"
