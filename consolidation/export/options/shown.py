"""What the outputs of a comparison are made from, and the names they use."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from consolidation.comparing.built import PLANNED_LINE
from consolidation.comparing.model import Comparison, Lost, OptionAnswer
from consolidation.export.contents.provenance import Illustrative, illustrative
from consolidation.export.options.words import LOSS, NORMAL, name, planned_line
from consolidation.inventory.estate import Estate
from consolidation.redesign.inter_site import ROUTER
from consolidation.scenario.model import Scenario
from consolidation.text import Language, Text

COMPARED = Text("回線統合案の比較", "Ways to merge the lines, compared")


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A comparison with the estate whose names it is shown with."""

    comparison: Comparison
    estate: Estate
    asked: Scenario
    """The scenario that was answered."""
    language: Language

    @property
    def scenario(self) -> str:
        """Name of the scenario."""
        return self.asked.name

    @property
    def title(self) -> Text:
        """What reviewers read first: that it is a comparison, and of which scenario."""
        own = self.asked.title
        return Text(f"{COMPARED.ja} — {own.ja}", f"{COMPARED.en} — {own.en}")

    @cached_property
    def made_up(self) -> Illustrative:
        """Which rows of the inventory are made up."""
        return illustrative(self.estate)

    @cached_property
    def names(self) -> Mapping[str, Text]:
        """Every option in words, by its id."""
        return {option.name: name(option) for option in self.comparison.options}

    def say(self, text: Text) -> str:
        """Return a text in the language of the outputs."""
        return text.in_(self.language)

    def option_name(self, identity: str) -> Text:
        """Return an option in words, or its id where no option has it."""
        return self.names.get(identity, Text(identity, identity))

    def line_id(self, identity: str) -> Text:
        """Return a line by its id; one that is planned in words where its id begins with one."""
        known = identity in self.estate.link
        return Text(identity, identity) if known else planned_line(identity)

    def line(self, identity: str) -> Text:
        """Return a line by the sites at its ends, with its id in brackets."""
        sites = self.line_ends.get(identity.removeprefix(PLANNED_LINE), ())
        return in_brackets("–".join(map(self.site_name, sites)), self.line_id(identity))

    @cached_property
    def line_ends(self) -> Mapping[str, tuple[str, ...]]:
        """The sites that the lines of the inventory and of the options lead between, by id."""
        options, devices = self.comparison.options, self.estate.device
        found: dict[str, tuple[str, ...]] = {
            line.id: (line.site, line.far_site) for own in options for line in own.lines
        }
        for row in self.estate.links:
            ends = [devices[end].site for end in (row.a_device, row.b_device) if end in devices]
            found[row.id] = tuple(dict.fromkeys(ends))
        return found

    def device(self, identity: str) -> Text:
        """Return a device by its site, with its id in brackets."""
        sites = self.sites_of(Lost(kind="device", id=identity))
        return in_brackets("".join(map(self.site_name, sites)), Text(identity, identity))

    def sites_of(self, loss: Lost) -> tuple[str, ...]:
        """Return the sites at which a line, device or site that may be lost is."""
        if loss.kind == "line":
            return self.line_ends.get(loss.id.removeprefix(PLANNED_LINE), ())
        if loss.kind == "site":
            return (loss.id,)
        row = self.estate.device.get(loss.id) if loss.kind == "device" else None
        if row is not None:
            return (row.site,)
        router = loss.id.removeprefix(ROUTER)
        added = loss.kind == "device" and loss.id.startswith(ROUTER)
        return (router,) if added and router in self.estate.site else ()

    def lost(self, loss: Lost | None) -> Text:
        """Return what was lost, by its kind and name."""
        if loss is None:
            return NORMAL
        kind, named = LOSS[loss.kind], Text(loss.id, loss.id)
        if loss.kind == "line":
            named = self.line(loss.id)
        elif loss.kind == "device":
            named = self.device(loss.id)
        elif loss.kind == "site":
            named = self.place(loss.id)
        return Text(f"{kind.ja} {named.ja}", f"{kind.en} {named.en}")

    def subject(self, identity: str) -> Text:
        """Return what a step is about: an option, a site or a line."""
        if identity in self.names:
            return self.names[identity]
        return self.place(identity) if identity in self.estate.site else self.line(identity)

    def site_name(self, site: str) -> str:
        """Return a site's name, or its id where the estate does not hold it."""
        row = self.estate.site.get(site)
        return row.name if row else site

    def place(self, site: str) -> Text:
        """Return a site's name with its id in brackets, or the id where it has no other name."""
        name = self.site_name(site)
        return in_brackets("" if name == site else name, Text(site, site))

    def sites(self, sites: tuple[str, ...]) -> Text:
        """Return the names of sites in a row, with their ids."""
        names = [self.place(site) for site in sites]
        return Text("、".join(n.ja for n in names), ", ".join(n.en for n in names))

    @property
    def compared(self) -> tuple[OptionAnswer, ...]:
        """The option that keeps both networks separate, and the cheapest one if it is another."""
        separate, cheapest = self.comparison.separate, self.comparison.cheapest
        return (separate,) if cheapest in (None, separate) else (separate, cheapest)

    def limit_percent(self, *, after_loss: bool) -> int:
        """Return how full a line may be, in percent."""
        return self.asked.comparison.limit_percent(self.asked.lines, after_loss=after_loss)

    @property
    def footnote(self) -> str:
        """What every figure says below itself of made-up rows."""
        return self.say(self.made_up.words) if self.made_up.words else ""


def in_brackets(name: str, identity: Text) -> Text:
    """Return a name with an id in brackets; the id alone where there is no name.

    >>> in_brackets("EAST", Text("L1", "L1")).en, in_brackets("", Text("L1", "L1")).en
    ('EAST (L1)', 'L1')
    """
    if not name:
        return identity
    return Text(f"{name}（{identity.ja}）", f"{name} ({identity.en})")
