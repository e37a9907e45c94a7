"""Hands that are surely seen, or surely are none, are not given up to agree with other frames.

A finger that came into the picture is shown at once, and a hand keeps no cloth that it has left;
but edges stay where the memory has them: nothing counts within a pixel of where it was found.
"""

import math
from dataclasses import replace

import cv2
import numpy as np

from tryon_ar.core.roi import Roi
from tryon_ar.rendering.hand_evidence import HandEvidence
from tryon_ar.rendering.occluders import Occluders
from tryon_ar.rendering.planes import Plane, common, inverse, together, union

# Edges may be so far from where they were found, in pixels.
_PLAY_PX = 1
# What is no hand is believed after so many frames in a row: colours at the rims of hands change.
_FRAMES = 4


class SureHands:
    """Remembers for how many frames in a row colours have said that something is no hand.

    Notes
    -----
    One thread at a time. About 0.25 ms at 640x480.
    """

    def __init__(self) -> None:
        self._never: tuple[Plane, Roi] | None = None

    def forget(self) -> None:
        """Start afresh."""
        self._never = None

    def keep(self, settled: Occluders, found: Occluders) -> Occluders:
        """Return settled masks, but near to those found where hands surely are or are not.

        Parameters
        ----------
        settled : Occluders
            In agreement with other frames.
        found : Occluders
            Of the same frame and ROI, before.
        """
        seen = found.seen_hands
        if seen is None:
            self._never = None
            return settled
        box = seen.box
        place = np.s_[2 * box.y0 : 2 * box.y1, 2 * box.x0 : 2 * box.x1]
        rows, columns = found.hands[place].shape
        both = cv2.merge([seen.sure, inverse(self._long_never(seen))])
        size = 2 * box.width, 2 * box.height
        enlarged = cv2.resize(both, size, interpolation=cv2.INTER_LINEAR)[:rows, :columns]
        sure, ever = (np.asarray(one, np.uint8) for one in cv2.split(enlarged))
        hands, forearms = settled.hands.copy(), settled.forearms.copy()
        for now, shown in ((found.hands, hands), (found.forearms, forearms)):
            shown[place] = _between(now[place], shown[place], sure, ever)
        return replace(settled, hands=hands, forearms=forearms)

    def _long_never(self, seen: HandEvidence) -> Plane:
        """Return where colours speak surely against a hand, as far as they did so before."""
        x0, y0 = (corner // 2 for corner in seen.corner_px)
        height, width = seen.never.shape
        roi = Roi(x0, y0, x0 + width, y0 + height)
        before = np.zeros_like(seen.never)
        if self._never is not None:
            last, was = self._never
            both = roi.grown(0, was)
            if both.width > 0 and both.height > 0:
                before[both.within(roi)] = last[both.within(was)]
        grown = together(before, np.full_like(before, math.ceil(255 / _FRAMES)))
        never = common(seen.never, grown)
        self._never = never, roi
        return never


def _between(found: Plane, shown: Plane, sure: Plane, ever: Plane) -> Plane:
    """Return no less of what was found where it is sure, and no more where it never is."""
    side = 2 * _PLAY_PX + 1
    around = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    least = np.asarray(cv2.erode(found, around), np.uint8)
    most = np.asarray(cv2.dilate(found, around), np.uint8)
    return common(union(shown, common(least, sure)), union(most, ever))
