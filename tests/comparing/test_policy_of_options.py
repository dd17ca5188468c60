"""What the policy says of options: every breach told, mended or in the way of being offered."""

from dataclasses import replace
from fractions import Fraction

import pytest

from consolidation.comparing.built import built
from consolidation.comparing.judged import judged
from consolidation.comparing.kits import CONTROLLER, kits_for
from consolidation.comparing.model import ComparisonOptions, Kit
from consolidation.inventory.estate import Estate
from consolidation.policy.judge import judge
from consolidation.policy.model import Outcome, PolicyOptions
from consolidation.redesign.leasing.lease import Leases
from consolidation.redesign.leasing.model import Prices
from consolidation.redesign.leasing.networks import line_network
from consolidation.redesign.model import Merge
from consolidation.redesign.rewire import INTER_SITE
from consolidation.scenario.accept import accept
from tests.comparing.city import NO_LOSS, asking, options_alone, quiet

ASKED = ComparisonOptions(losses=())


@pytest.mark.parametrize("edition", ["city-2018", "city-2018-strict"])
def test_no_option_in_breach_is_offered_and_every_breach_is_told(edition: str, city: Estate):
    options = PolicyOptions(edition=edition)
    question = asking(city, ASKED, policy=options)
    answers = {own.name: own for own in options_alone(question).options}
    networks = {
        layout: line_network(city, layout, question.asked) for layout in ("separate", "merged")
    }
    picks = {
        layout: Leases(network, 5.0).cheapest(Prices(weight=Fraction(60))).picks
        for layout, network in networks.items()
    }
    breached = mended = refused = 0
    for merge in Merge:
        layout = "merged" if merge in INTER_SITE else "separate"
        for kit in kits_for(merge, Kit):
            name = f"{merge.value}+{kit.value}" if kit else merge.value
            estate = built(city, merge, kit, networks[layout], picks[layout]).estate
            found = judge(estate, "to-be", options).violations
            answer = answers[name].policy
            assert set(answer.breaches) == {(own.rule, own.subject) for own in found}, name
            after = judged(estate, kit, options, accept).estate
            left = judge(after, "to-be", options).violations
            assert answer.holds == (not left), name
            assert answers[name].offered == (not left), name
            assert not (answer.changes and not found)
            if kit is Kit.SDN:
                held = {d.id for d in estate.devices if CONTROLLER in d.managed_by}
                assert held
                assert {d.id for d in after.devices if CONTROLLER in d.managed_by} == held
            breached += bool(found)
            mended += bool(found) and not left
            refused += bool(left)
    assert breached > 0
    assert mended > 0 or edition == "city-2018-strict"
    assert refused > 0


def test_a_merge_that_opens_a_way_from_the_air_is_told_and_mended_at_a_price(city: Estate):
    answers = {own.name: own for own in options_alone(asking(city, ASKED)).options}
    assert not answers["separate"].policy.breaches
    merged = answers["in-facility+vlan"]
    assert ("P2-entry", "AP-HILL") in merged.policy.breaches
    assert merged.policy.changes
    assert merged.policy.outcome is not Outcome.VIOLATED
    (control,) = (item for item in merged.items if item.kind == "control")
    assert control.once_yen == sum(change.yen for change in merged.policy.changes)


def test_an_sdn_mended_only_without_its_controller_is_not_offered(city: Estate):
    answers = {own.name: own for own in options_alone(asking(city, ASKED)).options}
    sdn = answers["inter-site+sdn"]
    assert [rule for rule, _ in sdn.policy.breaches] == ["shared-management"]
    assert not sdn.policy.changes
    assert not sdn.offered


def test_without_the_wireless_of_the_merged_site_nothing_is_in_breach(city: Estate):
    vlan = replace(ASKED, kits=(Kit.VLAN,))
    for own in options_alone(asking(quiet(city), vlan)).options:
        assert not own.policy.breaches, own.name
        assert own.offered


def test_a_controller_is_in_breach_wherever_the_networks_share_devices(city: Estate):
    asked = asking(quiet(city), replace(NO_LOSS, kits=(Kit.VLAN, Kit.SDN)))
    found = options_alone(asked).options
    outcomes = {own.name: own.policy.breaches for own in found}
    controlled = (("shared-management", "SDN-CONTROLLER"),)
    for merge in ("inter-site", "in-facility", "both"):
        assert outcomes[f"{merge}+vlan"] == ()
        assert outcomes[f"{merge}+sdn"] == controlled
