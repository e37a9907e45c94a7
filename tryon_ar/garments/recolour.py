"""Dye a garment in another colour: its cloth changes, its folds and its print stay."""

import dataclasses
import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tryon_ar.garments.cloth_colour import ClothColour, cloth_colour
from tryon_ar.garments.garment import Garment
from tryon_ar.garments.oklab import Floats, oklab_of_rgb, rgb_of_oklab

_DARKEST, _LIGHTEST = 0.08, 0.98
# Relief of a cloth in another lightness: black cloth shows nearly as much of it as white.
_RELIEF_EXPONENT = 0.5
_LEAST_RELIEF, _MOST_RELIEF = 0.45, 1.25
# Below this chroma a cloth has no hue to turn, only noise.
_NEUTRAL_CHROMA = 0.02
_MOST_NOISE_GAIN = 1.5
# From this membership on a colour is cloth, not the edge of a print.
_PURE = 0.7


@dataclass(frozen=True, slots=True)
class Recolouring:
    """How a cloth's colour changes.

    Attributes
    ----------
    hue_degrees : float
        Turn of the hue in OKLCh; any number.
    chroma_gain : float
        0 makes grey, 1 keeps, 2 doubles.
    lightness_shift : float
        Added to the cloth's OKLab lightness, -1 to 1.
    to_rgb : (int, int, int) or None
        sRGB colour the cloth takes before the three above apply; None starts from its own.
    """

    hue_degrees: float = 0.0
    chroma_gain: float = 1.0
    lightness_shift: float = 0.0
    to_rgb: tuple[int, int, int] | None = None

    @property
    def changes_nothing(self) -> bool:
        """Whether every colour stays as it is."""
        return (
            self.to_rgb is None
            and self.hue_degrees % 360 == 0
            and self.chroma_gain == 1
            and self.lightness_shift == 0
        )


class Dye:
    """A garment whose cloth has been told from its print, to be recoloured many times.

    Parameters
    ----------
    garment : Garment

    Notes
    -----
    A new colour depends on the old colour alone, so it is worked out once for every colour
    the photo has rather than once a pixel. *Thread safety*: :meth:`recoloured` changes
    nothing and may be called from any thread.
    """

    def __init__(self, garment: Garment) -> None:
        self._garment = garment
        self._where = garment.alpha > 0
        b, g, r = (garment.photo_bgr[..., i][self._where].astype(np.uint32) for i in range(3))
        self._codes = r << 16 | g << 8 | b
        seen = np.zeros(1 << 24, np.bool_)
        seen[self._codes] = True
        self._colours = np.flatnonzero(seen)
        channels = [(self._colours >> shift & 255).astype(np.uint8) for shift in (16, 8, 0)]
        self._lab = oklab_of_rgb(np.stack(channels, axis=1))
        self._cloth = cloth_colour(garment)
        self._membership = self._cloth.membership(self._lab)

    @property
    def cloth(self) -> ClothColour:
        """What was found to be the cloth."""
        return self._cloth

    def recoloured(self, change: Recolouring) -> Garment:
        """Return the garment in another colour; its id and name are the same.

        Parameters
        ----------
        change : Recolouring

        Returns
        -------
        Garment
            With a photo of its own, read-only, and without a photo of its back, whose cloth
            no matte tells; the very same garment when nothing changes.

        Notes
        -----
        Let ``c`` be the cloth's colour and ``c'`` the new one. A pixel of lightness ``L`` is
        split into the cloth under that light, ``c L / c_L`` (see :mod:`.oklab`), and a rest.
        The first becomes ``c' L' / c'_L``, where ``L'(L)`` is monotone and meets ``c_L`` with
        ``c'_L``; the rest is turned by the same angle. A pixel moves by the share of cloth
        in it, so the soft edge of a print goes half-way.
        """
        if change.changes_nothing:
            return self._garment
        new = rgb_of_oklab(self._moved(change)).astype(np.uint32)
        table = np.empty(1 << 24, np.uint32)
        table[self._colours] = new[:, 0] << 16 | new[:, 1] << 8 | new[:, 2]
        codes = table[self._codes]
        photo = self._garment.photo_bgr.copy()
        for channel, shift in enumerate((0, 8, 16)):
            photo[..., channel][self._where] = (codes >> shift & 255).astype(np.uint8)
        photo.flags.writeable = False
        return dataclasses.replace(self._garment, photo_bgr=photo, back_bgr=None)

    def _moved(self, change: Recolouring) -> Floats:
        """Return the new OKLab colour of every colour of the photo."""
        old, new = self._cloth.centre, self._new_centre(change)
        share = self._membership[:, None]
        light = self._lab[:, 0].clip(self._cloth.darkest, self._cloth.lightest)
        under_light = old * (light / old[0])[:, None]
        rest = self._lab - under_light
        new_light = _lightness_map(light, float(old[0]), float(new[0]))
        dyed = new * (new_light / new[0])[:, None]
        pure = ((share - _PURE) / (1 - _PURE)).clip(0, 1)
        turned = rest.copy()
        turned[:, 1:] = rest[:, 1:] @ _turn(old, new, change).T
        return np.asarray(
            self._lab + share * (dyed - under_light) + pure * (turned - rest), np.float32
        )

    def _new_centre(self, change: Recolouring) -> Floats:
        centre = self._cloth.centre
        if change.to_rgb is not None:
            centre = oklab_of_rgb(np.array([change.to_rgb], np.uint8))[0]
        angle = math.radians(change.hue_degrees)
        turn = np.array(
            [[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]], np.float32
        )
        low = min(_DARKEST, float(centre[0]))
        high = max(_LIGHTEST, float(centre[0]))
        lightness = min(max(float(centre[0]) + change.lightness_shift, low), high)
        return np.array([lightness, *(turn @ centre[1:] * change.chroma_gain)], np.float32)


