"""How hard each round of the search tries: quick methods first, exact ones when those fail.

Work and nodes bound a round before the clock does wherever possible, so that the same input
gives the same answer.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """The limits of one round."""

    mixes: int
    """Mixes of hosts tried out."""
    squeeze_work: int = 0
    """Looks of the swaps that squeeze in what rules of thumb leave over."""
    descent_work: int = 0
    """Looks of one try to squeeze a lot of many types onto cheaper hosts, at most."""
    chain_work: int = 0
    """Looks of the ejection chains."""
    fullest_nodes: int = 0
    """Nodes of the search for each full host."""
    all_rows: bool = False
    """Whether the rows that take longer to find are added first."""
    most_types: int = 0
    """Types of a compartment above which there is no column generation."""
    alike: int = 0
    """Column generation is for compartments with at least so many bundles per type."""
    dives: int = 1
    """Beginnings from which column generation dives."""
    failures: int = 0
    """Steps that a dive may take back."""
    tries: int = 0
    """Starts from which a choice is searched among all fillings within the gap."""
    loose_tries: int = 0
    """The same where the linear bound leaves room below the cost, so that dives came first."""
    assign_nodes: int = 0
    """Nodes of the assignment program for one compartment on given hosts."""
    most_pairs: int = 12_000
    """Pairs of type and host above which that program is not tried."""
    whole_nodes: int = 0
    """Nodes of the assignment program over the whole lot."""
    whole_pairs: int = 600
    share: float = 0.0
    """Share of the time left that one program may take."""

    def types_generated(self, num_guests: int) -> int:
        """Return up to how many types of so many bundles there is column generation."""
        return min(self.most_types, num_guests // self.alike if self.alike else num_guests)


EFFORTS = (
    Effort(mixes=6, squeeze_work=2_000_000),
    Effort(mixes=1, most_types=300, alike=8, failures=10),
    Effort(
        mixes=3, all_rows=True, descent_work=200_000_000,
        chain_work=200_000, fullest_nodes=30_000,
    ),
    Effort(mixes=2, fullest_nodes=300_000),
    Effort(
        mixes=20, most_types=600, dives=6, failures=10, tries=30, loose_tries=8,
        whole_nodes=1000, whole_pairs=300, share=0.1,
    ),
    Effort(mixes=1, most_types=600, dives=12, failures=20, tries=30, loose_tries=30),
    Effort(mixes=2, descent_work=30_000_000_000, fullest_nodes=1_200_000),
    Effort(
        mixes=20, squeeze_work=100_000_000, chain_work=1_000_000,
        assign_nodes=200, whole_nodes=2000, share=0.1,
    ),
    Effort(
        mixes=50, chain_work=2_000_000, assign_nodes=1000,
        whole_nodes=20_000, whole_pairs=2000, share=0.2,
    ),
    Effort(
        mixes=400, squeeze_work=1_000_000_000, chain_work=4_000_000, fullest_nodes=5_000_000,
        most_types=600, dives=200, failures=20, tries=100, loose_tries=100,
        assign_nodes=1_000_000, whole_nodes=1_000_000, whole_pairs=4000, share=0.5,
    ),
)  # fmt: skip
