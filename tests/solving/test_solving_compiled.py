"""What is compiled is kept, and kept apart for every state of the files beside it."""

import subprocess
import sys
from pathlib import Path

SEARCH = """
from consolidation.solving.compiled import compiled
from other import twice


@compiled
def search(number):
    return twice(number) + 1
"""

OTHER = """
from consolidation.solving.compiled import compiled


@compiled
def twice(number):
    return {factor} * number
"""


def run(folder: Path, *, factor: int) -> int:
    """Return what the compiled search makes of 5, in a process of its own."""
    (folder / "other.py").write_text(OTHER.format(factor=factor), "utf-8")
    done = subprocess.run(
        [sys.executable, "-c", "from search import search; print(search(5))"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    return int(done.stdout)


def kept(folder: Path) -> set[str]:
    return {path.name for path in (folder / "__pycache__").iterdir() if path.is_dir()}


def test_a_change_in_a_file_beside_it_is_noticed(tmp_path: Path):
    """Numba alone would go on with what it compiled before."""
    (tmp_path / "search.py").write_text(SEARCH, "utf-8")
    assert run(tmp_path, factor=2) == 11
    first = kept(tmp_path)
    assert len(first) == 1
    assert run(tmp_path, factor=2) == 11
    assert kept(tmp_path) == first
    assert run(tmp_path, factor=30) == 151
    assert len(kept(tmp_path)) == 2
