"""Whole pictures to train on: a garment among other things, or everything but a garment."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tryon_ar.garments.cutting.reading import LANDMARK_ORDER
from tryon_ar.training.sketches.backdrops import draw_backdrop, draw_backdrop_near
from tryon_ar.training.sketches.backdrops_fields import Colour, Field, Picture, grain
from tryon_ar.training.sketches.camera import photograph
from tryon_ar.training.sketches.layer import Example, Layer
from tryon_ar.training.sketches.scenes_placing import (
    PHOTO_PX,
    Frame,
    Laid,
    lay_garment,
    place_aside,
    random_frame,
    random_place,
)
from tryon_ar.training.sketches.things import lay_beside, lay_in_the_middle, lay_several
from tryon_ar.training.sketches.things_around import (
    dress_mannequin,
    find_hold,
    hang,
    hang_tag,
    hold_by_hand,
)
from tryon_ar.training.sketches.things_overlays import print_over
from tryon_ar.training.sketches.things_pen import with_shadow

_WHITE, _BLACK = 185.0, 65.0
"""Mean grey levels above and below which a garment is pale or dark."""
_SAME_TONE = 0.4
"""Share of pale and dark garments that lie on a ground of their own tone."""
_MIRRORED = 0.3


def compose(
    layer: Layer,
    rng: np.random.Generator,
    *,
    second: Layer | None = None,
    photo_backdrops: Sequence[NDArray[np.uint8]] = (),
) -> Example:
    """Return a product photo of a garment with its exact labels.

    Parameters
    ----------
    layer : Layer
        The garment.
    rng : Generator
        The whole picture follows from its state.
    second : Layer or None
        Another garment that shows partly at a border; it is labelled background.
    photo_backdrops : sequence of ndarray of shape (H, W, 3), uint8
        Real photographs without garments, BGR, to lay it on.

    Returns
    -------
    Example
        The photo as a reader scales it into its square: the whole of it, its border pixels
        repeated beside it. The labels are repeated with them, so that a garment cut by a
        border does not end there; a landmark beyond the photo does not exist.
    """
    frame = random_frame(rng)
    mirrored = rng.random() < _MIRRORED
    place = random_place(rng, layer, frame, mirrored=mirrored)
    laid = lay_garment(layer, place, frame, mirrored=mirrored)
    colour = _mean_colour(layer)
    pale_or_dark = not _BLACK <= float(colour.mean()) <= _WHITE
    same_tone = pale_or_dark and rng.random() < _SAME_TONE
    if same_tone:
        picture = draw_backdrop_near(rng, frame.shape, colour)
    else:
        picture = draw_backdrop(rng, frame.shape, photo_backdrops=photo_backdrops)
    if second is not None:
        aside = lay_garment(second, place_aside(rng, second, frame), frame)
        picture = _with_garment(rng, picture, aside)
    if rng.random() < 0.12:
        picture, _ = lay_beside(rng, picture)
    picture = _with_garment(rng, picture, laid)
    picture, hidden = _with_things(rng, picture, laid)
    gentle = same_tone or rng.random() < (0.8 if pale_or_dark else 0.35)
    photo = photograph(rng, picture, gentle=gentle)
    if rng.random() < 0.1:
        hidden = np.maximum(hidden, print_over(rng, photo))
    return _labelled(photo, laid, hidden, frame, layer.category)


def compose_without_garment(
    rng: np.random.Generator, photo_backdrops: Sequence[NDArray[np.uint8]] = ()
) -> Example:
    """Return a picture of anything but a garment: category -1 and nothing in its labels.

    Parameters
    ----------
    photo_backdrops : sequence of ndarray of shape (H, W, 3), uint8
        Real photographs without garments, BGR.
    """
    frame = random_frame(rng)
    picture = draw_backdrop(rng, frame.shape, photo_backdrops=photo_backdrops, empty=True)
    chance = rng.random()
    if chance < 0.6:
        picture = lay_in_the_middle(rng, picture)
    elif chance < 0.82:
        picture = lay_several(rng, picture)
    elif chance < 0.86:
        picture = np.clip(picture + 40 * grain(rng, frame.shape)[:, :, None], 0, 255)
    photo = photograph(rng, picture, gentle=rng.random() < 0.35)
    if rng.random() < 0.12:
        print_over(rng, photo)
    nothing = np.zeros((PHOTO_PX, PHOTO_PX), np.uint8)
    landmarks = np.zeros((len(LANDMARK_ORDER), 3), np.float32)
    return Example(frame.padded(photo), nothing, nothing.copy(), landmarks, -1)


def _mean_colour(layer: Layer) -> Colour:
    """Return the mean colour of what is opaque."""
    solid = layer.alpha[::4, ::4] > 200
    if not solid.any():
        return np.full(3, 128, np.float32)
    return np.asarray(layer.colour_bgr[::4, ::4][solid].mean(axis=0), np.float32)


def _with_garment(rng: np.random.Generator, picture: Picture, laid: Laid) -> Picture:
    """Return the picture with a garment over it, above its shadow more often than not."""
    if rng.random() < 0.6:
        picture = with_shadow(rng, picture, laid.alpha)
    return np.asarray(picture * (1 - laid.alpha)[:, :, None] + laid.colour, np.float32)


def _with_things(rng: np.random.Generator, picture: Picture, laid: Laid) -> tuple[Picture, Field]:
    """Return the picture with what holds and what covers the garment, and what they hide."""
    hidden = np.zeros(laid.alpha.shape, np.float32)
    hold, chance = find_hold(laid), rng.random()
    hung = 0.3 if hold is None or hold.by_neck else 0.4
    if hold is not None and chance < hung + 0.16:
        draw = hang if chance < hung else dress_mannequin if chance < hung + 0.09 else hold_by_hand
        picture, hidden = draw(rng, picture, laid, hold)
    if rng.random() < 0.1 and laid.parts.any():
        picture, cover = hang_tag(rng, picture, laid)
        hidden = np.maximum(hidden, cover)
    if rng.random() < 0.06:
        picture, cover = lay_beside(rng, picture)
        hidden = np.maximum(hidden, cover)
    return picture, hidden


def _labelled(
    photo: NDArray[np.uint8], laid: Laid, hidden: Field, frame: Frame, category: int
) -> Example:
    """Return photo and labels in the square; what is hidden is no garment."""
    alpha = np.round(np.clip(laid.alpha * (1 - hidden), 0, 1) * 255).astype(np.uint8)
    parts = np.where(alpha >= 128, laid.parts, 0).astype(np.uint8)
    landmarks = laid.landmarks.copy()
    x, y = landmarks[:, 0], landmarks[:, 1]
    inside = (x >= 0) & (y >= 0) & (x <= frame.width - 1) & (y <= frame.height - 1)
    landmarks[:, 2] *= inside
    landmarks[:, :2] += (frame.left, frame.top)
    return Example(
        frame.padded(photo), frame.padded(alpha), frame.padded(parts), landmarks, category
    )
