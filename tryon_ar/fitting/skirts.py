"""Where skirts hang: those of skirts, and those that dresses have below the waist."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.types import Points
from tryon_ar.fitting import anatomy
from tryon_ar.fitting.body_frame import Joint
from tryon_ar.fitting.fit import Layer, Segment, SegmentFit
from tryon_ar.fitting.landmarks import SIDES, Landmarks, ray_length
from tryon_ar.fitting.limbs import piece
from tryon_ar.fitting.outline import half_width_px
from tryon_ar.fitting.vectors import between, distance, ramp, unit
from tryon_ar.fitting.wearer import SIGN, Wearer
from tryon_ar.garments.garment import Garment, Part

SKIRT = Segment("skirt", frozenset({Part.SKIRT, Part.TORSO, Part.COLLAR}), Layer.LEG)
# Where down the skirt its outline is followed; 0 is where it hangs from, 1 the hem.
STATIONS = (0.30, 0.55, 0.80)
_ALL = (0.0, *STATIONS, 1.0)

# The part of its flat width that a hem shows, by its flare (hem to waist, flat): a straight skirt
# goes round the legs as a tube does, a wide one falls into folds.
_FLARES = (1.2, 2.4)
_FLARED = (0.88, 0.72)
# From the side a body is at least so wide, of its frontal width.
_THINNEST = 0.62
# Legs under a skirt, half-widths at hip, knee and ankle, and the room between leg and cloth.
_LEG_HALF = (0.25, 0.17, 0.12)
_LEG_ROOM = 0.03
# Cloth cannot be spread by legs beyond so much of its flat width, nor hips beyond this half-width.
_MOST_SPREAD = 1.0
_WIDEST_HIPS = 0.66
# Hips reach so far above and below their joints, in shoulder widths.
_HIP_REACH = 0.15
# Trunks lean by so much (cosine to the vertical) before cloth lies along them, as on a bed.
_UPRIGHT, _LYING = 0.55, 0.20
# Knees nearer than so much of a thigh below the hips are a seat's: cloth lies over them.
_SEATED, _STANDING = 0.45, 0.85
_LEAST_LAP = 0.20
# How far the middle of the hem goes with that of the knees.
_WITH_KNEES = 0.85
_LEAST_SEEN = 0.3
# Hems swing more than what is above them: power of the way down.
_SWING_POWER = 1.4
# A hem that swings aside rises by so much of it.
_LIFT = 0.15


def side_name(side: str, station: float) -> str:
    """Return the name of a point on a skirt's side; trunk pieces take it for one of the hem's."""
    return f"hem_{side}_at_{round(100 * station)}"


def middle_station(station: float) -> str:
    """Return the name of a point on the middle of a skirt."""
    return f"hem_center_at_{round(100 * station)}"


def skirt_marks(garment: Garment, marks: Landmarks) -> Landmarks:
    """Return the outline and the middle of a skirt between its waist and its hem.

    Parameters
    ----------
    garment : Garment
    marks : dict of str to ndarray of shape (2,)
        Its landmarks; waists, hems and ``hem_center`` must be there.

    Returns
    -------
    dict of str to ndarray of shape (2,)
        Photo pixels, by :func:`side_name` and :func:`middle_station`.
    """
    found: Landmarks = {}
    cloth = (garment.alpha > 127) & np.isin(garment.parts, (Part.SKIRT, Part.TORSO, Part.COLLAR))
    top = (marks["waist_right"] + marks["waist_left"]) / 2
    for station in STATIONS:
        middle = top + (marks["hem_center"] - top) * station
        found[middle_station(station)] = middle
        for side in SIDES:
            waist = marks[f"waist_{side}"]
            chord = waist + (marks[f"hem_{side}"] - waist) * station
            found[side_name(side, station)] = _outline(cloth, chord, middle)
    return found


def _outline(cloth: NDArray[np.bool_], chord: Points, middle: Points) -> Points:
    """Return the outline's point beside one of its chord; the chord's own where it strays."""
    half = distance(chord, middle)
    reach = ray_length(cloth, middle, unit(chord - middle))
    return (
        middle + (chord - middle) * (reach / half) if 0.8 < reach / max(half, 1.0) < 1.2 else chord
    )


@dataclass(frozen=True, slots=True)
class Hanging:
    """How cloth falls from one body in one frame, lengths in pixels.

    Attributes
    ----------
    down, across : ndarray of shape (2,)
        Unit vectors: where cloth falls to, and square to it, towards the wearer's left.
    lap : float
        What is seen of a length of cloth as far as the knees, 0.2 to 1: less where they sit.
    knees_px : float
        How far below its upper edge cloth reaches the knees, as cloth goes.
    """

    down: Points
    across: Points
    lap: float
    knees_px: float

    def drop(self, length_px: float) -> float:
        """Return how far below its upper edge a point so far down the cloth is seen."""
        over = min(length_px, self.knees_px)
        return over * self.lap + (length_px - over)


def hanging(wearer: Wearer, top: Points) -> Hanging:
    """Tell how cloth falls from a line whose middle is ``top``."""
    frame = wearer.frame
    gravity = np.array([0.0, 1.0])
    weight = ramp(-float(frame.up @ gravity), _LYING, _UPRIGHT)
    down = gravity * weight - frame.up * (1.0 - weight)
    down = down / max(float(np.hypot(*down)), 1e-6)
    across = np.array([down[1], -down[0]])
    if float(across @ frame.across) < 0:
        across = -across
    above_px = max(float((frame.hip_mid - top) @ down), 0.0)
    thigh_px = anatomy.THIGH * wearer.unit_px
    knees = [_lower_joint(wearer, side, "KNEE") for side in SIDES]
    falls = [float((knee - frame.hip_mid) @ down) / thigh_px for knee in knees if knee is not None]
    lap = 1.0
    if falls:
        fall = sum(falls) / len(falls)
        own = (above_px + max(fall, 0.0) * thigh_px) / max(above_px + thigh_px, 1.0)
        standing = ramp(fall, _SEATED, _STANDING)
        lap = max(own + (1.0 - own) * standing, _LEAST_LAP)
    return Hanging(down, across, min(lap, 1.0), above_px + thigh_px)


def _lower_joint(wearer: Wearer, side: str, name: str) -> Points | None:
    """Return a knee or ankle that is seen, or is at least trusted by the tracker."""
    joint = Joint[f"{side.upper()}_{name}"]
    if wearer.pose.visibility[joint] < _LEAST_SEEN:
        return None
    return np.asarray(wearer.pose.points_px[joint], np.float64)


def hang_skirt(
    marks: Landmarks, targets: Landmarks, scale: float, wearer: Wearer, swing: float
) -> None:
    """Place the hem and the sides of a skirt, in place.

    Parameters
    ----------
    marks : dict of str to ndarray of shape (2,)
        Photo landmarks with those of :func:`skirt_marks`.
    targets : dict of str to ndarray of shape (2,)
        Where landmarks lie in the frame; ``waist_…`` must be there, ``hem_…`` are written.
    scale : float
        Frame pixels per photo pixel along the body.
    wearer : Wearer
    swing : float
        How far the hem swings to the picture's right, shoulder widths.

    Notes
    -----
    Cloth keeps its own length and falls straight down from the line it hangs from. Its width goes
    from the worn width there to a share of the flat hem, :data:`_FLARED`, never inside hips and
    legs; legs that are apart spread it as far as its flat width allows.
    """
    top = (targets["waist_right"] + targets["waist_left"]) / 2
    fall = hanging(wearer, top)
    cloth, below = _flat_skirt(marks, targets, scale, wearer), _below_waist(wearer, top, fall)
    shift = _towards_knees(wearer, top, fall)
    knees_down_px = max(fall.drop(fall.knees_px), 1.0)
    for station in _ALL[1:]:
        drop_px = fall.drop(station * cloth.length_px)
        aside_px = shift * min(drop_px / knees_down_px, 1.0)
        sway_px = swing * wearer.unit_px * station**_SWING_POWER
        centre = top + fall.down * drop_px + fall.across * aside_px
        centre = centre + np.array([sway_px, -_LIFT * abs(sway_px)])
        names = _station_names(station)
        targets[names[2]] = centre
        for side, name in zip(SIDES, names[:2], strict=True):
            flat_px, lower_px = cloth.side(marks[name] - marks[names[2]])
            body_px = below.half_px(side, drop_px, SIGN[side] * aside_px)
            half_px = max(flat_px * cloth.share(station), min(body_px, flat_px * _MOST_SPREAD))
            outward = fall.across * (SIGN[side] * half_px)
            targets[name] = centre + outward + fall.down * (lower_px * fall.lap)


def _station_names(station: float) -> tuple[str, str, str]:
    """Return the points of a station: right, left, middle."""
    if station >= 1.0:
        return "hem_right", "hem_left", "hem_center"
    return side_name("right", station), side_name("left", station), middle_station(station)


@dataclass(frozen=True, slots=True)
class _FlatSkirt:
    """A skirt as it lies in its photo, at the scale it is worn at.

    ``shares`` are the parts of its flat width that show at its upper edge and at its hem; ``down``
    is where its photo hangs to, which may be tilted.
    """

    length_px: float
    shares: tuple[float, float]
    down: Points
    scale: float
    width: float

    def side(self, beside: Points) -> tuple[float, float]:
        """Return how far an outline's point lies beside, and below, the middle's, pixels."""
        along = float(beside @ self.down)
        return float(np.hypot(*(beside - along * self.down))) * self.width, along * self.scale

    def share(self, station: float) -> float:
        return self.shares[0] + (self.shares[1] - self.shares[0]) * station


def _flat_skirt(marks: Landmarks, targets: Landmarks, scale: float, wearer: Wearer) -> _FlatSkirt:
    top = (marks["waist_right"] + marks["waist_left"]) / 2
    flat_top = max(distance(marks["waist_left"], marks["waist_right"]) / 2, 1.0)
    worn_top = distance(targets["waist_left"], targets["waist_right"]) / 2
    return _FlatSkirt(
        length_px=max(distance(marks["hem_center"], top), 1.0) * scale * wearer.size.length,
        shares=(worn_top / (flat_top * scale), _hem_share(marks, flat_top) * _breadth(wearer)),
        down=unit(marks["hem_center"] - top),
        scale=scale,
        width=scale * wearer.size.width,
    )


@dataclass(frozen=True, slots=True)
class _BelowWaist:
    """Hips and legs of a wearer, pixels from the line a skirt hangs from."""

    hips: dict[str, float]
    hips_down: tuple[float, float]
    legs: dict[str, list[tuple[float, float]]]

    def half_px(self, side: str, drop_px: float, aside_px: float) -> float:
        """Return how far the body reaches to a side so far down, from a middle that moved."""
        if drop_px > self.hips_down[1]:
            return _reach_at(self.legs[side], drop_px) - aside_px
        # Above the hips the trunk runs in to the waist, which the upper edge covers.
        return self.hips[side] * ramp(drop_px, -self.hips_down[0], self.hips_down[0])


def _below_waist(wearer: Wearer, top: Points, fall: Hanging) -> _BelowWaist:
    hips_px = float((wearer.frame.hip_mid - top) @ fall.down)
    reach_px = _HIP_REACH * wearer.unit_px
    return _BelowWaist(
        hips={side: _hip_half_px(wearer, side) for side in SIDES},
        hips_down=(max(hips_px - reach_px, 1.0), hips_px + reach_px),
        legs={side: _leg_outline(wearer, top, fall, side) for side in SIDES},
    )


def _hem_share(marks: Landmarks, flat_top: float) -> float:
    flat_hem = distance(marks["hem_left"], marks["hem_right"]) / 2
    return _FLARED[0] + (_FLARED[1] - _FLARED[0]) * ramp(flat_hem / flat_top, *_FLARES)


def _breadth(wearer: Wearer) -> float:
    return max(wearer.turn, _THINNEST)


def _towards_knees(wearer: Wearer, top: Points, fall: Hanging) -> float:
    """Return how far aside of where it hangs from the knees carry a skirt, pixels."""
    knees = [_lower_joint(wearer, side, "KNEE") for side in SIDES]
    if knees[0] is None or knees[1] is None:
        return float((wearer.frame.hip_mid - top) @ fall.across) * _WITH_KNEES
    aside_px = float(((knees[0] + knees[1]) / 2 - top) @ fall.across) * _WITH_KNEES
    most_px = 0.6 * wearer.unit_px
    return min(max(aside_px, -most_px), most_px)


def _hip_half_px(wearer: Wearer, side: str) -> float:
    """Return how far from the middle the hips are seen to reach."""
    unit_px, frame = wearer.unit_px, wearer.frame
    most_px = _WIDEST_HIPS * unit_px
    seen = half_width_px(wearer.body, frame, frame.hip_mid, SIGN[side], most_px + 2)
    half_px = anatomy.HIP_HALF * _breadth(wearer) * unit_px if seen is None else seen
    return wearer.steadied_px(f"hip_{side}", min(half_px, most_px)) + _LEG_ROOM * unit_px


def _leg_outline(
    wearer: Wearer, top: Points, fall: Hanging, side: str
) -> list[tuple[float, float]]:
    """Return how far out a leg reaches, by how far down: hip, knee and ankle, pixels."""
    if _lower_joint(wearer, side, "KNEE") is None:
        return []
    outline = []
    for name, half in zip(("HIP", "KNEE", "ANKLE"), _LEG_HALF, strict=True):
        away = wearer.pose.points_px[Joint[f"{side.upper()}_{name}"]] - top
        out_px = float(away @ fall.across) * SIGN[side] + (half + _LEG_ROOM) * wearer.unit_px
        outline.append((float(away @ fall.down), out_px))
    return outline


def _reach_at(outline: list[tuple[float, float]], down_px: float) -> float:
    """Return how far out a leg reaches so far down; 0 for one that is not seen."""
    if not outline:
        return 0.0
    hip, knee, ankle = outline
    if not hip[0] < knee[0] < ankle[0]:  # bent: its knee is what spreads cloth
        return knee[1]
    upper, lower = (hip, knee) if down_px < knee[0] else (knee, ankle)
    return upper[1] + (lower[1] - upper[1]) * ramp(down_px, upper[0], lower[0])


def place_skirt(
    marks: Landmarks, targets: Landmarks, scale: float, wearer: Wearer, swing: float
) -> list[SegmentFit]:
    """Return the control points of a skirt that hangs from its waistband; see :func:`hang_skirt`.

    Parameters
    ----------
    marks, targets, scale, wearer, swing
        As there; the hem is added to the targets.
    """
    hang_skirt(marks, targets, scale, wearer, swing)
    names = ["waist_right", "waist_left", "hem_right", "hem_left", "hem_center"]
    names += [side_name(side, station) for station in STATIONS for side in SIDES]
    names += [middle_station(station) for station in STATIONS]
    photo = [marks[name] for name in names]
    target = [targets[name] for name in names]
    photo += between(marks["waist_right"], marks["waist_left"], (0.25, 0.5, 0.75))
    target += between(targets["waist_right"], targets["waist_left"], (0.25, 0.5, 0.75))
    return [piece(SKIRT, photo, target, wearer.frame)]
