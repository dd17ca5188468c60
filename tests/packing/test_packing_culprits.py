"""Nothing fits: who and what, by name and by how much."""

import random
from collections import Counter
from dataclasses import replace
from time import process_time

import pytest

from consolidation.errors import Culprit, NothingFits
from consolidation.packing.compact.compartments import lots
from consolidation.packing.culprits.conflict import Conflict, find_conflict
from consolidation.packing.culprits.culprits import nothing_fits, refuse_impossible
from consolidation.packing.culprits.parts import Kind, Part
from consolidation.packing.model import Apart, Guest, HostOption, PackingProblem
from consolidation.packing.search.search import search
from consolidation.solving.deadline import Deadline
from tests.packing.oracle import best, instance

BIG = HostOption(id="big", cluster="c", capacity=(10, 100), price_yen=5, limit=2, groups=("north",))
SMALL = HostOption(id="small", cluster="c", capacity=(4, 50), price_yen=1)


def guest(name: str, cores: int, memory: int = 1, **more: object) -> Guest:
    return replace(Guest(id=name, cluster="c", zone="x", demand=(cores, memory)), **more)


def case(guests: list[Guest], options: list[HostOption], spares: int = 0, *rules: Apart):
    return PackingProblem(
        dimensions=("cores", "memory"),
        guests=tuple(guests),
        options=tuple(options),
        spares=(("c", spares),),
        rules=rules,
    )


def refused(problem: PackingProblem) -> list[Culprit]:
    """Return the culprits that are found before any search."""
    with pytest.raises(NothingFits) as raised:
        refuse_impossible(problem)
    assert raised.value.exit_code == 3
    return told(raised.value)


def told(error: NothingFits) -> list[Culprit]:
    assert all(culprit.reason.ja and culprit.reason.en for culprit in error.culprits)
    return list(error.culprits)


def searched(problem: PackingProblem, seconds: float = 10) -> NothingFits:
    """Return the error of a problem that only the search proves impossible."""
    refuse_impossible(problem)
    failed = [lot for lot in lots(problem) if search(lot, Deadline.after(10)).impossible]
    return nothing_fits(problem, failed[0], Deadline.after(seconds))


def kinds(culprits: list[Culprit]) -> list[tuple[str, str]]:
    return [(culprit.kind, culprit.name) for culprit in culprits]


def test_a_guest_larger_than_any_host_with_dimension_and_excess():
    found = refused(case([guest("ok", 1), guest("fat", 13, 130)], [BIG]))
    assert kinds(found) == [("server", "fat")]
    assert "cores 13 is 3 more than the largest host holds (10)" in found[0].reason.en
    assert "memory 130 is 30 more" in found[0].reason.en


def test_a_guest_that_no_single_type_holds():
    wide = HostOption(id="wide", cluster="c", capacity=(20, 10), price_yen=5)
    found = refused(case([guest("both", 15, 50)], [BIG, wide]))
    assert "no host type of c holds cores 15, memory 50 all at once" in found[0].reason.en


def test_a_cluster_without_host_types():
    found = refused(case([guest("g", 1, cluster="empty")], [BIG]))
    assert "has no host type" in found[0].reason.en


def test_a_cluster_whose_hosts_cannot_be_had():
    found = refused(case([guest("g", 1)], [replace(BIG, limit=0)]))
    assert "the limit of every type is 0" in found[0].reason.en


def test_a_pin_to_hosts_that_are_too_small():
    found = refused(case([guest("g", 6, only=("small",))], [BIG, SMALL]))
    assert kinds(found) == [("server", "g")]
    assert "only on small; that leaves small: cores 6 is 2 more" in found[0].reason.en


def test_a_ban_that_leaves_hosts_that_are_too_small():
    found = refused(case([guest("g", 6, never=("north",))], [BIG, SMALL]))
    assert "never on north; that leaves small: cores 6 is 2 more" in found[0].reason.en


def test_a_pin_against_a_ban():
    found = refused(case([guest("g", 1, only=("big",), never=("north",))], [BIG, SMALL]))
    assert "only on big, never on north; that leaves no host type" in found[0].reason.en


