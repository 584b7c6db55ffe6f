"""Colours of CSS that say something: hues, not the blacks and greys of a design.

https://www.w3.org/TR/css-color-4/: hexadecimal, `rgb()`, `hsl()` and the names that editors offer.
"""

from __future__ import annotations

import re
from colorsys import hls_to_rgb

# fmt: off
NAMES = frozenset({
    "aqua", "blue", "brown", "chocolate", "coral", "crimson", "cyan", "darkblue", "darkcyan", "darkgreen",
    "darkmagenta", "darkorange", "darkred", "deeppink", "deepskyblue", "dodgerblue", "firebrick",
    "forestgreen", "fuchsia", "gold", "goldenrod", "green", "hotpink", "indigo", "lightblue", "lightgreen",
    "lime", "limegreen", "magenta", "maroon", "mediumblue", "navy", "olive", "orange", "orangered", "orchid",
    "pink", "plum", "purple", "red", "royalblue", "salmon", "seagreen", "sienna", "skyblue", "steelblue",
    "teal", "tomato", "turquoise", "violet", "yellow", "yellowgreen",
})
# fmt: on
LEAST_HUE = 48  # of 255: how far the strongest of red, green and blue stands out from the weakest

_HEX = re.compile(r"#([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})")
_FUNCTION = re.compile(
    r"(rgb|hsl)a?\(\s*([0-9.]+)(?:deg)?[\s,]+([0-9.]+)%?[\s,]+([0-9.]+)%?(?:[\s,/]+([0-9.]+)%?)?\s*\)"
)
_COLOUR = r"(?:#[0-9a-f]{6}|[a-z]+)"
# as `hue` writes them, and as a style may hold them after cleaning
STYLE = re.compile(rf"color:{_COLOUR}(?:;background-color:{_COLOUR})?|background-color:{_COLOUR}")


def hue(written: str) -> str:
    """A colour in one spelling, or nothing for black, white, greys, the transparent and what isn't a colour.

    >>> hue("#C00"), hue("rgb(204, 0, 0)"), hue("Red"), hue("#333"), hue("rgba(200, 0, 0, 0)"), hue("inherit")
    ('#cc0000', '#cc0000', 'red', '', '', '')
    """
    written = written.strip().lower()
    if written in NAMES:
        return written
    parts = _parts(written)
    if parts is None or max(parts) - min(parts) < LEAST_HUE:
        return ""
    return "#" + "".join(f"{part:02x}" for part in parts)


def _parts(written: str) -> tuple[int, int, int] | None:
    """Red, green and blue, 0 to 255; None where there is nothing to see."""
    if found := _HEX.fullmatch(written):
        digits = found[1] if len(found[1]) > 4 else "".join(each * 2 for each in found[1])
        red, green, blue, opacity = (int(digits[at : at + 2] or "ff", 16) for at in (0, 2, 4, 6))
        return (red, green, blue) if opacity else None
    if (called := _FUNCTION.fullmatch(written)) is None:
        return None
    try:
        first, second, third = (float(called[at]) for at in (2, 3, 4))
        visible = called[5] is None or float(called[5]) > 0
    except ValueError:  # `1.2.3`
        return None
    if called[1] == "hsl":
        parts = hls_to_rgb(first % 360 / 360, min(third, 100) / 100, min(second, 100) / 100)
        first, second, third = (255 * part for part in parts)
    return (_byte(first), _byte(second), _byte(third)) if visible else None


def _byte(number: float) -> int:
    return min(255, round(number))
