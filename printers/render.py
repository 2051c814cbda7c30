"""A slip's layout as ESC/POS bytes for one printer.

Text goes as characters where the printer's code page has every letter of it, else as a raster
image; nothing is ever replaced by a question mark. The page is selected once and everything is
encoded by Python's codecs: the library's own encoder mixes pages, and `ESC @` resets what it
believes to be selected.
"""

from PIL import Image

from printers import bars, raster
from printers.layout import Align, Bars, Block, Cut, Gap, Layout, Logo, Pair, Qr, Rule, Text
from printers.letters import cells
from printers.library import QR_ECLEVEL_M, Dummy
from printers.profile import Profile

RULE_MARGIN_DOTS = 12
"""White above and below a rule."""
TEAR_LINES = 5
"""Lines fed past the tear-off edge where there is no knife."""
PLAIN_MARKS = str.maketrans(
    {
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"),
        **dict.fromkeys("\u201c\u201d\u201e\u00ab\u00bb", '"'),
        **dict.fromkeys("\u2018\u2019\u201a\u02bc", "'"),
        **dict.fromkeys("\u2022\u00b7", "*"),
        "\u00a0": " ",
        "\u00d7": "x",
    }
)
"""Plain forms of marks (never of letters), for pages without the typographic ones."""

_SELECT_PAGE = b"\x1bt"
_USA_CHARACTERS = b"\x1bR\x00"
_INVERSE = b"\x1dB"
_FEED_DOTS = b"\x1bJ"
_PRESENT = b"\x1de\x03\x0c"
"""`GS e 3 12`: twelve steps of the presenter, or the whole slip where it is shorter."""


def render(layout: Layout, profile: Profile) -> bytes:
    """The bytes that print the slip on a printer of that profile."""
    return _Slip(profile).print(layout)


def encode(text: str, code_page: str | None) -> bytes | None:
    """The text in that page, marks in their plain form if need be; None where a letter lacks."""
    if code_page is None:
        return None
    for form in (text, text.translate(PLAIN_MARKS)):
        try:
            return form.encode(code_page)
        except UnicodeEncodeError:
            continue
    return None


class _Slip:
    """One slip on its way to bytes: the library's printer and what was last set on it."""

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        self._printer = Dummy()
        self._align: Align = "left"

    def print(self, layout: Layout) -> bytes:
        self._printer.hw("INIT")
        self._raw(_USA_CHARACTERS)
        if self._profile.code_page:
            self._raw(_SELECT_PAGE + bytes([self._profile.page_number or 0]))
        for block in layout.blocks:
            self._block(block)
        output: bytes = self._printer.output
        return output

    def _block(self, block: Block) -> None:
        match block:
            case Text():
                self._text(block)
            case Pair():
                self._pair(block)
            case Rule():
                self._rule(block)
            case Gap():
                self._feed(block.dots)
            case Qr():
                self._qr(block)
            case Bars():
                self._bars(block)
            case Logo():
                self._logo(block)
            case Cut():
                self._end()

    def _text(self, block: Text) -> None:
        encoded = encode("\n".join(block.lines), self._profile.code_page)
        if encoded is None:
            self._picture(raster.text(block, self._profile.columns))
            return
        self._set_align(block.align)
        enlarged = (block.width, block.height) != (1, 1)
        if enlarged:
            self._printer.set(custom_size=True, width=block.width, height=block.height)
        if block.bold:
            self._printer.set(bold=True)
        if block.inverse:
            self._raw(_INVERSE + b"\x01")
        self._raw(encoded + b"\n")
        if block.inverse:
            self._raw(_INVERSE + b"\x00")
        if block.bold:
            self._printer.set(bold=False)
        if enlarged:
            self._printer.set(custom_size=True, width=1, height=1)

    def _pair(self, block: Pair) -> None:
        label = encode(block.label, self._profile.code_page)
        value = encode(block.value, self._profile.code_page)
        if label is None or value is None:
            self._picture(raster.pair(block, self._profile.columns))
            return
        self._set_align("left")
        between = self._profile.columns - cells(block.label) - cells(block.value)
        self._raw(label + b" " * between)
        self._printer.set(bold=True)
        self._raw(value + b"\n")
        self._printer.set(bold=False)

    def _rule(self, block: Rule) -> None:
        self._feed(RULE_MARGIN_DOTS)
        self._picture(raster.rule(block, self._profile.columns))
        self._feed(RULE_MARGIN_DOTS)

    def _picture(self, image: Image.Image) -> None:
        self._set_align("left")
        self._printer.image(image)

    def _qr(self, block: Qr) -> None:
        matrix = raster.modules(block.content)
        dots = min(block.module_dots, self._profile.width_dots // len(matrix)) if matrix else 0
        if not matrix or dots < 1:
            return
        if not self._profile.draws_qr:
            self._picture(raster.qr(block, matrix, dots, self._profile.columns))
            return
        self._set_align(block.align)
        self._printer.qr(block.content, ec=QR_ECLEVEL_M, size=dots, native=True)

    def _bars(self, block: Bars) -> None:
        command = bars.command(block.content, self._profile.width_dots)
        if command:
            self._set_align(block.align)
            self._raw(command)

    def _logo(self, block: Logo) -> None:
        image = raster.logo(block, self._profile.columns)
        if image:
            self._picture(image)

    def _end(self) -> None:
        if self._profile.cut or self._profile.present:
            self._printer.cut(feed=False)
            if self._profile.present:
                self._raw(_PRESENT)
        else:
            self._printer.print_and_feed(TEAR_LINES)

    def _set_align(self, align: Align) -> None:
        if align != self._align:
            self._printer.set(align=align)
            self._align = align

    def _feed(self, dots: int) -> None:
        self._raw(_FEED_DOTS + bytes([dots]))

    def _raw(self, data: bytes) -> None:
        self._printer._raw(data)
