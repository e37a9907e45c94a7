"""A report of all figures with pictures, in one file that any browser shows."""

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tryon_ar.evaluation.album import Album, Plate
from tryon_ar.evaluation.plot import Axis, Dot, scatter

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
_OURS = "tryon-ar"
_COMPARED = {
    "warp_iou": "warp IoU above hem",
    "full_iou": "full IoU",
    "boundary_f": "boundary F",
    "ssim": "SSIM",
    "ssim_inside": "SSIM inside",
    "seam": "seam",
    "leak": "leak",
    "colour_after": "colour shift",
    "detail": "detail",
}
_OF_PAIRS = {
    **_COMPARED,
    "full_iou_as_worn": "full IoU as worn",
    "colour_before": "before tone",
    "fold_rate": "folds",
    "stretch": "stretch",
}


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
        _table(["", ""], [[name, text] for name, text in found.context.items()]),
        "<h2>What is promised</h2>",
        _promises(found.promises),
        *_compared(found.figures.get("pairs")),
        *_curve(found.figures.get("clips")),
        *_latency(found.latency_ms),
    ]
    for section, plates in found.album.sections.items():
        parts.append(f"<h2>{html.escape(section)}</h2>")
        parts += [_figure(plate) for plate in plates]
    parts.append("<h2>All figures</h2>")
    for suite, figures in found.figures.items():
        listed = "".join(_rows(figures))
        name = html.escape(suite)
        parts.append(f"<details><summary>{name}</summary><table>{listed}</table></details>")
    body = "\n".join(parts)
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>How good the mirror is</title><style>{_STYLE}</style></head>\n"
        f"<body>\n{body}\n</body></html>\n"
    )


def _promises(promises: Sequence[Mapping[str, Any]]) -> str:
    rows = []
    for one in promises:
        sign = "≥" if one["way"] == "least" else "≤"
        told = "met" if one["met"] else "missed"
        rows.append([one["label"], f"{sign} {one['target']:g}", _number(one["found"]), told])
    return _table(["figure", "target", "found", ""], rows)


def _compared(pairs: Mapping[str, Any] | None) -> list[str]:
    if pairs is None:
        return []
    ours = {_OURS: pairs["summary"], **pairs["baselines"]}
    rows = [
        [name, *(_number(of.get(key, {}).get("mean")) for key in _COMPARED)]
        for name, of in ours.items()
    ]
    parts = ["<h2>Beside simpler ways (means over all pairs)</h2>"]
    parts.append(_table(["", *_COMPARED.values()], rows))
    for name, found in pairs["sets"].items():
        parts.append(f"<h3>{html.escape(name)}</h3>")
        rows = [
            [pair, *(_number(one.get(key)) for key in _OF_PAIRS)]
            for pair, one in found["pairs"].items()
        ]
        parts.append(_table(["", *_OF_PAIRS.values()], rows))
    return parts


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
    return ["<h2>Milliseconds by stage, webcam clips</h2>", _table(["", *columns], rows)]


def _figure(plate: Plate) -> str:
    width, height = plate.size_px
    titles = " | ".join(title for title in plate.titles if title)
    return (
        f'<figure><img src="{plate.address}" width="{width}" height="{height}" loading="lazy" '
        f'alt="{html.escape(titles)}"><figcaption>{html.escape(plate.caption)} '
        f"({html.escape(titles)})</figcaption></figure>"
    )


def _rows(figures: Any, before: str = "") -> list[str]:  # noqa: ANN401 any JSON
    """Return a table row for every figure, its place in the tree before it."""
    if isinstance(figures, Mapping):
        below = (_rows(value, f"{before}{name}.") for name, value in figures.items())
        return [row for rows in below for row in rows]
    name = html.escape(before.rstrip("."))
    return [f"<tr><td>{name}</td><td>{html.escape(_number(figures))}</td></tr>"]


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    titles = "".join(f"<th>{html.escape(title)}</th>" for title in head)
    lines = "".join(f"<tr>{''.join(_cell(text) for text in row)}</tr>" for row in rows)
    return f'<div class="scroll"><table><tr>{titles}</tr>{lines}</table></div>'


def _cell(text: str) -> str:
    kind = f' class="{text}"' if text in ("met", "missed") else ""
    return f"<td{kind}>{html.escape(text)}</td>"


def _number(value: Any) -> str:  # noqa: ANN401 any JSON
    if value is None:
        return "–"
    return f"{value:.4g}" if isinstance(value, float) else str(value)
