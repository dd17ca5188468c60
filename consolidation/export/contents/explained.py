"""What a finding says besides its message, in sentences that page and console share."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from consolidation.export import labels, policy_labels
from consolidation.export.controls import Controls
from consolidation.policy.model import (
    Change,
    Fact,
    Finding,
    Outcome,
    Repair,
    RepairPrices,
    Ring,
    Step,
    Verdict,
)
from consolidation.policy.phrases import count, group_text, listed
from consolidation.text import Text

MOST_CONTROLS = 8
"""Controls of one list that a sentence names."""
MOST_ROWS = 6
"""Rows of a ring that a sentence names as examples."""
ILLUSTRATIVE = Text("例示の単価による", "at illustrative prices")
AT_FAULT = Text("原因の段", "the step at fault")
LOST = Text("失われるとみなす", "taken to be lost")
UNSURE = Text("要確認", "to survey")
NO_REPAIR = Text(
    "変更の候補の中に、これを直す組合せは見つからない",
    "no repair was found among the changes on offer",
)


def prices_are_illustrative(prices: RepairPrices) -> bool:
    """Return whether any of the prices of changes is the tool's own and not the city's.

    >>> prices_are_illustrative(RepairPrices(control_yen=900_000))
    True
    """
    usual = RepairPrices()
    return any(
        getattr(prices, name) == getattr(usual, name)
        for name in ("control_yen", "change_yen", "unplug_yen", "wire_yen")
    )


def cited(step: Step) -> Text:
    """Return the table and the row that a step comes from, and the control it passes."""
    where = policy_labels.row(step.table, step.row)
    if step.control is None or step.control == step.row:
        return where
    return Text(f"{where.ja}、制御 {step.control}", f"{where.en}, control {step.control}")


def each_sentence_once(finding: Finding) -> Finding:
    """Return a finding as it is told: of steps in a row that say the same of one row, the first.

    A way over a hub gets into its ports and out of them again: two steps of the graph, and one
    sentence. The step at fault stays marked; `plan.json` keeps every step.
    """
    firsts = _firsts(finding.witness)
    guilty = finding.guilty
    if guilty is not None and guilty < len(finding.witness):
        guilty = sum(first <= guilty for first in firsts) - 1
    return replace(
        finding,
        witness=tuple(finding.witness[first] for first in firsts),
        guilty=guilty,
        others=tuple(tuple(way[first] for first in _firsts(way)) for way in finding.others),
    )


def _firsts(steps: Sequence[Step]) -> list[int]:
    """Return the first step of each run of steps that say the same of one row."""
    said = [(step.text, step.table, step.row, step.control) for step in steps]
    return [n for n, here in enumerate(said) if n == 0 or here != said[n - 1]]


def marks(finding: Finding, number: int, step: Step, controls: Controls) -> tuple[Text, ...]:
    """Return what to remark on a step of the witness: at fault, lost, or still to be surveyed.

    ``number`` counts from 0.
    """
    found = [AT_FAULT] if number == finding.guilty else []
    if controls.is_lost(step.control, finding.lost):
        found.append(LOST)
    if any((fact.table, fact.row) == (step.table, step.row) for fact in finding.survey):
        found.append(UNSURE)
    return tuple(found)


def not_mended(verdict: Verdict, finding: Finding) -> bool:
    """Return whether repairs were looked for, and none was found for a breach."""
    sought = verdict.repair is not None or any(f.repair is not None for f in verdict.findings)
    return sought and finding.repair is None and finding.outcome is Outcome.VIOLATED


def remarks(finding: Finding, controls: Controls) -> Iterator[Text]:
    """Yield what is to be known of a finding's way: how many controls, what falls, when."""
    num, plain = finding.num_controls, finding.num_plain
    if num is not None and plain is not None:
        yield Text(
            f"独立した制御 {num}個（1つずつ数えると {plain}個）",
            f"independent controls: {num} (counted one by one: {plain})",
        )
    if finding.lost:
        yield _lost(finding.lost, controls)
    if finding.after:
        names = listed(finding.after)
        yield Text(
            f"この経路は次の回線の故障後、予備回線が使われるときに開く: {names.ja}",
            f"the way opens when a backup line comes up after the failure of {names.en}",
        )


def _lost(groups: Sequence[str], controls: Controls) -> Text:
    parts = []
    for group in groups:
        words, fallen = group_text(group), controls.fall_with(group)
        names = listed(fallen, MOST_CONTROLS)
        parts.append(
            Text(f"{words.ja}（制御 {names.ja}）", f"{words.en} (controls {names.en})")
            if fallen
            else words
        )
    named = policy_labels.joined(parts)
    return Text(
        f"次のものが失われると、これらの制御は同時に効かなくなり、経路が開く: {named.ja}",
        f"the way opens once this is lost, with all controls that fall together: {named.en}",
    )


