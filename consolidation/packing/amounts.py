"""Dimensions, amounts and labels of a packing problem as a reader says them."""

from consolidation.inventory.tables.kinds import Zone
from consolidation.packing.asking.demands import CPU, HOUR_MARK, MEMORY
from consolidation.text import Text
from consolidation.units import CENTICORES_PER_CORE

LABELS = {CPU: Text("CPU", "CPU"), MEMORY: Text("メモリ", "memory")}

APART, LICENCE = "apart:", "licence:"
"""What a label begins with: a keep-apart group of the inventory, a dedicated licence."""


def labelled(name: str) -> Text:
    """Return what guests with a label are called, after their number in English.

    >>> labelled("apart:web"), labelled("db").en
    (Text(ja='分散グループwebのサーバ', en='of keep-apart group web'), 'labelled db')
    """
    if name.startswith(APART):
        group = name.removeprefix(APART)
        return Text(f"分散グループ{group}のサーバ", f"of keep-apart group {group}")
    if name.startswith(LICENCE):
        licence = name.removeprefix(LICENCE)
        return Text(f"ライセンス{licence}の要るサーバ", f"that need licence {licence}")
    return Text(name, f"labelled {name}")


def label(dimension: str) -> Text:
    """Return what a dimension is called.

    >>> label("memory_mib").ja, label("d1").ja
    ('メモリ', 'd1')
    >>> label("cpu_centicores@03")
    Text(ja='CPU 3時台', en='CPU 03:00-03:59')
    """
    kind, _, hour = dimension.partition(HOUR_MARK)
    words = LABELS.get(kind)
    if words is None or bool(hour) != hour.isdigit():
        return Text(dimension, dimension)
    if not hour:
        return words
    return Text(f"{words.ja} {int(hour)}時台", f"{words.en} {hour}:00-{hour}:59")


def is_cpu(dimension: str) -> bool:
    """Return whether a dimension is CPU, of the whole day or of one hour.

    >>> is_cpu("cpu_centicores@23"), is_cpu("memory_mib")
    (True, False)
    """
    return dimension.partition(HOUR_MARK)[0] == CPU


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
    if is_cpu(dimension):
        cores, rest = divmod(amount, CENTICORES_PER_CORE)
        return Text(f"{cores:,}.{rest:02}コア", f"{cores:,}.{rest:02} cores")
    text = f"{amount:,} MiB" if dimension == MEMORY else str(amount)
    return Text(text, text)
