"""The comparison of the options as ``consolidation options`` tells it: screen and JSON."""

from collections.abc import Iterator, Mapping
from math import ceil
from pathlib import Path

from rich.text import Text as Line

from consolidation.cli.layout import columns, labelled
from consolidation.cli.plain import plain
from consolidation.cli.problems import both
from consolidation.comparing.model import BreakEven, Lost, OptionAnswer, Swing, Usage
from consolidation.export import labels
from consolidation.export.options import words
from consolidation.export.options.answer import answer
from consolidation.export.options.shown import Shown
from consolidation.export.options.trade_offs import after_losses
from consolidation.solving.status import Status
from consolidation.text import Text

WIDEST = 100
"""Columns of a screen that the table fits."""
CHEAPEST, REFUSED = "*", "x"
NONE = Text("案なし", "no design")
UNKNOWN = Text("不明", "unknown")

HEADS: tuple[Text, ...] = (
    Text("案", "option"),
    Text("費用 (円)", "cost (yen)"),
    Text("隔たり%", "gap %"),
    Text("利用率%", "used %"),
    Text("減回線", "lines-"),
    Text("規則", "policy"),
    Text("余裕", "margin"),
    Text("両網", "both"),
)
AFTER, NORMALLY = Text("障害1件の後", "after a loss"), Text("平常時", "normally")
LEGEND = Text(
    "費用は現在価値・税抜、利用率は{ja}の最大、減回線は解約する回線、余裕は最も弱い"
    "経路の制御が必要数を上回る数、両網は1台のスイッチで両網の端末を使える拠点。"
    "* 最も安い、x 選べない",
    "cost: present value, no tax; used: the worst utilisation {en}; lines-: lines given up; "
    "margin: controls on the weakest way above those required; both: sites where one switch "
    "takes terminals of both networks. * cheapest, x may not be chosen",
)


def options_lines(shown: Shown, folder: Path, seconds: float) -> Iterator[Line]:
    """Yield the screen: the table of the options, the answer in words, where the folder is."""
    comparison = shown.comparison
    years = comparison.years
    yield Line(plain(shown.say(shown.title)), "bold")
    counted = Text(
        f"{len(comparison.options)}案、{comparison.first_day}から{years}年間 ({seconds}秒)",
        f"{len(comparison.options)} options, {years} years from {comparison.first_day} "
        f"({seconds} s)",
    )
    yield Line(shown.say(counted))
    cells = [[shown.say(head) for head in HEADS]]
    cells += [_cells(shown, option) for option in comparison.options]
    head, *rows = columns(cells)
    head.stylize("bold")
    yield head
    for option, row in zip(comparison.options, rows, strict=True):
        row.rstrip()
        if option is comparison.cheapest:
            row.stylize("bold")
        yield row
    when = AFTER if after_losses(shown) else NORMALLY
    legend = shown.say(LEGEND).format(ja=when.ja, en=when.en)
    yield from labelled([("", Line(legend))], WIDEST)
    yield Line()
    said = [
        (shown.say(label), Line(plain(shown.say(text))))
        for label, text in answer(shown).rows
        if isinstance(label, Text) and isinstance(text, Text)
    ]
    yield from labelled(said, WIDEST)
    where = Text(f"比較を書いたフォルダー: {folder}", f"comparison: {folder}")
    yield Line(plain(shown.say(where)), "bold")


def _cells(shown: Shown, option: OptionAnswer) -> list[str]:
    usage = option.after_loss if after_losses(shown) else option.normal
    name = shown.say(words.short_name(option))
    if option is shown.comparison.cheapest:
        name = f"{name} {CHEAPEST}"
    elif not option.offered:
        name = f"{name} {REFUSED}"
    if option.cost is None:
        cost = shown.say(NONE if option.status is Status.INFEASIBLE else UNKNOWN)
        return [name, cost, "", "", "", "", "", ""]
    return [
        name,
        f"{ceil(option.cost):,}",
        f"{words.gap_percent(option):.2f}",
        f"{words.percent(usage.share):.1f}" if usage else "",
        str(option.lines_removed),
        shown.say(labels.OUTCOME[option.policy.outcome]),
        shown.say(words.margin_words(option)),
        f"{len(option.sites_with_both)}/{option.num_sites}",
    ]


