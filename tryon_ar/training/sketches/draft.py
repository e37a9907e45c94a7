"""A sketch in the making, which knows what lies over its front."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from tryon_ar.training.sketches.sketch import Button, Curve, Line, Piece, Sketch


@dataclass(eq=False)
class Draft(Sketch):
    """A sketch in the making.

    Attributes
    ----------
    covers : list of ndarray
        Outlines of sleeves that lie over the body: its lines and buttons end under them.
    over_lines, over_buttons : list
        What is sewn on those sleeves.
    gap : ndarray or None
        The wearer's left edge of a front that stands open; quilting ends there.
    parted : Piece or None
        What is seen through that gap.
    """

    covers: list[Curve] = field(default_factory=list)
    over_lines: list[Line] = field(default_factory=list)
    over_buttons: list[Button] = field(default_factory=list)
    gap: Curve | None = None
    parted: Piece | None = None

    def finished(self, *, back: bool) -> Sketch:
        """Return the sketch without what is hidden, such as the front neck from behind."""
        lines = [part for line in self.lines for part in self._uncovered(line)]
        buttons = [b for b in self.buttons if not self._covered(np.array([[b.x, b.y]]))[0]]
        marks = {n: p for n, p in self.landmarks.items() if not (back and n == "neck_front")}
        return Sketch(
            category=self.category,
            pieces=self.pieces,
            lines=lines + self.over_lines,
            buttons=buttons + self.over_buttons,
            landmarks=marks,
            fold_axes=self.fold_axes,
        )

    def _covered(self, points: Curve) -> NDArray[np.bool_]:
        hidden = np.zeros(len(points), bool)
        for outline in self.covers:
            hidden |= inside(outline, points)
        return hidden

    def _uncovered(self, line: Line) -> list[Line]:
        hidden = self._covered(line.points)
        if not hidden.any():
            return [line]
        breaks = np.flatnonzero(np.diff(hidden)) + 1
        runs = np.split(np.arange(len(hidden)), breaks)
        keep = [run for run in runs if not hidden[run[0]] and len(run) > 1]
        return [Line(line.points[run], line.width, line.strength, line.dye) for run in keep]


def inside(outline: Curve, points: Curve) -> NDArray[np.bool_]:
    """Return which points lie inside a closed outline, by the even-odd rule.

    Parameters
    ----------
    outline : ndarray of shape (M, 2)
    points : ndarray of shape (N, 2)

    Returns
    -------
    ndarray of shape (N,), bool
    """
    x, y = points[:, :1], points[:, 1:]
    x0, y0 = outline[:, 0], outline[:, 1]
    x1, y1 = np.roll(x0, -1), np.roll(y0, -1)
    spans = (y0 > y) != (y1 > y)
    rise = np.where(y1 == y0, 1.0, y1 - y0)
    crossings = spans & (x < x0 + (y - y0) * (x1 - x0) / rise)
    return np.asarray(crossings.sum(axis=1) % 2 == 1)
