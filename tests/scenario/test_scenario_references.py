"""A scenario against its inventory: every name must stand there and fit."""

from dataclasses import replace
from pathlib import Path

import pytest

from consolidation.errors import InputProblems
from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.kinds import (
    DeviceKind,
    PlatformKind,
    SegmentKind,
    ServerForm,
    SiteKind,
    Zone,
)
from consolidation.inventory.tables.network import Device, Segment
from consolidation.inventory.tables.places import Site
from consolidation.inventory.tables.servers import HostType, Platform, Server
from consolidation.scenario.model import Scenario
from consolidation.scenario.read import read_scenario_files
from consolidation.scenario.references import check_scenario, refuse_what_does_not_fit
from consolidation.sizing.platform import ClusterPlan, PlatformPlan
from consolidation.text import Text

ESTATE = Estate(
    name="town",
    sites=(
        Site(id="HALL", name="Hall", kind=SiteKind.CITY_HALL),
        Site(id="ANNEX", name="Annex", kind=SiteKind.BRANCH),
    ),
    devices=(
        Device(id="SW-1", name="s", kind=DeviceKind.SWITCH, site="HALL"),
        Device(id="SW-2", name="s", kind=DeviceKind.SWITCH, site="ANNEX"),
    ),
    platforms=(
        Platform(
            id="OLD",
            name="old",
            kind=PlatformKind.EXISTING,
            site="HALL",
            zones=(Zone.ADMINISTRATIVE,),
        ),
        Platform(
            id="IDEA", name="idea", kind=PlatformKind.PLANNED, site="HALL", zones=(Zone.FIRE,)
        ),
    ),
    servers=(Server(id="SRV-1", site="HALL", form=ServerForm.PHYSICAL),),
    segments=(Segment(id="V-MGMT", name="m", kind=SegmentKind.VLAN, zone=Zone.ADMINISTRATIVE),),
    host_types=(HostType(id="HT-S", name="small", cpu_cores=8, memory_mib=65536, price_yen=1),),
)
CLUSTER = ClusterPlan(id="C", zones=(Zone.ADMINISTRATIVE,), host_types=("HT-S",))
PLATFORM = PlatformPlan(
    id="NEXT",
    name=Text("次期", "next"),
    site="HALL",
    device="SW-1",
    replaces=("OLD",),
    clusters=(CLUSTER,),
)
SCENARIO = Scenario(name="s", title=Text("計画", "plan"), inventory="town", platforms=(PLATFORM,))


def with_platform(changes) -> Scenario:
    return replace(SCENARIO, platforms=(replace(PLATFORM, **changes),))


def test_what_fits_is_accepted():
    assert check_scenario(SCENARIO, ESTATE) == ()
    refuse_what_does_not_fit(SCENARIO, ESTATE)


@pytest.mark.parametrize(
    ("changes", "column", "what", "fix"),
    [
        ({"site": "HAL"}, "platforms[NEXT].site", "no 'HAL' in the inventory's sites", "'HALL'"),
        ({"device": "SW1"}, "platforms[NEXT].device", "inventory's devices", "'SW-1'"),
        ({"device": "SW-2"}, "platforms[NEXT].device", "stands at 'ANNEX', not at", "'SW-1'"),
        (
            {"management_segment": "V-X"},
            "platforms[NEXT].management_segment",
            "no 'V-X' in the inventory's segments",
            "V-MGMT",
        ),
        (
            {"managed_by": ("SRV-1", "SW-1", "SV-9")},
            "platforms[NEXT].managed_by[3]",
            "no 'SV-9' in the inventory's servers or devices",
            "SRV-1",
        ),
        ({"replaces": ("OLDE",)}, "platforms[NEXT].replaces[1]", "inventory's platforms", "'OLD'"),
        ({"replaces": ("IDEA",)}, "platforms[NEXT].replaces[1]", "does not stand yet", "OLD"),
        ({"id": "OLD", "replaces": ()}, "platforms[OLD].id", "that stands today", "another id"),
        (
            {"clusters": (replace(CLUSTER, host_types=("HT-S", "HT-X")),)},
            "platforms[NEXT].clusters[C].host_types[2]",
            "no 'HT-X' in the inventory's host_types",
            "'HT-S'",
        ),
        (
            {"clusters": (replace(CLUSTER, pin={"SRV1": ("HT-S",)}),)},
            "platforms[NEXT].clusters[C].pin.SRV1",
            "no 'SRV1' in the inventory's servers",
            "'SRV-1'",
        ),
        (
            {"clusters": (replace(CLUSTER, ban={"SRV-2": ("HT-S",), "SRV-1": ()}),)},
            "platforms[NEXT].clusters[C].ban.SRV-2",
            "no 'SRV-2' in the inventory's servers",
            "'SRV-1'",
        ),
    ],
)
def test_what_does_not_fit_is_named(changes, column: str, what: str, fix: str):
    (problem,) = check_scenario(with_platform(changes), ESTATE)
    assert problem.source == "s"
    assert problem.column == column
    assert what in problem.what.en
    assert problem.fix is not None
    assert fix in problem.fix.en
    with pytest.raises(InputProblems, match="1 problem"):
        refuse_what_does_not_fit(with_platform(changes), ESTATE)


def test_the_line_is_named_when_the_file_is_known(tmp_path: Path):
    path = tmp_path / "s.toml"
    path.write_text(
        'inventory = "town"\n[[platforms]]\nid = "NEXT"\nname = "n"\nsite = "HAL"\n'
        '[[platforms.clusters]]\nid = "C"\nzones = ["fire"]\nhost_types = [\n  "HT-L",\n]\n',
        encoding="utf-8",
    )
    read = read_scenario_files(path)
    found = check_scenario(read.scenario, ESTATE, read.problem)
    assert [(p.source, p.line) for p in found] == [(str(path), 5), (str(path), 9)]
