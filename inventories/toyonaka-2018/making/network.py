"""Segments, devices, links, controls and circuits: the hand-written core and every site's own.

The core of each network stands in the `core_*.csv` tables. Each site gets, per network it is on,
a segment, a switch and a line of its own: the resident and the administrative network share
nothing between their switches, neither between sites nor within them.
"""

from dataclasses import dataclass
from random import Random

from making.sites import places, schools
from making.tables import FOLDER, HERE, ILLUSTRATIVE, Row, plan, read

SEGMENT_COLUMNS = (
    "id", "name", "kind", "zone", "vlan_id", "bridges_to", "vrf", "security",
    "client_certificates", "logs_reviewed", "firmware_current", "source", "note",
)  # fmt: skip
DEVICE_COLUMNS = (
    "id", "name", "kind", "site", "zone", "segments", "radio", "management_segment",
    "managed_by", "building", "lease_yen_month", "maintenance_yen_year", "power_w", "source",
    "note",
)  # fmt: skip
LINK_COLUMNS = (
    "id", "a_device", "b_device", "medium", "technology", "capacity_mbit_s", "segments",
    "circuit", "a_port", "b_port", "a_native", "b_native", "ducts", "a_entry", "b_entry",
    "carrier", "backup", "backs_up", "certainty", "source", "note",
)  # fmt: skip
CONTROL_COLUMNS = (
    "id", "kind", "device", "from_segment", "to_segment", "both_ways", "permits", "account",
    "evidence", "source",
)  # fmt: skip
CIRCUIT_COLUMNS = (
    "id", "tariff", "yen_month", "starts_on", "ends_on", "termination_yen", "source", "note",
)  # fmt: skip

OWN_FIBRE = "own"
RADIO = "radio"
FTTH = "ftth"
FTTH_YEN_MONTH = 9800
"""Best-effort lines of schools and public wireless LANs, outside the tariff ladder."""
FTTH_CARRIER = "C社 光回線 (例示)"
DUCTS = (("D-HALL-N", "E-NORTH"), ("D-HALL-E", "E-SOUTH"), ("D-HALL-S", "E-SOUTH"))
"""The ducts around the city hall, each with the entry by which it comes in."""


@dataclass(frozen=True)
class Network:
    """One of the city's networks: short name, zone, core switch, first VLAN, server segment.

    VRF and manager are empty where no record tells them.
    """

    short: str
    zone: str
    ja: str
    core: str
    first_vlan: int
    servers: str
    account: str
    vrf: str = ""
    manager: str = ""


RESIDENT = Network(
    "RES", "resident", "住民情報系", "CORE-RES", 1000, "V-RES-SRV", "情報政策課 住民情報担当",
    "VRF-RES", "CONSOLE-RES",
)  # fmt: skip
ADMINISTRATIVE = Network(
    "ADM", "administrative", "行政情報系", "CORE-ADM", 1500, "V-ADM-SRV",
    "情報政策課 行政ネットワーク担当", "VRF-ADM", "CONSOLE-ADM",
)  # fmt: skip
SCHOOL = Network("SCH", "school", "教育系", "CORE-SCH", 2000, "V-SCH-SRV", "教育センター")
FIRE = Network("FIR", "fire", "消防系", "CORE-FIR", 2500, "V-FIR-SRV", "消防局 指令情報課")
WATER = Network("WAT", "water", "上下水道系", "CORE-WAT", 2600, "V-WAT-SRV", "上下水道局")
PUBLIC = Network("PUB", "public", "公衆無線LAN", "EXT-ISP", 3500, "", "")

WIRELESS_SCHOOLS = ("ES01", "ES04", "ES09", "ES15", "ES22", "ES30", "JH02", "JH07", "JH11", "JH16")


@dataclass(frozen=True)
class Attachment:
    """A site on a network, with the line that brings it there (empty: it is the hub itself)."""

    site: Row
    network: Network
    line: str
    hub: str

    @property
    def segment(self) -> str:
        """Id of the site's own segment on this network."""
        return f"V-{self.network.short}-{self.site['id']}"

    @property
    def switch(self) -> str:
        """Id of the site's own switch on this network."""
        return f"SW-{self.site['id']}-{self.network.short}"


def attachments() -> list[Attachment]:
    """Return every site on every network it is on."""
    found = []
    for site in places():
        if site["id"] == "HALL" or site["resident_line"]:
            found.append(Attachment(site, RESIDENT, site["resident_line"], "HALL"))
        if site["id"] == "HALL" or site["administrative_line"]:
            hub = site["administrative_hub"]
            found.append(Attachment(site, ADMINISTRATIVE, site["administrative_line"], hub))
        if site["id"].startswith("FIRE") and site["id"] != "FIREHQ":
            found.append(Attachment(site, FIRE, "100", "FIREHQ"))
        if site["id"].startswith("WATER") and site["id"] != "WATERHQ":
            found.append(Attachment(site, WATER, "10", "WATERHQ"))
        if site["id"].startswith("LIB"):
            found.append(Attachment(site, PUBLIC, FTTH, "EXT"))
    found += [Attachment(site, SCHOOL, FTTH, "EDU") for site in schools()]
    return found


