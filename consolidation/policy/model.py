"""Findings, witnesses, certificates and the verdict they make up."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from consolidation.inventory.tables.kinds import ControlKind, RadioFamily, Zone
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


CrossingMode = Literal["deny", "controls", "screen", "listed"]
"""How two zones may meet: not at all; past controls; by screen transfer only; by listed flows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CrossingRule:
    """How two zones may meet, as a scenario asks for it; it comes before the edition's own rule.

    ``deny``: no joint at all. ``controls``: past at least ``controls`` independent controls of
    ``kinds`` (empty: of the kinds that the edition accepts). ``screen``: past a screen gateway.
    ``listed``: past a control whose ``permits`` name flows, each with origin, target, port,
    purpose and approver.
    """

    zones: tuple[Zone, Zone]
    """The two zones, in either order."""
    mode: CrossingMode
    """``deny``, ``controls``, ``screen`` or ``listed``."""
    controls: int = 1
    """How many independent controls; only where the mode is ``controls``."""
    kinds: tuple[ControlKind, ...] = ()
    """Kinds of control accepted; empty: those of the edition. Not for ``deny`` and ``screen``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairPrices:
    """What a change costs, in whole yen without tax. The defaults are illustrative."""

    control_yen: int = 1_200_000
    """A control bought and built in, with its box."""
    change_yen: int = 50_000
    """A setting changed on a device: a VLAN taken off a trunk, a rule narrowed."""
    unplug_yen: int = 80_000
    """An interface, a cable or a device taken away."""
    wire_yen: int = 3_000_000
    """A radio link replaced by a wired one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyOptions:
    """Which edition of the rules judges, and what the scenario asks to be allowed."""

    edition: Literal["city-2018", "city-2018-strict", "national-2022", "national-2025"] = (
        "city-2018"
    )
    required_controls: int = 2
    """k: how many controls must stand on every way from a radio source to a resident system."""
    media: tuple[RadioFamily, ...] = ()
    """Kinds of wireless that count; empty: those of the edition (all of them)."""
    separate_fibre: bool = False
    """Whether zones need fibres of their own: wavelengths on one fibre are then a breach."""
    crossings: tuple[CrossingRule, ...] = ()
    """How pairs of zones may meet, before the edition's own rules."""
    allow_shared_platform: tuple[Zone, ...] = ()
    """Zones that may share a platform with others; each use is a caution."""
    allow_shared_host: tuple[Zone, ...] = ()
    """Zones whose guests may share a host with those of others; each use is a caution."""
    allow_shared_store: tuple[Zone, ...] = ()
    """Zones that may share a datastore or backup target with others; each use is a caution."""
    allow_shared_management: tuple[Zone, ...] = ()
    """Zones whose devices may be managed together with those of others; each is a caution."""
    repair_prices: RepairPrices = field(default_factory=RepairPrices)


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
class Fact:
    """An inventory row that is not known for sure, and what a technician must find out."""

    table: str
    row: str
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change of the inventory that a repair makes, with its price."""

    action: str
    """``guard``, ``take-off``, ``unplug``, ``remove``, ``wire``, ...; see `policy.repair`."""
    table: str
    row: str
    yen: int
    text: Text
    segment: str | None = None
    """Id of the segment concerned, where the action takes one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """The cheapest set of changes that mends one finding, or all that are in breach."""

    changes: tuple[Change, ...]
    yen: int
    lower_bound_yen: int
    """No set of the changes on offer that mends it is cheaper; equal to ``yen`` when proved."""
    method: Literal["minimum-cut", "hitting-set", "greedy"]
    """``greedy``: the search for the cheapest was given up, and this is what was found besides."""
    outcome: Outcome
    """What the rule says once the changes are made: judged anew, never taken for granted.

    Not *holds* only where no changes were found after which it holds.
    """
    cuts_off: bool = False
    """Whether somebody is cut off from what he uses: only where nothing else was found to mend."""


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
    """For P2: independent controls on the way shown (violated) or on the weakest (holds)."""
    num_plain: int | None = None
    """For P2: the same, controls that fall together counted one by one."""
    guilty: int | None = None
    """Index of the step of the witness that is at fault."""
    others: tuple[tuple[Step, ...], ...] = ()
    """Further ways that share no inner step with the witness or with each other."""
    lost: tuple[str, ...] = ()
    """Groups of controls (a box, an account, a hypervisor) whose loss opens the way shown."""
    after: tuple[str, ...] = ()
    """Links whose failure brings up the backup lines the way takes; empty: it is always there."""
    survey: tuple[Fact, ...] = ()
    """For undetermined: the fewest facts that settle it if they turn out well."""
    repair: Repair | None = None

    @property
    def key(self) -> str:
        """What the finding is called on the command line: its rule and subject."""
        return f"{self.rule}/{self.subject}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """Groups of controls taken to be lost, and the states that wireless then gets to freely."""

    groups: tuple[str, ...]
    reached: tuple[str, ...]
    """States that it gets to past no other control, besides those it gets to anyway."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """Labels that show P2: 0 on sources, >= k on targets, never rising by more than the weight.

    The label of a state is a lower bound on the number of controls between any radio source and
    it. ``losses`` show the same of independent controls: whichever ``k - 1`` groups are lost, the
    states reached are closed and hold no target. ``graph`` is the hash of the graph they were
    made for.
    """

    property: str
    k: int
    graph: str
    labels: tuple[tuple[str, int], ...]
    counts: tuple[str, ...] = ()
    """Kinds of control that weigh 1; every other joint weighs 0."""
    media: tuple[str, ...] = ()
    """Kinds of wireless that are sources."""
    losses: tuple[Loss, ...] = ()


FailureKind = Literal["link", "device", "entry", "duct", "carrier"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FailureOutcome:
    """What P2 says after one failure."""

    kind: FailureKind
    id: str
    outcome: Outcome
    num_controls: int | None
    """Fewest controls on any way then, those that fall together counted once; at most k."""
    num_plain: int | None
    """The same, counted one by one; ``None``: there is no way at all."""
    brought_up: tuple[str, ...] = ()
    """Backup lines that come up."""
    witness: tuple[Step, ...] = ()
    """A way with too few controls that is not there while nothing has failed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one edition of the rules says of a state, for comparison."""

    edition: str
    carriage: Outcome
    entry: Outcome
    required_controls: int
    num_controls: int | None
    """Independent controls on the weakest way; ``None``: no way at all, or not determined."""
    turns_at: int | None
    """The k from which entry would be a breach; ``None``: from none, or it is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ZonePair:
    """How two zones may meet and how they do: one cell of the separation matrix."""

    zones: tuple[Zone, Zone]
    mode: CrossingMode
    required_controls: int
    outcome: Outcome
    num_joints: int
    guards: tuple[str, ...]
    """Ids of the controls at the joints."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ring:
    """The states that the same number of controls stands before, seen from the air."""

    number: int
    """Controls passed; the last ring holds what more are needed for, or no way leads to."""
    num_states: int
    num_protected: int
    elements: tuple[tuple[str, str], ...]
    """Table and id of some rows in it, those nearest the next ring first."""
    guards: tuple[str, ...]
    """Ids of the controls by which it is entered from the ring before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """All findings on one state of the estate."""

    state: str
    """``as-is``, ``to-be`` or ``wave-3`` (the state after wave 3)."""
    edition: str
    findings: tuple[Finding, ...]
    certificates: tuple[Certificate, ...] = ()
    readings: tuple[Reading, ...] = ()
    """The same state under every edition."""
    failures: tuple[FailureOutcome, ...] = ()
    """The single failures that change what P2 says, or how many controls stand then."""
    num_failures: int = 0
    """How many failures of links, devices, site entries, ducts and carriers were tried."""
    rings: tuple[Ring, ...] = ()
    zone_pairs: tuple[ZonePair, ...] = ()
    repair: Repair | None = None
    """The cheapest set of changes that mends every breach together."""
    not_yet: tuple[Text, ...] = ()

    @property
    def violations(self) -> tuple[Finding, ...]:
        """The findings that are breaches."""
        return tuple(f for f in self.findings if f.outcome is Outcome.VIOLATED)
