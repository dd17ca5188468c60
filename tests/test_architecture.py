"""The shape of the tree: import order, homes of heavy libraries, size of modules."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "consolidation"
MODULES = sorted(PACKAGE.rglob("*.py"))

ORDER = (
    (
        *("errors", "text", "nearest", "units", "money", "fiscal"),
        *("regular_file", "json_text", "uncollected"),
    ),
    ("inventory",),
    ("sizing",),
    ("network",),
    ("solving",),
    ("packing",),
    ("redesign",),
    ("policy",),
    ("migration",),
    ("costs",),
    ("comparing",),
    ("scenario",),
    ("export",),
    ("cli", "__main__"),
)
RANK = {name: rank for rank, names in enumerate(ORDER) for name in names}

HOMES = {
    "networkx": {"network", "policy", "redesign"},
    "pulp": {"solving", "packing", "redesign", "migration"},
    "highspy": {"solving"},
    "numba": {"solving"},
    "pandas": {"inventory", "sizing", "export"},
    "matplotlib": {"export"},
    "pydantic": {"inventory", "packing", "scenario", "export"},
    "python_calamine": {"inventory"},
    "xlsxwriter": {"inventory", "export"},
    "jinja2": {"export"},
    "typer": {"cli"},
    "rich": {"cli"},
}
NEVER = {("packing", "network")}
MOST_LINES = 400
SOLVERS = {"pulp", "highspy"}


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import; write the whole name"
            assert node.module is not None
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_module_keeps_to_its_place(path: Path):
    here = room(path)
    lines = len(path.read_text("utf-8").splitlines())
    assert lines <= MOST_LINES, f"{path}: {lines} lines; does it still do one thing?"
    if here == "__init__":
        return
    for name in imports(path):
        top, _, rest = name.partition(".")
        if top == "consolidation" and rest:
            there = rest.split(".")[0]
            if there not in RANK:  # a name of the package itself, such as __version__
                continue
            assert RANK[there] <= RANK[here], f"{path}: {here} must not import {there}"
            assert (here, there) not in NEVER, f"{path}: {here} must never import {there}"
        elif top in HOMES:
            assert here in HOMES[top], f"{path}: {top} has no home in {here}"


def test_every_room_is_in_the_picture():
    rooms = {room(p) for p in MODULES} - {"__init__"}
    assert rooms == set(RANK) & rooms
    assert {"inventory", "sizing", "network", "packing", "policy", "export", "cli"} <= rooms


def reached(start: str) -> set[str]:
    """Return every module that importing ``start`` loads, our own followed through."""
    seen: set[str] = set()
    todo = [start]
    while todo:
        name = todo.pop()
        if name in seen:
            continue
        seen.add(name)
        path = PACKAGE.parent / Path(*name.split("."))
        file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
        if name.startswith("consolidation") and file.exists():
            todo += imports(file)
    return seen


@pytest.mark.parametrize(
    "module",
    [
        "consolidation.export.verify",
        "consolidation.export.verify_packing_file",
        "consolidation.sizing.verify",
        "consolidation.packing.verify",
        "consolidation.packing.check_bound",
        "consolidation.redesign.verify",
        "consolidation.redesign.designing.check_bound",
        "consolidation.migration.verify",
        "consolidation.costs.verify",
        "consolidation.policy.checking.certificate",
    ],
)
def test_verification_never_reaches_a_solver(module: str):
    tops = {name.split(".")[0] for name in reached(module)}
    assert not tops & SOLVERS


SEARCHING = ("bounding", "columns", "compact", "compiled", "placing", "search", "second")


@pytest.mark.parametrize("module", ["verify", "check_bound"])
def test_packings_and_bounds_are_checked_without_the_search(module: str):
    for name in reached(f"consolidation.packing.{module}"):
        assert name.removeprefix("consolidation.packing.").split(".")[0] not in SEARCHING, name


NETWORK_DESIGN = "consolidation.redesign.designing"
SHARED = {"problem", "answer", "recipes", "certificate"}


@pytest.mark.parametrize("module", ["verify", "check_bound"])
def test_network_designs_are_checked_without_the_search(module: str):
    for name in reached(f"{NETWORK_DESIGN}.{module}"):
        if name.startswith(f"{NETWORK_DESIGN}."):
            own = name.removeprefix(f"{NETWORK_DESIGN}.").split(".")[0]
            checks = own.startswith(("verify", "check"))
            assert checks or own in SHARED, name


def test_constraints_pin_by_name_and_version_alone():
    """No file that a user installs from names a package registry's host."""
    text = (PACKAGE.parent / "constraints.txt").read_text("utf-8")
    assert "://" not in text
    assert all("==" in line for line in text.splitlines() if line and not line.startswith("#"))
