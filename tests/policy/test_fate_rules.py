"""P3: what carries resident state and is wireless, can be taken over, or stands side by side."""

from dataclasses import replace

import pytest

from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.kinds import (
    ControlKind,
    DeviceKind,
    Medium,
    PlatformKind,
    RadioFamily,
    ServerForm,
    StoreKind,
)
from consolidation.inventory.tables.network import Control, Device, Link
from consolidation.inventory.tables.servers import Host, HostType, Platform, Server, Store
from consolidation.policy.judge import judge
from consolidation.policy.model import Finding, Outcome, PolicyOptions
from consolidation.policy.verify import verify_verdict

RULE = "P3-shared-fate"
NOTHING = PolicyOptions()
APART = PolicyOptions(separate_fibre=True)


def found(estate: Estate, options: PolicyOptions = NOTHING) -> list[Finding]:
    verdict = judge(estate, "x", options)
    assert verify_verdict(verdict, estate, options) == ()
    return [f for f in verdict.findings if f.rule == RULE]


def only(estate: Estate, options: PolicyOptions = NOTHING) -> Finding:
    (finding,) = found(estate, options)
    return finding


def by_subject(estate: Estate) -> dict[str, Finding]:
    return {finding.subject: finding for finding in found(estate)}


def with_device(estate: Estate, identity: str, **changes: object) -> Estate:
    devices = tuple(replace(d, **changes) if d.id == identity else d for d in estate.devices)
    return replace(estate, devices=devices)


def with_server(estate: Estate, identity: str, **changes: object) -> Estate:
    servers = tuple(replace(s, **changes) if s.id == identity else s for s in estate.servers)
    return replace(estate, servers=servers)


def test_holds_says_what_was_looked_at(office):
    finding = only(with_device(office, "SW-R", managed_by=("SV-R",)))
    assert finding.outcome is Outcome.HOLDS
    assert "2 devices, 1 server, 0 platforms and 1 managing server" in finding.message.en


@pytest.mark.parametrize("radio", [("IEEE 802.11ax",), ("Bluetooth",), ("LTE",)])
def test_a_resident_device_with_a_radio_built_in(office, radio):
    finding = by_subject(with_device(office, "SW-R", radio=radio))["SW-R"]
    assert finding.outcome is Outcome.VIOLATED
    assert "is wireless and has a resident segment" in finding.message.en


def test_a_headset_counts_only_where_the_policy_counts_it(office):
    estate = with_server(office, "SV-R", radio=("Bluetooth",))
    finding = by_subject(estate)["SV-R"]
    assert (finding.outcome, finding.guilty) == (Outcome.VIOLATED, 1)
    assert [s.node for s in finding.witness] == ["air/servers/SV-R", "server/SV-R"]
    wifi = PolicyOptions(media=(RadioFamily.WIFI,))
    assert {f.outcome for f in found(estate, wifi)} == {Outcome.HOLDS}


def test_resident_switch_managed_from_the_office_lan(office):
    """Its management address is where wireless gets to; behind the firewall it is right."""
    finding = by_subject(with_device(office, "SW-R", management_segment="V20"))["SW-R"]
    assert finding.outcome is Outcome.VIOLATED
    assert finding.witness[-1].node == "held/devices/SW-R"
    assert finding.guilty == len(finding.witness) - 1
    assert "can be taken over from wireless" in finding.message.en
    assert only(with_device(office, "SW-R", management_segment="V110")).outcome is Outcome.HOLDS


def test_manager_of_resident_elements_on_the_office_lan(office):
    """Told once, at the manager, with all that falls with it."""
    estate = with_device(office, "SW-R", managed_by=("SV-A",))
    estate = with_device(estate, "FW-R", managed_by=("SV-A",))
    subjects = by_subject(estate)
    assert subjects["SV-A"].outcome is Outcome.VIOLATED
    assert "what it manages falls with it: FW-R, SW-R" in subjects["SV-A"].message.en
    assert "SW-R" not in subjects
    assert subjects["x"].outcome is Outcome.VIOLATED
    right = with_device(office, "SW-R", managed_by=("SV-R",))
    assert only(right).outcome is Outcome.HOLDS
    harmless = with_device(office, "AP-1", managed_by=("SV-A",))
    assert only(harmless).outcome is Outcome.HOLDS


