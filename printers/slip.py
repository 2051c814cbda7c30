"""The slip: from its document to a layout for one width of paper, in the ticket's language."""

import math
from collections.abc import Iterator

from printers.document import Document, Wait
from printers.layout import Block, Cut, Gap, Layout, Pair, Qr, Rule, Text
from printers.letters import balance, cells, wrap
from printers.texts import labels

LARGEST = 8
"""ESC/POS enlarges letters at most eight times."""
NUMBER_MARGIN = 4
"""Columns kept white beside the number, so that it never touches the paper's edges."""


def lay_out(document: Document, columns: int, copy: int = 0) -> Layout:
    """Lay the slip out on that many columns; `copy` above 0 marks a reprint with its count."""
    texts = labels(document.language)
    blocks = (
        *_head(document, texts, columns, copy),
        *_facts(document, texts, columns),
        *_bring(document, texts, columns),
        *_code(document, texts, columns),
        *_foot(document, columns),
        Cut(),
    )
    return Layout(columns, blocks)


def minutes(wait: Wait, texts: dict[str, str]) -> str:
    """The expected wait in whole minutes, never promising less than it may take."""
    low = math.floor(wait.low_seconds / 60)
    high = max(1, math.ceil(wait.high_seconds / 60))
    form = "wait_up_to" if low < 1 else "wait_about" if low == high else "wait_range"
    return texts[form].format(low=low, high=high)


def _head(document: Document, texts: dict[str, str], columns: int, copy: int) -> Iterator[Block]:
    yield _centred(document.office, columns, bold=True)
    yield _centred(document.branch, columns)
    yield Gap(30)
    yield _centred(texts["number"], columns)
    yield Gap(8)
    yield _number(document.number, columns)
    yield Gap(12)
    if copy > 0:
        yield _centred(texts["copy"].format(count=copy), columns, bold=True)
        yield Gap(12)
    for service in document.services:
        yield _centred(service, columns, bold=True, height=2)
    yield Gap(10)


def _number(number: str, columns: int) -> Text:
    """As large as the paper lets it be in one line, for it is read at arm's length in a crowd."""
    size = max(1, min(LARGEST, (columns - NUMBER_MARGIN) // cells(number)))
    return Text(wrap(number, columns // size), "center", size, size, bold=True)


def _facts(document: Document, texts: dict[str, str], columns: int) -> Iterator[Block]:
    yield Rule()
    yield from _fact(texts["issued"], document.issued, columns)
    if document.where:
        yield from _fact(texts["where"], document.where, columns)
    if document.ahead is not None:
        yield from _fact(texts["ahead"], str(document.ahead), columns)
    if document.wait:
        yield from _fact(texts["wait"], minutes(document.wait, texts), columns)
    if document.cases > 1:
        yield from _fact(texts["cases"], str(document.cases), columns)
    if document.needs:
        yield from _fact(texts["needs"], ", ".join(document.needs), columns)


def _fact(label: str, value: str, columns: int) -> Iterator[Block]:
    if cells(label) + 2 + cells(value) <= columns:
        yield Pair(label, value)
    else:
        yield Text(wrap(label, columns))
        yield Text(balance(value, columns), "right", bold=True)


def _bring(document: Document, texts: dict[str, str], columns: int) -> Iterator[Block]:
    if document.documents:
        yield Rule()
        yield Text(wrap(texts["bring"], columns), bold=True)
        for item in document.documents:
            first, *rest = wrap(item, columns - 2)
            yield Text((f"• {first}", *(f"  {line}" for line in rest)))


def _code(document: Document, texts: dict[str, str], columns: int) -> Iterator[Block]:
    if document.url:
        yield Rule()
        yield Gap(12)
        yield Qr(document.url)
        yield Gap(12)
        yield _centred(texts["scan"], columns)


def _foot(document: Document, columns: int) -> Iterator[Block]:
    if document.footer:
        yield Rule()
        yield _centred(document.footer, columns)


def _centred(text: str, columns: int, *, bold: bool = False, height: int = 1) -> Text:
    return Text(balance(text, columns), "center", height=height, bold=bold)
