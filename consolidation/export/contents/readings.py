"""The same state under every edition of the rules, and where the city's are the stricter."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from consolidation.export import labels
from consolidation.export.contents.findings import SEVERITY
from consolidation.export.policy_labels import joined
from consolidation.export.review import Review
from consolidation.export.table import Cell, Table, heading
from consolidation.policy.editions import EDITIONS, NATIONAL
from consolidation.policy.model import Outcome, Reading
from consolidation.policy.phrases import count, listed
from consolidation.policy.readings import ALWAYS
from consolidation.text import Text

WHATEVER_K = Text("制御の数によらず違反", "a breach whatever k is")
NO_CONNECTION = Text(
    "制御の有無にかかわらず接続を認めない", "allows no connection at all, guarded or not"
)


def readings(review: Review) -> Table:
    """Return what each edition says of each state: P1, P2, k, and at which k P2 would turn."""
    return Table(
        "readings",
        Text("基準ごとの判定", "The verdict under every edition"),
        (
            heading("状態", "state"),
            heading("基準", "edition"),
            heading("P1 無線通信", "P1 carriage"),
            heading("P2 無線からの到達", "P2 entry"),
            heading("必要な制御の数 k", "controls required, k", "count"),
            heading("最も弱い経路の独立した制御", "independent controls, weakest way", "count"),
            heading("P2が違反に転じるk", "k at which P2 turns", "count"),
            heading("国の基準より厳しい点", "stricter than the national guideline", "long"),
        ),
        tuple(
            (
                labels.state(verdict.state),
                edition_name(reading.edition),
                labels.OUTCOME[reading.carriage],
                labels.OUTCOME[reading.entry],
                None if is_strict(reading.edition) else reading.required_controls,
                reading.num_controls,
                WHATEVER_K if reading.turns_at == ALWAYS else reading.turns_at,
                stricter(reading, verdict.readings),
            )
            for verdict in review.plan.verdicts
            for reading in verdict.readings
        ),
        Text(
            "市の規則は、機能的な読みと厳格な読みの両方で示す。転じるkの空欄は、どのkでも違反に"
            "ならないか、判定できないことを表す。",
            "The city's rule is shown in its functional and its strict reading; an empty k means "
            "that none would make it a breach, or that it cannot be told.",
        ),
    )


def for_page(review: Review) -> Table:
    """Return the readings of to-be and as-is, and of other states where they are different."""
    table, seen = readings(review), set()
    order = {labels.state("to-be"): 0, labels.state("as-is"): 1}
    rows = []
    for row in sorted(table.rows, key=lambda row: order.get(_state(row), len(order))):
        if _state(row) in order or row[1:] not in seen:
            rows.append(row)
        seen.add(row[1:])
    return replace(table, rows=tuple(rows))


def _state(row: tuple[Cell, ...]) -> Text:
    state = row[0]
    return state if isinstance(state, Text) else Text("", "")


def edition_name(edition: str) -> Text:
    """Return an edition's title with its id.

    >>> edition_name("city-2018").en
    "the city's rule (2018, functional reading) [city-2018]"
    """
    known = EDITIONS.get(edition)
    if known is None:
        return Text(edition, edition)
    return Text(f"{known.title.ja}［{edition}］", f"{known.title.en} [{edition}]")


def reading_words(reading: Reading) -> Text:
    """Return what an edition says of P1 and P2, and at which k P2 would turn."""
    carriage, entry = labels.OUTCOME[reading.carriage], labels.OUTCOME[reading.entry]
    k, turns = reading.required_controls, reading.turns_at
    ja, en = f"k={k}", f"k = {k}"
    if is_strict(reading.edition):
        ja, en = NO_CONNECTION.ja, NO_CONNECTION.en
    elif turns is not None:
        ja, en = f"{ja}、k={turns}から違反", f"{en}, a breach from k = {turns}"
    return Text(
        f"{reading.edition} P1 {carriage.ja}・P2 {entry.ja}（{ja}）",
        f"{reading.edition} P1 {carriage.en}, P2 {entry.en} ({en})",
    )


def is_strict(edition: str) -> bool:
    """Return whether an edition forbids any connection, so that no k matters."""
    return edition in EDITIONS and EDITIONS[edition].strict


def is_national(edition: str) -> bool:
    """Return whether an edition is one of the national guideline."""
    return edition in {known.id for known in NATIONAL}


def stricter(reading: Reading, others: Sequence[Reading]) -> Text | None:
    """Return where a reading of the city's rule asks for more than the national editions.

    ``None`` for a national edition, and where there is none to compare with.
    """
    national = [other for other in others if is_national(other.edition)]
    if is_national(reading.edition) or not national:
        return None
    found = list(_graver(reading, national))
    if is_strict(reading.edition):
        found.append(NO_CONNECTION)
    else:
        found += _more_controls(reading, national)
    return joined(found) if found else Text("この状態では差なし", "no difference in this state")


def _graver(city: Reading, national: Sequence[Reading]) -> Iterator[Text]:
    """Yield the properties that the city's reading judges more gravely than national ones."""
    for name, of in (("P1", _carriage), ("P2", _entry)):
        milder: dict[Outcome, list[str]] = {}
        for other in national:
            if _gravity(of(city)) < _gravity(of(other)):
                milder.setdefault(of(other), []).append(other.edition)
        for theirs, editions in milder.items():
            us, them, where = labels.OUTCOME[of(city)], labels.OUTCOME[theirs], listed(editions)
            yield Text(
                f"{name} は{us.ja}（{where.ja} では{them.ja}）",
                f"{name} {us.en} ({where.en}: {them.en})",
            )


def _more_controls(city: Reading, national: Sequence[Reading]) -> Iterator[Text]:
    """Yield that the city's reading requires more controls than national ones."""
    fewer: dict[int, list[str]] = {}
    for other in national:
        if other.required_controls < city.required_controls:
            fewer.setdefault(other.required_controls, []).append(other.edition)
    for num, editions in fewer.items():
        where = listed(editions)
        yield Text(
            f"制御を{city.required_controls}個求める（{where.ja} は{num}個）",
            f"asks for {count(city.required_controls, 'control')} ({where.en}: {num})",
        )


def _carriage(reading: Reading) -> Outcome:
    return reading.carriage


def _entry(reading: Reading) -> Outcome:
    return reading.entry


def _gravity(outcome: Outcome) -> int:
    return SEVERITY.index(outcome)
