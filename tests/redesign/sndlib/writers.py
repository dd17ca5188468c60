"""Small networks written in both formats of SNDlib, one table for both."""

from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import pytest

from consolidation.errors import InputProblems, Problem
from consolidation.redesign.sndlib.read import read_instance

PLAIN = "U-U-M-N-C-A-N-N"


@dataclass(frozen=True)
class Written:
    """A network as a list of words: what stands in the cells of either format."""

    nodes: tuple[str, ...]
    links: tuple[tuple[str, str, str, tuple[str, str, str, str], tuple[tuple[str, str], ...]], ...]
    """Name, ends, (installed, its cost, routing cost, setup cost), modules."""
    demands: tuple[tuple[str, str, str, str, str], ...]
    """Name, ends, routing unit, value."""


TRIANGLE = Written(
    nodes=("a", "b", "c"),
    links=(
        ("L10", "b", "c", ("0", "0", "0.00", "7"), (("4", "9.5"),)),
        ("L2", "a", "b", ("2.5", "1", "67.80", "3"), (("10", "30"), ("4", "9"))),
        ("L1", "a", "c", ("0", "0", "0", "0"), ()),
    ),
    demands=(("d2", "c", "a", "1", "5"), ("d1", "a", "b", "2", "1.5")),
)


def native(network: Written) -> str:
    """Write in the native format."""
    lines = ["?SNDlib native format; type: network; version: 1.0", "# made by hand", "NODES ("]
    lines += [f"  {name} ( {i}.5 -{i} )  # node" for i, name in enumerate(network.nodes)]
    lines += [")", "LINKS ("]
    for name, a, b, amounts, modules in network.links:
        listed = " ".join(f"{capacity} {cost}" for capacity, cost in modules)
        lines.append(f"  {name} ( {a} {b} ) {' '.join(amounts)} ( {listed} )")
    lines += [")", "DEMANDS ("]
    for name, a, b, unit, value in network.demands:
        lines.append(f"  {name} ( {a} {b} ) {unit} {value} UNLIMITED")
    lines += [")", "ADMISSIBLE_PATHS (", "  d1 (", "    P_1 ( L2 )", "  )", ")"]
    return "\n".join(lines) + "\n"


def markup(network: Written) -> str:
    """Write in the XML format."""
    lines = [
        '<?xml version="1.0" encoding="ISO-8859-1"?>',
        '<network xmlns="http://sndlib.zib.de/network" version="1.0">',
        "<networkStructure>",
        '<nodes coordinatesType="pixel">',
    ]
    for i, name in enumerate(network.nodes):
        coordinates = f"<coordinates><x>{i}</x><y>-{i}</y></coordinates>"
        lines.append(f"<node id={quoteattr(name)}>{coordinates}</node>")
    lines += ["</nodes>", "<links>"]
    for name, a, b, (installed, cost, routing, setup), modules in network.links:
        lines.append(f"<link id={quoteattr(name)}>")
        lines.append(f"<source>{escape(a)}</source><target> {escape(b)} </target>")
        lines.append(f"<preInstalledModule>{_module(installed, cost)}</preInstalledModule>")
        lines.append(f"<routingCost>{routing}</routingCost><setupCost>{setup}</setupCost>")
        listed = "".join(f"<addModule>{_module(*module)}</addModule>" for module in modules)
        lines.append(f"<additionalModules>{listed}</additionalModules></link>")
    lines += ["</links>", "</networkStructure>", "<demands>"]
    for name, a, b, unit, value in network.demands:
        lines.append(f"<demand id={quoteattr(name)}>")
        lines.append(f"<source>{escape(a)}</source><target>{escape(b)}</target>")
        lines.append(f"<routingUnit>{unit}</routingUnit><demandValue>{value}</demandValue>")
        path = '<admissiblePath id="P"><linkId>L2</linkId></admissiblePath>'
        lines.append(f"<admissiblePaths>{path}</admissiblePaths></demand>")
    return "\n".join([*lines, "</demands>", "</network>", ""])


def _module(capacity: str, cost: str) -> str:
    return f"<capacity>{capacity}</capacity><cost>{cost}</cost>"


def read(folder: Path, text: str | bytes, model: Path | str | None = PLAIN):
    """Read a network that is written into a folder."""
    path = folder / "net.txt"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_instance(path, model)


def problems(folder: Path, text: str | bytes, model: Path | str | None = PLAIN) -> list[Problem]:
    """Return what is wrong with a network."""
    with pytest.raises(InputProblems) as raised:
        read(folder, text, model)
    return list(raised.value.problems)
