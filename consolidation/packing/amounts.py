"""Amounts of a dimension as a reader says them."""

from consolidation.inventory.tables.kinds import Zone
from consolidation.text import Text
from consolidation.units import CENTICORES_PER_CORE

LABELS = {"cpu_centicores": Text("CPU", "CPU"), "memory_mib": Text("メモリ", "memory")}


def label(dimension: str) -> Text:
    """Return what a dimension is called.

    >>> label("memory_mib").ja, label("d1").ja
    ('メモリ', 'd1')
    """
    return LABELS.get(dimension, Text(dimension, dimension))


def zone_name(zone: str) -> Text:
    """Return what a zone is called; a word that is no zone stays itself.

    >>> zone_name("resident").ja, zone_name("all").ja
    ('住民情報系', 'all')
    """
    found = {known.value: known.ja for known in Zone}
    return Text(found.get(zone, zone), zone)


def shown(dimension: str, amount: int) -> Text:
    """Return an amount with its unit.

    >>> shown("cpu_centicores", 1250).en, shown("memory_mib", 4096).en, shown("d1", 7).en
    ('12.50 cores', '4,096 MiB', '7')
    """
    if dimension == "cpu_centicores":
        cores, rest = divmod(amount, CENTICORES_PER_CORE)
        return Text(f"{cores:,}.{rest:02}コア", f"{cores:,}.{rest:02} cores")
    text = f"{amount:,} MiB" if dimension == "memory_mib" else str(amount)
    return Text(text, text)
