"""Edit a garment step by step, every step undoable, without any window."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from tryon_ar.garments.description import required_landmarks
from tryon_ar.garments.editing_brush import Brush, Roi
from tryon_ar.garments.editing_history import MAX_BYTES, History, Step, make_patch
from tryon_ar.garments.editing_landmarks import (
    PointPx,
    fit_landmarks,
    landmark_title,
    landmarks_of,
    other_side,
    place_landmarks,
)
from tryon_ar.garments.editing_maps import EditedMaps
from tryon_ar.garments.editing_parts import (
    enclosed_holes,
    follow_matte,
    main_part,
    remap_parts,
    spread_parts,
    swap_sides,
)
from tryon_ar.garments.editing_state import EditState, same_picture
from tryon_ar.garments.garment import Garment
from tryon_ar.garments.sizes import checked_sizes

MAX_NAME_LETTERS = 80
# How far outside the photo a landmark may lie, of its size (a cropped sleeve).
LANDMARK_MARGIN = 0.2
# Holes up to this share of the cloth are filled; larger ones belong to the garment.
HOLE_SHARE = 0.01


class GarmentEdit:
    """A garment being edited.

    Parameters
    ----------
    garment : Garment
        Where it starts; never altered.
    original_bgr : ndarray of shape (H, W, 3), uint8, optional
        The photo as it was before its cloth's colours were estimated; cloth that is added to
        the matte shows its colours. Of the size of ``garment.photo_bgr``.
    max_bytes : int
        Memory that undo may take.

    Raises
    ------
    ValueError
        When the two photos differ in size.

    Notes
    -----
    *Thread safety*: one thread edits; the garments it hands out are never altered again and
    may be read by any.
    """

    def __init__(
        self,
        garment: Garment,
        original_bgr: NDArray[np.uint8] | None = None,
        *,
        max_bytes: int = MAX_BYTES,
    ) -> None:
        self._initial = garment
        self._maps = EditedMaps(
            garment, garment.photo_bgr if original_bgr is None else original_bgr
        )
        self._first_state = self._state = EditState(
            name=garment.name,
            category=garment.category,
            landmarks=dict(garment.landmarks),
            sizes=garment.sizes,
            back_bgr=garment.back_bgr,
            warnings=garment.warnings,
            spread=spread_parts(garment.parts, main_part(garment.category)),
        )
        self._history: History[EditState] = History(max_bytes)
        self._snapshot: Garment | None = garment

    @property
    def original_bgr(self) -> NDArray[np.uint8]:
        """The photo the person sees and paints by, shape (H, W, 3)."""
        return self._maps.original_bgr

    @property
    def photo_bgr(self) -> NDArray[np.uint8]:
        """The garment's photo of this moment, shape (H, W, 3); a view that goes on changing."""
        return self._maps.photo_bgr

    # -- what it is now ----------------------------------------------------------------

    @property
    def garment(self) -> Garment:
        """The garment as edited so far; its maps are read-only and its own."""
        if self._snapshot is None:
            maps, state = self._maps.pictures, self._state
            self._snapshot = replace(
                self._initial,
                name=state.name,
                category=state.category,
                photo_bgr=maps.photo_bgr,
                alpha=maps.alpha,
                parts=maps.parts,
                landmarks=dict(state.landmarks),
                sizes=state.sizes,
                back_bgr=state.back_bgr,
                warnings=state.warnings,
            )
        return self._snapshot

    @property
    def alpha(self) -> NDArray[np.uint8]:
        """The matte of this moment, shape (H, W); a view that goes on changing."""
        view = self._maps.alpha.view()
        view.flags.writeable = False
        return view

    @property
    def landmarks(self) -> dict[str, PointPx]:
        """Landmarks by name, photo pixels; a copy."""
        return dict(self._state.landmarks)

    @property
    def name(self) -> str:
        """The name."""
        return self._state.name

    @property
    def warnings(self) -> tuple[str, ...]:
        """What is uncertain about it, sentence by sentence."""
        return self._state.warnings

    @property
    def category(self) -> str:
        """The category."""
        return self._state.category

    @property
    def is_changed(self) -> bool:
        """Whether anything differs from the garment it started with."""
        return not (self._state.same_as(self._first_state) and not self._maps.are_changed)

    @property
    def problem(self) -> str:
        """Why it cannot be saved, in words; empty when it can."""
        if not (self._maps.alpha > 127).any() or not self._maps.parts.any():
            return "Nothing of the garment is left. Paint it back, or undo."
        return ""

    @property
    def missing_landmarks(self) -> tuple[str, ...]:
        """Landmarks the category knows that are not placed, in the order of the outline."""
        names = landmarks_of(self._state.category)
        return tuple(name for name in names if name not in self._state.landmarks)

    def take_dirty(self) -> Roi | None:
        """Return the half-open box in which the matte changed since the last call."""
        return self._maps.take_dirty()

    # -- undo --------------------------------------------------------------------------

    @property
    def undo_text(self) -> str:
        """What :meth:`undo` would undo; empty when nothing."""
        return self._history.undo_text

    @property
    def redo_text(self) -> str:
        """What :meth:`redo` would do again; empty when nothing."""
        return self._history.redo_text

    @property
    def history_bytes(self) -> int:
        """About how much memory undo takes."""
        return self._history.size_bytes

    def undo(self) -> bool:
        """Undo the last step, a stroke that is being painted included; say if there was one."""
        self.end_stroke()
        step = self._history.back()
        if step is not None:
            self._go(step, step.before)
        return step is not None

    def redo(self) -> bool:
        """Do again what was undone last; say if there was something."""
        self.end_stroke()
        step = self._history.forth()
        if step is not None:
            self._go(step, step.after)
        return step is not None

    def settle(self) -> None:
        """End a drag: the next move of the same landmark is a step of its own."""
        self._history.settle()

    def reset(self) -> None:
        """Return to the garment it started with; can be undone like any step."""
        self.end_stroke()
        if self.is_changed:
            first = self._initial
            self._do("Start over", self._first_state, alpha=first.alpha, parts=first.parts)

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

    def stroke(self, points_px: Sequence[PointPx], brush: Brush) -> None:
        """Paint a whole stroke as one step."""
        self.begin_stroke(brush)
        self.extend_stroke(points_px)
        self.end_stroke()

    def begin_stroke(self, brush: Brush) -> None:
        """Start a stroke; it becomes a step at :meth:`end_stroke`."""
        self.end_stroke()
        self._maps.begin_stroke(brush)

    def extend_stroke(self, points_px: Sequence[PointPx]) -> Roi | None:
        """Paint on to further points of the photo.

        Returns
        -------
        (left, top, right, bottom) or None
            Half-open box in which the matte may have changed.

        Raises
        ------
        ValueError
            Without a stroke begun.
        """
        self._snapshot = None
        return self._maps.extend_stroke(points_px, self._state.spread)

    def end_stroke(self) -> None:
        """Finish the stroke that was begun, if any; one that changed nothing is no step."""
        painted = self._maps.end_stroke()
        if painted is not None:
            text, alpha, parts = painted
            self._history.add(Step(text, self._state, self._state, alpha, parts))

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

    def _do(
        self,
        text: str,
        state: EditState,
        *,
        alpha: NDArray[np.uint8] | None = None,
        parts: NDArray[np.uint8] | None = None,
        key: str | None = None,
        held_bytes: int = 0,
    ) -> None:
        """Change state and maps as one step; parts follow a matte that is given alone."""
        self.end_stroke()
        if alpha is not None and parts is None:
            parts = self._maps.parts.copy()
            follow_matte(parts, state.spread, self._maps.alpha, alpha)
        alpha_patch = None if alpha is None else make_patch(self._maps.alpha, alpha)
        parts_patch = None if parts is None else make_patch(self._maps.parts, parts)
        step = Step(text, self._state, state, alpha_patch, parts_patch, key, held_bytes)
        self._history.add(step)
        self._go(step, state)

    def _go(self, step: Step[EditState], state: EditState) -> None:
        self._state = state
        self._snapshot = None
        self._maps.flip(step.alpha, step.parts)


def _lower(title: str) -> str:
    return title[:1].lower() + title[1:]
