"""Read the rows of an SNDlib network or model from the elements of its XML format."""

from consolidation.redesign.sndlib.markup import Element
from consolidation.redesign.sndlib.rows import Cell, Complaints, DemandRow, LinkRow, NetworkRows
from consolidation.text import Text


def network_rows(root: Element, complaints: Complaints) -> NetworkRows:
    """Return the rows of a network; what is missing is noted."""
    reader = _ElementReader(complaints)
    structure = reader.section(root, "networkStructure")
    if structure is not None:
        nodes = reader.section(structure, "nodes")
        links = reader.section(structure, "links")
        for node in nodes.all("node") if nodes else []:
            reader.node(node)
        for link in links.all("link") if links else []:
            reader.link(link)
    demands = reader.section(root, "demands")
    for demand in demands.all("demand") if demands else []:
        reader.demand(demand)
    return reader.rows


def model_entries(root: Element) -> list[tuple[Cell, Cell]]:
    """Return what a model says of each of its parts."""
    return [(Cell(part.name, part.line), part.content) for part in root.children]


class _ElementReader:
    """Turns elements into rows and notes what they lack."""

    def __init__(self, complaints: Complaints) -> None:
        self.rows = NetworkRows()
        self._complaints = complaints

    def section(self, parent: Element, name: str) -> Element | None:
        """Return the one child of that name, which must be there."""
        found = parent.all(name)
        if not found:
            self._lacks(parent, f"<{name}>")
        for other in found[1:]:
            line = found[0].line
            what = Text(f"<{name}> は{line}行目にもある", f"<{name}> is in line {line} too")
            self._complaints.add(other.line, what, Text("一つにまとめる", "make them one"))
        return found[0] if found else None

    def node(self, node: Element) -> None:
        """Take a node."""
        name = self._name(node)
        if name is not None:
            self.rows.nodes.append(name)

    def link(self, link: Element) -> None:
        """Take a link."""
        name = self._name(link)
        source, target = self._needed(link, "source"), self._needed(link, "target")
        before = link.child("preInstalledModule")
        installed = self._module(before) if before is not None else (None, None)
        more = link.child("additionalModules")
        modules = [self._module(module) for module in more.all("addModule")] if more else []
        if name is None or source is None or target is None:
            return
        self.rows.links.append(
            LinkRow(
                id=name,
                source=source,
                target=target,
                installed=installed[0],
                installed_cost=installed[1],
                routing_cost=link.cell("routingCost"),
                setup_cost=link.cell("setupCost"),
                modules=tuple(
                    (capacity, cost)
                    for capacity, cost in modules
                    if capacity is not None and cost is not None
                ),
            )
        )

    def demand(self, demand: Element) -> None:
        """Take a demand."""
        name = self._name(demand)
        source, target = self._needed(demand, "source"), self._needed(demand, "target")
        value = self._needed(demand, "demandValue")
        if name is None or source is None or target is None or value is None:
            return
        unit = demand.cell("routingUnit")
        self.rows.demands.append(
            DemandRow(id=name, source=source, target=target, unit=unit, value=value)
        )

    def _module(self, module: Element) -> tuple[Cell | None, Cell | None]:
        return self._needed(module, "capacity"), self._needed(module, "cost")

    def _name(self, element: Element) -> Cell | None:
        name = element.attributes.get("id", "").strip()
        if not name:
            self._lacks(element, "id")
            return None
        return Cell(name, element.line)

    def _needed(self, element: Element, name: str) -> Cell | None:
        cell = element.cell(name)
        if cell is None:
            self._lacks(element, f"<{name}>")
        return cell

    def _lacks(self, element: Element, what: str) -> None:
        self._complaints.add(
            element.line,
            Text(f"<{element.name}> に {what} がない", f"<{element.name}> has no {what}"),
            Text(f"{what} を加える", f"add {what}"),
        )