def test_managers_of_managers_count(office):
    console = Device(id="NMS", name="NMS", kind=DeviceKind.CONTROLLER, site="HALL",
                     segments=("V900",), management_segment="V900",
                     managed_by=("SV-A",))  # fmt: skip
    estate = with_device(office, "SW-R", managed_by=("NMS",))
    estate = replace(estate, devices=(*estate.devices, console))
    assert by_subject(estate)["SV-A"].outcome is Outcome.VIOLATED
    assert set(by_subject(estate)) == {"SV-A", "x"}


def test_a_manager_that_is_wireless(office):
    estate = with_device(office, "SW-R", managed_by=("SV-M",))
    laptop = Server(id="SV-M", site="HALL", form=ServerForm.PHYSICAL, device="SW-R",
                    segments=("V900",), radio=("LTE",))  # fmt: skip
    finding = [f for f in found(replace(estate, servers=(*estate.servers, laptop)))
               if f.subject == "SV-M" and "adapter" in f.message.en]  # fmt: skip
    assert [f.outcome for f in finding] == [Outcome.VIOLATED]
    wired = replace(laptop, radio=())
    assert only(replace(estate, servers=(*estate.servers, wired))).outcome is Outcome.HOLDS


def test_what_may_be_taken_over_is_undetermined(office):
    """A switch nobody described may bring the office LAN to the management segment."""
    old = Device(id="OLD", name="OLD", kind=DeviceKind.SWITCH, site="HALL")
    cables = tuple(
        Link(id=f"L-{n}", a_device="OLD", b_device=n, medium=Medium.COPPER, segments=(s,))
        for n, s in (("SW-A", "V20"), ("FW-R", "V900"))
    )
    estate = with_device(office, "SW-R", management_segment="V900")
    estate = replace(estate, devices=(*estate.devices, old), links=(*estate.links, *cables))
    finding = by_subject(estate)["SW-R"]
    assert finding.outcome is Outcome.UNDETERMINED
    assert finding.fix is not None
    assert "devices OLD" in finding.fix.en


def virtual(office: Estate, **platform: object) -> Estate:
    """The office with a platform that runs a resident guest and a file server."""
    row = Platform(id="P", name="P", kind=PlatformKind.EXISTING, site="HALL", zones=())
    guests = tuple(
        Server(id=name, system=system, site="HALL", form=ServerForm.VM, host="H", device=device,
               segments=(segment,))
        for name, system, device, segment in (
            ("VM-A", "FILES", "SW-A", "V20"), ("VM-R", "REGISTER", "SW-R", "V110"))
    )  # fmt: skip
    return replace(
        office,
        platforms=(replace(row, **platform),),
        host_types=(HostType(id="T", name="T", cpu_cores=8, memory_mib=1024),),
        hosts=(Host(id="H", platform="P", host_type="T"),),
        servers=(*office.servers, *guests),
    )


def test_hypervisor_keeps_guests_apart_or_can_be_taken_over(office):
    beside = only(virtual(office))
    assert beside.outcome is Outcome.CAUTION
    assert "1 platform (P)" in beside.message.en
    assert "only the hypervisor keeps them apart" in beside.message.en
    taken = by_subject(virtual(office, managed_by=("SV-A",)))["SV-A"]
    assert taken.outcome is Outcome.VIOLATED
    assert "falls with it: P" in taken.message.en
    direct = by_subject(virtual(office, management_segment="V20"))["P"]
    assert direct.outcome is Outcome.VIOLATED
    assert "platform P" in direct.message.en


def test_store_beside(office):
    store = Store(id="ST", name="NAS", kind=StoreKind.BACKUP, site="HALL", users=("SV-A", "SV-R"))
    finding = only(replace(office, stores=(store,)))
    assert finding.outcome is Outcome.CAUTION
    assert "1 store (ST)" in finding.message.en
    alone = replace(store, users=("SV-R",))
    assert only(replace(office, stores=(alone,))).outcome is Outcome.HOLDS


