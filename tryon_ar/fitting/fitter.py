"""Place one garment on a body, frame after frame."""

import numpy as np

from tryon_ar.core.dressing import USUAL_DRESSING, DressingOptions
from tryon_ar.core.types import Body
from tryon_ar.fitting.body_frame import BodyFrame, body_frame
from tryon_ar.fitting.fit import GarmentFit, Layer, NoFit, Segment, SegmentFit
from tryon_ar.fitting.landmarks import Landmarks, garment_landmarks, has_sleeves, is_long_sleeved
from tryon_ar.fitting.legs import LEGS, SKIRT, place_leg, place_skirt, place_waist
from tryon_ar.fitting.limbs import limb_segments
from tryon_ar.fitting.shoulders import lift_shoulders
from tryon_ar.fitting.sleeves import SLEEVES, place_sleeve
from tryon_ar.fitting.steadying import SteadyOffsets
from tryon_ar.fitting.torso import HOOD, INSIDE_BACK, TORSO, place_torso, torso_segments
from tryon_ar.fitting.wearer import Wearer
from tryon_ar.garments.garment import Garment, Part

_TRUNK = tuple(
    f"{name}_{side}" for name in ("neck", "shoulder", "armpit", "hem") for side in ("left", "right")
)
_WAIST = ("waist_left", "waist_right")
_TROUSERS = (*_WAIST, "crotch", "leg_hem_left_outer", "leg_hem_left_inner")
_SKIRT = (*_WAIST, "hem_left", "hem_right")


class GarmentFitter:
    """Fits one garment; remembers only what steadies its widths.

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
        self.missing = tuple(name for name in self._needed() if name not in self._marks)
        self._trunk = self._trunk_pieces()
        self._limbs = self._limb_pieces()
        self.segments: tuple[Segment, ...] = self._all_segments()

    def fit(
        self, body: Body, t_ms: float, options: DressingOptions = USUAL_DRESSING
    ) -> GarmentFit | NoFit:
        """Place the garment on a body.

        Parameters
        ----------
        body : Body
        t_ms : float
            Time of the frame.
        options : DressingOptions
            How the wearer wants garments worn.

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
            return NoFit("the person is too small or seen edge-on")
        wearer = Wearer(body, frame, self._steady, t_ms)
        return self._fit_lower(wearer) if self.garment.is_lower else self._fit_upper(wearer)

    def reset(self) -> None:
        """Forget the last person."""
        self._steady.reset()

    def _fit_upper(self, wearer: Wearer) -> GarmentFit:
        placement = place_torso(self._marks, wearer)
        if has_sleeves(self._marks):
            lift_shoulders(placement, wearer)
        fits = torso_segments(self._marks, placement, wearer.frame, self._trunk)
        sleeves: list[list[SegmentFit]] = [
            place_sleeve(names, pieces, self._marks, placement, wearer)
            for names, pieces in zip(SLEEVES, self._limbs, strict=False)
        ]
        for level in range(2):  # both upper pieces before both lower ones
            fits += [pieces[level] for pieces in sleeves if level < len(pieces)]
        return self._result(
            fits,
            placement.targets,
            wearer.frame,
            has_sleeves=bool(sleeves),
            long_sleeves=bool(sleeves) and is_long_sleeved(self._marks),
        )

    def _fit_lower(self, wearer: Wearer) -> GarmentFit:
        placement = place_waist(self._marks, wearer)
        fits: list[SegmentFit] = []
        if self.garment.category == "skirt":
            fits = place_skirt(self._marks, placement, wearer)
        else:
            legs = [
                place_leg(names, pieces, self._marks, placement, wearer)
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
    ) -> GarmentFit:
        landmarks = {
            name: (float(targets[name][0]), float(targets[name][1]))
            for name in self.garment.landmarks
            if name in targets
        }
        return GarmentFit(
            segments=tuple(fits),
            landmarks=landmarks,
            unit_px=frame.unit_px,
            has_sleeves=has_sleeves,
            long_sleeves=long_sleeves,
            is_lower=self.garment.is_lower,
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
        return tuple(piece for piece in (INSIDE_BACK, HOOD, TORSO) if piece.parts & present)
