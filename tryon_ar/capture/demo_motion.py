"""How the demo moves: a slow camera, and a person who breathes, leans and looks about.

Body coordinates have their origin half-way between the shoulder joints, x to the right of
the picture, y down, and the distance of the shoulder joints as their unit.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tryon_ar.capture.demo_people import Scene

# Rooms above the hair and below the hips, as parts of the height from hair to hips.
_ROOM_ABOVE, _ROOM_BELOW = 0.06, 0.10
_LARGEST_ZOOM = 1.12
_PAN_UNITS = 0.22
_ROLL_RAD = np.deg2rad(0.7)
# Pixels from one node of the displacement grid to the next.
CELL_PX = 16

Field = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class View:
    """Where the camera looks, in body coordinates.

    Attributes
    ----------
    centre : (float, float)
        Body point in the middle of the frame.
    height : float
        Height of the frame in units.
    roll_rad : float
        Clockwise turn of the camera.
    """

    centre: tuple[float, float]
    height: float
    roll_rad: float


def view_at(t_s: float, top: float, hip: float) -> View:
    """Return what the camera sees at a time; hair and hips always are in it.

    Parameters
    ----------
    t_s : float
        Seconds.
    top, hip : float
        Heights of the hair's top and of the hips, in units.
    """
    tall = (hip - top) * (1 + _ROOM_ABOVE + _ROOM_BELOW)
    zoom = 0.5 - 0.5 * np.cos(2 * np.pi * t_s / 13.0)
    height = tall * (_LARGEST_ZOOM - (_LARGEST_ZOOM - 1) * zoom)
    middle = (top + hip + (hip - top) * (_ROOM_BELOW - _ROOM_ABOVE)) / 2
    x = _PAN_UNITS * np.sin(2 * np.pi * t_s / 9.1) + 0.05 * np.sin(2 * np.pi * t_s / 3.7)
    y = middle + 0.02 * np.sin(2 * np.pi * t_s / 5.9)
    roll = _ROLL_RAD * np.sin(2 * np.pi * t_s / 7.9)
    return View((float(x), float(y)), float(height), float(roll))


def tallest_view(top: float, hip: float) -> float:
    """Return the height of the widest view in units."""
    return (hip - top) * (1 + _ROOM_ABOVE + _ROOM_BELOW) * _LARGEST_ZOOM


def closest_view(top: float, hip: float) -> float:
    """Return the height of the closest view in units."""
    return (hip - top) * (1 + _ROOM_ABOVE + _ROOM_BELOW)


def sway(x: Field, y: Field, t_s: float, hip: float) -> tuple[Field, Field]:
    """Return where the person's parts have moved to at a time.

    Parameters
    ----------
    x, y : ndarray of one shape, float64
        Points of the frame in body coordinates.
    t_s : float
        Seconds.
    hip : float
        Height of the hips, in units.

    Returns
    -------
    dx, dy : ndarray of that shape, float64
        Displacements, forward, in units. They are small and smooth, so that subtracting
        them at the destination stands for the inverse.

    Notes
    -----
    The backdrop is plain, so every field may reach into it: no mask is needed.
    """
    parts = (
        _lean(x, y, t_s, hip),
        _shoulders(x, y, t_s),
        _breath(x, y, t_s),
        _arms(x, y, t_s),
        _head(x, y, t_s),
    )
    return sum(part[0] for part in parts), sum(part[1] for part in parts)  # type: ignore[return-value]


def _lean(x: Field, y: Field, t_s: float, hip: float) -> tuple[Field, Field]:
    # The trunk turns about the hips, which themselves give way to the other side.
    weight = _step((hip + 0.25 - y) / 0.9)
    angle = np.deg2rad(3.2) * np.sin(2 * np.pi * t_s / 6.3)
    hips = -0.05 * np.sin(2 * np.pi * t_s / 6.3) * np.exp(-(((y - hip) / 0.8) ** 2))
    return -angle * (y - hip) * weight + hips, angle * x * weight


def _shoulders(x: Field, y: Field, t_s: float) -> tuple[Field, Field]:
    # One shoulder rises while the other one sinks; the arms hang from them.
    side = np.tanh(x / 0.45)
    hanging = _step((np.abs(x) - 0.35) / 0.25)
    reach = _step((y + 0.45) / 0.4) * (1 - _step((y - 0.1) / 0.9) * (1 - 0.6 * hanging))
    return np.zeros_like(x), 0.045 * np.sin(2 * np.pi * t_s / 4.7 + 1.0) * side * reach


def _breath(x: Field, y: Field, t_s: float) -> tuple[Field, Field]:
    phase = np.sin(2 * np.pi * t_s / 3.9)
    chest = np.exp(-(((y - 0.35) / 0.45) ** 2))
    return (
        0.016 * phase * x * np.exp(-((x / 0.8) ** 2)) * chest,
        -0.012 * phase * _step((y + 0.5) / 0.4) * (1 - _step((y - 0.4) / 0.7)),
    )


def _arms(x: Field, y: Field, t_s: float) -> tuple[Field, Field]:
    # Each arm turns outward about its shoulder; the gap beside the trunk takes the stretch.
    dx, dy = np.zeros_like(x), np.zeros_like(y)
    for side, period_s, phase in ((1.0, 5.1, 0.0), (-1.0, 6.1, 2.0)):
        angle = np.deg2rad(1.1) * (1 - np.cos(2 * np.pi * t_s / period_s + phase))
        weight = _step((side * x - 0.36) / 0.26) * _step((y - 0.05) / 0.8)
        weight *= 1 - _step((side * x - 1.1) / 0.8)
        dx += side * angle * (y - 0.05) * weight
        dy -= angle * (side * x - 0.5) * weight
    return dx, dy


def _head(x: Field, y: Field, t_s: float) -> tuple[Field, Field]:
    # A tilt about the neck, and a turn: the face moves more than the outline.
    weight = _step((-0.12 - y) / 0.4)
    tilt = np.deg2rad(2.4) * np.sin(2 * np.pi * t_s / 5.7 + 0.6)
    turn = 0.03 * np.sin(2 * np.pi * t_s / 7.3)
    nod = 0.014 * np.sin(2 * np.pi * t_s / 4.1)
    face = np.exp(-((x / 0.3) ** 2) - ((y + 0.65) / 0.35) ** 2)
    return -tilt * (y + 0.15) * weight + turn * face, tilt * x * weight + nod * face


def _step(x: Field) -> Field:
    """Return the smooth step from 0 at 0 to 1 at 1 (cubic)."""
    x = np.clip(x, 0.0, 1.0)
    return x * x * (3.0 - 2.0 * x)


def sampling_grid(scene: Scene, size_px: tuple[int, int], t_s: float) -> NDArray[np.float32]:
    """Return where in the scene a coarse grid of frame points is sampled.

    Parameters
    ----------
    scene : Scene
        The person.
    size_px : (int, int)
        Width and height of the frame.
    t_s : float
        Seconds.

    Returns
    -------
    ndarray of shape (rows, columns, 2), float32
        Scene points (x, y) for the middles of cells of 16x16 pixels, from one cell beyond
        the frame to one beyond at the other side.
    """
    width, height = size_px
    view = view_at(t_s, scene.top_units, scene.hip_units)
    units_per_px = max(view.height / height, 2.6 / width)
    columns, rows = -(-width // CELL_PX) + 2, -(-height // CELL_PX) + 2
    u = ((np.arange(columns) - 0.5) * CELL_PX - 0.5 - (width - 1) / 2) * units_per_px
    v = ((np.arange(rows) - 0.5) * CELL_PX - 0.5 - (height - 1) / 2) * units_per_px
    cos, sin = np.cos(view.roll_rad), np.sin(view.roll_rad)
    x = cos * u[None, :] - sin * v[:, None] + view.centre[0]
    y = sin * u[None, :] + cos * v[:, None] + view.centre[1]
    dx, dy = sway(x, y, t_s, scene.hip_units)
    grid = np.stack([x - dx, y - dy], axis=-1) * scene.unit_px + scene.origin_px
    return grid.astype(np.float32)
