"""Parts that follow an edited matte and a changed category; holes in a matte."""

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.garments.garment import LOWER_CATEGORIES, Part

PointPx = tuple[float, float]

_TOP_PARTS = frozenset(
    {Part.TORSO, Part.LEFT_SLEEVE, Part.RIGHT_SLEEVE, Part.COLLAR, Part.INSIDE_BACK, Part.HOOD}
)
_LEG_PARTS = frozenset({Part.LEFT_LEG, Part.RIGHT_LEG, Part.INSIDE_BACK})
_SKIRT_PARTS = frozenset({Part.SKIRT, Part.INSIDE_BACK})
_HOODED = frozenset({"hoodie", "outerwear"})
_SIDES = ((Part.LEFT_SLEEVE, Part.RIGHT_SLEEVE), (Part.LEFT_LEG, Part.RIGHT_LEG))
# Less cloth than this outside the armpits is a sleeveless garment's outline.
_LEAST_SLEEVES_SHARE = 0.03
_CLOTH = 250  # above which a matte is cloth for the search of holes


def parts_of(category: str) -> frozenset[Part]:
    """Return the parts a garment of a category can have, background aside."""
    if category == "skirt":
        return _SKIRT_PARTS
    if category in LOWER_CATEGORIES:
        return _LEG_PARTS
    own = _TOP_PARTS if category in _HOODED else _TOP_PARTS - {Part.HOOD}
    return own | {Part.SKIRT} if category == "dress" else own


def main_part(category: str) -> Part:
    """Return the part most of a garment of a category consists of."""
    if category == "skirt":
        return Part.SKIRT
    return Part.RIGHT_LEG if category in LOWER_CATEGORIES else Part.TORSO


def spread_parts(parts: NDArray[np.uint8], fallback: Part) -> NDArray[np.uint8]:
    """Return for every pixel the nearest part.

    Parameters
    ----------
    parts : ndarray of shape (H, W), uint8
        Values of :class:`Part`.
    fallback : Part
        Everywhere when there is no part at all.

    Returns
    -------
    ndarray of shape (H, W), uint8
        Without background; equal to ``parts`` where that has a part. Read-only.

    Notes
    -----
    The nearest pixel as the exact distance transform of Felzenszwalb and Huttenlocher
    (2012), within OpenCV's 5 x 5 approximation for its label.
    """
    if not parts.any():
        spread = np.full(parts.shape, int(fallback), np.uint8)
    else:
        _, labels = cv2.distanceTransformWithLabels(
            (parts == 0).astype(np.uint8),
            cv2.DIST_L2,
            cv2.DIST_MASK_5,
            labelType=cv2.DIST_LABEL_PIXEL,
        )
        part_of_label = np.zeros(int(labels.max()) + 1, np.uint8)
        part_of_label[labels[parts > 0]] = parts[parts > 0]
        spread = part_of_label[labels]
    spread.flags.writeable = False
    return spread


def follow_matte(
    parts: NDArray[np.uint8],
    spread: NDArray[np.uint8],
    before: NDArray[np.uint8],
    after: NDArray[np.uint8],
) -> None:
    """Bring parts in line with a changed matte, in place.

    Parameters
    ----------
    parts, spread, before, after : ndarray of one shape, uint8
        ``before`` and ``after`` are the matte; parts are touched where they differ only.
    """
    changed = before != after
    parts[changed & (after == 0)] = Part.BACKGROUND
    bare = changed & (after > 0) & (parts == 0)
    parts[bare] = spread[bare]


def swap_sides(parts: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return the parts with the wearer's left and right exchanged."""
    table = np.arange(256, dtype=np.uint8)
    for left, right in _SIDES:
        table[left], table[right] = right, left
    return np.ascontiguousarray(table[parts])


def remap_parts(
    parts: NDArray[np.uint8], category: str, landmarks: dict[str, PointPx]
) -> NDArray[np.uint8]:
    """Return parts as a garment of another category has them.

    Parameters
    ----------
    parts : ndarray of shape (H, W), uint8
    category : str
        The new one.
    landmarks : dict of str to (x, y)
        Those of the new category, its required ones included.

    Returns
    -------
    ndarray of shape (H, W), uint8
        A new map; background stays background, parts the category can have stay themselves.
    """
    allowed = parts_of(category)
    foreign = (parts > 0) & ~np.isin(parts, [int(part) for part in allowed])
    result = parts.copy()
    if category == "skirt":
        result[foreign] = Part.SKIRT
    elif category in LOWER_CATEGORIES:
        _split_legs(result, foreign, landmarks["crotch"][0])
    else:
        _make_top(result, parts, foreign, category, landmarks)
    return result


def enclosed_holes(alpha: NDArray[np.uint8], largest_px: int) -> NDArray[np.bool_]:
    """Return the pixels of small holes that cloth surrounds.

    Parameters
    ----------
    alpha : ndarray of shape (H, W), uint8
    largest_px : int
        Holes of more pixels stay (the gap between a sleeve and the trunk).

    Returns
    -------
    ndarray of shape (H, W), bool
        Their soft rims included.
    """
    _, labels, stats, _ = cv2.connectedComponentsWithStats(
        (alpha < _CLOTH).astype(np.uint8), connectivity=4
    )
    height, width = alpha.shape
    left, top = stats[:, cv2.CC_STAT_LEFT], stats[:, cv2.CC_STAT_TOP]
    inside = (left > 0) & (left + stats[:, cv2.CC_STAT_WIDTH] < width)
    inside &= (top > 0) & (top + stats[:, cv2.CC_STAT_HEIGHT] < height)
    inside &= stats[:, cv2.CC_STAT_AREA] <= largest_px
    inside[0] = False  # the cloth itself
    filled: NDArray[np.bool_] = inside[labels]
    return filled


def _split_legs(result: NDArray[np.uint8], area: NDArray[np.bool_], middle_px: float) -> None:
    columns = np.arange(result.shape[1])[None, :]
    result[area & (columns > middle_px)] = Part.LEFT_LEG
    result[area & (columns <= middle_px)] = Part.RIGHT_LEG


def _make_top(
    result: NDArray[np.uint8],
    parts: NDArray[np.uint8],
    foreign: NDArray[np.bool_],
    category: str,
    landmarks: dict[str, PointPx],
) -> None:
    result[foreign] = Part.TORSO
    result[foreign & (parts == Part.HOOD)] = Part.COLLAR
    from_below = bool(np.isin(parts, [Part.SKIRT, Part.LEFT_LEG, Part.RIGHT_LEG]).any())
    if from_below and category != "dress":
        _split_sleeves(result, landmarks)
    waist = [landmarks[name][1] for name in ("waist_left", "waist_right") if name in landmarks]
    if category == "dress" and waist and not (result == Part.SKIRT).any():
        below = np.arange(result.shape[0])[:, None] > sum(waist) / len(waist)
        result[below & (result == Part.TORSO)] = Part.SKIRT


def _split_sleeves(result: NDArray[np.uint8], landmarks: dict[str, PointPx]) -> None:
    """Call sleeve what lies outside the armpits."""
    columns = np.arange(result.shape[1])[None, :]
    trunk = result == Part.TORSO
    left = trunk & (columns > landmarks["armpit_left"][0])
    right = trunk & (columns < landmarks["armpit_right"][0])
    if int(left.sum()) + int(right.sum()) > _LEAST_SLEEVES_SHARE * int(trunk.sum()):
        result[left], result[right] = Part.LEFT_SLEEVE, Part.RIGHT_SLEEVE
