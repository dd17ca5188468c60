"""The table of the options, one row each, and every other table beside it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from consolidation.comparing.model import OptionAnswer, Usage
from consolidation.export import labels
from consolidation.export.contents.assumptions import OF_OPTIONS, Assumption, assumptions_of
from consolidation.export.contents.basis import assumptions_table
from consolidation.export.options import ahead, details, words
from consolidation.export.options.answer import answer
from consolidation.export.options.shown import Shown
from consolidation.export.table import Cell, Heading, Kind, Table, heading, yes_no
from consolidation.solving.status import Status
from consolidation.text import Text

TITLE = Text("案の比較", "The options compared")
COMPARED_ANYWAY = frozenset({"lines.merge", "lines.isolation"})
"""What a scenario says of its own plan alone: all ways to merge and all kits are compared."""
CHEAPEST = Text("はい（最も安い）", "yes, the cheapest")
_NO_TAX = Text(
    "金額は税抜。費用は初日から比べる年数の現在価値で、下界と同じく円未満を切り上げる。",
    "Amounts without tax. The cost is the present value over the years compared, rounded up to "
    "whole yen as its bound is.",
)


ONE_SWITCH = Text(
    "両網の端末を使えるとは、拠点のスイッチ1台に両網の端末を有線でつなげること。分離のままでは、両網の"
    "端末が別の部屋にあっても0になる。",
    "Both can be used where one switch of the site takes terminals of both networks by wire; kept "
    "separate this is 0, though terminals of both may stand in rooms of their own.",
)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the table of options: its heading and what it says of an option."""

    heading: Heading
    cell: Callable[[OptionAnswer], Cell]


def all_tables(shown: Shown) -> Mapping[str, Table]:
    """Return every table by its name, in the order a reviewer reads them."""
    tables = (
        answer(shown),
        options(shown),
        details.costs(shown),
        details.kits(shown),
        details.lines(shown),
        details.routes(shown),
        details.policy(shown),
        details.single_points(shown),
        ahead.break_evens(shown),
        ahead.frontier(shown),
        ahead.swings(shown),
        ahead.steps(shown),
        ahead.notes(shown),
        assumptions_table(_assumptions(shown)),
    )
    return {table.name: table for table in tables}


def _assumptions(shown: Shown) -> Iterator[Assumption]:
    """Yield the options of the scenario but those that every option compared has of its own."""
    for own in assumptions_of(shown.asked, OF_OPTIONS):
        if own.path not in COMPARED_ANYWAY:
            yield own


def options(shown: Shown) -> Table:
    """Return all that is known of every option, one row each."""
    columns = [
        *_which(),
        *_money(),
        *_designed([*_by_year(shown), *_lines(shown), *_rules(), *_use()]),
    ]
    return _table(shown, "options", TITLE, [*columns, *_chosen(shown)], _NO_TAX)


def page_tables(shown: Shown) -> Mapping[str, Table]:
    """Return the table of options cut into parts that fit a page."""
    parts = (
        ("options-overview", Text("要点", "At a glance"), _overview(shown), _NO_TAX),
        (
            "options-money",
            Text("費用と年度ごとの支払", "Cost, and payments by fiscal year"),
            [*_money(), *_designed(_by_year(shown))],
            Text(
                "年度ごとの支払は割り引かない。税抜。",
                "Payments by fiscal year are not discounted; without tax.",
            ),
        ),
        (
            "options-load",
            Text("回線と利用率", "Lines and utilisation"),
            _designed(_lines(shown)),
            Text(
                "利用率は、通信量の伸びを見込んだ忙しい方の時間帯・方向のもので、回線の帯域に対する"
                "割合。",
                "Utilisation of the busier slice and direction, growth included, as a share of the "
                "line's capacity.",
            ),
        ),
        (
            "options-rules",
            Text("規則と制御", "Policy and controls"),
            _designed(_rules()),
            Text(
                "制御は、電波から住民情報系までの最も弱い経路にある独立な制御の数。",
                "Controls: the independent ones on the weakest way from the air to a resident "
                "system.",
            ),
        ),
        (
            "options-use",
            Text("使える場所と運用の手間", "Where terminals can be used, and what is operated"),
            _designed(_use()),
            ONE_SWITCH,
        ),
    )
    return {
        name: _table(shown, name, title, [_name(), *columns], note)
        for name, title, columns, note in parts
    }