def test_switch_beside_is_a_caution_until_a_control_at_the_resident_segment(office):
    wide = with_device(office, "SW-A", segments=("V20", "V110"))
    assert only(wide).outcome is Outcome.CAUTION
    acl = Control(id="ACL", kind=ControlKind.ACL, device="SW-A", from_segment="V20",
                  to_segment="V110")  # fmt: skip
    guarded = replace(wide, controls=(*wide.controls, acl))
    assert only(guarded).outcome is Outcome.HOLDS
    for useless in (replace(acl, to_segment="V900"), replace(acl, permits=("*",))):
        shown = found(replace(wide, controls=(*wide.controls, useless)))
        assert Outcome.HOLDS not in {f.outcome for f in shown}


def test_resident_part_itself_within_reach(office):
    leak = Control(id="LEAK", kind=ControlKind.NONE, device="SW-R", from_segment="V20",
                   to_segment="V110")  # fmt: skip
    finding = by_subject(replace(office, controls=(*office.controls, leak)))["x"]
    assert finding.outcome is Outcome.VIOLATED
    assert "the resident part itself" in finding.message.en
    assert finding.witness[0].node == "air/devices/AP-1"


def waves(**changes: object) -> tuple[Link, ...]:
    """Two networks on one fibre by wavelength."""
    row = Link(id="W-R", a_device="SW-R", b_device="FW-R", medium=Medium.FIBRE,
               segments=("V110",), fibre="F-7")  # fmt: skip
    other = Link(id="W-A", a_device="SW-A", b_device="FW-A", medium=Medium.FIBRE,
                 segments=("V20",), fibre="F-7")  # fmt: skip
    return row, replace(other, **changes)


def with_links(office: Estate, *links: Link) -> Estate:
    return replace(office, links=(*office.links, *links))


def test_zones_on_one_fibre_pass_where_the_policy_accepts_it(office):
    holds, note = found(with_links(office, *waves()))
    assert (holds.outcome, note.outcome, note.subject) == (Outcome.HOLDS, Outcome.NOTE, "F-7")
    breach = [f for f in found(with_links(office, *waves()), APART) if f.subject == "F-7"]
    assert [f.outcome for f in breach] == [Outcome.VIOLATED]
    assert "W-A, W-R" in breach[0].message.en
    written_wide = found(with_links(office, *waves(fibre="ｆ-７ ")), APART)
    assert "F-7" in {f.subject for f in written_wide if f.outcome is Outcome.VIOLATED}
    apart = only(with_links(office, *waves(fibre="F-8")), APART)
    assert apart.outcome is Outcome.HOLDS


def test_a_wavelength_shares_the_fibre_it_rides_on(office):
    base = Link(id="DARK", a_device="SW-R", b_device="FW-R", medium=Medium.FIBRE,
                segments=("V110",))  # fmt: skip
    wave = Link(id="WAVE", a_device="SW-A", b_device="FW-A", medium=Medium.FIBRE,
                segments=("V20",), rides_on=("DARK",))  # fmt: skip
    breach = [f for f in found(with_links(office, base, wave), APART)
              if f.outcome is Outcome.VIOLATED]  # fmt: skip
    assert [f.subject for f in breach] == ["DARK"]
    packets = replace(wave, medium=Medium.TUNNEL)
    outcomes = {f.outcome for f in found(with_links(office, base, packets), APART)}
    assert Outcome.VIOLATED not in outcomes


def test_vlans_of_two_zones_on_one_fibre_are_no_fibres_of_their_own(office):
    trunk = Link(id="TRUNK", a_device="FW-R", b_device="SW-R", medium=Medium.FIBRE,
                 segments=("V110", "V900"))  # fmt: skip
    subjects = {f.subject for f in found(with_links(office, trunk), APART)
                if f.outcome is Outcome.VIOLATED}  # fmt: skip
    assert subjects == {"TRUNK"}
    assert {f.outcome for f in found(with_links(office, trunk))} == {Outcome.HOLDS}


def test_a_duct_that_holds_both_is_only_noted(office):
    links = tuple(
        replace(link, ducts=("D-1",)) if link.id in ("L-FR", "L-AP") else link
        for link in office.links
    )
    holds, note = found(replace(office, links=links))
    assert (holds.outcome, note.outcome) == (Outcome.HOLDS, Outcome.NOTE)
    assert "1 duct (D-1)" in note.message.en
    apart = tuple(replace(x, ducts=("D-2",)) if x.id == "L-AP" else x for x in links)
    assert only(replace(office, links=apart)).outcome is Outcome.HOLDS
