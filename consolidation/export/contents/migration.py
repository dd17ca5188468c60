"""Tables about when: the waves and their moves, and the measures' yearly targets."""

from consolidation.export import labels
from consolidation.export.contents.servers import server_words
from consolidation.export.review import Review
from consolidation.export.table import Table, heading
from consolidation.text import Text

HOURS_DIGITS = 2


def waves(review: Review) -> Table:
    """Return one row per wave."""
    return Table(
        "waves",
        Text("移行の段階", "Waves"),
        (
            heading("段階", "wave", "count"),
            heading("初日", "first day", "date"),
            heading("末日", "last day", "date"),
            heading("移行台数", "servers", "count"),
            heading("作業時間 (h)", "work (h)", "decimal"),
            heading("移行グループ", "groups", "long"),
        ),
        tuple(
            (
                wave.number,
                wave.starts_on,
                wave.ends_on,
                len(wave.moves),
                round(float(sum(move.hours for move in wave.moves)), HOURS_DIGITS),
                "、".join(sorted({move.group for move in wave.moves})),
            )
            for wave in review.plan.schedule.waves
        ),
    )


def moves(review: Review) -> Table:
    """Return one row per server moved."""
    return Table(
        "moves",
        Text("移行計画", "Moves"),
        (
            heading("段階", "wave", "count"),
            heading("初日", "first day", "date"),
            heading("末日", "last day", "date"),
            heading("移行グループ", "group", "code"),
            heading("サーバID", "server", "code"),
            heading("サーバ名", "name"),
            heading("システム", "system"),
            heading("所管", "department"),
            heading("行き先ホスト", "host", "code"),
            heading("作業時間 (h)", "work (h)", "decimal"),
            heading("方法", "method"),
        ),
        tuple(
            (
                wave.number,
                wave.starts_on,
                wave.ends_on,
                move.group,
                move.server,
                *server_words(review, move.server)[:3],
                move.host,
                move.hours,
                labels.METHOD[move.method],
            )
            for wave in review.plan.schedule.waves
            for move in wave.moves
        ),
    )


def late(review: Review) -> Table:
    """Return the servers that move after their lease ends."""
    return Table(
        "late-moves",
        Text("期限後の移行", "Late moves"),
        (
            heading("サーバID", "server", "code"),
            heading("サーバ名", "name"),
            heading("超過", "by how much", "long"),
        ),
        tuple(
            (server, server_words(review, server)[0], text)
            for server, text in review.plan.schedule.late
        ),
        Text(
            "リースまたは保守の満了後に移るため、延長の契約が要る。",
            "These move after their lease or support ends and need an extension.",
        ),
    )


def indicators(review: Review) -> Table:
    """Return each measure's target of a year against what the plan does."""
    return Table(
        "indicators",
        Text("指標", "Indicators"),
        (
            heading("指標ID", "indicator", "code"),
            heading("施策", "measure"),
            heading("所管", "department"),
            heading("年度", "fiscal year", "year"),
            heading("目標", "target", "long"),
            heading("この計画での予定", "planned", "long"),
            heading("実績", "actual", "long"),
        ),
        tuple(
            (
                line.indicator,
                line.measure,
                line.department,
                line.fiscal_year,
                line.target,
                line.planned,
                line.actual,
            )
            for line in review.plan.indicators
        ),
        Text(
            "予定の空欄は、この計画がその施策に関わらないことを表す。",
            "An empty plan cell means that this plan has no part in the measure that year.",
        ),
    )
