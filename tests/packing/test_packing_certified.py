"""A certificate stands in a packing only when the checker has accepted it."""

from dataclasses import replace

import pytest

from consolidation.errors import SolverTrouble
from consolidation.packing import certified as module
from consolidation.packing.certified import LEFT_OUT, certified
from consolidation.packing.checking.classes import TooLarge
from consolidation.packing.model import Guest, HostOption, Packing, PackingProblem
from consolidation.packing.pack import pack

PROBLEM = PackingProblem(
    dimensions=("cores",),
    guests=tuple(Guest(id=f"g{i}", cluster="c", zone="z", demand=(6,)) for i in range(3)),
    options=(HostOption(id="h", cluster="c", capacity=(12,), price_yen=100),),
)


@pytest.fixture(name="packing", scope="module")
def packed() -> Packing:
    return pack(PROBLEM, 10)


def test_a_right_one_stays(packing: Packing):
    assert certified(PROBLEM, packing) == packing
    assert certified(PROBLEM, replace(packing, certificate=None)).certificate is None


def test_one_too_large_to_check_is_left_out_and_said(packing: Packing, monkeypatch):
    monkeypatch.setattr(module, "check_bound", lambda *_: (TooLarge.TEXT,))
    found = certified(PROBLEM, packing)
    assert found.certificate is None
    assert LEFT_OUT in found.not_yet


def test_a_wrong_one_is_a_fault(packing: Packing):
    assert packing.certificate is not None
    (lot,) = packing.certificate.lots
    wrong = replace(packing.certificate, lots=(replace(lot, bound=lot.bound + 100),))
    with pytest.raises(SolverTrouble, match="certificate"):
        certified(PROBLEM, replace(packing, certificate=wrong))
