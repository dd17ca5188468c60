"""Text that a user reads, in the two languages of the tool."""

from dataclasses import dataclass
from typing import Literal

Language = Literal["ja", "en"]
"""The languages every user-facing text exists in."""


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence or label in Japanese and in English.

    Stages put `Text` into their results, so that a plan can be read in either language
    whichever one it was made in.

    >>> Text("台帳", "inventory").in_("en")
    'inventory'
    """

    ja: str
    en: str

    def in_(self, language: Language) -> str:
        """Return the text in one language."""
        return self.ja if language == "ja" else self.en