def options_record(shown: Shown) -> dict[str, object]:
    """Return the numbers of the screen for programs; ``options.json`` holds everything."""
    comparison = shown.comparison
    cheapest = comparison.cheapest
    return {
        "scenario": shown.scenario,
        "inventory": shown.estate.name,
        "first_day": comparison.first_day.isoformat(),
        "years": comparison.years,
        "discount_percent": comparison.discount_percent,
        "cheapest": cheapest.name if cheapest else None,
        "options": [_option(shown, option) for option in comparison.options],
        "break_evens": [_break_even(found) for found in comparison.break_evens],
        "swings": [_swing(swing) for swing in comparison.swings],
        "answer": [
            {"item": both(label), "answer": both(text)}
            for label, text in answer(shown).rows
            if isinstance(label, Text) and isinstance(text, Text)
        ],
        "notes": [both(note) for note in comparison.notes],
    }


def _option(shown: Shown, option: OptionAnswer) -> Mapping[str, object]:
    policy, reason = option.policy, words.why_not(option)
    impossible = option.status is Status.INFEASIBLE
    return {
        "option": option.name,
        "name": both(words.name(option)),
        "status": option.status.value,
        "cost_yen": words.whole_yen(option.cost),
        "bound_yen": None if impossible else words.least_yen(option),
        "gap_percent": words.gap_percent(option),
        "yen_by_fiscal_year": {str(year): yen for year, yen in option.by_year},
        "lines_removed": option.lines_removed,
        "ports_freed": option.ports_freed,
        "normal": _usage(shown, option.normal),
        "after_loss": _usage(shown, option.after_loss),
        "even": option.even,
        "single_points": [_lost(lost) for lost in option.single_points],
        "cut_off": [{**_lost(lost), "sites": list(sites)} for lost, sites in option.cut_off],
        "policy": {
            "outcome": policy.outcome.value,
            "num_controls": policy.num_controls,
            "required_controls": policy.required_controls,
            "controls_after_loss": policy.controls_after_loss,
            "changes": len(policy.changes),
            "changes_yen": sum(change.yen for change in policy.changes),
            "approvals": len(policy.approvals),
        },
        "sites_with_both": list(option.sites_with_both),
        "sites": option.num_sites,
        "rooms_with_both": option.rooms_with_both,
        "rooms": option.num_rooms,
        "devices": option.devices,
        "lines": option.num_lines,
        "configurations": option.configurations,
        "offered": option.offered,
        "why_not": both(reason) if reason else None,
    }


def _usage(shown: Shown, usage: Usage | None) -> Mapping[str, object] | None:
    if usage is None:
        return None
    return {
        "percent": words.percent(usage.share),
        "limit_percent": shown.limit_percent(after_loss=usage.lost is not None),
        "line": usage.line,
        "lost": _lost(usage.lost) if usage.lost else None,
    }


def _lost(lost: Lost) -> dict[str, object]:
    return {"kind": lost.kind, "id": lost.id}


def _break_even(found: BreakEven) -> Mapping[str, object]:
    return {
        "quantity": found.quantity,
        "option": found.option,
        "unit": found.unit,
        "now": float(found.now),
        "low": float(found.low),
        "high": float(found.high),
        "at": [float(at) for at in found.at],
        "separate_first": found.separate_first,
        "proved": found.proved,
    }


def _swing(swing: Swing) -> Mapping[str, object]:
    return {
        "price": both(swing.price),
        "low_yen": ceil(swing.low),
        "low_option": swing.low_option,
        "high_yen": ceil(swing.high),
        "high_option": swing.high_option,
    }
