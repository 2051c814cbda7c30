"""The reference of the configuration says what the models say, and its examples work."""

import re
from pathlib import Path

import pytest

from docs.configuration_reference import PAGE, with_tables
from queue_server.office import check
from queue_server.office.syntax import read_yaml

DOCS = Path(__file__).resolve().parents[1] / "docs"


def test_the_reference_is_what_the_models_say() -> None:
    page = PAGE.read_text()
    assert with_tables(page) == page, "run: python docs/configuration_reference.py"


def configurations() -> list[tuple[str, str]]:
    return [
        (f"{page.relative_to(DOCS)}, block {number}", text)
        for page in sorted(DOCS.rglob("*.md"))
        for number, text in enumerate(re.findall(r"```yaml\n(.*?)```", page.read_text(), re.DOTALL))
        if re.search("^office:", text, re.MULTILINE)
    ]


@pytest.mark.parametrize(("where", "text"), configurations())
def test_every_configuration_in_the_docs_loads(where: str, text: str) -> None:
    document, faults = read_yaml(text)
    assert (faults, *check(document)) == ([], [], []), where
