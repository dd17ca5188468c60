"""When the cheapest option is carried out: studied, specified and budgeted, then done.

The change itself lies in the fiscal year of its day; specification and budget in the one before,
the study in the one before that (for the city: FY2018 study, FY2019 specification and budget,
FY2020 carried out). Contracts whose term runs on past the change, and which cost less to run out
than to break, are left at the end of their term.
"""

from collections.abc import Iterator, Mapping
from datetime import date

from consolidation.comparing.model import CostKind, OptionAnswer, Step
from consolidation.fiscal import first_day, fiscal_year
from consolidation.text import Text


def steps(option: OptionAnswer, change_on: date) -> tuple[Step, ...]:
    """Return the steps of an option by day; those of a day in the order they are done."""
    return tuple(sorted(_steps(option, change_on), key=lambda step: step.on))


def _steps(option: OptionAnswer, change_on: date) -> Iterator[Step]:
    year = fiscal_year(change_on)
    name = option.name
    yield Step(
        fiscal_year=year - 2,
        on=first_day(year - 2),
        action="study",
        subject=name,
        yen=None,
        text=Text("案を比べ、採る案を決める", "compare the options and settle on one"),
    )
    first = option.by_year[0][1] if option.by_year else None
    new = [line for line in option.lines if line.action == "new"]
    yield Step(
        fiscal_year=year - 1,
        on=first_day(year - 1),
        action="specify",
        subject=name,
        yen=None,
        text=Text(
            f"仕様書を作る: 新しい回線 {len(new)}本 (同じ拠点の他の回線と別の引込口とする)、"
            f"規則を守るための変更 {len(option.policy.changes)}件",
            f"write the specification: new lines: {len(new)}, each by another entry than the other "
            f"lines of its site; changes for the policy: {len(option.policy.changes)}",
        ),
    )
    yield Step(
        fiscal_year=year - 1,
        on=first_day(year - 1),
        action="budget",
        subject=name,
        yen=first,
        text=Text(
            "切替の年度に払う額 (一時費と月額) を予算に計上する",
            "budget what is paid in the fiscal year of the change: once and every month",
        ),
    )
    yield from _works(option, change_on)
    yield from _changes(option, change_on)


WORKS: Mapping[CostKind, Text] = {
    "router": Text("統合ルータを入れる", "put in the routers for merged lines"),
    "rework": Text("施設内の回線を改修する", "rework the lines inside sites"),
    "kit": Text("分離の仕組みを入れる", "put in the isolation kit"),
    "control": Text("規則を守るための変更をする", "make the changes for the policy"),
}


def _works(option: OptionAnswer, change_on: date) -> Iterator[Step]:
    """Yield what is done once besides lines."""
    for item in option.items:
        if item.kind in WORKS and item.once_yen:
            text = WORKS[item.kind]
            many = "" if item.num is None else f" ({item.num})"
            yield Step(
                fiscal_year=fiscal_year(change_on),
                on=change_on,
                action="change",
                subject=option.name,
                yen=item.once_yen,
                text=Text(text.ja + many, text.en + many),
            )


def _changes(option: OptionAnswer, change_on: date) -> Iterator[Step]:
    for line in option.lines:
        if line.action == "new":
            yield Step(
                fiscal_year=fiscal_year(change_on),
                on=change_on,
                action="change",
                subject=line.id,
                yen=line.one_off_yen,
                text=Text(
                    f"{line.capacity_mbit_s} Mbit/s を開通する",
                    f"bring up {line.capacity_mbit_s} Mbit/s",
                ),
            )
        elif line.action == "leave":
            on = line.leaves_on or change_on
            late = line.leaves_on is not None
            yield Step(
                fiscal_year=fiscal_year(on),
                on=on,
                action="run-out" if late else "leave",
                subject=line.id,
                yen=line.one_off_yen,
                text=Text("契約の満了まで待って解約する", "left at the end of its term")
                if late
                else Text(
                    "切替日に解約する (前日まで使う)", "left at the change, used to the day before"
                ),
            )
