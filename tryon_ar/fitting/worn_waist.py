"""Where the waistband of trousers or a skirt that is really worn is seen, by labels."""

import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.labels import Label, Labels
from tryon_ar.fitting.wearer import Wearer

# Labels are asked on this grid above the hip joints, shoulder widths: columns across the trunk
# (of its frontal width), rows from above the waist down to below any waistband.
_COLUMNS = np.linspace(-0.38, 0.38, 9)
_ROWS = np.linspace(0.98, -0.14, 29)
# A waistband is worn within these heights; a lower edge is the hem of a top that hangs out.
_WAISTBANDS = (0.16, 0.90)
# What is worn below has a share of so much there, and all the way down for so many rows.
_LOWER = 0.5
_SUSTAINED = 3
_LEAST_COLUMNS = 4
_STRAY = 0.07
_MOST_SLOPE = 0.35
_ASKED_AGAIN_MS = 200.0


class WornWaist:
    """Remembers for a moment where the worn waistband is: it hardly moves on a body."""

    def __init__(self) -> None:
        self._seen: tuple[float, float] | None = None
        self._t_ms: float | None = None

    def reset(self) -> None:
        """Forget the last person."""
        self._t_ms = None

    def look(self, wearer: Wearer) -> tuple[float, float] | None:
        """Return what :func:`worn_waist` says, asked anew five times a second."""
        if self._t_ms is None or not 0.0 <= wearer.t_ms - self._t_ms < _ASKED_AGAIN_MS:
            self._seen, self._t_ms = worn_waist(wearer), wearer.t_ms
        return self._seen


def worn_waist(wearer: Wearer) -> tuple[float, float] | None:
    """Return where the waistband of what is really worn below is seen.

    Parameters
    ----------
    wearer : Wearer

    Returns
    -------
    (float, float) or None
        Height above the hip joints, shoulder widths, and slope (up to the wearer's left); None
        without labels and where no waistband is seen.

    Notes
    -----
    In nine columns across the trunk, the highest row from which on lower clothes are likeliest; a
    straight line through them, those left out that lie off it. An edge below the hips is the hem of
    a top that hangs out, and tells nothing of the waistband beneath.
    """
    labels, frame, unit_px = wearer.body.labels, wearer.frame, wearer.unit_px
    if labels is None:
        return None
    columns = _COLUMNS * max(wearer.turn, 0.4)
    across, up = np.meshgrid(columns * unit_px, _ROWS * unit_px)
    places = frame.hip_mid + across[..., None] * frame.across + up[..., None] * frame.up
    lower = _sampled(labels, places) > _LOWER
    runs = lower[: -_SUSTAINED + 1].copy()
    for step in range(1, _SUSTAINED):
        runs &= lower[step : len(lower) - _SUSTAINED + 1 + step]
    seen = runs.any(axis=0)
    first = runs.argmax(axis=0)
    seen &= first > 0  # else it begins above: no waistband but a dress
    if seen.sum() < _LEAST_COLUMNS:
        return None
    half_step = float(_ROWS[0] - _ROWS[1]) / 2
    heights, sides = _ROWS[first[seen]] + half_step, columns[seen]
    keep = np.abs(heights - np.median(heights)) < 2 * _STRAY + _MOST_SLOPE * np.abs(sides)
    if keep.sum() < _LEAST_COLUMNS:
        return None
    height, slope = _line(sides[keep], heights[keep])
    keep &= np.abs(heights - (height + slope * sides)) < _STRAY
    if keep.sum() < _LEAST_COLUMNS:
        return None
    height, slope = _line(sides[keep], heights[keep])
    if not _WAISTBANDS[0] < height < _WAISTBANDS[1] or abs(slope) > _MOST_SLOPE:
        return None
    return height, slope


def _line(x: NDArray[np.float64], y: NDArray[np.float64]) -> tuple[float, float]:
    """Return height at 0 and slope of the line of least squares."""
    middle, level = float(x.mean()), float(y.mean())
    away = x - middle
    slope = float(away @ (y - level)) / max(float(away @ away), 1e-12)
    return level - slope * middle, slope


def _sampled(labels: Labels, places: NDArray[np.float64]) -> NDArray[np.float32]:
    """Return the share of lower clothes at frame points, nearest neighbour, 0 off the labels."""
    size = labels.shares.shape[1]
    scale = size / labels.side_px
    columns = np.floor((places[..., 0] + 0.5 - labels.x0_px) * scale).astype(np.intp)
    rows = np.floor((places[..., 1] + 0.5 - labels.y0_px) * scale).astype(np.intp)
    inside = (columns >= 0) & (columns < size) & (rows >= 0) & (rows < size)
    plane = labels.shares[Label.LOWER]
    found = plane[np.clip(rows, 0, size - 1), np.clip(columns, 0, size - 1)]
    return np.where(inside, found, np.float32(0.0))
