"""Verdicts built by hand with everything that a verdict can hold, and an estate to go with them."""

from dataclasses import replace

from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.kinds import ControlKind, DeviceKind, Zone
from consolidation.inventory.tables.network import Control, Device
from consolidation.policy.model import (
    Change,
    Fact,
    FailureOutcome,
    Finding,
    Outcome,
    Reading,
    Repair,
    Ring,
    Step,
    Verdict,
    ZonePair,
)
from consolidation.text import Text


def step(node: str, table: str, row: str, ja: str, en: str, control: str | None = None) -> Step:
    return Step(node=node, table=table, row=row, text=Text(ja, en), control=control)


WAY = (
    step(
        "air/devices/AP-12",
        "devices",
        "AP-12",
        "無線アクセスポイントAP-12の電波が届く範囲にいる",
        "within radio reach of access point AP-12",
    ),
    step(
        "domain/AP-12/SSID-staff",
        "devices",
        "AP-12",
        "無線アクセスポイントAP-12がSSID「staff」を出している",
        "access point AP-12 offers SSID `staff`",
    ),
    step(
        "domain/SW-3/V-20",
        "links",
        "L-7",
        "回線L-7がVLAN 20を運ぶ（トランク、全VLAN）",
        "copper link L-7 carries VLAN 20 (trunk, all VLANs)",
    ),
    step(
        "control/C-FW-1",
        "controls",
        "C-FW-1",
        "機器FW-1のファイアウォール（C-FW-1）を通る",
        "the firewall C-FW-1 on FW-1 is passed",
        "C-FW-1",
    ),
    step(
        "domain/FW-1/V-30",
        "controls",
        "C-FW-1",
        "FW-1にVLAN 30がある",
        "FW-1 has VLAN 30",
    ),
    step(
        "control/C-FW-2",
        "controls",
        "C-FW-2",
        "機器FW-1のACL（C-FW-2）を通る",
        "the ACL C-FW-2 on FW-1 is passed",
        "C-FW-2",
    ),
    step(
        "held/devices/SW-CITYHALL-CORE-01",
        "devices",
        "SW-CITYHALL-CORE-01",
        "管理元から設定を変えられる",
        "whoever manages it can change its settings",
    ),
    step(
        "domain/SW-CITYHALL-CORE-01/V-110",
        "devices",
        "SW-CITYHALL-CORE-01",
        "VLAN 110（住民情報系）がある",
        "it has VLAN 110 (resident)",
    ),
    step(
        "server/SRV-JUKI-01",
        "servers",
        "SRV-JUKI-01",
        "サーバSRV-JUKI-01は住民情報系に接続している",
        "server SRV-JUKI-01 has an interface in the resident VLAN",
    ),
)
REPAIR = Repair(
    changes=(
        Change(
            action="take-off",
            table="links",
            row="L-7",
            yen=50_000,
            text=Text("回線L-7からVLAN 110を外す", "take VLAN 110 off link L-7"),
            segment="V-110",
        ),
        Change(
            action="guard",
            table="devices",
            row="SW-3",
            yen=1_200_000,
            text=Text("SW-3の先に制御を置く", "put a control behind SW-3"),
        ),
    ),
    yen=1_250_000,
    lower_bound_yen=1_250_000,
    method="minimum-cut",
    outcome=Outcome.HOLDS,
)
BROKEN = Finding(
    rule="P2-entry",
    outcome=Outcome.VIOLATED,
    subject="SW-3",
    message=Text(
        "無線から独立した制御1個で届く", "reached from radio past one independent control"
    ),
    witness=WAY,
    fix=Text("制御を1つ加える", "add a control"),
    num_controls=1,
    num_plain=2,
    guilty=2,
    others=((WAY[0], WAY[3], WAY[8]),),
    lost=("device/FW-1",),
    after=("L-100", "L-101"),
    repair=REPAIR,
)
TWICE = replace(
    BROKEN,
    witness=(*WAY[:3], replace(WAY[2], node="domain/SW-4/V-20"), *WAY[3:]),
    guilty=3,
    others=((WAY[0], WAY[0], *WAY[1:]),),
)
"""A breach two steps of which say the same; the second is marked as the one at fault."""
UNCLEAR = Finding(
    rule="P2-entry",
    outcome=Outcome.UNDETERMINED,
    subject="to-be",
    message=Text("確認されていない行による", "it depends on rows that are not confirmed"),
    witness=WAY[:3],
    survey=(
        Fact(
            table="links",
            row="L-9",
            text=Text("通すVLANの一覧を確かめる", "which VLANs it carries"),
        ),
        Fact(
            table="devices",
            row="SW-9",
            text=Text("中継するかどうかを確かめる", "whether it routes between its segments"),
        ),
    ),
)
PROVED = Finding(
    rule="P2-entry",
    outcome=Outcome.HOLDS,
    subject="as-is",
    message=Text("最も弱い経路でも制御2個を通る", "the weakest way passes 2 controls"),
    num_controls=2,
    num_plain=3,
)
RINGS = (
    Ring(
        number=0,
        num_states=214,
        num_protected=0,
        elements=(("devices", "SW-3"), ("links", "L-7"), ("segments", "V-20")),
        guards=(),
    ),
    Ring(
        number=1,
        num_states=97,
        num_protected=0,
        elements=(("devices", "FW-1"), ("servers", "SRV-BUNSHO-02")),
        guards=("C-FW-1", "C-FW-2", "C-OTHER"),
    ),
    Ring(
        number=2,
        num_states=31,
        num_protected=31,
        elements=(("servers", "SRV-JUKI-01"), ("segments", "V-110")),
        guards=tuple(f"C-GATE-{i:02}" for i in range(30)),
    ),
)
READINGS = (
    Reading(
        edition="city-2018",
        carriage=Outcome.HOLDS,
        entry=Outcome.VIOLATED,
        required_controls=2,
        num_controls=1,
        turns_at=2,
    ),
    Reading(
        edition="city-2018-strict",
        carriage=Outcome.HOLDS,
        entry=Outcome.VIOLATED,
        required_controls=2,
        num_controls=1,
        turns_at=0,
    ),
    Reading(
        edition="national-2022",
        carriage=Outcome.HOLDS,
        entry=Outcome.HOLDS,
        required_controls=1,
        num_controls=1,
        turns_at=2,
    ),
    Reading(
        edition="national-2025",
        carriage=Outcome.HOLDS,
        entry=Outcome.HOLDS,
        required_controls=1,
        num_controls=None,
        turns_at=None,
    ),
)
FAILURES = (
    FailureOutcome(
        kind="carrier",
        id="事業者A",
        outcome=Outcome.VIOLATED,
        num_controls=0,
        num_plain=0,
        brought_up=("L-LTE-1",),
        witness=WAY[:4],
    ),
    FailureOutcome(
        kind="entry", id="S001/E1", outcome=Outcome.HOLDS, num_controls=2, num_plain=None
    ),
)
ZONE_PAIRS = (
    ZonePair(
        zones=(Zone.RESIDENT, Zone.ADMINISTRATIVE),
        mode="controls",
        required_controls=1,
        outcome=Outcome.HOLDS,
        num_joints=6,
        guards=tuple(f"C-{i}" for i in range(6)),
    ),
    ZonePair(
        zones=(Zone.RESIDENT, Zone.INTERNET),
        mode="deny",
        required_controls=0,
        outcome=Outcome.VIOLATED,
        num_joints=1,
        guards=(),
    ),
)
AS_IS = Verdict(
    state="as-is",
    edition="city-2018",
    findings=(PROVED,),
    readings=READINGS,
    failures=FAILURES,
    num_failures=7,
    rings=RINGS,
    zone_pairs=ZONE_PAIRS,
)
TO_BE = Verdict(
    state="to-be",
    edition="city-2018",
    findings=(BROKEN, UNCLEAR),
    readings=READINGS,
    failures=FAILURES,
    num_failures=7,
    zone_pairs=ZONE_PAIRS,
    repair=REPAIR,
)
WAVES = tuple(
    replace(AS_IS, state=f"wave-{n}", findings=(replace(PROVED, subject=f"wave-{n}"),))
    for n in (1, 2)
)
VERDICTS = (AS_IS, TO_BE, *WAVES)


def with_controls(estate: Estate) -> Estate:
    """Return an estate with a firewall that holds the controls of the samples."""
    box = Device(id="FW-1", name="fw", kind=DeviceKind.FIREWALL, site=estate.sites[0].id)
    names = ("C-FW-1", "C-FW-2")
    controls = tuple(
        Control(
            id=name,
            kind=ControlKind.FIREWALL,
            device=box.id,
            from_segment="V-ADM",
            to_segment="V-RES",
            account="net-team",
        )
        for name in names
    )
    return replace(estate, devices=(*estate.devices, box), controls=controls)
