"""Reads a scenario: TOML files in, a checked `Scenario` out, or all problems at once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from consolidation.errors import InputProblems, Problem
from consolidation.nearest import suggestion
from consolidation.scenario.fault import Fault
from consolidation.scenario.keys import visits
from consolidation.scenario.model import Scenario
from consolidation.scenario.rules import RULES
from consolidation.scenario.sources import (
    BASED_ON,
    Source,
    dotted,
    merged_sources,
    place_of,
    read_sources,
)
from consolidation.scenario.values import build, cleaned, wrong_values
from consolidation.text import Text


@dataclass(frozen=True, slots=True)
class ReadScenario:
    """A scenario, and the files it was written in, so that later findings can name the line."""

    scenario: Scenario
    sources: tuple[Source, ...]
    data: Mapping[str, object]

    @property
    def path(self) -> Path:
        """The scenario's own file."""
        return self.sources[-1].path

    @property
    def inventory(self) -> Path:
        """Where its inventory lies."""
        return self.path.parent / self.scenario.inventory

    def problem(self, fault: Fault) -> Problem:
        """Return a fault as a problem with file and line."""
        return _problem(self.sources, self.data, fault)


class ScenarioProblems(InputProblems):
    """All problems of a scenario by itself, with what of it could be read."""

    def __init__(self, source: str, problems: Sequence[Problem], rest: ReadScenario | None) -> None:
        super().__init__(source, problems)
        self.rest = rest
        """The scenario without its wrong values; ``None`` where it does not hold together."""


def read_scenario(path: Path) -> Scenario:
    """Read a scenario with all it is based on, or raise `InputProblems` with all that is wrong."""
    return read_scenario_files(path).scenario


def read_scenario_files(path: Path) -> ReadScenario:
    """Do what `read_scenario` does, and keep where everything was written."""
    sources, problems = read_sources(path)
    if problems:
        raise InputProblems(str(path), problems)
    data = merged_sources(sources)
    data.setdefault("name", path.stem)
    data.setdefault("title", data["name"])
    faults = list(_unknown_keys(data))
    known = cleaned(data, Scenario)
    wrong = tuple(wrong_values(known))
    scenario, invalid = build(known, tuple(fault.path for fault in wrong))
    faults += [*wrong, *invalid]
    if scenario is not None:
        bad = {fault.path for fault in faults}
        asked = (fault for rule in RULES for fault in rule(scenario))
        faults += [f for f in asked if not any(path[: len(f.path)] == f.path for path in bad)]
    if scenario is None or faults:
        found = [_problem(sources, data, fault) for fault in faults]
        rest = None if scenario is None else ReadScenario(scenario, sources, data)
        raise ScenarioProblems(str(path), sorted(set(found), key=reading_order), rest)
    return ReadScenario(scenario, sources, data)


def _unknown_keys(data: Mapping[str, object]) -> Iterator[Fault]:
    for visit in visits(data, Scenario):
        if visit.key is None:
            known = (*visit.known, BASED_ON) if len(visit.path) == 1 else visit.known
            what = Text("このような項目はない", "there is no such key")
            yield Fault(visit.path, what, suggestion(str(visit.path[-1]), known))


def _problem(sources: tuple[Source, ...], data: Mapping[str, object], fault: Fault) -> Problem:
    place = place_of(sources, data, fault.path)
    return Problem(place.source, place.line, dotted(data, fault.path), fault.what, fault.fix)


def reading_order(problem: Problem) -> tuple[str, int, str]:
    """Return what problems of a scenario are told in the order of."""
    return (problem.source, problem.line or 0, problem.column or "")
