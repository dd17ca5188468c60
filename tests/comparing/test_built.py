"""The finished network of every option: each line where and as it was leased, and well-formed."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from consolidation.comparing.built import Built, built
from consolidation.comparing.kits import kits_for
from consolidation.comparing.model import Kit
from consolidation.inventory.estate import Estate
from consolidation.inventory.read import read_inventory
from consolidation.inventory.tables.kinds import DeviceKind, Medium, SiteKind, Zone
from consolidation.inventory.tables.network import ALL_SEGMENTS
from consolidation.inventory.tables.places import Site
from consolidation.inventory.tables.traffic import Circuit
from consolidation.inventory.write import write_inventory
from consolidation.policy.judge import judge
from consolidation.policy.model import PolicyOptions
from consolidation.redesign.leasing.demands import network_of
from consolidation.redesign.leasing.lease import Leases
from consolidation.redesign.leasing.model import Layout, LineNetwork, Prices, site_of
from consolidation.redesign.leasing.networks import Asked, line_network
from consolidation.redesign.model import CHANGE_ON, Merge
from consolidation.redesign.rewire import INTER_SITE
from consolidation.redesign.topology import lines
from tests.comparing.city import only_shared, renamed
from tests.redesign.conftest import device

OFFICE = Path(__file__).parents[2] / "inventories" / "small-office"
OPTIONS = [(merge, kit) for merge in Merge for kit in kits_for(merge, Kit)]
NAMES = [f"{merge.value}+{kit.value}" if kit else merge.value for merge, kit in OPTIONS]
LOSSES = [(), ("line",), ("line", "device", "entry", "duct", "carrier")]


def estate_of(name: str, city: Estate) -> Estate:
    if name == "office":
        return read_inventory(OFFICE).estate
    if name == "shared":
        return only_shared(city)
    if name == "renamed":
        return renamed(city, {"EAST": "E/A:ST 1", "HALL": "H/", "HILL": "both/HALL"})
    if name == "two-carriers":
        others = (
            replace(row, id=f"{row.id}-d", carrier="d", yen_month=row.yen_month - 1)
            for row in city.tariffs
        )
        return replace(city, tariffs=(*city.tariffs, *others))
    return city


def leased(placed: Estate, layout: Layout, kinds) -> tuple[LineNetwork, dict[str, int]]:
    asked = Asked(change_on=CHANGE_ON, growth=Fraction(1), share=Fraction(1), losses=kinds)
    network = line_network(placed, layout, asked)
    lease = Leases(network, 20.0).cheapest(Prices(weight=Fraction(60)))
    assert lease.cost is not None
    return network, dict(lease.picks)


def networks_apart_on_air(placed: Estate, estate: Estate) -> None:
    before = {row.id: set(row.segments) for row in placed.links}
    for row in estate.links:
        if row.medium is Medium.RADIO:
            for name in set(row.segments) - before.get(row.id, set()) - {ALL_SEGMENTS}:
                assert estate.segment[name].zone is not Zone.RESIDENT, row.id


def lines_as_leased(
    placed: Estate, network: LineNetwork, picks: dict[str, int], estate: Estate
) -> None:
    rows = estate.link
    wanted = set()
    for own in network.all_candidates:
        term = own.terms[picks[own.id]]
        name = own.link or f"PLANNED-{own.id}"
        if not term.capacity_kbit_s:
            assert name not in rows
            continue
        row = rows[name]
        wanted.add(name)
        ends = {estate.device[row.a_device].site, estate.device[row.b_device].site}
        assert ends == {site_of(own.a), site_of(own.b)}, name
        contract = None if row.circuit is None else estate.circuit[row.circuit]
        if own.link is not None:
            there = placed.link[own.link]
            assert row.circuit == there.circuit
            assert contract is None or contract == placed.circuit[contract.id]
        else:
            assert isinstance(contract, Circuit)
            assert row.medium is Medium.CARRIER
            assert row.capacity_mbit_s == term.capacity_kbit_s // 1000
            assert contract.yen_month == term.month_yen
            assert row.carrier == own.carrier
    found = {line.link.id for line in lines(estate) if network_of(line) is not None}
    assert {name for name in found if not name.startswith("WAVELENGTH-")} == wanted


@pytest.mark.parametrize("kinds", LOSSES, ids=["none", "line", "all"])
@pytest.mark.parametrize("name", ["city", "office", "shared", "renamed", "two-carriers"])
def test_every_line_stands_as_it_was_leased(
    name: str, kinds: tuple[str, ...], city: Estate, tmp_path: Path
):
    placed = estate_of(name, city)
    answers = {layout: leased(placed, layout, kinds) for layout in ("separate", "merged")}
    for (merge, kit), label in zip(OPTIONS, NAMES, strict=True):
        network, picks = answers["merged" if merge in INTER_SITE else "separate"]
        found = built(placed, merge, kit, network, picks)
        lines_as_leased(placed, network, picks, found.estate)
        networks_apart_on_air(placed, found.estate)
        kits_are_there(kit, found)
        if kinds == ("line",) and merge in {Merge.SEPARATE, Merge.BOTH} and kit is not Kit.VRF:
            write_inventory(found.estate, tmp_path / label)
            read = read_inventory(tmp_path / label).estate  # raises where anything is wrong
            assert read.links == found.estate.links
            assert read.circuits == found.estate.circuits
            verdict = judge(found.estate, label, PolicyOptions())
            assert verdict.findings


def kits_are_there(kit: Kit | None, found: Built) -> None:
    estate = found.estate
    for name in found.shared_lines:
        zones = {estate.segment[s].zone for s in estate.link[name].segments if s != ALL_SEGMENTS}
        if kit in {Kit.VLAN, Kit.VRF, Kit.SDN}:
            assert zones >= {Zone.RESIDENT, Zone.ADMINISTRATIVE}, name
        if kit is Kit.WAVELENGTH:
            assert Zone.RESIDENT not in zones
            other = estate.link[f"WAVELENGTH-{name}"]
            assert {estate.segment[s].zone for s in other.segments} == {Zone.RESIDENT}
            assert other.fibre == estate.link[name].fibre is not None
        if kit is Kit.ENCRYPTED:
            tunnel = estate.link[f"TUNNEL-{name}"]
            assert tunnel.rides_on == (name,)
            assert {estate.segment[s].zone for s in tunnel.segments} == {Zone.RESIDENT}
    controllers = [row for row in estate.devices if row.id == "SDN-CONTROLLER"]
    assert bool(controllers) == (kit is Kit.SDN and bool(found.shared_sites))


@pytest.mark.parametrize("with_device", [False, True])
def test_lines_to_a_site_of_neither_network_end_there(with_device: bool, city: Estate):
    far = Site(id="FAR", name="f", kind=SiteKind.BRANCH, distance_class="A")
    extra = (device("F-SW", DeviceKind.SWITCH, "FAR", None),) if with_device else ()
    placed = replace(city, sites=(*city.sites, far), devices=(*city.devices, *extra))
    asked = Asked(
        change_on=CHANGE_ON,
        growth=Fraction(1),
        share=Fraction(1),
        new_lines_to=("FAR", "EAST", "NOWHERE"),
    )
    for layout, merge in (("separate", Merge.SEPARATE), ("merged", Merge.BOTH)):
        network = line_network(placed, layout, asked)
        to_far = [own for own in network.candidates if "FAR" in own.id]
        assert bool(to_far) == with_device
        assert any(
            site_of(own.a) == "HILL" and site_of(own.b) == "EAST" for own in network.candidates
        )
        for pick in (0, -1):
            picks = {
                own.id: len(own.terms) - 1 if own.link is None or pick else 0
                for own in network.all_candidates
            }
            found = built(placed, merge, Kit.VLAN if merge is Merge.BOTH else None, network, picks)
            lines_as_leased(placed, network, picks, found.estate)
            networks_apart_on_air(placed, found.estate)
