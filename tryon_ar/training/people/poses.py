"""What people do before a mirror."""

import numpy as np
from numpy.typing import NDArray

from tryon_ar.training.people.body import Topology
from tryon_ar.training.people.rotations import turn_about


def draw_pose(
    topology: Topology,
    rest: NDArray[np.float64],
    rest_heads: NDArray[np.float64],
    rng: np.random.Generator,
) -> dict[str, NDArray[np.float64]]:
    """Draw a pose: rotations by bone, see ``BodyModel.figure``."""
    rotations: dict[str, NDArray[np.float64]] = {}
    for side, sign in (("L", 1.0), ("R", -1.0)):
        lowered = turn_about((0.0, 1.0, 0.0), sign * rng.uniform(0.1, 0.7))
        rotations[f"upperarm01.{side}"] = lowered @ turn_about((1, 0, 0), rng.uniform(-0.2, 0.5))
        rotations[f"lowerarm01.{side}"] = turn_about((1.0, 0.0, 0.0), rng.uniform(-0.2, 1.0))
    rotations["neck02"] = turn_about((0.0, 0.0, 1.0), rng.uniform(-0.4, 0.4))
    return rotations
