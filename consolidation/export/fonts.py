"""The Japanese font that ships with the tool: IPAex Gothic, carried by matplotlib-fontja.

The font is taken by its path, so nothing need be installed on the machine. The IPA Font License
Agreement v1.0 allows it to be embedded, whole or in part, in a document that uses it only to show
its own text, without further obligations (article 2, item 5; article 1, item 5). Fonts embedded
by us therefore bear no name by which another document could use them.
"""

from base64 import b64encode
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

FONT_PACKAGE = "matplotlib_fontja"
FONT_FILE = Path("fonts", "ipaexg.ttf")
MISSING = "□"
"""Shown in figures for a character that the font does not have."""
FIXED_TIME = 0
"""Seconds since 1904 written as the subset's date, so that equal pages give equal bytes."""


def font_path() -> Path:
    """Return the path of the Japanese font's file.

    The package is found without importing it: importing changes matplotlib's settings.
    """
    spec = find_spec(FONT_PACKAGE)
    places = list(spec.submodule_search_locations or ()) if spec else []
    for place in places:
        path = Path(place) / FONT_FILE
        if path.exists():
            return path
    raise FileNotFoundError(f"{FONT_FILE.name} of the package {FONT_PACKAGE} was not found")


@cache
def characters() -> frozenset[int]:
    """Return the code points that the font can show."""
    with TTFont(font_path(), lazy=True) as font:
        return frozenset(font.getBestCmap())


@cache
def advances() -> Mapping[int, float]:
    """Return how wide the font sets each code point that it can show, in ems."""
    with TTFont(font_path()) as font:
        widths, em = font["hmtx"], font["head"].unitsPerEm
        return {code: widths[glyph][0] / em for code, glyph in font.getBestCmap().items()}


def drawable(text: str) -> str:
    """Return a text with every character that the font does not have as a box."""
    known = characters()
    return "".join(c if ord(c) in known or c == "\n" else MISSING for c in text)


def subset_woff(text: Iterable[str]) -> str:
    """Return a WOFF font in base64 that holds the characters of a text and no others."""
    wanted = {ord(c) for part in text for c in part} | {ord(MISSING)}
    options = Options()
    options.flavor = "woff"
    options.hinting = False
    options.layout_features = ["kern", "palt", "vert"]
    options.name_IDs = []
    options.notdef_outline = True
    options.recalc_timestamp = False
    font = TTFont(font_path(), recalcTimestamp=False)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=sorted(wanted & characters()))
    subsetter.subset(font)
    font["head"].modified = font["head"].created = FIXED_TIME
    font.flavor = "woff"
    out = BytesIO()
    font.save(out)
    return b64encode(out.getvalue()).decode("ascii")
