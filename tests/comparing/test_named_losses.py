"""Losses of devices name what stands in the option, and every site that loses its traffic."""

from dataclasses import replace

import pytest

from consolidation.comparing.built import built
from consolidation.comparing.model import ComparisonOptions, Kit, OptionAnswer
from consolidation.comparing.verify import verify_comparison
from consolidation.inventory.estate import Estate
from consolidation.redesign.leasing.lease import Leases
from consolidation.redesign.leasing.networks import line_network
from consolidation.redesign.rewire import INTER_SITE
from tests.comparing.city import asking, options_alone
from tests.comparing.test_hostile_estates import options

DEVICES = ComparisonOptions(losses=("device",), kits=(Kit.VLAN, Kit.SDN))


def named(option: OptionAnswer) -> set[str]:
    """Return the devices whose loss an option tells of."""
    found = {lost.id for lost, _ in option.cut_off}
    found |= {own.worst_after.id for own in option.lines if own.worst_after}
    found |= {own.lost.id for own in option.routes if own.lost}
    if option.after_loss and option.after_loss.lost:
        found.add(option.after_loss.lost.id)
    return {device for name in found for device in name.split(" + ")}


def hub_lost(option: OptionAnswer) -> dict[str, tuple[str, ...]]:
    return {lost.id: sites for lost, sites in option.cut_off}


@pytest.fixture
def uneven(city: Estate) -> Estate:
    """One more resident switch at HALL, so that merging there takes the place of two."""
    more = replace(city.device["H-RES"], id="H-RES-2")
    cable = replace(city.link["W-E-RES"], id="H-RES-H-RES-2", a_device="H-RES", b_device="H-RES-2")
    return replace(
        city,
        devices=(*city.devices, more),
        links=(*city.links, replace(cable, circuit=None)),
    )


def test_every_device_told_of_stands_in_the_option(uneven: Estate):
    question = asking(uneven, DEVICES)
    found = options_alone(question)
    names = set()
    for own in found.options:
        network = line_network(
            uneven, "merged" if own.merge in INTER_SITE else "separate", question.asked
        )
        picks = Leases(network, 5.0).cheapest(question.terms.prices(network)).picks
        estate = built(uneven, own.merge, own.kit, network, picks).estate
        assert named(own)
        assert named(own) <= estate.device.keys(), own.name
        assert len({lost for lost, _ in own.cut_off}) == len(own.cut_off)
        names |= named(own)
    assert {"H-RES", "H-ADM", "MERGED-ROUTER-EAST"} <= names
    assert verify_comparison(question, found) == ()


def test_the_loss_of_the_hub_names_every_site_that_loses_its_traffic(city: Estate):
    merged = hub_lost(options(options_alone(asking(city, DEVICES)))["inter-site+vlan"])
    assert merged["MERGED-ROUTER-HALL"] == ("EAST", "HALL", "HILL")
    assert merged["MERGED-ROUTER-HILL"] == ("HILL",)


def test_of_two_sites_joined_to_each_other_alone_each_falls_by_itself(city: Estate):
    flows = tuple(row for row in city.flows if row.id == "F-1")
    found = options(options_alone(asking(replace(city, flows=flows), DEVICES)))["inter-site+vlan"]
    told = {tuple(sites) for lost, sites in found.cut_off if {"EAST", "HALL"} & set(sites)}
    assert told == {("EAST",), ("HALL",)}
