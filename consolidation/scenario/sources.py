"""The files a scenario is written in: itself and the scenarios it is based on.

``based_on`` lists names (``NAME.toml`` beside the file) or paths. Bases come first in the order
listed, each after its own bases, the file itself last; a file that is reached twice counts once,
at its first place. `merge` says how a later file overrides an earlier one. ``name``, ``title``
and ``based_on`` speak of their own file and are not inherited.
"""

import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from consolidation.errors import Problem
from consolidation.nearest import nearest
from consolidation.scenario.keys import KeyPath
from consolidation.scenario.lines import key_lines
from consolidation.scenario.merge import Table, merged
from consolidation.text import Text

BASED_ON = "based_on"
OWN_KEYS = ("name", "title", BASED_ON)
"""Keys that speak of their own file and are not inherited."""
SUFFIX = ".toml"


@dataclass(frozen=True, slots=True)
class Source:
    """One file: its data as parsed, and the line of every key."""

    path: Path
    data: Mapping[str, object]
    lines: Mapping[KeyPath, int]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value was written."""

    source: str
    line: int | None


@dataclass(slots=True)
class _Reading:
    """What has been gathered while following ``based_on``."""

    sources: list[Source] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    seen: set[Path] = field(default_factory=set)


def read_sources(path: Path) -> tuple[tuple[Source, ...], tuple[Problem, ...]]:
    """Return the files in the order they apply, the file itself last, and what is wrong."""
    reading = _Reading()
    _follow(path, (), _missing(path, Problem(str(path), None, None, Text("", ""))), reading)
    return tuple(reading.sources), tuple(reading.problems)


def merged_sources(sources: tuple[Source, ...]) -> Table:
    """Return the data of all files, later ones overriding earlier ones."""
    *bases, own = sources
    result: Table = {}
    for base in bases:
        inherited = {k: v for k, v in _rebased(base, own).items() if k not in OWN_KEYS}
        result = merged(result, inherited)
    return merged(result, {k: v for k, v in own.data.items() if k != BASED_ON})


def place_of(sources: tuple[Source, ...], data: Mapping[str, object], path: KeyPath) -> Place:
    """Return where the value at ``path`` of the merged data was last written.

    For a value that stands in no file (a missing key) it is the place of the table it belongs in.
    """
    wanted = _identity(data, path)
    for length in range(len(wanted), 0, -1):
        for source in reversed(sources):
            for written, line in source.lines.items():
                if _identity(source.data, written) == wanted[:length]:
                    return Place(str(source.path), line)
    return Place(str(sources[-1].path), None)


def dotted(data: Mapping[str, object], path: KeyPath) -> str:
    """Return a path as a reader says it: list entries by their id.

    >>> dotted({"platforms": [{"id": "P1", "site": "A"}]}, ("platforms", 0, "site"))
    'platforms[P1].site'
    """
    text = ""
    node: object = data
    for part in path:
        if isinstance(part, int):
            node = node[part] if isinstance(node, list) and part < len(node) else None
            name = node.get("id", part + 1) if isinstance(node, dict) else part + 1
            text += f"[{name}]"
        else:
            node = node.get(part) if isinstance(node, dict) else None
            text += f".{part}" if text else part
    return text


def _identity(data: object, path: KeyPath) -> KeyPath:
    """Replace positions in lists of tables by the entries' ids, which survive merging."""
    result: KeyPath = ()
    node = data
    for part in path:
        if isinstance(part, int) and isinstance(node, list) and part < len(node):
            node = node[part]
            name = node.get("id", part) if isinstance(node, dict) else part
            result = (*result, f"#{name}")
        else:
            node = node.get(str(part)) if isinstance(node, dict) else None
            result = (*result, part)
    return result


