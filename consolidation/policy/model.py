"""Findings, witnesses, certificates and the verdict they make up."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from consolidation.inventory.tables.kinds import Zone
from consolidation.text import Text


class Outcome(StrEnum):
    """What a rule's check can say."""

    HOLDS = "holds"
    VIOLATED = "violated"
    CAUTION = "caution"
    """Allowed because the scenario asks for it; needs the approval that the message names."""
    NOTE = "note"
    """For information: the edition does not make a breach of it, another reading would."""
    UNDETERMINED = "undetermined"
    NOT_CHECKED = "not-checked"


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyOptions:
    """Which edition of the rules judges, and what the scenario asks to be allowed."""

    edition: Literal["city-2018", "city-2018-strict", "national-2022", "national-2025"] = (
        "city-2018"
    )
    required_controls: int = 2
    """k: how many controls must stand on every way from a radio source to a resident system."""
    allow_shared_platform: tuple[Zone, ...] = ()
    """Zones that may share a platform (never a host) with others; each use is a caution."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a witness: an element of the graph, the inventory row it comes from, in words."""

    node: str
    table: str
    row: str
    text: Text
    control: str | None = None
    """Id of the control passed in this step, if any."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one rule says of one subject, with its evidence."""

    rule: str
    """``P1-carriage``, ``P2-entry``, ``zone-separation``, ``shared-host``, ..."""
    outcome: Outcome
    subject: str
    """Id of the row the finding is about, or the state's name for a whole-state result."""
    message: Text
    witness: tuple[Step, ...] = ()
    fix: Text | None = None
    num_controls: int | None = None
    """For P2: how many controls stand on the way shown (violated) or on the weakest (holds)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """Labels that show P2: 0 on sources, >= k on targets, never rising by more than the weight.

    The label of a state is a lower bound on the number of controls between any radio source and
    it. ``graph`` is the hash of the graph they were made for.
    """

    property: str
    k: int
    graph: str
    labels: tuple[tuple[str, int], ...]
    counts: tuple[str, ...] = ()
    """Kinds of control that weigh 1; every other joint weighs 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """All findings on one state of the estate."""

    state: str
    """``as-is``, ``to-be`` or ``wave-3`` (the state after wave 3)."""
    edition: str
    findings: tuple[Finding, ...]
    certificates: tuple[Certificate, ...] = ()
    not_yet: tuple[Text, ...] = ()

    @property
    def violations(self) -> tuple[Finding, ...]:
        """The findings that are breaches."""
        return tuple(f for f in self.findings if f.outcome is Outcome.VIOLATED)