def _table(
    shown: Shown, name: str, title: Text, columns: Sequence[Column], note: Text | None
) -> Table:
    rows = tuple(
        tuple(column.cell(option) for column in columns) for option in shown.comparison.options
    )
    return Table(name, title, tuple(column.heading for column in columns), rows, note)


def _column(ja: str, en: str, kind: Kind, cell: Callable[[OptionAnswer], Cell]) -> Column:
    return Column(heading(ja, en, kind), cell)


def _designed(columns: Iterable[Column]) -> Iterator[Column]:
    """Yield columns that say nothing of an option without a design."""
    for column in columns:
        yield Column(column.heading, _if_designed(column.cell))


def _if_designed(cell: Callable[[OptionAnswer], Cell]) -> Callable[[OptionAnswer], Cell]:
    return lambda option: None if option.cost is None else cell(option)


def _name() -> Column:
    return _column("案", "option", "text", words.name)


def _which() -> Iterator[Column]:
    yield _name()
    yield _column("案ID", "option id", "code", lambda o: o.name)


def _overview(shown: Shown) -> Iterator[Column]:
    yield _cost()
    yield _gap()
    yield from _designed([_worst_after(), _left(), _outcome(), _margin(), _both()])
    yield from _chosen(shown)


def _money() -> Iterator[Column]:
    yield _column("最適性", "status", "text", lambda o: labels.STATUS[o.status])
    yield _cost()
    yield _column("費用の下界 (円)", "lower bound (yen)", "yen", _bound)
    yield _gap()


def _cost() -> Column:
    return _column(
        "費用 (現在価値、円)", "cost (present value, yen)", "yen", lambda o: words.whole_yen(o.cost)
    )


def _bound(option: OptionAnswer) -> int | None:
    return None if option.status is Status.INFEASIBLE else words.least_yen(option)


def _gap() -> Column:
    return _column("隔たり (%)", "gap (%)", "decimal", words.gap_percent)


def _by_year(shown: Shown) -> Iterator[Column]:
    for year in sorted({y for o in shown.comparison.options for y, _ in o.by_year}):
        yield Column(_year_heading(year), _paid(year))


def _paid(year: int) -> Callable[[OptionAnswer], Cell]:
    return lambda option: dict(option.by_year).get(year, 0)


def _year_heading(year: int) -> Heading:
    named = labels.year(year)
    return heading(f"{named.ja} (円)", f"{named.en} (yen)", "yen")


def _lines(shown: Shown) -> Iterator[Column]:
    yield _left()
    yield _column("存続する回線", "lines kept", "count", lambda o: _count(o, "keep"))
    yield _column("新規の回線", "lines new", "count", lambda o: _count(o, "new"))
    yield _column("空くポート", "ports freed", "count", lambda o: o.ports_freed)
    yield _column(
        "最大利用率、平常時 (%)", "worst utilisation, normal (%)", "percent", _share("normal")
    )
    yield _column(
        "上限、平常時 (%)",
        "limit, normal (%)",
        "count",
        lambda o: shown.limit_percent(after_loss=False) if o.normal else None,
    )
    yield _column("その回線", "on line", "text", lambda o: _line(shown, o.normal))
    yield _worst_after()
    yield _column(
        "上限、障害後 (%)",
        "limit after a loss (%)",
        "count",
        lambda o: shown.limit_percent(after_loss=True) if o.after_loss else None,
    )
    yield _column(
        "その回線 (障害後)",
        "on line (after the loss)",
        "text",
        lambda o: _line(shown, o.after_loss),
    )
    yield _column(
        "障害",
        "what was lost",
        "text",
        lambda o: shown.lost(o.after_loss.lost) if o.after_loss else None,
    )
    yield _column(
        "利用率の最小の証明",
        "lowest utilisation proved",
        "text",
        lambda o: yes_no(o.even) if o.cost is not None else None,
    )
    yield _column("単一障害点", "single points of failure", "count", lambda o: len(o.single_points))
    yield _column(
        "どの回線でも防げない障害",
        "losses nothing helps against",
        "count",
        lambda o: len(o.cut_off),
    )


