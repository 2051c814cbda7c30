"""The whole office, and what its server needs to run."""

from __future__ import annotations

from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from queue_server.domain.dispatch import APPOINTMENT, WALK_IN, Weighing
from queue_server.office.booking import BookingRules
from queue_server.office.branches import Branch
from queue_server.office.fairness import FairnessRules
from queue_server.office.fields import (
    LANGUAGES,
    ClassId,
    Colour,
    Language,
    MediaPath,
    Model,
    Named,
    ProxyNetwork,
    Texts,
    WebAddress,
)
from queue_server.office.letters import Letters, TextMessages
from queue_server.office.media import ChimeKind, PiperVoices
from queue_server.office.retention import Retention
from queue_server.office.services import Service
from queue_server.office.signing import Provider, SignIn
from queue_server.office.site import BookingSite, Mail, Sms
from queue_server.office.slips import Slip
from queue_server.office.speaking import SpokenCall
from queue_server.office.wording import Wording

#: Classes that the rules know by name; every office has them.
BUILT_IN = (WALK_IN, APPOINTMENT)


class VisitorClass(Model):
    """How urgent lateness is for a class of visitors: walk-ins, appointments, precedence."""

    id: ClassId = Field(description="Stands in reports. `walk_in` and `appointment` are built in.")
    name: Texts = Field(description="What people read.")
    weight: float = Field(
        1, gt=0, le=1000, description="How many times a minute of lateness counts."
    )
    strict: bool = Field(False, description="Whether it goes before all others once due.")
    target_wait_minutes: int | None = Field(
        None, ge=0, le=600, description="In place of the service's. Left out: the service's."
    )
    staff_confirms: bool = Field(
        False, description="Whether it counts only once staff have confirmed it."
    )


class Need(Named):
    """Help that a visitor needs: alerts staff and gives no precedence."""

    escort: bool = Field(
        False, description="Whether reception is told when such a visitor is called."
    )


class NoShowRule(Model):
    """When a visitor may be marked as not come."""

    calls: int = Field(1, ge=1, le=10, description="After so many calls.")
    seconds: int = Field(10, ge=0, le=600, description="So long after the last of them.")


class ReviveRule(Model):
    """How a missed visitor is taken back."""

    penalty_minutes: float = Field(10, ge=0, le=600, description="Due so much later than now.")
    times: int = Field(2, ge=0, le=20, description="So many times.")


class Rules(Model):
    """The office's numbers for the rules of the queue."""

    undo_seconds: int = Field(60, ge=0, le=600, description="How long a step can be undone.")
    no_show: NoShowRule = Field(NoShowRule(), description="When a visitor counts as not come.")
    revive: ReviveRule = Field(ReviveRule(), description="How a missed visitor is taken back.")
    put_back_pass_minutes: float = Field(
        3, ge=0, le=120, description="How long a counter passes over a ticket that it put back."
    )
    reservation_minutes: float = Field(
        20, gt=0, le=600, description="How long a ticket is kept for one counter or clerk."
    )
    slip_expires_minutes: float = Field(
        5, gt=0, le=120, description="How long after its order a slip may still be begun."
    )
    reasons_required: bool = Field(False, description="Whether a call out of order must say why.")
    agent_grace_seconds: float = Field(
        15, ge=1, le=3600, description="How long an agent may be away before its printers are."
    )
    late_minutes: list[Annotated[int, Field(ge=1, le=600)]] = Field(
        [5, 10, 20, 30], max_length=6, description='What "I am late" offers on the phone.'
    )
    booking: BookingRules = Field(BookingRules(), description="Numbers for appointments.")
    fairness: FairnessRules = Field(
        FairnessRules(), description="What keeps everyone's chance at a visit the same."
    )


def _built_in_classes() -> list[VisitorClass]:
    walk_in = {"pl": "Bez umówienia", "en": "Walk-in", "uk": "Без запису", "ru": "Без записи"}
    appointment = {
        "pl": "Wizyta umówiona",
        "en": "Appointment",
        "uk": "За записом",
        "ru": "По записи",
    }
    return [
        VisitorClass(id=WALK_IN, name=walk_in),
        VisitorClass(id=APPOINTMENT, name=appointment, weight=10),
    ]


