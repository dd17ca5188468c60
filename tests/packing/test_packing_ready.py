"""Making the compiled searches ready leaves none of them to be compiled while a clock runs."""

import ast
import importlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from numba.core.dispatcher import Dispatcher

import consolidation.packing
from consolidation.packing import ready

FOLDER = Path(consolidation.packing.__path__[0])
ROOM = "consolidation.packing.compiled."


@cache
def ran_all() -> None:
    ready.run_all()


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
    ran_all()
    function = getattr(importlib.import_module(module), name)
    assert not isinstance(function, Dispatcher) or function.signatures


def test_there_are_compiled_searches():
    assert len(set(called())) > 15


def test_what_is_compiled_is_not_run_again(tmp_path, monkeypatch):
    runs = []
    monkeypatch.setattr(ready, "run_all", lambda: runs.append(1))
    monkeypatch.setattr(ready, "mark_of", lambda _: tmp_path / "mark")
    for _ in range(2):
        ready.make_ready.cache_clear()
        ready.make_ready()
    assert len(runs) == 1
    monkeypatch.setattr(ready, "mark_of", lambda _: tmp_path / "no" / "mark")
    for _ in range(2):  # nothing can be kept there: it looks each time
        ready.make_ready.cache_clear()
        ready.make_ready()
    assert len(runs) == 3
    ready.make_ready.cache_clear()