def _follow(path: Path, chain: tuple[Path, ...], unreadable: Problem, reading: _Reading) -> None:
    """Read a file after its bases, unless it was read before."""
    if not path.is_file():
        reading.problems.append(unreadable)
        return
    real = path.resolve()
    if real in chain:
        circle = " → ".join(p.name for p in (*chain[chain.index(real) :], real))
        what = Text(f"based_on が循環している: {circle}", f"based_on goes in a circle: {circle}")
        fix = Text("どれか1つのbased_onを外す", "take one of them out of its based_on")
        reading.problems.append(
            Problem(unreadable.source, unreadable.line, unreadable.column, what, fix)
        )
        return
    if real in reading.seen:
        return
    reading.seen.add(real)
    source = _parsed(path, reading.problems)
    if source is None:
        return
    for base, problem in _bases(source, reading.problems):
        _follow(base, (*chain, real), problem, reading)
    reading.sources.append(source)


def _parsed(path: Path, problems: list[Problem]) -> Source | None:
    """Parse one file; ``None`` and a problem where it is not TOML."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
        data = tomllib.loads(text)
    except UnicodeDecodeError:
        what = Text("UTF-8ではない", "is not UTF-8")
        fix = Text("エディタでUTF-8を選んで保存し直す", "save it again as UTF-8 in your editor")
        problems.append(Problem(str(path), None, None, what, fix))
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"line (\d+)", str(error))
        reason = str(error).split(" (at ")[0]
        what = Text(f"TOMLとして読めない: {reason}", f"is not TOML: {reason}")
        fix = Text(
            "文字列は引用符で囲み、同じ表や項目を2度書かない",
            "put text in quotes; write each table and key once",
        )
        problems.append(Problem(str(path), int(at[1]) if at else None, None, what, fix))
    except RecursionError:
        what = Text("入れ子が深すぎる", "is nested too deeply")
        problems.append(Problem(str(path), None, None, what, None))
    except OSError as error:
        reason = error.strerror or str(error)
        what = Text(f"読めない: {reason}", f"cannot be read: {reason}")
        problems.append(Problem(str(path), None, None, what, None))
    else:
        return Source(path, data, key_lines(text))
    return None


def _bases(source: Source, problems: list[Problem]) -> Iterator[tuple[Path, Problem]]:
    """Yield each base's path, with the problem to report if there is no such file."""
    listed = source.data.get(BASED_ON, [])
    line = source.lines.get((BASED_ON,))
    if not isinstance(listed, list) or not all(isinstance(b, str) and b for b in listed):
        what = Text("シナリオ名の並びではない", "is not a list of scenario names")
        fix = Text(
            'based_on = ["2019-platform"] のように書く', 'write based_on = ["2019-platform"]'
        )
        problems.append(Problem(str(source.path), line, BASED_ON, what, fix))
        return
    folder = source.path.parent
    for name in map(str, listed):
        is_path = name.endswith(SUFFIX) or "/" in name or "\\" in name
        base = folder / (name if is_path else name + SUFFIX)
        yield base, _missing(base, Problem(str(source.path), line, BASED_ON, Text("", "")))


def _missing(path: Path, at: Problem) -> Problem:
    """Return the problem that there is no such file, with the nearest name there is."""
    if path.is_dir():
        what = Text(
            f"'{path}' はフォルダーで、シナリオ (TOMLファイル) ではない",
            f"'{path}' is a folder, not a scenario (a TOML file)",
        )
        return replace(at, what=what)
    what = Text(f"ファイル '{path}' がない", f"there is no file '{path}'")
    near = nearest(path.stem, (p.stem for p in path.parent.glob("*" + SUFFIX)))
    fix = Text(f"'{near}' ではないか", f"did you mean '{near}'?") if near else None
    return replace(at, what=what, fix=fix)


def _rebased(base: Source, own: Source) -> Table:
    """Return a base's data with its inventory's path seen from the last file's folder."""
    data = dict(base.data)
    inventory = data.get("inventory")
    here, there = own.path.parent.resolve(), base.path.parent.resolve()
    if isinstance(inventory, str) and here != there and not Path(inventory).is_absolute():
        data["inventory"] = Path(os.path.relpath(there / inventory, here)).as_posix()
    return data
