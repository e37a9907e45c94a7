"""Where sleeves end on real arms, and how thick those are there: made-up arms go on from that."""

from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.labels import Label, Labels
from tryon_ar.core.types import Points, Pose

# Along both bones of an arm, 0 at the shoulder, 1 at the elbow, 2 at the wrist; and across them
# (shoulder widths).
_ALONG = np.linspace(0.15, 1.85, 35)
_ACROSS = np.linspace(-0.30, 0.30, 31)
# The middle of the arm is so near to the bone, and it is so thick.
_OFF_MIDDLE = 4
_THICK = (0.08, 0.44)
# Just past a hem the labels are unsure; the cloth is no further away than the second.
_PAST, _WITHIN = 2, 5
_AIR = 3
# Thinner or thicker ones were not seen aright.
_RATIOS = (0.55, 1.3)
# So many stations past a hem are tried.
_STATIONS = 3
_LEAST_BONE = 0.3
_SEEN = 0.3
# So much of an arm's own width is kept so far along it.
_FADES = 0.5
_KEPT = 0.6


class SleeveEnd(NamedTuple):
    """How thick an arm is where its sleeve ends.

    Attributes
    ----------
    at : float
        0 at the shoulder, 1 at the elbow, 2 at the wrist.
    before, beyond : float
        Half-widths to the two sides of the bone, as multiples of those drawn by default: first
        against the direction across it, (-y, x) of the bone, then along that.
    """

    at: float
    before: float
    beyond: float

    def mixed(self, last: Self | None) -> Self:
        """Return what to go by when this is seen after something else."""
        if last is None:
            return self
        pairs = zip(self, last, strict=True)
        return type(self)(*(_KEPT * old + (1.0 - _KEPT) * new for new, old in pairs))

    def ratios(self, along: NDArray[np.float64]) -> tuple[NDArray[np.float64], ...]:
        """Return the multiples of both half-widths at places along the arm."""
        near = np.exp(-(((along - self.at) / _FADES) ** 2))
        return 1.0 + (self.before - 1.0) * near, 1.0 + (self.beyond - 1.0) * near


def find_sleeve_end(
    labels: Labels,
    pose: Pose,
    joints: tuple[int, int, int],
    halves: NDArray[np.float64],
    unit_px: float,
) -> SleeveEnd | None:
    """Look for the end of a sleeve along an arm.

    Parameters
    ----------
    labels : Labels
    pose : Pose
    joints : (int, int, int)
        Shoulder, elbow and wrist.
    halves : ndarray of shape (35,), float64
        Half-widths drawn by default at :func:`stations`, shoulder widths.
    unit_px : float
        Shoulder width.

    Returns
    -------
    SleeveEnd or None
        None where no arm comes out of a sleeve with room beside it.
    """
    points, visible = pose.points_px[list(joints)], pose.visibility[list(joints)]
    if min(visible) < _SEEN:
        return None
    middles, across, long_enough = _stations(points, unit_px)
    places = middles[:, None] + across[:, None] * (_ACROSS[None, :, None] * unit_px)
    side = labels.shares.shape[1]
    at = np.floor((places + 0.5 - (labels.x0_px, labels.y0_px)) * (side / labels.side_px))
    at = np.clip(at, 0, side - 1).astype(np.intp)
    kinds = (Label.ARMS, Label.UPPER, Label.BACKGROUND)
    bare, worn, air = (labels.shares[kind][at[..., 1], at[..., 0]] > 0.5 for kind in kinds)
    centre = len(_ACROSS) // 2
    near = np.s_[:, centre - _OFF_MIDDLE : centre + _OFF_MIDDLE + 1]
    sleeved, bared = worn[near].mean(axis=1) > 0.5, bare[near].mean(axis=1) > 0.5
    for station in range(_WITHIN, len(_ALONG) - 1):
        recent = sleeved[station - _WITHIN : station - _PAST + 1]
        if recent.any() and bared[station : station + 2].all() and long_enough[station]:
            past = np.s_[station : station + _STATIONS]
            return _measured(station, bare[past], air[past], halves[past])
    return None


def stations() -> NDArray[np.float64]:
    """Return where along an arm is looked: 0 at the shoulder, 1 at the elbow, 2 at the wrist."""
    return _ALONG


def _stations(points: Points, unit_px: float) -> tuple[Points, Points, NDArray[np.bool_]]:
    """Return places along an arm, the directions across it, and whether the bone is seen there."""
    bones = np.diff(points, axis=0)
    lengths = np.hypot(*bones.T)
    number = np.minimum(_ALONG.astype(int), 1)
    bone = bones[number]
    middles = points[number] + bone * (_ALONG - number)[:, None]
    across = (
        np.stack([-bone[:, 1], bone[:, 0]], axis=1) / np.maximum(lengths[number], 1e-6)[:, None]
    )
    return middles, across, lengths[number] > _LEAST_BONE * unit_px


def _measured(
    station: int,
    bare: NDArray[np.bool_],
    air: NDArray[np.bool_],
    halves: NDArray[np.float64],
) -> SleeveEnd:
    """Return how thick a bare arm is past a station, on the sides that end in the room."""
    ratios: tuple[list[float], list[float]] = ([], [])
    for across, beside, half in zip(bare, air, halves, strict=True):
        first, last = _run(across)
        gap = float(_ACROSS[1] - _ACROSS[0])
        if not _THICK[0] < (last - first + 1) * gap < _THICK[1]:
            continue
        if beside[max(0, first - _AIR) : first].any():
            ratios[0].append((gap / 2 - float(_ACROSS[first])) / float(half))
        if beside[last + 1 : last + 1 + _AIR].any():
            ratios[1].append((gap / 2 + float(_ACROSS[last])) / float(half))
    seen = (_believed(each) for each in ratios)
    return SleeveEnd(float(_ALONG[station]), *seen)


def _believed(ratios: list[float]) -> float:
    """Return the first that can be, 1 where none can."""
    return next((one for one in ratios if _RATIOS[0] < one < _RATIOS[1]), 1.0)


def _run(bare: NDArray[np.bool_]) -> tuple[int, int]:
    """Return the first and the last of what is bare around the middle; (1, 0) for nothing."""
    inside = np.flatnonzero(bare)
    if not inside.size:
        return 1, 0
    first = last = int(inside[np.argmin(np.abs(inside - len(bare) // 2))])
    while first > 0 and bare[first - 1]:
        first -= 1
    while last < len(bare) - 1 and bare[last + 1]:
        last += 1
    return first, last
