"""Place one garment on a body, frame after frame."""

from dataclasses import replace

import numpy as np

from tryon_ar.core.dressing import USUAL_DRESSING, DressingOptions
from tryon_ar.core.types import Body, Points
from tryon_ar.fitting.adjusting import adjusted
from tryon_ar.fitting.body_frame import BodyFrame, body_frame
from tryon_ar.fitting.carried_hem import CarriedHem
from tryon_ar.fitting.fit import GarmentFit, Layer, NoFit, Segment, SegmentFit
from tryon_ar.fitting.hood import hood_marks
from tryon_ar.fitting.landmarks import (
    SIDES,
    Landmarks,
    covers_forearms,
    garment_landmarks,
    has_sleeves,
)
from tryon_ar.fitting.leg_bones import LEGS, place_legs
from tryon_ar.fitting.legs import leg_marks, place_leg
from tryon_ar.fitting.limbs import limb_segments
from tryon_ar.fitting.placement import BACK, HOOD, INSIDE_BACK, TORSO, TorsoPlacement
from tryon_ar.fitting.shoulders import lift_shoulders
from tryon_ar.fitting.sizes import OUTER_EASE, size_factors
from tryon_ar.fitting.skirts import SKIRT, hang_skirt, place_skirt, skirt_marks
from tryon_ar.fitting.sleeves import SLEEVES, place_sleeve
from tryon_ar.fitting.steadying import SteadyOffsets, SteadySize
from tryon_ar.fitting.sway import HemSwing, loose_hem_px, sway_hem
from tryon_ar.fitting.torso import place_torso, torso_segments
from tryon_ar.fitting.tuck import WaistLine, hem_landmarks, may_be_tucked, tuck_in, waist_line
from tryon_ar.fitting.turning import turning
from tryon_ar.fitting.waist import place_waist
from tryon_ar.fitting.wearer import Wearer
from tryon_ar.fitting.worn_waist import WornWaist
from tryon_ar.garments.garment import Garment, Part

_TRUNK = tuple(
    f"{name}_{side}" for name in ("neck", "shoulder", "armpit", "hem") for side in ("left", "right")
)
_WAIST = ("waist_left", "waist_right")
_TROUSERS = (*_WAIST, "crotch", "leg_hem_left_outer", "leg_hem_left_inner")
_SKIRT = (*_WAIST, "hem_left", "hem_right")


