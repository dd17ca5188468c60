"""Values in the cells of other tools' exports: numbers, sizes, names."""

import unicodedata
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from math import ceil

KIB_PER = {"KiB": 1, "MiB": 1024, "GiB": 1024**2, "TiB": 1024**3}
MOST_DIGITS = 15
"""A number with more digits before the point is no size of a machine."""


def number(text: str) -> Fraction | None:
    """Return a cell's number, thousands separators allowed; ``None`` if it is none.

    >>> number("2,046"), number("1e3"), number("n/a"), number("NaN")
    (Fraction(2046, 1), Fraction(1000, 1), None, None)
    """
    folded = unicodedata.normalize("NFKC", text).strip().replace(",", "")
    try:
        value = Decimal(folded)
    except InvalidOperation:
        return None
    if not value.is_finite() or value.adjusted() >= MOST_DIGITS or value.adjusted() < -MOST_DIGITS:
        return None
    return Fraction(value)


def in_unit(value: Fraction, unit: str, wanted: str) -> Fraction:
    """Return a size in another unit, exact.

    >>> in_unit(Fraction(3), "GiB", "MiB")
    Fraction(3072, 1)
    """
    return value * KIB_PER[unit] / KIB_PER[wanted]


def whole_up(value: Fraction) -> int:
    """Return a size in whole units, rounded up: a machine never gets less than it has."""
    return ceil(value)


def clean(text: str) -> str:
    r"""Return a name without control characters and outer blanks.

    >>> clean(" web\x0001\n")
    'web01'
    """
    return "".join(c for c in text if unicodedata.category(c)[0] != "C").strip()


class Identities:
    """Ids made of names: readable, without list separators, never twice (whatever the case)."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = {name.casefold() for name in taken}

    def give(self, name: str, otherwise: str = "unnamed") -> str:
        """Return an id for a name that nothing else has got yet.

        >>> ids = Identities()
        >>> ids.give("web 01"), ids.give("WEB-01"), ids.give("a;b*"), ids.give("  ")
        ('web-01', 'WEB-01-2', 'a-b-', 'unnamed')
        """
        base = "".join("-" if c in ";*" or c.isspace() else c for c in clean(name)) or otherwise
        unique, count = base, 2
        while unique.casefold() in self._taken:
            unique, count = f"{base}-{count}", count + 1
        self._taken.add(unique.casefold())
        return unique
