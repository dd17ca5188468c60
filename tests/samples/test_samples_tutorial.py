"""The tutorial runs from top to bottom, and what it shows is what it prints."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TUTORIAL = ROOT / "notebooks" / "tutorial.ipynb"


def cells(notebook, kind):
    return [cell for cell in notebook["cells"] if cell["cell_type"] == kind]


@pytest.fixture(scope="module")
def committed():
    return json.loads(TUTORIAL.read_text(encoding="utf-8"))


def test_tutorial_is_a_notebook_in_both_languages(committed):
    assert (committed["nbformat"], committed["nbformat_minor"]) == (4, 5)
    ids = [cell["id"] for cell in committed["cells"]]
    assert len(set(ids)) == len(ids)
    text = "".join(line for cell in cells(committed, "markdown") for line in cell["source"])
    assert "日本語の要約" in text
    assert all(
        any("> " in line for line in cell["source"]) for cell in cells(committed, "markdown")
    )


def test_tutorial_runs_in_order_and_prints_what_it_shows(committed, tmp_path):
    for name in ("inventories/small-office", "scenarios", "notebooks"):
        ignored = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints")
        shutil.copytree(ROOT / name, tmp_path / name, ignore=ignored)
    done = subprocess.run(
        [sys.executable, "-B", "-W", "error", "refresh.py"],
        cwd=tmp_path / "notebooks",
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    fresh = json.loads((tmp_path / "notebooks" / "tutorial.ipynb").read_text(encoding="utf-8"))
    for old, new in zip(cells(committed, "code"), cells(fresh, "code"), strict=True):
        assert new["outputs"] == old["outputs"], f"run notebooks/refresh.py ({new['id']})"
