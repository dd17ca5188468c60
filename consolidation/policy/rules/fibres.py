"""Fibres and ducts that zones share: the part of shared fate that only the ground shows.

Wavelengths on one fibre are apart, yet one cut takes them all and one tap sees them all. Whether
zones may share a fibre is the policy's choice; that a duct holds both is only noted.
"""

from collections.abc import Iterator, Mapping

from consolidation.inventory.cells import alike
from consolidation.inventory.tables.kinds import Certainty, Medium, Zone
from consolidation.inventory.tables.network import Link
from consolidation.network import names
from consolidation.network.attributes import Layer
from consolidation.policy.case import Case
from consolidation.policy.model import Finding, Outcome, Step
from consolidation.policy.phrases import count, listed
from consolidation.text import Text

RULE = "P3-shared-fate"


def fibres_and_ducts(case: Case) -> Iterator[Finding]:
    """Judge fibres that links of different zones share; note ducts that hold both sides."""
    zones = _zones(case)
    for mark, links in _shared(case).items():
        there = {zone for link in links for zone in zones[link.id]}
        differ = len({zones[link.id] for link in links if zones[link.id]}) > 1
        apart_needed = case.options.separate_fibre and len(there) > 1
        if apart_needed or (differ and len(there) > 1):
            yield _fibre(case, mark, links, [zone for zone in Zone if zone in there])
    yield from _ducts(case)


def _zones(case: Case) -> Mapping[str, frozenset[Zone]]:
    """Return the zones that each link is known to carry."""
    found: dict[str, set[Zone]] = {link.id: set() for link in case.estate.links}
    for state in case.states.values():
        known = state.layer is Layer.WIRE and state.certainty is Certainty.KNOWN
        if known and state.zone is not None:
            found[state.row].add(state.zone)
    return {link: frozenset(zones) for link, zones in found.items()}


def _shared(case: Case) -> Mapping[str, list[Link]]:
    """Return the links on each fibre: those of one mark, and a wavelength with what it rides on.

    A fibre is called by its mark, else by its first link.
    """
    estate = case.estate
    fibres = [link for link in estate.links if link.medium is Medium.FIBRE or link.fibre]
    groups: dict[str, set[str]] = {link.id: {link.id} for link in fibres}
    by_mark: dict[str, str] = {}
    joins = [
        (link.id, by_mark.setdefault(alike(link.fibre), link.id)) for link in fibres if link.fibre
    ]
    joins += [
        (link.id, below)
        for link in fibres
        if link.medium is not Medium.TUNNEL
        for below in link.rides_on
        if below in groups
    ]
    for one, other in joins:
        merged = groups[one] | groups[other]
        groups.update(dict.fromkeys(merged, merged))
    found: dict[str, list[Link]] = {}
    for link in fibres:
        first = min(groups[link.id])
        marks = sorted({m for m in (estate.link[name].fibre for name in groups[first]) if m})
        found.setdefault(marks[0] if marks else first, []).append(link)
    return found


def _fibre(case: Case, mark: str, links: list[Link], zones: list[Zone]) -> Finding:
    breach = case.options.separate_fibre
    ja, en = listed([z.ja for z in zones]).ja, listed([z.value for z in zones]).en
    named = listed([link.id for link in links])
    must = (
        Text("規則は情報系ごとに別の芯線を求める", "the policy asks for fibres of their own")
        if breach
        else Text("論理的には分かれている", "they are apart by wavelength or VLAN")
    )
    return Finding(
        rule=RULE,
        outcome=Outcome.VIOLATED if breach else Outcome.NOTE,
        subject=mark,
        message=Text(
            f"1本の芯線（{mark}）を複数の情報系（{ja}）が共用する: 回線{named.ja}。{must.ja}",
            f"one fibre ({mark}) is shared by several zones, {en}: {named.en}; {must.en}",
        ),
        witness=tuple(step for link in links for step in _steps(case, link)),
        fix=Text(
            f"情報系ごとに別の芯線に収容する（{named.ja}）",
            f"put each zone on a fibre of its own ({named.en})",
        )
        if breach
        else None,
    )


def _steps(case: Case, link: Link) -> Iterator[Step]:
    """Yield what a link carries of each zone, by its first segment."""
    seen: set[Zone] = set()
    for segment in case.estate.segments:
        node = names.wire(link.id, segment.id)
        if segment.zone not in seen and node in case.states:
            seen.add(segment.zone)
            text = case.states[node].words
            yield Step(node=node, table="links", row=link.id, text=text)


def _ducts(case: Case) -> Iterator[Finding]:
    """Note ducts that hold a protected line and one that wireless gets to freely."""
    free = {
        case.states[node].row
        for node, passed in case.from_air.controls.items()
        if passed == 0 and case.states[node].layer is Layer.WIRE
    }
    protected = {
        link.id
        for link in case.estate.links
        for segment in case.protected_segments
        if names.wire(link.id, segment) in case.states
    }
    inside: dict[str, set[str]] = {}
    for link in case.estate.links:
        for duct in link.ducts:
            inside.setdefault(duct, set()).add(link.id)
    both = [d for d, links in sorted(inside.items()) if links & protected and links & free]
    if both:
        named = listed(both)
        yield Finding(
            rule=RULE,
            outcome=Outcome.NOTE,
            subject=case.state,
            message=Text(
                f"管路{len(both)}本（{named.ja}）には、住民情報系の回線と、無線から制御なしで届く"
                "回線がともに通る。掘削などで同時に失われうるが、通信は混ざらない",
                f"{count(len(both), 'duct')} ({named.en}) hold{'s' * (len(both) == 1)} a resident "
                "line and one that "
                "wireless gets to without a control; one cut takes both, but no traffic mixes",
            ),
        )
