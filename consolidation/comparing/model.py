"""What the comparison of the options is asked and what it answers."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Literal

from consolidation.policy.model import Change, Outcome
from consolidation.redesign.leasing.model import LossKind
from consolidation.redesign.model import LineOptions, Merge
from consolidation.solving.status import Status
from consolidation.text import Text


class Kit(StrEnum):
    """What keeps the two networks apart where they share lines or switches."""

    VLAN = "vlan"
    VRF = "vrf"
    SDN = "sdn"
    """An overlay that a controller sets up."""
    ENCRYPTED = "encrypted"
    """The resident network in encrypted tunnels over the merged lines."""
    WAVELENGTH = "wavelength"
    """A wavelength for each network on the merged lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KitPrice:
    """What a kit costs besides lines, routers and rework; whole yen without tax, illustrative."""

    central_yen: int = 0
    """Once, whatever its size: design, controllers."""
    central_yen_month: int = 0
    site_yen: int = 0
    """Once for each site at which the networks share devices: licences, settings."""
    site_yen_month: int = 0
    line_yen: int = 0
    """Once for each merged line: both ends of a tunnel or of a wavelength."""
    line_yen_month: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonOptions:
    """What the options are compared under; prices not named here are those of ``lines``."""

    losses: tuple[LossKind, ...] = ("line",)
    """What may be lost at a time without traffic being lost: lines, devices, whole sites (their own
    traffic is lost with them), site entries, ducts, carriers; empty: the normal state alone."""
    protected_sites: tuple[str, ...] = ()
    """Sites whose traffic must survive these losses; empty: all."""
    new_lines_to: tuple[str, ...] = ()
    """Sites to which every other may get a line besides those between sites joined already."""
    terminal_kbit_s: int = 0
    """Traffic of a terminal in office hours, for sites with terminals and no flow into their
    network; it goes to where most of the network's traffic does. 0: only flows count."""
    max_utilisation_after_loss_percent: int | None = None
    """A line carries at most this share of its capacity after a loss; not given: the same as
    normally, ``lines.max_utilisation_percent``. Never less than that."""
    max_latency_ms: float | None = None
    """Traffic between two sites takes only ways of at most this latency, one way, normally and
    after every loss; each line and tariff must then say its own. Not given: any way will do."""
    fee_change_percent_per_year: float = 0.0
    """Change of all monthly line fees from one year to the next."""
    fee_change_percent_by_year: tuple[float, ...] = ()
    """Instead, their change in each fiscal year after that of ``lines.change_on``, against the year
    before; one for each in which the lines are paid. Empty: the same change every year."""
    swing_percent: int = 20
    """By how much each price is varied up and down."""
    kits: tuple[Kit, ...] = (Kit.VLAN, Kit.VRF, Kit.SDN, Kit.ENCRYPTED, Kit.WAVELENGTH)
    """Kits that are compared."""
    vlan: KitPrice = field(default_factory=lambda: KitPrice(site_yen=60_000))
    """VLANs on shared devices."""
    vrf: KitPrice = field(default_factory=lambda: KitPrice(central_yen=800_000, site_yen=90_000))
    """Routing tables of their own for each network."""
    sdn: KitPrice = field(
        default_factory=lambda: KitPrice(
            central_yen=9_000_000, central_yen_month=80_000, site_yen=120_000
        )
    )
    """Overlays set up by a controller."""
    encrypted: KitPrice = field(
        default_factory=lambda: KitPrice(central_yen=1_500_000, line_yen=500_000)
    )
    """Encrypted tunnels over merged lines."""
    wavelength: KitPrice = field(
        default_factory=lambda: KitPrice(line_yen=1_200_000, line_yen_month=20_000)
    )
    """Wavelengths of their own on merged lines."""

    def limit_percent(self, lines: LineOptions, *, after_loss: bool) -> int:
        """Return the part of its capacity that a line may carry."""
        own = self.max_utilisation_after_loss_percent
        return own if after_loss and own is not None else lines.max_utilisation_percent

    def price(self, kit: Kit) -> KitPrice:
        """Return what a kit costs."""
        prices = {
            Kit.VLAN: self.vlan,
            Kit.VRF: self.vrf,
            Kit.SDN: self.sdn,
            Kit.ENCRYPTED: self.encrypted,
            Kit.WAVELENGTH: self.wavelength,
        }
        return prices[kit]


