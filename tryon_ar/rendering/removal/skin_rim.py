"""How far bare skin beside worn cloth shows that cloth's colour."""

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.labels import Label, Labels
from tryon_ar.core.roi import Roi
from tryon_ar.kernels.undress import weigh_rim_nb
from tryon_ar.rendering import shapes
from tryon_ar.rendering.planes import spread
from tryon_ar.rendering.removal.place import Place
from tryon_ar.rendering.removal.worn_evidence import fill_hands
from tryon_ar.rendering.removal.worn_mask import Wearing, WornMask, grown, worn_kinds

# The worn cloth's edge is blurred into skin: so far out (shoulder widths) skin goes where it has
# the cloth's colour.
_REACH = 0.07
# Where cloth and skin meet both shares are a half: so much skin counts whole, or a ring stays.
_WHOLLY = 3.0
_SKIN = (Label.ARMS, Label.NECK, Label.LEGS)
# Share of the way from what will be there to the cloth at which a pixel of the rim goes.
_MIXED = (0.25, 0.55)
_LEAST_CONTRAST = 30.0
_LEAST_CLOTH = 0.02
_SURE = 0.8
_NEAR = 0.12
# The cloth's colour is looked at in so many cells a side.
_CELLS = 64
# Where skin goes on under cloth that went, the shadow of its edge goes as well: wholly up to the
# first, no further than the second (shoulder widths).
_SHADED = 0.030, 0.068
# ... found on a picture whose shoulder width is so many pixels, about.
_FINE = 45.0
_BARED = 0.35


def skin_beside(labels: Labels, wearing: Wearing, unit_px: float) -> NDArray[np.float32]:
    """Return where labels are, (S, S), how far there is bare skin just beside cloth, 0 to 1."""
    near = (grown(labels, labels.sum_of(worn_kinds(wearing)), _REACH * unit_px) - 0.35) / 0.3
    skin = np.clip(_WHOLLY * labels.sum_of(_SKIN), 0.0, 1.0)
    return np.asarray(np.clip(near, 0.0, 1.0) * skin, np.float32)


def weigh_rim(
    worn: WornMask,
    beside: NDArray[np.float32],
    place: Place,
    wearing: Wearing,
    fill_bgr: NDArray[np.uint8],
) -> None:
    """Let bare skin beside the worn cloth go as far as it shows that cloth's colour, in place.

    Parameters
    ----------
    worn : WornMask
        Its weight is raised.
    beside : ndarray of shape (S, S), float32
        From :func:`skin_beside`.
    place : Place
    wearing : Wearing
    fill_bgr : ndarray of shape (h, w, 3), uint8
        What will be there instead.
    """
    if not beside.any():
        return
    seen = np.ascontiguousarray(place.frame_bgr[place.box.slices])
    cloth = _cloth_around(place, wearing)
    grid = place.labels.grid(place.box)
    bounds = *_MIXED, _LEAST_CONTRAST, _LEAST_CLOTH
    weigh_rim_nb(worn.weight, worn.wanted, seen, fill_bgr, beside, cloth, *grid, *bounds)


def _cloth_around(place: Place, wearing: Wearing) -> NDArray[np.float32]:
    """Return the colour of sure cloth near by and how much of it there is, (n, n, 4)."""
    labels = place.labels
    cells = min(_CELLS, labels.shares.shape[1])
    step = labels.side_px / cells
    matrix = np.array([[step, 0.0, labels.x0_px], [0.0, step, labels.y0_px]])
    matrix[:, 2] += (step - 1.0) / 2.0
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    border = cv2.BORDER_REPLICATE
    size = cells, cells
    seen = cv2.warpAffine(place.frame_bgr, matrix, size, flags=flags, borderMode=border)
    share = cv2.resize(labels.sum_of(worn_kinds(wearing)), size, interpolation=cv2.INTER_AREA)
    sure = np.asarray(share > _SURE, np.float32)
    both = np.empty((cells, cells, 4), np.float32)
    # Plane by plane: NumPy is slow where the innermost axis is short.
    for c in range(3):
        np.multiply(seen[..., c], sure, out=both[..., c])
    both[..., 3] = sure
    sums = np.asarray(cv2.GaussianBlur(both, (0, 0), _NEAR * place.unit_px / step), np.float32)
    little = sums[..., 3] + np.float32(1e-3)
    for c in range(3):
        sums[..., c] /= little
    return sums


def soften_border(worn: WornMask, place: Place, bare: NDArray[np.uint8]) -> None:
    """Let real skin beside skin that was made up go over into it, in place.

    What cloth leaves on skin is no colour of its own: its edge throws a shadow, is hemmed with a
    line, presses. Along such a border made-up skin reaches a little over the real one, but not
    over hands: nothing made up is as good.

    Parameters
    ----------
    worn : WornMask
        Its weight is raised where it may be.
    place : Place
    bare : ndarray of shape (h, w), uint8
        Where skin is made up, 0 to 255.
    """
    step = max(1, round(place.unit_px / _FINE))
    every = np.s_[::step, ::step]
    bared = worn.weight[every] * bare[every]
    bared *= np.float32(1.0) - place.covered[place.box.slices][every]
    gone = np.asarray(bared > _BARED * 255.0, np.uint8)
    if not gone.any():
        return
    away = cv2.distanceTransform(1 - gone, cv2.DIST_L2, 3)
    # Half a pixel more: each stands for those to its right and below.
    wholly, ends = (reach * place.unit_px / step + 0.5 for reach in _SHADED)
    near = np.clip((ends - away) / (ends - wholly), 0.0, 1.0)
    size = near.shape[1], near.shape[0]
    skin = place.labels.share_of(_SKIN, _squares(place.box, step, size), size)
    near *= np.clip(_WHOLLY * skin, 0.0, 1.0)
    hands = shapes.empty(Roi(0, 0, *size))
    corner = np.array([place.box.x0, place.box.y0], np.float64)
    fill_hands(hands, Roi(0, 0, *size), place.body, corner, 1.0 / step, place.unit_px)
    near[hands > 127] = 0.0
    drawn = shapes.drawn_box(np.asarray(near > 0.0, np.uint8), margin_px=1)
    if drawn is None:
        return
    rows, columns = (slice(part.start * step, part.stop * step) for part in drawn)
    part = worn.weight[rows, columns]
    whole = spread(np.ascontiguousarray(near[drawn], np.float32), step, part.shape)
    np.maximum(part, whole, out=part)


def _squares(box: Roi, step: int, size: tuple[int, int]) -> Roi:
    """Return a rectangle grown to whole squares."""
    return Roi(box.x0, box.y0, box.x0 + size[0] * step, box.y0 + size[1] * step)
