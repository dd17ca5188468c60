"""Servers and the hosts of the existing platforms, from the hand-written `fleet.csv`.

Each row of that table stands for one to four similar servers. What a real ledger would get wrong
or leave out is added here, by a generator seeded with the server's id, so that a new row changes
no other.
"""

from random import Random

from making.tables import FOLDER, HERE, ILLUSTRATIVE, Row, read

SERVER_COLUMNS = (
    "id", "name", "system", "site", "form", "platform", "host", "os", "cpu_cores", "cpu_ghz",
    "memory_mib", "disk_gib", "segments", "device", "radio", "purchased_on", "lease_end",
    "os_support_end", "lease_yen_month", "maintenance_yen_year", "power_w", "height_u",
    "blocker", "keep_apart", "move_group", "licences", "source", "note",
)  # fmt: skip
HOST_COLUMNS = ("id", "platform", "host_type", "source")

OS_SPELLINGS = {
    "ws2003": ("Windows Server 2003 R2", "Win2003R2"),
    "ws2008r2": ("Windows Server 2008 R2 Standard",),
    "win2008": (
        "Windows Server 2008 R2", "Windows Server 2008 R2 Standard SP1", "Win2008R2",
        "WS2008R2", "Windows2008 R2", "Microsoft Windows Server 2008 R2 (64 ビット)",
        "ウィンドウズサーバ2008R2",
    ),
    "win2012": (
        "Windows Server 2012 R2", "Windows Server 2012 R2 Standard", "Win2012R2",
        "Microsoft Windows Server 2012 (64 ビット)", "WS2012R2", "Windows 2012",
    ),
    "win7": ("Windows 7 Professional", "Win7 Pro 64bit"),
    "rhel6": ("Red Hat Enterprise Linux Server release 6.9", "RHEL6", "ＲＨＥＬ６．８", "Linux"),
    "rhel7": ("Red Hat Enterprise Linux 7", "RHEL 7.4"),
    "centos6": ("CentOS 6", "CentOS release 6.10 (Final)", "Cent OS6.5"),
    "centos7": ("CentOS Linux 7", "CentOS7"),
    "mainframe": ("汎用機OS",),
    "unknown": ("", "専用OS", "不明"),
}  # fmt: skip
OS_SUPPORT_END = {
    "ws2003": "2015-07-14",
    "ws2008r2": "2020-01-14",
    "win2008": "2020-01-14",
    "win2012": "2023-10-10",
    "win7": "2020-01-14",
    "rhel6": "2020-11-30",
    "rhel7": "2024-06-30",
    "centos6": "2020-11-30",
    "centos7": "2024-06-30",
}
"""Last day of extended support or maintenance, as the makers published it."""

HOSTS = {"P-ADM": ("HT-RX300S8", 4), "P-RES": ("HT-RX2540M1", 4)}
HOME = {
    ("resident", "HALL"): ("V-RES-SRV", "SRVSW-RES"),
    ("administrative", "HALL"): ("V-ADM-SRV", "SRVSW-ADM"),
    ("lgwan", "HALL"): ("V-LGW", "SW-LGW"),
    ("internet", "HALL"): ("V-INT", "SW-DMZ"),
    ("school", "EDU"): ("V-SCH-SRV", "CORE-SCH"),
    ("hospital", "HOSP"): ("V-HOS-SRV", "CORE-HOS"),
    ("fire", "FIREHQ"): ("V-FIR-SRV", "CORE-FIR"),
    ("water", "WATERHQ"): ("V-WAT-SRV", "CORE-WAT"),
}
"""Segment and switch of a server room, by zone and site."""
RADIO = {"FUBOSAI-TRM-1": "Bluetooth"}
"""Wireless adapters that the ledger knows of: a keyboard at a terminal."""
PLATFORM = {"resident": "P-RES", "administrative": "P-ADM"}

OLD_LEASES, EXTENDED_TO, EXTENDED_PERCENT = "2020-03-31", "2020-09-30", 72
"""Most leases that would end before the new platform runs have been extended already."""

FORGOTTEN_MEMORY = {"KEIYAKU-SV-2", "EISEI-SV-1", "JUTAKU-SV-1", "SEIHO-SV-1", "FUMEI-2"}
FORGOTTEN_CORES = {"HALLYOYAKU-KO-1", "FUMEI-3"}
"""Gaps of the ledger among servers that are to move: the scenario's defaults fill them."""


def zones() -> dict[str, str]:
    """Return the zone of every system; a server without a system is on the office LAN."""
    return {row["id"]: row["zone"] for row in read(FOLDER / "systems.csv")} | {"": "administrative"}


