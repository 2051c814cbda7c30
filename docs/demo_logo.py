"""The demo office's logo for slips, an open window: `python -m docs.demo_logo`."""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw

FILE = Path(__file__).parents[1] / "queue_server/web/static/demo/slip-logo.png"
WIDTH, HEIGHT = 192, 112
"""24 by 14 mm, a pixel to the dot."""
FINER = 8


def main() -> None:
    """Draw it large and save it small, in black and white."""
    large = Image.new("L", (WIDTH * FINER, HEIGHT * FINER), 255)
    pen = ImageDraw.Draw(large)

    def box(
        left: float, top: float, right: float, bottom: float, ink: int, round_: int = 0
    ) -> None:
        corners = [edge * FINER for edge in (left, top, right, bottom)]
        pen.rounded_rectangle(corners, round_ * FINER, fill=ink)

    def shape(*points: tuple[float, float]) -> None:
        pen.polygon([(x * FINER, y * FINER) for x, y in points], 0)

    # Two open shutters, the frame with its four panes, and the sill.
    shape((8, 4), (52, 16), (52, 88), (8, 100))
    shape((184, 4), (140, 16), (140, 88), (184, 100))
    box(58, 12, 134, 92, 0, 6)
    for left in (65, 99):
        for top in (19, 54):
            box(left, top, left + 28, top + 31, 255, 2)
    # In the last pane, someone at the window.
    pen.ellipse([edge * FINER for edge in (105, 57, 121, 73)], 0)
    pen.pieslice([edge * FINER for edge in (99, 75, 127, 99)], 180, 360, 0)
    box(50, 96, 142, 106, 0, 4)
    small = large.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
    small.point(lambda level: 255 * (level > 127)).convert("1").save(FILE, optimize=True)


if __name__ == "__main__":
    main()
