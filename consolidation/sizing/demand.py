"""What a server that moves needs on its new platform, and the arithmetic in words.

For each of CPU and memory::

    demand = size × use × growth × clock        rounded up once, at the end

- *size*: the cores or MiB the server has now, or the scenario's default where not known.
- *use*: with a usable trace, ``min(1, percentile × comfort factor)``; else 1. Percentile and
  comfort factor are those of Azure Migrate's performance-based sizing (Microsoft, "Target
  right-sizing"); size alone is its as-is sizing. Ours is never more than 1, which Azure's may be:
  the comfort factor stands for peaks above the percentile, and no peak exceeds what the machine
  has. The reason says where this limit applied.
- *growth*: ``(1 + rate) ** years``, compound.
- *clock* (CPU alone): clock of the old core over that of the new one, times 100 over
  ``reference_ghz_percent``; of several host types that the cluster may use, the slowest counts.
  Where a clock is not known the factor is left out, and the reason says so.

A trace is used for CPU and for memory apart, each where enough of its hours are present.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from consolidation.errors import InputProblems, Problem
from consolidation.inventory.tables.kinds import Zone
from consolidation.inventory.tables.servers import Server
from consolidation.inventory.tables.times import Trace
from consolidation.sizing.context import Context
from consolidation.sizing.model import Demand, Disposition, SizingOptions
from consolidation.sizing.reasons import and_then
from consolidation.sizing.trace import (
    daily_profile,
    exact,
    hourly_peaks,
    percentile_of,
    share_present,
)
from consolidation.sizing.words import cores, formula
from consolidation.text import Text
from consolidation.units import CENTICORES_PER_CORE, ceil_product

Basis = Literal["trace", "allocated", "default"]
PER_CENT = Fraction(1, 100)


@dataclass(frozen=True, slots=True)
class Use:
    """The share of its size that a server uses, and how that was found."""

    share: Fraction
    measured: bool
    sample_percent: int | None
    words: tuple[tuple[Text, Text], ...]
    """Factors of the arithmetic, each with its meaning."""
    remark: Text | None = None


def demand_of(server: Server, disposition: Disposition, context: Context) -> Demand:
    """Return the demand of a server that moves; its cores and memory are known or defaulted."""
    zone, platform, options = context.zone(server), disposition.platform, context.options
    num_cores = server.cpu_cores or options.default_cpu_cores
    memory = server.memory_mib or options.default_memory_mib
    assert zone is not None, server.id
    assert platform is not None, server.id
    assert num_cores is not None, server.id
    assert memory is not None, server.id
    trace = context.estate.trace.get(server.id) if options.basis == "trace" else None
    growth = growth_factor(options)
    clock, clock_words = clock_factor(server, zone, context)
    cpu_use = use_of(trace, trace.cpu_percent if trace else (), context)
    memory_use = use_of(trace, trace.memory_percent if trace else (), context)
    cpu = ceil_product(num_cores * CENTICORES_PER_CORE, cpu_use.share, growth, clock)
    mib = ceil_product(memory, memory_use.share, growth)
    profile = daily_profile(trace, trace.cpu_percent) if trace and cpu_use.measured else ()
    whole = num_cores * CENTICORES_PER_CORE
    return Demand(
        server=server.id,
        platform=platform,
        zone=zone,
        cpu_centicores=max(1, cpu),
        memory_mib=max(1, mib),
        disk_gib=server.disk_gib or 0,
        basis=_basis(server, cpu_use, memory_use),
        sample_percent=cpu_use.sample_percent,
        cpu_profile_centicores=tuple(
            ceil_product(whole, hour * PER_CENT, growth, clock) for hour in profile
        ),
        reason=and_then(
            _cpu_words(server, num_cores, cpu_use, options, clock_words, max(1, cpu)),
            _memory_words(server, memory, memory_use, options, max(1, mib)),
            _disk_words(server),
        ),
    )


def growth_factor(options: SizingOptions) -> Fraction:
    """Return the compound growth, exactly.

    >>> growth_factor(SizingOptions(growth_percent_per_year=5, growth_years=2))
    Fraction(441, 400)
    """
    return (1 + options.growth_percent_per_year * PER_CENT) ** options.growth_years


def use_of(trace: Trace | None, samples: Sequence[float | None], context: Context) -> Use:
    """Return the share of its size that a trace shows in use, or all of it without one."""
    if trace is None:
        return Use(Fraction(1), False, None, ())
    options = context.options
    peaks = hourly_peaks(trace, samples)
    present = share_present(trace, peaks, context.longest_minutes)
    if present == 0 or present < options.min_sample_percent:
        return Use(
            Fraction(1),
            False,
            present,
            (),
            Text(
                f"実測は測定期間の{present}%分しかなく({options.min_sample_percent}%以上が必要)、"
                "使わない",
                f"the trace has only {present} % of the measuring time "
                f"({options.min_sample_percent} % are needed) and is not used",
            ),
        )
    measured = percentile_of(peaks, options.percentile)
    share = exact(measured) * PER_CENT * options.comfort_percent * PER_CENT
    words = (
        (
            Text(f"{measured} %", f"{measured} %"),
            Text(
                f"実測の{options.percentile}パーセンタイル、測定期間の{present}%分",
                f"p{options.percentile} of the trace, {present} % of the measuring time",
            ),
        ),
        (
            Text(f"{options.comfort_percent} %", f"{options.comfort_percent} %"),
            Text("余裕率", "comfort factor"),
        ),
    )
    if share <= 1:
        return Use(share, True, present, words)
    limited = ((Text("100 %", "100 %"), Text("現有量を上限", "limited to what it has")),)
    by = Text(
        f"実測の{options.percentile}パーセンタイル{measured}%に余裕率{options.comfort_percent}%を"
        "乗じると現有量を超えるため、現有量を上限とした",
        f"p{options.percentile} {measured} % times comfort {options.comfort_percent} % is more "
        "than the server has",
    )
    return Use(Fraction(1), True, present, limited, by)


def clock_factor(
    server: Server, zone: Zone, context: Context
) -> tuple[Fraction, tuple[tuple[Text, Text], ...]]:
    """Return old clock over new clock (and over the reference speed), with the words for it."""
    words: list[tuple[Text, Text]] = []
    factor = Fraction(1)
    old, new = _old_clock(server, context), _new_clock(server, zone, context)
    if old is not None and new is not None and old != new:
        factor *= old / new
        text = f"({float(old)} GHz / {float(new)} GHz)"
        words.append((Text(text, text), Text("クロック比", "clock, old over new")))
    speed = context.options.reference_ghz_percent
    if speed != 100:
        factor *= Fraction(100, speed)
        text = f"(100 % / {speed} %)"
        words.append((Text(text, text), Text("同一クロックでの性能比", "speed at equal clock")))
    return factor, tuple(words)


def missing_sizes(servers: Sequence[Server], options: SizingOptions, name: str) -> None:
    """Raise `InputProblems` naming every moving server whose cores or memory nobody gives."""
    problems: list[Problem] = []
    for column, default, ja in (
        ("cpu_cores", options.default_cpu_cores, "CPUコア数"),
        ("memory_mib", options.default_memory_mib, "メモリ"),
    ):
        ids = [s.id for s in servers if getattr(s, column) is None]
        if not ids or default is not None:
            continue
        listed = ", ".join(ids)
        problems.append(
            Problem(
                "servers",
                None,
                column,
                Text(
                    f"移すサーバ{len(ids)}台の{ja}が不明: {listed}",
                    f"{column} of {len(ids)} server{'s' * (len(ids) != 1)} to move is not "
                    f"known: {listed}",
                ),
                Text(
                    f"台帳に記入するか、シナリオの [sizing] に default_{column} を書く",
                    f"fill it in, or set default_{column} under [sizing] in the scenario",
                ),
            )
        )
    if problems:
        raise InputProblems(name, problems)


def _old_clock(server: Server, context: Context) -> Fraction | None:
    if server.cpu_ghz is not None:
        return Fraction(server.cpu_ghz) or None
    if server.host is None:
        return None
    estate = context.estate
    clock = estate.host_type[estate.host[server.host].host_type].cpu_ghz
    return Fraction(clock) or None if clock is not None else None


def _new_clock(server: Server, zone: Zone, context: Context) -> Fraction | None:
    platform = context.target(server, zone)
    assert platform is not None, server.id
    cluster = next(c for c in platform.clusters if zone in c.zones)
    clocks = [
        context.estate.host_type[t].cpu_ghz
        for t in cluster.host_types
        if t in context.estate.host_type
    ]
    if not clocks or any(not clock for clock in clocks):
        return None
    return min(Fraction(clock) for clock in clocks if clock is not None)


def _basis(server: Server, cpu: Use, memory: Use) -> Basis:
    if server.cpu_cores is None or server.memory_mib is None:
        return "default"
    return "trace" if cpu.measured or memory.measured else "allocated"


def _growth_words(options: SizingOptions) -> tuple[tuple[Text, Text], ...]:
    rate, years = options.growth_percent_per_year, options.growth_years
    if not rate or not years:
        return ()
    power = f"{100 + rate} % ^ {years}"
    meaning = Text(f"年{rate}%の伸びを{years}年", f"growth of {rate} % a year for {years} years")
    return ((Text(power, power), meaning),)


def _size_words(size: Text, known: bool) -> tuple[Text, Text]:
    if known:
        return size, Text("現有", "as it has")
    return size, Text("不明につきシナリオの既定値", "not known: scenario default")


def _cpu_words(
    server: Server,
    num_cores: int,
    use: Use,
    options: SizingOptions,
    clock: tuple[tuple[Text, Text], ...],
    result: int,
) -> Text:
    words = Text(f"{num_cores}コア", f"{num_cores} cores")
    size = _size_words(words, server.cpu_cores is not None)
    factors = (size, *use.words, *_growth_words(options), *clock)
    text = formula(Text("CPU", "CPU"), factors, cores(result))
    return _with_remark(text, use)


def _memory_words(
    server: Server, memory: int, use: Use, options: SizingOptions, result: int
) -> Text:
    words = Text(f"{memory} MiB", f"{memory} MiB")
    size = _size_words(words, server.memory_mib is not None)
    factors = (size, *use.words, *_growth_words(options))
    text = formula(Text("メモリ", "memory"), factors, Text(f"{result} MiB", f"{result} MiB"))
    return _with_remark(text, use)


def _with_remark(text: Text, use: Use) -> Text:
    if use.remark is None:
        return text
    return Text(f"{text.ja} ({use.remark.ja})", f"{text.en} ({use.remark.en})")


def _disk_words(server: Server) -> Text:
    if server.disk_gib is None:
        return Text("ディスク: 不明 (0と数えている)", "disk: not known (counted as 0)")
    return Text(f"ディスク = {server.disk_gib} GiB", f"disk = {server.disk_gib} GiB")