def servers() -> list[Row]:
    """Return the rows of ``servers.csv``."""
    zone = zones()
    rows: list[Row] = []
    num_vms = dict.fromkeys(HOSTS, 0)
    for group in read(HERE / "fleet.csv"):
        for number in range(1, int(group["count"]) + 1):
            row = _server(group, number, zone[group["system"]])
            if row["form"] == "vm":
                _place(row, num_vms)
            rows.append(row)
    return rows


def hosts() -> list[Row]:
    """Return the rows of ``hosts.csv``."""
    return [
        {
            "id": f"H-{platform[2:]}-{n}",
            "platform": platform,
            "host_type": host_type,
            "source": ILLUSTRATIVE,
        }
        for platform, (host_type, number) in HOSTS.items()
        for n in range(1, number + 1)
    ]


def server_id(group: Row, number: int) -> str:
    """Return the id of a server: system, role, number."""
    parts = [group["system"].removeprefix("SYS-"), group["role"], str(number)]
    return "-".join(part for part in parts if part)


def _server(group: Row, number: int, zone: str) -> Row:
    code = server_id(group, number)
    random = Random(f"server {code}")
    cores, memory = group["cores"], group["memory_gib"]
    row = {
        "id": code,
        "name": code.lower().replace("-", "") if random.randrange(12) else "",
        "system": group["system"],
        "site": group["site"],
        "form": group["form"],
        "os": OS_SPELLINGS[group["os"]][random.randrange(len(OS_SPELLINGS[group["os"]]))],
        "os_support_end": OS_SUPPORT_END.get(group["os"], ""),
        "cpu_cores": "" if code in FORGOTTEN_CORES else cores,
        "cpu_ghz": group["ghz"],
        "memory_mib": str(int(memory) * 1024) if memory and code not in FORGOTTEN_MEMORY else "",
        "disk_gib": group["disk_gib"],
        "segments": HOME.get((zone, group["site"]), (f"V-ADM-{group['site']}", ""))[0],
        "radio": RADIO.get(code, ""),
        "purchased_on": f"{group['bought']}-{('04', '10', '10', '02')[random.randrange(4)]}-01",
        "blocker": group["blocker"],
        "keep_apart": f"{code.rsplit('-', 1)[0].lower()}" if group["apart"] else "",
        "move_group": _move_group(group, zone),
        "licences": group["licences"],
        "source": group["source"],
        "note": group["note"],
    }
    if group["form"] == "vm":
        return row | {"platform": PLATFORM[zone]}
    return row | _machine(group, zone, random)


def _machine(group: Row, zone: str, random: Random) -> Row:
    """Return what only a physical machine has: switch, lease, maintenance, power, height."""
    cores, memory = int(group["cores"] or 4), int(group["memory_gib"] or 16)
    switch = HOME.get((zone, group["site"]), ("", f"SW-{group['site']}-ADM"))[1]
    facts = {"device": switch}
    if group["os"] == "mainframe":
        return facts | {
            "lease_end": "2020-03-31",
            "lease_yen_month": "4200000",
            "maintenance_yen_year": "9600000",
            "power_w": "6500",
        }
    lease = 9000 + 1300 * cores + 320 * memory + random.randrange(-20, 21) * 100
    facts["maintenance_yen_year"] = str(lease * 2 // 100 * 100)
    if random.randrange(100) < 86:
        facts["lease_yen_month"] = str(lease)
    if group["years"] and random.randrange(100) < 88:
        month = ("03-31", "09-30")[random.randrange(2)]
        facts["lease_end"] = f"{int(group['bought']) + int(group['years'])}-{month}"
        if facts["lease_end"] < OLD_LEASES and random.randrange(100) < EXTENDED_PERCENT:
            facts["lease_end"] = EXTENDED_TO
            facts["note"] = "、".join(filter(None, (group["note"], "再リースで延長")))
    if random.randrange(100) < 90:
        facts["power_w"] = str(90 + 14 * cores + memory // 2 + random.randrange(30))
    if random.randrange(100) < 92:
        facts["height_u"] = str(1 if cores <= 4 else 2 if cores < 16 else 4)
    return facts


def _move_group(group: Row, zone: str) -> str:
    """Servers that share a database move together; big or loosely joined systems do not."""
    together = {
        "SYS-GIS",
        "SYS-LIB",
        "SYS-ZAIMU",
        "SYS-JINJI",
        "SYS-BUNSHO",
        "SYS-GW",
        "SYS-KEIYAKU",
    }
    if zone != "administrative" or group["system"] not in together or group["blocker"]:
        return ""
    return group["system"].removeprefix("SYS-").lower()


def _place(row: Row, num_vms: dict[str, int]) -> None:
    """Put a VM on a host of its platform, one host after the other."""
    platform = row["platform"]
    host = num_vms[platform] % HOSTS[platform][1] + 1
    num_vms[platform] += 1
    row["host"] = f"H-{platform[2:]}-{host}"
