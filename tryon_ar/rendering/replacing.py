"""What of the clothes really worn an outfit takes the place of."""

from collections.abc import Sequence

import numpy as np

from tryon_ar.core.types import Points, Pose
from tryon_ar.fitting.body_frame import Joint
from tryon_ar.fitting.fit import GarmentFit
from tryon_ar.rendering.removal.worn_mask import Wearing
from tryon_ar.rendering.worn_garment import WornGarment

# The crotch lies so far below the shoulder joints, in lengths of the trunk down to the hip joints
# (1.1 to 1.2 on standing people). A dress that ends above it is a tunic: trousers stay on below.
_CROTCH = 1.2
# A hem that sways about the crotch must not dress and undress the legs.
_HYSTERESIS = 0.08


class Replacing:
    """Tells frame after frame what an outfit takes the place of."""

    def __init__(self) -> None:
        self._alone: dict[str, bool] = {}

    def wearing(self, worn: Sequence[tuple[WornGarment, GarmentFit]], pose: Pose) -> Wearing:
        """Return what is not worn any more below an outfit.

        Parameters
        ----------
        worn : sequence of (WornGarment, GarmentFit)
        pose : Pose
        """
        uppers = [(garment, fit) for garment, fit in worn if not garment.garment.is_lower]
        lower = any(one.garment.is_lower or self._bares_legs(one, fit, pose) for one, fit in worn)
        hems = [_hem(fit) for _, fit in uppers]
        hem = max(hems, key=lambda point: float(point[1])) if hems else None
        opened = bool(uppers) and all(one.open_front or one.garment.is_outer for one, _ in uppers)
        left, right = (
            max([0.0, *(_sleeve_end(fit, pose, side) for _, fit in uppers)])
            for side in ("left", "right")
        )
        return Wearing(bool(uppers), lower, opened, hem, sleeves=(left, right))

    def forget(self) -> None:
        """Start afresh with another person."""
        self._alone.clear()

    def _bares_legs(self, worn: WornGarment, fit: GarmentFit, pose: Pose) -> bool:
        """Return whether a garment is a dress worn with nothing below."""
        if worn.garment.category != "dress":
            return False
        before = self._alone.get(worn.garment.id)
        margin = 0.0 if before is None else (-_HYSTERESIS if before else _HYSTERESIS)
        alone = _depth(_hem(fit), pose) > _CROTCH + margin
        self._alone[worn.garment.id] = alone
        return alone


def _hem(fit: GarmentFit) -> Points:
    """Return the middle of a garment's hem in the frame."""
    corners = [fit.landmarks[name] for name in ("hem_left", "hem_right")]
    return np.asarray(np.mean(corners, axis=0), np.float64)


def _sleeve_end(fit: GarmentFit, pose: Pose, side: str) -> float:
    """Return how far down an arm a sleeve reaches: 0 at the shoulder, 1 at the elbow, 2 below."""
    if not fit.has_sleeves:
        return 0.0
    cuff = np.mean([fit.landmarks[f"cuff_{side}_{edge}"] for edge in ("outer", "inner")], axis=0)
    shoulder, elbow, wrist = (
        pose.points_px[Joint[f"{side.upper()}_{name}"]] for name in ("SHOULDER", "ELBOW", "WRIST")
    )
    upper = _along(cuff, shoulder, elbow)
    return 1.0 + _along(cuff, elbow, wrist) if fit.long_sleeves or upper == 1.0 else upper


def _along(point: Points, start: Points, end: Points) -> float:
    """Return where beside a bone a point lies, 0 to 1."""
    bone = end - start
    return float(np.clip((point - start) @ bone / max(float(bone @ bone), 1.0), 0.0, 1.0))


def _depth(hem: Points, pose: Pose) -> float:
    """Return how far down a hem lies: 0 at the shoulder joints, 1 at those of the hips."""
    points = pose.points_px
    shoulders = (points[Joint.LEFT_SHOULDER] + points[Joint.RIGHT_SHOULDER]) / 2
    trunk = (points[Joint.LEFT_HIP] + points[Joint.RIGHT_HIP]) / 2 - shoulders
    return float((hem - shoulders) @ trunk) / max(float(trunk @ trunk), 1.0)