def recolour(garment: Garment, change: Recolouring) -> Garment:
    """Return a garment with its cloth in another colour.

    Parameters
    ----------
    garment : Garment
    change : Recolouring

    Returns
    -------
    Garment
        See :meth:`Dye.recoloured`.
    """
    return garment if change.changes_nothing else Dye(garment).recoloured(change)


def variant(dyed: Garment, original: Garment, name: str) -> Garment:
    """Return a recoloured garment as one of its own, to be kept beside the original.

    Parameters
    ----------
    dyed : Garment
        From :func:`recolour`.
    original : Garment
        What it was made from; a variant's variant counts as the first one's.
    name : str
        What people call it.
    """
    return dataclasses.replace(
        dyed, name=name.strip() or original.name, variant_of=original.variant_of or original.id
    )


def _lightness_map(light: Floats, old: float, new: float) -> Floats:
    """Return lightness after the cloth's went from ``old`` to ``new``; monotone.

    Above and below the cloth's own lightness it is ``x -> s x / (1 + k x)`` of the distance
    ``x``: as steep as the relief of such a cloth at first, and bent so that white and black
    are not passed.
    """
    slope = min(max((new / old) ** _RELIEF_EXPONENT, _LEAST_RELIEF), _MOST_RELIEF)
    away = light - old
    up = _bent(away.clip(0, None), slope, 1 - old, 1 - new)
    down = _bent((-away).clip(0, None), slope, old, new)
    return np.asarray(new + up - down, np.float32)


def _bent(away: Floats, slope: float, room: float, new_room: float) -> Floats:
    """Return distances on a curve of a slope at 0 that keeps within the new room."""
    excess = slope * room / max(new_room, 1e-3) - 1
    bend = max(0.0, excess) / max(room, 1e-3)
    return np.asarray(slope * away / (1 + bend * away), np.float32)


def _turn(old: Floats, new: Floats, change: Recolouring) -> NDArray[np.float32]:
    """Return the 2x2 turn and gain of what is uneven in the cloth's colour."""
    chroma, new_chroma = math.hypot(*old[1:]), math.hypot(*new[1:])
    if chroma < _NEUTRAL_CHROMA:
        return np.eye(2, dtype=np.float32)
    gain = min(new_chroma / chroma, _MOST_NOISE_GAIN)
    angle = math.atan2(new[2], new[1]) - math.atan2(old[2], old[1])
    if change.to_rgb is None:
        angle = math.radians(change.hue_degrees)
    cos, sin = gain * math.cos(angle), gain * math.sin(angle)
    return np.array([[cos, -sin], [sin, cos]], np.float32)
