"""A folder is replaced completely or not at all, whatever kills the run."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from consolidation.export import swap
from consolidation.export.errors import CannotWrite
from consolidation.export.guard import Guard
from consolidation.export.lock import locked
from consolidation.export.swap import replace_folder

GUARD = Guard("plan.json", frozenset({"plan.json", "more"}))


def write(folder: Path, word: str) -> None:
    (folder / "plan.json").write_text(word)
    (folder / "more").mkdir()
    for i in range(5):
        (folder / "more" / f"{i}.txt").write_text(word)


def words(folder: Path) -> set[str]:
    return {path.read_text() for path in folder.rglob("*") if path.is_file()}


def complete(folder: Path) -> bool:
    return len(list(folder.rglob("*.txt"))) == 5 and len(words(folder)) == 1


def test_first_and_second_time(tmp_path: Path):
    out = tmp_path / "a" / "out"
    for word in ("first", "second"):
        replace_folder(out, lambda folder, w=word: write(folder, w), GUARD)
        assert words(out) == {word}
        assert sorted(p.name for p in out.parent.iterdir()) == ["out"]


@pytest.mark.parametrize("exchange", [True, False])
def test_a_failure_leaves_the_old_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, exchange: bool
):
    if not exchange:
        monkeypatch.setattr(swap, "_exchanged", lambda _a, _b: False)
    out = tmp_path / "out"
    replace_folder(out, lambda folder: write(folder, "old"), GUARD)

    def fails(folder: Path) -> None:
        write(folder, "new")
        raise OSError(28, "No space left on device")

    with pytest.raises(CannotWrite, match="No space left"):
        replace_folder(out, fails, GUARD)
    assert words(out) == {"old"}
    assert [p.name for p in tmp_path.iterdir()] == ["out"]
    replace_folder(out, lambda folder: write(folder, "new"), GUARD)
    assert words(out) == {"new"}


def test_a_failing_last_rename_puts_the_old_folder_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    out = tmp_path / "out"
    replace_folder(out, lambda folder: write(folder, "old"), GUARD)
    monkeypatch.setattr(swap, "_exchanged", lambda _a, _b: False)
    rename = Path.rename

    def stubborn(self: Path, target: Path) -> Path:
        if self.name == ".out.new":
            raise PermissionError(13, "is open in another program")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", stubborn)
    with pytest.raises(CannotWrite, match="open in another"):
        replace_folder(out, lambda folder: write(folder, "new"), GUARD)
    assert words(out) == {"old"}


@pytest.mark.parametrize("moment", [".out.new", ".out.old"])
def test_an_interrupt_leaves_the_old_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str
):
    """Ctrl-C just before either of the two renames."""
    out = tmp_path / "out"
    replace_folder(out, lambda folder: write(folder, "old"), GUARD)
    monkeypatch.setattr(swap, "_exchanged", lambda _a, _b: False)
    rename = Path.rename

    def interrupted(self: Path, target: Path) -> Path:
        if (moment in (self.name, target.name) and target.name != "out") or self.name == moment:
            monkeypatch.undo()
            raise KeyboardInterrupt
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", interrupted)
    with pytest.raises(KeyboardInterrupt):
        replace_folder(out, lambda folder: write(folder, "new"), GUARD)
    assert words(out) == {"old"}
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_leftovers_of_killed_runs_are_cleared_and_the_old_folder_comes_back(tmp_path: Path):
    """As after a kill between the two renames of a system without an exchange."""
    out = tmp_path / "out"
    for name, word in ((".out.old", "old"), (".out.new", "half")):
        (tmp_path / name).mkdir()
        write(tmp_path / name, word)
    (tmp_path / ".out.lock").touch()

    def fails(_: Path) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(CannotWrite):
        replace_folder(out, fails, GUARD)
    assert words(out) == {"old"}
    replace_folder(out, lambda folder: write(folder, "new"), GUARD)
    assert words(out) == {"new"}
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_what_is_not_ours_is_not_replaced(tmp_path: Path):
    out = tmp_path / "out"
    out.mkdir()
    (out / "thesis.docx").write_text("years of work")
    with pytest.raises(CannotWrite, match=r"plan\.json"):
        replace_folder(out, lambda folder: write(folder, "new"), GUARD)
    (out / "plan.json").write_text("{}")
    with pytest.raises(CannotWrite, match=r"thesis\.docx"):
        replace_folder(out, lambda folder: write(folder, "new"), GUARD)
    assert (out / "thesis.docx").read_text() == "years of work"
    file = tmp_path / "file"
    file.write_text("x")
    with pytest.raises(CannotWrite, match="a file"):
        replace_folder(file, lambda folder: write(folder, "new"), GUARD)
    empty = tmp_path / "empty"
    empty.mkdir()
    replace_folder(empty, lambda folder: write(folder, "new"), GUARD)
    assert words(empty) == {"new"}


def test_two_runs_do_not_write_at_once(tmp_path: Path):
    with (
        locked(tmp_path / ".out.lock"),
        pytest.raises(CannotWrite, match="another run"),
    ):
        replace_folder(tmp_path / "out", lambda folder: write(folder, "x"), GUARD)


WRITER = """
import sys, time
from pathlib import Path
from consolidation.export import swap
from consolidation.export.guard import Guard
out, word, exchange = Path(sys.argv[1]), sys.argv[2], sys.argv[3] == "exchange"
if not exchange:
    swap._exchanged = lambda a, b: False
def fill(folder):
    (folder / "plan.json").write_text(word)
    (folder / "more").mkdir()
    for i in range(5):
        (folder / "more" / f"{i}.txt").write_text(word)
        time.sleep(0.001)
print("go", flush=True)
while True:
    swap.replace_folder(out, fill, Guard("plan.json", frozenset({"plan.json", "more"})))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL on Windows")
@pytest.mark.parametrize("way", ["exchange", "renames"])
def test_a_kill_at_any_point_leaves_one_whole_folder(tmp_path: Path, way: str):
    """The writer replaces the folder again and again until it is killed at some moment."""
    out = tmp_path / "out"
    replace_folder(out, lambda folder: write(folder, "start"), GUARD)
    for kill in range(8):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(out), f"word{kill}", way],
            stdout=subprocess.PIPE,
        )
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"go\n"
        time.sleep(0.02 + 0.0037 * kill)
        os.kill(writer.pid, signal.SIGKILL)
        writer.wait()
        writer.stdout.close()
        if out.exists():
            assert complete(out)
        else:
            assert way == "renames"
            assert complete(tmp_path / ".out.old"), "the old one waits beside its place"
    replace_folder(out, lambda folder: write(folder, "end"), GUARD)
    assert words(out) == {"end"}
    assert [p.name for p in tmp_path.iterdir()] == ["out"]
