"""Skin where cloth was: the person's own tone, shaded like a limb in this room's light."""

import functools
import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.labels import Label, Labels
from tryon_ar.core.roi import Roi
from tryon_ar.core.types import BgrImage, Points, Pose
from tryon_ar.fitting.body_frame import BodyFrame
from tryon_ar.kernels.skin_paint import (
    look_at_skin_nb,
    model_skin_nb,
    paint_skin_nb,
    turn_away_nb,
)
from tryon_ar.rendering.planes import blurred, shrunk
from tryon_ar.rendering.removal import own_shape
from tryon_ar.rendering.removal.relief import draw_relief
from tryon_ar.rendering.removal.skin_tone import GAMMA, SkinTone

# Real skin sets the tone: wholly just beside it, less further around (shoulder widths); where
# none is near the face does.
_NEAR, _NEAR_TRUST = 0.07, 0.08
_REACH = 0.22
# Real skin is looked at so far around what is painted as well.
_AROUND = 0.22
_FACE_WEIGHT = 0.06
# ... in between its own and that of all other skin, if there is so much (squares of a shoulder's
# width): arms are less lit than faces.
_LIKE_OTHER_SKIN, _ENOUGH = 0.6, 0.12
# ... followed slowly from frame to frame, as what is seen of it changes.
_OTHERS_KEPT = 0.92
# Log-linear light of real skin this far from the model's is no skin, or a shadow's edge.
_MOST_OFFSET, _OUTLIER, _UNSURE = 1.2, 2.0, 0.5
# Shading of the worn cloth this coarse (shoulder widths) is the limb's own; finer is folds.
_LOW_PASS = 0.12
_SHADING_KEPT = 0.6
_MOST_SHADING = 0.35
_LIMB_RADIUS = 0.14
_LIMB_DEPTH = 0.62
_SMALL_UNIT_PX = 36.0
# Skin is a little uneven, over so many pixels of the small picture.
_MOTTLING, _MOTTLING_SIGMA = 0.018, 1.8
_MOTTLING_PX = 64
_SEED = 7
# Black cloth has no shading left that a camera tells from noise.
_DARKEST = 0.012
_BLACKEST = -8.0
_BARE = (Label.ARMS, Label.NECK, Label.LEGS)
_CLOTH = np.array([Label.UPPER, Label.LOWER], np.int64)
# Border pixels mix skin with what is beside it: only the sure ones tell a colour.
_SURELY = 0.6, 0.9
# Bells end so many sigmas from their middle.
_BELL_ENDS = 2.45
# Roundness is seen over so much of a limb.
_ROUND_SIGMA, _ROUND_GAIN = 0.07, 2.2


@dataclass(frozen=True, slots=True)
class SmallPicture:
    """A picture whose pixels stand for squares of a rectangle's.

    Attributes
    ----------
    bgr : ndarray of shape (ceil(h / step), ceil(w / step), 3), uint8
    step : int
    """

    bgr: NDArray[np.uint8]
    step: int


class OtherSkin:
    """What all real skin shows beyond the model, followed slowly so that painted skin is still."""

    def __init__(self) -> None:
        self._sums: NDArray[np.float64] | None = None

    def follow(self, sums: NDArray[np.float64]) -> NDArray[np.float64]:
        """Take in what a frame shows, and return what to go by.

        Parameters
        ----------
        sums : ndarray of shape (4,), float64
            Of log-linear offsets (B, G, R) times how sure each is, and of the latter; per square
            of a shoulder's width.

        Returns
        -------
        ndarray of shape (4,), float64
        """
        last = self._sums
        mixed = sums if last is None else _OTHERS_KEPT * last + (1.0 - _OTHERS_KEPT) * sums
        self._sums = mixed
        return mixed

    def forget(self) -> None:
        """Forget the person."""
        self._sums = None


