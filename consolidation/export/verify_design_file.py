"""Re-checks a design file: that the design carries all demands, and that its bound holds.

The certificate of the bound needs no solver. That traffic can be routed is shown by exact routes,
and by a linear program where short ways do not suffice.
"""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

from consolidation.export.verify import Failure, VerifyResult
from consolidation.redesign.designing.answer import NetworkDesign
from consolidation.redesign.designing.files.design_file import read_design
from consolidation.redesign.designing.problem import DesignProblem
from consolidation.redesign.designing.verify import verify_design
from consolidation.redesign.designing.verify_cuts import number
from consolidation.text import Text

ROUNDING = Fraction(1, 10**6)
"""Of the stated bound: a certificate that shows less by no more is told to be short by rounding."""


def verify_design_file(path: Path) -> VerifyResult:
    """Check a design and the certificate of its bound.

    Raises `InputProblems` when the file is no design file or its problem is not sound.
    """
    file = read_design(path)
    problem, design = file.problem, file.design
    found = [(_design_of(problem), verify_design(problem, design))]
    if design.certificate is not None:
        from consolidation.redesign.designing.check_bound import check_bound

        shown = number(design.certificate.bound)
        holds = Text(
            f"下界の証明書: どの設計の費用も{shown}以上",
            f"certificate: no design costs less than {shown}",
        )
        found.append((holds, check_bound(problem, design.certificate)))
    return VerifyResult(
        tuple(check for check, mistakes in found if not mistakes),
        tuple(
            Failure(check, path.name, mistake) for check, mistakes in found for mistake in mistakes
        ),
        tuple(_notes(design)),
    )


def _design_of(problem: DesignProblem) -> Text:
    num, num_states = len(problem.links), (1 + len(problem.failures)) * len(problem.slices)
    return Text(
        f"リンク{num}本の設計: 購入、{num_states}状態すべての経路、費用、判定",
        f"design of {num} link{'s' * (num != 1)}: purchases, routing in "
        f"{num_states} state{'s' * (num_states != 1)}, cost and status",
    )


def _notes(design: NetworkDesign) -> Iterator[Text]:
    """Say what a reader might think was checked and was not."""
    if design.cost is None:
        return
    stated = number(design.bound)
    if design.certificate is None:
        yield Text(
            f"下界の証明書がない。述べられた下界 {stated} は検算していない",
            f"there is no certificate: the stated lower bound {stated} is not re-checked",
        )
    elif 0 < (short := design.bound - design.certificate.bound) <= design.bound * ROUNDING:
        yield Text(
            f"証明書が示すのは、述べられた下界 {stated} から丸め {float(short):.0e} を引いた値まで",
            f"the certificate shows the stated bound {stated} but for rounding: {float(short):.0e} "
            "less",
        )
    elif design.certificate.bound < design.bound:
        shown = number(design.certificate.bound)
        yield Text(
            f"検算したのは証明書の下界 {shown} まで。述べられた下界 {stated} は検算していない",
            f"re-checked is the certificate's bound {shown}; the stated {stated} is not",
        )
