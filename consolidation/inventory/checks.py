"""Checks: what must hold between the rows of an inventory, one function each.

Every check looks at the whole `Draft` and yields its problems; a warning does not stop planning.
A new check is a new function in `CHECKS`.
"""

from collections.abc import Callable, Iterator
from datetime import date

from consolidation.errors import Problem
from consolidation.inventory.cells import holds_separator
from consolidation.inventory.dictionary import dictionary
from consolidation.inventory.draft import Draft
from consolidation.inventory.headers import plain
from consolidation.inventory.own_references import (
    links_that_ride_in_a_circle,
    rows_that_name_themselves,
)
from consolidation.inventory.radio_cells import radios_that_are_none
from consolidation.inventory.raw import shown
from consolidation.inventory.references import dangling_references
from consolidation.inventory.tables.kinds import (
    CalendarKind,
    PlatformKind,
    SegmentKind,
    ServerForm,
)
from consolidation.inventory.tables.network import Control, Device, Link, Segment
from consolidation.inventory.tables.places import Site, System
from consolidation.inventory.tables.servers import Host, Platform, Server
from consolidation.inventory.tables.times import CalendarEntry
from consolidation.inventory.tables.traffic import Circuit, Flow, Tariff
from consolidation.text import Text

Check = Callable[[Draft], Iterator[Problem]]

DAYS_OF_A_YEAR = 366
BRIDGING = (SegmentKind.SSID, SegmentKind.VNI)
"""Kinds of segment that come out at another one."""


def required_tables(draft: Draft) -> Iterator[Problem]:
    """Require the tables that nothing can be planned without, with rows."""
    for info in dictionary():
        read = draft.tables.get(info.name)
        if not info.required or (read and (read.num_written or not read.complete)):
            continue
        if read is not None:
            what = Text("行がない", "there are no rows")
        else:
            what = Text(f"表「{info.ja}」({info.name}) がない", f"the table {info.name} is missing")
        fix = Text(
            f"{info.name}.csv かシート「{info.ja}」に書く。内容: {info.meaning.ja}",
            f"fill in {info.name}.csv or the sheet {info.name}: {info.meaning.en}",
        )
        yield Problem(read.source if read else info.name, None, None, what, fix)


def absent_systems(draft: Draft) -> Iterator[Problem]:
    """Warn that without systems no server's zone is known."""
    info = draft.of(System).info
    if info.name not in draft.tables:
        what = Text(
            f"表「{info.ja}」がない: {info.absent.ja}",
            f"the table {info.name} is missing: {info.absent.en}",
        )
        yield Problem(info.name, None, None, what, warning=True)


def duplicate_ids(draft: Draft) -> Iterator[Problem]:
    """Require that no two rows of a table have the same id."""
    for read in draft.tables.values():
        for name, lines in read.ids.items():
            for line in lines[1:]:
                what = Text(
                    f"{shown(name)}が{lines[0]}行目にもある",
                    f"{shown(name)} is on line {lines[0]} too",
                )
                fix = Text("どちらかの記号を変えるか、行を消す", "change one id, or delete a row")
                yield read.problem(line, "id", what, fix)


def look_alike_ids(draft: Draft) -> Iterator[Problem]:
    """Warn of ids that differ only in case, width or punctuation."""
    for read in draft.tables.values():
        first: dict[str, str] = {}
        for name, lines in read.ids.items():
            other = first.setdefault(plain(name), name)
            if other != name:
                what = Text(
                    f"{shown(name)}は{read.ids[other][0]}行目の{shown(other)}とまぎらわしい",
                    f"{shown(name)} looks like {shown(other)} on line {read.ids[other][0]}",
                )
                fix = Text("別のものか確かめる", "see whether they are two things")
                yield read.problem(lines[0], "id", what, fix, warning=True)


def unseparable_ids(draft: Draft) -> Iterator[Problem]:
    """Require that ids which lists name hold no sign that separates a list's items."""
    listed = {t for info in dictionary() for c in info.columns if c.many for t in c.refers}
    for name in sorted(listed & draft.tables.keys()):
        read = draft.tables[name]
        for identifier, lines in read.ids.items():
            if holds_separator(identifier):
                what = Text(
                    f"{shown(identifier)}に区切りの記号がある",
                    f"{shown(identifier)} holds a sign that separates lists",
                )
                fix = Text("; , 、 を使わない", "do without ; , and 、")
                yield read.problem(lines[0], "id", what, fix)


