"""`okienko slip`: what the slips of a configuration look like."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from queue_server.cli.serve import loaded
from queue_server.domain.errors import Invalid
from queue_server.office import Branch, Printer
from queue_server.office.files import media_folder
from queue_server.picturing import Sample, preview


@click.group()
def slip() -> None:
    """The slips of a configuration."""


@slip.command("preview")
@click.option(
    "--config",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    default="config.yaml",
    show_default=True,
)
@click.option("--branch", help="Left out: the first.")
@click.option("--printer", help="Left out: the branch's first.")
@click.option("--service", help="Left out: the branch's first.")
@click.option("--language", help="Left out: the office's own.")
@click.option("--width", type=click.Choice(["58", "80"]), help="Left out: the printer's.")
@click.option("--copy", type=click.IntRange(0, 99), default=0, help="As a copy, the how many-eth.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), default="slip.png")
def preview_(
    file: Path,
    branch: str | None,
    printer: str | None,
    service: str | None,
    language: str | None,
    width: str | None,
    copy: int,
    out: Path,
) -> None:
    """Picture a slip, from the very bytes that its printer gets."""
    configuration = loaded(file)
    office, server = configuration.office, configuration.server
    place = office.branch.get(branch) if branch else office.branches[0]
    if place is None:
        raise click.ClickException(f"there is no branch {branch!r}")
    sample = Sample(datetime.now(UTC), service, language, int(width) if width else None, copy)
    url = server.public_url or f"http://{server.bind}"
    try:
        drawn = preview(office, place, _printer(place, printer), sample, media_folder(server), url)
    except Invalid as refused:
        raise click.ClickException(str(refused)) from refused
    out.write_bytes(drawn)
    click.echo(str(out))


def _printer(branch: Branch, wanted: str | None) -> Printer:
    """The printer of that name; the first, or a common one where the branch has none."""
    if wanted is None:
        common = Printer(id="slip", name={"en": "slip"}, host="localhost", code_page="cp1250")
        return next(iter(branch.printers), common)
    if wanted not in branch.printer:
        raise click.ClickException(f"branch {branch.id} has no printer {wanted!r}")
    return branch.printer[wanted]