CostKind = Literal[
    "line-fee",
    "line-install",
    "line-leave",
    "line-run-out",
    "device",
    "router",
    "rework",
    "kit",
    "control",
]
"""What a cost item is for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CostItem:
    """A part of an option's cost, without tax: what is paid once and what every month."""

    kind: CostKind
    month_yen: int
    once_yen: int
    """Of fees until the end of a term: all of them together."""
    value: Fraction
    """Present value over the years compared."""
    num: int | None = None
    """How many routers, sites, changes or devices it is for; ``None`` where it is not counted."""


KitUnit = Literal["whole", "site", "line"]
"""What a kit is paid for: once in all, each site with shared devices, each merged line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KitPart:
    """How many of what an isolation kit's price is made of, and what one of them costs."""

    kit: Kit
    unit: KitUnit
    num: int
    once_yen: int
    """For one."""
    month_yen: int
    """For one, every month."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """What was lost: the kind and its id; the id of a line is that of its `LineAnswer`."""

    kind: LossKind
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """The highest share of its capacity that some line carries, and when."""

    share: Fraction
    """1 is full."""
    line: str | None
    lost: Lost | None
    """``None``: in the normal state."""


Action = Literal["keep", "leave", "new", "none"]
"""``none``: a line that might have been leased and is not needed; not listed in answers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineAnswer:
    """What becomes of a line that is there, or a line that is leased anew."""

    id: str
    link: str | None
    """Its row in the inventory, where it is there already."""
    site: str
    far_site: str
    network: Literal["resident", "administrative", "both"]
    carrier: str | None
    action: Literal["keep", "leave", "new"]
    tariffs: tuple[str, ...]
    capacity_mbit_s: int
    yen_month: int
    one_off_yen: int
    leaves_on: date | None
    """Last day of the present contract, where its term is waited for; ``one_off_yen`` are then its
    fees up to that day."""
    load_kbit_s: int
    """Busier direction and slice in the normal state, growth included."""
    worst_load_kbit_s: int
    """The most over all losses, growth included."""
    worst_after: Lost | None
    """The loss after which it carries that; ``None``: the normal state."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteAnswer:
    """What a line carries after a loss, in its busier direction and slice."""

    lost: Lost | None
    line: str
    load_kbit_s: int
    share: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyAnswer:
    """What the policy says of the network of an option."""

    outcome: Outcome
    """The worst of its findings once the changes are made."""
    breaches: tuple[tuple[str, str], ...]
    """Rule and subject of what the merge alone would be in breach of."""
    changes: tuple[Change, ...]
    """What is bought or changed so that it holds, or the most that helps."""
    num_controls: int | None
    """Independent controls on the weakest way from the air to a resident system; ``None``: there
    is no way at all."""
    required_controls: int
    controls_after_loss: int | None
    """The same after the single loss that leaves fewest; ``None``: no way then either."""
    approvals: tuple[tuple[str, str], ...] = ()
    """Rule and subject of what is allowed only with an approval."""
    said: tuple[tuple[str, str, Text], ...] = ()
    """What the rules say of breaches and approvals, in full: rule, subject, message."""

    @property
    def holds(self) -> bool:
        """Whether nothing is in breach."""
        return self.outcome is not Outcome.VIOLATED


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionAnswer:
    """One option: a way to merge, with a kit; a row of the table."""

    merge: Merge
    kit: Kit | None
    """``None`` where the networks stay separate."""
    status: Status
    cost: Fraction | None
    """Present value over the years compared, without tax; ``None`` without a design."""
    bound: Fraction
    items: tuple[CostItem, ...]
    kit_parts: tuple[KitPart, ...] = ()
    """What the kit's price in ``items`` is made of."""
    by_year: tuple[tuple[int, int], ...]
    """Fiscal year and whole yen paid in it, not discounted."""
    lines: tuple[LineAnswer, ...]
    routes: tuple[RouteAnswer, ...]
    normal: Usage | None
    after_loss: Usage | None
    even: bool
    """Whether the lowest worst utilisation at this cost is proved; in each state it counts as a
    part of what may be used then."""
    culprit: Text | None = None
    """What is at fault where nothing carries the traffic."""
    cut_off: tuple[tuple[Lost, tuple[str, ...]], ...]
    """Losses that no lease helps against, with the sites cut off."""
    apart: tuple[str, ...] = ()
    """Sites whose two lines end at sites with no wired way between: they are kept side by side."""
    single_points: tuple[Lost, ...]
    """Lines and devices of the finished network whose loss alone cuts off a site or a system."""
    policy: PolicyAnswer
    ports_freed: int
    """Ends of cables and lines on devices of the two networks, less than where these stay
    separate under the same losses."""
    devices: int
    """Network devices of the two networks to operate."""
    num_lines: int
    """Lines between sites to operate."""
    configurations: int
    """Settings to keep in step; see `operating`."""
    sites_with_both: tuple[str, ...]
    """Sites where terminals of both networks can be used on one switch."""
    num_sites: int
    """Sites with a terminal of either network."""
    rooms_with_both: int
    """Rooms at sites where a switch carries both networks."""
    num_rooms: int
    """Rooms at sites whose number of rooms is known."""

    @property
    def name(self) -> str:
        """Its id, such as ``both+vrf``."""
        return self.merge.value if self.kit is None else f"{self.merge.value}+{self.kit.value}"

    @property
    def lines_removed(self) -> int:
        """How many lines that are there are left."""
        return sum(line.action == "leave" for line in self.lines)

    @property
    def offered(self) -> bool:
        """Whether it may be chosen: it carries its traffic and is in breach of nothing."""
        return self.cost is not None and self.policy.holds


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakEven:
    """Where keeping separate and merging change places as one quantity varies."""

    quantity: Literal["line-fees", "growth", "discount", "router"]
    option: str
    """The merged option that is compared with keeping separate."""
    unit: Literal["factor", "percent", "yen"]
    now: Fraction
    low: Fraction
    high: Fraction
    """The range that was looked through, all of it."""
    at: tuple[Fraction, ...]
    """Every value at which the cheaper of the two changes; empty: none in the range."""
    separate_first: bool
    """Whether keeping separate is the cheaper one at the low end."""
    proved: bool
    """Whether every optimum it stands on is proved."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontierPoint:
    """What an option costs at least where no line may ever be fuller than a share."""

    option: str
    share: Fraction
    """Of its capacity, after a loss where any is asked for; normally less in proportion, where the
    limits differ."""
    cost: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Swing:
    """What varying one price does to the cheapest option."""

    price: Text
    low: Fraction
    """Cost of the cheapest option with the price lowered."""
    low_option: str
    high: Fraction
    high_option: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What is done in a fiscal year when the cheapest option is carried out."""

    fiscal_year: int
    on: date
    action: Literal["study", "specify", "budget", "procure", "change", "leave", "run-out"]
    subject: str
    """Line, site or option."""
    yen: int | None
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """All options of a scenario, in the order of `Merge` and then of the kits."""

    options: tuple[OptionAnswer, ...]
    first_day: date
    years: int
    discount_percent: float
    break_evens: tuple[BreakEven, ...]
    frontier: tuple[FrontierPoint, ...]
    """Of the cheapest option of each way to merge that may be chosen."""
    swings: tuple[Swing, ...]
    steps: tuple[Step, ...]
    notes: tuple[Text, ...]

    @property
    def cheapest(self) -> OptionAnswer | None:
        """The cheapest option that may be chosen, the first among equals."""
        found = [own for own in self.options if own.offered]
        return min(found, key=lambda own: own.cost or Fraction(0), default=None)

    @property
    def separate(self) -> OptionAnswer:
        """The option that keeps both networks separate."""
        return next(own for own in self.options if own.merge is Merge.SEPARATE)
