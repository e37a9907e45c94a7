"""Edit a garment step by step, every step undoable, without any window."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from tryon_ar.garments.description import required_landmarks
from tryon_ar.garments.editing_landmarks import (
    PointPx,
    fit_landmarks,
    landmark_title,
    landmarks_of,
    other_side,
    place_landmarks,
)
from tryon_ar.garments.editing_parts import enclosed_holes, remap_parts, swap_sides
from tryon_ar.garments.editing_state import same_picture
from tryon_ar.garments.editing_steps import SteppedGarment
from tryon_ar.garments.sizes import checked_sizes

MAX_NAME_LETTERS = 80
# How far outside the photo a landmark may lie, of its size (a cropped sleeve).
LANDMARK_MARGIN = 0.2
# Holes up to this share of the cloth are filled; larger ones belong to the garment.
HOLE_SHARE = 0.01


class GarmentEdit(SteppedGarment):
    """A garment being edited.

    Parameters, errors and what it is at the moment: see :class:`SteppedGarment`. Every method
    here is a step that can be undone, or none where it changes nothing.
    """

    # -- landmarks ---------------------------------------------------------------------

    def move_landmark(self, name: str, x: float, y: float) -> None:
        """Put a landmark at a place of the photo; moves of one drag are one step.

        Raises
        ------
        KeyError
            When the garment does not have it.
        """
        if name not in self._state.landmarks:
            raise KeyError(name)
        self._place(f"Move {_lower(landmark_title(name))}", name, (x, y), key=f"move {name}")

    def add_landmark(self, name: str, x: float | None = None, y: float | None = None) -> None:
        """Add a landmark, without a place at a plausible one on the outline.

        Raises
        ------
        KeyError
            When the category does not know it.
        """
        if name not in landmarks_of(self._state.category):
            raise KeyError(name)
        placed = place_landmarks(self._state.category, self._maps.alpha)[name]
        point = (placed[0] if x is None else x, placed[1] if y is None else y)
        self._place(f"Add {_lower(landmark_title(name))}", name, point, key=None)

    def remove_landmark(self, name: str) -> bool:
        """Remove a landmark; False when the garment needs it or does not have it."""
        if not self.can_remove(name):
            return False
        left = {key: point for key, point in self._state.landmarks.items() if key != name}
        text = f"Remove {_lower(landmark_title(name))}"
        self._do(text, replace(self._state, landmarks=left))
        return True

    def can_remove(self, name: str) -> bool:
        """Whether a landmark is there and the garment can be worn without it."""
        required = required_landmarks(self._state.category)
        return name in self._state.landmarks and name not in required

    # -- matte -------------------------------------------------------------------------

    def fill_holes(self) -> int:
        """Fill small holes that cloth surrounds.

        Returns
        -------
        int
            How many pixels were filled.
        """
        self.end_stroke()
        largest = int(HOLE_SHARE * np.count_nonzero(self._maps.alpha > 127))
        holes = enclosed_holes(self._maps.alpha, largest)
        if holes.any():
            filled = np.where(holes, np.uint8(255), self._maps.alpha)
            self._do("Fill holes", self._state, alpha=filled)
        return int(np.count_nonzero(holes))

    # -- what is told about it ---------------------------------------------------------

    def set_category(self, category: str) -> None:
        """Make it another kind of garment; landmarks and parts are fitted to it.

        Raises
        ------
        UnknownCategory
            When the category is not known.
        """
        landmarks = fit_landmarks(category, self._state.landmarks, self._maps.alpha)
        if category == self._state.category:
            return
        parts = remap_parts(self._maps.parts, category, landmarks)
        spread = remap_parts(self._state.spread, category, landmarks)
        spread.flags.writeable = False
        changed = replace(self._state, category=category, landmarks=landmarks, spread=spread)
        self._do("Change category", changed, parts=parts, held_bytes=spread.nbytes)

    def swap_sides(self) -> None:
        """Exchange the wearer's left and right, for a photo that shows the back or a mirror."""
        marks = {other_side(name): point for name, point in self._state.landmarks.items()}
        spread = swap_sides(self._state.spread)
        spread.flags.writeable = False
        changed = replace(self._state, landmarks=marks, spread=spread)
        self._do(
            "Swap left and right",
            changed,
            parts=swap_sides(self._maps.parts),
            held_bytes=spread.nbytes,
        )

    def set_name(self, name: str) -> None:
        """Rename; letters typed one after the other are one step, an empty name is ignored."""
        name = " ".join(name.split())[:MAX_NAME_LETTERS]
        if name and name != self._state.name:
            self._do("Rename", replace(self._state, name=name), key="name")

    def set_sizes(self, sizes: dict[str, object] | None) -> None:
        """Set or clear the size chart.

        Raises
        ------
        ValueError
            When it is not sound; see :func:`tryon_ar.garments.sizes.checked_sizes`.
        """
        checked = checked_sizes(sizes)
        if checked != self._state.sizes:
            self._do("Change sizes", replace(self._state, sizes=checked))

    def set_back_photo(self, back_bgr: NDArray[np.uint8] | None) -> None:
        """Set or clear the photo of the back, shape (H, W, 3), uint8."""
        if same_picture(back_bgr, self._state.back_bgr):
            return
        if back_bgr is None:
            self._do("Remove back photo", replace(self._state, back_bgr=None))
            return
        kept = back_bgr.copy()
        kept.flags.writeable = False
        changed = replace(self._state, back_bgr=kept)
        self._do("Set back photo", changed, held_bytes=kept.nbytes)

    def dismiss_warnings(self) -> None:
        """Take the warnings away: a person has looked and found it well."""
        if self._state.warnings:
            self._do("Dismiss warnings", replace(self._state, warnings=()))

    # -- inside ------------------------------------------------------------------------

    def _place(self, text: str, name: str, point: PointPx, key: str | None) -> None:
        height, width = self._maps.alpha.shape
        spare_x, spare_y = width * LANDMARK_MARGIN, height * LANDMARK_MARGIN
        x = min(max(float(point[0]), -spare_x), width + spare_x)
        y = min(max(float(point[1]), -spare_y), height + spare_y)
        if self._state.landmarks.get(name) != (x, y):
            marks = self._state.landmarks | {name: (x, y)}
            self._do(text, replace(self._state, landmarks=marks), key=key)


def _lower(title: str) -> str:
    return title[:1].lower() + title[1:]
