"""Arithmetic written out so that a reader can compute it again.

A formula names each factor's meaning in brackets after it. Recomputing from the words, rounding
up once at the end, gives the number exactly; a test does so.
"""

from collections.abc import Sequence

from consolidation.text import Text
from consolidation.units import CENTICORES_PER_CORE


def cores(centicores: int) -> Text:
    """Return hundredths of a core as cores with two decimals.

    >>> cores(414).ja, cores(5).en
    ('4.14コア', '0.05 cores')
    """
    number = f"{centicores // CENTICORES_PER_CORE}.{centicores % CENTICORES_PER_CORE:02d}"
    return Text(f"{number}コア", f"{number} cores")


def formula(name: Text, factors: Sequence[tuple[Text, Text]], result: Text) -> Text:
    """Return "name: a [what a is] × b [what b is] = result (rounded up)".

    >>> one = (Text("2 GiB", "2 GiB"), Text("現有", "as it has"))
    >>> formula(Text("メモリ", "memory"), [one], Text("2 GiB", "2 GiB")).en
    'memory: 2 GiB [as it has] = 2 GiB (rounded up)'
    """
    ja = " × ".join(f"{value.ja}[{meaning.ja}]" for value, meaning in factors)
    en = " × ".join(f"{value.en} [{meaning.en}]" for value, meaning in factors)
    return Text(
        f"{name.ja}: {ja} = {result.ja} (端数切上げ)", f"{name.en}: {en} = {result.en} (rounded up)"
    )