def test_pins_of_guests_kept_together_that_contradict():
    pair = [
        guest("a", 1, together="pair", only=("big",)),
        guest("b", 1, together="pair", only=("small",)),
    ]
    found = refused(case(pair, [BIG, SMALL]))
    assert kinds(found) == [("group", "pair")]
    assert found[0].reason.en == (
        "a, b: pins and bans: a only on big, b only on small; that leaves no host type"
    )


def test_guests_kept_together_that_are_too_large():
    found = refused(case([guest(n, 6, together="pair") for n in "ab"], [BIG]))
    assert kinds(found) == [("group", "pair")]
    assert "a, b: cores 12 is 2 more than the largest host holds (10)" in found[0].reason.en


def test_guests_kept_together_that_a_rule_keeps_apart():
    pair = [guest(n, 1, together="pair", labels=("apart:web",)) for n in "ab"]
    found = refused(case(pair, [BIG], 0, Apart(label="apart:web")))
    assert kinds(found) == [("group", "pair")]
    assert "at most 1 of keep-apart group web on one host" in found[0].reason.en


def test_a_guest_that_breaks_a_rule_alone():
    rule = Apart(label="db", most=0, beside="web")
    found = refused(case([guest("g", 1, labels=("db", "web"))], [BIG], 0, rule))
    assert kinds(found) == [("server", "g")]
    assert "none labelled db on a host with guests labelled web" in found[0].reason.en


def test_more_guests_kept_together_than_a_host_may_carry():
    trio = [guest(n, 1, together="trio") for n in "abc"]
    found = refused(case(trio, [replace(BIG, most_guests=2), replace(SMALL, most_guests=1)]))
    assert kinds(found) == [("group", "trio")]
    assert "3 guests, the hosts it may stand on carry 2 at most" in found[0].reason.en


def test_a_keep_apart_group_larger_than_the_stock():
    three = [guest(f"g{i}", 1, labels=("apart:trio",)) for i in range(3)]
    found = refused(case(three, [BIG], 0, Apart(label="apart:trio")))
    assert kinds(found) == [("group", "trio")]
    assert "3 guests of x in c need a host each, 2 can be had" in found[0].reason.en


def test_a_group_of_at_most_two_on_a_host():
    five = [guest(f"g{i}", 1, labels=("web",)) for i in range(5)]
    found = refused(case(five, [BIG], 0, Apart(label="web", most=2)))
    assert kinds(found) == [("group", "web")]
    assert "5 guests of x in c need 3 hosts, 2 can be had" in found[0].reason.en
    refuse_impossible(case(five[:4], [BIG], 0, Apart(label="web", most=2)))


def test_a_zone_that_needs_more_than_the_stock():
    found = refused(case([guest(f"g{i}", 8) for i in range(3)], [BIG]))
    assert kinds(found) == [("zone", "c/x")]
    assert found[0].reason.en == (
        "cores: 24 needed, 20 in all hosts that can be had (big (2)), 4 missing"
    )


def test_a_zone_with_more_guests_than_the_stock_may_carry():
    found = refused(case([guest(f"g{i}", 1) for i in range(5)], [replace(BIG, most_guests=2)]))
    assert "5 guests, all hosts that can be had (big (2)) carry 4 at most" in found[0].reason.en


def test_spares_of_which_there_are_too_few():
    found = refused(case([guest("a", 6), guest("b", 1)], [BIG, SMALL], 2))
    assert kinds(found) == [("rule", "c N+2")]
    assert "2 spare hosts are asked for, but beside the host of a (big) only 1" in (
        found[0].reason.en
    )
    refuse_impossible(case([guest("a", 6), guest("b", 1)], [BIG, SMALL], 1))


def test_stock_that_only_the_pieces_do_not_fit_into():
    error = searched(case([guest(f"g{i}", 6) for i in range(3)], [BIG]))
    found = told(error)
    assert kinds(found) == [("host_type", "big"), ("zone", "c/x")]
    assert found[0].reason.en == "at most 2 can be had for c, each with cores 10, memory 100"
    assert found[1].reason.en == "3 servers (cores 18, memory 3 in all): g0, g1, g2"
    assert "without any one of them, each server counted, the rest can" in error.message.en


