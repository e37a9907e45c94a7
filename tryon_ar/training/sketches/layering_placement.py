"""Where a sketch lies in its layer: laid down by an unsteady hand, then fitted to the square."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from tryon_ar.training.sketches.sketch import Curve, Sketch

# Outlines are laid in steps no longer than this many units, so that their edges can waver.
_STEP = 0.02
# Room kept for hairs and soft edges.
_MARGIN_PX = 5.0


@dataclass(frozen=True, eq=False)
class Placement:
    """How units of a sketch become pixels of its layer.

    Attributes
    ----------
    unit_px : float
        About the width of the shoulders in pixels.
    place : callable
        Points of shape (N, 2) in units -> the same in pixels (centres at integers).
    """

    unit_px: float
    place: Callable[[Curve], Curve]


def dense(outline: Curve, closed: bool = True) -> Curve:
    """Return a curve with points added so that no step is longer than a fiftieth of a unit."""
    points = np.asarray(outline, np.float64)
    if closed:
        points = np.vstack([points, points[:1]])
    steps = np.hypot(*np.diff(points, axis=0).T)
    keep = np.concatenate([[True], steps > 1e-9])
    points, way = points[keep], np.concatenate([[0.0], np.cumsum(steps[keep[1:]])])
    if len(points) < 2:
        return np.asarray(points)
    at = np.linspace(0, way[-1], max(2, int(np.ceil(way[-1] / _STEP)) + 1))
    at = np.union1d(at, way)
    dense_points = np.column_stack([np.interp(at, way, points[:, axis]) for axis in (0, 1)])
    return np.asarray(dense_points[:-1] if closed else dense_points, np.float64)


def scalloped(outline: Curve, bulge: float, pitch: float) -> Curve:
    """Push a closed outline outwards in arcs.

    Parameters
    ----------
    outline : ndarray of shape (N, 2)
        With steps well below ``pitch``.
    bulge : float
        Height of an arc, in the outline's unit.
    pitch : float
        About the length of an arc; a whole number of them goes round.
    """
    after = np.roll(outline, -1, axis=0)
    steps = np.hypot(*(after - outline).T)
    way, length = np.cumsum(steps) - steps, float(steps.sum())
    arcs = np.abs(np.sin(np.pi * max(1, round(length / pitch)) * way / length))
    tangent = after - np.roll(outline, 1, axis=0)
    normal = np.column_stack([tangent[:, 1], -tangent[:, 0]])
    normal /= np.maximum(np.hypot(*normal.T), 1e-9)[:, None]
    x, y = outline.T
    turns = np.sign(np.sum(x * after[:, 1] - after[:, 0] * y))
    return np.asarray(outline + turns * bulge * arcs[:, None] * normal, np.float64)


def draw_wobble(rng: np.random.Generator) -> Callable[[Curve], Curve]:
    """Draw a displacement of the plane as a sum of sines: cloth is never laid quite straight.

    Returns
    -------
    callable
        Points of shape (N, 2), units -> displaced points.
    """
    broad = rng.uniform(0, 0.014) if rng.random() < 0.6 else rng.uniform(0.01, 0.03)
    fine = rng.uniform(0, 0.0035) if rng.random() < 0.5 else 0.0
    rates = np.concatenate([rng.normal(0, 3.0, (4, 2)), rng.normal(0, 25.0, (5, 2))])
    phases = rng.uniform(0, 2 * np.pi, 9)
    sizes = np.concatenate([rng.normal(0, broad * 0.6, (4, 2)), rng.normal(0, fine, (5, 2))])

    def wobble(points: Curve) -> Curve:
        return np.asarray(points + np.sin(points @ rates.T + phases) @ sizes)

    return wobble


def draw_placement(rng: np.random.Generator, sketch: Sketch, size_px: int) -> Placement:
    """Draw how a sketch lies in a square: large, seldom quite straight or in the middle.

    Raises
    ------
    ValueError
        If the sketch has no piece, or none but those that repaint others.
    """
    if all(piece.within is not None for piece in sketch.pieces):
        raise ValueError("a sketch without pieces cannot be laid out")
    wobble = draw_wobble(rng)
    turn = rng.normal(0, 0.02)
    stretch = np.array([np.exp(rng.normal(0, 0.04)), 1.0])
    cosine, sine = np.cos(turn), np.sin(turn)
    matrix = np.array([[cosine, -sine], [sine, cosine]]) * stretch

    def shape(points: Curve) -> Curve:
        return np.asarray(wobble(np.asarray(points).reshape(-1, 2)) @ matrix.T, np.float64)

    # What only repaints other pieces may reach far past them.
    outer = [piece.outline for piece in sketch.pieces if piece.within is None]
    laid = np.vstack([shape(dense(outline)) for outline in outer])
    low, high = laid.min(axis=0), laid.max(axis=0)
    extent = float(np.max(high - low))
    unit_px = size_px * _draw_share(rng) / max(extent, 1e-6)
    room = np.maximum((size_px - (high - low) * unit_px) / 2 - _MARGIN_PX, 0)
    shift = np.clip(rng.normal(0, 0.4, 2), -1, 1) * room
    offset = (size_px - 1) / 2 + shift - (low + high) / 2 * unit_px
    return Placement(unit_px, lambda points: shape(points) * unit_px + offset)


def _draw_share(rng: np.random.Generator) -> float:
    """Draw how much of the square's side the garment's longer side fills."""
    return float(rng.uniform(0.82, 0.96) if rng.random() < 0.8 else rng.uniform(0.64, 0.82))
