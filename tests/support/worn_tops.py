"""People in a long top over a lower garment, with labels that are exact."""

from dataclasses import replace

import numpy as np

from tests.support.bodies import SIZE_PX, standing_body
from tryon_ar.core.labels import Label, Labels
from tryon_ar.core.roi import Roi
from tryon_ar.fitting.body_frame import body_frame
from tryon_ar.rendering.removal import own_shape
from tryon_ar.rendering.removal.place import Place

WHOLE = Roi(0, 0, *SIZE_PX)
ROOM, TOP, JEANS = (150, 160, 170), (30, 110, 210), (120, 70, 40)
_SIDE = 640


def drawn_place(
    hem_units: float | None = 0.15,
    lower_bgr=JEANS,
    *,
    widest=None,
    kinds=(Label.UPPER, Label.LOWER),
):
    """Return a person whose top reaches so far below the hips; None for beyond the picture.

    ``kinds`` are the labels given to top and lower garment; ``widest`` is the top's half-width
    in shoulder widths.
    """
    body = standing_body()
    axes = body_frame(body.pose)
    trunk = own_shape.draw_trunk(axes, WHOLE) > 0
    legs = own_shape.draw_legs(body.pose, axes.unit_px, WHOLE) > 0
    rows, columns = np.indices(trunk.shape)
    hips_x, hips_y = axes.hip_mid
    hem = SIZE_PX[1] if hem_units is None else hips_y + hem_units * axes.unit_px
    half = (widest or 0.5) * axes.unit_px
    waist = axes.shoulder_mid[1] + 0.5 * (hips_y - axes.shoulder_mid[1])
    top = (trunk & (rows < waist)) | (
        (np.abs(columns - hips_x) < half) & (rows >= waist) & (rows < hem)
    )
    hips = (np.abs(columns - hips_x) < 0.5 * axes.unit_px) & (rows > hips_y)
    hips &= rows < hips_y + 0.5 * axes.unit_px
    lower = (legs | hips) & ~top & (rows > hips_y - 0.2 * axes.unit_px)
    labels = np.zeros(trunk.shape, np.uint8)
    labels[top], labels[lower] = kinds
    frame = np.full((*trunk.shape, 3), ROOM, np.uint8)
    frame[top] = TOP
    frame[lower] = lower_bgr
    square = np.zeros((_SIDE, _SIDE), np.uint8)
    square[: labels.shape[0], : labels.shape[1]] = labels
    shares = np.stack([(square == label) for label in Label]).astype(np.float32)
    given = Labels(shares, 0.0, 0.0, float(_SIDE))
    body = replace(body, labels=given, mask=(labels > 0).astype(np.float32))
    weight = np.asarray(labels == Label.UPPER, np.float32)
    everywhere, nowhere = np.ones(labels.shape, np.uint8), np.zeros(labels.shape, np.float32)
    return Place(frame, body, given, axes, WHOLE, weight, everywhere, nowhere)


def at(place, rise_units, aside_units=0.0):
    """Return the (row, column) so far above the hips and to the picture's right."""
    x, y = place.axes.hip_mid
    return (
        round(float(y - rise_units * place.unit_px)),
        round(float(x + aside_units * place.unit_px)),
    )
