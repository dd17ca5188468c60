"""Re-checks a packing file: that the packing keeps every rule, and that its bound holds."""

from collections.abc import Iterator
from pathlib import Path

from consolidation.export.verify import Failure, VerifyResult
from consolidation.packing.files.packing_file import read_packing
from consolidation.packing.model import Objective, Packing
from consolidation.packing.verify import verify_packing
from consolidation.text import Text


def verify_packing_file(path: Path) -> VerifyResult:
    """Check a packing and the certificate of its bound, both without any solver.

    Raises `InputProblems` when the file is no packing file or its problem is not sound.
    """
    from consolidation.packing.check_bound import check_bound

    file = read_packing(path)
    problem, packing = file.problem, file.packing
    keeps = Text(
        f"{len(problem.guests)}台の割当て: 規則・容量・在庫・予備・金額・状態",
        f"placement of {len(problem.guests)} guests: rules, capacities, stock, spares, prices "
        "and status",
    )
    found = [(keeps, verify_packing(problem, packing))]
    if packing.certificate is not None:
        found.append((_bound_of(packing), check_bound(problem, packing.certificate)))
    return VerifyResult(
        tuple(check for check, mistakes in found if not mistakes),
        tuple(
            Failure(check, path.name, mistake) for check, mistakes in found for mistake in mistakes
        ),
        tuple(_notes(packing)),
    )


def _bound_of(packing: Packing) -> Text:
    certificate = packing.certificate
    assert certificate is not None, "asked only where there is one"
    if packing.objective is Objective.HOSTS:
        return Text(
            f"下界の証明書: どの割当ても{certificate.bound:,}台以上",
            f"certificate: no packing uses fewer than {certificate.bound:,} hosts",
        )
    return Text(
        f"下界の証明書: どの割当ても{certificate.bound:,}円以上",
        f"certificate: no packing costs less than {certificate.bound:,} yen",
    )


def _notes(packing: Packing) -> Iterator[Text]:
    """Say what a reader might think was checked and was not."""
    costs = packing.objective is Objective.COST
    stated = packing.lower_bound_yen if costs else packing.lower_bound_hosts
    shown = packing.certificate.bound if packing.certificate else None
    if shown is None:
        yield Text(
            f"下界の証明書がない。述べられた下界 {stated:,} は検算していない",
            f"there is no certificate: the stated lower bound {stated:,} is not re-checked",
        )
    elif shown < stated:
        yield Text(
            f"検算したのは証明書の下界 {shown:,} まで。述べられた下界 {stated:,} は検算していない",
            f"re-checked is the certificate's bound {shown:,}; the stated {stated:,} is not",
        )
    if packing.second is not None:
        yield Text(
            "二つ目の目的の下界は検算していない",
            "the lower bound of the second objective is not re-checked",
        )
