"""Where terminals of both networks can be used: on one switch, by wire."""

from dataclasses import replace

import pytest

from consolidation.comparing.kits import TRANSPORT
from consolidation.comparing.model import Kit
from consolidation.comparing.operating import both_usable, rooms
from consolidation.inventory.estate import Estate
from tests.comparing.city import NO_LOSS, asking, options_alone
from tests.comparing.test_hostile_estates import changed, options


@pytest.fixture
def furnished(city: Estate) -> Estate:
    """Every site has terminals and rooms."""
    sites = tuple(replace(row, administrative_terminals=5, rooms=3) for row in city.sites)
    return replace(city, sites=sites)


def test_a_router_that_carries_both_brings_them_to_no_outlet(furnished: Estate):
    kits = (Kit.VLAN, Kit.ENCRYPTED)
    found = options(options_alone(asking(furnished, replace(NO_LOSS, kits=kits))))
    assert found["separate"].sites_with_both == ()
    for kit in kits:
        alone, both = found[f"inter-site+{kit.value}"], found[f"both+{kit.value}"]
        assert (alone.sites_with_both, alone.rooms_with_both) == ((), 0)
        assert (both.sites_with_both, both.rooms_with_both) == (("EAST", "HALL", "HILL"), 9)


def test_a_tunnel_that_passes_a_switch_takes_no_terminal(furnished: Estate):
    tunnel = replace(furnished.segment["V-RES"], id=TRANSPORT)
    estate = replace(furnished, segments=(*furnished.segments, tunnel))
    passed = changed(estate, "devices", "H-ADM-2", segments=("V-ADM", TRANSPORT), zone=None)
    assert both_usable(passed) == ()
    assert rooms(passed) == (0, 9)
    carried = changed(passed, "devices", "H-ADM-2", segments=("V-ADM", "V-RES"), zone=None)
    assert both_usable(carried) == ("HALL",)
    assert rooms(carried) == (3, 9)
