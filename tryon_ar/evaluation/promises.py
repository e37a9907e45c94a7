"""What the project promises of its figures, and whether it keeps it."""

from dataclasses import dataclass
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Promise:
    """A bound on one figure.

    Attributes
    ----------
    figure : str
        Its place in the figures of all suites, such as ``pairs.summary.ssim.mean``.
    bound : float
    way : {"least", "most"}
        Whether it may be no lower or no higher.
    label : str
        What it is, for people.
    """

    figure: str
    bound: float
    way: Literal["least", "most"]
    label: str


PROMISES = (
    Promise("pairs.summary.warp_iou.mean", 0.89, "least", "warp IoU above the worn hem, mean"),
    Promise("pairs.summary.warp_iou.min", 0.82, "least", "warp IoU above the worn hem, worst"),
    Promise("pairs.summary.ssim.mean", 0.90, "least", "SSIM of the whole picture, mean"),
    Promise(
        "pairs.summary.full_iou_as_worn.mean", 0.86, "least", "full IoU, tucked in where worn so"
    ),
    Promise("rig.mean.nle_torso", 0.04, "most", "landmarks of the torso (shoulder widths)"),
    Promise("rig.mean.nle_sleeves", 0.07, "most", "landmarks of sleeves (shoulder widths)"),
    Promise("rig.mean.fold_rate", 0.0, "most", "folded cells of the warp"),
    Promise("rig.mean.occlusion_precision", 0.95, "least", "precision of what is in front"),
    Promise("rig.mean.occlusion_recall", 0.95, "least", "recall of what is in front"),
    Promise("rig.mean.shading_correlation", 0.7, "least", "correlation with the true shading"),
    Promise("rig.mean.colour_shift_before_tone", 1.5, "most", "colour shift before tone (ΔE00)"),
    Promise("rig.mean.colour_shift", 6.0, "most", "colour shift after tone (ΔE00)"),
    Promise("rig.mean.stretch", 1.6, "most", "stretch of the warp, 95th percentile"),
    Promise("clips.stillness.mean.jitter_pct", 0.4, "most", "static jitter (% of shoulders)"),
    Promise("clips.stillness.mean.lag_ms", 50.0, "most", "lag of the cuffs (ms)"),
    Promise("clips.stillness.mean.pops", 0, "most", "pops"),
    Promise(
        "clips.filtered.mean.warping_error_ratio", 1.15, "most", "warping error, out by in"
    ),
    *(
        Promise(f"parsing.people.iou.{name}", bound, "least", f"parsing people: {name}")
        for name, bound in (
            ("hair", 0.75),
            ("upper", 0.85),
            ("lower", 0.80),
            ("arms", 0.70),
            ("face", 0.80),
        )
    ),
    *(
        Promise(f"parsing.street.iou.{name}", bound, "least", f"parsing street photos: {name}")
        for name, bound in (("hair", 0.65), ("clothes", 0.80), ("skin", 0.65))
    ),
    Promise("leak.leak", 0.02, "most", "worn clothes that still show"),
)  # fmt: skip


def judged(figures: dict[str, Any]) -> list[dict[str, Any]]:
    """Hold figures to the promises of those suites that were measured.

    Parameters
    ----------
    figures : dict
        By suite.

    Returns
    -------
    list of dict
        ``figure``, ``label``, ``target``, ``way``, ``found`` (None when it is absent) and ``met``;
        what is absent is missed.
    """
    told = []
    for promise in PROMISES:
        if promise.figure.split(".", 1)[0] not in figures:
            continue
        found = _looked_up(figures, promise.figure)
        least = promise.way == "least"
        met = found is not None and (found >= promise.bound if least else found <= promise.bound)
        told.append(
            {
                "figure": promise.figure,
                "label": promise.label,
                "target": promise.bound,
                "way": promise.way,
                "found": found,
                "met": met,
            }
        )
    return told


def _looked_up(figures: dict[str, Any], place: str) -> float | None:
    value: Any = figures
    for name in place.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    return value if isinstance(value, int | float) else None
