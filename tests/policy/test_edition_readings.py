"""The same state under every edition: what each says, at which k it turns, where they differ."""

from dataclasses import replace

import pytest

from consolidation.inventory.tables.kinds import (
    ControlKind,
    DeviceKind,
    Medium,
    RadioFamily,
    SegmentKind,
    WirelessSecurity,
    Zone,
)
from consolidation.inventory.tables.network import Control, Device, Link, Segment
from consolidation.policy.editions import EDITIONS, NATIONAL, approvals, crossing_of
from consolidation.policy.judge import judge
from consolidation.policy.model import Outcome, PolicyOptions
from consolidation.policy.readings import GRAVITY, gravest
from consolidation.policy.rules.strict import RULE as STRICT

CITY, STRICT_CITY, OLD, NEW = "city-2018", "city-2018-strict", "national-2022", "national-2025"


def readings(estate, options=None):
    found = judge(estate, "x", options or PolicyOptions()).readings
    assert [r.edition for r in found] == list(EDITIONS)
    return {r.edition: r for r in found}


def note(estate, options=None):
    found = judge(estate, "x", options or PolicyOptions()).findings
    (finding,) = [f for f in found if f.rule == "editions"]
    assert finding.outcome is Outcome.NOTE
    return finding.message


def test_every_edition_is_read_whichever_judges(office):
    wanted = readings(office)
    for edition in EDITIONS:
        assert readings(office, PolicyOptions(edition=edition)) == wanted
    assert (wanted[CITY].entry, wanted[CITY].num_controls, wanted[CITY].turns_at) == (
        Outcome.HOLDS, 2, 3,
    )  # fmt: skip
    assert [wanted[e].required_controls for e in (CITY, OLD, NEW)] == [2, 1, 1]
    assert (wanted[STRICT_CITY].entry, wanted[STRICT_CITY].turns_at) == (Outcome.VIOLATED, 0)


def variants(office):
    """States that differ in what they break."""
    leak = Control(id="LEAK", kind=ControlKind.NONE, device="FW-A", from_segment="V20",
                   to_segment="V900")  # fmt: skip
    door = replace(leak, id="DOOR", kind=ControlKind.AUTHENTICATION)
    ssid = Segment(id="RES", name="res", kind=SegmentKind.SSID, zone=Zone.RESIDENT)
    ap = Device(id="AP-R", name="AP-R", kind=DeviceKind.ACCESS_POINT, site="HALL",
                segments=("RES",))  # fmt: skip
    old = Link(id="L-X", a_device="AP-1", b_device="SW-R", medium=Medium.COPPER)
    account = tuple(replace(c, account="net") for c in office.controls)
    lan = replace(office, segments=(*office.segments, ssid), devices=(*office.devices, ap))
    return {
        "right": office,
        "leak": replace(office, controls=(*office.controls, leak)),
        "door": replace(office, controls=(door, *(c for c in office.controls if c.id == "C-R"))),
        "parted": replace(office, controls=()),
        "resident LAN": lan,
        "unclear": replace(office, links=(*office.links, old)),
        "one account": replace(office, controls=account),
        "nothing": replace(office, devices=(), links=(), controls=(),
                           servers=tuple(replace(s, device=None) for s in office.servers)),
    }  # fmt: skip


@pytest.mark.parametrize("name", [
    "right", "leak", "door", "parted", "resident LAN", "unclear", "one account", "nothing",
])  # fmt: skip
@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("k", [1, 2, 3])
def test_readings_say_what_each_edition_finds_by_itself(office, name, edition, k):
    estate = variants(office)[name]
    options = PolicyOptions(edition=edition, required_controls=k)
    reading = readings(estate, PolicyOptions(required_controls=k))[edition]
    found = judge(estate, "x", options).findings
    carried = gravest(f.outcome for f in found if f.rule == "P1-carriage")
    rule = STRICT if EDITIONS[edition].strict else "P2-entry"
    entered = gravest(f.outcome for f in found if f.rule == rule)
    assert (reading.carriage, reading.entry) == (carried, entered)
    if entered in (Outcome.HOLDS, Outcome.VIOLATED) and rule != STRICT:
        numbers = {f.num_controls for f in found if f.rule == rule and f.outcome is entered}
        assert reading.num_controls == min(numbers, key=lambda n: -1 if n is None else n)


@pytest.mark.parametrize("name", ["right", "leak", "door", "one account"])
def test_the_k_at_which_it_turns_is_where_the_verdict_turns(office, name):
    estate = variants(office)[name]
    turns_at = readings(estate)[CITY].turns_at
    assert turns_at is not None

    def outcomes(k):
        found = judge(estate, "x", PolicyOptions(required_controls=k)).findings
        return {f.outcome for f in found if f.rule == "P2-entry"}

    assert outcomes(turns_at) == {Outcome.VIOLATED}
    if turns_at > 1:
        assert outcomes(turns_at - 1) == {Outcome.HOLDS}


def test_no_way_at_all_turns_at_no_k(office):
    parted = readings(variants(office)["parted"])
    assert {(r.num_controls, r.turns_at) for r in parted.values()} == {(None, None)}
    assert {r.entry for r in parted.values()} == {Outcome.HOLDS}


def test_the_note_says_what_only_the_city_forbids(office):
    states = variants(office)
    assert "nothing here breaks the city's rule that a national" in note(states["right"]).en
    leak = note(states["leak"])
    assert "entry from wireless (1 control required instead of 2), is allowed by the national " in (
        leak.en
    )
    assert "令和4年3月版" in leak.ja
    assert "令和7年3月版" in leak.ja
    assert "stricter than the national guideline" in leak.en
    lan = note(states["resident LAN"]).en
    assert "carriage by radio, is allowed by the national guideline (edition of March 2025) "\
        "cannot be told" in lan  # fmt: skip
    assert "edition of March 2022" not in lan
    kept = replace(
        states["resident LAN"].segment["RES"], security=WirelessSecurity.WPA3_ENTERPRISE,
        client_certificates=True, logs_reviewed=True, firmware_current=True,
    )  # fmt: skip
    others = tuple(s for s in states["resident LAN"].segments if s.id != "RES")
    allowed = note(replace(states["resident LAN"], segments=(*others, kept))).en
    assert "carriage by radio, is allowed by the national guideline (edition of March 2025);" in (
        allowed
    )


def test_what_breaks_every_edition_is_said_to(office):
    unguarded = tuple(replace(c, kind=ControlKind.NONE) for c in office.controls)
    assert "breaks both national editions too" in note(replace(office, controls=unguarded)).en


def test_media_of_the_scenario_hold_for_every_edition(office):
    mobile = PolicyOptions(media=(RadioFamily.CELLULAR,))
    found = readings(variants(office)["leak"], mobile)
    assert {(r.entry, r.num_controls) for r in found.values()} == {(Outcome.HOLDS, None)}


def test_editions_as_data():
    assert {e.id for e in NATIONAL} < set(EDITIONS)
    assert sorted(GRAVITY) == sorted(Outcome)
    for edition in EDITIONS.values():
        assert edition.source.ja != edition.source.en
        assert edition.date[:2] == "20"
        assert approvals(edition, (Zone.SCHOOL, Zone.FIRE))
        assert len(approvals(edition, (Zone.RESIDENT, Zone.HOSPITAL))) == 2
    crossing = crossing_of(EDITIONS[OLD], Zone.RESIDENT, Zone.LGWAN)
    assert crossing is not None
    assert (crossing.mode, crossing.controls) == ("controls", 1)
    assert crossing_of(EDITIONS[CITY], Zone.RESIDENT, Zone.LGWAN) is None