def physical_servers_on_hosts(draft: Draft) -> Iterator[Problem]:
    """Require that a physical server names no platform and no host."""
    read = draft.of(Server)
    for line, server in draft.numbered(Server):
        column = "host" if server.host else "platform"
        if server.form is ServerForm.PHYSICAL and (server.host or server.platform):
            what = Text(
                f"物理サーバ{shown(server.id)}に仮想化基盤またはホストがある",
                f"{shown(server.id)} is physical but names a platform or host",
            )
            fix = Text("形態を「仮想」にするか、空欄にする", "make its form vm, or leave it empty")
            yield read.problem(line, column, what, fix)


def vms_without_platform(draft: Draft) -> Iterator[Problem]:
    """Warn of VMs whose platform is not known."""
    read = draft.of(Server)
    for line, server in draft.numbered(Server):
        if server.form is ServerForm.VM and not server.platform and not server.host:
            what = Text(
                f"仮想サーバ{shown(server.id)}の載る基盤が分からない",
                f"the platform of the VM {shown(server.id)} is not known",
            )
            fix = Text("仮想化基盤IDを書く", "fill in its platform")
            yield read.problem(line, "platform", what, fix, warning=True)


def hosts_of_other_platforms(draft: Draft) -> Iterator[Problem]:
    """Require that a VM's host belongs to the VM's platform."""
    platform_of = {host.id: host.platform for _, host in draft.numbered(Host)}
    read = draft.of(Server)
    for line, server in draft.numbered(Server):
        theirs = platform_of.get(server.host or "")
        if theirs and server.platform and theirs != server.platform:
            what = Text(
                f"ホスト{shown(server.host or '')}は基盤{shown(theirs)}のもので、"
                f"{shown(server.platform)}ではない",
                f"host {shown(server.host or '')} belongs to {shown(theirs)}, "
                f"not to {shown(server.platform)}",
            )
            fix = Text("どちらかを直す", "mend one of the two")
            yield read.problem(line, "host", what, fix)


def together_and_apart(draft: Draft) -> Iterator[Problem]:
    """Require that no two servers must stand on one host and on different hosts."""
    read, first = draft.of(Server), dict[tuple[str, str], int]()
    for line, server in draft.numbered(Server):
        if server.keep_together is None or server.keep_apart is None:
            continue
        other = first.setdefault((server.keep_together, server.keep_apart), line)
        if other != line:
            what = Text(
                f"{other}行目のサーバと同居グループも分散グループも同じである",
                f"shares its keep-together and its keep-apart group with line {other}",
            )
            fix = Text("どちらかの組を変える", "change one of the two groups")
            yield read.problem(line, "keep_together", what, fix)


def servers_away_from_platform(draft: Draft) -> Iterator[Problem]:
    """Warn of VMs that do not stand where their platform stands."""
    site_of = {platform.id: platform.site for _, platform in draft.numbered(Platform)}
    read = draft.of(Server)
    for line, server in draft.numbered(Server):
        site = site_of.get(server.platform or "")
        if site and site != server.site:
            what = Text(
                f"基盤{shown(server.platform or '')}の拠点は{shown(site)}である",
                f"its platform {shown(server.platform or '')} stands at {shown(site)}",
            )
            fix = Text("どちらが正しいか確かめる", "see which of the two is right")
            yield read.problem(line, "site", what, fix, warning=True)


def devices_away_from_server(draft: Draft) -> Iterator[Problem]:
    """Warn where a server and the switch it is plugged into stand at two sites."""
    site_of = {device.id: device.site for _, device in draft.numbered(Device)}
    for read in (draft.of(Server), draft.of(Platform)):
        for line, item in zip(read.lines, read.rows, strict=True):
            site = site_of.get(item.device or "")
            if site and site != item.site:
                what = Text(
                    f"{shown(item.id)}は{shown(item.site)}にあるが、"
                    f"機器{shown(item.device or '')}は{shown(site)}にある",
                    f"{shown(item.id)} stands at {shown(item.site)}, "
                    f"but {shown(item.device or '')} at {shown(site)}",
                )
                fix = Text("どちらが正しいか確かめる", "see which of the two is right")
                yield read.problem(line, "device", what, fix, warning=True)


