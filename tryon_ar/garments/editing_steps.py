"""A garment that changes in steps: what it is now, undo and redo, strokes of a brush."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from tryon_ar.garments.editing_brush import Brush, Roi
from tryon_ar.garments.editing_history import MAX_BYTES, History, Step, make_patch
from tryon_ar.garments.editing_landmarks import PointPx, landmarks_of
from tryon_ar.garments.editing_maps import EditedMaps
from tryon_ar.garments.editing_parts import follow_matte, main_part, spread_parts
from tryon_ar.garments.editing_state import EditState
from tryon_ar.garments.garment import Garment


class SteppedGarment:
    """A garment with steps that lead back and forth; what the steps are is its heir's.

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
    def sizes(self) -> dict[str, object] | None:
        """The size chart; not to be altered."""
        return self._state.sizes

    @property
    def back_bgr(self) -> NDArray[np.uint8] | None:
        """The photo of the back."""
        return self._state.back_bgr

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
