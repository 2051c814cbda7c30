"""`okienko demo`: the office of config.yaml on loopback, with everything a browser can show."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path

import click

from queue_server import serving
from queue_server.app import Installation
from queue_server.cli.booking import booking_beside
from queue_server.cli.serve import loaded, refuse_second
from queue_server.office import Office
from queue_server.office.hardware import hardware
from queue_server.office.site import BookingSite
from queue_server.processes import Companion
from queue_server.views.agent import agents_of
from queue_server.web.slips import slip_folder


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option(
    "--booking-port",
    type=click.IntRange(0, 65535),
    show_default="the next after --port",
    help="Where visits are booked; 0: nowhere.",
)
@click.option("--data", type=click.Path(file_okay=False, path_type=Path), default="data")
@click.option("--config", "file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--hours", is_flag=True, help="Keep the office's hours and limits.")
@click.option(
    "--at",
    "begins_at",
    callback=lambda _context, _option, text: _moment(text),
    help="Begin at this time, such as 2026-11-20T14:58; from there the clock goes on.",
)
@click.option(
    "--no-devices", is_flag=True, help="Leave its devices to agents that you start yourself."
)
@click.option("--traffic", is_flag=True, help="Add simulated visitors and clerks.")
def demo(
    port: int,
    booking_port: int | None,
    data: Path,
    file: Path | None,
    hours: bool,
    begins_at: datetime | None,
    no_devices: bool,
    traffic: bool,
) -> None:
    """Run the demo office on this machine alone, without credentials, on virtual printers."""
    file = file or _shipped()
    configuration = loaded(file)
    office, server = configuration.office, configuration.server
    url = f"http://127.0.0.1:{port}"
    site_port = _next_after(port) if booking_port is None else booking_port
    site = BookingSite(bind=f"127.0.0.1:{site_port}") if site_port else None
    beside = booking_beside(url, site, server.mail, server.sms)
    data.mkdir(parents=True, exist_ok=True)
    installation = Installation(
        database=data / "okienko.db",
        office=lambda: office,
        public_url=url,
        secret_file=data / "token.secret",
        voice_cache=data / "voice",
        media_folder=server.media_folder or data / "media",
        clips=server.voice_folder,
        piper=server.piper,
        keeps_hours=hours,
        demo=True,
        booking_url=beside.url,
        booking_companion=beside.token_hash,
        message_channels=beside.channels,
        slips=data / "slips",
        clock_ahead=_ahead(office, begins_at),
    )

    agents = [f"{branch.id}/{name}" for branch in office.branches for name in agents_of(branch)]
    printers = [
        f"{branch.id}/{printer.id}={slip_folder(data / 'slips', branch.id, printer.id)}"
        for branch in office.branches
        for printer in branch.printers
    ]
    folders = [part for printer in printers for part in ("--printer", printer)]
    companions = [*beside.companions]
    if not no_devices and any(hardware(branch) for branch in office.branches):
        companions.append(Companion("queue_server.cli", "demo-agent", url, *agents, *folders))
    if traffic:
        companions.append(Companion("queue_server.traffic", url))

    def ready() -> None:
        click.echo(f"Okienko's demo office is at {url}/")
        for branch in office.branches:
            for kind, places in (
                ("kiosk", branch.kiosks),
                ("display", branch.displays),
                ("counter", branch.counters[:1]),
            ):
                for place in places:
                    click.echo(f"  {url}/{kind}/{branch.id}/{place.id}")
            for page in ("supervisor", "reception"):
                click.echo(f"  {url}/{page}/{branch.id}")
        click.echo(f"  {url}/admin")
        click.echo(f"  {url}/virtual-printer")
        if beside.url:
            click.echo(f"Visits are booked at {beside.url}/")

    refuse_second(installation.database)
    serving.serve(installation, f"127.0.0.1:{port}", ready, companions)


def _next_after(port: int) -> int:
    """The booking site's port; the one before where there is none after."""
    return port + 1 if port < 65535 else port - 1


def _moment(text: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError:
        raise click.BadParameter(f"{text!r} is not a time such as 2026-11-20T14:58") from None


def _ahead(office: Office, begins_at: datetime | None) -> timedelta:
    """How far the clock is to be ahead; a time without offset is the first branch's."""
    if begins_at is None:
        return timedelta()
    if begins_at.tzinfo is None and office.branches:
        begins_at = begins_at.replace(tzinfo=office.branches[0].zone_info)
    return begins_at.astimezone(UTC) - datetime.now(UTC)


def _shipped() -> Path:
    """config.yaml here, else the one that came with the product: in the wheel or the checkout."""
    package = Path(str(files("queue_server")))
    places = (Path("config.yaml"), package / "demo_office.yaml", package.parent / "config.yaml")
    return next((place for place in places if place.is_file()), places[0])
