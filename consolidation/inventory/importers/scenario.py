"""A starter scenario for an imported estate: what to fill in before its plan means anything."""

from collections import Counter
from dataclasses import replace

from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.servers import HostType

ILLUSTRATIVE = "例示 (illustrative)"
HOST_TYPES = (
    HostType(
        id="ILLUSTRATIVE-S",
        name="例示ホスト 32コア 384GiB (illustrative)",
        cpu_cores=32,
        memory_mib=393_216,
        price_yen=2_200_000,
        maintenance_yen_year=140_000,
        power_w=380,
        height_u=1,
        source=ILLUSTRATIVE,
    ),
    HostType(
        id="ILLUSTRATIVE-L",
        name="例示ホスト 64コア 1TiB (illustrative)",
        cpu_cores=64,
        memory_mib=1_048_576,
        price_yen=5_200_000,
        maintenance_yen_year=320_000,
        power_w=650,
        height_u=2,
        source=ILLUSTRATIVE,
    ),
)
"""Hosts to buy, made up so that a first plan can run; no real model or price."""
SMALLEST_CORES = 1
SMALLEST_MIB = 1024


def with_hosts_to_buy(estate: Estate) -> Estate:
    """Return the estate with illustrative host types, unless it has types that can be bought."""
    if any(t.price_yen is not None for t in estate.host_types):
        return estate
    return replace(estate, host_types=(*estate.host_types, *HOST_TYPES))


def starter_scenario(estate: Estate) -> str:
    """Return the TOML text of a scenario that moves every server onto one new platform.

    The estate is one that `with_hosts_to_buy` gave; the text is written beside its tables, and
    says of each value that it is to be reviewed.
    """
    sites = Counter(s.site for s in estate.servers)
    site = min(sites, key=lambda name: (-sites[name], name))
    buyable = [t.id for t in estate.host_types if t.price_yen is not None]
    zones = sorted({s.zone.value for s in estate.systems} | {s.zone.value for s in estate.segments})
    replaces = [p.id for p in estate.platforms]
    lines = [
        "# 取込直後の計画を試すための雛形。値はすべて仮のもので、確認してから使う。",
        "# A template to try a first plan with; every value is an assumption to be reviewed.",
        "",
        f"name = {_text(estate.name)}",
        f"title = {{ ja = {_text(f'{estate.name} の統合 (雛形)')}, "
        f"en = {_text(f'Consolidation of {estate.name} (template)')} }}",
        'inventory = "."',
        "time_limit_s = 60",
        "",
        "[sizing]",
        "# 取込元に時系列がないため、割当量で見積もる / the export holds no time series",
        'basis = "allocated"',
        "growth_percent_per_year = 5   # 仮 / assumed",
        "growth_years = 5",
        *_defaults(estate),
        "",
        "[lines]",
        'merge = "separate"            # 取込元に回線の情報はない / the export knows no lines',
        "",
        "[costs]",
        "first_fiscal_year = 2019      # 仮 / assumed",
        "last_fiscal_year = 2024",
        "",
        "[[platforms]]",
        f"id = {_text(_free(estate, 'NEW'))}",
        'name = { ja = "新しい仮想化基盤 (雛形)", en = "new platform (template)" }',
        f"site = {_text(site)}",
        f"replaces = {_list(replaces)}",
        "",
        "[[platforms.clusters]]",
        'id = "NEW-1"',
        f"zones = {_list(zones)}",
        "# 例示の機種である。実際の機種と価格を host_types.csv に書く",
        "# made-up host types: write real ones with their prices into host_types.csv",
        f"host_types = {_list(buyable)}",
        "spare_hosts = 1               # N+1",
    ]
    return "\n".join(lines) + "\n"


def _defaults(estate: Estate) -> list[str]:
    """Return defaults for what servers lack, only where some server lacks it."""
    lines = []
    if any(s.cpu_cores is None for s in estate.servers):
        lines.append(
            f"default_cpu_cores = {SMALLEST_CORES}         # 不明な台の仮の値 / where not known"
        )
    if any(s.memory_mib is None for s in estate.servers):
        lines.append(
            f"default_memory_mib = {SMALLEST_MIB}     # 不明な台の仮の値 / where not known"
        )
    return lines


def _free(estate: Estate, wanted: str) -> str:
    taken = {p.id for p in estate.platforms}
    name, number = wanted, 2
    while name in taken:
        name, number = f"{wanted}-{number}", number + 1
    return name


def _list(names: list[str]) -> str:
    return "[" + ", ".join(_text(name) for name in names) + "]"


def _text(value: str) -> str:
    r"""Return a TOML basic string.

    >>> print(_text('a"b\\'))
    "a\"b\\"
    """
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else f"\\U{ord(c):08X}" for c in escaped) + '"'
