"""What the re-check found wrong with the options, field by field, in the words of the tables."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from fractions import Fraction
from math import ceil
from typing import Literal

from consolidation.comparing.model import CostItem, KitPart, LineAnswer, Lost, RouteAnswer
from consolidation.comparing.verify import Fault
from consolidation.comparing.verify_words import in_yen
from consolidation.export import labels, policy_labels
from consolidation.export.options import words
from consolidation.export.options.shown import Shown
from consolidation.export.table import yes_no
from consolidation.policy.model import Change, Outcome
from consolidation.solving.status import Status
from consolidation.text import Text
from consolidation.units import KBIT_PER_MBIT

Unit = Literal["yen", "Mbit/s", "kbit/s", "share", "line", "site", "plain"]
NOTHING = Text("なし", "none")

FIELDS: Mapping[str, tuple[Text, Unit]] = {
    # an option
    "status": (Text("最適性", "status"), "plain"),
    "cost": (Text("費用", "cost"), "yen"),
    "bound": (Text("費用の下界", "lower bound"), "yen"),
    "items": (Text("費目", "cost item"), "plain"),
    "kit_parts": (Text("分離方式の費用", "price of the kit"), "plain"),
    "by_year": (Text("年度ごとの支払", "payments by fiscal year"), "yen"),
    "lines": (Text("回線", "line"), "plain"),
    "routes": (Text("障害後の負荷", "load after a loss"), "plain"),
    "normal": (Text("平常時の最大利用率", "worst utilisation, normal"), "plain"),
    "after_loss": (Text("障害後の最大利用率", "worst utilisation after a loss"), "plain"),
    "even": (Text("利用率の最小の証明", "lowest utilisation proved"), "plain"),
    "culprit": (Text("運べない理由", "why nothing carries it"), "plain"),
    "cut_off": (Text("どの回線でも防げない障害", "losses nothing helps against"), "site"),
    "apart": (Text("回線を分けておく拠点", "sites whose lines stay apart"), "site"),
    "single_points": (Text("単一障害点", "single points of failure"), "plain"),
    "policy": (Text("規則", "policy"), "plain"),
    "ports_freed": (Text("空くポート", "ports freed"), "plain"),
    "devices": (Text("運用する機器", "devices to operate"), "plain"),
    "num_lines": (Text("運用する回線", "lines to operate"), "plain"),
    "configurations": (Text("維持する設定", "configurations to keep"), "plain"),
    "sites_with_both": (Text("両網の端末を使える拠点", "sites with both"), "site"),
    "num_sites": (Text("端末のある拠点", "sites with terminals"), "plain"),
    "rooms_with_both": (Text("両網の端末を使える部屋", "rooms with both"), "plain"),
    "num_rooms": (words.ROOMS_KNOWN, "plain"),
    # a cost item, a part of a kit's price
    "month_yen": (Text("月額", "a month"), "yen"),
    "once_yen": (Text("一時", "once"), "yen"),
    "value": (Text("現在価値", "present value"), "yen"),
    "num": (Text("数", "how many"), "plain"),
    # a line
    "link": (Text("台帳の回線ID", "link"), "plain"),
    "site": (Text("拠点", "site"), "site"),
    "far_site": (Text("相手の拠点", "far site"), "site"),
    "network": (Text("網", "network"), "plain"),
    "carrier": (Text("通信事業者", "carrier"), "plain"),
    "action": (Text("処置", "action"), "plain"),
    "tariffs": (Text("料金表", "tariffs"), "plain"),
    "capacity_mbit_s": (Text("帯域", "capacity"), "Mbit/s"),
    "yen_month": (Text("月額", "a month"), "yen"),
    "one_off_yen": (Text("一時費", "once"), "yen"),
    "leaves_on": (Text("現契約の最終日", "last day of its contract"), "plain"),
    "load_kbit_s": (Text("負荷", "load"), "kbit/s"),
    "worst_load_kbit_s": (Text("最大の負荷", "worst load"), "kbit/s"),
    "worst_after": (Text("最大の負荷の時の障害", "lost at the worst load"), "plain"),
    # a utilisation
    "share": (Text("利用率", "utilisation"), "share"),
    "line": (Text("回線", "line"), "line"),
    "lost": (Text("障害", "what was lost"), "plain"),
    # what the policy says
    "outcome": (Text("判定", "verdict"), "plain"),
    "breaches": (Text("統合だけでの違反", "breaches of the merge alone"), "plain"),
    "changes": (Text("変更", "change"), "plain"),
    "num_controls": (Text("最も弱い経路の制御", "controls on the weakest way"), "plain"),
    "required_controls": (Text("必要な制御", "controls required"), "plain"),
    "controls_after_loss": (Text("障害1件の後の制御", "controls after a single loss"), "plain"),
    "approvals": (Text("承認が要る点", "approvals needed"), "plain"),
    "said": (Text("規則の説明", "what the rules say"), "plain"),
    "yen": (Text("価格", "price"), "yen"),
    "text": (Text("内容", "what is done"), "plain"),
    "segment": (Text("セグメント", "segment"), "plain"),
}
"""What readers call a field, and what it is counted in."""


def told(shown: Shown, faults: Iterable[Fault]) -> Iterator[Text]:
    """Yield every fault in words, an option found to be another field by field."""
    for fault in faults:
        found = fault.what
        whats = [found] if isinstance(found, Text) else _differing(shown, fault.option, found)
        for what in whats:
            yield what if fault.option is None else _of(words.name(fault.option), what)


def _of(place: Text, what: Text) -> Text:
    return Text(f"{place.ja}: {what.ja}", f"{place.en}: {what.en}")


def _differing(shown: Shown, said: object, again: object, unit: Unit = "plain") -> Iterator[Text]:
    """Yield what differs, down to the fields that do."""
    if said == again:
        return
    if isinstance(said, tuple) and isinstance(again, tuple):
        yield from _rows(shown, said, again, unit)
    elif (
        is_dataclass(said)
        and not isinstance(said, type | Text | Lost)
        and type(said) is type(again)
    ):
        for field in fields(said):
            label, own = FIELDS.get(field.name, (Text(field.name, field.name), "plain"))
            both = getattr(said, field.name), getattr(again, field.name)
            for what in _differing(shown, *both, own):
                yield _of(label, what)
    else:
        a, b = _value(shown, said, unit), _value(shown, again, unit)
        yield Text(
            f"記載は {a.ja}、求め直すと {b.ja}",
            f"the folder says {a.en}, found again it is {b.en}",
        )


def _rows(
    shown: Shown, said: tuple[object, ...], again: tuple[object, ...], unit: Unit
) -> Iterator[Text]:
    """Yield rows that are missing, too many or not the same, by what tells them apart."""
    ours, theirs = ({_key(row): row for row in rows} for rows in (again, said))
    for key, row in theirs.items():
        name = _name(shown, row, unit)
        if key not in ours:
            yield Text(f"{name.ja} は求め直すとない", f"{name.en} is not found again")
        else:
            both = _said(row), _said(ours[key])
            yield from (_of(name, what) for what in _differing(shown, *both, unit))
    for key, row in ours.items():
        if key not in theirs:
            name = _name(shown, row, unit)
            yield Text(f"{name.ja} が記載にない", f"{name.en} is missing in the folder")
    if list(ours) != list(theirs) and set(ours) == set(theirs):
        yield Text("順が違う", "the order is another")
    elif len(said) != len(theirs):
        yield Text("同じ行が2つ以上ある", "a row is there more than once")


def _key(row: object) -> object:
    """Return what tells a row from the others of its table."""
    match row:
        case LineAnswer():
            return row.id
        case RouteAnswer():
            return row.lost, row.line
        case CostItem():
            return row.kind
        case KitPart():
            return row.kit, row.unit
        case Change():
            return row.action, row.table, row.row, row.segment
        case (int() as year, int()):
            return year
        case _:
            return row


def _said(row: object) -> object:
    """Return what a row says besides what tells it from the others."""
    match row:
        case (int(), int() as amount):
            return amount
        case _:
            return row


def _name(shown: Shown, row: object, unit: Unit) -> Text:
    """Return what a row is called."""
    match row:
        case LineAnswer():
            return shown.line(row.id)
        case RouteAnswer():
            line, lost = shown.line(row.line), shown.lost(row.lost)
            return Text(f"{line.ja}（{lost.ja}）", f"{line.en} ({lost.en})")
        case CostItem():
            return words.COST[row.kind]
        case KitPart():
            kit, per = words.KIT[row.kit], words.KIT_UNIT[row.unit]
            return Text(f"{kit.ja}（{per.ja}）", f"{kit.en} ({per.en})")
        case Change():
            return row.text
        case (int() as year, int()):
            return labels.year(year)
        case _:
            return _value(shown, row, unit)


def _value(shown: Shown, value: object, unit: Unit) -> Text:
    """Return a value as readers see it, with its unit."""
    match value:
        case None:
            return NOTHING
        case Text():
            return value
        case bool():
            return yes_no(value)
        case Lost():
            return shown.lost(value)
        case Outcome():
            return labels.OUTCOME[value]
        case Status():
            return labels.STATUS[value]
        case Fraction() | int():
            return _number(Fraction(value), unit)
        case date() | Enum():
            return Text(str(value), str(value))
        case tuple():
            return policy_labels.joined([_value(shown, own, unit) for own in value])
        case _:
            return _word(shown, str(value), unit)


def _word(shown: Shown, word: str, unit: Unit) -> Text:
    if unit == "line":
        return shown.line(word)
    if unit == "site":
        return shown.place(word)
    return words.LINE_ACTION.get(word) or words.NETWORK.get(word) or Text(word, word)


def _number(number: Fraction, unit: Unit) -> Text:
    match unit:
        case "yen":
            return Text(f"{in_yen(number)}円", f"{in_yen(number)} yen")
        case "Mbit/s":
            return Text(f"{number} Mbit/s", f"{number} Mbit/s")
        case "kbit/s":
            mbit_s = f"{float(number / KBIT_PER_MBIT):,.3f} Mbit/s"
            return Text(mbit_s, mbit_s)
        case "share":
            percent = f"{ceil(number * 10**6) / 10**4:.4f}"
            return Text(f"{percent}%", f"{percent} %")
        case _:
            return Text(str(number), str(number))
