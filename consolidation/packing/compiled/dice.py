"""Dice for the searches: choices that look random and are the same in every run."""

from consolidation.solving.compiled import compiled

FIRST = 48271
"""Where a search begins that is given no dice."""


@compiled
def thrown(dice: int) -> int:
    """Return the next throw of the dice (Lehmer 1951), a whole number above 0."""
    return dice * 48271 % 2147483647
