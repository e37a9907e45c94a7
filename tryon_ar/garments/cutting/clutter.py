"""What hangs on a garment or lies near it and is not the garment."""

import numpy as np
from numpy.typing import NDArray

from tryon_ar.garments.cutting.gaps import ground_within
from tryon_ar.garments.cutting.outline import coarse_pixel_px, signed_distance
from tryon_ar.garments.cutting.spread import spread
from tryon_ar.garments.garment import Part

# Pieces further from the garment than this are other objects.
_GAP_COARSE_PX = 4.0
_HINTED = 0.25
# A hook or string is narrower than this share of the garment's longer side.
_THIN_SHARE = 0.016
_MIN_THIN_COARSE_PX = 1.6
# A strap of one network pixel is half background in the network's eyes.
_DENIED = 0.75
_OTHER_COLOUR_LEVELS = 28.0
_TINY_HOLE_COARSE_PX2 = 3.0


def remove_clutter(
    picture_bgr: NDArray[np.uint8],
    probability: NDArray[np.float32],
    coarse_alpha: NDArray[np.float32],
    parts: NDArray[np.float32],
) -> NDArray[np.float32]:
    """Return the probability without far pieces, hooks, strings and ground; holes are settled.

    Parameters
    ----------
    picture_bgr : ndarray of shape (H, W, 3), uint8
    probability : ndarray of shape (H, W), float32
        0 to 1; the garment is where it is over 0.5.
    coarse_alpha : ndarray of shape (H, W), float32
        The network's matte.
    parts : ndarray of shape (10, h, w), float32
        The network's parts.

    Returns
    -------
    ndarray of shape (H, W), float32
    """
    kept = drop_far_pieces(probability > 0.5, coarse_alpha > _HINTED)
    kept = settle_holes(picture_bgr, kept, coarse_alpha)
    kept &= ~ground_within(picture_bgr, kept, coarse_alpha, parts)
    kept = drop_far_pieces(kept, coarse_alpha > _HINTED)
    kept &= ~thin_attachments(picture_bgr, kept, coarse_alpha, parts)
    inside = np.where(probability > 0.5, probability, 1.0)
    outside = np.where(probability > 0.5, 0.0, probability)
    return np.where(kept, inside, outside).astype(np.float32)


def drop_far_pieces(
    inside: NDArray[np.bool_], hinted: NDArray[np.bool_] | None = None
) -> NDArray[np.bool_]:
    """Return the largest piece of a mask and what lies within a few network pixels of it.

    Parameters
    ----------
    inside : ndarray of shape (H, W), bool
    hinted : ndarray of shape (H, W), bool, optional
        Where the network has an inkling of the garment: pieces of a thin strap that it leads
        to are kept as well.
    """
    import cv2

    count, labels, stats, _ = cv2.connectedComponentsWithStats(inside.astype(np.uint8))
    if count <= 2:
        return inside.copy()
    main = labels == 1 + int(np.argmax(stats[1:, cv2.CC_STAT_AREA]))
    near = signed_distance(main) > -_GAP_COARSE_PX * coarse_pixel_px(inside.shape)
    if hinted is not None:
        _, bridged = cv2.connectedComponents((inside | hinted).astype(np.uint8))
        near |= np.isin(bridged, np.unique(bridged[main]))
    kept = np.unique(labels[near & inside])
    return np.isin(labels, kept) & inside


def settle_holes(
    picture_bgr: NDArray[np.uint8], inside: NDArray[np.bool_], coarse_alpha: NDArray[np.float32]
) -> NDArray[np.bool_]:
    """Fill the holes of a mask through which no background is seen.

    Parameters
    ----------
    picture_bgr : ndarray of shape (H, W, 3), uint8
    inside : ndarray of shape (H, W), bool
    coarse_alpha : ndarray of shape (H, W), float32

    Returns
    -------
    ndarray of shape (H, W), bool
        A hole is filled when it is a speck, when the network sees cloth there, or when its
        colour is that of no background round the garment (a print, a button, a gap in the
        network's matte).
    """
    import cv2

    count, labels, stats, _ = cv2.connectedComponentsWithStats(
        (~inside).astype(np.uint8), connectivity=4
    )
    border = np.unique(np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]]))
    holes = [label for label in range(1, count) if label not in border]
    if not holes:
        return inside.copy()
    filled = inside.copy()
    outside = ~inside & np.isin(labels, border)
    ground = _ground_distance(picture_bgr, outside)
    speck = _TINY_HOLE_COARSE_PX2 * coarse_pixel_px(inside.shape) ** 2
    for label in holes:
        hole = labels == label
        covered = float(coarse_alpha[hole].mean())
        strange = float(np.median(ground[hole])) > _OTHER_COLOUR_LEVELS
        if covered > 0.5 or strange or (stats[label, cv2.CC_STAT_AREA] < speck and covered > 0.3):
            filled |= hole
    return filled


