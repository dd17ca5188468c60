"""Traffic: terminals to servers, application to database, between networks, backup."""

from random import Random

from making.fleet import zones
from making.network import SCHOOL, attachments
from making.tables import ILLUSTRATIVE, Row

FLOW_COLUMNS = (
    "id", "origin", "target", "office_kbit_s", "night_kbit_s", "port", "purpose", "approver",
    "couples", "source",
)  # fmt: skip

# network, target, kbit/s of a terminal in the busy hour, port, purpose
TERMINALS = (
    ("ADM", "GW-AP-1", 40, 443, "グループウェア"),
    ("ADM", "FILE-FS-1", 160, 445, "ファイル共有"),
    ("ADM", "AD-DC-1", 6, 389, "認証"),
    ("ADM", "NETBASE-PROXY-1", 34, 443, "インターネット閲覧 (画面転送)"),
    ("RES", "JUKI-AP-1", 40, 443, "住民記録の照会"),
    ("RES", "HOKEN-AP-1", 26, 443, "保険の照会"),
    ("RES", "ZEI-AP-1", 22, 443, "税の照会"),
)
# site, target, kbit/s in the busy hour, port, purpose
SPECIAL = (
    ("HALL", "ZAIMU-AP-1", 6200, 443, "財務会計"),
    ("HALL2", "ZAIMU-AP-1", 3100, 443, "財務会計"),
    ("HALL", "BUNSHO-AP-1", 7400, 443, "文書管理"),
    ("HALL2", "BUNSHO-AP-1", 3600, 443, "文書管理"),
    ("HALL", "JINJI-SHOMU-1", 2400, 443, "庶務事務"),
    ("HALL", "GIS-AP-1", 21000, 443, "業務用地理情報"),
    ("HALL2", "GIS-AP-1", 16000, 443, "業務用地理情報"),
    ("WATERHQ", "GIS-AP-2", 4200, 443, "基本図の参照"),
    ("CLEAN", "CLEAN-SV-1", 900, 443, "計量・搬入管理"),
    ("HALL", "CLEAN-SV-1", 300, 443, "搬入実績の照会"),
    ("HEALTH", "HOKENJO-SV-1", 3400, 443, "保健所業務"),
    ("HALL", "HOKENJO-SV-1", 400, 443, "保健所業務"),
    ("HEALTH", "EISEI-SV-1", 1100, 443, "衛生台帳"),
    ("HEALTH", "FILE-FS-HE-1", 5200, 445, "所内ファイル共有"),
    ("HALL2", "FILE-FS-H2-1", 26000, 445, "庁舎内ファイル共有"),
    ("HALL2", "SEKISAN-SV-1", 4800, 443, "設計積算"),
    ("HALL2", "KENCHIKU-SV-1", 2600, 443, "建築確認"),
    ("HALL2", "JUTAKU-SV-1", 800, 443, "市営住宅"),
    ("KURASHI", "SODAN-SV-1", 700, 443, "相談記録"),
    ("KOSODATE", "KOSODATE-SV-1", 600, 443, "相談・予約"),
    ("BUNKA", "HALLYOYAKU-SV-1", 900, 443, "窓口予約"),
    ("SENRI", "HALLYOYAKU-KO-1", 500, 443, "窓口予約"),
    ("HALL", "KIKI-SV-1", 500, 443, "災害情報の集約"),
    ("HALL2", "KIKI-SV-1", 900, 443, "災害情報の集約"),
    ("EXT", "WEB-SV-1", 38000, 443, "市ホームページの閲覧"),
    ("EXT", "LIBWEB-SV-1", 9000, 443, "図書館ホームページの閲覧"),
    ("EXT", "SHISETSU-SV-1", 2500, 443, "空室の確認"),
    ("EXT", "SPORTS-SV-1", 3200, 443, "スポーツ施設の申込み"),
    ("EXT", "ELTAX-SV-1", 1500, 443, "電子申告"),
    ("EXT", "DENSHI-GW-1", 900, 443, "電子申込"),
    ("HOSP", "EMR-AP-1", 48000, 443, "電子カルテ"),
    ("HOSP", "IJI-PACS-1", 90000, 104, "画像参照"),
    ("FIREHQ", "SHOBO-SHIREI-1", 4000, 5000, "指令台"),
    ("WATERHQ", "SUIDO-RYOKIN-1", 2200, 443, "料金の照会"),
    ("WATERHQ", "KANROZU-SV-1", 6400, 443, "管路図"),
)
LENDING_KBIT_S = 70
# origin server, target server, busy hour, night, port, purpose
BETWEEN_SYSTEMS = (
    ("CERT-SV-1", "LGWAN-CERT-1", 900, 60, 443, "証明書コンビニ交付 (特定通信)"),
    ("ELTAX-SV-1", "ZEI-AP-1", 400, 2500, 22, "申告データの取込み (LGWANと住民系の間)"),
    ("JINJI-SHOMU-1", "RESBASE-AD-1", 60, 400, 636, "職員情報の連携 (両網の間)"),
    ("UNIDB-DB-1", "JUKI-DB-1", 4000, 24000, 1521, "統合DB連携"),
    ("UNIDB-DB-1", "ZEI-DB-1", 2500, 18000, 1521, "統合DB連携"),
    ("MAINFRAME-HOST-1", "UNIDB-DB-1", 1200, 32000, 21, "バッチ連携"),
    ("MADO-SV-1", "JUKI-AP-1", 2600, 0, 443, "窓口支援の連携"),
    ("CERT-SV-1", "JUKI-AP-1", 1400, 300, 443, "証明書データ"),
    ("GIS-DB-1", "KOTEI-ZU-1", 0, 3000, 22, "基本図の複写 (両網の間)"),
    ("LIBWEB-SV-1", "LIB-AP-1", 1800, 200, 443, "蔵書検索の連携"),
    ("KIKI-SV-1", "FUBOSAI-TRM-1", 120, 40, 443, "府防災情報との連携"),
    ("GAKUTO-SV-1", "LIB-AP-1", 400, 100, 443, "横断検索"),
    ("SHOBO-SHIEN-1", "GIS-AP-2", 800, 200, 443, "支援情報の地図"),
    ("RENKEI-GW-1", "EMR-AP-2", 2400, 300, 443, "地域医療連携"),
    ("ADMBASE-BK-1", "ADMBASE-DRBK-1", 0, 48000, 443, "遠隔地への複写"),
    ("SECCLOUD-LOG-1", "NETBASE-PROXY-1", 700, 300, 514, "通信記録"),
)
OFFICER = "情報セキュリティ責任者 (例示)"
APPROVED = {
    ("CERT-SV-1", "LGWAN-CERT-1"): OFFICER,
    ("ELTAX-SV-1", "ZEI-AP-1"): OFFICER,
    ("JINJI-SHOMU-1", "RESBASE-AD-1"): OFFICER,
    ("GIS-DB-1", "KOTEI-ZU-1"): OFFICER,
    ("LIBWEB-SV-1", "LIB-AP-1"): "情報政策課長 (例示)",
}
"""Who approved what passes between two networks; of the other crossings no record was found."""
BACKUP = {"administrative": "ADMBASE-BK-1", "resident": "RESBASE-BK-1"}


