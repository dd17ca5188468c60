"""Pack one instance with this project, in this process: ``ours.py INSTANCE LIMIT``.

Prints one line of JSON. The packing is checked again, and so is the certificate of its bound;
neither counts in the seconds.
"""

import json
import resource
import sys
import time
from typing import TYPE_CHECKING

from instances import by_name

from consolidation.packing.model import Objective, Packing, PackingProblem
from consolidation.packing.pack import pack
from consolidation.packing.verify import verify_packing

if TYPE_CHECKING:
    from consolidation.text import Text


def main(name: str, limit_s: float) -> None:
    """Run, check and print."""
    problem = by_name()[name].make()
    begun = time.monotonic()
    packing = pack(problem, limit_s)
    seconds = time.monotonic() - begun
    peak_mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    hosts = problem.objective is Objective.HOSTS
    begun = time.monotonic()
    found = {
        "value": packing.num_hosts if hosts else packing.price_yen,
        "bound": packing.lower_bound_hosts if hosts else packing.lower_bound_yen,
        "hosts": packing.num_hosts,
        "seconds": round(seconds, 3),
        "peak_mib": peak_mib,
        "note": ", ".join(sorted({f"{c.found_by} / {c.bound_by}" for c in packing.clusters})),
        "errors": [text.en for text in verify_packing(problem, packing)][:3],
        "certificate": certified(problem, packing),
    }
    print(json.dumps({**found, "check_seconds": round(time.monotonic() - begun, 3)}))


def certified(problem: PackingProblem, packing: Packing) -> str:
    """Say whether the certificate shows the bound that the packing states."""
    if packing.certificate is None:
        return "none"
    from consolidation.packing.check_bound import check_bound

    errors: tuple[Text, ...] = check_bound(problem, packing.certificate)
    if errors:
        return f"refused: {errors[0].en}"
    hosts = problem.objective is Objective.HOSTS
    bound = packing.lower_bound_hosts if hosts else packing.lower_bound_yen
    return "holds" if packing.certificate.bound >= bound else "shows less than the bound"


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]))
