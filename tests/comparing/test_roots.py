"""Where functions change sign, against functions whose roots are known."""

import random
from fractions import Fraction

import pytest

from consolidation.comparing.roots import FINE, of_pieces, of_polynomial, of_polynomials, of_steps

F = Fraction


def polynomial(roots: list[Fraction], scale: Fraction) -> list[Fraction]:
    """Return the factors of the polynomial with these roots, lowest power first."""
    factors = [scale]
    for root in roots:
        factors = [
            (factors[n - 1] if n else F(0)) - root * (factors[n] if n < len(factors) else F(0))
            for n in range(len(factors) + 1)
        ]
    return factors


def test_every_root_at_which_the_sign_changes_is_found_and_no_other():
    changes = touched = 0
    for seed in range(60):
        rng = random.Random(seed)
        roots = [
            F(rng.randint(-40, 140), rng.choice((7, 10, 33))) for _ in range(rng.randint(1, 5))
        ]
        roots += [rng.choice(roots)] if rng.random() < 0.5 else []
        low, high = F(0), F(3)
        wanted = sorted(r for r in set(roots) if low < r < high and roots.count(r) % 2)
        if low in roots or high in roots:
            continue
        touched += any(roots.count(r) % 2 == 0 and low < r < high for r in roots)
        found = of_polynomial(polynomial(roots, F(rng.choice((-3, 1, 5)))), low, high)
        assert len(found) == len(wanted), (seed, roots)
        for mine, true in zip(found, wanted, strict=True):
            assert abs(mine - true) <= 2 * FINE, (seed, roots)
        changes += len(wanted)
    assert changes > 40
    assert touched > 5


@pytest.mark.parametrize("factors", [[], [F(3)], [F(0)], [F(0), F(0), F(0)]])
def test_what_is_constant_changes_sign_nowhere(factors: list[Fraction]):
    assert of_polynomial(factors, F(0), F(1)) == ()


def test_a_polynomial_of_leading_noughts_is_that_of_lower_degree():
    assert of_polynomial([F(-1), F(2), F(0), F(0)], F(0), F(1)) == (F(1, 2),)


def bent(points: dict[int, int]):
    """Return a function that is straight between whole numbers."""

    def value(x: Fraction) -> Fraction:
        left = max(at for at in points if at <= x)
        right = min(at for at in points if at >= x)
        if left == right:
            return F(points[left])
        return points[left] + (points[right] - points[left]) * (x - left) / (right - left)

    return value


@pytest.mark.parametrize(
    ("points", "wanted"),
    [
        ({0: -1, 2: 1}, [F(1)]),
        ({0: -1, 1: 0, 2: 1}, [F(1)]),  # at a point where pieces meet
        ({0: 1, 1: 0, 2: 1}, []),  # it only touches
        ({0: 1, 1: 0, 2: 0, 3: -2}, [F(1)]),  # nought for a stretch: where that begins
        ({0: 1, 1: 0, 2: 0, 3: 2}, []),
        ({0: 0, 1: 1, 2: -1}, [F(3, 2)]),  # alike at the low end
        ({0: 0, 1: 0}, []),
        ({0: 2, 1: -1, 2: 3}, [F(2, 3), F(5, 4)]),
        ({0: 1, 1: 0}, []),  # nought at the very end changes nothing in the range
    ],
)
def test_pieces_change_sign_where_they_cross_nought(points: dict[int, int], wanted: list[Fraction]):
    assert list(of_pieces([F(x) for x in points], bent(points))) == wanted


@pytest.mark.parametrize(
    ("steps", "wanted"),
    [
        ([(1, -5), (2, 4)], [2]),
        ([(1, -5), (2, 0), (3, -1)], []),
        ([(1, 0), (2, -1), (3, 1), (4, -1)], [3, 4]),
        ([(1, 3)], []),
        ([], []),
    ],
)
def test_steps_change_sign_at_the_step_that_does(steps: list[tuple[int, int]], wanted: list[int]):
    assert list(of_steps([(F(x), F(y)) for x, y in steps])) == wanted


@pytest.mark.parametrize("shift", [F(0), F(1, 10**13), F(-1, 10**13)])
@pytest.mark.parametrize(
    ("slopes", "wanted"),
    [
        ((1, 2), 1),  # it crosses just where they meet
        ((1, -2), 0),  # it only touches
        ((0, 1), 0),  # nought up to there
        ((-3, -3), 1),
    ],
)
def test_polynomials_change_sign_once_where_they_meet(
    slopes: tuple[int, int], wanted: int, shift: Fraction
):
    ranges = (F(0), 1 + shift), (1 + shift, F(2))
    pieces = [([F(-s), F(s)], *ends) for s, ends in zip(slopes, ranges, strict=True)]
    found = of_polynomials(pieces)
    assert len(found) == wanted
    assert all(abs(at - 1) <= 2 * FINE for at in found)