def platforms_without_hosts(draft: Draft) -> Iterator[Problem]:
    """Warn of existing platforms without hosts."""
    used = {host.platform for _, host in draft.numbered(Host)}
    read = draft.of(Platform)
    for line, platform in draft.numbered(Platform):
        if platform.kind is PlatformKind.EXISTING and platform.id not in used:
            what = Text(
                f"既存の基盤{shown(platform.id)}のホストが一台もない",
                f"{shown(platform.id)} exists but has no host",
            )
            fix = Text("ホストの表に書く", "list its hosts in the table hosts")
            yield read.problem(line, "id", what, fix, warning=True)


def ends_before_start(draft: Draft) -> Iterator[Problem]:
    """Require that no span ends before it starts."""
    spans = (
        (CalendarEntry, "starts_on", "ends_on"),
        (Circuit, "starts_on", "ends_on"),
        (Server, "purchased_on", "lease_end"),
    )
    for row, first_name, last_name in spans:
        read = draft.of(row)
        for line, item in zip(read.lines, read.rows, strict=True):
            first, last = getattr(item, first_name), getattr(item, last_name)
            if isinstance(first, date) and isinstance(last, date) and last < first:
                what = Text(
                    f"終わり ({last}) が始め ({first}) より早い",
                    f"the end {last} is before the start {first}",
                )
                fix = Text("どちらかを直す", "mend one of the two")
                yield read.problem(line, last_name, what, fix)


def yearly_longer_than_a_year(draft: Draft) -> Iterator[Problem]:
    """Require that a span that comes back every year is no longer than a year."""
    read = draft.of(CalendarEntry)
    for line, entry in draft.numbered(CalendarEntry):
        num_days = (entry.ends_on - entry.starts_on).days + 1
        if entry.yearly and entry.kind is not CalendarKind.MILESTONE and num_days > DAYS_OF_A_YEAR:
            what = Text(
                f"毎年くり返す期間が{num_days}日ある", f"a yearly span lasts {num_days} days"
            )
            fix = Text("期間を一年以内にする", "make it a year at most")
            yield read.problem(line, "ends_on", what, fix)


def segments_that_bridge(draft: Draft) -> Iterator[Problem]:
    """Require that an SSID hands its clients to another segment; warn where it is not known.

    A VNI may come out at a segment too; any other kind joins another by the table controls.
    """
    read = draft.of(Segment)
    ssids = {s.id for _, s in draft.numbered(Segment) if s.kind is SegmentKind.SSID}
    for line, segment in draft.numbered(Segment):
        is_ssid = segment.kind is SegmentKind.SSID
        if segment.bridges_to == segment.id:
            what = Text("出口が自分自身である", "it bridges to itself")
            fix = Text("端末が入るVLANを書く", "name the VLAN its clients enter")
            yield read.problem(line, "bridges_to", what, fix)
        elif is_ssid and segment.bridges_to in ssids:
            what = Text("出口がSSIDである", "it hands its clients to another SSID")
            fix = Text("端末が入るVLANを書く", "name the VLAN its clients enter")
            yield read.problem(line, "bridges_to", what, fix)
        elif is_ssid and segment.bridges_to is None and not segment.may_bridge_to:
            what = Text(
                f"SSID {shown(segment.id)}の端末が入るVLANが分からない",
                f"where clients of the SSID {shown(segment.id)} come out is not known",
            )
            fix = Text("出口セグメントを書く", "fill in bridges_to")
            yield read.problem(line, "bridges_to", what, fix, warning=True)
        elif segment.bridges_to is not None and segment.kind not in BRIDGING:
            what = Text(
                "SSIDでもVNIでもないのに出口がある",
                "it is neither SSID nor VNI but bridges to a segment",
            )
            fix = Text("種別を改めるか、制御の表に書く", "mend its kind, or use the table controls")
            yield read.problem(line, "bridges_to", what, fix, warning=True)