def synthesise_skin(
    frame_bgr: BgrImage,
    labels: Labels,
    tone: SkinTone,
    others: OtherSkin,
    bare: NDArray[np.uint8],
    roi: Roi,
    axes: BodyFrame,
    pose: Pose,
) -> SmallPicture:
    """Paint skin over a rectangle of the frame.

    Parameters
    ----------
    frame_bgr : ndarray of shape (H, W, 3), uint8
    labels : Labels
    tone : SkinTone
    others : OtherSkin
        Of the frames before.
    bare : ndarray of shape (h, w), uint8
        Shape of the limbs that are painted, over ``roi``: they are darker where they turn away.
    roi : Roi
    axes : BodyFrame
    pose : Pose

    Returns
    -------
    SmallPicture
        Meant for where ``bare`` is.

    Notes
    -----
    In linear light ``skin = tone exp(m(x) + d(x))`` with the model
    ``m = 0.6 s + c + l.n + r``: s is the low-passed log-luminance of the worn cloth less its
    mean, c the shading of a cylinder, l the light that the face gets from a side and n the limb's
    outward direction, r the relief of neck and chest. d continues what real skin shows beyond
    the model from its border inwards, a membrane by normalised convolution at two widths
    (H. Knutsson and C.-F. Westin, 1993): at a wrist or a neck nothing steps; far from all real
    skin it tends to what that shows on the whole. Made at a fraction of the resolution: skin has
    no more detail here.
    """
    step = max(1, round(axes.unit_px / _SMALL_UNIT_PX))
    unit = axes.unit_px / step
    wide = _widened(roi, round(_AROUND * unit) * step, step, frame_bgr.shape)
    small = _averaged(frame_bgr[wide.slices], step)
    size = small.shape[1], small.shape[0]
    skin = labels.share_of(_BARE, wide, size)
    limb = skin.copy()
    painted = shrunk(bare, step)
    top, left = (roi.y0 - wide.y0) // step, (roi.x0 - wide.x0) // step
    inner = np.s_[top : top + painted.shape[0], left : left + painted.shape[1]]
    limb[inner] = painted * np.float32(1 / 255)
    look = _look(small, skin, labels, wide, step)
    model, known = (np.empty((*limb.shape, n), np.float32) for n in (3, 4))
    model_skin_nb(
        np.log(np.maximum(tone.linear_bgr, _DARKEST)),
        limb,
        _turned(limb, own_shape.draw_creases(pose, axes.unit_px, wide, step), tone.light, unit),
        draw_relief(axes, pose, wide, step),
        blurred(look.worn, _LOW_PASS * unit),
        look.mean,
        look.seen,
        look.bare,
        *(_SHADING_KEPT, _MOST_SHADING, _MOST_OFFSET, _OUTLIER, _UNSURE),
        model,
        known,
    )
    anchor = np.asarray(axes.shoulder_mid - (wide.x0, wide.y0)) / step
    offset = _everywhere(others.follow(np.array(cv2.sumElems(known)) / unit**2))
    everything = _painted(model, known, offset, unit, anchor)
    return SmallPicture(np.ascontiguousarray(everything[inner]), step)


def _averaged(picture: NDArray[np.uint8], step: int) -> NDArray[np.uint8]:
    """Average a picture over squares; by halves, which are quick, as often as that goes."""
    while step > 1 and step % 2 == 0:
        picture, step = shrunk(picture, 2), step // 2
    return shrunk(picture, step) if step > 1 else np.ascontiguousarray(picture)


def _bell(values: NDArray[np.float32], sigma: float) -> NDArray[np.float32]:
    """Blur with a bell cut off where it is a twentieth as high: so much less is to be added."""
    side = 2 * max(1, math.ceil(_BELL_ENDS * sigma)) + 1
    return np.asarray(cv2.GaussianBlur(values, (side, side), sigma), np.float32)


