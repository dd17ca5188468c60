"""Which language the command line speaks: ``--lang``, else what the environment says."""

import locale
from collections.abc import Mapping, Sequence
from itertools import pairwise

from consolidation.text import Language

_ENVIRONMENT = ("LC_ALL", "LC_MESSAGES", "LANG")
_OPTION = "--lang"


def chosen(arguments: Sequence[str], environment: Mapping[str, str]) -> Language:
    """Return the language to speak, before any option is parsed (help texts need it).

    >>> chosen(["plan", "--lang", "ja"], {}), chosen([], {"LANG": "en_GB.UTF-8"})
    ('ja', 'en')
    """
    asked = _asked(arguments)
    if asked is not None:
        return asked
    for name in _ENVIRONMENT:
        if environment.get(name):
            return "ja" if environment[name].lower().startswith("ja") else "en"
    system = locale.getlocale()[0] or ""  # on Windows the environment says nothing
    return "ja" if system.lower().startswith("ja") else "en"


def _asked(arguments: Sequence[str]) -> Language | None:
    """Return what ``--lang`` asks for, the last one counting."""
    asked: Language | None = None
    for argument, following in pairwise([*arguments, ""]):
        value = following if argument == _OPTION else argument.removeprefix(f"{_OPTION}=")
        if argument == _OPTION or argument.startswith(f"{_OPTION}="):
            asked = "ja" if value == "ja" else "en" if value == "en" else asked
    return asked
