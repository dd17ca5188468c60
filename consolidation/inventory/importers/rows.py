"""Rows every import needs that no export holds: the unclassified system, a site, a platform."""

from consolidation.errors import Problem
from consolidation.inventory.tables.kinds import PlatformKind, SiteKind, Zone
from consolidation.inventory.tables.places import Site, System
from consolidation.inventory.tables.servers import Platform
from consolidation.text import Text

SYSTEM = "IMPORTED"
ASSUMED_ZONE = Zone.ADMINISTRATIVE
REVIEW = "取込時の仮置き。要確認 (assumed at import; review)"
NO_SITE = "IMPORTED"


def unclassified_system(source: str) -> System:
    """Return the system that stands for "not yet assigned to a business system"."""
    return System(
        id=SYSTEM,
        name="未分類 (imported, unclassified)",
        department="未設定 (not set)",
        zone=ASSUMED_ZONE,
        source=source,
        note=REVIEW,
    )


def site(identity: str, name: str, source: str) -> Site:
    """Return a site of which only the name is known."""
    return Site(id=identity, name=name, kind=SiteKind.OTHER, source=source, note=REVIEW)


def platform(identity: str, name: str, at: str, source: str) -> Platform:
    """Return an existing platform of which only the name is known."""
    return Platform(
        id=identity,
        name=name,
        kind=PlatformKind.EXISTING,
        site=at,
        zones=(ASSUMED_ZONE,),
        source=source,
        note=REVIEW,
    )


def zone_assumed(source: str, num_servers: int) -> Problem:
    """Return the warning that decides most: the zone of everything is an assumption."""
    return Problem(
        source,
        None,
        None,
        Text(
            f"情報系区分は取込元にないため、{num_servers}台すべてを"
            f"「{ASSUMED_ZONE.ja}」の「未分類」システムに仮置きした",
            f"the export names no trust zone: all {num_servers} machines are put into one "
            f"unclassified system of the {ASSUMED_ZONE.value} zone",
        ),
        Text(
            "systems.csv に実際のシステムと区分を書き、servers.csv の system を直す。"
            "住民情報系の判定はこの区分に従う",
            "write the real systems and zones into systems.csv and mend the system column of "
            "servers.csv; the policy judges by these zones",
        ),
        warning=True,
    )