def segments() -> list[Row]:
    """Return the rows of ``segments.csv``."""
    rows = read(HERE / "core_segments.csv")
    number: dict[str, int] = {}
    for item in attachments():
        net = item.network
        number[net.short] = number.get(net.short, 0) + 1
        rows.append(
            {
                "id": item.segment,
                "name": f"{item.site['name']} {net.ja}",
                "kind": "vlan",
                "zone": net.zone,
                "vlan_id": str(net.first_vlan + number[net.short]),
                "vrf": net.vrf,
            }
        )
    school = {"security": "wpa2-personal", "client_certificates": "false"}
    public = {"security": "open", "client_certificates": "false"}
    for code in WIRELESS_SCHOOLS:
        rows.append(_ssid(code, "SCH", "school", "学校 学習用無線LAN") | school)
    for code in _libraries():
        rows.append(_ssid(code, "PUB", "public", "図書館 公衆無線LAN") | public)
    return _made_up(rows)


def _ssid(code: str, short: str, zone: str, name: str) -> Row:
    return {
        "id": f"SSID-{short}-{code}",
        "name": f"{name} ({code})",
        "kind": "ssid",
        "zone": zone,
        "bridges_to": f"V-{short}-{code}",
    }


def devices() -> list[Row]:
    """Return the rows of ``devices.csv``."""
    every = attachments()
    of_zone: dict[str, list[str]] = {}
    for item in every:
        of_zone.setdefault(item.network.zone, []).append(item.segment)
    rows = read(HERE / "core_devices.csv")
    for row in rows:
        zone = row["segments"].split(";")[0].removeprefix("@")
        if zone in of_zone:
            row["segments"] = row["segments"].replace(f"@{zone}", ";".join(of_zone[zone]))
    carried = {item.switch: [item.segment] for item in every if item.site["id"] != "HALL"}
    carried["SW-KOMIN3-ADM"].append("V-ADM-BR2")  # the branch behind the radio bridge
    by_switch = {item.switch: item for item in every}
    rows += [_switch(by_switch[name], held) for name, held in carried.items()]
    for code in WIRELESS_SCHOOLS:
        point = _access_point(code, "SCH", "school", "学校アクセスポイント")
        rows.append(point | {"managed_by": "WLC-SCH"})
    for code in _libraries():
        rows.append(_access_point(code, "PUB", "public", "図書館アクセスポイント"))
    return _made_up(rows)


def _switch(item: Attachment, held: list[str]) -> Row:
    large = (
        int(item.site["administrative_terminals"] or 0) >= 40 if item.network is not SCHOOL else 0
    )
    return {
        "id": item.switch,
        "name": f"{item.site['name']} {item.network.ja}スイッチ",
        "kind": "switch",
        "site": item.site["id"],
        "zone": item.network.zone,
        "segments": ";".join(held),
        "managed_by": item.network.manager,
        "lease_yen_month": "9000" if large else "3500",
        "maintenance_yen_year": "24000" if large else "8000",
        "power_w": "80" if large else "30",
    }


def _access_point(code: str, short: str, zone: str, name: str) -> Row:
    return {
        "id": f"AP-{short}-{code}",
        "name": f"{name} ({code})",
        "kind": "access-point",
        "site": code,
        "zone": zone,
        "segments": f"SSID-{short}-{code};V-{short}-{code}",
        "lease_yen_month": "900",
        "maintenance_yen_year": "3000",
        "power_w": "12",
    }


def links() -> list[Row]:
    """Return the rows of ``links.csv``."""
    rows = read(HERE / "core_links.csv")
    for item in attachments():
        if item.line and item.line != RADIO:
            rows.append(_line(item))
    for short, codes in (("SCH", WIRELESS_SCHOOLS), ("PUB", _libraries())):
        rows += [
            {
                "id": f"LN-AP-{short}-{code}",
                "a_device": f"SW-{code}-{short}",
                "b_device": f"AP-{short}-{code}",
                "medium": "copper",
                "technology": "1000BASE-T",
                "capacity_mbit_s": "1000",
                "segments": f"V-{short}-{code}",
            }
            for code in codes
        ]
    return _made_up([{"backup": "false", "certainty": "known"} | row for row in rows])


def _libraries() -> list[str]:
    return [item.site["id"] for item in attachments() if item.network is PUBLIC]


