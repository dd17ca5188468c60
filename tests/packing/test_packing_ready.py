"""Making the compiled searches ready leaves none of them to be compiled while a clock runs."""

import ast
import importlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from numba.core.dispatcher import Dispatcher

import consolidation.packing
from consolidation.packing.ready import make_ready

FOLDER = Path(consolidation.packing.__path__[0])
ROOM = "consolidation.packing.compiled."


def called() -> Iterator[tuple[str, str]]:
    """Yield module and name of every compiled search that the packer's other modules call."""
    for path in sorted(FOLDER.rglob("*.py")):
        if path.parent.name == "compiled":
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(ROOM):
                for alias in node.names:
                    yield node.module or "", alias.name


@pytest.mark.parametrize(("module", "name"), sorted(set(called())))
def test_every_compiled_search_has_run(module: str, name: str):
    make_ready()
    function = getattr(importlib.import_module(module), name)
    assert not isinstance(function, Dispatcher) or function.signatures


def test_there_are_compiled_searches():
    assert len(set(called())) > 15
