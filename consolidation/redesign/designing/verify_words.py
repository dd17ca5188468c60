"""How the re-check of a network design says which state does not hold, and why."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from consolidation.redesign.designing.verify_cuts import Cut, number, text_of
from consolidation.redesign.designing.verify_states import State, Wish
from consolidation.text import Text


@dataclass(frozen=True, slots=True)
class Telling:
    """The words for a state, and for a cut or an unmet wish that shows that it does not hold."""

    where: Callable[[State], Text]
    cut: Callable[[Cut, State], Text]
    unmet: Callable[[Wish, Fraction, State], Text]


def where(state: State) -> Text:
    """Return a state by the names of its slice and failure."""
    name, failure, times = state.slice, state.failure, state.times
    if failure is None:
        ja, en = ("", "") if times == 1 else (f" (需要は {times} 倍)", f" (demands x {times})")
        return Text(f"時間帯 {name}、通常時{ja}", f"slice {name}, normal state{en}")
    return Text(f"時間帯 {name}、障害 {failure.id}", f"slice {name}, failure {failure.id}")


def unmet(wish: Wish, missing: Fraction, _: State) -> Text:
    """Return how much of a wish is not met."""
    names, amount, lack = ", ".join(wish.demands), number(wish.amount), number(missing)
    ends = f"{wish.source}–{wish.target}"
    if wish.limit is not None:
        limit = number(wish.limit)
        return Text(
            f"需要 {names} ({ends}) の {amount} のうち {lack} に、遅延 {limit} 以内の"
            "空いた経路がない",
            f"{lack} of the {amount} of demand {names} ({ends}) find no way with room within a "
            f"latency of {limit}",
        )
    return Text(
        f"需要 {names} ({ends}) の {amount} のうち {lack} が通らない。これを示す切断は見つからない",
        f"{lack} of the {amount} of demand {names} ({ends}) find no way; "
        "no cut was found that shows it",
    )


PLAIN = Telling(where, text_of, unmet)
"""In the words of network design: links, slices, failures, no units."""
