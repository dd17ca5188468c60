"""The rings of controls between the air and the resident systems, one wall inside another."""

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.patches import Arc, Circle, FancyBboxPatch, Rectangle

from consolidation.export import policy_labels
from consolidation.export.contents import explained
from consolidation.export.contents.rings import Proof, proofs
from consolidation.export.figures import style
from consolidation.export.figures.lettering import em_width, shortened
from consolidation.export.review import Review
from consolidation.policy.model import Ring
from consolidation.text import Text

WIDTH = 10.0
MARGIN = 0.25
HEAD, AIR, TEXT, WALL, FLOOR = 0.55, 0.5, 0.88, 0.42, 0.12
"""Inches: title, air, the words of a ring, the wall with its gates, the room under a ring."""
MOST_INSET = 0.24
ALL_INSETS = 1.6
"""Inches that all walls together may take from either side."""
SHADES = ("#FBE9E4", "#FBF1DF", "#EEF3E2", "#E3EFE8")
"""Fills from the outside inwards; the innermost always has the last."""
REMARK = 6.4
"""Inches that a remark to the right of the air may take."""
LONGEST_GATE = 22
GAP = 0.14
POINTS = 72
NAME, BODY, GATE, SMALL = 10.0, 8.0, 7.5, 6.0
AIR_WORDS = Text("電波（無線の出どころ）", "the air: every radio source")


def draw(review: Review) -> tuple[style.Drawing, ...]:
    """Return the figure of each proof that the page shows."""
    return tuple(_draw(review, proof) for proof in proofs(review))


def _draw(review: Review, proof: Proof) -> style.Drawing:
    rings, num = proof.rings, len(proof.rings)
    height = HEAD + AIR + num * (TEXT + FLOOR) + (num - 1) * WALL + 0.12
    figure = style.new_figure(WIDTH, height)
    title = proof.title
    style.title(figure, shortened(review.say(title), 52))
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set_xlim(0, WIDTH)
    axes.set_ylim(0, height)
    _air(axes, review, height - HEAD - AIR / 2)
    for line, words in enumerate((proof.remark, proof.also)):
        if words is not None:
            text = shortened(review.say(words), REMARK * POINTS / BODY)
            y = height - HEAD - AIR / 2 + 0.1 - 0.18 * line
            axes.text(WIDTH - MARGIN, y, text, size=BODY, ha="right", va="center", color=style.SOFT)
    inset = min(MOST_INSET, ALL_INSETS / num)
    top = height - HEAD - AIR
    for i, ring in enumerate(rings):
        left, low = MARGIN + inset * i, 0.12 + FLOOR * i
        inside = (left, low, WIDTH - 2 * left, top - low)
        _wall(axes, inside, i, num)
        if i:
            _gates(axes, review, ring, inside)
        _words(axes, review, rings, ring, inside)
        top -= TEXT + WALL
    return style.finish(figure, proof.name, title, _alt(review, rings), review.footnote)


def _air(axes: Axes, review: Review, y: float) -> None:
    """Draw waves and name the air, which is outside of all walls."""
    x = MARGIN + 0.12
    axes.add_patch(Circle((x, y), 0.03, fc=style.INK, ec="none"))
    for radius in (0.1, 0.17, 0.24):
        arc = Arc((x, y), 2 * radius, 2 * radius, theta1=-45, theta2=45, color=style.INK, lw=1.1)
        axes.add_patch(arc)
    axes.text(x + 0.45, y, review.say(AIR_WORDS), size=NAME, va="center")


def _wall(axes: Axes, inside: tuple[float, float, float, float], i: int, num: int) -> None:
    """Draw the wall around a ring; the outermost has none, for the air is free."""
    shade = SHADES[-1] if i == num - 1 else SHADES[min(i, len(SHADES) - 2)]
    left, low, width, height = inside
    axes.add_patch(
        FancyBboxPatch(
            (left, low),
            width,
            height,
            boxstyle="round,pad=0,rounding_size=0.1",
            fc=shade,
            ec=style.INK,
            lw=3.2 if i else 0.8,
            ls="-" if i else (0, (4, 3)),
            zorder=1 + i,
        )
    )


def _gates(
    axes: Axes, review: Review, ring: Ring, inside: tuple[float, float, float, float]
) -> None:
    """Draw the controls by which a ring is entered, as gates in its wall."""
    left, low, width, height = inside
    y, x, end = low + height, left + 0.3, left + width - 0.25
    for n, control in enumerate(ring.guards):
        gate = _gate_words(review, control)
        wide, more = _gate_width(gate), len(ring.guards) - n
        rest = (review.say(Text(f"ほか{more}個", f"and {more} more")), "")
        reserve = _gate_width(rest) + GAP if more > 1 else 0.0
        if n and x + wide + reserve > end:
            _gate(axes, rest, x, y, posts=False)
            return
        _gate(axes, gate, x, y, posts=True)
        x += wide + GAP


def _gate_words(review: Review, control: str) -> tuple[str, str]:
    """Return what is written on a gate: the control, and the device that it runs on."""
    device = review.controls.device.get(control, "")
    return shortened(control, LONGEST_GATE), shortened(device, LONGEST_GATE)


def _gate_width(gate: tuple[str, str]) -> float:
    name, device = gate
    return max(em_width(name) * GATE, em_width(device) * SMALL) / POINTS + 0.26


def _gate(axes: Axes, gate: tuple[str, str], x: float, y: float, *, posts: bool) -> None:
    name, device = gate
    wide, half = _gate_width(gate), 0.17 if device else 0.12
    low = (x, y - half)
    axes.add_patch(Rectangle(low, wide, 2 * half, fc="white", ec=style.INK, lw=0.9, zorder=20))
    for at in (x, x + wide - 0.06) if posts else ():
        post = Rectangle((at, y - half - 0.03), 0.06, 2 * half + 0.06, fc=style.INK, zorder=21)
        axes.add_patch(post)
    middle, lift = x + wide / 2, 0.07 if device else 0.0
    axes.text(middle, y + lift, name, size=GATE, ha="center", va="center", zorder=22)
    if device:
        axes.text(
            middle,
            y - 0.085,
            device,
            size=SMALL,
            ha="center",
            va="center",
            zorder=22,
            color=style.SOFT,
        )


def _words(
    axes: Axes,
    review: Review,
    rings: Sequence[Ring],
    ring: Ring,
    inside: tuple[float, float, float, float],
) -> None:
    left, low, width, height = inside
    x, y, room = left + 0.28, low + height, width - 0.85
    which = explained.ring_name(ring, rings)
    numbered = Text(f"輪{ring.number}: {which.ja}", f"Ring {ring.number}: {which.en}")
    name = shortened(review.say(numbered), room * POINTS / NAME)
    axes.text(x, y - 0.36, name, size=NAME, va="center", zorder=15)
    size = shortened(review.say(explained.ring_size(ring)), room * POINTS / BODY)
    axes.text(x, y - 0.57, size, size=BODY, va="center", zorder=15)
    some = shortened(_examples(review, ring), room * POINTS / BODY)
    axes.text(x, y - 0.76, some, size=BODY, va="center", color=style.SOFT, zorder=15)


def _examples(review: Review, ring: Ring) -> str:
    if not ring.elements:
        return ""
    some = policy_labels.joined([policy_labels.row(*element) for element in ring.elements])
    return review.say(Text(f"例: {some.ja}", f"for example {some.en}"))


def _alt(review: Review, rings: Sequence[Ring]) -> Text:
    words = [explained.ring_words(ring, rings, review.controls) for ring in rings]
    return Text("。".join(w.ja for w in words), ". ".join(w.en for w in words))
