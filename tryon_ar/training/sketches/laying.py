"""How a garment lies: wobbling edges, a little turned and sheared, or seen from behind."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from tryon_ar.training.sketches.dice import Dice
from tryon_ar.training.sketches.sketch import Button, Curve, Sketch


@dataclass(frozen=True, eq=False)
class Lie:
    """A smooth map of the plane: p ↦ A p + Σ a_k sin(k·p + φ_k).

    Applied to everything of a sketch alike, so that what touched still touches.
    """

    matrix: NDArray[np.float64]
    waves: NDArray[np.float64]
    phases: NDArray[np.float64]
    swings: NDArray[np.float64]

    def __call__(self, points: Curve) -> Curve:
        """Return where points come to lie; shape (N, 2) in and out."""
        bent = points + np.sin(points @ self.waves.T + self.phases) @ self.swings
        return np.asarray(bent @ self.matrix.T)


def random_lie(dice: Dice, *, mirrored: bool) -> Lie:
    """Return how a garment may lie; ``mirrored`` for one seen from behind."""
    rng = dice.rng
    strong = dice.chance(0.35)
    size = dice.between(0.008, 0.022) if strong else dice.between(0.001, 0.01)
    pitch = np.array([2.0, 2.0, 4.0, 4.0, 8.0, 8.0, 18.0])[:, None]
    share = np.array([1.0, 1.0, 0.5, 0.5, 0.2, 0.2, 0.07])[:, None]
    waves = rng.standard_normal((7, 2)) * pitch
    swings = rng.standard_normal((7, 2)) * share * size
    turn = np.radians(dice.near(0.0, 1.2 if dice.chance(0.7) else 5.0))
    shear = dice.near(0.0, 0.02)
    stretch = np.array([[dice.between(0.93, 1.07), shear], [0.0, 1.0]])
    rotation = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    matrix = rotation @ stretch @ np.diag([-1.0 if mirrored else 1.0, 1.0])
    return Lie(matrix, waves, rng.uniform(0, 2 * np.pi, 7), swings)


def laid(sketch: Sketch, lie: Lie) -> Sketch:
    """Return the sketch as it lies."""
    mirrored = float(np.linalg.det(lie.matrix)) < 0

    def place(spot: tuple[float, float]) -> tuple[float, float]:
        x, y = lie(np.array([spot]))[0]
        return float(x), float(y)

    def grain(degrees: float) -> float:
        return 180.0 - degrees if mirrored else degrees

    return Sketch(
        category=sketch.category,
        pieces=[
            replace(piece, outline=lie(piece.outline), grain_degrees=grain(piece.grain_degrees))
            for piece in sketch.pieces
        ],
        lines=[replace(line, points=lie(line.points)) for line in sketch.lines],
        buttons=[Button(*place((b.x, b.y)), b.radius) for b in sketch.buttons],
        landmarks={name: place(spot) for name, spot in sketch.landmarks.items()},
        fold_axes=[(place(start), place(end)) for start, end in sketch.fold_axes],
    )