def _line(shown: Shown, usage: Usage | None) -> Cell:
    return shown.line(usage.line) if usage and usage.line else None


def _left() -> Column:
    return _column("減る回線", "lines removed", "count", lambda o: o.lines_removed)


def _worst_after() -> Column:
    return _column(
        "最大利用率、障害後 (%)",
        "worst utilisation after a loss (%)",
        "percent",
        _share("after_loss"),
    )


def _share(which: str) -> Callable[[OptionAnswer], Cell]:
    def share(option: OptionAnswer) -> Cell:
        usage: Usage | None = getattr(option, which)
        return words.percent(usage.share) if usage else None

    return share


def _count(option: OptionAnswer, action: str) -> int:
    return sum(line.action == action for line in option.lines)


def _rules() -> Iterator[Column]:
    yield _outcome()
    yield _column(
        "最も弱い経路の制御",
        "controls on the weakest way",
        "count",
        lambda o: _controls(o.policy.num_controls),
    )
    yield _column("必要な制御", "controls required", "count", lambda o: o.policy.required_controls)
    yield _margin()
    yield _column(
        "障害1件の後の制御",
        "controls after a single loss",
        "count",
        lambda o: _controls(o.policy.controls_after_loss),
    )
    yield _column(
        "統合だけでの違反", "breaches of the merge alone", "count", lambda o: len(o.policy.breaches)
    )
    yield _column("変更の数", "changes", "count", lambda o: len(o.policy.changes))
    yield _column(
        "変更の費用 (円)", "changes (yen)", "yen", lambda o: sum(c.yen for c in o.policy.changes)
    )
    yield _column("承認が要る点", "approvals needed", "count", lambda o: len(o.policy.approvals))


def _outcome() -> Column:
    return _column("規則の判定", "policy", "text", lambda o: labels.OUTCOME[o.policy.outcome])


def _controls(number: int | None) -> Cell:
    return words.NO_WAY if number is None else number


def _margin() -> Column:
    def margin(option: OptionAnswer) -> Cell:
        return _controls(words.margin(option))

    return _column("制御の余裕", "margin of controls", "count", margin)


def _use() -> Iterator[Column]:
    yield _both()
    yield _column("端末のある拠点", "sites with terminals", "count", lambda o: o.num_sites)
    yield _column(
        "両網の拠点の割合 (%)",
        "share of sites with both (%)",
        "percent",
        lambda o: _part(len(o.sites_with_both), o.num_sites),
    )
    yield _column("両網の端末を使える部屋", "rooms with both", "count", lambda o: o.rooms_with_both)
    yield Column(Heading(words.ROOMS_KNOWN, "count"), lambda o: o.num_rooms)
    yield _column("運用する機器", "devices to operate", "count", lambda o: o.devices)
    yield _column("運用する回線", "lines to operate", "count", lambda o: o.num_lines)
    yield _column("維持する設定", "configurations to keep", "count", lambda o: o.configurations)


def _both() -> Column:
    return _column(
        "両網の端末を使える拠点", "sites with both", "count", lambda o: len(o.sites_with_both)
    )


def _part(number: int, of: int) -> float | None:
    """Return a share in percent, rounded down: 100 says that it is all of them."""
    return number * 1000 // of / 10 if of else None


def _chosen(shown: Shown) -> Iterator[Column]:
    cheapest = shown.comparison.cheapest
    yield _column(
        "選べるか",
        "may be chosen",
        "text",
        lambda o: CHEAPEST if o is cheapest else yes_no(o.offered),
    )
    yield _column("選べない理由", "why not", "text", words.why_not)
