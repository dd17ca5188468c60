"""The three properties against a brute-force oracle on random small layered estates.

The oracle (`tests.policy.oracle`) shares nothing with the tool but the row classes: explicit
states of ports and segments straight from the rows, in a good and a bad reading; independent
controls by trying every set of groups; every single failure worked out anew. A longer sweep is
run by name: ``python tests/benchmarks/policy/sweep.py --seeds 100000``.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.kinds import Certainty, DeviceKind, Medium, RadioFamily
from consolidation.inventory.tables.network import Device, Link
from consolidation.network.graph import build_graph, graph_hash
from consolidation.policy.judge import judge
from consolidation.policy.model import PolicyOptions
from tests.policy.oracle.agreement import case, disagreements
from tests.policy.oracle.estates import random_estate
from tests.policy.oracle.expected import Oracle, after_failures
from tests.policy.oracle.shrink import shrunk, written

SEEDS = 2_000
SHARE = 250
"""Seeds of one test, so that they can run side by side."""
OFTEN = {
    "P1 violated": 0.1,
    "P1 undetermined": 0.03,
    "P1 holds": 0.4,
    "P2 violated": 0.3,
    "P2 undetermined": 0.06,
    "P2 holds": 0.15,
    "P2 where controls fall together": 0.02,
    "P3 violated": 0.1,
    "P3 undetermined": 0.03,
    "P3 holds": 0.4,
    "failures": 5,
    "failures with backup lines": 0.5,
    "failures after which P2 violated": 0.02,
    "failures after which P2 undetermined": 0.05,
    "failures after which P2 holds": 0.3,
}
"""How often each must be seen in a share of the sweep, for each seed."""


@st.composite
def estates(draw: st.DrawFn) -> Estate:
    return random_estate(lambda options: draw(st.sampled_from(list(options))))


@pytest.mark.parametrize("start", range(0, SEEDS, SHARE))
def test_seeded_sweep_agrees_with_brute_force(start: int):
    counts: Counter[str] = Counter()
    for seed in range(start, start + SHARE):
        agree(*case(seed), counts)
    seldom = {what: counts[what] for what, share in OFTEN.items() if counts[what] < share * SHARE}
    assert not seldom, f"seen too seldom to mean anything: {seldom}"


@settings(
    max_examples=150, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck)
)
@given(
    estate=estates(),
    k=st.integers(1, 4),
    media=st.lists(st.sampled_from(list(RadioFamily)), max_size=2, unique=True),
)
def test_hypothesis_finds_no_disagreement(estate: Estate, k: int, media: list[RadioFamily]):
    options = PolicyOptions(required_controls=k, media=tuple(media))
    agree(estate, options, Counter())


def agree(estate: Estate, options: PolicyOptions, counts: Counter[str]) -> None:
    found = disagreements(estate, options, counts)
    if found:
        small = shrunk(estate, lambda other: bool(disagreements(other, options, Counter())))
        now = disagreements(small, options, Counter())
        pytest.fail("\n".join([str(options), *found, "smallest:", written(small), *now]))


@settings(max_examples=60, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
@given(estate=estates(), seed=st.randoms(use_true_random=False))
def test_order_of_rows_and_of_listed_things_changes_nothing(estate: Estate, seed):
    def shuffled(rows):
        return tuple(seed.sample(rows, len(rows)))

    def turned(row):
        many = {name: shuffled(value) for name in row.__dataclass_fields__
                if isinstance(value := getattr(row, name), tuple) and name != "radio"}  # fmt: skip
        return replace(row, **many)

    tables = ("segments", "devices", "links", "controls", "servers", "platforms")
    other = replace(
        estate,
        **{name: shuffled([turned(row) for row in getattr(estate, name)]) for name in tables},
    )
    assert graph_hash(build_graph(other)) == graph_hash(build_graph(estate))
    assert judge(other, "x", PolicyOptions()) == judge(estate, "x", PolicyOptions())


def strip(table: str, **plain: object) -> Callable[[Estate], Estate]:
    """What leaves columns of a table out."""
    return lambda estate: replace(
        estate, **{table: tuple(replace(row, **plain) for row in getattr(estate, table))}
    )


def known_kinds(estate: Estate) -> Estate:
    unknown = (d for d in estate.devices if d.kind is DeviceKind.UNKNOWN)
    return with_kind(estate, {d.id for d in unknown})


def no_end_hosts(estate: Estate) -> Estate:
    kinds = (DeviceKind.CLIENT_GROUP, DeviceKind.STORAGE, DeviceKind.CONTROLLER,
             DeviceKind.MANAGEMENT_HOST)  # fmt: skip
    return with_kind(estate, {d.id for d in estate.devices if d.kind in kinds})


def with_kind(estate: Estate, ids: set[str]) -> Estate:
    devices = (replace(d, kind=DeviceKind.SWITCH) if d.id in ids else d for d in estate.devices)
    return replace(estate, devices=tuple(devices))


def accounts_named(estate: Estate) -> Estate:
    """Every blank account is some administrators of their own."""
    rows = (c if (c.account or "").strip() else replace(c, account=c.id) for c in estate.controls)
    return replace(estate, controls=tuple(rows))


def accounts_as_written(estate: Estate) -> Estate:
    """However alike two accounts are, they are two."""
    spelt = sorted({c.account for c in estate.controls if c.account})
    marks = {account: f"#{n}" if account.strip() else "" for n, account in enumerate(spelt)}
    rows = (replace(c, account=marks.get(c.account or "")) for c in estate.controls)
    return replace(estate, controls=tuple(rows))


def tunnels_of_a_route(estate: Estate) -> Estate:
    """A tunnel of which no row says where it runs is a cable."""
    unsaid = {x.id for x in estate.links if not x.rides_on and x.rides_in is None}
    rows = (
        replace(x, medium=Medium.COPPER) if x.id in unsaid and x.medium is Medium.TUNNEL else x
        for x in estate.links
    )
    return replace(estate, links=tuple(rows))


def wired(estate: Estate) -> Estate:
    """A device that no row wires hangs on a switch of its own."""
    ends = {end for x in estate.links for end in (x.a_device, x.b_device)}
    loose = [d for d in estate.devices if d.id not in ends and d.segments and "*" not in d.segments]
    plugs = [Device(id=f"P-{d.id}", name="plug", kind=DeviceKind.SWITCH, site=d.site,
                    segments=d.segments) for d in loose]  # fmt: skip
    links = [Link(id=f"P-{d.id}", a_device=d.id, b_device=f"P-{d.id}", medium=Medium.COPPER,
                  segments=d.segments) for d in loose]  # fmt: skip
    devices, wires = (*estate.devices, *plugs), (*estate.links, *links)
    return replace(estate, devices=devices, links=wires)


WITHOUT: dict[str, Callable[[Estate], Estate]] = {
    "radio of devices": strip("devices", radio=()),
    "radio of servers": strip("servers", radio=()),
    "certainty of devices": strip("devices", certainty=Certainty.KNOWN),
    "devices of unknown kind": known_kinds,
    "end hosts": no_end_hosts,
    "native VLANs": strip("links", a_native=None),
    "dynamic VLANs": strip("segments", may_bridge_to=()),
    "controller tunnels": strip("segments", tunnels_to=None),
    "exits of SSIDs and VNIs": strip("segments", bridges_to=None),
    "membership of VRFs": strip("segments", vrf=None),
    "route targets": strip("segments", rt_imports=()),
    "joined segments": strip("segments", joined_with=()),
    "tunnels": strip("links", rides_on=()),
    "what tunnels ride in": strip("links", rides_in=None),
    "management segments": strip("devices", management_segment=None),
    "managers": strip("devices", managed_by=()),
    "managers of platforms": strip("platforms", managed_by=(), management_segment=None),
    "any to any": strip("controls", permits=()),
    "accounts": strip("controls", account=None),
    "blank accounts": accounts_named,
    "spelling of accounts": accounts_as_written,
    "tunnels of no route": tunnels_of_a_route,
    "devices that no row wires": wired,
    "platforms of appliances": strip("devices", platform=None),
    "backup lines": strip("links", backup=False),
    "what lines back up": strip("links", backs_up=()),
}


def told(estate: Estate, options: PolicyOptions) -> tuple[object, ...]:
    oracle, k = Oracle(estate, options.media), options.required_controls
    return oracle.entry(k), oracle.carriage(), oracle.fate(), after_failures(oracle, k)


def test_every_fact_of_the_model_decides_something_in_the_sweep():
    """A column that changed no answer would not have been tested."""
    decides: Counter[str] = Counter()
    for seed in range(SEEDS):
        estate, options = case(seed)
        before = None
        for fact, without in WITHOUT.items():
            other = without(estate)
            if decides[fact] < 3 and other != estate:
                before = before or told(estate, options)
                decides[fact] += told(other, options) != before
        if len(decides) == len(WITHOUT) and min(decides.values()) >= 3:
            return
    pytest.fail(f"seldom decided anything: { {f: decides[f] for f in WITHOUT if decides[f] < 3} }")
