"""The real lower garment continued to where a worn top hides it."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.roi import Roi
from tryon_ar.fitting.body_frame import BodyFrame
from tryon_ar.kernels.lower import draw_lower_nb
from tryon_ar.rendering.removal.coarse_view import (
    CoarseView,
    encoded,
    mean_around,
    view_hips,
)
from tryon_ar.rendering.removal.lower_cloth import ClothMemory, LowerCloth
from tryon_ar.rendering.removal.lower_light import shade
from tryon_ar.rendering.removal.lower_shape import is_skirted, outline, own_cloth
from tryon_ar.rendering.removal.place import Level, Place

# The tone of cloth near by counts this far around it; far from any, what is remembered does.
_REACH = 0.25
_REMEMBERED = 0.20
# While nothing has to be continued, the garment is looked at in every so many frames.
_FRAMES_A_LOOK = 4
_DRESS, _NO_DRESS = 0.75, 0.45
_DRESS_KEPT = 0.9
# Outlines are about twice as many pixels soft as the first; so many, above.
_EDGE_PX, _BEGINS_PX = 2.3, 3.5


@dataclass(frozen=True, slots=True)
class LowerAbove:
    """A lower garment, over a rectangle of the frame.

    Attributes
    ----------
    area : Roi
    picture_bgr : ndarray of shape (h, w, 3), uint8
        Meant for where ``shape`` is.
    shape : ndarray of shape (h, w), uint8
        0 to 255, as soft as an edge of a picture.
    kept : ndarray of shape (h, w), uint8
        How far what is there stays as it is, 0 to 255.
    """

    area: Roi
    picture_bgr: NDArray[np.uint8]
    shape: NDArray[np.uint8]
    kept: NDArray[np.uint8]

    @classmethod
    def nothing(cls, area: Roi) -> Self:
        """Return none of it."""
        shape = area.height, area.width
        picture = np.zeros((*shape, 3), np.uint8)
        return cls(area, picture, np.zeros(shape, np.uint8), np.zeros(shape, np.uint8))


class LowerExtension:
    """Continues lower clothes and remembers them; one thread at a time."""

    def __init__(self) -> None:
        self._cloth = LowerCloth()
        self._skirted: float | None = None
        self._dress = False
        self._frames = 0

    def look(self, place: Place) -> None:
        """Learn, now and then, from a frame in which nothing has to be continued."""
        self._frames += 1
        if self._frames % _FRAMES_A_LOOK == 1:
            view = view_hips(place)
            if view is not None:
                self._cloth.look(place.frame_bgr, view, place.axes)

    def extend(self, place: Place, area: Roi, level: Level | None = None) -> LowerAbove | None:
        """Continue the lower garment over a rectangle of the frame.

        Parameters
        ----------
        place : Place
        area : Roi
            Of the frame, within the place's rectangle.
        level : Level, optional
            Nothing is wanted above it.

        Returns
        -------
        LowerAbove or None
            None where the worn garment had better stay: it is a dress, or the hips are not in
            the picture.

        Notes
        -----
        ``exp(t(x) + s(x)) (1 + d(x))`` in linear light: the tone t goes from that of the garment
        near by to the remembered one, s is its shading (:func:`lower_light.shade`), d the fine
        texture learnt from it.
        """
        view = view_hips(place)
        if view is None:
            return None
        sure = self._cloth.look(place.frame_bgr, view, place.axes)
        memory = self._cloth.recall()
        if self._is_dress(view, place.axes, sure):
            return None
        tone, own = _tone(view, sure, memory)
        shape = outline(view, place.axes, place.body.pose, memory.halves, own)
        light = tone + shade(view, place.axes, place.body.pose, shape, memory)[..., None]
        drawn = LowerAbove.nothing(area)
        line = (0.0, -1.0, 0.0, 1e-3) if level is None else (*level.within(area), _BEGINS_PX)
        draw_lower_nb(
            *(drawn.picture_bgr, drawn.shape, drawn.kept),
            place.wanted,
            *(area.x0 - place.box.x0, area.y0 - place.box.y0),
            encoded(light),
            *(shape, own),
            *(*view.grid(area), view.step_px / _EDGE_PX),
            memory.tile.gain,
            memory.tile.turn(place.axes, area),
            line,
        )
        return drawn

    def forget(self) -> None:
        """Forget the garment."""
        self._cloth.forget()
        self._skirted, self._dress = None, False
        self._frames = 0

    def _is_dress(self, view: CoarseView, axes: BodyFrame, sure: NDArray[np.float32]) -> bool:
        """Return whether the worn top is a dress; one answer is held against single frames."""
        seen = is_skirted(view, axes)
        if seen is None:
            return self._dress
        last = self._skirted
        self._skirted = seen if last is None else _DRESS_KEPT * last + (1.0 - _DRESS_KEPT) * seen
        self._dress = self._skirted > (_NO_DRESS if self._dress else _DRESS)
        return self._dress


def _tone(
    view: CoarseView, sure: NDArray[np.float32], memory: ClothMemory
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return the garment's tone everywhere, as logarithms of light, and what has it."""
    light, near = mean_around(view.light, sure, _REACH * view.unit)
    if memory.seen and memory.top is not None:
        return own_cloth(view, (light, near), memory.tone, memory.top, _REMEMBERED)
    local = (light - near[..., None] * memory.tone) / (near + _REMEMBERED)[..., None]
    return np.asarray(memory.tone + local, np.float32), np.zeros(near.shape, np.float32)