class Office(Model):
    """Becomes revision 1 at the first start; from then on the stored revisions count."""

    name: Texts = Field(description="On screens and slips.")
    languages: list[Language] = Field(
        list(LANGUAGES),
        min_length=1,
        description="What visitors choose from; the office's own first.",
    )
    announce: list[Language] = Field(
        ["pl"], description="A call is spoken in the ticket's language, then in these."
    )
    announce_order: Literal["ticket_first", "office_first"] = Field(
        "ticket_first", description="Which language of a call comes first."
    )
    spoken_call: SpokenCall = Field(SpokenCall(), description="What is spoken at a call.")
    chime: ChimeKind = Field("falling", description="The tones before a call.")
    chime_file: MediaPath | None = Field(
        None, description="A WAV file of the media folder in place of them."
    )
    logo: str | None = Field(
        None, description="Where the logo's picture is served, such as `/static/logo.svg`."
    )
    accent: Colour = Field("#0b4f8a", description="The office's colour.")
    classes: list[VisitorClass] = Field(
        default_factory=_built_in_classes, description="Left out: the two built-in ones."
    )
    needs: list[Need] = Field([], description="What staff are alerted to.")
    outcomes: list[Named] = Field([], description="What a visit came to.")
    pause_reasons: list[Named] = Field([], description="Why a counter pauses.")
    suspension_reasons: list[Named] = Field(
        [], description="Why a service or branch is suspended; others can be typed."
    )
    topics: list[Named] = Field([], description="What people ask who take no ticket.")
    slip: Slip | None = Field(None, description="What slips say. Left out: the built-in one.")
    slip_footer: Texts | None = Field(None, description="The last line of a slip.")
    wording: list[Wording] = Field([], description="Texts of pages in the office's own words.")
    letters: Letters = Field(Letters(), description="What is written to those who book.")
    text_messages: TextMessages = Field(
        TextMessages(), description="What is written to those who gave a number only."
    )
    retention: Retention = Field(Retention(), description="How long what is known is kept.")
    rules: Rules = Field(Rules(), description="Numbers for the rules of the queue.")
    branches: list[Branch] = Field([], description="Its branches. A new office has none.")

    @cached_property
    def branch(self) -> dict[str, Branch]:
        return {branch.id: branch for branch in self.branches}

    @cached_property
    def visitor_class(self) -> dict[str, VisitorClass]:
        return {visitor_class.id: visitor_class for visitor_class in self.classes}

    @cached_property
    def weighing(self) -> Weighing:
        """The classes' weights as the dispatch rule reads them."""
        return Weighing(
            {c.id: c.weight for c in self.classes},
            frozenset(c.id for c in self.classes if c.strict),
        )

    def target_wait(self, service: Service, visitor_class: str) -> timedelta:
        """How long a ticket of this class may wait in `service` before it is due."""
        own = self.visitor_class[visitor_class].target_wait_minutes
        return timedelta(minutes=service.target_wait_minutes if own is None else own)


class Server(Model):
    """What the process needs to run; read at every start."""

    bind: str = Field("127.0.0.1:8000", description="The address and port that it listens on.")
    database: Path = Field(Path("data/okienko.db"), description="The file of its records.")
    public_url: WebAddress | None = Field(
        None, description="The address in the slips' QR codes. Left out: the one it listens on."
    )
    token_secret_file: Path | None = Field(
        None,
        description="The key of the visitors' own pages. Left out: made and kept by the database.",
    )
    voice_folder: Path | None = Field(
        None, description="Recorded clips, a folder for each language. Left out: a synthesiser."
    )
    piper: PiperVoices | None = Field(
        None, description="A better synthesiser. Left out: eSpeak NG speaks every language."
    )
    media_folder: Path | None = Field(
        None, description="Pictures and videos. Left out: `media` beside the database."
    )
    booking: BookingSite | None = Field(
        None, description="The public booking site. Left out: it is not started."
    )
    mail: Mail | None = Field(None, description="Who takes mail. Left out: none is sent.")
    sms: Sms | None = Field(None, description="Who takes text messages. Left out: none are sent.")
    trusted_proxies: list[ProxyNetwork] = Field(
        [],
        description="Proxies before it, whose word counts on who asks; such as `127.0.0.1`.",
    )
    connections_per_address: int = Field(
        1000, ge=10, description="So many may be open from one address that is no proxy."
    )
    framed_by: list[WebAddress] = Field(
        [], description="Sites that may show displays in a frame, such as signage players."
    )
    sign_in: SignIn = Field(SignIn(), description="How long members of staff stay signed in.")
    oidc: Provider | None = Field(
        None, description="An identity provider. Left out: passwords are kept here."
    )


def new_office() -> Office:
    """What an administrator begins with who has no configuration yet: no branch, no service."""
    return Office(
        name={
            "pl": "Nowe biuro",
            "en": "New office",
            "uk": "Нова установа",
            "ru": "Новое учреждение",
        }
    )


class Configuration(Model):
    """The whole document."""

    server: Server = Field(Server(), description="What the process needs to run.")
    office: Office = Field(
        default_factory=new_office, description="What the office is. Left out: one to be set up."
    )
