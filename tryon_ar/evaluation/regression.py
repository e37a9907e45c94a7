"""Figures held against those of an earlier day: what became worse."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Way = Literal["least", "most"]
#: A figure may be worse by so much of what it was, and by rounding.
TOLERANCE = 0.02
_ROUNDING = 5e-4
#: Figures of :func:`~tryon_ar.evaluation.rig_suite.measure_rig` that are watched, and whether more
#: (``least``) or less of them (``most``) is better.
WATCHED: dict[str, Way] = {
    "mean.pictures": "least",
    "mean.warp_iou": "least",
    "mean.warp_iou_full": "least",
    "mean.nle_torso": "most",
    "mean.nle_sleeves": "most",
    "mean.nle_hem": "most",
    "mean.nle_collar": "most",
    "mean.fold_rate": "most",
    "mean.stretch": "most",
    "mean.occlusion_precision": "least",
    "mean.occlusion_recall": "least",
    "mean.shading_correlation": "least",
    "mean.colour_shift_before_tone": "most",
    "mean.colour_shift": "most",
    "motion.undressed": "most",
    "motion.warping_error_ratio": "most",
    "motion.pops": "most",
}


@dataclass(frozen=True, slots=True)
class Change:
    """A figure that is not what it was.

    Attributes
    ----------
    figure : str
    before : float
    now : float or None
        None when it is gone.
    """

    figure: str
    before: float
    now: float | None


def watched(figures: Mapping[str, Any]) -> dict[str, float]:
    """Return those of a suite's figures that are watched and known, by place."""
    found = {}
    for place in WATCHED:
        part, name = place.split(".")
        value = figures.get(part, {}).get(name)
        if value is not None:
            found[place] = value
    return found


def worsened(baseline: Mapping[str, float], now: Mapping[str, float]) -> list[Change]:
    """Return the figures of a baseline that are worse now by more than :data:`TOLERANCE`.

    Parameters
    ----------
    baseline, now : mapping of str to float
        From :func:`watched`. What is gone is worse; what is new is not judged.

    Raises
    ------
    ValueError
        When the baseline has a figure that nobody watches: it would never fail.
    """
    return _changed(baseline, now, better=False)


def improved(baseline: Mapping[str, float], now: Mapping[str, float]) -> list[Change]:
    """Return the figures that are better by more than that: their baseline should be renewed."""
    return _changed(baseline, now, better=True)


def _changed(
    baseline: Mapping[str, float], now: Mapping[str, float], *, better: bool
) -> list[Change]:
    changes = []
    for figure, before in baseline.items():
        if figure not in WATCHED:
            raise ValueError(f"nobody watches {figure!r}")
        value = now.get(figure)
        if value is None:
            if not better:
                changes.append(Change(figure, before, None))
            continue
        gain = value - before if WATCHED[figure] == "least" else before - value
        least = max(TOLERANCE * abs(before), _ROUNDING)
        if (gain if better else -gain) > least:
            changes.append(Change(figure, before, value))
    return changes