class GarmentFitter:
    """Fits one garment; remembers only what steadies its widths, and how its hem swings.

    Parameters
    ----------
    garment : Garment

    Attributes
    ----------
    segments : tuple of Segment
        Every piece the garment may be drawn in; known before any body is seen, so that
        textures are prepared once.
    missing : tuple of str
        Landmarks without which it cannot be placed; empty for a usable garment.
    """

    def __init__(self, garment: Garment) -> None:
        self.garment = garment
        self._marks = garment_landmarks(garment)
        self._steady = SteadyOffsets()
        self._size = SteadySize()
        self._swing = HemSwing()
        self._waist = WornWaist()
        self._carried = CarriedHem()
        self.missing = tuple(name for name in self._needed() if name not in self._marks)
        self._has_skirt = garment.category in ("skirt", "dress") and not self.missing
        if self._has_skirt:
            self._marks |= skirt_marks(garment, self._marks)
        self._marks |= leg_marks(garment, self._marks) | hood_marks(garment, self._marks)
        self._trunk = self._trunk_pieces()
        self._limbs = self._limb_pieces()
        self.segments: tuple[Segment, ...] = self._all_segments()

    def fit(
        self,
        body: Body,
        t_ms: float,
        options: DressingOptions = USUAL_DRESSING,
        waistband: tuple[Points, Points] | None = None,
    ) -> GarmentFit | NoFit:
        """Place the garment on a body.

        Parameters
        ----------
        body : Body
        t_ms : float
            Time of the frame.
        options : DressingOptions
            How the wearer wants garments worn.
        waistband : (ndarray of shape (2,), ndarray of shape (2,)), optional
            Right and left end of the waistband that a tucked top goes into, frame pixels; left
            out when nothing is put on below.

        Returns
        -------
        GarmentFit or NoFit
            ``NoFit`` (falsy, with a reason) when the torso is too small or landmarks are
            missing.
        """
        if self.missing:
            return NoFit(f"the garment lacks the landmarks {', '.join(self.missing)}")
        frame = body_frame(body.pose)
        if frame is None:
            return NoFit("the person is too small")
        frame = self._size.update(frame, t_ms)
        is_lower = self.garment.is_lower
        size = size_factors(self.garment.sizes, options.size, is_lower=is_lower)
        if self.garment.is_outer:  # made to go over another top
            size = replace(size, width=size.width * OUTER_EASE)
        wearer = Wearer(body, frame, self._steady, t_ms, size)
        if is_lower:
            fit = self._fit_lower(wearer, options)
        else:
            tucked = options.tucked and may_be_tucked(self.garment)
            line = waist_line(wearer, waistband, self._waist.look(wearer)) if tucked else None
            fit = self._fit_upper(wearer, options, line)
        return adjusted(fit, options.adjustment_of(self.garment.id), frame)

    def reset(self) -> None:
        """Forget the last person."""
        self._steady.reset()
        self._size.reset()
        self._swing.reset()
        self._waist.reset()
        self._carried.reset()

    def _fit_upper(
        self, wearer: Wearer, options: DressingOptions, tucked: WaistLine | None
    ) -> GarmentFit:
        placement = place_torso(self._marks, wearer)
        self._carried.settle(placement, wearer)
        self._hang_hem(placement, wearer, options)
        if tucked is not None:
            tuck_in(self._marks, placement, tucked, wearer)
        if has_sleeves(self._marks):
            lift_shoulders(placement, wearer)
        fits = torso_segments(self._marks, placement, wearer.frame, self._trunk)
        sleeves: list[list[SegmentFit]] = [
            place_sleeve(names, pieces, self._marks, placement, wearer)
            for names, pieces in zip(SLEEVES, self._limbs, strict=False)
        ]
        return self._result(
            _layered(fits, sleeves, wearer.frame),
            placement.targets,
            wearer.frame,
            has_sleeves=bool(sleeves),
            long_sleeves=bool(sleeves) and covers_forearms(self._marks),
            tucked=tucked,
        )

    def _hang_hem(
        self, placement: TorsoPlacement, wearer: Wearer, options: DressingOptions
    ) -> None:
        """Let the skirt of a dress, and the hem of a long coat, hang and swing, in place."""
        hem, waist = (float(self._marks[f"{name}_left"][1]) for name in ("hem", "waist"))
        length_px = (hem - waist) * placement.along
        if self._has_skirt:
            swing = self._swung(wearer, length_px, options)
            hang_skirt(self._marks, placement.targets, placement.along, wearer, swing)
        elif self.garment.is_outer:
            loose_px = loose_hem_px(placement.targets, wearer)
            if loose_px > 0.0:
                sway_hem(placement.targets, wearer, self._swung(wearer, loose_px, options))

    def _swung(self, wearer: Wearer, length_px: float, options: DressingOptions) -> float:
        """Return how far a hem of that length swings now, shoulder widths."""
        if not options.sway:
            self._swing.reset()
            return 0.0
        anchor_px, unit_px = float(wearer.frame.hip_mid[0]), wearer.unit_px
        return self._swing.update(anchor_px, unit_px, wearer.t_ms, length_px / unit_px)

    def _fit_lower(self, wearer: Wearer, options: DressingOptions) -> GarmentFit:
        placement = place_waist(self._marks, wearer, self._waist.look(wearer))
        fits: list[SegmentFit] = []
        if self._has_skirt:
            rows = (float(self._marks[name][1]) for name in ("hem_center", "waist_left"))
            length_px = (next(rows) - next(rows)) * placement.scale
            swing = self._swung(wearer, length_px, options)
            fits = place_skirt(self._marks, placement.targets, placement.scale, wearer, swing)
        else:
            bones = place_legs(self._marks, placement, wearer)
            legs = [
                place_leg(names, pieces, self._marks, placement, bones, wearer)
                for names, pieces in zip(LEGS, self._limbs, strict=True)
            ]
            for level in (1, 0):  # the pelvis covers the seam at the knees
                fits += [pieces[level] for pieces in legs if level < len(pieces)]
        return self._result(fits, placement.targets, wearer.frame)

    def _result(
        self,
        fits: list[SegmentFit],
        targets: Landmarks,
        frame: BodyFrame,
        *,
        has_sleeves: bool = False,
        long_sleeves: bool = False,
        tucked: WaistLine | None = None,
    ) -> GarmentFit:
        landmarks = {
            name: (float(targets[name][0]), float(targets[name][1]))
            for name in self.garment.landmarks
            if name in targets
        }
        if tucked is not None:
            landmarks |= hem_landmarks(tucked)
        return GarmentFit(
            segments=tuple(fits),
            landmarks=landmarks,
            unit_px=frame.unit_px,
            has_sleeves=has_sleeves,
            long_sleeves=long_sleeves,
            is_lower=self.garment.is_lower,
            tucked_along=None if tucked is None else tucked.points,
        )

    def _needed(self) -> tuple[str, ...]:
        if self.garment.category == "skirt":
            return _SKIRT
        return _TROUSERS if self.garment.is_lower else _TRUNK

    def _limb_pieces(self) -> tuple[tuple[Segment, ...], ...]:
        if self.missing or self.garment.category == "skirt":
            return ()
        if self.garment.is_lower:
            pelvis = frozenset({Part.TORSO, Part.COLLAR})
            return tuple(limb_segments(names, self._marks, Layer.LEG, pelvis) for names in LEGS)
        if not has_sleeves(self._marks):
            return ()
        return tuple(
            limb_segments(names, self._marks, Layer.SLEEVE, frozenset()) for names in SLEEVES
        )

    def _all_segments(self) -> tuple[Segment, ...]:
        limbs = tuple(piece for pieces in self._limbs for piece in pieces)
        if self.garment.category == "skirt":
            return (SKIRT,)
        if self.garment.is_lower:
            return limbs
        return (*self._trunk, *limbs)

    def _trunk_pieces(self) -> tuple[Segment, ...]:
        # Counting is ten times faster than the sort of np.unique.
        present = {Part(int(v)) for v in np.flatnonzero(np.bincount(self.garment.parts.ravel()))}
        if "hood_top" not in self._marks:
            present.discard(Part.HOOD)
        return tuple(piece for piece in (INSIDE_BACK, HOOD, BACK, TORSO) if piece.parts & present)


def _layered(
    trunk: list[SegmentFit], sleeves: list[list[SegmentFit]], frame: BodyFrame
) -> list[SegmentFit]:
    """Return trunk and sleeves in drawing order: from the side one sleeve lies behind the trunk."""
    turned = turning(frame)
    behind: list[list[SegmentFit]] = []
    if turned is not None and turned.is_layered and sleeves:
        far = SIDES.index(turned.far_side)
        behind, sleeves = [sleeves[far]], [sleeves[1 - far]]
    fits = [piece for pieces in behind for piece in pieces] + trunk
    for level in range(2):  # both upper pieces before both lower ones
        fits += [pieces[level] for pieces in sleeves if level < len(pieces)]
    return fits
