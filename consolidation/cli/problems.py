"""Shows what is wrong with an input: grouped by file, count first, each with its fix."""

from collections.abc import Mapping, Sequence
from pathlib import PurePath

from rich.text import Text as Line

from consolidation.cli.plain import plain
from consolidation.errors import InputProblems, NothingFits, Problem
from consolidation.text import Language, Text

MOST_SHOWN = 40
"""Problems shown on a console; ``--json`` lists all."""


def shown_problems(error: InputProblems, language: Language) -> Line:
    """Return the console form of everything that stopped a command."""
    files = grouped(error)
    page = Line()
    if len(files) != 1:
        page.append(plain(error.message.in_(language)) + "\n", "bold red")
    left, num_shown = MOST_SHOWN, 0
    for source, problems in files.items():
        if left <= 0:
            break
        heading = _count(source, len(problems))
        if len(files) == 1:
            heading = InputProblems(source, problems, error.left).message
        page.append(plain(heading.in_(language)) + "\n", "bold red" if len(files) == 1 else "bold")
        for alike in _alike(problems)[:left]:
            _append(page, alike, language)
            left -= 1
            num_shown += len(alike)
    _append_more(page, len(error.problems) - num_shown, language)
    return page


def grouped(error: InputProblems) -> dict[str, tuple[Problem, ...]]:
    """Return the problems by file, in the order given, warnings last within each file."""
    by_file: dict[str, list[Problem]] = {}
    for problem in error.problems:
        by_file.setdefault(_whole_path(error.source, problem.source), []).append(problem)
    return {f: tuple(sorted(ps, key=lambda p: p.warning)) for f, ps in by_file.items()}


def shown_warnings(source: str, warnings: Sequence[Problem], language: Language) -> Line:
    """Return the console form of warnings: how many, and the first of each kind."""
    num = len(warnings)
    heading = Text(f"{source}: 注意が{num}件ある", f"{source}: {num} warning{'s' * (num != 1)}")
    return _page(heading.in_(language), warnings, language, source)


def shown_account(heading: str, problems: Sequence[Problem], language: Language) -> Line:
    """Return the console form of a list that an import gives account by."""
    counted = Text(f"{heading}: {len(problems)}件", f"{heading}: {len(problems)}")
    return _page(counted.in_(language), problems, language, "")


def _page(heading: str, problems: Sequence[Problem], language: Language, source: str) -> Line:
    page = Line()
    page.append(plain(heading) + "\n", "yellow")
    num_shown = 0
    for alike in _alike(problems)[:FEW]:
        where = f"{alike[0].source} " if alike[0].source != source else ""
        _append(page, alike, language, where)
        num_shown += len(alike)
    _append_more(page, len(problems) - num_shown, language)
    return page


FEW = 5
"""Warnings, and line numbers of one problem, shown on a console."""


def shown_culprits(error: NothingFits, language: Language) -> Line:
    """Return the console form of "nothing fits": who and what is at fault."""
    page = Line()
    page.append(plain(error.message.in_(language)) + "\n", "bold red")
    for culprit in error.culprits[:MOST_SHOWN]:
        kind = _CULPRITS.get(culprit.kind, Text(culprit.kind, culprit.kind)).in_(language)
        page.append(plain(f"  {kind} {culprit.name}: "), "cyan")
        page.append(plain(culprit.reason.in_(language)) + "\n", "default")
    _append_more(page, len(error.culprits) - MOST_SHOWN, language)
    return page


_CULPRITS = {
    "server": Text("サーバ", "server"),
    "host_type": Text("ホスト機種", "host type"),
    "zone": Text("情報系区分", "zone"),
    "rule": Text("規則", "rule"),
    "group": Text("サーバの組", "servers of group"),
    "window": Text("作業期間", "work period"),
    "network": Text("ネットワーク", "network"),
}
"""Words for the kinds of `Culprit`."""


def problem_record(problem: Problem) -> Mapping[str, object]:
    """Return a problem as JSON shows it, in both languages."""
    return {
        "source": problem.source,
        "line": problem.line,
        "column": problem.column,
        "what": both(problem.what),
        "fix": both(problem.fix) if problem.fix else None,
        "warning": problem.warning,
    }


def both(text: Text) -> Mapping[str, str]:
    """Return a text as JSON shows it."""
    return {"ja": text.ja, "en": text.en}


def _alike(problems: Sequence[Problem]) -> list[tuple[Problem, ...]]:
    """Put problems together that say the same of several lines of one file."""
    same: dict[object, list[Problem]] = {}
    for problem in problems:
        key = (problem.source, problem.column, problem.what, problem.fix)
        same.setdefault(key, []).append(problem)
    return [tuple(alike) for alike in same.values()]


def _append(page: Line, alike: tuple[Problem, ...], language: Language, where: str = "") -> None:
    problem = alike[0]
    parts = [*_line_numbers(alike, language), *([problem.column] if problem.column else [])]
    place = ("、" if language == "ja" else ", ").join(parts)
    place = f"{where}{place}: " if place else where
    page.append("  " + plain(place), "cyan")
    page.append(plain(problem.what.in_(language)) + "\n")
    if problem.fix is not None:
        label = "直し方" if language == "ja" else "fix"
        page.append(f"    {label}: {plain(problem.fix.in_(language))}\n", "green")


def _line_numbers(alike: tuple[Problem, ...], language: Language) -> list[str]:
    lines = [problem.line for problem in alike if problem.line is not None]
    if not lines:
        return []
    listed = ", ".join(map(str, lines[:FEW]))
    if len(lines) > FEW:
        more = Text(f" ほか{len(lines) - FEW}行", f" and {len(lines) - FEW} more")
        listed += more.in_(language)
    return [f"{listed}行目" if language == "ja" else f"line{'s' * (len(lines) > 1)} {listed}"]


def _append_more(page: Line, num: int, language: Language) -> None:
    """Say how many problems are not shown, and end the page."""
    if num > 0:
        more = Text(f"ほか{num}件 (--json で全件)", f"and {num} more (--json lists all)")
        page.append("  " + more.in_(language) + "\n", "dim")
    page.rstrip()


def _count(source: str, num: int) -> Text:
    return Text(f"{source}: {num}件", f"{source}: {num} problem{'s' * (num != 1)}")


def _whole_path(whole: str, part: str) -> str:
    """Return a file's path: ``part`` itself where it is one, else ``part`` inside ``whole``."""
    if not part or part == whole or PurePath(part).parent != PurePath():
        return part or whole
    return whole if PurePath(whole).name == part else str(PurePath(whole) / part)
