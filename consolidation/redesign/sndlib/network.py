"""Turn the rows of an SNDlib network into exact amounts, and note all that is wrong in them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from consolidation.nearest import suggestion
from consolidation.redesign.designing.problem import Demand, DesignLink, Module
from consolidation.redesign.sndlib.rows import Cell, Complaints, DemandRow, LinkRow, NetworkRows
from consolidation.text import Text

LARGEST = 10**15
LONGEST = 40
HIGHEST_EXPONENT = 15
_NUMBER = re.compile(r"([+-]?)(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE]([+-]?[0-9]{1,3}))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """What a network file says, in the order of the names, so that the order of rows is nothing."""

    name: str
    nodes: tuple[str, ...]
    links: tuple[DesignLink, ...]
    demands: tuple[Demand, ...]


def checked(name: str, rows: NetworkRows, complaints: Complaints) -> Network:
    """Return the network; meaningless where problems are noted.

    Demands of nothing and from a node to itself ask for nothing: they are left out, and so are
    modules without capacity. A link from a node to itself is a mistake.
    """
    reader = _Checker(rows, complaints)
    links = [reader.link(row) for row in rows.links]
    demands = [reader.demand(row) for row in rows.demands]
    return Network(
        name=name,
        nodes=tuple(reader.names),
        links=tuple(sorted(links, key=lambda link: _natural(link.id))),
        demands=tuple(
            sorted(
                (d for d in demands if any(d.amounts) and d.source != d.target),
                key=lambda demand: _natural(demand.id),
            )
        ),
    )


class _Checker:
    def __init__(self, rows: NetworkRows, complaints: Complaints) -> None:
        self._complaints = complaints
        self.nodes = {node.text for node in rows.nodes}
        self.names = sorted(self.nodes, key=_natural)
        self._nodes_are_known = bool(self.nodes) or not complaints.problems
        self._once(Text("節点", "node"), rows.nodes)
        self._once(Text("リンク", "link"), (row.id for row in rows.links))
        self._once(Text("需要", "demand"), (row.id for row in rows.demands))

    def link(self, row: LinkRow) -> DesignLink:
        """Return a link with exact amounts."""
        self._ends(row)
        if row.source.text == row.target.text:
            self._complaints.add(
                row.id.line,
                Text(
                    f"リンク {_cut(row.id)} の両端が同じ節点である",
                    f"link {_cut(row.id)} joins a node to itself",
                ),
                Text("端を直すか、行を取り除く", "mend an end, or remove the row"),
            )
        modules = [
            Module(
                self._amount(capacity, Text("モジュールの容量", "capacity of a module")),
                self._amount(cost, Text("モジュールの費用", "cost of a module")),
            )
            for capacity, cost in row.modules
        ]
        return DesignLink(
            id=row.id.text,
            a=row.source.text,
            b=row.target.text,
            installed=self._amount(row.installed, Text("既設容量", "pre-installed capacity")),
            installed_cost=self._amount(
                row.installed_cost, Text("既設容量の費用", "cost of the pre-installed capacity")
            ),
            routing_cost=self._amount(row.routing_cost, Text("経路費用", "routing cost")),
            setup_cost=self._amount(row.setup_cost, Text("固定費", "setup cost")),
            modules=tuple(
                sorted((m for m in modules if m.capacity), key=lambda m: (m.capacity, m.cost))
            ),
        )

    def demand(self, row: DemandRow) -> Demand:
        """Return a demand with its exact amount."""
        self._ends(row)
        unit = self._amount(row.unit, Text("経路単位", "routing unit"), absent=1)
        value = self._amount(row.value, Text("需要量", "demand value"))
        return Demand(
            id=row.id.text, source=row.source.text, target=row.target.text, amounts=(unit * value,)
        )

    def _once(self, kind: Text, names: Iterable[Cell]) -> None:
        first: dict[str, int] = {}
        for cell in names:
            line = first.get(cell.text)
            if line is None:
                first[cell.text] = cell.line
                continue
            self._complaints.add(
                cell.line,
                Text(
                    f"{kind.ja} {_cut(cell)} は{line}行目にもある",
                    f"{kind.en} {_cut(cell)} is in line {line} too",
                ),
                Text("どちらかの名を変える", "rename one of them"),
            )

    def _ends(self, row: LinkRow | DemandRow) -> None:
        for end in (row.source, row.target):
            if end.text in self.nodes or not self._nodes_are_known or self._complaints.full:
                continue
            self._complaints.add(
                end.line,
                Text(
                    f"{_cut(row.id)} の端 '{_cut(end)}' という節点はない",
                    f"{_cut(row.id)} ends at '{_cut(end)}', which is no node",
                ),
                suggestion(_cut(end), self.names),
            )

    def _amount(self, cell: Cell | None, what: Text, absent: int = 0) -> Fraction:
        if cell is None:
            return Fraction(absent)
        amount = exact(cell.text)
        if isinstance(amount, Fraction):
            return amount
        self._complaints.add(
            cell.line,
            Text(
                f"{what.ja}が{amount.ja}: '{_cut(cell)}'", f"{what.en} {amount.en}: '{_cut(cell)}'"
            ),
            Text("0以上の10進数を書く", "write a decimal number of 0 or more"),
        )
        return Fraction(1)


def exact(text: str) -> Fraction | Text:
    """Return a decimal number exactly, or what is wrong with it.

    >>> exact("67.80"), exact("-1").en
    (Fraction(339, 5), 'is negative')
    """
    number = _NUMBER.fullmatch(text) if len(text) <= LONGEST else None
    if number is None:
        return Text("数でない", "is not a number")
    if abs(int(number[2] or 0)) > HIGHEST_EXPONENT:
        return Text("大きすぎるか小さすぎる", "is too large or too small")
    amount = Fraction(text)
    if amount < 0:
        return Text("負である", "is negative")
    if amount > LARGEST:
        return Text("大きすぎる", "is too large")
    return amount


def _cut(cell: Cell) -> str:
    return cell.text[:40]


def _natural(name: str) -> tuple[tuple[tuple[int, str, str], ...], str]:
    """Order names as people do: L2 before L10; of two numbers, the one with more digits is larger.

    >>> sorted(["L10", "L2", "L02", "K3"], key=_natural)
    ['K3', 'L02', 'L2', 'L10']
    """
    parts = re.findall(r"0*([0-9]*)([^0-9]*)", name)
    return tuple((len(digits), digits, others) for digits, others in parts), name
