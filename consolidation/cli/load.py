"""Reads a scenario and its inventory for the commands, and passes their warnings on."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from consolidation.cli.problems import problem_record, shown_warnings
from consolidation.cli.talk import Report, Talk
from consolidation.errors import InputProblems, Problem
from consolidation.inventory.estate import Estate
from consolidation.inventory.read import read_inventory
from consolidation.scenario.model import Scenario
from consolidation.scenario.read import ScenarioProblems, read_scenario_files, reading_order
from consolidation.scenario.references import check_scenario
from consolidation.text import Text


@dataclass(frozen=True, slots=True)
class Loaded:
    """A scenario and the estate that it asks about."""

    scenario: Scenario
    inventory: Path
    estate: Estate
    warnings: tuple[Problem, ...]

    def warning_records(self) -> list[Mapping[str, object]]:
        """Return the warnings as ``--json`` shows them."""
        return [problem_record(warning) for warning in self.warnings]


def load(talk: Talk, file: Path, report: Report, time_limit: int | None = None) -> Loaded:
    """Read a scenario and its inventory, or raise `InputProblems` with all that is wrong."""
    report(Text("シナリオを読む", "reading the scenario"))
    try:
        found = read_scenario_files(file)
    except ScenarioProblems as error:
        raise _with_references(error) from error
    report(Text("台帳を読み、検査する", "reading and checking the inventory"))
    read = read_inventory(found.inventory)
    problems = check_scenario(found.scenario, read.estate, found.problem)
    if problems:
        raise InputProblems(str(file), problems)
    if read.warnings:
        talk.note(shown_warnings(str(found.inventory), read.warnings, talk.language))
    limit = time_limit or found.scenario.time_limit_s
    scenario = replace(found.scenario, time_limit_s=limit)
    return Loaded(scenario, found.inventory, read.estate, read.warnings)


def _with_references(error: ScenarioProblems) -> InputProblems:
    """Return what is wrong with a scenario, rows that its inventory does not hold among it."""
    found = error.rest
    if found is None:
        return error
    try:
        estate = read_inventory(found.inventory).estate
    except (InputProblems, OSError):  # its own problems come once the scenario can be read
        return error
    problems = {*error.problems, *check_scenario(found.scenario, estate, found.problem)}
    return InputProblems(error.source, sorted(problems, key=reading_order))