def repair_words(repair: Repair, illustrative: bool) -> Text:
    """Return what a repair costs, how surely none is cheaper, and what the rule says after it."""
    how = (ILLUSTRATIVE.ja, ILLUSTRATIVE.en) if illustrative else ("", "")
    ja, en = (f"、{how[0]}", f", {how[1]}") if illustrative else how
    if repair.lower_bound_yen >= repair.yen:
        proved = Text("これより安い直し方はない（証明済み）", "no cheaper set exists (proved)")
    else:
        proved = Text(
            f"最も安いとは証明していない（下界 {repair.lower_bound_yen:,}円）",
            f"not proved cheapest (lower bound {repair.lower_bound_yen:,} yen)",
        )
    after, less = labels.OUTCOME[repair.outcome], _given_up(repair)
    num = len(repair.changes)
    return Text(
        f"{repair.yen:,}円（税抜{ja}）で{num}件の変更。{proved.ja}。"
        f"直した後の判定: {after.ja}{less.ja}",
        f"{count(num, 'change')} for {repair.yen:,} yen (without tax{en}); {proved.en}; "
        f"judged anew after it: {after.en}{less.en}",
    )


def _given_up(repair: Repair) -> Text:
    """Say what was given up for a repair, because no other was found."""
    ja = en = ""
    if repair.outcome is not Outcome.HOLDS:
        ja += "。適合となる変更の組は候補の中に見つからない"
        en += "; no changes on offer were found after which it holds"
    if repair.cuts_off:
        ja += "。今つながっている利用者または通信が切れる（切れない直し方は候補の中に見つからない）"
        en += "; cuts off users or flows joined today (none was found that does not)"
    return Text(ja, en)


def change_words(change: Change) -> Text:
    """Return one change with its price and the row that it is made to."""
    where = policy_labels.row(change.table, change.row)
    return Text(
        f"{change.text.ja}（{change.yen:,}円、{where.ja}）",
        f"{change.text.en} ({change.yen:,} yen, {where.en})",
    )


def fact_words(fact: Fact) -> Text:
    """Return one fact to survey with its row."""
    where = policy_labels.row(fact.table, fact.row)
    return Text(f"{where.ja}: {fact.text.ja}", f"{where.en}: {fact.text.en}")


def ring_name(ring: Ring, rings: Sequence[Ring]) -> Text:
    """Return what a ring is: how many controls stand before it."""
    number = ring.number
    if not number:
        return Text("電波から制御なしで届く範囲", "reached from the air past no control")
    if ring == rings[-1]:
        return Text(
            f"制御{number}個以上の内側（または経路がない）",
            f"behind {number} or more controls, or not reached at all",
        )
    return Text(f"制御{number}個を通って届く範囲", f"reached past {count(number, 'control')}")


def ring_size(ring: Ring) -> Text:
    """Return how many places are in a ring, and how many of them are protected."""
    return Text(
        f"{ring.num_states:,}か所（うち住民情報系 {ring.num_protected:,}）",
        f"{ring.num_states:,} {'place' if ring.num_states == 1 else 'places'} "
        f"({ring.num_protected:,} protected)",
    )


def guards(ring: Ring, controls: Controls, most: int = MOST_CONTROLS) -> tuple[Text, ...]:
    """Return the controls by which a ring is entered, those on one device together.

    The last entry says how many controls are left out, where some are.
    """
    by_device: dict[str, list[str]] = {}
    for control in ring.guards[:most]:
        by_device.setdefault(controls.device.get(control, ""), []).append(control)
    found = []
    for device, names in by_device.items():
        ja, en = "、".join(names), ", ".join(names)
        word = "control" if len(names) == 1 else "controls"
        if device:
            found.append(Text(f"{device}（制御 {ja}）", f"{device} ({word} {en})"))
        else:
            found.append(Text(f"制御 {ja}", f"{word} {en}"))
    more = len(ring.guards) - most
    if more > 0:
        found.append(Text(f"ほか{more}個", f"{more} more"))
    return tuple(found)


def ring_words(ring: Ring, rings: Sequence[Ring], controls: Controls) -> Text:
    """Return a ring in one sentence: what it is, its size, its gates, some of what is in it."""
    name, size = ring_name(ring, rings), ring_size(ring)
    ja, en = f"輪{ring.number}: {name.ja}。{size.ja}", f"ring {ring.number}: {name.en}; {size.en}"
    if ring.guards:
        gates = policy_labels.joined(guards(ring, controls))
        ja, en = f"{ja}。入口 {gates.ja}", f"{en}; entered through {gates.en}"
    if ring.elements:
        rows = [policy_labels.row(*element) for element in ring.elements[:MOST_ROWS]]
        some = policy_labels.joined(rows)
        ja, en = f"{ja}。例 {some.ja}", f"{en}; for example {some.en}"
    return Text(ja, en)
