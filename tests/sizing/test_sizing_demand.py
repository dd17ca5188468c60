"""Demand by hand, from its own words, and where the data is not what one would wish."""

import re
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consolidation.errors import InputProblems
from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.kinds import PlatformKind, ServerForm, SiteKind, Zone
from consolidation.inventory.tables.places import Site, System
from consolidation.inventory.tables.servers import Host, HostType, Platform, Server
from consolidation.inventory.tables.times import Trace
from consolidation.sizing.model import Demand, SizingOptions
from consolidation.sizing.platform import ClusterPlan, PlatformPlan
from consolidation.sizing.profile import profile_sum
from consolidation.sizing.size import size
from consolidation.sizing.trace import (
    daily_profile,
    hourly_peaks,
    nearest_rank,
    share_present,
)
from consolidation.text import Text

START = datetime(2018, 10, 1)
FAST = HostType(
    id="FAST", name="F", cpu_cores=32, cpu_ghz=Decimal("3.0"), memory_mib=262144, price_yen=1
)
SLOW = replace(FAST, id="SLOW", cpu_ghz=Decimal("2.4"))
NO_CLOCK = replace(FAST, id="NO-CLOCK", cpu_ghz=None)
FLAT = SizingOptions(growth_percent_per_year=0)


def demand(
    options: SizingOptions = FLAT,
    cpu=None,
    memory=None,
    host_types=("NO-CLOCK",),
    step_minutes: int = 60,
    others: tuple[Trace, ...] = (),
    **fields: object,
) -> Demand:
    base = {
        "id": "S",
        "system": "SYS",
        "site": "HALL",
        "form": ServerForm.PHYSICAL,
        "cpu_cores": 8,
        "memory_mib": 10000,
        "disk_gib": 100,
    }
    platform = PlatformPlan(
        id="P",
        name=Text("次期", "next"),
        site="HALL",
        replaces=("P-OLD",),
        clusters=(ClusterPlan(id="C", zones=(Zone.ADMINISTRATIVE,), host_types=host_types),),
    )
    traces = ()
    if cpu is not None or memory is not None:
        num = len(cpu or memory)
        traces = (
            Trace(
                "S", START, step_minutes, tuple(cpu or [None] * num), tuple(memory or [None] * num)
            ),
        )
    estate = Estate(
        name="test",
        sites=(Site(id="HALL", name="本庁", kind=SiteKind.CITY_HALL),),
        systems=(System(id="SYS", name="文書", department="総務課", zone=Zone.ADMINISTRATIVE),),
        servers=(Server(**(base | fields)),),
        platforms=(
            Platform(id="P-OLD", name="旧", kind=PlatformKind.EXISTING, site="HALL", zones=()),
        ),
        hosts=(Host(id="H-OLD", platform="P-OLD", host_type="SLOW"),),
        host_types=(FAST, SLOW, NO_CLOCK),
        traces=(*traces, *others),
    )
    (found,) = size(estate, (platform,), options, (2018, 2022)).demands
    return found


def recomputed(words: str) -> list[int]:
    """Compute CPU in hundredths of a core and memory in MiB from the reason alone."""
    found = []
    for part, unit in (("CPU", 100), ("memory", 1)):
        text = re.search(rf"{part}: (.*?) = ([\d.]+) ", words)
        assert text is not None, words
        product = Fraction(unit)
        for factor in text.group(1).split(" × "):
            value = factor.split(" [")[0].strip()
            power = re.fullmatch(r"(\d+) % \^ (\d+)", value)
            ratio = re.fullmatch(r"\(([\d.]+) (?:GHz|%) / ([\d.]+) (?:GHz|%)\)", value)
            if power:
                product *= Fraction(int(power[1]), 100) ** int(power[2])
            elif ratio:
                product *= Fraction(ratio[1]) / Fraction(ratio[2])
            elif value.endswith(" %"):
                product *= Fraction(value.removesuffix(" %")) / 100
            else:
                product *= Fraction(value.split()[0])
        found.append(ceil(product))
    return found


