"""Tables of a report: what is promised, and every suite's figures side by side."""

import html
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

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
_OF_RIG = {
    "pictures": "pictures",
    "nle_torso": "torso",
    "nle_sleeves": "sleeves",
    "nle_hem": "hem",
    "nle_collar": "collar",
    "warp_iou": "warp IoU above hem",
    "fold_rate": "folds",
    "stretch": "stretch",
    "occlusion_precision": "in front: precision",
    "occlusion_recall": "recall",
    "shading_correlation": "shading",
    "colour_shift_before_tone": "colour before tone",
    "colour_shift": "after",
}
_OF_SEQUENCES = {
    "frames": "frames",
    "warping_error_ratio": "warping error, out by in",
    "jitter_pct": "jitter (% of shoulders)",
    "lag_ms": "lag (ms)",
    "pops": "pops",
}
_OF_CLIPS = {
    "frames": "frames",
    "mask_flicker": "mask flicker",
    "label_flicker": "label flicker",
    "warping_error_ratio": "warping error, out by in",
    "leak": "leak",
}


def promises_table(promises: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return what is promised and what was found; nothing where nothing was to be judged."""
    if not promises:
        return []
    rows = []
    for one in promises:
        sign = "≥" if one["way"] == "least" else "≤"
        told = "met" if one["met"] else "missed"
        rows.append([one["label"], f"{sign} {one['target']:g}", _number(one["found"]), told])
    return ["<h2>What is promised</h2>", table(["figure", "target", "found", ""], rows)]


def pairs_tables(pairs: Mapping[str, Any] | None) -> list[str]:
    """Return people in the garment of their own photo, and simpler ways to put it on them."""
    if pairs is None:
        return []
    ours = {_OURS: pairs["summary"], **pairs["baselines"]}
    rows = [
        [name.replace("_", " "), *(_number(of.get(key, {}).get("mean")) for key in _COMPARED)]
        for name, of in ours.items()
    ]
    parts = ["<h2>Beside simpler ways (means over all pairs)</h2>"]
    parts.append(table(["", *_COMPARED.values()], rows))
    for name, found in pairs["sets"].items():
        parts.append(f"<h3>{html.escape(name)}</h3>")
        rows = [
            [pair, *(_number(one.get(key)) for key in _OF_PAIRS)]
            for pair, one in found["pairs"].items()
        ]
        parts.append(table(["", *_OF_PAIRS.values()], rows))
    return parts


def rig_tables(rig: Mapping[str, Any] | None) -> list[str]:
    """Return the figures of rendered people, by category and by sequence."""
    if rig is None:
        return []
    parts = ["<h2>Rendered people (landmarks in shoulder widths)</h2>"]
    parts.append(_figures(_OF_RIG, {"all": rig["mean"], **rig.get("by_category", {})}))
    moving: dict[str, Mapping[str, Any]] = {}
    for kind in ("motion", "still"):
        found = rig.get(kind)
        if found and found.get("frames") != 0:
            moving |= {kind: found, **found.get("scenes", {})}
    return [*parts, _figures(_OF_SEQUENCES, moving)] if moving else parts


def clips_tables(clips: Mapping[str, Any] | None) -> list[str]:
    """Return the figures of webcam clips, and of the same without anything kept over time."""
    filtered = (clips or {}).get("filtered")
    if clips is None or not filtered:
        return []
    rows = {"all": filtered["mean"]}
    if "unfiltered" in clips:
        rows["all, every frame parsed by itself"] = clips["unfiltered"]["mean"]
    rows |= filtered.get("clips", {})
    return ["<h2>Webcam clips in figures</h2>", _figures(_OF_CLIPS, rows)]


def looks_table(looks: Mapping[str, Any] | None) -> list[str]:
    """Return who was not dressed in what, and why; nothing where everybody was."""
    rows = [
        [name, garment, reason]
        for name, garments in (looks or {}).get("undressed", {}).items()
        for garment, reason in garments.items()
    ]
    return ["<h2>Not dressed</h2>", table(["who", "garment", "why"], rows)] if rows else []


def figure_rows(figures: Any, before: str = "") -> Iterable[tuple[str, str]]:  # noqa: ANN401 any JSON
    """Return the place in the tree of every figure, and it as people read it."""
    if isinstance(figures, Mapping):
        for name, value in figures.items():
            yield from figure_rows(value, f"{before}{name}.")
    else:
        yield before.rstrip("."), _number(figures)


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table that scrolls sideways where it is too wide."""
    titles = "".join(f"<th>{html.escape(title)}</th>" for title in head)
    lines = "".join(f"<tr>{''.join(_cell(text) for text in row)}</tr>" for row in rows)
    return f'<div class="scroll"><table><tr>{titles}</tr>{lines}</table></div>'


def _cell(text: str) -> str:
    kind = f' class="{text}"' if text in ("met", "missed") else ""
    return f"<td{kind}>{html.escape(text)}</td>"


def _figures(columns: Mapping[str, str], rows: Mapping[str, Mapping[str, Any]]) -> str:
    listed = [[name, *(_number(of.get(key)) for key in columns)] for name, of in rows.items()]
    return table(["", *columns.values()], listed)


def _number(value: Any) -> str:  # noqa: ANN401 any JSON
    if value is None:
        return "–"
    return f"{value:.4g}" if isinstance(value, float) else str(value)
