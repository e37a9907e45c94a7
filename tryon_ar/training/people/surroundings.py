"""Rooms round a rendered person, seen by a webcam.

A background (photographed or drawn, sometimes with other people in it) is put behind a person
who was rendered without one (``surroundings_light``), and a webcam films both
(``surroundings_camera``). Whatever is added is background: the person's labels stay as they are.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.training.people.surroundings_camera import filmed
from tryon_ar.training.people.surroundings_light import alike, cutout_of, join_alike
from tryon_ar.training.people.surroundings_others import put_behind
from tryon_ar.training.people.surroundings_outdoors import any_view, park
from tryon_ar.training.people.surroundings_photos import photos_in
from tryon_ar.training.people.surroundings_rooms import room, wall_colour
from tryon_ar.training.sketches.backdrops import draw_backdrop, draw_backdrop_near
from tryon_ar.training.sketches.backdrops_fields import Field, Picture, Shape, near, painted, ramp
from tryon_ar.training.sketches.backdrops_views import from_photo

# How much larger a background is drawn than the picture, to be turned a little.
_MARGIN = 1.12
# A room stands in where there are no photographs.
_KINDS = ("room", "photo", "park", "studio", "like the person", "ground", "view")
_SHARES = (0.36, 0.24, 0.12, 0.13, 0.06, 0.06, 0.03)


class Surroundings:
    """Backgrounds to put people before.

    Parameters
    ----------
    folders : iterable of Path
        Folders of photographs and clips without people, or, of clips, with one before a fixed
        camera; see :func:`~tryon_ar.training.people.surroundings_photos.photos_in`. None is
        needed: everything can be drawn.

    Raises
    ------
    NotADirectoryError
        A folder is not there.
    """

    def __init__(self, folders: Iterable[Path] = ()) -> None:
        self.photos = photos_in(folders)

    def compose(
        self,
        rgba: NDArray[np.uint8],
        rng: np.random.Generator,
        others: Sequence[NDArray[np.uint8]] = (),
    ) -> NDArray[np.uint8]:
        """Return a webcam's picture of a person.

        Parameters
        ----------
        rgba : ndarray of shape (H, W, 4), uint8
            The person, in the order red, green, blue, alpha; premultiplied. Where the camera's
            frame cuts them off, the picture must end as well.
        rng : numpy.random.Generator
            All chance comes from it.
        others : sequence of ndarray of shape (h, w, 4), uint8
            More such people (an array of them will do), some of whom may be seen behind or on
            posters.

        Returns
        -------
        ndarray of shape (H, W, 3), uint8
            BGR. The person is where they were.

        Raises
        ------
        ValueError
            ``rgba`` has another shape or type.
        """
        return self.compose_alike([rgba], rng, others)[0]

    def compose_alike(
        self,
        rgbas: Sequence[NDArray[np.uint8]],
        rng: np.random.Generator,
        others: Sequence[NDArray[np.uint8]] = (),
    ) -> list[NDArray[np.uint8]]:
        """Return a webcam's pictures of one person who differs, such as in what they wear.

        Room, light, exposure, noise and coding are those of the first in all of them; see
        :meth:`compose`.
        """
        for rgba in rgbas:
            if rgba.dtype != np.uint8 or rgba.ndim != 3 or rgba.shape[2] != 4:
                raise ValueError(f"expected uint8 (H, W, 4), got {rgba.dtype} {rgba.shape}")
        persons = [cutout_of(rgba) for rgba in rgbas]
        shape = (rgbas[0].shape[0], rgbas[0].shape[1])
        behind = self._background(rng, shape, persons[0].colour, persons[0].alpha)
        behind = put_behind(rng, behind, others)
        if rng.random() < 0.55:
            behind = _out_of_focus(rng, behind)
        scenes = join_alike(rng, persons, behind)
        chances = alike(rng, len(scenes))
        metered = scenes[0]
        return [
            filmed(chance, scene, metered) for chance, scene in zip(chances, scenes, strict=True)
        ]

    def _background(
        self, rng: np.random.Generator, shape: Shape, colour: Picture, alpha: Field
    ) -> Picture:
        larger = (round(shape[0] * _MARGIN), round(shape[1] * _MARGIN))
        kind = _KINDS[int(rng.choice(len(_KINDS), p=_SHARES))]
        if kind == "like the person" and alpha.max() > 0.5:
            return _as_the_person(rng, shape, colour, alpha)
        if kind == "studio":
            return _studio(rng, shape)
        if kind == "ground":
            return draw_backdrop(rng, shape, empty=True)
        if kind == "photo" and self.photos:
            return from_photo(rng, shape, self.photos)
        if kind == "park":
            return _leaning(rng, park(rng, larger), shape)
        if kind == "view":
            return _leaning(rng, any_view(rng, larger), shape)
        return _leaning(rng, room(rng, larger, self.photos), shape)


def _leaning(rng: np.random.Generator, larger: Picture, shape: Shape) -> Picture:
    """Return the middle of a larger picture, turned a little as a camera is, and mirrored."""
    rows, columns = larger.shape[:2]
    turn = cv2.getRotationMatrix2D((columns / 2, rows / 2), rng.normal(0, 2.5), 1.0)
    turn[:, 2] -= ((columns - shape[1]) / 2, (rows - shape[0]) / 2)
    size = (shape[1], shape[0])
    turned = cv2.warpAffine(larger, turn, size, borderMode=cv2.BORDER_REFLECT_101)
    return np.asarray(turned[:, ::-1] if rng.random() < 0.5 else turned, np.float32)


def _studio(rng: np.random.Generator, shape: Shape) -> Picture:
    """Return a plain wall or a studio's paper, lit unevenly."""
    level = rng.uniform(15, 250)
    grey = near(rng, (level, level, level), 4)
    colour = grey if rng.random() < 0.5 else wall_colour(rng)
    y = np.linspace(-1, 1, shape[0], dtype=np.float32)[:, None] - np.float32(rng.uniform(-0.6, 0.4))
    x = np.linspace(-1, 1, shape[1], dtype=np.float32)[None] - np.float32(rng.uniform(-0.5, 0.5))
    spot = np.exp(-(x * x + y * y) * rng.uniform(0.2, 1.2))
    light = 1 + rng.uniform(0, 0.6) * (spot - 0.5) + rng.uniform(0, 0.15) * ramp(rng, shape)
    return painted(colour, np.asarray(light, np.float32))


def _as_the_person(
    rng: np.random.Generator, shape: Shape, colour: Picture, alpha: Field
) -> Picture:
    """Return a background nearly of the colour of some place of the person."""
    places = np.flatnonzero(alpha > 0.9)
    if not len(places):
        return _studio(rng, shape)
    own = colour.reshape(-1, 3)[places[int(rng.integers(len(places)))]]
    return draw_backdrop_near(rng, shape, np.asarray(own, np.float32))


def _out_of_focus(rng: np.random.Generator, picture: Picture) -> Picture:
    """Blur a background as much as a lens may, or a meeting's software does."""
    sigma = float(np.exp(rng.uniform(np.log(0.5), np.log(9))))
    if sigma < 3:
        return np.asarray(cv2.GaussianBlur(picture, (0, 0), sigma), np.float32)
    size = (picture.shape[1], picture.shape[0])
    small = cv2.resize(picture, (size[0] // 3, size[1] // 3), interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (0, 0), sigma / 3)
    return np.asarray(cv2.resize(small, size, interpolation=cv2.INTER_CUBIC), np.float32)