def test_allocated_size_with_growth():
    found = demand(SizingOptions(basis="allocated"))
    # 8 cores × 1.05^5 = 8 × 1.2762815625 = 10.21…; 10000 MiB × 1.2762815625 = 12762.8…
    assert (found.cpu_centicores, found.memory_mib, found.disk_gib) == (1022, 12763, 100)
    assert (found.basis, found.sample_percent) == ("allocated", None)
    assert found.cpu_profile_centicores == ()


def test_trace_by_hand():
    cpu = [10.0] * 90 + [31.2] * 6 + [80.0] * 4  # the 95th of 100 is 31.2
    found = demand(cpu=cpu, memory=[50.0] * 100)
    # 8 × 31.2 % × 1.3 = 3.2448; 10000 × 50 % × 1.3 = 6500
    assert (found.cpu_centicores, found.memory_mib) == (325, 6500)
    assert (found.basis, found.sample_percent) == ("trace", 100)
    assert "31.2 %" in found.reason.en
    assert "31.2 %" in found.reason.ja
    assert demand(replace(FLAT, percentile=100), cpu=cpu).cpu_centicores == 800  # limited
    assert demand(replace(FLAT, percentile=90), cpu=cpu).cpu_centicores == 104


def test_never_more_than_it_has_before_growth():
    found = demand(cpu=[90.0] * 24, memory=[90.0] * 24)
    assert (found.cpu_centicores, found.memory_mib) == (800, 10000)
    assert "more than the server has" in found.reason.en
    grown = demand(SizingOptions(), cpu=[90.0] * 24, memory=[90.0] * 24)
    assert (grown.cpu_centicores, grown.memory_mib) == (1022, 12763)


def test_clock_of_the_slowest_host_type_counts():
    allocated = replace(FLAT, basis="allocated")
    old = Decimal("1.8")
    assert demand(allocated, host_types=("FAST",), cpu_ghz=old).cpu_centicores == 480
    assert demand(allocated, host_types=("FAST", "SLOW"), cpu_ghz=old).cpu_centicores == 600
    assert demand(allocated, host_types=("FAST", "NO-CLOCK"), cpu_ghz=old).cpu_centicores == 800
    assert demand(allocated, host_types=("FAST",)).cpu_centicores == 800
    faster = replace(allocated, reference_ghz_percent=125)
    assert demand(faster, host_types=("FAST",), cpu_ghz=old).cpu_centicores == 384


def test_a_vm_without_a_clock_has_its_hosts():
    found = demand(
        replace(FLAT, basis="allocated"),
        host_types=("FAST",),
        form=ServerForm.VM,
        platform="P-OLD",
        host="H-OLD",
    )
    assert found.cpu_centicores == 640  # 8 × 2.4 / 3.0


def test_missing_samples_are_left_out_and_too_few_not_used():
    half = [20.0, None] * 24
    assert demand(cpu=half).cpu_centicores == 208
    assert demand(cpu=half).sample_percent == 50
    fewer = demand(cpu=[20.0, None, None] * 24)
    assert (fewer.cpu_centicores, fewer.basis, fewer.sample_percent) == (800, "allocated", 33)
    assert "33 %" in fewer.reason.en
    assert "33%" in fewer.reason.ja
    assert fewer.cpu_profile_centicores == ()


def test_a_trace_that_starts_late_or_ends_early_misses_the_rest():
    """Every sample of it is there, but another server was measured four times as long."""
    longer = Trace("OTHER", START, 60, (1.0,) * 96, (1.0,) * 96)
    found = demand(cpu=[20.0] * 24, others=(longer,))
    assert (found.cpu_centicores, found.basis, found.sample_percent) == (800, "allocated", 25)
    assert demand(cpu=[20.0] * 48, others=(longer,)).basis == "trace"