def joined_to_itself(draft: Draft) -> Iterator[Problem]:
    """Require that links, controls and flows join two different things."""
    ends = (
        (Link, "a_device", "b_device"),
        (Control, "from_segment", "to_segment"),
        (Flow, "origin", "target"),
    )
    for row, one, other in ends:
        read = draft.of(row)
        for line, item in zip(read.lines, read.rows, strict=True):
            if getattr(item, one) == getattr(item, other):
                name = shown(getattr(item, one))
                what = Text(f"両端が同じ{name}である", f"both ends are {name}")
                yield read.problem(line, other, what, Text("どちらかを直す", "mend one of the two"))


def servers_named_like_sites(draft: Draft) -> Iterator[Problem]:
    """Require that no server has a site's id: a flow's origin would be either."""
    read, sites = draft.of(Server), draft.of(Site)
    for name, lines in read.ids.items():
        if name in sites.ids:
            what = Text(
                f"{shown(name)}は拠点の記号でもある ({sites.ids[name][0]}行目)",
                f"{shown(name)} is the id of a site too (line {sites.ids[name][0]})",
            )
            yield read.problem(lines[0], "id", what, Text("一方を変える", "change one of the two"))


def listed_twice(draft: Draft) -> Iterator[Problem]:
    """Warn of lists that name something twice."""
    for read in draft.tables.values():
        for info in (c for c in read.info.columns if c.many):
            for line, row in zip(read.lines, read.rows, strict=True):
                items = getattr(row, info.name)
                if len(set(items)) < len(items):
                    what = Text("同じものが二度ある", "something is listed twice")
                    fix = Text("一つにする", "list it once")
                    yield read.problem(line, info.name, what, fix, warning=True)


def distance_without_tariff(draft: Draft) -> Iterator[Problem]:
    """Warn of sites whose distance class stands in no tariff."""
    classes = {tariff.distance_class for _, tariff in draft.numbered(Tariff)}
    read = draft.of(Site)
    for line, site in draft.numbered(Site):
        if classes and site.distance_class and site.distance_class not in classes:
            listed = ", ".join(sorted(classes))
            what = Text(
                f"距離区分{shown(site.distance_class)}の料金がない",
                f"no tariff has the distance class {shown(site.distance_class)}",
            )
            fix = Text(f"料金表にある区分: {listed}", f"classes in the tariff table: {listed}")
            yield read.problem(line, "distance_class", what, fix, warning=True)


def unprintable_text(draft: Draft) -> Iterator[Problem]:
    """Warn of control characters, which no spreadsheet or page can show."""
    for read in draft.tables.values():
        for info in (c for c in read.info.columns if c.python_type is str and not c.many):
            for line, row in zip(read.lines, read.rows, strict=True):
                text = getattr(row, info.name)
                if text and not text.isprintable() and _control(text):
                    what = Text(
                        f"見えない制御文字がある: {shown(text)}",
                        f"there is an unprintable character: {shown(text)}",
                    )
                    fix = Text("その文字を消す", "delete it")
                    yield read.problem(line, info.name, what, fix, warning=True)


def _control(text: str) -> bool:
    return any(not c.isprintable() and not c.isspace() for c in text)


CHECKS: tuple[Check, ...] = (
    required_tables,
    absent_systems,
    duplicate_ids,
    look_alike_ids,
    unseparable_ids,
    dangling_references,
    physical_servers_on_hosts,
    vms_without_platform,
    hosts_of_other_platforms,
    together_and_apart,
    servers_away_from_platform,
    devices_away_from_server,
    platforms_without_hosts,
    ends_before_start,
    yearly_longer_than_a_year,
    segments_that_bridge,
    joined_to_itself,
    rows_that_name_themselves,
    links_that_ride_in_a_circle,
    radios_that_are_none,
    servers_named_like_sites,
    listed_twice,
    distance_without_tariff,
    unprintable_text,
)
"""Every check, in the order its problems are shown within a table."""