def _line(item: Attachment) -> Row:
    """Return the line of a site on a network: own fibre, a carrier's circuit, or FTTH."""
    held = [item.segment] + ["V-ADM-BR2"] * (item.switch == "SW-KOMIN3-ADM")
    row = {
        "id": f"L-{item.network.short}-{item.site['id']}",
        "a_device": item.network.core,
        "b_device": item.switch,
        "segments": ";".join(held),
    }
    if len(held) > 1:  # a trunk: both ends agree about what goes untagged
        row |= {"a_port": "Gi1/0/40", "b_port": "Gi1/0/1"}
        row |= {"a_native": item.segment, "b_native": item.segment}
    if item.hub == "HALL":
        row |= _underground(item.site["id"])
    if item.line == OWN_FIBRE:
        return row | {
            "medium": "fibre", "technology": "自営光 1000BASE-LX", "capacity_mbit_s": "1000",
        }  # fmt: skip
    ftth = item.line == FTTH
    return row | {
        "medium": "carrier",
        "technology": "FTTH" if ftth else "広域イーサネット",
        "capacity_mbit_s": "100" if ftth else item.line,
        "circuit": f"C-{item.network.short}-{item.site['id']}",
        "carrier": FTTH_CARRIER if ftth else "",
    }


def _underground(code: str) -> Row:
    """Return how a line from the city hall leaves it; both networks of a site go the same way."""
    order = [site["id"] for site in places()]
    duct, entry = DUCTS[order.index(code) % len(DUCTS)]
    return {"ducts": duct, "a_entry": entry, "b_entry": "E1"}


def controls(flows: list[Row]) -> list[Row]:
    """Return the rows of ``controls.csv``: the guarded joints, and the routes on core switches.

    What a firewall permits is written by hand as origin>target and becomes the id of that flow.
    """
    identity = {f"{flow['origin']}>{flow['target']}": flow["id"] for flow in flows}
    rows = read(HERE / "core_controls.csv")
    for row in rows:
        permitted = row["permits"].split(";") if row["permits"] else []
        row["permits"] = ";".join(identity[pair] for pair in permitted)
    for item in attachments():
        if item.network is PUBLIC:
            continue
        rows.append(
            {
                "id": f"CT-RT-{item.network.short}-{item.site['id']}",
                "kind": "none",
                "device": item.network.core,
                "from_segment": item.segment,
                "to_segment": item.network.servers,
                "both_ways": "true",
                "account": item.network.account,
                "evidence": "経路の設定 (同じ網の中)",
            }
        )
    return _made_up(rows)


def circuits() -> list[Row]:
    """Return the rows of ``circuits.csv``."""
    tariffs = read(FOLDER / "tariffs.csv")
    rows = [
        _contract("C-LGWAN", 74000, "LGWAN接続回線"),
        _contract("C-OSC", 118000, "府セキュリティクラウド接続回線"),
        _contract("C-PUB-HOSP", FTTH_YEN_MONTH, "患者向け無線LANの回線。料金表の外"),
        _contract("C-LTE-BR1", 6500, "LTE予備回線。料金表の外"),
    ]
    for item in attachments():
        code = f"C-{item.network.short}-{item.site['id']}"
        if item.line == FTTH:
            rows.append(_contract(code, FTTH_YEN_MONTH, "ベストエフォート。料金表の外"))
        elif item.line.isdigit():
            rows.append(_from_ladder(code, item, tariffs))
    rows[0]["source"] = plan("6-5-(2)①", f" (回線の存在は想定)。値は{ILLUSTRATIVE}")
    return _made_up(rows)


def _from_ladder(code: str, item: Attachment, tariffs: list[Row]) -> Row:
    """Choose one of the carriers that sell the bandwidth, at today's price or an old dearer one."""
    random = Random(f"circuit {code}")
    sold = [
        t
        for t in tariffs
        if t["distance_class"] == item.site["distance_class"] and t["bandwidth_mbit_s"] == item.line
    ]
    tariff = sold[random.randrange(len(sold))]
    old_price = random.randrange(4) == 0
    yen = int(tariff["yen_month"]) * (112 if old_price else 100) // 100
    return _contract(code, yen, "契約時の旧料金" if old_price else "") | {"tariff": tariff["id"]}


def _contract(code: str, yen_month: int, note: str) -> Row:
    random = Random(f"contract {code}")
    year = 2014 + random.randrange(4)
    term = 5 if random.randrange(3) else 3
    row = {
        "id": code,
        "yen_month": str(yen_month),
        "starts_on": f"{year}-04-01",
        "ends_on": f"{year + term + (2 if term == 3 else 0)}-03-31",
        "termination_yen": str(yen_month * 3),
        "note": note,
    }
    if random.randrange(100) < 8:  # the contract could not be found
        row["starts_on"] = row["ends_on"] = ""
        row["termination_yen"] = "0"
    return row


def _made_up(rows: list[Row]) -> list[Row]:
    return [{"source": ILLUSTRATIVE} | row for row in rows]
