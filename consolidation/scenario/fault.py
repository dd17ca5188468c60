"""What a rule finds wrong with a scenario."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from consolidation.scenario.keys import KeyPath
from consolidation.scenario.model import Scenario
from consolidation.text import Text


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a scenario, and the path of the value."""

    path: KeyPath
    what: Text
    fix: Text


Rule = Callable[[Scenario], Iterator[Fault]]