def _ground_distance(
    picture_bgr: NDArray[np.uint8], outside: NDArray[np.bool_]
) -> NDArray[np.float32]:
    """Return how far each colour is from that of the background nearest to it."""
    picture = picture_bgr.astype(np.float32)
    distance = signed_distance(~outside)
    sure = (distance < -coarse_pixel_px(outside.shape)).astype(np.float32)
    away: NDArray[np.float32] = np.abs(picture - spread(picture, sure)).max(axis=2)
    return away


def thin_attachments(
    picture_bgr: NDArray[np.uint8],
    inside: NDArray[np.bool_],
    coarse_alpha: NDArray[np.float32],
    parts: NDArray[np.float32],
) -> NDArray[np.bool_]:
    """Return the hooks, strings and tags of a mask.

    Parameters
    ----------
    picture_bgr : ndarray of shape (H, W, 3), uint8
    inside : ndarray of shape (H, W), bool
    coarse_alpha : ndarray of shape (H, W), float32
    parts : ndarray of shape (10, h, w), float32

    Returns
    -------
    ndarray of shape (H, W), bool
        Narrow pieces held at one end that the network takes for background, or that rise
        above the middle of the garment in another colour than the cloth below or out of the
        photo (a hanger's hook). Straps are held at both ends or have the cloth's colour.
    """
    import cv2

    found = np.zeros_like(inside)
    if not inside.any():
        return found
    thin, body = _thin_and_body(inside)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(thin.astype(np.uint8))
    if count <= 1:
        return found
    size = inside.shape[::-1]
    background = cv2.resize(parts[Part.BACKGROUND], size, interpolation=cv2.INTER_LINEAR)
    picture = picture_bgr.astype(np.float32)
    strange = np.abs(picture - spread(picture, body.astype(np.float32))).max(axis=2)
    for label in range(1, count):
        piece = labels == label
        denied = background[piece].mean() > _DENIED or coarse_alpha[piece].mean() < 1 - _DENIED
        held_once = _contacts(piece, inside) <= 1
        leaves_photo = stats[label, cv2.CC_STAT_TOP] == 0
        other_colour = float(np.median(strange[piece])) > _OTHER_COLOUR_LEVELS
        hook = _above_middle(stats[label], body) and (leaves_photo or other_colour)
        if held_once and (denied or hook):
            found |= piece
    return found


def _thin_and_body(inside: NDArray[np.bool_]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return what of a mask is narrower than a hook may be, and the rest."""
    import cv2

    rows, columns = np.flatnonzero(inside.any(axis=1)), np.flatnonzero(inside.any(axis=0))
    extent = max(rows[-1] - rows[0], columns[-1] - columns[0]) + 1
    radius = max(
        round(_THIN_SHARE * extent), round(_MIN_THIN_COARSE_PX * coarse_pixel_px(inside.shape))
    )
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius + 1,) * 2)
    padded = np.pad(inside.astype(np.uint8), radius + 1, mode="edge")
    framed = slice(radius + 1, -radius - 1)
    opened = cv2.morphologyEx(padded, cv2.MORPH_OPEN, disc)[framed, framed]
    # What the opening shaves off corners is a sliver along the body, no attachment.
    body = (cv2.dilate(opened, disc) > 0) & inside
    return inside & ~body, body


def _contacts(piece: NDArray[np.bool_], inside: NDArray[np.bool_]) -> int:
    import cv2

    rim = (cv2.dilate(piece.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0) & inside & ~piece
    return int(cv2.connectedComponents(rim.astype(np.uint8))[0]) - 1


def _above_middle(stats: NDArray[np.int32], body: NDArray[np.bool_]) -> bool:
    """Say whether a piece rises from the middle third of the body's upper fifth."""
    columns = np.flatnonzero(body.any(axis=0))
    rows = np.flatnonzero(body.any(axis=1))
    if columns.size == 0:
        return False
    left, top, width, height = (int(v) for v in stats[:4])
    middle = (left + width / 2 - columns[0]) / max(1, columns[-1] - columns[0])
    bottom = (top + height - rows[0]) / max(1, rows[-1] - rows[0])
    return bool(1 / 3 < middle < 2 / 3 and bottom < 0.2)
