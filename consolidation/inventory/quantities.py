"""Units that users write beside numbers, and what they are in a column's own unit.

Only for the wording of problems: a number with a unit is never converted in silence. MB and GB
are read as MiB and GiB, as operating systems and hypervisors write them.
"""

import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from fractions import Fraction

_BYTES = {"k": -1, "m": 0, "g": 1, "t": 2, "p": 3}
_BITS = {"k": 0, "m": 1, "g": 2, "t": 3}


def _byte_words(base: int) -> dict[str, Fraction]:
    return {
        letter + ending: Fraction(1024) ** (power - base)
        for letter, power in _BYTES.items()
        for ending in ("", "b", "ib")
    }


def _bit_words(base: int) -> dict[str, Fraction]:
    return {
        letter + ending: Fraction(1000) ** (power - base)
        for letter, power in _BITS.items()
        for ending in ("", "bps", "bit/s", "b/s")
    }


_YEN = {
    "円": Fraction(1),
    "yen": Fraction(1),
    "jpy": Fraction(1),
    "千円": Fraction(1000),
    "万円": Fraction(10_000),
    "百万円": Fraction(1_000_000),
}

_SCALES: Mapping[str, Mapping[str, Fraction]] = {
    "MiB": _byte_words(0),
    "GiB": _byte_words(1),
    "kbit/s": _bit_words(0),
    "Mbit/s": _bit_words(1),
    "ms": {
        "ms": Fraction(1),
        "msec": Fraction(1),
        "ミリ秒": Fraction(1),
        "s": Fraction(1000),
        "秒": Fraction(1000),
        "us": Fraction(1, 1000),
    },
    "GHz": {"ghz": Fraction(1), "g": Fraction(1), "mhz": Fraction(1, 1000)},
    "W": {"w": Fraction(1), "kw": Fraction(1000)},
    "円": _YEN,
    "コア": {"コア": Fraction(1), "cores": Fraction(1), "core": Fraction(1), "vcpu": Fraction(1)},
    "U": {"u": Fraction(1)},
    "台": {"台": Fraction(1)},
    "%": {"%": Fraction(1)},
}
"""For each unit of a column: what a written unit is in it."""

_QUANTITY = re.compile(r"^[¥\\]?\s*(?P<number>[+-]?[\d,]+(?:\.\d+)?)\s*(?P<unit>\D*)$")


def converted(text: str, unit: str) -> Fraction | None:
    """Return a number written with a unit, in the column's unit; ``None`` if it is not one.

    >>> converted("64G", "MiB"), converted("1.5千円", "円/月"), converted("sixty", "MiB")
    (Fraction(65536, 1), Fraction(1500, 1), None)
    """
    match = _QUANTITY.match(unicodedata.normalize("NFKC", text).strip())
    if match is None:
        return None
    scale = _SCALES.get(_base(unit), {})
    word = _base(match["unit"].strip().casefold())
    factor = scale.get(word) if word else Fraction(1)
    if factor is None:
        return None
    try:
        return Fraction(Decimal(match["number"].replace(",", ""))) * factor
    except InvalidOperation:
        return None


def is_other_unit(written: str, unit: str) -> bool:
    """Tell whether a unit in a header is one we know and not the column's own.

    >>> is_other_unit("GB", "MiB"), is_other_unit("MB", "MiB"), is_other_unit("税抜", "円/月")
    (True, False, False)
    """
    scale = _SCALES.get(_base(unit), {})
    return scale.get(_base(written.strip().casefold()), Fraction(1)) != 1


def _base(unit: str) -> str:
    """Return a unit without its period: 円/月 is 円."""
    return re.sub(r"/[月年]$", "", unit)