def test_memory_without_samples_falls_back_alone():
    found = demand(cpu=[20.0] * 48)
    assert (found.cpu_centicores, found.memory_mib, found.basis) == (208, 10000, "trace")


def test_unknown_sizes_are_an_error_that_names_all_or_a_default():
    with pytest.raises(InputProblems) as raised:
        demand(cpu_cores=None, memory_mib=None)
    assert [p.column for p in raised.value.problems] == ["cpu_cores", "memory_mib"]
    assert all("S" in p.what.en and p.fix is not None for p in raised.value.problems)
    found = demand(
        replace(FLAT, default_cpu_cores=2, default_memory_mib=4096), cpu_cores=None, memory_mib=None
    )
    assert (found.basis, found.cpu_centicores, found.memory_mib) == ("default", 200, 4096)
    assert "scenario default" in found.reason.en


def test_an_unknown_disk_is_said_not_hidden():
    found = demand(disk_gib=None)
    assert found.disk_gib == 0
    assert "not known" in found.reason.en
    assert "不明" in found.reason.ja


def test_profile_is_the_mean_by_hour_on_new_cores():
    cpu = [float(hour) for hour in range(24)] + [float(hour + 2) for hour in range(24)]
    found = demand(cpu=cpu)
    assert found.cpu_profile_centicores == tuple(8 * (hour + 1) for hour in range(24))
    total = profile_sum([found, demand()])
    assert total.by_hour == found.cpu_profile_centicores
    assert (total.num_measured, total.num_unmeasured, total.unmeasured_centicores) == (1, 1, 800)


@given(
    st.integers(1, 64),
    st.integers(1, 10**6),
    st.lists(st.floats(0, 100).map(lambda x: round(x, 1)), min_size=24, max_size=60),
    st.sampled_from([50, 90, 95, 99, 100]),
    st.integers(100, 300),
    st.integers(0, 20),
    st.integers(0, 9),
    st.sampled_from([100, 130]),
)
def test_recomputing_from_the_words_gives_the_numbers(
    num_cores, memory, cpu, percentile, comfort, growth, years, speed
):
    options = SizingOptions(
        percentile=percentile,
        comfort_percent=comfort,
        growth_percent_per_year=growth,
        growth_years=years,
        reference_ghz_percent=speed,
    )
    found = demand(
        options,
        cpu=cpu,
        memory=cpu[::-1],
        host_types=("FAST", "SLOW"),
        cpu_cores=num_cores,
        memory_mib=memory,
        cpu_ghz=Decimal("2.93"),
    )
    cpu_again, memory_again = recomputed(found.reason.en)
    assert found.cpu_centicores == max(1, cpu_again)
    assert found.memory_mib == max(1, memory_again)


@given(st.lists(st.integers(0, 100), min_size=1, max_size=300), st.integers(1, 100))
def test_nearest_rank_is_the_smallest_value_with_that_share_at_or_below(values, percentile):
    found = nearest_rank(values, percentile)
    reaching = [v for v in values if 100 * sum(w <= v for w in values) >= percentile * len(values)]
    assert found == min(reaching)


def test_nearest_rank_refuses_nonsense():
    for values, percentile in (([], 95), ([1.0], 0), ([1.0], 101)):
        with pytest.raises(ValueError, match="percentile"):
            nearest_rank(values, percentile)


def test_hours_take_their_peak_and_cut_at_the_clock():
    trace = Trace("S", datetime(2018, 10, 1, 0, 45), 15, (1.0, 5.0, None, 2.0, None, 7.0), ())
    assert hourly_peaks(trace, trace.cpu_percent) == (1.0, 5.0, 7.0)
    wide = Trace("S", START, 120, (1.0, None), ())
    assert hourly_peaks(wide, wide.cpu_percent) == (1.0, None)
    assert share_present(trace, (), 90) == 0
    assert share_present(trace, (1.0, 5.0, 7.0), 90) == 100
    assert daily_profile(wide, wide.cpu_percent) == ()
