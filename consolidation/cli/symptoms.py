"""What ``doctor`` examines: one function each, listed in `EXAMINATIONS`."""

import importlib.util
import platform
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from consolidation import __version__
from consolidation.errors import SolverTrouble
from consolidation.text import Text

OLDEST_PYTHON = (3, 11)
SAMPLE = "漢字かなカナ①～－"
"""Signs that Japanese plans hold; the last three are the ones encodings disagree about."""


@dataclass(frozen=True, slots=True)
class Symptom:
    """One thing examined: what was found, and whether the tool works with it."""

    subject: Text
    found: Text
    works: bool
    is_solver: bool = False


Examination = Callable[[Path], Iterator[Symptom]]


def versions(_folder: Path) -> Iterator[Symptom]:
    """Yield the tool, Python and every library the tool needs, with their versions."""
    yield Symptom(_same("consolidation"), _same(__version__), True)
    old = sys.version_info[:2] < OLDEST_PYTHON
    wanted = ".".join(map(str, OLDEST_PYTHON))
    found = f"{platform.python_implementation()} {platform.python_version()} ({sys.platform})"
    too_old = Text(f"{found} (要 {wanted} 以上)", f"{found} ({wanted} or newer is needed)")
    yield Symptom(_same("Python"), too_old if old else _same(found), not old)
    for name in _libraries():
        try:
            yield Symptom(_same(name), _same(version(name)), True)
        except PackageNotFoundError:
            missing = Text("入っていない。入れ直す", "is not installed; install the tool again")
            yield Symptom(_same(name), missing, False)


def solver(_folder: Path) -> Iterator[Symptom]:
    """Yield whether the solver finds the answer to a problem of one variable."""
    subject = Text("ソルバー HiGHS", "solver HiGHS")
    try:
        from consolidation.solving.probe import try_solver

        try_solver()
    except ImportError as error:
        reason = Text(f"動かない: {error}", f"does not run: {error}")
        yield Symptom(subject, reason, False, is_solver=True)
    except SolverTrouble as error:
        yield Symptom(subject, error.message, False, is_solver=True)
    else:
        solved = Text("1変数の整数計画を解いた", "solved an integer problem of one variable")
        yield Symptom(subject, solved, True, is_solver=True)


def fonts(_folder: Path) -> Iterator[Symptom]:
    """Yield whether the Japanese font file for the figures is there."""
    subject = Text("図の日本語フォント", "Japanese font for figures")
    spec = importlib.util.find_spec("matplotlib_fontja")
    places = [Path(p) for p in (spec.submodule_search_locations or [])] if spec else []
    files = sorted(f.name for place in places for f in place.rglob("*.ttf"))
    if files:
        yield Symptom(subject, _same(", ".join(files)), True)
    else:
        missing = Text(
            "フォントがない。図の日本語が□になる",
            "no font file: Japanese in figures would show as boxes",
        )
        yield Symptom(subject, missing, False)


def writing(folder: Path) -> Iterator[Symptom]:
    """Yield whether this folder and the temporary folder can be written to."""
    for subject, place in (
        (Text("今のフォルダーへの書込", "writing to this folder"), folder),
        (Text("一時フォルダーへの書込", "writing to temporary files"), Path(tempfile.gettempdir())),
    ):
        try:
            with tempfile.TemporaryFile(dir=place):
                yield Symptom(subject, Text("できる", "possible"), True)
        except OSError as error:
            reason = error.strerror or str(error)
            yield Symptom(subject, Text(f"できない: {reason}", f"impossible: {reason}"), False)


def encoding(_folder: Path) -> Iterator[Symptom]:
    """Yield whether the console can show Japanese."""
    subject = Text("画面の文字コード", "console encoding")
    name = getattr(sys.stdout, "encoding", None) or "ascii"
    try:
        SAMPLE.encode(name)
    except (UnicodeEncodeError, LookupError):
        lost = Text(
            f"{name}: 表示できない文字は ? になる (ファイルには影響しない)",
            f"{name}: signs it lacks show as ? (written files are not affected)",
        )
        yield Symptom(subject, lost, True)
        return
    yield Symptom(subject, _same(name), True)


EXAMINATIONS: tuple[Examination, ...] = (versions, solver, fonts, writing, encoding)


def _libraries() -> list[str]:
    """Return the names of the libraries the tool requires, as its own metadata lists them."""
    try:
        wanted = requires("consolidation") or []
    except PackageNotFoundError:
        return []
    names = [w.split(";")[0] for w in wanted if "extra" not in w]
    return sorted(
        n[: min((n.index(c) for c in "<>=!~[ " if c in n), default=len(n))] for n in names
    )


def _same(text: str) -> Text:
    return Text(text, text)
