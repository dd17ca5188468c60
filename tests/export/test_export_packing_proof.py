"""What a reader is told of the packing's proof: no more than the certificate shows."""

from dataclasses import replace

import pytest

from consolidation.export import labels
from consolidation.export.checks import CHECKS
from consolidation.export.checks import packing as packing_check
from consolidation.export.contents import proof, servers
from consolidation.export.contents.all import all_tables
from consolidation.export.contents.answer import answer
from consolidation.export.contents.assumptions import assumptions_of
from consolidation.export.contents.comparison import Named, overview
from consolidation.export.evidence import Evidence
from consolidation.export.not_rechecked import FILES, HOSTS, PARTS, WAVES, not_rechecked
from consolidation.export.report import tiles
from consolidation.export.review import Review
from consolidation.packing.asking.demands import dimensions, needed, offered
from consolidation.packing.asking.options import PackingOptions
from consolidation.packing.certificate import Certificate, LotCertificate
from consolidation.packing.model import Objective, SecondAnswer, Surcharge, Then
from consolidation.solving.status import Status
from consolidation.text import Text


def certificate(*bounds: int) -> Certificate:
    return Certificate(
        lots=tuple(
            LotCertificate(clusters=(f"C{i}",), bound=bound, rows=(), nodes=())
            for i, bound in enumerate(bounds)
        )
    )


def with_packing(review: Review, **changes: object) -> Review:
    plan = replace(review.plan, packing=replace(review.plan.packing, **changes))
    return replace(review, plan=plan)


def said(review: Review) -> dict[str, str]:
    rows = proof.proof(review).rows
    return {label.en: what.en if isinstance(what, Text) else str(what) for label, what in rows}


def test_the_proof_says_value_bound_and_methods(review: Review):
    packing = review.plan.packing
    assert said(review) == {
        "what is minimised": "cost",
        "how CPU is compared": "sum of all peaks",
        "value": f"{packing.price_yen:,} yen",
        "lower bound": f"{packing.lower_bound_yen:,} yen",
        "gap (%)": str(packing.gap_percent),
        "status": "feasible (not proved optimal)",
        "found by": "best fit",
        "bound by": "integer programme of the host mix",
        "certificate": "there is no certificate: the bound is the solver's word",
    }


def test_the_certified_bound_is_what_the_lots_add_up_to(review: Review):
    shown = with_packing(review, certificate=certificate(1_000_000, 2_000_000))
    words = "a checker without the solver proved at least 3,000,000 yen"
    assert said(shown)["certificate"] == words
    rows = {label.en: text.en for label, text in answer(shown).rows}
    assert words in rows["its proof"]
    facts = {row[0].en: row[1] for row in overview([Named("a", shown.plan)]).rows}
    assert facts["certificate of the bound"].en == words


def test_where_hosts_are_minimised_hosts_are_proved(review: Review):
    hosts = with_packing(review, objective=Objective.HOSTS, certificate=certificate(2))
    packing = hosts.plan.packing
    found = said(hosts)
    assert found["what is minimised"] == "hosts with guests"
    assert found["value"] == f"{packing.num_hosts} hosts"
    assert found["lower bound"] == f"{packing.lower_bound_hosts} hosts"
    assert found["certificate"].endswith("at least 2 hosts")
    rows = {label.en: text.en for label, text in answer(hosts).rows}
    assert f"hosts with guests {packing.num_hosts} hosts" in rows["its proof"]
    (row,) = servers.bounds(hosts).rows
    heads = [head.title.en for head in servers.bounds(hosts).headings]
    assert row[heads.index("lower bound (yen)")] is None
    assert "hosts with guests" in tiles(hosts)[0].more.en


def test_the_second_answer_is_said(review: Review):
    even = SecondAnswer(
        then=Then.EVEN, status=Status.FEASIBLE, before=9512, reached=8801, lower_bound=8700
    )
    words = said(with_packing(review, second=even))["minimised next"]
    assert "from 95.12 % to 88.01 %, lower bound 87.00 %" in words


def test_no_hosts_no_proof(review: Review):
    none = with_packing(review, hosts=(), placements=(), clusters=(), price_yen=0)
    assert said(none) == {"status": "none bought"}


def test_what_is_not_rechecked_follows_the_certificate(review: Review):
    assert not_rechecked(review.plan) == (HOSTS, WAVES, FILES)
    bound = review.plan.packing.lower_bound_yen
    whole = with_packing(review, certificate=certificate(bound))
    assert not_rechecked(whole.plan) == (PARTS, WAVES, FILES)
    part, *rest = not_rechecked(with_packing(review, certificate=certificate(bound - 1)).plan)
    assert f"shows {bound - 1:,} yen; up to {bound:,} yen" in part.en
    assert rest == [PARTS, WAVES, FILES]


