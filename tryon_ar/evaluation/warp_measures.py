"""How well a garment lies where it truly would: areas, landmarks, folds and stretch."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.roi import Roi
from tryon_ar.core.types import Mask
from tryon_ar.fitting.fit import Layer
from tryon_ar.fitting.placement import BACK
from tryon_ar.kernels.remap import dense_flow
from tryon_ar.rendering.trace import TracedPiece

#: Sides of the warp's cells, frame pixels.
CELL_PX = 4
_DRAWN = 0.5
_LIMBS = frozenset({Layer.SLEEVE, Layer.LEG})
_STRETCH_PERCENTILE = 95.0
_GROUPS = {
    "collar": ("neck",),
    "torso": ("shoulder", "armpit", "waist", "crotch"),
    "sleeves": ("elbow", "cuff"),
    "hem": ("hem", "leg_hem"),
    "knees": ("knee",),
}


def iou(drawn: Mask, true: Mask, counted: Mask | None = None) -> float:
    """Return intersection over union of two masks (H, W); 1 when both are empty.

    Parameters
    ----------
    counted : ndarray of shape (H, W), bool, optional
        Pixels elsewhere are ignored.
    """
    if counted is not None:
        drawn, true = drawn & counted, true & counted
    either = int((drawn | true).sum())
    return int((drawn & true).sum()) / either if either else 1.0


def above_worn_hem(true: Mask) -> Mask:
    """Return the pixels (H, W) that are not below the hem of what is really worn.

    Notes
    -----
    In each column those down to the mask's lowest pixel; in columns without any, down to the
    median of those. All of them when the mask is empty.
    """
    columns = true.any(axis=0)
    if not columns.any():
        return np.ones_like(true)
    height = true.shape[0]
    lowest = (height - 1 - np.argmax(true[::-1], axis=0)).astype(np.float64)
    lowest[~columns] = np.median(lowest[columns])
    return np.asarray(np.arange(height)[:, None] <= lowest[None, :])


def landmark_group(name: str) -> str:
    """Return the part of the garment that a landmark's error counts for.

    Raises
    ------
    ValueError
        For a name that is none.
    """
    for group, stems in _GROUPS.items():
        if name.startswith(stems):
            return group
    raise ValueError(f"{name!r} is no landmark")


def landmark_errors(
    drawn: Mapping[str, Sequence[float] | NDArray[np.float64]],
    true: Mapping[str, Sequence[float] | NDArray[np.float64]],
    unit_px: float,
) -> dict[str, list[float]]:
    """Return the distances of warped landmarks to true ones in shoulder widths, by part.

    Parameters
    ----------
    drawn, true : mapping of str to (float, float)
        Frame pixels; names that only one of them has are left out.
    unit_px : float
        Shoulder width.
    """
    found: dict[str, list[float]] = {}
    for name in sorted(set(drawn) & set(true)):
        away = np.subtract(drawn[name], true[name], dtype=np.float64)
        found.setdefault(landmark_group(name), []).append(float(np.hypot(*away)) / unit_px)
    return found


@dataclass(frozen=True, slots=True)
class Deformation:
    """How the photo is bent where it is drawn.

    Attributes
    ----------
    cells : int
        Looked at.
    fold_rate : float
        Share of them that are folded over: det J <= 0.
    stretch : float
        95th percentile of max(s1, 1 / s2) of J, 1 or more.
    """

    cells: int
    fold_rate: float
    stretch: float


def deformation(pieces: Iterable[TracedPiece]) -> Deformation | None:
    """Measure the flow of all that was drawn of a garment.

    Returns
    -------
    Deformation or None
        None when nothing was drawn.

    Notes
    -----
    J is the Jacobian from photo to frame over cells of :data:`CELL_PX` whose corners are all
    drawn, hidden by an arm or not, less the garment's own scale (the median of sqrt det J, so that
    a large photo is not taken for a shrunk garment); s1 >= s2 are its singular values. It is had
    from the backward flow that pixels are gathered by, B = J^-1: s1(J) = 1 / s2(B).

    Cells that lie wholly under later pieces are never seen, and not looked at. The back's outside
    has the coordinates of the front's photo and is a mirror image of it: there, and in limbs of
    a garment whose back is what is drawn last of its trunk, det J is taken with the other sign.
    """
    pieces = tuple(pieces)
    found = [
        _backward_jacobians(piece, seen) for piece, seen in zip(pieces, _seen(pieces), strict=True)
    ]
    jacobians = np.concatenate(found) if found else np.empty((0, 2, 2))
    if not len(jacobians):
        return None
    signs = np.repeat(_orientations(pieces), [len(each) for each in found])
    determinants = np.linalg.det(jacobians) * signs
    folded = determinants <= 0
    if folded.all():
        return Deformation(len(jacobians), 1.0, float("inf"))
    scale = np.median(np.sqrt(determinants[~folded]))
    singular = np.linalg.svd(jacobians[~folded] / scale, compute_uv=False)
    worst = np.maximum(singular[:, 0], 1.0 / singular[:, 1])
    stretch = float(np.percentile(worst, _STRETCH_PERCENTILE))
    return Deformation(len(jacobians), float(folded.mean()), stretch)


def _seen(pieces: Sequence[TracedPiece]) -> list[Mask]:
    """Return where no later piece covers each of them, (h, w) over their own regions."""
    right, bottom = (max((piece.flow.roi[i] for piece in pieces), default=0) for i in (2, 3))
    covered = np.zeros((bottom, right), np.bool_)
    seen: list[Mask] = []
    for piece in reversed(pieces):
        inside = covered[Roi(*piece.flow.roi).slices]
        seen.append(~inside)
        inside |= piece.alpha > _DRAWN
    return seen[::-1]


def _orientations(pieces: Sequence[TracedPiece]) -> list[int]:
    """Return the sign that det J has by right in each piece."""
    behind: dict[int, bool] = {}
    for piece in pieces:
        if piece.segment.layer is Layer.TRUNK:
            behind[id(piece.garment)] = piece.segment == BACK
    return [
        -1
        if piece.segment == BACK
        or (piece.segment.layer in _LIMBS and behind.get(id(piece.garment), False))
        else 1
        for piece in pieces
    ]


def _backward_jacobians(piece: TracedPiece, seen: Mask) -> NDArray[np.float64]:
    """Return d(photo)/d(frame) (N, 2, 2) of the cells of a piece that are drawn and seen."""
    flow = dense_flow(piece.flow)[::CELL_PX, ::CELL_PX].astype(np.float64)
    drawn = piece.alpha[::CELL_PX, ::CELL_PX] > _DRAWN
    if min(drawn.shape) < 2:
        return np.empty((0, 2, 2))
    whole = drawn[:-1, :-1] & drawn[:-1, 1:] & drawn[1:, :-1] & drawn[1:, 1:]
    unhidden = seen[::CELL_PX, ::CELL_PX]
    whole &= unhidden[:-1, :-1] | unhidden[:-1, 1:] | unhidden[1:, :-1] | unhidden[1:, 1:]
    across, down = np.diff(flow, axis=1), np.diff(flow, axis=0)
    dx = (across[:-1] + across[1:]) / (2 * CELL_PX)
    dy = (down[:, :-1] + down[:, 1:]) / (2 * CELL_PX)
    return np.stack([dx[whole], dy[whole]], axis=-1)
