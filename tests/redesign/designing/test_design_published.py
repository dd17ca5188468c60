"""Published instances beside the project reach their published values, proved and certified."""

from fractions import Fraction
from pathlib import Path

import pytest

from consolidation.redesign.designing.check_bound import check_bound
from consolidation.redesign.designing.design import design_network
from consolidation.redesign.designing.verify import verify_design
from consolidation.redesign.sndlib.read import read_instance
from consolidation.solving.status import Status

PUBLISHED = Path(__file__).parents[4] / "shared" / "bench" / "sndlib"
ALONE, SURVIVING = "U-U-M-N-C-A-N-N", "U-U-M-N-C-A-N-U"

pytestmark = pytest.mark.no_cover  # tracing would take as long as the tests


@pytest.mark.parametrize(
    ("name", "tag", "value"),
    [
        ("polska", ALONE, Fraction(23619)),
        ("polska", SURVIVING, Fraction(35473)),
        ("atlanta", ALONE, Fraction(864925503, 10)),
        ("atlanta", SURVIVING, Fraction(1662326006, 10)),
    ],
)
def test_published_value_is_reached_proved_and_certified(name: str, tag: str, value: Fraction):
    path = PUBLISHED / f"{name}.txt"
    if not path.exists():
        pytest.skip("the published instances are not on this machine")
    problem = read_instance(path, tag)
    design = design_network(problem, 60)
    assert (design.status, design.cost, design.bound) == (Status.OPTIMAL, value, value)
    assert verify_design(problem, design) == ()
    assert design.certificate is not None
    assert check_bound(problem, design.certificate) == ()
    assert design.certificate.bound >= value * (1 - Fraction(1, 10**9))
