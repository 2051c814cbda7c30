"""The documentation says what the product does, and no link of it is dead."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from pydantic import TypeAdapter

from queue_server.cli import COMMANDS, main
from queue_server.domain.errors import Refusal
from queue_server.office import Branch, Configuration
from queue_server.office.syntax import read_yaml
from queue_server.views import VIEWS
from queue_server.web import contract
from queue_server.web.refusing import CODES
from tests.running_office import Office

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
FENCE = re.compile(r"^```[^`]*^```$|^(?: {4}.*\n)+", re.MULTILINE)


def prose(page: Path) -> str:
    """The text of a page without its code."""
    return FENCE.sub("", page.read_text())


def anchors(page: Path) -> set[str]:
    """What `page#…` may say: headings in lower case, spaces as hyphens, signs left out."""
    plain = (
        re.sub(r"[`*]|\[([^\]]*)\]\([^)]*\)", r"\1", text) for text in HEADING.findall(prose(page))
    )
    return {re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-") for text in plain}


def dead_links(page: Path) -> Iterator[str]:
    for link in LINK.findall(prose(page)):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = page.parent / path if path else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            yield link


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    assert list(dead_links(page)) == []


def commands(group: click.Group, name: str) -> Iterator[tuple[str, click.Command]]:
    """Every command below `group` that is shown to users, with its full name."""
    context = click.Context(group)
    for part in group.list_commands(context):
        command = group.get_command(context, part)
        assert command
        if isinstance(command, click.Group):
            yield from commands(command, f"{name} {part}")
        elif not command.hidden:
            yield f"{name} {part}", command


@pytest.mark.parametrize(("name", "command"), list(commands(main, "okienko")))
def test_every_command_and_option_is_documented(name: str, command: click.Command) -> None:
    page = (ROOT / "docs/reference/commands.md").read_text()
    assert name in page
    section = re.split(r"^## ", page, flags=re.MULTILINE)
    of_command = next(text for text in section if text.startswith(" ".join(name.split()[:2])))
    options = [option.opts[0] for option in command.params if isinstance(option, click.Option)]
    assert [option for option in options if f"`{option}`" not in of_command] == []


def test_no_command_is_documented_that_does_not_exist() -> None:
    page = (ROOT / "docs/reference/commands.md").read_text()
    assert set(re.findall(r"^## okienko (\S+)", page, re.MULTILINE)) <= COMMANDS.keys()


def refusals(of: type[Refusal] = Refusal) -> Iterator[type[Refusal]]:
    for refusal in of.__subclasses__():
        yield refusal
        yield from refusals(refusal)


def documented_errors() -> dict[str, int]:
    page = (ROOT / "docs/reference/errors.md").read_text()
    rows = re.findall(r"^\| `(\w+)` \| (\d+) \|", page, re.MULTILINE)
    return {code: int(status) for code, status in rows}


@pytest.mark.parametrize("refusal", list(refusals()), ids=lambda refusal: refusal.code)
def test_every_refusal_is_documented_with_its_status(refusal: type[Refusal]) -> None:
    assert documented_errors().get(refusal.code) == refusal.status


def test_no_error_is_documented_that_cannot_be_answered() -> None:
    assert contract.BASE  # its import has declared the refusals of the web
    of_http = {"bad_request", "method_not_allowed", "unsupported_media_type", *CODES.values()}
    failed = {"internal_error"}
    known = {refusal.code for refusal in refusals()} | of_http | failed
    assert documented_errors().keys() <= known


def documented_fields() -> dict[str, set[str]]:
    """By view, the fields in the first column of its table."""
    page = (ROOT / "docs/reference/views.md").read_text()
    every, *sections = re.split(r"^## (?=\w+$)", page, flags=re.MULTILINE)
    common = first_column(every)
    return {text.partition("\n")[0]: common | first_column(text) for text in sections}


def first_column(text: str) -> set[str]:
    cells = re.findall(r"^\| (`.*?) \|", text, re.MULTILINE)
    return {field for cell in cells for field in re.findall(r"`(\w+)`", cell)}


def test_every_view_is_documented_with_all_its_fields(office: Office) -> None:
    branch = office.read("/branches/krakow")
    at = "/branches/krakow"
    token = office.take("krakow", branch["services"][0]["id"])["token"]
    states = {
        "branch": branch,
        "display": office.read(f"{at}/displays/{branch['displays'][0]['id']}"),
        "counter": office.read(f"{at}/counters/{branch['counters'][0]['id']}"),
        "board": office.read(f"{at}/counters/{branch['counters'][0]['id']}/board"),
        "kiosk": office.read(f"{at}/kiosks/{branch['kiosks'][0]['id']}"),
        "printer": office.read(f"{at}/printers/{branch['printers'][0]['id']}"),
        "agent": office.read(f"{at}/agents/server"),
        "ticket": office.read(f"/public/tickets/{token}"),
    }
    assert states.keys() == VIEWS.keys()
    assert documented_fields() == {view: set(state) for view, state in states.items()}


def excerpts() -> list[tuple[str, str, Any]]:
    """Every key of a YAML example that shows a part of a configuration: page, key, value."""
    return [
        (str(page.relative_to(ROOT)), key, value)
        for page in PAGES
        for text in re.findall(r"```yaml\n(.*?)```", page.read_text(), re.DOTALL)
        for key, value in read_yaml(text)[0].items()
        if "office:" not in text
    ]


@pytest.mark.parametrize(("page", "key", "value"), excerpts())
def test_every_excerpt_of_a_configuration_is_a_valid_one(page: str, key: str, value: Any) -> None:
    parts: Any = (Configuration, Configuration.model_fields["office"].annotation, Branch)
    kind = next(part.model_fields[key].annotation for part in parts if key in part.model_fields)
    assert TypeAdapter(kind).validate_python(value), page
