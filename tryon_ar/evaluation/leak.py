"""How much of the worn clothes a picture still shows, given the same moment without them."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.labels import Label
from tryon_ar.core.roi import Roi
from tryon_ar.core.types import BgrImage, DressedFrame, Mask

#: CIEDE2000 from which frame and truth can be told apart: nearer, nothing can leak.
TOLD_APART = 8.0
# Coverage: more than this shows the garment, less than that nothing of it.
_COVERED, _CLEAR = 0.5, 0.02
# Grey levels: a pixel that differs by less from the frame was left as it was.
_UNCHANGED = 10
# What is near counts as the colour of a place as well as its own: cloth and skin are uneven, and
# cloth that was smeared over from beside is cloth.
_NEARBY_PX = 6.0
_ELSEWHERE_PX = 40.0
# CIEDE2000 with half the lightness up to which something is the cloth it was.
_LIKE_CLOTH = 6.0
# ... and from which it is something else, mixtures with the truth in such shares included.
_UNLIKE_CLOTH = 12.0
_MIXTURES = (0.0, 0.2, 0.4)
_BESIDE_PX = 14.0
_LEAST_NEAR = 1e-3
_NO_COLOUR_LAB = (-400.0, 400.0, 400.0)
# A webcam mixes what lies so near an edge.
_EDGE_PX = 3
# What the truth shows in places of the body; a bare belly counts as legs.
_PLACES = {
    "arms": (Label.ARMS,),
    "neck": (Label.NECK, Label.FACE, Label.HAIR, Label.UPPER),
    "below": (Label.LOWER, Label.LEGS),
    "beside": (Label.BACKGROUND,),
}
_SKIN = (Label.FACE, Label.NECK, Label.ARMS)

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class UndressedPair:
    """A person in clothes, and the same moment without their upper clothes.

    Attributes
    ----------
    frame_bgr, truth_bgr : ndarray of shape (H, W, 3), uint8
    labels, truth_labels : ndarray of shape (H, W), uint8
        Exact, of :class:`~tryon_ar.core.labels.Label`.
    """

    frame_bgr: BgrImage
    truth_bgr: BgrImage
    labels: NDArray[np.uint8]
    truth_labels: NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Leak:
    """What one picture shows of the worn clothes, in pixels.

    Attributes
    ----------
    worn : int
        Of the worn upper clothes.
    uncovered : int
        Of these, where the garment does not lie and something else than cloth should show.
    leaked : int
        Of these, where cloth still shows.
    misplaced : int
        Of the uncovered, where what is neither cloth nor the truth was drawn, such as an arm that
        belongs elsewhere.
    stages : dict of str to int
        Of the leaked, why: ``labels`` (they were not taken for clothes), ``kept`` (they were, but
        left as they are) and ``filled`` (they were changed, into something like them).
    places : dict of str to int
        Of the leaked, where: on ``arms``, at the ``neck``, ``below`` the hem or ``beside`` the
        body.
    wronged : dict of str to (int, int, int)
        Of what is never to be touched, the pixels that were changed, those that the garment
        covers, and all of it: ``face``, ``hair``, ``hands`` (what of the arms is bare) and
        ``background`` (and held things, all but what the garment covers).
    away_from_truth : float or None
        Median CIEDE2000 to the truth where something else should show; None when nowhere.
    """

    worn: int
    uncovered: int
    leaked: int
    misplaced: int
    stages: dict[str, int]
    places: dict[str, int]
    wronged: dict[str, tuple[int, int, int]]
    away_from_truth: float | None

    @property
    def share(self) -> float:
        """Share of the worn upper clothes that leaks."""
        return self.leaked / self.worn if self.worn else 0.0


def leaked_pixels(pair: UndressedPair, dressed: DressedFrame) -> tuple[Mask, Mask, Mask]:
    """Return where worn cloth should be gone, where of that it shows, and what is misplaced.

    Notes
    -----
    Cloth should be gone at pixels truly of worn upper clothes that the garment covers by no more
    than half and whose truth looks different (CIEDE2000 [1]_ above :data:`TOLD_APART`). There the
    picture leaks where it is nearer to cloth than to truth: cloth is the frame's pixel or the mean
    of the worn cloth around it, truth is the truth's pixel or the mean of the truth around it,
    whichever of the two is nearer. So cloth that was merely shaded or blurred still leaks, and
    cloth that was replaced by something that is wrong, but unlike cloth, does not: black trousers
    over a white belly are nearer to a green top, but not that top. What is farther than
    :data:`_UNLIKE_CLOTH` from cloth and from its mixtures with the truth (lightness counted half,
    as cloth lies in shadow) is *misplaced* and no leak. So is something that belongs elsewhere:
    true skin or background of the neighbourhood, and below the hem the lower clothes, where they
    were drawn on upwards.

    References
    ----------
    .. [1] G. Sharma et al., "The CIEDE2000 Color-Difference Formula", Color Research and
       Application 30, 2005.
    """
    if dressed.coverage is None:
        raise ValueError("nobody was dressed in this picture")
    worn = pair.labels == Label.UPPER
    uncovered = worn & (dressed.coverage <= _COVERED)
    frame, truth = _lab(pair.frame_bgr), _lab(pair.truth_bgr)
    shown = _lab(dressed.image_bgr)[uncovered]
    apart = _differences(frame[uncovered], truth[uncovered]) > TOLD_APART
    to_cloth = _nearest(shown, frame, worn, uncovered)
    to_truth = _nearest(shown, truth, worn, uncovered)
    elsewhere = to_cloth >= _to_elsewhere(shown, truth, pair.truth_labels, uncovered)
    cloth = apart & (to_cloth < to_truth)
    like = _like_cloth(shown, frame, truth, worn, uncovered)
    gone, leaked, misplaced = (np.zeros_like(worn) for _ in range(3))
    gone[uncovered] = apart
    leaked[uncovered] = cloth & like & ~elsewhere
    misplaced[uncovered] = cloth & ~(like & ~elsewhere)
    return gone, leaked, misplaced


def _like_cloth(shown: Floats, frame: Floats, truth: Floats, worn: Mask, at: Mask) -> Mask:
    """Return which colours are cloth, in light or shadow, or cloth mixed with some truth."""
    like = np.zeros(len(shown), np.bool_)
    for cloth in (frame[at], _around(frame, worn, at, _NEARBY_PX)):
        for share in _MIXTURES:
            mixed = cloth + np.float32(share) * (truth[at] - cloth)
            like |= _differences(shown, mixed, kl=2.0) < _UNLIKE_CLOTH
    return like


def _to_elsewhere(
    shown: Floats, truth: Floats, truth_labels: NDArray[np.uint8], at: Mask
) -> Floats:
    """Return how far colours are from what the truth shows in the neighbourhood."""
    nearest = np.full(len(shown), np.inf, np.float32)
    below = np.isin(truth_labels[at], _PLACES["below"])
    for labels, anywhere in (((Label.LOWER,), False), (_SKIN, True), ((Label.BACKGROUND,), True)):
        within = np.isin(truth_labels, labels)
        reach = _BESIDE_PX if Label.BACKGROUND in labels else _ELSEWHERE_PX
        if within.any():
            away = _differences(shown, _around(truth, within, at, reach))
            nearest = np.where(below | anywhere, np.minimum(nearest, away), nearest)
    return nearest


def still_worn(frame_bgr: BgrImage, shown_bgr: BgrImage, clothes: Mask, uncovered: Mask) -> Mask:
    """Return which pixels of worn clothes still look like them, where no truth is known.

    Parameters
    ----------
    frame_bgr, shown_bgr : ndarray of shape (H, W, 3), uint8
        As taken and as shown.
    clothes : ndarray of shape (H, W), bool
        Worn upper clothes of the frame.
    uncovered : ndarray of shape (H, W), bool
        Of these, where no garment lies.

    Notes
    -----
    A pixel that was changed may be cloth all the same, shaded or smeared over from beside. Cloth is
    the frame's pixel or the mean of the worn cloth around it; a pixel is cloth where it is nearer
    than :data:`_LIKE_CLOTH` to one of the two, and nearer than to the mean of what lies around the
    clothes in the frame. Differences are CIEDE2000 with lightness counted half (kL = 2, as usual
    for textiles), so that shading hides nothing.
    """
    frame, shown = _lab(frame_bgr), _lab(shown_bgr)[uncovered]
    to_cloth = _nearest(shown, frame, clothes, uncovered, kl=2.0)
    beside = _around(frame, ~clothes, uncovered, _BESIDE_PX)
    worn = np.zeros_like(clothes)
    worn[uncovered] = (to_cloth < _LIKE_CLOTH) & (to_cloth < _differences(shown, beside, kl=2.0))
    return worn


def measure_picture(pair: UndressedPair, dressed: DressedFrame) -> Leak:
    """Measure a dressed picture against its pair."""
    gone, leaked, misplaced = leaked_pixels(pair, dressed)
    shown, coverage = dressed.image_bgr, dressed.coverage
    if coverage is None:
        raise ValueError("nobody was dressed in this picture")
    changed = cv2.absdiff(pair.frame_bgr, shown).max(axis=2) >= _UNCHANGED
    taken = _taken_for_clothes(dressed)
    away = _differences(_lab(shown)[gone], _lab(pair.truth_bgr)[gone])
    return Leak(
        worn=int((pair.labels == Label.UPPER).sum()),
        uncovered=int(gone.sum()),
        leaked=int(leaked.sum()),
        misplaced=int(misplaced.sum()),
        stages={
            "labels": int((leaked & ~taken).sum()),
            "kept": int((leaked & taken & ~changed).sum()),
            "filled": int((leaked & taken & changed).sum()),
        },
        places={
            place: int((leaked & np.isin(pair.truth_labels, labels)).sum())
            for place, labels in _PLACES.items()
        },
        wronged=_wronged(pair, changed, coverage),
        away_from_truth=float(np.median(away)) if away.size else None,
    )


def _taken_for_clothes(dressed: DressedFrame) -> Mask:
    body = dressed.tracked.body
    rows, columns = dressed.image_bgr.shape[:2]
    if body is None or body.labels is None:
        return np.zeros((rows, columns), np.bool_)
    return np.asarray(body.labels.hard(Roi(0, 0, columns, rows)) == Label.UPPER)


def _wronged(
    pair: UndressedPair, changed: Mask, coverage: NDArray[np.float32]
) -> dict[str, tuple[int, int, int]]:
    """Count what of face, hair, hands and background was touched, but for blended edges."""
    near = _widened(pair.labels == Label.UPPER, _EDGE_PX)
    covered = coverage > _COVERED
    # A garment may hang over the background: only what lies beside it counts.
    beside = ~_widened(coverage > _CLEAR, _EDGE_PX)
    kinds = {
        "face": pair.labels == Label.FACE,
        "hair": pair.labels == Label.HAIR,
        "hands": pair.labels == Label.ARMS,
        "background": (pair.labels == Label.BACKGROUND) & beside,
    }
    return {
        kind: (
            int((own & changed & ~covered & ~near).sum()),
            int((own & covered & ~near).sum()),
            int((own & ~near).sum()),
        )
        for kind, own in kinds.items()
    }


def _nearest(shown: Floats, of: Floats, within: Mask, at: Mask, kl: float = 1.0) -> Floats:
    """Return how far colours are from those of a picture at their place or around it."""
    own = _differences(shown, of[at], kl)
    return np.minimum(own, _differences(shown, _around(of, within, at, _NEARBY_PX), kl))


def _around(of: Floats, within: Mask, at: Mask, reach_px: float) -> Floats:
    """Return the mean colour of a mask's pixels around places."""
    inside = within.astype(np.float32)
    share = cv2.GaussianBlur(inside, (0, 0), reach_px)
    blurred = cv2.GaussianBlur(of * inside[..., None], (0, 0), reach_px)
    # Nothing of it is near: no colour at all, which is far from all others.
    known = share[at][:, None] > _LEAST_NEAR
    mean = blurred[at] / np.maximum(share[at], _LEAST_NEAR)[:, None]
    return np.asarray(np.where(known, mean, _NO_COLOUR_LAB), np.float32)


def _differences(first: Floats, second: Floats, kl: float = 1.0) -> Floats:
    from skimage.color import deltaE_ciede2000

    return np.asarray(deltaE_ciede2000(first, second, kL=kl), np.float32)


def _lab(picture_bgr: BgrImage) -> Floats:
    """Return CIELAB values (H, W, 3) of a picture, less its sensor noise."""
    smooth = cv2.GaussianBlur(picture_bgr.astype(np.float32) / 255.0, (0, 0), 0.8)
    return np.asarray(cv2.cvtColor(smooth, cv2.COLOR_BGR2LAB), np.float32)


def _widened(mask: Mask, by_px: int) -> Mask:
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * by_px + 1, 2 * by_px + 1))
    return np.asarray(cv2.dilate(mask.astype(np.uint8), disc) > 0)
