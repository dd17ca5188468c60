"""The same state under every edition of the rules, and where the city's is the stricter.

Editions that count the same controls and the same kinds of wireless ask for the same distances:
these are worked out once, so that a comparison costs little more than one verdict.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from consolidation.policy.case import Case
from consolidation.policy.editions import CITY_2018, EDITIONS, NATIONAL, Edition
from consolidation.policy.model import Finding, Outcome, Reading
from consolidation.policy.phrases import count
from consolidation.policy.rules.carriage import carriage
from consolidation.policy.rules.entry import nothing_to_check
from consolidation.text import Text

RULE = "editions"
GRAVITY = (
    Outcome.VIOLATED,
    Outcome.UNDETERMINED,
    Outcome.NOT_CHECKED,
    Outcome.CAUTION,
    Outcome.NOTE,
    Outcome.HOLDS,
)
"""Outcomes, the gravest first."""
ALWAYS = 0
"""The k from which it is a breach where any connection is one: whatever k is asked for."""


def readings(case: Case) -> tuple[Reading, ...]:
    """Return what every edition says of the state of a case, in the order of `EDITIONS`.

    The scenario's media and k hold for every edition that leaves them open. Where the answer
    cannot be told, ``num_controls`` is ``None`` and ``turns_at`` the k from which it would be a
    breach for sure. Where any connection is a breach, ``turns_at`` is 0.
    """
    compared = _Compared(case)
    return tuple(compared.reading(edition) for edition in EDITIONS.values())


def gravest(outcomes: Iterable[Outcome]) -> Outcome:
    """Return the gravest of some outcomes.

    >>> gravest((Outcome.HOLDS, Outcome.UNDETERMINED, Outcome.NOTE))
    <Outcome.UNDETERMINED: 'undetermined'>
    """
    return min(outcomes, key=GRAVITY.index)


class _Fewest(NamedTuple):
    """Fewest independent controls on any way; ``None``: there is no way at all."""

    number: int | None
    proved: bool

    def under(self, k: int) -> bool:
        """Return whether there are fewer than k for sure."""
        return self.proved and self.number is not None and self.number < k

    def at_least(self, k: int) -> bool:
        """Return whether there are k or more for sure."""
        return self.number is None or self.number >= k


class _Compared:
    """What editions have in common, worked out once."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self._present = {control.kind for control in case.estate.controls}
        self._distances: dict[object, tuple[_Fewest, _Fewest]] = {}
        self._carried: dict[object, Outcome] = {}

    def reading(self, edition: Edition) -> Reading:
        """Return what one edition says."""
        own = self.case.edition
        here = self.case if edition is own else replace(self.case, edition=edition)
        entry, number, turns_at = self._entry(here)
        return Reading(
            edition=edition.id,
            carriage=self._carriage(here),
            entry=entry,
            required_controls=here.k,
            num_controls=number,
            turns_at=turns_at,
        )

    def _carriage(self, here: Case) -> Outcome:
        """Return the gravest outcome of P1; where nothing is carried, no edition minds."""
        reach = (here.media, here.edition.protected)
        key = (*reach, here.edition.carriage, here.edition.terms)
        if here.edition.carriage == "forbidden":
            key = (*reach, "forbidden", ())
        elif self._carried.get((*reach, "forbidden", ())) is Outcome.HOLDS:
            return Outcome.HOLDS
        if key not in self._carried:
            self._carried[key] = gravest(finding.outcome for finding in carriage(here, told=False))
        return self._carried[key]

    def _alike(self, here: Case) -> Case:
        """Return the case judged, where an edition asks for the same distances in it."""
        return self.case if self._key(here) == self._key(self.case) else here

    def _fewest(self, here: Case) -> tuple[_Fewest, _Fewest]:
        """Return the fewest controls if facts turn out well, and if badly."""
        key = self._key(here)
        if key not in self._distances:
            self._distances[key] = _told(here.surely_weakest), _told(here.weakest)
        return self._distances[key]

    def _key(self, here: Case) -> object:
        counted = frozenset(here.edition.counts) & self._present
        return here.media, here.edition.protected, counted

    def _entry(self, here: Case) -> tuple[Outcome, int | None, int | None]:
        """Return the outcome of P2, the controls on the weakest way, and the k where it turns."""
        k, is_strict, case = here.k, here.edition.strict, self._alike(here)
        if nothing_to_check(case, RULE) is not None:
            return Outcome.NOT_CHECKED, None, None
        well, badly = self._fewest(case)
        if is_strict:
            return _strictly(case, well, badly)
        if well.under(k):
            return Outcome.VIOLATED, well.number, _turn(well)
        if badly.under(k) or case.unconnected:
            return Outcome.UNDETERMINED, None, _turn(well)
        if not badly.at_least(k):
            return Outcome.NOT_CHECKED, None, None
        return Outcome.HOLDS, badly.number, _turn(badly)


