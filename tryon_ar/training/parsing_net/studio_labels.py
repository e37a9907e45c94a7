"""What every pixel of a studio picture shows, from colours and a few outlines drawn by hand.

Colour tells dark hair, skin and white cloth apart, to the pixel. What it cannot tell (where the
face ends and the neck begins, tee from shorts, an arm from a leg, fair hair from skin, brows and
beards from hair) the outlines tell.
"""

from collections.abc import Mapping

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.labels import Label
from tryon_ar.training.parsing_net.studio_matting import Mask, lightness_and_colour

_HAIR, _SKIN, _CLOTH = range(3)
_SKIN_COLOUR = 9.0
_SKIN_COLOUR_OF_LIGHTNESS = 0.28
_DARK_SKIN = 12.0
_CLOTH_LIGHTNESS = 50.0
_LEAST_PART = 0.03
# Of the way from neck to waist.
_LONGEST_HAIR = 0.2
_AREAS = ("face", "shade", "beard", "hair", "neck", "arms", "legs", "lower")


def label_pixels(
    picture_bgr: NDArray[np.uint8], person: Mask, areas: Mapping[str, Mask]
) -> NDArray[np.uint8]:
    """Return the label of every pixel.

    Parameters
    ----------
    picture_bgr : ndarray of shape (H, W, 3), uint8
    person : ndarray of shape (H, W), bool
        Where the person is.
    areas : mapping from str to ndarray of shape (H, W), bool
        What was outlined by hand; all may be absent:

        - ``face``: the face's features, whatever their colour; skin beyond is face as well where
          nothing else claims it;
        - ``shade``: where dark is shaded skin, not hair;
        - ``beard``: where dark is beard, not hair;
        - ``hair``: what has the colour of skin here is hair;
        - ``neck``, ``arms``, ``legs``: which skin that is; well inside ``arms`` all is;
        - ``lower``: the lower garment; with one, skin below the neck's lowest row that nothing else
          claims is arms;
        - a label's name in capitals: that label, wherever the person is.

    Returns
    -------
    ndarray of shape (H, W), uint8
        Of :class:`~tryon_ar.core.labels.Label`.
    """
    nothing = np.zeros(person.shape, np.bool_)
    named = {**dict.fromkeys(_AREAS, nothing), **areas}
    stuff = _materials(picture_bgr, person, named)
    labels = np.full(person.shape, Label.FACE, np.uint8)
    if named["lower"].any():
        labels[_rows(named["neck"])[1] :] = Label.ARMS
    for area in ("face", "neck", "legs", "arms"):
        labels[named[area]] = Label[area.upper()]
    labels[(stuff == _HAIR) & ~named["beard"]] = Label.HAIR
    labels[(stuff == _HAIR) & named["beard"]] = Label.FACE
    labels[stuff == _CLOTH] = Label.UPPER
    labels[(stuff == _CLOTH) & (named["lower"] | _below_middle(named["lower"]))] = Label.LOWER
    for label in Label:
        if label.name in named:
            labels[named[label.name]] = label
    labels[~person] = Label.BACKGROUND
    return labels


def legs_below(lower: Mask) -> Mask:
    """Return where bare skin is legs, given the lower garment: under it, and far below it."""
    legs = np.zeros(lower.shape, np.bool_)
    if not lower.any():
        return legs
    columns = np.flatnonzero(lower.any(0))
    last = lower.shape[0] - 1 - np.argmax(lower[::-1], axis=0)
    for column in columns:
        legs[last[column] :, column] = True
    top, bottom = _rows(lower)
    legs[bottom + (bottom - top) // 3 :] = True
    return legs


def _below_middle(mask: Mask) -> Mask:
    """Return the rows below the middle of a mask; none where it is empty."""
    top, bottom = _rows(mask)
    below = np.arange(mask.shape[0])[:, None] > (top + bottom) / 2
    return np.broadcast_to(below & (bottom > top), mask.shape)


def _rows(mask: Mask) -> tuple[int, int]:
    """Return the first row of a mask and the one after its last; 0, 0 where it is empty."""
    rows = np.flatnonzero(mask.any(1))
    return (int(rows[0]), int(rows[-1]) + 1) if len(rows) else (0, 0)


def _materials(
    picture_bgr: NDArray[np.uint8], person: Mask, areas: Mapping[str, Mask]
) -> NDArray[np.int64]:
    """Return hair, skin or cloth for every pixel."""
    lightness, a, b = lightness_and_colour(cv2.bilateralFilter(picture_bgr, 5, 30, 3))
    colour = 0.55 * a + 0.83 * b
    skin = (colour > _SKIN_COLOUR) & (lightness > _DARK_SKIN)
    skin &= colour > _SKIN_COLOUR_OF_LIGHTNESS * np.maximum(lightness, 8)
    cloth = (lightness > _CLOTH_LIGHTNESS) & ~skin
    skin &= ~areas["hair"]
    votes = [
        cv2.GaussianBlur((each & person).astype(np.float32), (0, 0), 1.2)
        for each in (~skin & ~cloth, skin, cloth)
    ]
    stuff = np.argmax(votes, axis=0)
    hands = cv2.erode(areas["arms"].astype(np.uint8), np.ones((5, 5))) > 0
    stuff[areas["face"] | hands] = _SKIN
    stuff[areas["shade"] & (stuff == _HAIR)] = _SKIN
    above_neck = np.arange(len(person))[:, None] < _rows(areas["neck"])[0]
    stuff[above_neck & (stuff == _CLOTH)] = _SKIN
    stuff[areas["hair"] & (stuff == _SKIN)] = _HAIR
    if areas["lower"].any():
        below = _no_hair(areas) & (stuff == _HAIR)
        stuff[below & areas["lower"]] = _CLOTH
        stuff[below & areas["legs"] & ~areas["lower"]] = _SKIN
    lost = person & (stuff == _CLOTH) & ~_main(person & (stuff == _CLOTH), _LEAST_PART)
    lost |= person & (stuff == _HAIR) & ~_main(person & (stuff == _HAIR), _LEAST_PART)
    if areas["lower"].any():
        lost |= person & (stuff == _HAIR) & _no_hair(areas)
    return _from_neighbours(stuff, person, lost)


def _no_hair(areas: Mapping[str, Mask]) -> Mask:
    """Return the rows that no hair of a standing person reaches."""
    neck, waist = _rows(areas["neck"])[1], _rows(areas["lower"])[0]
    rows = np.arange(areas["neck"].shape[0])[:, None] > neck + _LONGEST_HAIR * (waist - neck)
    return np.broadcast_to(rows, areas["neck"].shape)


def _main(mask: Mask, least: float) -> Mask:
    """Return the largest part of a mask and others of at least a share of its area."""
    count, parts, about, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8))
    areas = about[1:, cv2.CC_STAT_AREA]
    if count == 1:
        return mask
    return np.isin(parts, 1 + np.flatnonzero(areas >= least * areas.max()))


def _from_neighbours(stuff: NDArray[np.int64], person: Mask, lost: Mask) -> NDArray[np.int64]:
    """Give lost pixels what is nearest to them and of the person."""
    known = person & ~lost
    if not lost.any() or not known.any():
        return stuff
    _, nearest = cv2.distanceTransformWithLabels(
        (~known).astype(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    values = np.zeros(int(nearest.max()) + 1, np.int64)
    values[nearest[known]] = stuff[known]
    return np.where(lost, values[nearest], stuff)
