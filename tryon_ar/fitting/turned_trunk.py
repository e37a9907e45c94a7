"""The pieces of a trunk that is turned: the panel that is seen, and the other one beside it."""

import numpy as np

from tryon_ar.core.types import Points
from tryon_ar.fitting.body_frame import BodyFrame
from tryon_ar.fitting.fit import Segment, SegmentFit
from tryon_ar.fitting.landmarks import SIDES, Landmarks, middle_name
from tryon_ar.fitting.placement import BACK, SEAM_FRACTIONS, TORSO, TorsoPlacement
from tryon_ar.fitting.turning import Turning, aside
from tryon_ar.fitting.vectors import between, distance

# Of a chest's bulge the middle of the neckline and the nape have so much.
_NECKLINE, _NAPE = 0.55, 0.40
# Edge-on, the neck points and the shoulder that go away lie on those that come nearer.
_ONE_SHOULDER = 0.35
# The trunk's edge above the armpits: as broad as this of the chest at the shoulders, and so much
# wider than the neck above them; below the hem and above the neck it goes on so far.
_EDGE_AT_SHOULDER, _EDGE_AT_NECK, _EDGE_BEYOND = 0.80, 0.10, 0.35
# The other panel goes on under the seam by so much of its half-width, or a gap may open there; it
# is cut off so far under the seen one, and at the neck, where so much of it has been shown; and
# not drawn when it is narrower than this.
_UNDER_SEAM = 0.84
_LAP, _LAP_AT_NECK, _LAPPED = 0.30, 0.10, 0.97
_NARROWEST_PX = 1.5
_REGULARISATION = 1.5e-3
_HULL_MARGIN = 0.08
_ROUNDINGS = 2


def turned_pieces(
    marks: Landmarks,
    placement: TorsoPlacement,
    frame: BodyFrame,
    turned: Turning,
    segments: tuple[Segment, ...],
) -> list[SegmentFit]:
    """Return the control points of a turned trunk's panels, the further one first.

    Parameters
    ----------
    marks : dict of str to ndarray of shape (2,)
        Photo landmarks.
    placement : TorsoPlacement
    frame : BodyFrame
    turned : Turning
    segments : tuple of Segment
        Those that the garment has.
    """
    seen, other = (BACK, TORSO) if frame.from_behind else (TORSO, BACK)
    if seen not in segments:
        seen = TORSO
    edges = _Edges(marks, placement, frame, turned)
    fits = []
    if edges.shows_other and other in segments and seen is not other:
        points = edges.other_panel(front=other is TORSO)
        fits.append(_piece(other, points, edges.other_outline(), frame))
    outline = edges.outline() if turned.last_seen < 1.0 else None
    fits.append(_piece(seen, edges.seen_panel(front=seen is TORSO), outline, frame))
    return fits


def _piece(
    segment: Segment,
    pairs: tuple[list[Points], list[Points]],
    outline: Points | None,
    frame: BodyFrame,
) -> SegmentFit:
    photo, target = np.array(pairs[0]), np.array(pairs[1])
    hull = target if outline is None else np.vstack([target, outline])
    margin_px = _HULL_MARGIN * frame.unit_px
    return SegmentFit(segment, photo, target, _REGULARISATION, hull, margin_px, outline)


