"""What random estates showed to be wrong once, each by hand on the office."""

from dataclasses import replace

from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.kinds import (
    Certainty,
    ControlKind,
    DeviceKind,
    Medium,
    PlatformKind,
    RadioFamily,
    ServerForm,
    Zone,
)
from consolidation.inventory.tables.network import Device, Link
from consolidation.inventory.tables.servers import Platform, Server
from consolidation.network.graph import build_graph
from consolidation.policy.checking.certificate import check_certificate
from consolidation.policy.judge import judge
from consolidation.policy.model import Finding, Outcome, PolicyOptions
from consolidation.policy.verify import verify_verdict

TWO = PolicyOptions()
WIFI_ONLY = PolicyOptions(media=(RadioFamily.WIFI,))


def found(estate: Estate, rule: str, options: PolicyOptions = TWO) -> list[Finding]:
    verdict = judge(estate, "as-is", options)
    assert verify_verdict(verdict, estate, options) == ()
    return [f for f in verdict.findings if f.rule == rule]


def with_device(estate: Estate, identity: str, **columns: object) -> Estate:
    devices = (replace(d, **columns) if d.id == identity else d for d in estate.devices)
    return replace(estate, devices=tuple(devices))


def test_a_wireless_device_routes_even_where_its_kind_of_wireless_does_not_count(office):
    """A firewall with Bluetooth on board is still a firewall that may route V20 to V21."""
    third = replace(office.segment["V20"], id="V21", name="V21", joined_with=("V110",))
    estate = replace(office, segments=(*office.segments, third))
    estate = with_device(estate, "FW-A", segments=("V20", "V21", "V900"))
    wired = {f.outcome for f in found(estate, "P2-entry", WIFI_ONLY)}
    bluetooth = with_device(estate, "FW-A", radio=("Bluetooth",))
    assert wired == {Outcome.UNDETERMINED}
    assert {f.outcome for f in found(bluetooth, "P2-entry", WIFI_ONLY)} == wired


def test_a_device_of_unknown_kind_that_an_ssid_is_brought_to_may_be_an_access_point(office):
    """Wi-Fi and not only some other wireless: it counts where only Wi-Fi does."""
    unknown = Device(id="X", name="X", kind=DeviceKind.UNKNOWN, site="HALL", segments=("V110",))
    link = Link(id="L-X", a_device="X", b_device="SW-R", medium=Medium.COPPER,
                segments=("STAFF",))  # fmt: skip
    alone = replace(office, devices=(*office.devices, unknown))
    assert {f.outcome for f in found(alone, "P2-entry", WIFI_ONLY)} == {Outcome.HOLDS}
    cabled = replace(alone, links=(*office.links, link))
    assert Outcome.HOLDS not in {f.outcome for f in found(cabled, "P2-entry", WIFI_ONLY)}
    assert not any(f.outcome is Outcome.VIOLATED for f in found(cabled, "P2-entry", WIFI_ONLY))


def test_an_ssid_that_may_be_on_a_device_makes_it_wi_fi_perhaps_and_not_for_sure(office):
    """A router with LTE on board, on which an unsure row puts an SSID."""
    estate = with_device(office, "SW-R", radio=("LTE",))
    unsure = Link(id="L-X", a_device="SW-R", b_device="AP-1", medium=Medium.COPPER,
                  segments=("STAFF",), certainty=Certainty.ASSUMED)  # fmt: skip
    estate = replace(estate, links=(*estate.links, unsure))
    assert {f.outcome for f in found(estate, "P2-entry", WIFI_ONLY)} == {Outcome.UNDETERMINED}
    assert {f.outcome for f in found(estate, "P2-entry")} == {Outcome.VIOLATED}


def test_a_way_over_a_backup_line_past_fewer_controls_is_told_besides_the_standing_one(office):
    """By the same row: past FW-A while all is well, past nothing once the spare cable comes up."""
    open_ = tuple(
        replace(c, kind=ControlKind.NONE) if c.id == "C-R" else c for c in office.controls
    )
    spare = Link(id="L-B", a_device="AP-1", b_device="FW-R", medium=Medium.COPPER,
                 segments=("V900",), backup=True, backs_up=("L-FF",))  # fmt: skip
    estate = replace(office, controls=open_, links=(*office.links, spare))
    told = {(f.subject, f.num_controls, f.after) for f in found(estate, "P2-entry")}
    assert told == {("C-R", 1, ()), ("C-R", 0, ("L-FF",))}


def test_who_holds_the_platform_that_a_manager_runs_on_holds_what_it_manages(office):
    """The hypervisor's management is in the staff network; its guest manages the inner firewall."""
    platform = Platform(id="P1", name="P1", kind=PlatformKind.EXISTING, site="HALL",
                        zones=(Zone.ADMINISTRATIVE,), management_segment="V20")  # fmt: skip
    manager = Server(id="SV-M", site="HALL", form=ServerForm.VM, platform="P1",
                     segments=("V900",))  # fmt: skip
    estate = replace(office, platforms=(platform,), servers=(*office.servers, manager))
    estate = with_device(estate, "FW-R", managed_by=("SV-M",))
    breaches = {f.subject for f in found(estate, "P3-shared-fate") if f.outcome is Outcome.VIOLATED}
    assert "P1" in breaches
    apart = replace(estate, platforms=(replace(platform, management_segment=None),))
    breaches = {f.subject for f in found(apart, "P3-shared-fate") if f.outcome is Outcome.VIOLATED}
    assert breaches == set()


def test_a_circle_of_labels_that_hold_each_other_up_is_refused(office):
    """A cable that nothing leads to: both its ends and itself said to be in reach."""
    island = tuple(
        Device(id=name, name=name, kind=DeviceKind.SWITCH, site="HALL", segments=("V900",))
        for name in ("I-1", "I-2")
    )
    cable = Link(id="L-I", a_device="I-1", b_device="I-2", medium=Medium.COPPER,
                 segments=("V900",))  # fmt: skip
    estate = replace(office, devices=(*office.devices, *island), links=(*office.links, cable))
    (certificate,) = judge(estate, "as-is", TWO).certificates
    circle = ("domain/I-1/V900", "domain/I-2/V900", "wire/L-I/V900")
    assert set(circle) <= set(build_graph(estate))
    labels = tuple((node, 0 if node in circle else k) for node, k in certificate.labels)
    assert labels != certificate.labels
    assert check_certificate(certificate, estate) == ()
    assert check_certificate(replace(certificate, labels=labels), estate)