def _widened(roi: Roi, margin_px: int, step: int, shape: tuple[int, ...]) -> Roi:
    """Return a rectangle grown within the picture, of whole squares but at the picture's end."""
    x0, y0 = (start - min(margin_px, start // step * step) for start in (roi.x0, roi.y0))
    wide, high = (end + margin_px - start for start, end in ((x0, roi.x1), (y0, roi.y1)))
    x1, y1 = (start + -(-size // step) * step for start, size in ((x0, wide), (y0, high)))
    return Roi(x0, y0, min(x1, shape[1]), min(y1, shape[0]))


@dataclass(frozen=True, slots=True)
class _Look:
    """What a small picture shows: see :func:`~tryon_ar.kernels.skin_paint.look_at_skin_nb`."""

    seen: NDArray[np.float32]
    bare: NDArray[np.float32]
    worn: NDArray[np.float32]
    mean: float


def _look(
    small: NDArray[np.uint8], skin: NDArray[np.float32], labels: Labels, roi: Roi, step: int
) -> _Look:
    """Return the light of a small picture, its sure skin and its sure cloth."""
    seen = np.empty(small.shape, np.float32)
    bare, worn = np.empty(small.shape[:2], np.float32), np.empty((*small.shape[:2], 2), np.float32)
    where = (skin, labels.shares, _CLOTH, step, *labels.grid(roi), *_SURELY)
    total, count = look_at_skin_nb(small, _log_linear(), *where, seen, bare, worn)
    # Where skin ends a pixel's light is of what is beside it as well.
    bare = np.asarray(cv2.erode(bare, np.ones((3, 3), np.uint8)), np.float32)
    if count < 1.0:
        worn[:] = 0.0
    return _Look(seen, bare, worn, total / max(count, 1.0))


def _turned(
    limb: NDArray[np.float32],
    creases: NDArray[np.uint8],
    light: NDArray[np.float32],
    unit: float,
) -> NDArray[np.float32]:
    """Return the log-luminance of round limbs, lit from a side, each on its own side of creases."""
    solid = cv2.threshold(limb, 0.5, 1.0, cv2.THRESH_BINARY)[1].astype(np.uint8)
    solid[creases > 0] = 0
    # A border, so that limbs cut by the rectangle's edge are not shaded along the cut.
    framed = cv2.copyMakeBorder(solid, 1, 1, 1, 1, cv2.BORDER_REPLICATE)
    distance = cv2.distanceTransform(framed, cv2.DIST_L2, 3)[1:-1, 1:-1]
    sigma = max(0.6, _ROUND_SIGMA * unit)
    soft = _bell(limb, sigma)
    turned = np.empty_like(limb)
    radius = max(1.0, _LIMB_RADIUS * unit)
    bounds = radius, _LIMB_DEPTH, light, _ROUND_GAIN * sigma
    turn_away_nb(np.ascontiguousarray(distance, np.float32), soft, *bounds, turned)
    return _bell(turned, 1.0)


def _painted(
    model: NDArray[np.float32],
    known: NDArray[np.float32],
    everywhere: NDArray[np.float32],
    unit: float,
    anchor: Points,
) -> NDArray[np.uint8]:
    """Continue what real skin shows beyond a model to where there is none, and encode it."""
    height, width = model.shape[:2]
    near = _bell(known, max(0.6, _NEAR * unit))
    half = max(1, width // 2), max(1, height // 2)
    coarse = np.asarray(cv2.resize(known, half, interpolation=cv2.INTER_AREA), np.float32)
    coarse = blurred(coarse, max(0.6, _REACH * unit / 2))
    coarse[..., :3] += everywhere
    wide = np.asarray(cv2.resize(coarse, (width, height)), np.float32)
    start = np.mod(-anchor, _MOTTLING_PX)  # in fractions of pixels: it must not jump
    out = np.empty(model.shape, np.uint8)
    weights = _NEAR_TRUST, _FACE_WEIGHT
    corner = float(start[0]), float(start[1])
    paint_skin_nb(model, near, wide, *weights, _uneven(), *corner, _levels(), _BLACKEST, out)
    return out


def _everywhere(sums: NDArray[np.float64]) -> NDArray[np.float32]:
    """Return what real skin shows beyond the model, weighed as where none is near, (3,)."""
    share = min(1.0, sums[3] / _ENOUGH) * _FACE_WEIGHT * _LIKE_OTHER_SKIN
    return np.asarray(share * sums[:3] / max(sums[3], 1e-6), np.float32)


@functools.cache
def _log_linear() -> NDArray[np.float32]:
    """Return the logarithm of the linear light of every grey level, (256,)."""
    linear = (np.arange(256) / 255.0) ** GAMMA
    return np.asarray(np.log(linear + _DARKEST), np.float32)


@functools.cache
def _levels() -> NDArray[np.float32]:
    """Return the grey levels of logarithms of light from ``_BLACKEST`` to 0."""
    light = np.linspace(_BLACKEST, 0.0, 4096)
    return np.asarray(np.exp(light / GAMMA) * 255.0, np.float32)


@functools.cache
def _uneven() -> NDArray[np.float32]:
    """Return a tile of the unevenness of skin, as log-luminance."""
    rng = np.random.default_rng(_SEED)
    tile = rng.standard_normal((_MOTTLING_PX, _MOTTLING_PX)).astype(np.float32)
    wide = cv2.GaussianBlur(tile, (0, 0), _MOTTLING_SIGMA, borderType=cv2.BORDER_REFLECT)
    return np.asarray(_MOTTLING * (wide / wide.std() + 0.3 * tile), np.float32)
