"""Cuts of clothes: signed fields over the skin, positive (m from the edge) where cloth lies."""

from __future__ import annotations

import numpy as np

from tryon_ar.training.people.clothes_measures import (
    FAR_M,
    FOOT,
    HEAD,
    NECK,
    THIGH,
    TORSO,
    UPPER_ARM,
    Floats,
    Measures,
    step,
)

# A neckline lies in a plane that falls from the nape to the pit of the throat.
NECK_TILT = np.deg2rad(38.0)
NECK_UP = np.array([0.0, -np.sin(NECK_TILT), np.cos(NECK_TILT)])
NECK_BACK = np.array([0.0, np.cos(NECK_TILT), np.sin(NECK_TILT)])


def above(body: Measures, hem_z: float) -> Floats:
    """Return the field of what lies above a hem round the torso; arms are left alone."""
    field = np.minimum(body.rest[:, 2] - hem_z, FAR_M)
    return np.where(body.arm, FAR_M, field)


def sleeves(body: Measures, end_m: float) -> Floats:
    """Return the field of sleeves that end so far along the arm."""
    return np.where(body.arm, np.minimum(end_m - body.along_arm, FAR_M), FAR_M)


def no_sleeves(body: Measures, strap: float) -> Floats:
    """Return the field of armholes.

    Parameters
    ----------
    body : Measures
    strap : float
        How far out the shoulder is covered: share of the way to its joint, up to about 0.8.
    """
    near = (body.parts == UPPER_ARM) & (body.along_arm < 0.3 * body.upper_arm)
    depth = float(np.quantile(body.rest[near, 2], 0.1)) - 0.01
    back = 0.02 * step(-0.02, 0.05, body.rest[:, 1])
    widening = 0.35 * np.maximum(body.armpit_z + 0.03 - body.rest[:, 2], 0.0)
    inside = strap * body.shoulder[0] + back + widening - body.across
    field = np.maximum(inside, depth - body.rest[:, 2])
    on_arm = inside - 0.5 * np.maximum(body.along_arm, 0.0)
    return np.asarray(np.minimum(np.where(body.arm, on_arm, field), FAR_M), np.float64)


def round_neck(body: Measures, half_width_m: float, front_m: float) -> Floats:
    """Return the field outside a round neckline.

    Parameters
    ----------
    body : Measures
    half_width_m : float
        Half the opening's width on the shoulders.
    front_m : float
        How far the opening reaches from the neck's axis to the front, in the neckline's plane.
    """
    offset = body.rest - body.neck
    back = offset @ NECK_BACK
    reach = np.where(back < 0, front_m, half_width_m * 0.95)
    radius = np.sqrt((body.across / half_width_m) ** 2 + (back / reach) ** 2)
    # The opening's cylinder would leave through the back again: there it ends below the nape.
    deepest = 0.03 + 0.3 * (1.0 - step(-0.03, 0.03, offset[:, 1]))
    field = np.maximum((radius - 1.0) * half_width_m, -(offset @ NECK_UP) - deepest)
    field = np.minimum(field, FAR_M)
    field = np.where(body.parts == HEAD, -0.05, field)
    return np.where(body.parts == NECK, np.minimum(field, 0.02 - offset @ NECK_UP), field)


def v_neck(body: Measures, bottom_z: float, slope: float) -> Floats:
    """Return the field outside a V in front; ``slope`` is half width over height."""
    field = (body.across - slope * (body.rest[:, 2] - bottom_z)) / np.hypot(1.0, slope)
    return np.minimum(np.where(_front(body), field, FAR_M), FAR_M)


def high_neck(body: Measures, height_m: float) -> Floats:
    """Return the field below a collar that stands so high on the neck."""
    field = height_m - (body.rest - body.neck) @ NECK_UP
    field = np.where((body.parts == HEAD) | (body.parts == NECK), field, FAR_M)
    return np.minimum(np.where(body.parts == HEAD, np.minimum(field, -0.005), field), FAR_M)


def open_front(body: Measures, half_gap_m: float, spread: float, waist_z: float) -> Floats:
    """Return the field beside an opening down the front that spreads away from ``waist_z``."""
    half = half_gap_m + spread * np.abs(body.rest[:, 2] - waist_z)
    return np.minimum(np.where(_front(body), body.across - half, FAR_M), FAR_M)


def left_half(body: Measures, beyond_m: float) -> Floats:
    """Return the field of the front's left half, from so far beyond the middle."""
    return np.where(_front(body), np.clip(body.rest[:, 0] + beyond_m, -FAR_M, FAR_M), FAR_M)


def legs(body: Measures, waist_z: float, end_z: float) -> Floats:
    """Return the field of trousers from the waist to a height on the legs."""
    below = np.minimum(waist_z - body.rest[:, 2], body.rest[:, 2] - end_z)
    lower = (body.parts == TORSO) | (body.parts >= THIGH)
    field = np.where(lower, np.minimum(below, FAR_M), -FAR_M)
    return np.where((body.parts == FOOT) & (end_z > body.ankle_z), -0.05, field)


def band(field: Floats, width_m: float) -> Floats:
    """Return the field of a band so wide inside a field's edge."""
    return np.minimum(field, width_m - field)


def box(body: Measures, middle_x: float, middle_z: float, half_m: tuple[float, float]) -> Floats:
    """Return the field of a rectangle on the front, such as a pocket."""
    across = half_m[0] - np.abs(body.rest[:, 0] - middle_x)
    down = half_m[1] - np.abs(body.rest[:, 2] - middle_z)
    return np.where(_front(body) & ~body.arm, np.minimum(across, down), -0.05)


def _front(body: Measures) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    return np.asarray(body.rest[:, 1] < body.neck[1] - 0.01, np.bool_)