def test_only_servers_that_matter_are_named():
    """Of 40 guests in two zones three do not go onto two hosts."""
    small = [guest(f"s{i:02}", 0, zone="xy"[i % 2]) for i in range(37)]
    found = told(searched(case([*small, *(guest(f"g{i}", 6) for i in range(3))], [BIG])))
    assert kinds(found) == [("host_type", "big"), ("zone", "c/x")]
    assert found[1].reason.en.endswith(": g0, g1, g2")


def test_many_servers_are_told_by_number_and_total():
    found = told(searched(case([guest(f"g{i:02}", 3) for i in range(13)], [replace(BIG, limit=4)])))
    assert "13 servers (cores 39, memory 13 in all): g00, " in found[1].reason.en
    assert "g09 and 3 more" in found[1].reason.en


def test_two_zones_that_cannot_share_the_last_host():
    found = told(searched(case([guest("a", 6), guest("b", 6), guest("c", 1, zone="y")], [BIG])))
    assert kinds(found) == [("host_type", "big"), ("zone", "c/x"), ("server", "c")]


def test_a_guest_that_gives_room_back_is_not_forgotten():
    """Without it the large guest would stand nowhere, but that is not why nothing fits."""
    others = [guest(f"other{i}", 1, zone="y") for i in range(2)]
    guests = [guest("large", 12), guest("giving", -3), *others]
    found = told(searched(case(guests, [replace(BIG, limit=1)])))
    assert kinds(found) == [("host_type", "big"), ("server", "large"), ("server", "other0")]


def test_spares_that_the_stock_cannot_give():
    found = told(searched(case([guest("a", 6), guest("b", 6)], [BIG], 1)))
    assert kinds(found) == [("host_type", "big"), ("rule", "c N+1"), ("zone", "c/x")]
    assert found[1].reason.en == "1 spare host, none smaller than any host in use"


def test_stock_shared_by_two_clusters():
    other = replace(BIG, cluster="d")
    guests = [guest("a", 6), guest("b", 6), guest("d", 6, cluster="d")]
    found = told(searched(case(guests, [BIG, other])))
    assert kinds(found) == [("host_type", "big"), ("zone", "c/x"), ("server", "d")]
    assert found[0].reason.en == "at most 2 can be had for c, d, each with cores 10, memory 100"


def test_the_limit_that_a_cluster_without_guests_states_counts():
    other = replace(BIG, cluster="d", limit=1)
    found = told(searched(case([guest("a", 6), guest("b", 1, zone="y")], [BIG, other])))
    assert found[0].reason.en == "at most 1 can be had for c, each with cores 10, memory 100"


def test_rules_pins_and_company_at_fault_are_named():
    """Two pairs must stand on big, of which one is left beside the banned one's."""
    guests = [
        guest("a1", 2, together="a", labels=("apart:web",)),
        guest("a2", 4, together="a"),
        guest("b", 1, only=("north",), labels=("apart:web",)),
    ]
    problem = case(guests, [replace(BIG, limit=1), SMALL], 0, Apart(label="apart:web"))
    found = told(searched(problem))
    assert kinds(found) == [
        ("host_type", "big"),
        ("group", "web"),
        ("group", "a"),
        ("rule", "pin"),
        ("zone", "c/x"),
    ]
    assert found[2].reason.en == "on one host: a1, a2"
    assert found[3].reason.en == "b only on north"


def test_a_limit_of_guests_and_bans_at_fault_are_named():
    guests = [guest(f"g{i}", 1, never=("small",)) for i in range(3)]
    options = [replace(BIG, limit=1, most_guests=2), SMALL]
    by_name = refused(case(guests, options))
    assert by_name[0].reason.en == (
        "3 guests, all hosts that can be had (big (1); none may stand on small) carry 2 at most"
    )
    found = told(searched(case([*guests, guest("free", 1)], options)))
    assert kinds(found) == [
        ("host_type", "big"),
        ("rule", "c most_guests"),
        ("rule", "ban"),
        ("zone", "c/x"),
    ]
    assert found[1].reason.en == "most guests on a host: big 2"
    assert found[2].reason.en == "g0, g1, g2 never on small"


