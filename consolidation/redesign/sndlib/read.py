"""Read an instance of SNDlib: a network and what is asked of it.

Each is a file, in the native or in the XML format, which is recognised by what stands in it.
"""

from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from consolidation.errors import InputProblems, Problem
from consolidation.redesign.designing.problem import (
    DesignLink,
    DesignProblem,
    single_link_failures,
)
from consolidation.redesign.sndlib import elements, native
from consolidation.redesign.sndlib.markup import Element, is_markup, parsed
from consolidation.redesign.sndlib.model import PlanningModel, how_to_write, of_entries, of_tag
from consolidation.redesign.sndlib.native import NativeFile, opened
from consolidation.redesign.sndlib.network import Network, checked
from consolidation.redesign.sndlib.rows import Complaints
from consolidation.regular_file import read_regular
from consolidation.text import Text

MOST_BYTES = 64 * 2**20
MOST_MODEL_BYTES = 2**20
_KINDS = {
    "network": Text("ネットワーク", "network"),
    "model": Text("モデル", "model"),
    "solution": Text("解", "solution"),
}


@dataclass(frozen=True, slots=True)
class Instance:
    """A network design problem and the SNDlib model that it comes from."""

    problem: DesignProblem
    model: PlanningModel


def read_instance(network: Path, model: Path | str | None) -> DesignProblem:
    """Return the problem that a network and a model pose; see `read_sndlib`."""
    return read_sndlib(network, model).problem


def read_sndlib(network: Path, model: Path | str | None) -> Instance:
    """Read a network and a model: a file, a tag, or the one model file beside the network.

    Nodes, links and demands come in the order of their names. Each demand stays by itself: where
    links are undirected, opposite ones add up on them all the same.
    Raises `InputProblems` with all problems of both files, or with those of the tag.
    """
    found: list[Problem] = []
    asked = _of_tag(model) if isinstance(model, str) else None
    read = _read_network(network, found)
    if isinstance(model, Path):
        source = model.name if model.parent == network.parent else str(model)
        asked = _read_model(model, source, found)
    elif model is None:
        asked = _model_beside(network, found)
    if found or read is None or asked is None:
        sources = {problem.source for problem in found}
        raise InputProblems(sources.pop() if len(sources) == 1 else str(network.parent), found)
    return Instance(_posed(read, asked), asked)


def _posed(network: Network, asked: PlanningModel) -> DesignProblem:
    links = tuple(_offered(link, asked) for link in network.links)
    return DesignProblem(
        name=network.name,
        nodes=network.nodes,
        links=links,
        demands=network.demands,
        direction=asked.direction,
        choice=asked.choice,
        failures=single_link_failures(links) if asked.survives else (),
    )


def _offered(link: DesignLink, asked: PlanningModel) -> DesignLink:
    """Return the link with what the model lets be bought on it, and at which cost."""
    return replace(
        link,
        modules=link.modules[:1] if asked.smallest_only else link.modules,
        setup_cost=link.setup_cost if asked.fixed_charges else Fraction(0),
    )


def _of_tag(tag: str) -> PlanningModel:
    complaints = Complaints(tag[:40])
    asked = of_tag(tag, complaints)
    if asked is None or complaints.problems:
        raise InputProblems(complaints.source, complaints.problems)
    return asked


def _read_network(path: Path, found: list[Problem]) -> Network | None:
    complaints = Complaints(path.name)
    file = _opened(read_regular(path, MOST_BYTES), "network", complaints)
    network = None
    if file is not None:
        if isinstance(file, NativeFile):
            rows = native.network_rows(file, complaints)
        else:
            rows = elements.network_rows(file, complaints)
        network = checked(path.stem, rows, complaints)
    found += complaints.problems
    return network


def _read_model(path: Path, source: str, found: list[Problem]) -> PlanningModel | None:
    complaints = Complaints(source)
    try:
        data = read_regular(path, MOST_MODEL_BYTES)
    except InputProblems as error:  # what is wrong with the network is said all the same
        found += error.problems
        return None
    file = _opened(data, "model", complaints)
    asked = None
    if file is not None:
        if isinstance(file, NativeFile):
            entries = native.model_entries(file, complaints)
        else:
            entries = elements.model_entries(file)
        asked = of_entries(entries, complaints)
    found += complaints.problems
    return asked


def _opened(data: bytes, wanted: str, complaints: Complaints) -> NativeFile | Element | None:
    """Return a file of the wanted kind in either format."""
    file = (parsed if is_markup(data) else opened)(data, complaints)
    if file is None or file.kind == wanted:
        return file
    kind = _KINDS.get(file.kind, Text(f"'{file.kind[:40]}'", f"'{file.kind[:40]}'"))
    what = Text(
        f"{_KINDS[wanted].ja}でなく{kind.ja}のファイルである",
        f"holds a {kind.en}, not a {_KINDS[wanted].en}",
    )
    complaints.add(file.line, what)
    return None


def _model_beside(network: Path, found: list[Problem]) -> PlanningModel | None:
    """Return the one model beside the network that is named after it."""
    paths = _models_beside(network)
    if len(paths) == 1:
        return _read_model(paths[0], paths[0].name, found)
    tags = []
    for path in paths:
        asked = _read_model(path, path.name, [])
        tags.append(f"{asked.tag} ({path.name})" if asked is not None else path.name)
    how = how_to_write()
    if tags:
        beside = ", ".join(tags)
        what = Text(
            f"モデルが指定されていない。隣に{len(tags)}つある: {beside}",
            f"no model is named, and {len(tags)} are beside it: {beside}",
        )
    else:
        what = Text(
            "モデルが指定されていない。隣にもない", "no model is named, and none is beside it"
        )
    fix = Text(
        f"--model に略号かファイルを指定する。{how.ja}",
        f"name one with --model, by tag or file; {how.en}",
    )
    found.append(Problem(network.name, None, None, what, fix))
    return None


def _models_beside(network: Path) -> list[Path]:
    stem = network.stem
    return [
        path
        for path in sorted(network.parent.iterdir())
        if path.name.startswith(stem)
        and not path.name[len(stem) :][:1].isalnum()
        and path != network
        and _holds_model(path)
    ]


def _holds_model(path: Path) -> bool:
    try:
        data = read_regular(path, MOST_MODEL_BYTES)
    except InputProblems:  # a folder, a large file: nobody named it
        return False
    return _opened(data, "model", Complaints(path.name)) is not None
