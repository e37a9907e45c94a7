"""From where the room lights a person: a light of low order, fitted to cloth and skin.

Light of low order is enough for matt surfaces (R. Ramamoorthi, P. Hanrahan, "An Efficient
Representation for Irradiance Environment Maps", SIGGRAPH 2001, 10.1145/383259.383317). Here its
logarithm is linear in the surface's normal, which is guessed from the person's outline, and in
the height on the body::

    ln E = across n_x + down n_y + round n_z + falling y
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.kernels.roundness import facing_nb, inflate_nb

#: Cells of shapes and of fits are so many cells of the light grid wide.
CELL = 4
_SWEEPS, _FIRST_SWEEPS = 12, 60
_FRAMES_A_LOOK = 15
_FOLLOWED = 0.08
# Of (across, down, round, falling): what is usual, how far it varies, how much is believed.
_USUAL = np.array([0.0, -0.05, 0.16, 0.0])
_SPREAD = np.array([0.30, 0.20, 0.12, 0.10])
_MOST = np.array([0.7, 0.5, 0.5, 0.35])
# The face says so much of the light on the body, give or take.
_BY_FACE, _FACE_SPREAD = 0.7, 0.15
# Neighbouring cells tell the same fold, so many one thing.
_ALIKE = 8.0
_LEAST_MISFIT, _TURNS = 0.07, 5
_LEAST_CELLS = 12
_FARTHEST = 1.6  # shoulder widths up or down to where light falls off


@dataclass(frozen=True, slots=True)
class Surface:
    """Which way a person in an outfit faces, on cells of the light grid.

    Attributes
    ----------
    basis : ndarray of shape (4, r, c), float32
        How far each cell faces right, down and the viewer (-1 to 1), and how far it lies below
        the middle of the region, in shoulder widths.
    """

    basis: NDArray[np.float32]


class SurfaceGuess:
    """Guesses surfaces from outlines, frame after frame."""

    def __init__(self) -> None:
        self._height: NDArray[np.float32] | None = None

    def forget(self) -> None:
        """Start afresh."""
        self._height = None

    def of(self, shape: NDArray[np.float32], shoulder_cells: float) -> Surface:
        """Return the surface of a shape.

        Parameters
        ----------
        shape : ndarray of shape (h, w), float32
            How far each cell of the light grid shows the person or the outfit, 0 to 1; sides
            are multiples of :data:`CELL`.
        shoulder_cells : float
            Shoulder width in those cells.
        """
        size = shape.shape[1] // CELL, shape.shape[0] // CELL
        small = cv2.resize(shape, size, interpolation=cv2.INTER_AREA)
        inside = np.asarray(small > 0.5, np.uint8)
        height, sweeps = self._height, _SWEEPS
        if height is None or height.shape != inside.shape:
            height, sweeps = np.zeros(inside.shape, np.float32), _FIRST_SWEEPS
        inflate_nb(inside, sweeps, height)
        self._height = height
        basis = np.empty((4, *inside.shape), np.float32)
        facing_nb(height, basis[:3])
        rows = (np.arange(inside.shape[0]) - inside.shape[0] / 2) * (CELL / shoulder_cells)
        basis[3] = np.clip(rows, -_FARTHEST, _FARTHEST)[:, None]
        return Surface(basis)


class SceneLight:
    """Follows the light of a room.

    Attributes
    ----------
    weights : ndarray of shape (4,), float64
        Across, down, round, falling: log-luminance a unit of each of a surface's basis.
    """

    def __init__(self) -> None:
        self.weights = _USUAL.copy()
        self._goal: NDArray[np.float64] | None = None
        self._frames = 0

    def forget(self) -> None:
        """Another source, or another person."""
        self.weights, self._goal, self._frames = _USUAL.copy(), None, 0

    def wants_look(self) -> bool:
        """Whether this frame should be looked at (:meth:`look`); else it is only followed."""
        return self._frames % _FRAMES_A_LOOK == 0

    def look(
        self,
        surface: Surface,
        log_light: NDArray[np.float32],
        seen: list[NDArray[np.float32]],
        face: NDArray[np.float32] | None,
    ) -> None:
        """Take a frame in.

        Parameters
        ----------
        surface : Surface
        log_light : ndarray of shape (h, w), float32
            Log-luminance on the light grid.
        seen : list of ndarray of shape (h, w), float32
            For each kind of surface that has one colour: how far each cell shows it, 0 to 1.
        face : ndarray of shape (2,), float32, or None
            Log-luminance the face gains towards its right and its lower outline.
        """
        self._goal = fitted(surface, log_light, seen, face)

    def follow(self) -> NDArray[np.float64]:
        """Return the light of this frame, on its way to the one looked at last."""
        if self._goal is not None:
            share = 1.0 if self._frames == 0 else _FOLLOWED
            self.weights = self.weights + share * (self._goal - self.weights)
        self._frames += 1
        return self.weights


def fitted(
    surface: Surface,
    log_light: NDArray[np.float32],
    seen: list[NDArray[np.float32]],
    face: NDArray[np.float32] | None,
) -> NDArray[np.float64]:
    """Fit a light to what is seen of it; see :meth:`SceneLight.look`.

    Returns
    -------
    ndarray of shape (4,), float64

    Notes
    -----
    Least squares with one unknown reflectance for every kind, towards what is usual, reweighted
    by Cauchy's function: folds and what is left of prints are outliers.
    """
    usual, spread = _USUAL.copy(), _SPREAD.copy()
    if face is not None:
        usual[:2] = _BY_FACE * face
        spread[:2] = _FACE_SPREAD
    found = [_cells(surface, log_light, one) for one in seen]
    found = [one for one in found if len(one[0]) >= _LEAST_CELLS]
    if not found:
        return np.asarray(np.clip(usual, -_MOST, _MOST), np.float64)
    kinds = len(found)
    basis = np.concatenate([one[0] for one in found])
    light = np.concatenate([one[1] for one in found])
    share = np.concatenate([one[2] for one in found])
    which = np.repeat(np.arange(kinds), [len(one[0]) for one in found])
    design = np.concatenate([basis, np.eye(kinds)[which]], axis=1)
    anchor = np.zeros(4 + kinds)
    goal = np.concatenate([usual, np.zeros(kinds)])
    anchor[:4] = 1.0 / spread**2
    medians = np.array([np.median(one[1]) for one in found])
    answer = np.concatenate([usual, medians])
    for _ in range(_TURNS):
        misfit = light - design @ answer
        scale = max(_LEAST_MISFIT, 1.5 * float(np.median(np.abs(misfit))))
        weight = share / (1.0 + (misfit / scale) ** 2) / (_ALIKE * scale**2)
        normal = (design * weight[:, None]).T @ design
        normal[np.diag_indices(4 + kinds)] += anchor + 1e-9
        answer = np.linalg.solve(normal, design.T @ (weight * light) + anchor * goal)
    return np.asarray(np.clip(answer[:4], -_MOST, _MOST), np.float64)


def _cells(
    surface: Surface, log_light: NDArray[np.float32], share: NDArray[np.float32]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return basis (n, 4), mean light (n,) and share (n,) of the cells that show a surface."""
    rows, columns = surface.basis.shape[1:]
    both = np.dstack([share, share * log_light])
    mean = cv2.resize(both, (columns, rows), interpolation=cv2.INTER_AREA)
    shown = mean[..., 0] > 0.3
    weight = mean[..., 0][shown].astype(np.float64)
    light = mean[..., 1][shown] / weight
    return surface.basis[:, shown].T.astype(np.float64), light, weight


def expected_shading(
    surface: Surface, weights: NDArray[np.float64], shape: tuple[int, int]
) -> NDArray[np.float32]:
    """Return what a light makes of a surface, log-luminance on the light grid of some shape."""
    small = np.tensordot(weights.astype(np.float32), surface.basis, axes=1)
    size = shape[1], shape[0]
    return np.asarray(cv2.resize(small, size, interpolation=cv2.INTER_LINEAR), np.float32)
