"""What becomes of a server: each rule alone, their order, and that none is lost."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.kinds import (
    Blocker,
    Cloud,
    PlatformKind,
    SegmentKind,
    ServerForm,
    SiteKind,
    Zone,
)
from consolidation.inventory.tables.network import Segment
from consolidation.inventory.tables.places import Site, System
from consolidation.inventory.tables.servers import HostType, Platform, Server
from consolidation.sizing.context import Context
from consolidation.sizing.model import DispositionKind, Sizing, SizingOptions
from consolidation.sizing.platform import ClusterPlan, PlatformPlan
from consolidation.sizing.rules import RULES, dispose
from consolidation.sizing.size import size
from consolidation.sizing.verify import verify_sizing
from consolidation.text import Text

YEARS = (2018, 2022)
DEFAULT = SizingOptions()
NEW = PlatformPlan(
    id="P-NEW",
    name=Text("次期基盤", "next platform"),
    site="HALL",
    replaces=("P-OLD",),
    clusters=(ClusterPlan(id="ADM", zones=(Zone.ADMINISTRATIVE,), host_types=("HT",)),),
)


def server(name: str = "S", **fields: object) -> Server:
    base = {
        "id": name,
        "system": "SYS",
        "site": "HALL",
        "form": ServerForm.PHYSICAL,
        "cpu_cores": 4,
        "memory_mib": 8192,
        "disk_gib": 100,
    }
    return Server(**(base | fields))


def estate(*servers: Server, **system: object) -> Estate:
    base = {
        "id": "SYS",
        "name": "文書管理",
        "department": "総務課",
        "zone": Zone.ADMINISTRATIVE,
    }
    old = Platform(
        id="P-OLD",
        name="現行",
        kind=PlatformKind.EXISTING,
        site="HALL",
        zones=(Zone.ADMINISTRATIVE,),
        end_of_life=date(2020, 3, 31),
    )
    return Estate(
        name="test",
        sites=(Site(id="HALL", name="本庁", kind=SiteKind.CITY_HALL),),
        systems=(System(**(base | system)),),
        servers=servers,
        platforms=(old, replace(old, id="P-OTHER")),
        host_types=(HostType(id="HT", name="HT", cpu_cores=32, memory_mib=262144, price_yen=1),),
        segments=(
            Segment(id="V-ADM", name="行政", kind=SegmentKind.VLAN, zone=Zone.ADMINISTRATIVE),
            Segment(id="V-RES", name="住民", kind=SegmentKind.VLAN, zone=Zone.RESIDENT),
        ),
    )


def decide(row: Server, platforms=(NEW,), options=DEFAULT, **system: object):
    return dispose(row, Context(estate(row, **system), platforms, options, YEARS))


def test_a_plain_physical_server_is_virtualised():
    found = decide(server(lease_end=date(2020, 3, 31)))
    assert (found.kind, found.platform, found.moves) == (DispositionKind.VIRTUALISE, "P-NEW", True)
    assert "2020-03-31" in found.reason.en
    assert "2020-03-31" in found.reason.ja


def test_retirement_within_the_plan_comes_first():
    day = date(2020, 3, 31)
    found = decide(server(blocker=Blocker.MAINFRAME), retire_on=day, cloud=Cloud.YES)
    assert (found.kind, found.rule) == (DispositionKind.RETIRE, "retire-by-date")
    assert "2020-03-31" in found.reason.ja
    assert not found.moves


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (date(2023, 3, 31), DispositionKind.RETIRE),
        (date(2023, 4, 1), DispositionKind.VIRTUALISE),
    ],
)
def test_retirement_counts_to_the_last_day_of_the_plan(day, kind):
    assert decide(server(), retire_on=day).kind is kind


def test_a_vm_that_outlives_its_platform_moves_although_it_is_retired_later():
    vm = server(form=ServerForm.VM, platform="P-OLD")
    assert decide(vm, retire_on=date(2020, 3, 31)).kind is DispositionKind.RETIRE
    later = decide(vm, retire_on=date(2020, 4, 1))
    assert (later.kind, later.moves) == (DispositionKind.ABSORB, True)
    assert "2020-04-01" in later.reason.en


@pytest.mark.parametrize("blocker", list(Blocker))
def test_every_blocker_keeps_a_physical_server_and_is_named(blocker):
    found = decide(server(blocker=blocker))
    assert found.kind is DispositionKind.KEEP
    assert found.rule == ("mainframe" if blocker is Blocker.MAINFRAME else f"blocked-{blocker}")
    words = {"dongle": "dongle", "adapter-card": "card", "real-time": "real time"}
    assert words.get(blocker.value, blocker.value) in found.reason.en


def test_cloud_at_replacement_within_the_plan_if_allowed():
    facts = {"cloud": Cloud.YES, "replacement_fiscal_year": 2021}
    assert decide(server(), **facts).kind is DispositionKind.CLOUD
    assert "FY2021" in decide(server(), **facts).reason.en
    assert "2021年度" in decide(server(), **facts).reason.ja
    forbidden = decide(server(), options=SizingOptions(allow_cloud=False), **facts)
    assert forbidden.kind is DispositionKind.VIRTUALISE
    late = decide(server(), cloud=Cloud.YES, replacement_fiscal_year=2023)
    assert late.kind is DispositionKind.VIRTUALISE
    perhaps = decide(server(), cloud=Cloud.CANDIDATE, replacement_fiscal_year=2021)
    assert perhaps.kind is DispositionKind.VIRTUALISE


def test_a_vm_waits_for_the_cloud_on_the_new_platform_when_its_own_ends_first():
    vm = server(form=ServerForm.VM, platform="P-OLD")
    assert decide(vm, cloud=Cloud.YES, replacement_fiscal_year=2021).moves
    assert decide(vm, cloud=Cloud.YES, replacement_fiscal_year=2019).kind is DispositionKind.CLOUD


def test_a_vm_moves_only_from_a_replaced_or_unknown_platform():
    old = decide(server(form=ServerForm.VM, platform="P-OLD"))
    other = decide(server(form=ServerForm.VM, platform="P-OTHER"))
    unknown = decide(server(form=ServerForm.VM))
    assert [d.kind for d in (old, other, unknown)] == [DispositionKind.ABSORB] * 3
    assert [(d.platform, d.moves) for d in (old, other, unknown)] == [
        ("P-NEW", True),
        ("P-OTHER", False),
        ("P-NEW", True),
    ]


def test_a_zone_without_a_cluster_is_kept_and_the_zone_named():
    found = decide(server(), zone=Zone.RESIDENT)
    assert (found.kind, found.rule) == (DispositionKind.KEEP, "zone-without-cluster")
    assert "resident" in found.reason.en
    assert "住民情報系" in found.reason.ja
    vm = decide(server(form=ServerForm.VM, platform="P-OLD"), zone=Zone.RESIDENT)
    assert not vm.moves
    assert "P-OLD" in vm.reason.en


def test_zone_from_segments_when_there_is_no_system():
    known = decide(server(system=None, segments=("V-ADM",)))
    assert known.kind is DispositionKind.VIRTUALISE
    for segments in ((), ("V-ADM", "V-RES")):
        found = decide(server(system=None, segments=segments))
        assert (found.kind, found.rule) == (DispositionKind.KEEP, "zone-unknown")
        assert "survey" in found.reason.en
    given_zone = SizingOptions(default_zone=Zone.ADMINISTRATIVE)
    assert decide(server(system=None), options=given_zone).moves


def test_an_inferred_zone_is_said_in_the_reason_and_listed():
    row = server(system=None, segments=("V20",))
    given = replace(
        estate(row),
        segments=(Segment(id="V20", name="20", kind=SegmentKind.VLAN, zone=Zone.ADMINISTRATIVE),),
    )
    sizing = size(given, (NEW,), DEFAULT, YEARS)
    reason = sizing.dispositions[0].reason
    assert "zone administrative is inferred from its segments (V20): to be confirmed" in reason.en
    assert "V20" in reason.ja
    assert any("confirm owner and zone before the move: S" in t.en for t in sizing.not_yet)
    known = size(estate(server()), (NEW,), DEFAULT, YEARS)
    assert "inferred" not in known.dispositions[0].reason.en
    assert not any("inferred" in text.en for text in known.not_yet)


def test_nothing_built_changes_nothing_but_dated_retirements():
    facts = {"cloud": Cloud.YES, "replacement_fiscal_year": 2020}
    assert decide(server(), platforms=(), **facts).kind is DispositionKind.KEEP
    vm = decide(server(form=ServerForm.VM, platform="P-OLD"), platforms=(), **facts)
    assert (vm.kind, vm.platform, vm.moves) == (DispositionKind.ABSORB, "P-OLD", False)
    gone = decide(server(), platforms=(), retire_on=date(2020, 3, 31))
    assert gone.kind is DispositionKind.RETIRE


def test_the_platform_that_replaces_a_vms_own_is_preferred():
    first = replace(NEW, id="P-FIRST", replaces=())
    found = decide(server(form=ServerForm.VM, platform="P-OLD"), platforms=(first, NEW))
    assert found.platform == "P-NEW"
    assert decide(server(), platforms=(first, NEW)).platform == "P-FIRST"


ANY_SERVER = st.builds(
    lambda **fields: fields,
    form=st.sampled_from(ServerForm),
    platform=st.sampled_from([None, "P-OLD", "P-OTHER"]),
    system=st.sampled_from([None, "SYS"]),
    blocker=st.sampled_from([None, *Blocker]),
    segments=st.sampled_from([(), ("V-ADM",), ("V-ADM", "V-RES")]),
)
ANY_SYSTEM = st.builds(
    lambda **fields: fields,
    zone=st.sampled_from([Zone.ADMINISTRATIVE, Zone.RESIDENT]),
    cloud=st.sampled_from([None, *Cloud]),
    replacement_fiscal_year=st.sampled_from([None, 2017, 2019, 2025]),
    retire_on=st.sampled_from([None, date(2019, 3, 31), date(2021, 3, 31), date(2030, 1, 1)]),
)


@given(st.lists(ANY_SERVER, max_size=8), ANY_SYSTEM, st.booleans())
def test_none_is_lost_whatever_the_facts(rows, system, build):
    everything = estate(*(server(f"S{i}", **fields) for i, fields in enumerate(rows)), **system)
    sizing = size(everything, (NEW,) if build else (), SizingOptions(), YEARS)
    assert verify_sizing(everything, sizing) == ()
    assert sum(n for _, n in sizing.counts) == len(rows)
    assert all(d.reason.ja and d.reason.en for d in sizing.dispositions)
    assert build or not sizing.demands


def test_the_recheck_sees_what_is_wrong():
    everything = estate(server("A"), server("B"))
    right = size(everything, (NEW,), SizingOptions(), YEARS)
    wrong: list[Sizing] = [
        replace(right, dispositions=right.dispositions[:1]),
        replace(right, dispositions=(*right.dispositions, right.dispositions[0])),
        replace(right, demands=right.demands[:1]),
        replace(right, demands=(*right.demands, replace(right.demands[0], server="C"))),
        replace(right, demands=tuple(replace(d, platform="X") for d in right.demands)),
        replace(right, demands=tuple(replace(d, memory_mib=0) for d in right.demands)),
        replace(right, counts=((DispositionKind.KEEP, 2),)),
        replace(right, dispositions=tuple(replace(d, platform=None) for d in right.dispositions)),
    ]
    assert verify_sizing(everything, right) == ()
    for sizing in wrong:
        assert verify_sizing(everything, sizing)


def test_rules_stand_in_one_tuple_with_a_docstring_each():
    assert all(rule.__doc__ for rule in RULES)
    assert len(set(RULES)) == len(RULES)
