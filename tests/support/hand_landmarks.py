"""Landmarks placed by hand on thirty product photos of the shared data; never trained on.

They were placed by eye on enlarged photos, without looking at any network's answer, to about
two pixels where a seam or a corner is seen. Tops without a waist have ``waist`` half-way down
the side; thin straps have neck and shoulder at their top. What cannot be seen is left out.
"""

import json
from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).with_suffix(".json")


@dataclass(frozen=True)
class HandPlaced:
    """One photo: its path inside the shared data, category, and landmarks in its pixels."""

    photo: str
    category: str
    landmarks: dict[str, tuple[float, float]]


def hand_placed() -> tuple[HandPlaced, ...]:
    """Return the thirty photos in the order of their names."""
    return tuple(
        HandPlaced(
            photo=about["photo"],
            category=about["category"],
            landmarks={key: (float(x), float(y)) for key, (x, y) in about["landmarks"].items()},
        )
        for about in json.loads(FILE.read_text(encoding="utf-8"))
    )
