"""A city's size: verdict, certificate and network report in time, and right."""

from pathlib import Path

import pytest

from consolidation.inventory.read import read_inventory
from consolidation.network.report import report_network
from consolidation.policy.judge import judge
from consolidation.policy.model import Outcome, PolicyOptions
from consolidation.policy.verify import verify_verdict
from tests.policy.generated_city import FLOWS, SITES, city

INVENTORIES = Path(__file__).parents[2] / "inventories"
OPTIONS = PolicyOptions()


@pytest.mark.parametrize("trunk", [None, ("*",)], ids=["lists", "trunks of all VLANs"])
def test_verdict_of_a_whole_city(trunk):
    estate = city(trunk)
    verdict = judge(estate, "as-is", OPTIONS)
    (entry,) = (f for f in verdict.findings if f.rule == "P2-entry")
    assert (entry.outcome, entry.num_controls) == (Outcome.HOLDS, 2)
    assert "69 radio sources" in entry.message.en
    assert verify_verdict(verdict, estate, OPTIONS) == ()


def test_each_planted_trunk_is_a_finding_of_its_own():
    estate = city(leaks=30)
    found = [f for f in judge(estate, "x", OPTIONS).findings if f.rule == "P2-entry"]
    assert {f.subject for f in found} == {f"AP{n}" for n in range(1, 31)}
    assert all(f.num_controls == 0 for f in found)


def test_network_report_of_a_whole_city():
    report = report_network(city())
    assert report.unrouted == ()
    assert ("link", "L1") in {(p.kind, p.id) for p in report.single_points}
    assert ("link", "M1") not in {(p.kind, p.id) for p in report.single_points}
    loads = {load.link: load.office_kbit_s for load in report.loads}
    assert loads["L7"] == sum(n for n in range(FLOWS) if n % SITES == 7)


@pytest.mark.parametrize("name", ["small-office", "toyonaka-2018"])
def test_sample_inventories_are_judged_and_their_verdicts_verified(name):
    estate = read_inventory(INVENTORIES / name).estate
    verdict = judge(estate, "as-is", OPTIONS)
    assert verdict.violations == ()
    (entry,) = (f for f in verdict.findings if f.rule == "P2-entry")
    assert (entry.outcome, entry.num_controls) == (Outcome.HOLDS, 2)
    assert verify_verdict(verdict, estate, OPTIONS) == ()
    assert report_network(estate).unrouted == ()
