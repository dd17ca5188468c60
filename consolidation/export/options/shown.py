"""What the outputs of a comparison are made from, and the names they use."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from consolidation.comparing.model import Comparison, OptionAnswer
from consolidation.export.contents.provenance import Illustrative, illustrative
from consolidation.export.options.words import name
from consolidation.inventory.estate import Estate
from consolidation.scenario.model import Scenario
from consolidation.text import Language, Text


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
        """Its title, which reviewers read first."""
        return self.asked.title

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

    def site_name(self, site: str) -> str:
        """Return a site's name, or its id where the estate does not hold it."""
        row = self.estate.site.get(site)
        return row.name if row else site

    def sites(self, sites: tuple[str, ...]) -> Text:
        """Return the names of sites in a row."""
        names = [self.site_name(site) for site in sites]
        return Text("、".join(names), ", ".join(names))

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
