"""Rules and surcharges of a packing problem that bind nobody: most likely a misspelt label."""

from collections.abc import Iterator

from consolidation.nearest import suggestion
from consolidation.packing.model import PackingProblem
from consolidation.text import Text

MOST_TOLD = 20


def idle_rules(problem: PackingProblem) -> tuple[Text, ...]:
    """Return a remark for each label that a rule or surcharge names and no guest carries.

    The rule is kept as it is: it may be meant for guests that are not in this problem. At most
    `MOST_TOLD` are told, then their number.

    >>> from consolidation.packing.model import Apart, Guest
    >>> guest = Guest(id="g", cluster="a", zone="z", demand=(1,), labels=("mail",))
    >>> rules = (Apart(label="mial"), Apart(label="mail"))
    >>> problem = PackingProblem(dimensions=("cores",), guests=(guest,), options=(), rules=rules)
    >>> [remark.en for remark in idle_rules(problem)]
    ["rules.0: no guest carries the label mial: it binds nobody; did you mean 'mail'?"]
    """
    carried = {label: None for guest in problem.guests for label in guest.labels}
    idle = [(at, label) for at, label in _named(problem) if label not in carried]
    told = []
    for at, label in idle[:MOST_TOLD]:
        fix = suggestion(label, carried)
        told.append(
            Text(
                f"{at}: ラベル {label} の付いたサーバがなく、どのサーバにも効かない。{fix.ja}",
                f"{at}: no guest carries the label {label}: it binds nobody; {fix.en}",
            )
        )
    if len(idle) > MOST_TOLD:
        more = len(idle) - MOST_TOLD
        told.append(Text(f"ほかに{more}件", f"and {more} more"))
    return tuple(told)


def _named(problem: PackingProblem) -> Iterator[tuple[str, str]]:
    for i, rule in enumerate(problem.rules):
        yield f"rules.{i}", rule.label
        if rule.beside is not None:
            yield f"rules.{i}", rule.beside
    for i, surcharge in enumerate(problem.surcharges):
        yield f"surcharges.{i}", surcharge.label