def flows(servers: list[Row]) -> list[Row]:
    """Return the rows of ``flows.csv``."""
    rows = [*_terminals(), *_special(), *_libraries(), *_own_networks()]
    rows += [*_databases(servers), *_between(), *_backups(servers)]
    for row in rows:
        row["approver"] = APPROVED.get((row["origin"], row["target"]), "")
    return [{"id": f"F-{n:04}", "source": ILLUSTRATIVE} | row for n, row in enumerate(rows, 1)]


def _row(
    origin: str,
    target: str,
    office: int,
    night: int,
    port: int,
    purpose: str,
    couples: bool = False,
) -> Row:
    return {
        "origin": origin,
        "target": target,
        "office_kbit_s": str(office),
        "night_kbit_s": str(night),
        "port": str(port),
        "purpose": purpose,
        "couples": "true" if couples else "false",
    }


def _terminals() -> list[Row]:
    column = {"ADM": "administrative_terminals", "RES": "resident_terminals"}
    rows = []
    for item in attachments():
        short = item.network.short
        number = int(item.site.get(column.get(short, ""), "") or 0)
        for network, target, each, port, purpose in TERMINALS:
            if network == short and number:
                rows.append(_row(item.site["id"], target, number * each, number, port, purpose))
    return rows


def _special() -> list[Row]:
    return [
        _row(site, target, kbit, kbit // 12, port, why) for site, target, kbit, port, why in SPECIAL
    ]


def _libraries() -> list[Row]:
    rows = []
    for item in attachments():
        if item.network.short == "PUB":
            kbit = LENDING_KBIT_S * int(item.site["administrative_terminals"])
            rows.append(_row(item.site["id"], "LIB-AP-1", kbit, 20, 443, "貸出・返却・検索"))
    return rows


def _own_networks() -> list[Row]:
    """Return what schools, fire stations and water works send over their own networks."""
    rows = []
    for item in attachments():
        code = item.site["id"]
        if item.network is SCHOOL:
            rooms = int(item.site["rooms"])
            rows.append(_row(code, "GAKUSHU-SV-1", 380 * rooms, 40, 443, "学習系"))
            rows.append(_row(code, "KOMU-AP-1", 130 * rooms, 20, 443, "校務系"))
        elif item.network.short == "FIR":
            rows.append(_row(code, "SHOBO-SHIEN-1", 2600, 2600, 443, "支援情報端末"))
        elif item.network.short == "WAT":
            rows.append(_row(code, "SUIDO-KANSHI-1", 220, 220, 502, "監視制御"))
    return rows


def _databases(servers: list[Row]) -> list[Row]:
    """Every other server of a system talks to its first database server."""
    database = {s["system"]: s["id"] for s in reversed(servers) if "-DB-" in s["id"]}
    rows = []
    for server in servers:
        target = database.get(server["system"])
        if target is None or target == server["id"] or server["blocker"]:
            continue
        random = Random(f"flow {server['id']}")
        office = 800 + 400 * random.randrange(12)
        purpose = "二重化の同期" if "-DB-" in server["id"] else "データベース接続"
        grouped = bool(server["move_group"])
        rows.append(_row(server["id"], target, office, office // 3, 1521, purpose, grouped))
    return rows


def _between() -> list[Row]:
    return [_row(*flow) for flow in BETWEEN_SYSTEMS]


def _backups(servers: list[Row]) -> list[Row]:
    """Every physical server of the two networks is copied at night to its network's store."""
    zone = zones()
    rows = []
    for server in servers:
        target = BACKUP.get(zone[server["system"]])
        if target is None or server["form"] == "vm" or server["blocker"] or "-BK-" in server["id"]:
            continue
        night = min(60000, 600 + int(server["disk_gib"]) * 6)
        if server["site"] not in ("HALL", "HALL2"):
            night = min(night, 5500)
        rows.append(_row(server["id"], target, 0, night, 443, "夜間バックアップ"))
    return rows
