"""What the re-check finds wrong is told by option, line and field, in words and with units."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from consolidation.comparing.model import KitPart, OptionAnswer, PolicyAnswer
from consolidation.comparing.verify import Fault
from consolidation.export.options import words
from consolidation.export.options.faults import FIELDS, told
from consolidation.policy.model import Outcome
from consolidation.solving.status import Status
from consolidation.text import Text
from tests.export.option_samples import comparison, shown

Change = Callable[[OptionAnswer], OptionAnswer]
RIGHT = next(option for option in comparison().options if option.name == "both+vrf")


def line(**cells: object) -> Change:
    return lambda o: replace(o, lines=(replace(o.lines[0], **cells), *o.lines[1:]))


def policy(**cells: object) -> Change:
    return lambda o: replace(o, policy=replace(o.policy, **cells))


ONE = '=HYPERLINK("x","y")–豊中市役所 本庁舎 (L-1)'
NEW = '"><script>alert(1)</script>–データセンター (N:S-2-S-DC)'


def ja_of(named: str) -> str:
    return named.replace(" (", "（").removesuffix(")") + "）"


CASES: dict[str, tuple[Change, str, str]] = {
    "bound": (
        lambda o: replace(o, bound=Fraction(20_760_000)),
        "lower bound: the folder says 20,760,000 yen, found again it is 143,850,000.3333 yen",
        "費用の下界: 記載は 20,760,000円、求め直すと 143,850,000.3333円",
    ),
    "status": (
        lambda o: replace(o, status=Status.FEASIBLE),
        "status: the folder says feasible (not proved optimal), found again it is optimal (proved)",
        "最適性: 記載は 実行可能（最適とは未証明）、求め直すと 最適（証明済み）",
    ),
    "verdict": (
        policy(outcome=Outcome.HOLDS),
        "policy: verdict: the folder says holds, found again it is needs approval",
        "規則: 判定: 記載は 適合、求め直すと 要承認",
    ),
    "load": (
        line(load_kbit_s=31_001),
        f"line: {ONE}: load: the folder says 31.001 Mbit/s, found again it is 31.000 Mbit/s",
        f"回線: {ja_of(ONE)}: 負荷: 記載は 31.001 Mbit/s、求め直すと 31.000 Mbit/s",
    ),
    "day": (
        line(leaves_on=date(2021, 3, 31)),
        f"line: {ONE}: last day of its contract: the folder says 2021-03-31, "
        "found again it is none",
        f"回線: {ja_of(ONE)}: 現契約の最終日: 記載は 2021-03-31、求め直すと なし",
    ),
    "site": (
        line(site="S-DC"),
        f"line: {ONE}: site: the folder says データセンター (S-DC), "
        'found again it is =HYPERLINK("x","y") (S-1)',
        f"回線: {ja_of(ONE)}: 拠点: 記載は データセンター（S-DC）、"
        '求め直すと =HYPERLINK("x","y")（S-1）',
    ),
    "share": (
        lambda o: replace(o, normal=o.normal and replace(o.normal, share=Fraction(1, 10))),
        "worst utilisation, normal: utilisation: "
        "the folder says 10.0000 %, found again it is 31.0000 %",
        "平常時の最大利用率: 利用率: 記載は 10.0000%、求め直すと 31.0000%",
    ),
    "missing line": (
        lambda o: replace(o, lines=o.lines[:-1]),
        f"line: {NEW} is missing in the folder",
        f"回線: {ja_of(NEW)} が記載にない",
    ),
    "year": (
        lambda o: replace(o, by_year=((2020, 1), *o.by_year[1:])),
        "payments by fiscal year: FY2020: the folder says 1 yen, found again it is 31,150,000 yen",
        "年度ごとの支払: 令和2年度（2020）: 記載は 1円、求め直すと 31,150,000円",
    ),
    "points": (
        lambda o: replace(o, single_points=o.single_points[:1]),
        f"single points of failure: line {ONE} is missing in the folder",
        f"単一障害点: 回線 {ja_of(ONE)} が記載にない",
    ),
    "kit": (
        lambda o: replace(o, kit_parts=(replace(o.kit_parts[0], num=3), *o.kit_parts[1:])),
        "price of the kit: VRF (the whole): how many: the folder says 3, found again it is 1",
        "分離方式の費用: VRF（全体）: 数: 記載は 3、求め直すと 1",
    ),
}


@pytest.mark.parametrize(("change", "en", "ja"), CASES.values(), ids=CASES)
def test_a_field_is_told_with_what_the_folder_says_and_what_is_found(
    change: Change, en: str, ja: str
):
    wrong = change(RIGHT)
    (text,) = told(shown(), [Fault(wrong, RIGHT)])
    assert text.en == f"both merged + VRF: {en}"
    assert text.ja == f"拠点間・施設内とも統合＋VRF: {ja}"


def test_every_difference_has_a_sentence_and_none_speaks_python():
    other = next(option for option in comparison().options if option.name == "separate")
    texts = list(told(shown(), [Fault(other, replace(RIGHT, merge=other.merge, kit=None))]))
    assert len(texts) > 20
    for text in texts:
        for said in (text.ja, text.en):
            assert not re.search(r"Fraction|datetime|<[A-Z]|Answer\(|=None|\b[a-z]+_[a-z]+\b", said)


def test_every_field_that_may_differ_has_its_name():
    rows = (OptionAnswer, PolicyAnswer, KitPart, type(RIGHT.lines[0]), type(RIGHT.items[0]))
    keys = {"merge", "kit", "unit", "id", "kind"}
    asked = {name for row in rows for name in row.__dataclass_fields__} - keys
    assert asked <= set(FIELDS)


def test_what_is_said_in_words_already_names_its_option():
    fault = Fault(RIGHT, Text("x", "y"))
    assert [*told(shown(), [fault, Fault(None, Text("p", "q"))])] == [
        Text(f"{words.name(RIGHT).ja}: x", f"{words.name(RIGHT).en}: y"),
        Text("p", "q"),
    ]