class _Edges:
    """Rows across a turned trunk: where they are on the photo, and how broad on the body."""

    def __init__(
        self, marks: Landmarks, placement: TorsoPlacement, frame: BodyFrame, turned: Turning
    ) -> None:
        self._marks, self._targets = marks, placement.targets
        self._placement, self._frame, self._turned = placement, frame, turned
        self._near, self._far = turned.near_side, turned.far_side
        self._rows = [self._row(*names) for names in self._row_names()]

    def seen_panel(self, *, front: bool) -> tuple[list[Points], list[Points]]:
        """Return matching points of photo and frame of the panel that faces the camera."""
        turned = self._turned
        photo, target = self._ridge(both=turned.cosine > _ONE_SHOULDER)
        self._add_near_seam(photo, target)
        for mid, half, centre, halves in self._rows:
            for u in turned.across():
                x = turned.seen_at(u)
                photo.append(mid + half * u)
                target.append(centre + self._aside(x, halves[x > 0]))
        self._add_middle(photo, target, 1.0, front=front)
        return photo, target

    @property
    def shows_other(self) -> bool:
        """Whether anything to speak of is seen of the other panel."""
        share = self._turned.half - self._turned.near_seam
        widest_px = max(halves[0] for _, _, _, halves in self._rows)
        return self._turned.shows_other and share * widest_px > _NARROWEST_PX

    def other_panel(self, *, front: bool) -> tuple[list[Points], list[Points]]:
        """Return matching points of the panel that is seen beside the nearer seam."""
        turned = self._turned
        photo: list[Points] = []
        target: list[Points] = []
        # Little turned, its shoulder line and the middle of its neck lie behind the seen panel:
        # there it goes on from the seam as it does further down.
        by_neck = turned.cosine <= _ONE_SHOULDER
        if by_neck:
            photo, target = self._ridge(both=False)
        else:
            self._add_other_shoulder(photo, target)
        self._add_near_seam(photo, target)
        for mid, half, centre, halves in self._rows:
            for u in turned.other_across():
                photo.append(mid + half * (u * _UNDER_SEAM))
                target.append(centre + self._aside(turned.other_at(u), halves[0]))
            photo.append(mid - half * _LAPPED)
            target.append(centre + self._aside(_LAP - turned.near_seam, halves[0]))
        if by_neck:
            self._add_middle(photo, target, -1.0, front=front)
        return photo, target

    def outline(self) -> Points:
        """Return the trunk's outline in the frame, (N, 2), both edges, open to neck and hem."""
        frame, turned = self._frame, self._turned
        beyond = frame.up * (_EDGE_BEYOND * frame.unit_px)
        sides = []
        for index, sign in ((0, -1.0), (1, 1.0)):
            edge = [
                centre + self._aside(sign * turned.half, halves[index])
                for _, _, centre, halves in self._rows
            ]
            edge.append(edge[-1] - beyond)
            sides.append([*self._top(index, sign, beyond), *edge])
        return _rounded(np.array([*sides[0], *sides[1][::-1]]))

    def other_outline(self) -> Points:
        """Return the outline of the other panel: the trunk's, and under the seen one a little."""
        frame, turned, targets = self._frame, self._turned, self._targets
        beyond = frame.up * (_EDGE_BEYOND * frame.unit_px)
        edge = [c + self._aside(-turned.half, halves[0]) for _, _, c, halves in self._rows]
        inner = [
            c + self._aside(_LAP - turned.near_seam, halves[0]) for _, _, c, halves in self._rows
        ]
        neck = targets[f"neck_{self._near}"] + self._aside(_LAP_AT_NECK, self._rows[0][3][0])
        tip = targets[f"shoulder_{self._near}"] + self._aside(_LAP, self._rows[0][3][0])
        outer = [*self._top(0, -1.0, beyond), *edge, edge[-1] - beyond]
        return _rounded(np.array([*outer, inner[-1] - beyond, *inner[::-1], tip, neck]))

    def _add_other_shoulder(self, photo: list[Points], target: list[Points]) -> None:
        """Add points from the shoulder's tip on, over to the trunk's edge."""
        turned, tip = self._turned, f"shoulder_{self._near}"
        far = self._marks[f"shoulder_{self._far}"]
        middle = (self._marks[tip] + far) / 2
        half_px = self._rows[0][3][0] * _EDGE_AT_SHOULDER
        first = turned.other_at(-1.0)
        for u in turned.other_across()[1:]:
            photo.append(middle + (far - middle) * (u * _UNDER_SEAM))
            target.append(self._targets[tip] + self._aside(turned.other_at(u) - first, half_px))

    def _top(self, index: int, sign: float, beyond: Points) -> list[Points]:
        """Return the outline above the armpits, from the top."""
        targets, frame, turned = self._targets, self._frame, self._turned
        chest_px = turned.half * self._rows[0][3][index] * _EDGE_AT_SHOULDER
        tips = (targets["shoulder_left"] + targets["shoulder_right"]) / 2
        neck = (targets["neck_left"] + targets["neck_right"]) / 2
        tip_px = distance(targets["shoulder_left"], targets["shoulder_right"]) / 2
        neck_px = distance(targets["neck_left"], targets["neck_right"]) / 2
        neck_px += _EDGE_AT_NECK * frame.unit_px
        shoulder = tips + self._aside(sign, max(chest_px, tip_px))
        at_neck = neck + self._aside(sign, max(neck_px, chest_px * 0.5))
        return [at_neck + beyond, at_neck, shoulder]

    def _ridge(self, *, both: bool) -> tuple[list[Points], list[Points]]:
        """Return the points along the shoulders' ridge."""
        sides = SIDES if both else (self._near,)
        photo, target = [], []
        for side in sides:
            neck, tip = f"neck_{side}", f"shoulder_{side}"
            for name in (neck, middle_name(neck, tip), tip):
                if name in self._targets and name in self._marks:
                    photo.append(self._marks[name])
                    target.append(self._targets[name])
        return photo, target

    def _add_near_seam(self, photo: list[Points], target: list[Points]) -> None:
        shoulder, armpit = f"shoulder_{self._near}", f"armpit_{self._near}"
        photo += between(self._marks[shoulder], self._marks[armpit], SEAM_FRACTIONS)
        target += between(self._targets[shoulder], self._targets[armpit], SEAM_FRACTIONS)

    def _add_middle(
        self, photo: list[Points], target: list[Points], sign: float, *, front: bool
    ) -> None:
        """Add the middle of the neckline, or of the nape."""
        name, share = ("neck_front", _NECKLINE) if front else ("neck", _NAPE)
        if front:
            source, own = self._marks[name], self._targets[name]
        else:
            source, own = (
                (points["neck_left"] + points["neck_right"]) / 2
                for points in (self._marks, self._targets)
            )
        x = sign * self._turned.seen_at(0.0) * share
        photo.append(source)
        target.append(own + self._aside(x, self._rows[0][3][int(sign > 0)]))
        if front:
            self._targets[name] = target[-1]

    def _aside(self, x: float, half_px: float) -> Points:
        return aside(self._frame, self._turned, x, half_px)

    def _row_names(self) -> list[tuple[str, str, str]]:
        """Return the names of rows from the armpits down: near, far, and the row's own."""
        ends = ["armpit", "waist"]
        below = {
            name.replace(f"hem_{self._near}_at_", "")
            for name in self._targets
            if name.startswith(f"hem_{self._near}_at_")
        }
        rows = [(f"{name}_{self._near}", f"{name}_{self._far}", name) for name in ends]
        for station in sorted(below, key=int):
            rows.append((f"hem_{self._near}_at_{station}", f"hem_{self._far}_at_{station}", ""))
        return [*rows, (f"hem_{self._near}", f"hem_{self._far}", "hem")]

    def _row(self, near: str, far: str, name: str) -> tuple[Points, Points, Points, list[float]]:
        """Return photo middle, photo way to the far end, frame middle, half-widths near and far."""
        photo_mid = (self._marks[near] + self._marks[far]) / 2
        to_far = (self._marks[far] - self._marks[near]) / 2
        placed = self._placement.rows.get(name)
        ends = self._targets[near], self._targets[far]
        if placed is not None and name != "armpit":
            own = self._placement.placed[near], self._placement.placed[far]
            if not (np.allclose(ends[0], own[0]) and np.allclose(ends[1], own[1])):
                placed = None
        if placed is None:
            half_px = distance(*ends) / 2 / max(self._turned.half, 0.1)
            return photo_mid, to_far, (ends[0] + ends[1]) / 2, [half_px, half_px]
        halves = self._placement.halves_px
        return photo_mid, to_far, placed, [halves[near], halves[far]]


def _rounded(points: Points) -> Points:
    """Return a closed outline with its corners cut off twice (Chaikin)."""
    for _ in range(_ROUNDINGS):
        following = np.roll(points, -1, axis=0)
        both = np.stack(
            [0.75 * points + 0.25 * following, 0.25 * points + 0.75 * following], axis=1
        )
        points = both.reshape(-1, 2)
    return points


def sleeve_top(root: Points, axis: Points, normal: Points, unit_px: float) -> tuple[Points, Points]:
    """Return where a nearer sleeve's seam is seen from the side: across the arm, over the trunk.

    Parameters
    ----------
    root : ndarray of shape (2,)
        Shoulder joint, frame pixels.
    axis, normal : ndarray of shape (2,)
        Unit vectors along the upper arm, and square to it towards the sleeve's outer edge.
    unit_px : float

    Returns
    -------
    shoulder, armpit : ndarray of shape (2,)
    """
    shoulder = root + (normal * 0.15 - axis * 0.08) * unit_px
    armpit = root + (axis * 0.12 - normal * 0.20) * unit_px
    return shoulder, armpit