def test_the_packing_check_asks_for_the_certificate(
    review: Review, monkeypatch: pytest.MonkeyPatch
):
    wrong = Text("行が偽", "a row is false")
    shown = certificate(1)
    evidence = Evidence(
        with_packing(review, certificate=shown).plan, review.as_is, review.plan.scenario, "ja"
    )
    asked = []
    monkeypatch.setattr("consolidation.export.checks.verify_packing", lambda *_: ())
    monkeypatch.setattr(
        "consolidation.export.checks.check_bound",
        lambda problem, found: (asked.append((problem, found)), (wrong,))[1],
    )
    assert list(packing_check(evidence)) == [wrong]
    assert asked == [(evidence.problem, shown)]
    bare = Evidence(review.plan, review.as_is, review.plan.scenario, "ja")
    assert list(packing_check(bare)) == []
    assert packing_check in [check for _, check in CHECKS]


@pytest.mark.parametrize("name", sorted(labels.SOLVED_BY))
def test_methods_have_words_in_both_languages(name: str):
    words = labels.solved_by(name)
    assert words.ja != words.en
    assert not words.ja.isascii()
    assert labels.solved_by(f"{name}+unheard-of").en == f"{words.en} + unheard-of"


def by_the_hour(review: Review, later: range) -> Review:
    """Return the review packed by hours; some guests are busy half a day later."""
    demands = [
        replace(d, cpu_profile_centicores=(*profile[12:], *profile[:12])) if i in later else d
        for i, d in enumerate(review.plan.sizing.demands)
        if (profile := d.cpu_profile_centicores)
    ]
    pairs = zip(review.problem.guests, demands, strict=True)
    problem = replace(
        review.problem,
        dimensions=dimensions("hours"),
        guests=tuple(replace(g, demand=needed(d, "hours")) for g, d in pairs),
        options=tuple(
            replace(o, capacity=offered(*o.capacity, "hours")) for o in review.problem.options
        ),
    )
    scenario = replace(review.plan.scenario, packing=PackingOptions(profiles="hours"))
    return replace(review, plan=replace(review.plan, scenario=scenario), problem=problem)


def test_filling_by_the_hour_is_that_of_the_busiest_hour(review: Review):
    same, other = by_the_hour(review, range(0)), by_the_hour(review, range(0, 24, 2))
    for host in review.plan.packing.hosts:
        together, apart = review.filling(host), other.filling(host)
        assert same.filling(host) == together, "all are busiest in the same hour"
        hours = [sum(other.demand[g][h] for g in review.guests[host.id]) for h in range(24)]
        assert apart.cpu_centicores == max(hours)
        if not host.spare:
            assert apart.cpu_centicores < together.cpu_centicores
        assert (apart.memory_mib, apart.cpu_usable_centicores) == (
            together.memory_mib,
            together.cpu_usable_centicores,
        )
    assert "busiest hour" in servers.hosts(same).note.en
    assert "busiest hour" not in servers.hosts(review).note.en
    said = {a.path: a.value for a in assumptions_of(same.plan.scenario)}
    assert said["packing.profiles"] == labels.PROFILES["hours"]


def test_the_price_of_a_host_counts_what_its_guests_add(review: Review):
    """The two guests with the licence stand on different hosts, a third host has none."""
    first, second, other, *_, spare = review.plan.packing.hosts
    holders = {review.guests[first.id][0], review.guests[second.id][0]}
    problem = replace(
        review.problem,
        guests=tuple(
            replace(g, labels=("licence:DB",)) if g.id in holders else g
            for g in review.problem.guests
        ),
        surcharges=(Surcharge(label="licence:DB", yen=(("HT-M", 96_000),)),),
    )
    asked = replace(review.plan.scenario, packing=PackingOptions(licensed_hosts="dedicated"))
    dear = replace(review, problem=problem, plan=replace(review.plan, scenario=asked))
    more = [dear.price(host) - review.price(host) for host in (first, second, other, spare)]
    assert more == [96_000, 96_000, 0, 0]
    assert servers.hosts(dear).rows[0][-1] == review.price(first) + 96_000
    assert "dedicated licences" in servers.hosts(dear).note.en
    assert review.price(replace(first, option="HT-GONE")) is None


def test_pins_and_licences_are_among_the_assumptions(review: Review):
    scenario = review.plan.scenario
    platform = scenario.platforms[0]
    cluster = replace(platform.clusters[0], pin={"SRV-01": ("HT-M",), "SRV-00": ("HT-M", "X")})
    pinned = replace(scenario, platforms=(replace(platform, clusters=(cluster,)),))
    said = {a.path: a.value for a in assumptions_of(pinned)}
    assert said["platforms.P-NEW.clusters.C.pin"].en == "SRV-00: HT-M, X; SRV-01: HT-M"
    assert said["platforms.P-NEW.clusters.C.ban"] == Text("なし", "none")
    assert said["packing.objective"] == Text("費用", "cost")
    assert said["packing.then"] == Text("なし", "nothing")
    assert "all hosts" in said["packing.licensed_hosts"].en


def test_the_proof_is_a_table_of_every_review(review: Review):
    assert all_tables(review)["packing-proof"] == proof.proof(review)