def _told(found: tuple[int, bool] | None) -> _Fewest:
    return _Fewest(None, True) if found is None else _Fewest(*found)


def _turn(fewest: _Fewest) -> int | None:
    """Return the k from which it would be a breach; ``None``: from none, or it is not known."""
    return None if fewest.number is None or not fewest.proved else fewest.number + 1


def _strictly(case: Case, well: _Fewest, badly: _Fewest) -> tuple[Outcome, int | None, int | None]:
    """Return what an edition says that forbids any connection, guarded or not."""
    if well.number is not None:
        return Outcome.VIOLATED, well.number, ALWAYS
    if badly.number is not None or case.unconnected:
        return Outcome.UNDETERMINED, None, None
    return Outcome.HOLDS, None, None


def editions(case: Case, compared: Sequence[Reading]) -> tuple[Finding, ...]:
    """Say where the city's rule is stricter than the national ones for a state, as a note."""
    by_id = {reading.edition: reading for reading in compared}
    city = by_id[CITY_2018.id]
    found = [text for edition in NATIONAL for text in _allowed(city, by_id[edition.id], edition)]
    if not found and Outcome.VIOLATED in (city.carriage, city.entry):
        found.append(
            Text(
                "この状態で市の規則に反するものは、国のどの版にも反する",
                "what breaks the city's rule here breaks both national editions too",
            )
        )
    elif not found:
        found.append(
            Text(
                "この状態には、国の版が認めて市の規則が認めないものはない",
                "nothing here breaks the city's rule that a national edition allows",
            )
        )
    remark = CITY_2018.remark
    return (
        Finding(
            rule=RULE,
            outcome=Outcome.NOTE,
            subject=case.state,
            message=Text(
                "。".join([*(text.ja for text in found), f"市の規則は{remark.ja}"]),
                "; ".join([*(text.en for text in found), f"the city's rule is {remark.en}"]),
            ),
        ),
    )


def _allowed(city: Reading, national: Reading, edition: Edition) -> Iterator[Text]:
    """Yield what breaks the city's rule and not, or not for sure, a national edition."""
    parts = (
        (city.carriage, national.carriage, Text("無線による通信", "carriage by radio")),
        (city.entry, national.entry, _way_in(city, national)),
    )
    title = edition.title
    for ours, theirs, what in parts:
        if ours is not Outcome.VIOLATED or theirs is Outcome.VIOLATED:
            continue
        if theirs is Outcome.HOLDS:
            yield Text(
                f"市の規則に反する{what.ja}を、{title.ja}は認める",
                f"what breaks the city's rule, {what.en}, is allowed by {title.en}",
            )
        else:
            yield Text(
                f"市の規則に反する{what.ja}を{title.ja}が認めるかどうかは、記録が足りず分からない",
                f"whether what breaks the city's rule, {what.en}, is allowed by {title.en} cannot "
                "be told for want of records",
            )


def _way_in(city: Reading, national: Reading) -> Text:
    fewer = national.required_controls
    if national.num_controls is None or fewer >= city.required_controls:
        return Text("無線からの到達", "entry from wireless")
    return Text(
        f"無線からの到達（制御{city.required_controls}個ではなく{fewer}個を求める）",
        f"entry from wireless ({count(fewer, 'control')} required instead of "
        f"{city.required_controls})",
    )
