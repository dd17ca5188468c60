"""What a reader of a passed verification might think was checked and was not."""

from collections.abc import Iterator

from consolidation.export.contents import proof
from consolidation.packing.model import Packing
from consolidation.scenario.model import Plan
from consolidation.text import Text

WAVES = Text(
    "移行の下界（これより安い案はないこと）は検算していない。検算したのは、"
    "示された案が規則を守ることと金額である",
    "not re-checked: the lower bound of waves (that nothing cheaper exists); re-checked is that "
    "the plan shown keeps every rule and costs what it says",
)
HOSTS = Text(
    "ホストの下界（これより小さい案はないこと）は、計画に証明書がなく、検算していない",
    "not re-checked: the lower bound of hosts (that nothing smaller exists); the plan holds no "
    "certificate of it",
)
PARTS = Text(
    "証明書が示すのはホスト全体の下界である。クラスタ別の下界と、証明書の対象でない下界は"
    "検算していない",
    "the certificate shows the bound of all hosts together; bounds by cluster, and of what it "
    "does not speak of, are not re-checked",
)
FILES = Text(
    "workbook.xlsx、report.html、figures/ は書き出し時のハッシュとだけ照合した",
    "workbook.xlsx, report.html and figures/ are only compared with their hashes",
)


def not_rechecked(plan: Plan) -> tuple[Text, ...]:
    """Return what `verify` leaves unchecked in a plan, one sentence each."""
    return (*_hosts(plan.packing), WAVES, FILES)


def _hosts(packing: Packing) -> Iterator[Text]:
    if not packing.hosts:
        return
    if packing.certificate is None:
        yield HOSTS
        return
    if not proof.is_certified(packing):
        least, stated = (
            proof.amount(packing, number)
            for number in (packing.certificate.bound, proof.bound(packing))
        )
        yield Text(
            f"証明書が示すのは{least.ja}までで、{stated.ja}までの下界はソルバーの答えによる",
            f"the certificate shows {least.en}; up to {stated.en} the bound is the solver's word",
        )
    yield PARTS
