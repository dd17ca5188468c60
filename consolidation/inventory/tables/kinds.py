"""The closed vocabularies of the inventory, each word with its Japanese label."""

from enum import StrEnum


class Kind(StrEnum):
    """A word of a closed vocabulary; ``ja`` is what a Japanese sheet may write instead."""

    ja: str

    def __new__(cls, value: str, ja: str) -> "Kind":
        """Make the member from its English word and its Japanese label."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.ja = ja
        return member


class Zone(Kind):
    """Trust zone: systems of different zones are kept apart unless the policy allows it."""

    RESIDENT = "resident", "住民情報系"
    ADMINISTRATIVE = "administrative", "行政情報系"
    LGWAN = "lgwan", "LGWAN接続系"
    INTERNET = "internet", "インターネット接続系"
    SCHOOL = "school", "教育系"
    HOSPITAL = "hospital", "病院系"
    FIRE = "fire", "消防系"
    WATER = "water", "上下水道系"
    PUBLIC = "public", "公衆"


class SiteKind(Kind):
    """What a site is."""

    CITY_HALL = "city-hall", "本庁舎"
    BRANCH = "branch", "出張所・庁舎"
    DATA_CENTRE = "data-centre", "データセンター"
    SCHOOL = "school", "学校"
    LIBRARY = "library", "図書館"
    HOSPITAL = "hospital", "病院"
    FIRE = "fire", "消防署"
    WATER = "water", "上下水道"
    WELFARE = "welfare", "福祉・こども施設"
    CULTURE = "culture", "文化・体育・公民館"
    OTHER = "other", "その他"


class Cloud(Kind):
    """Whether a system may go to the cloud at its replacement."""

    YES = "yes", "可"
    CANDIDATE = "candidate", "検討"
    NO = "no", "不可"


class Criticality(Kind):
    """How soon a system must be back after a failure."""

    HIGH = "high", "高"
    MEDIUM = "medium", "中"
    LOW = "low", "低"


class ServerForm(Kind):
    """What a server is today."""

    PHYSICAL = "physical", "物理"
    VM = "vm", "仮想"


class Blocker(Kind):
    """What may prevent a server from becoming a virtual one."""

    DONGLE = "dongle", "ハードウェアキー"
    APPLIANCE = "appliance", "専用機"
    MAINFRAME = "mainframe", "汎用機"
    ADAPTER_CARD = "adapter-card", "専用カード"
    REAL_TIME = "real-time", "リアルタイム制御"
    VENDOR = "vendor", "業者保証外"


class PlatformKind(Kind):
    """Whether a platform stands already."""

    EXISTING = "existing", "既存"
    PLANNED = "planned", "計画"


class SegmentKind(Kind):
    """What a segment is."""

    VLAN = "vlan", "VLAN"
    VRF = "vrf", "VRF"
    SSID = "ssid", "SSID"
    CARRIER = "carrier", "通信事業者網"
    VNI = "vni", "オーバーレイ(VNI)"


class DeviceKind(Kind):
    """What a network device is."""

    SWITCH = "switch", "スイッチ"
    ROUTER = "router", "ルータ"
    FIREWALL = "firewall", "ファイアウォール"
    ACCESS_POINT = "access-point", "無線アクセスポイント"
    WIRELESS_CONTROLLER = "wireless-controller", "無線LANコントローラ"
    RADIO_BRIDGE = "radio-bridge", "無線ブリッジ"
    LTE_ROUTER = "lte-router", "LTEルータ"
    HUB = "hub", "ハブ"
    SCREEN_GATEWAY = "screen-gateway", "画面転送ゲートウェイ"
    HYPERVISOR = "hypervisor", "ハイパーバイザ"
    CLIENT_GROUP = "client-group", "端末群"
    STORAGE = "storage", "記憶装置"
    CONTROLLER = "controller", "集中管理装置"
    MANAGEMENT_HOST = "management-host", "管理用端末"
    CARRIER_TERMINAL = "carrier-terminal", "回線終端装置"
    WAVELENGTH_MULTIPLEXER = "wavelength-multiplexer", "波長多重装置"
    UNKNOWN = "unknown", "種別不明"
    OTHER = "other", "その他"


class Medium(Kind):
    """What a link is made of."""

    COPPER = "copper", "銅線"
    FIBRE = "fibre", "光ファイバ"
    CARRIER = "carrier", "通信事業者回線"
    RADIO = "radio", "無線"
    TUNNEL = "tunnel", "トンネル"


class RadioFamily(Kind):
    """What kind of wireless, as NetBox groups its interface types."""

    WIFI = "802.11", "無線LAN"
    PERSONAL = "802.15", "近距離無線"
    """Bluetooth, ZigBee, a wireless mouse."""
    CELLULAR = "cellular", "携帯電話網"
    """LTE, 4G, 5G, GSM, CDMA."""
    OTHER = "other-wireless", "その他の無線"


class WirelessSecurity(Kind):
    """How an SSID authenticates its clients and encrypts what they send."""

    OPEN = "open", "なし"
    WEP = "wep", "WEP"
    WPA2_PERSONAL = "wpa2-personal", "WPA2パーソナル"
    WPA3_PERSONAL = "wpa3-personal", "WPA3パーソナル"
    WPA2_ENTERPRISE = "wpa2-enterprise", "WPA2エンタープライズ"
    WPA3_ENTERPRISE = "wpa3-enterprise", "WPA3エンタープライズ"


class StoreKind(Kind):
    """What a store holds."""

    DATASTORE = "datastore", "データストア"
    BACKUP = "backup", "バックアップ先"
    ARCHIVE = "archive", "アーカイブ"


class Certainty(Kind):
    """How sure the row is."""

    KNOWN = "known", "確認済"
    ASSUMED = "assumed", "推定"
    UNKNOWN = "unknown", "不明"


class ControlKind(Kind):
    """What joins two segments and what guards the joint."""

    FIREWALL = "firewall", "ファイアウォール"
    ACL = "acl", "ACL"
    VRF = "vrf", "VRF"
    SCREEN_GATEWAY = "screen-gateway", "画面転送ゲートウェイ"
    AUTHENTICATION = "authentication", "認証"
    ENCRYPTION = "encryption", "暗号化"
    HYPERVISOR = "hypervisor", "ハイパーバイザ"
    NONE = "none", "制御なし"


class LicenceMetric(Kind):
    """What a licence is counted by."""

    HOST_CORE = "host-core", "ホストのコア"
    SERVER = "server", "サーバ"


class CalendarKind(Kind):
    """What a calendar entry says of its span."""

    FREEZE = "freeze", "凍結期間"
    WINDOW = "window", "作業可能期間"
    MILESTONE = "milestone", "節目"
