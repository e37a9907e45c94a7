"""A report of all figures with pictures, in one file that any browser shows."""

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tryon_ar.evaluation.album import Album, Plate
from tryon_ar.evaluation.plot import Axis, Dot, scatter
from tryon_ar.evaluation.report_tables import (
    clips_tables,
    figure_rows,
    looks_table,
    pairs_tables,
    promises_table,
    rig_tables,
    table,
)

_STYLE = """
:root { color-scheme: light dark; }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 1180px; }
body { margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.6rem; } h2 { margin-top: 2.4rem; }
table { border-collapse: collapse; margin: 0.6rem 0; }
th, td { padding: 0.2rem 0.7rem; text-align: right; border-bottom: 1px solid #8884; }
th:first-child, td:first-child { text-align: left; }
.scroll { overflow-x: auto; }
.met { color: #1a7f37; } .missed { color: #cf222e; font-weight: 600; }
figure { margin: 0 0 1rem; } figcaption { font-size: 0.85rem; opacity: 0.8; }
figure img { max-width: 100%; height: auto; }
svg text { font: 11px system-ui, sans-serif; fill: currentColor; }
svg .tick { text-anchor: middle; } svg .grid { stroke: #8883; }
svg .bound { stroke: #cf222e; stroke-dasharray: 5 4; }
svg .dot { fill: #0969da66; stroke: #0969da; } svg .dot.marked { fill: #0969da; }
"""


@dataclass(frozen=True, slots=True)
class Findings:
    """All that a report tells.

    Attributes
    ----------
    context : dict of str to str
        Commit, machine, data and the like.
    figures : dict
        By suite.
    promises : list of dict
        From :func:`~tryon_ar.evaluation.promises.judged`.
    latency_ms : dict of str to dict of str to float
        By stage, then by percentile.
    album : Album
    """

    context: Mapping[str, str]
    figures: Mapping[str, Any]
    promises: Sequence[Mapping[str, Any]]
    latency_ms: Mapping[str, Mapping[str, float]]
    album: Album


def report_page(found: Findings) -> str:
    """Return the report as HTML; it loads nothing from anywhere."""
    parts = [
        "<h1>How good the mirror is</h1>",
        table(["", ""], [[name, text] for name, text in found.context.items()]),
        *promises_table(found.promises),
        *pairs_tables(found.figures.get("pairs")),
        *rig_tables(found.figures.get("rig")),
        *clips_tables(found.figures.get("clips")),
        *_curve(found.figures.get("clips")),
        *_latency(found.latency_ms),
    ]
    for section, plates in found.album.sections.items():
        parts.append(f"<h2>{html.escape(section)}</h2>")
        parts += [_figure(plate) for plate in plates]
    parts += looks_table(found.figures.get("looks"))
    parts.append("<h2>All figures</h2>")
    for suite, figures in found.figures.items():
        listed = table(["figure", ""], list(figure_rows(figures)))
        parts.append(f"<details><summary>{html.escape(suite)}</summary>{listed}</details>")
    body = "\n".join(parts)
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>How good the mirror is</title><style>{_STYLE}</style></head>\n"
        f"<body>\n{body}\n</body></html>\n"
    )


def _curve(clips: Mapping[str, Any] | None) -> list[str]:
    stillness = (clips or {}).get("stillness", {})
    known = [
        (one["lag_ms"], one["jitter_pct"], one["setting"])
        for one in stillness.get("curve", [])
        if one.get("lag_ms") is not None and one.get("jitter_pct") is not None
    ]
    if not known:
        return []
    shipped = stillness["curve"][0]["setting"]
    dots = [Dot(lag, jitter, name, marked=name == shipped) for lag, jitter, name in known]
    drawn = scatter(dots, Axis("lag (ms)", 50.0), Axis("jitter (% of shoulders)", 0.4))
    return ["<h2>Jitter against lag</h2>", drawn]


def _latency(latency_ms: Mapping[str, Mapping[str, float]]) -> list[str]:
    if not latency_ms:
        return []
    columns = list(next(iter(latency_ms.values())))
    rows = [
        [stage, *(f"{times[column]:.1f}" for column in columns)]
        for stage, times in latency_ms.items()
    ]
    return ["<h2>Milliseconds by stage, webcam clips</h2>", table(["", *columns], rows)]


def _figure(plate: Plate) -> str:
    width, height = plate.size_px
    titles = " | ".join(title for title in plate.titles if title)
    told = plate.caption if plate.written or not titles else f"{plate.caption} ({titles})"
    return (
        f'<figure><img src="{plate.address}" width="{width}" height="{height}" loading="lazy" '
        f'alt="{html.escape(titles)}"><figcaption>{html.escape(told)}</figcaption></figure>'
    )
