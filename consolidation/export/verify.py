"""Re-checks a written review folder against its own inputs, without any solver."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from consolidation import __version__
from consolidation.errors import ConsolidationError, InputProblems, Problem
from consolidation.export.checks import CHECKS
from consolidation.export.contents.all import all_tables
from consolidation.export.evidence import Evidence
from consolidation.export.manifest import (
    MANIFEST_FILE,
    Manifest,
    digest,
    files_in,
    read_manifest,
)
from consolidation.export.not_rechecked import not_rechecked
from consolidation.export.plan_json import PLAN_FILE, dumps, loads
from consolidation.export.tables import csv_text
from consolidation.inventory.estate import Estate
from consolidation.inventory.read import read_inventory
from consolidation.network.attributes import GraphTrouble
from consolidation.regular_file import read_regular
from consolidation.scenario.model import Plan
from consolidation.scenario.read import read_scenario
from consolidation.text import Text

FILES = Text("ファイルのハッシュ", "hashes of the files")
READING = Text("計画と入力の読み込み", "reading the plan and its inputs")
TABLES = Text("表とplan.jsonの一致", "tables agree with plan.json")
Broken = (
    ConsolidationError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    GraphTrouble,
    LookupError,
    RuntimeError,
    TypeError,
    ValueError,
)
"""What a stage's own code raises on a plan that does not hold together."""


@dataclass(frozen=True, slots=True)
class Failure:
    """One thing that is wrong: which check found it, in which file, what."""

    check: Text
    where: str
    what: Text


@dataclass(frozen=True, slots=True)
class VerifyResult:
    """What was checked and what is wrong; a check with a failure is not among those passed."""

    passed: tuple[Text, ...]
    failures: tuple[Failure, ...]
    notes: tuple[Text, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.failures


def verify_folder(folder: Path, inventory: Path | None = None) -> VerifyResult:
    """Check every file, and every stage's answer from the inputs up.

    ``inventory`` is another inventory to check against, in place of the copy in the folder. Raises
    `InputProblems` when the folder is no review folder or its plan cannot be read at all.
    """
    manifest = read_manifest(folder)
    failures = [Failure(FILES, where, what) for where, what in changed_files(folder, manifest)]
    plan = loads(text_of_file(folder / PLAN_FILE))
    evidence, unread = _evidence(folder, manifest, plan, inventory)
    failures += unread
    if evidence is not None:
        failures += _checked(evidence)
        failures += _same_tables(folder, evidence)
    failed = {failure.check for failure in failures}
    names = (FILES, READING, *(name for name, _ in CHECKS), TABLES)
    done = names if evidence is not None else (FILES,)
    return VerifyResult(
        tuple(name for name in done if name not in failed), tuple(failures), _notes(plan)
    )


def text_of_file(path: Path) -> str:
    """Return a file's text; raises `InputProblems` where it is none."""
    try:
        return read_regular(path).decode("utf-8")
    except UnicodeDecodeError as error:
        what = Text(f"読めない: {error}", f"cannot be read: {error}")
        raise InputProblems(path.name, [Problem(path.name, None, None, what)]) from error


def _notes(plan: Plan) -> tuple[Text, ...]:
    if plan.tool_version == __version__:
        return not_rechecked(plan)
    made, now = plan.tool_version, __version__
    return (
        *not_rechecked(plan),
        Text(
            f"計画を作った版は {made}、検証した版は {now}。違いは版の違いによることがある",
            f"made by version {made}, checked by version {now}; the versions may differ in what "
            "they compute",
        ),
    )


def changed_files(folder: Path, manifest: Manifest) -> Iterator[tuple[str, Text]]:
    """Yield the files that are not what was written, and what is the matter with each."""
    present = set(files_in(folder))
    for name in sorted(present | set(manifest.files)):
        if name not in present:
            yield name, Text("ファイルがない", "the file is missing")
        elif name not in manifest.files:
            yield name, Text(f"{MANIFEST_FILE} にない", f"is not in {MANIFEST_FILE}")
        elif not (folder / name).is_file():
            yield name, Text("通常のファイルではない", "is not a regular file")
        elif digest(folder / name) != manifest.files[name]:
            yield name, Text("書き出した後に変えられている", "was changed after it was written")


def _evidence(
    folder: Path, manifest: Manifest, plan: Plan, inventory: Path | None
) -> tuple[Evidence | None, list[Failure]]:
    found: list[Failure] = []
    estate: Estate | None = None
    asked = None
    try:
        estate = read_inventory(inventory or folder / manifest.inventory).estate
    except ConsolidationError as error:
        found += unread(manifest.inventory, error)
    try:
        asked = read_scenario(folder / manifest.scenario)
    except ConsolidationError as error:
        found += unread(manifest.scenario, error)
    if estate is None or asked is None:
        return None, found
    if dumps(plan).encode("utf-8") != (folder / PLAN_FILE).read_bytes():
        what = Text("正規の形で書かれていない", "is not written in the canonical form")
        found.append(Failure(READING, PLAN_FILE, what))
    return Evidence(plan, estate, asked, manifest.language), found


def unread(where: str, error: ConsolidationError) -> list[Failure]:
    """Return why an input cannot be read."""
    if isinstance(error, InputProblems) and error.problems:
        problems = [p for p in error.problems if not p.warning]
        return [Failure(READING, f"{where}: {p.source}", p.what) for p in problems]
    return [Failure(READING, where, error.message)]


def _checked(evidence: Evidence) -> Iterator[Failure]:
    for name, check in CHECKS:
        yield from (Failure(name, PLAN_FILE, what) for what in guarded(check(evidence)))


def guarded(texts: Iterable[Text]) -> Iterator[Text]:
    """Yield what a check finds; a plan that does not hold together is a finding too."""
    try:
        yield from texts
    except Broken as error:
        reason = f"{type(error).__name__}: {error}"
        yield Text(f"検算できない（{reason}）", f"cannot be checked ({reason})")


def _same_tables(folder: Path, evidence: Evidence) -> Iterator[Failure]:
    """Yield the CSV files that do not show what plan.json holds."""
    for what in guarded(_other_tables(folder, evidence)):
        yield Failure(TABLES, "tables", what)


def _other_tables(folder: Path, evidence: Evidence) -> Iterator[Text]:
    for name, table in all_tables(evidence.review).items():
        path = folder / "tables" / f"{name}.csv"
        expected = csv_text(table, evidence.language).encode("utf-8")
        if not path.is_file() or path.read_bytes() != expected:
            file = path.name
            yield Text(f"{file} が plan.json と違う", f"{file} does not show what plan.json holds")