def test_a_conflict_without_time_is_not_reduced_and_says_so():
    problem = case([guest(f"g{i}", 6) for i in range(3)], [BIG])
    conflict = find_conflict(problem, Deadline.after(0))
    assert conflict.cut
    assert conflict.shown == frozenset()
    assert len(conflict.parts) == 4


def test_proofs_by_name_take_no_time():
    chance = random.Random(1)
    guests = [
        guest(
            f"g{i:06}",
            chance.randint(1, 10),
            chance.randint(1, 100),
            labels=(f"apart:{i // 20}",) if i % 4 == 0 else (),
        )
        for i in range(100_000)
    ]
    rules = [Apart(label=f"apart:{i}") for i in range(5000)]
    problem = case(guests, [replace(BIG, limit=100_000)], 2, *rules)
    begun = process_time()
    refuse_impossible(problem)
    assert process_time() - begun < 2


# Against brute force

NUM_SEEN = 350


def reduced(problem: PackingProblem, kept: tuple[Part, ...]) -> PackingProblem:
    """Keep only these parts of a problem; what guests left out would give back is there."""
    named = {kind: [part.name for part in kept if part.kind is kind] for kind in Kind}
    guests, given = [], Counter()
    for g in problem.guests:
        if (g.id,) in named[Kind.SERVER]:
            pin = (g.id,) in named[Kind.PIN]
            ban = (g.id,) in named[Kind.BAN]
            word = (g.cluster, g.zone, g.together) in named[Kind.TOGETHER]
            changes = {
                "only": g.only if pin else None,
                "never": g.never if ban else (),
                "together": g.together if word else None,
            }
            guests.append(replace(g, **changes))
        else:
            for d, need in enumerate(g.demand):
                given[g.cluster, d] += max(0, -need)
    options = tuple(
        replace(
            o,
            capacity=tuple(c + given[o.cluster, d] for d, c in enumerate(o.capacity)),
            limit=o.limit if (o.id,) in named[Kind.LIMIT] else None,
            most_guests=o.most_guests if (o.cluster,) in named[Kind.MOST_GUESTS] else None,
        )
        for o in problem.options
    )
    rules = tuple(
        r for r in problem.rules if (r.label, str(r.most), r.beside or "") in named[Kind.APART]
    )
    spares = tuple(spare for spare in problem.spares if (spare[0],) in named[Kind.SPARES])
    return replace(
        problem, guests=tuple(guests), options=options, rules=rules, spares=spares, then=None
    )


def conflicts(seed: int) -> list[tuple[PackingProblem, Conflict]]:
    """Return the conflicts of an instance that no proof by name rules out."""
    problem = instance(seed)
    if best(replace(problem, then=None)) is not None:
        return []
    try:
        refuse_impossible(problem)
    except NothingFits:
        return []
    impossible = [lot for lot in lots(problem) if search(lot, Deadline.after(10)).impossible]
    own = [
        replace(problem, guests=tuple(g for g in problem.guests if g.cluster in lot.clusters))
        for lot in impossible
    ]
    return [(part, find_conflict(part, Deadline.after(10))) for part in own]


@pytest.mark.parametrize("block", range(NUM_SEEN // 50))
def test_brute_force_agrees_that_the_set_is_impossible_and_smallest(block: int):
    num_parts, num_shown = 0, 0
    for seed in range(block * 50, (block + 1) * 50):
        for problem, conflict in conflicts(seed):
            assert best(reduced(problem, conflict.parts)) is None, seed
            num_parts += len(conflict.parts)
            num_shown += len(conflict.shown)
            for part in conflict.shown:
                rest = tuple(other for other in conflict.parts if other != part)
                assert best(reduced(problem, rest)) is not None, (seed, part)
    assert num_shown > 0.9 * num_parts > 0


@pytest.mark.parametrize("seed", range(0, 1000, 50))
def test_proofs_by_name_never_refuse_what_brute_force_packs(seed: int):
    for each in range(seed, seed + 50):
        problem = replace(instance(each), then=None)
        try:
            refuse_impossible(problem)
        except NothingFits:
            assert best(problem) is None, each


def test_proofs_by_name_are_seen_often():
    by_name = 0
    for seed in range(200):
        try:
            refuse_impossible(instance(seed))
        except NothingFits:
            by_name += 1
    assert by_name > 50
