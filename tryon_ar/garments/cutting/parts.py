"""The network's parts at the photo's full size, fit for the garment's category."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from tryon_ar.garments.cutting.reading import Reading
from tryon_ar.garments.cutting.spread import spread
from tryon_ar.garments.garment import CATEGORIES, Part

_TOP = (Part.TORSO, Part.LEFT_SLEEVE, Part.RIGHT_SLEEVE, Part.COLLAR, Part.INSIDE_BACK)
_LEGS = (Part.LEFT_LEG, Part.RIGHT_LEG)
_OTHER_SIDE = {
    Part.LEFT_SLEEVE: Part.RIGHT_SLEEVE,
    Part.RIGHT_SLEEVE: Part.LEFT_SLEEVE,
    Part.LEFT_LEG: Part.RIGHT_LEG,
    Part.RIGHT_LEG: Part.LEFT_LEG,
}
# A piece smaller than these shares of its part and of the garment goes to its neighbours.
_ISLAND_OF_PART = 0.15
_ISLAND_OF_GARMENT = 0.02
_SPECK_OF_GARMENT = 0.004
# Nearer to the middle line than this share of the width, a piece's side is not judged.
_MIDDLE_SHARE = 0.1
_WORKING_SIDE_PX = 400
_TYPICAL_WAIST = 0.4
# Inside back beside the neck opening is believed where the network is this sure of a piece
# this large, as a share of the opening.
_SURE_OF_INSIDE = 0.65
_SURE_OF_OPENING = 0.25


def legal_parts(category: str) -> tuple[Part, ...]:
    """Return the parts a garment of a category may have.

    Raises
    ------
    ValueError
        When the category is none of :data:`~tryon_ar.garments.garment.CATEGORIES`.
    """
    if category not in CATEGORIES:
        raise ValueError(f"{category!r} is no category")
    if category in ("trousers", "shorts"):
        return _LEGS
    if category == "skirt":
        return (Part.SKIRT,)
    if category == "dress":
        return (*_TOP, Part.SKIRT)
    return (*_TOP, Part.HOOD) if category in ("hoodie", "outerwear") else _TOP


def refine_parts(reading: Reading, alpha: NDArray[np.uint8], category: str) -> NDArray[np.uint8]:
    """Return the part of every pixel of the garment.

    Parameters
    ----------
    reading : Reading
    alpha : ndarray of shape (H, W), uint8
        Refined matte.
    category : str
        Only parts that it may have are given out.

    Returns
    -------
    ndarray of shape (H, W), uint8
        Values of :class:`~tryon_ar.garments.garment.Part`; background exactly where alpha is 0.

    Raises
    ------
    ValueError
        When the category is not known.

    Notes
    -----
    Probabilities of the legal parts are spread from where the network gives any, islands are
    merged and sides put right at a working size, then each part's smoothed share is carried to
    full size, where the greatest wins.
    """
    import cv2

    legal = legal_parts(category)
    height, width = alpha.shape
    scale = min(1.0, _WORKING_SIDE_PX / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    shares = _legal_shares(reading.parts, legal, size)
    inside = cv2.resize(alpha, size, interpolation=cv2.INTER_AREA) > 0
    labels = np.where(inside, np.array(legal, np.uint8)[np.argmax(shares, axis=0)], 0)
    labels = _right_sides(labels.astype(np.uint8), legal)
    labels = _merge_islands(labels, shares, legal)
    return _to_full_size(labels, legal, alpha)


def _legal_shares(
    parts: NDArray[np.float32], legal: tuple[Part, ...], size: tuple[int, int]
) -> NDArray[np.float32]:
    """Return shares of the legal parts, one picture each, summing to about 1."""
    import cv2

    chosen = np.moveaxis(parts[list(legal)], 0, -1)
    total = chosen.sum(axis=2)
    known = np.clip(total * 2 - 0.2, 0, 1)
    shares = spread(chosen / np.maximum(total, 1e-6)[:, :, None], known.astype(np.float32))
    return np.stack(
        [
            cv2.resize(
                cv2.GaussianBlur(np.ascontiguousarray(shares[:, :, k]), (0, 0), 0.6),
                size,
                interpolation=cv2.INTER_CUBIC,
            )
            for k in range(len(legal))
        ]
    )


def _right_sides(labels: NDArray[np.uint8], legal: tuple[Part, ...]) -> NDArray[np.uint8]:
    """Give sleeves and legs on the wrong side of the middle the name of the other side.

    The wearer's left is the picture's right: product photos show the front.
    """
    import cv2

    columns = np.flatnonzero(labels.any(axis=0))
    if columns.size == 0:
        return labels
    middle, width = float(columns.mean()), float(columns[-1] - columns[0] + 1)
    result = labels.copy()
    for part in set(legal) & set(_OTHER_SIDE):
        wanted = 1 if part in (Part.LEFT_SLEEVE, Part.LEFT_LEG) else -1
        count, pieces, _, centres = cv2.connectedComponentsWithStats(
            (labels == part).astype(np.uint8)
        )
        for piece in range(1, count):
            if wanted * (centres[piece][0] - middle) < -_MIDDLE_SHARE * width:
                result[pieces == piece] = _OTHER_SIDE[part]
    return result


def _merge_islands(
    labels: NDArray[np.uint8], shares: NDArray[np.float32], legal: tuple[Part, ...]
) -> NDArray[np.uint8]:
    """Give small stray pieces of a part to what surrounds them."""
    import cv2

    garment = max(1, int((labels > 0).sum()))
    stray = np.zeros(labels.shape, np.bool_)
    for part in legal:
        count, pieces, stats, _ = cv2.connectedComponentsWithStats(
            (labels == part).astype(np.uint8)
        )
        areas = stats[1:, cv2.CC_STAT_AREA]
        for piece in range(1, count):
            area = areas[piece - 1]
            minor = area < _ISLAND_OF_PART * areas.max() and area < _ISLAND_OF_GARMENT * garment
            if minor or area < _SPECK_OF_GARMENT * garment:
                stray |= pieces == piece
    if not stray.any() or stray.sum() == (labels > 0).sum():
        return labels
    return np.where(stray, _nearest_label(np.where(stray, 0, labels)), labels).astype(np.uint8)


def _nearest_label(labels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return for each pixel the label of the nearest labelled one."""
    import cv2

    _, nearest = cv2.distanceTransformWithLabels(
        (labels == 0).astype(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    known = labels > 0
    table = np.zeros(int(nearest.max()) + 1, np.uint8)
    table[nearest[known]] = labels[known]
    return table[nearest]


def _to_full_size(
    labels: NDArray[np.uint8], legal: tuple[Part, ...], alpha: NDArray[np.uint8]
) -> NDArray[np.uint8]:
    import cv2

    height, width = alpha.shape
    everywhere = _nearest_label(labels) if labels.any() else np.full_like(labels, legal[0])
    best = np.full((height, width), -1, np.float32)
    result = np.zeros((height, width), np.uint8)
    for part in legal:
        share = cv2.GaussianBlur((everywhere == part).astype(np.float32), (0, 0), 1.5)
        if not share.any():
            continue
        full = cv2.resize(share, (width, height), interpolation=cv2.INTER_CUBIC)
        better = full > best
        best[better] = full[better]
        result[better] = part
    result[alpha == 0] = Part.BACKGROUND
    return result


def split_at_waist(
    parts: NDArray[np.uint8], landmarks: Mapping[str, tuple[float, float]]
) -> NDArray[np.uint8]:
    """Return a dress's part map with its bodice above the waist and its skirt below it.

    Parameters
    ----------
    parts : ndarray of shape (H, W), uint8
    landmarks : mapping of str to (x, y)
        In pixels; the line runs midway between the two waist landmarks, as the hem does (one
        side's waist alone is often misread). Without them it lies at 40 % of the height.

    Returns
    -------
    ndarray of shape (H, W), uint8
        Sleeves, collar and inside are left as they are.
    """
    either = (parts == Part.TORSO) | (parts == Part.SKIRT)
    rows = np.flatnonzero(either.any(axis=1))
    if not len(rows):
        return parts
    left, right = landmarks.get("waist_left"), landmarks.get("waist_right")
    if left is None or right is None:
        x, y = 0.0, float(rows[0]) + _TYPICAL_WAIST * float(rows[-1] - rows[0])
    else:
        x, y = (left[0] + right[0]) / 2, (left[1] + right[1]) / 2
    level = y + _hem_slope(landmarks) * (np.arange(parts.shape[1]) - x)
    below = np.arange(parts.shape[0])[:, None] > level[None, :]
    split = np.where(below, Part.SKIRT, Part.TORSO).astype(np.uint8)
    return np.where(either, split, parts)


def _hem_slope(landmarks: Mapping[str, tuple[float, float]]) -> float:
    left, right = landmarks.get("hem_left"), landmarks.get("hem_right")
    if left is None or right is None or abs(left[0] - right[0]) < 1:
        return 0.0
    return (left[1] - right[1]) / (left[0] - right[0])


def behind_the_neck(parts: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return a part map whose neck band or collar behind the neck belongs to the inside back.

    Parameters
    ----------
    parts : ndarray of shape (H, W), uint8

    Returns
    -------
    ndarray of shape (H, W), uint8
        Collar above the inside of the back, column by column, is inside back: worn, the neck
        stands before it, and drawn as collar it would lie over the throat. The torso is left
        as it is, so that a speck taken for the inside far down opens no slit above it.
    """
    inside = parts == Part.INSIDE_BACK
    if not inside.any():
        return parts
    rows = np.arange(parts.shape[0])[:, None]
    lowest = np.where(inside, rows, -1).max(axis=0)
    hidden = (parts == Part.COLLAR) & (rows < lowest[None, :])
    return np.where(hidden, np.uint8(Part.INSIDE_BACK), parts).astype(np.uint8)


def with_opening(
    parts: NDArray[np.uint8],
    opening: NDArray[np.float32],
    part_shares: NDArray[np.float32],
) -> NDArray[np.uint8]:
    """Return a part map whose inside back is what lies in the neck opening.

    Parameters
    ----------
    parts : ndarray of shape (H, W), uint8
    opening : ndarray of shape (N, 2), float32
        Polygon in pixels, see :func:`~.neck_opening.find_opening`.
    part_shares : ndarray of shape (10, h, w), float32
        The network's parts.

    Returns
    -------
    ndarray of shape (H, W), uint8
        Cloth in the opening is inside back, but for a hood; inside back elsewhere goes to its
        neighbours unless the network is sure of it (the back of a hem, a long open front).
    """
    import cv2

    filled = np.zeros(parts.shape, np.uint8)
    cv2.fillPoly(filled, [np.round(opening * 16).astype(np.int32)], 1, shift=4)
    within = filled > 0
    inside = within & (parts > 0) & (parts != Part.HOOD)
    size = parts.shape[::-1]
    share = cv2.resize(part_shares[Part.INSIDE_BACK], size, interpolation=cv2.INTER_LINEAR)
    sure = (parts == Part.INSIDE_BACK) & ~within & (share > _SURE_OF_INSIDE)
    sure = _large_pieces(sure, _SURE_OF_OPENING * int(inside.sum()))
    stray = (parts == Part.INSIDE_BACK) & ~within & ~sure
    others = np.where(parts == Part.INSIDE_BACK, np.uint8(0), parts)
    if stray.any() and others.any():
        parts = np.where(stray, _nearest_label(others), parts).astype(np.uint8)
    return np.where(inside, np.uint8(Part.INSIDE_BACK), parts).astype(np.uint8)


def _large_pieces(mask: NDArray[np.bool_], least_px: float) -> NDArray[np.bool_]:
    import cv2

    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8))
    large = stats[:, cv2.CC_STAT_AREA] >= least_px
    large[0] = False
    kept: NDArray[np.bool_] = large[labels]
    return kept
