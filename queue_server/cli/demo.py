"""`okienko demo`: the office of config.yaml on loopback, with everything a browser can show."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import click

from queue_server import serving
from queue_server.app import Installation
from queue_server.cli.serve import loaded, refuse_second
from queue_server.processes import Companion
from queue_server.web.slips import slip_folder


@click.command()
@click.option("--port", default=8000, show_default=True)
@click.option("--data", type=click.Path(file_okay=False, path_type=Path), default="data")
@click.option("--config", "file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--hours", is_flag=True, help="Keep the office's hours and limits.")
@click.option("--traffic", is_flag=True, help="Add simulated visitors and clerks.")
def demo(port: int, data: Path, file: Path | None, hours: bool, traffic: bool) -> None:
    """Run the demo office on this machine alone, without credentials, on virtual printers."""
    file = file or _shipped()
    configuration = loaded(file)
    office, server = configuration.office, configuration.server
    url = f"http://127.0.0.1:{port}"
    data.mkdir(parents=True, exist_ok=True)
    installation = Installation(
        database=data / "okienko.db",
        office=lambda: office,
        public_url=url,
        secret_file=data / "token.secret",
        voice_folder=data / "voice",
        media_folder=server.media_folder or data / "media",
        clips=server.voice_folder,
        piper=server.piper,
        keeps_hours=hours,
        demo=True,
        slips=data / "slips",
    )

    printers = [
        f"{branch.id}/{printer.id}={slip_folder(data / 'slips', branch.id, printer.id)}"
        for branch in office.branches
        for printer in branch.printers
    ]
    companions = []
    if printers:
        companions.append(Companion("queue_server.cli", "demo-printers", url, *printers))
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
        click.echo(f"  {url}/virtual-printer")

    refuse_second(installation.database)
    serving.serve(installation, f"127.0.0.1:{port}", ready, companions)


def _shipped() -> Path:
    """config.yaml here, else the one that came with the product: in the wheel or the checkout."""
    package = Path(str(files("queue_server")))
    places = (Path("config.yaml"), package / "demo_office.yaml", package.parent / "config.yaml")
    return next((place for place in places if place.is_file()), places[0])
