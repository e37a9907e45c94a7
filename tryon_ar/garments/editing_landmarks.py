"""Which landmarks a category of garment has, what people call them, and where missing ones go."""

import itertools

import numpy as np
from numpy.typing import NDArray

from tryon_ar.garments.description import required_landmarks
from tryon_ar.garments.garment import LOWER_CATEGORIES

PointPx = tuple[float, float]
Run = tuple[int, int]
# Two stretches of cloth at the top together narrower than this share of the chest are straps.
_STRAPS_SHARE = 0.6

_TOP_ORDER = (
    "neck_right",
    "neck_front",
    "neck_left",
    "shoulder_left",
    "elbow_left",
    "cuff_left_outer",
    "cuff_left_inner",
    "armpit_left",
    "waist_left",
    "hem_left",
    "hem_center",
    "hem_right",
    "waist_right",
    "armpit_right",
    "cuff_right_inner",
    "cuff_right_outer",
    "elbow_right",
    "shoulder_right",
)
_SKIRT_ORDER = ("waist_right", "waist_left", "hem_left", "hem_center", "hem_right")
_LEG_ORDER = (
    "waist_right",
    "waist_left",
    "knee_left",
    "leg_hem_left_outer",
    "leg_hem_left_inner",
    "crotch",
    "leg_hem_right_inner",
    "leg_hem_right_outer",
    "knee_right",
)
_STEMS = {
    "neck": "neck",
    "shoulder": "shoulder",
    "elbow": "elbow",
    "cuff": "cuff",
    "armpit": "armpit",
    "waist": "waist",
    "hem": "hem",
    "knee": "knee",
    "leg_hem": "leg hem",
}
_WHOLE_TITLES = {"neck_front": "Neck, front", "hem_center": "Hem, middle", "crotch": "Crotch"}


def landmarks_of(category: str) -> tuple[str, ...]:
    """Return the landmarks a category knows, in the order in which one walks round it.

    Raises
    ------
    UnknownCategory
        When the category is not known.
    """
    required_landmarks(category)
    if category not in LOWER_CATEGORIES:
        return _TOP_ORDER
    if category == "skirt":
        return _SKIRT_ORDER
    if category == "shorts":
        return tuple(name for name in _LEG_ORDER if not name.startswith("knee"))
    return _LEG_ORDER


def landmark_title(name: str) -> str:
    """Return what people call a landmark: ``cuff_left_inner`` is "Left cuff, inner side"."""
    if name in _WHOLE_TITLES:
        return _WHOLE_TITLES[name]
    for side in ("left", "right"):
        stem, found, edge = name.partition(f"_{side}")
        if found:
            title = f"{side.capitalize()} {_STEMS.get(stem, stem)}"
            return f"{title}, {edge.removeprefix('_')} side" if edge else title
    return name


def other_side(name: str) -> str:
    """Return the landmark's name on the other side of the wearer."""
    if "left" in name:
        return name.replace("left", "right")
    return name.replace("right", "left")


def fit_landmarks(
    category: str, landmarks: dict[str, PointPx], alpha: NDArray[np.uint8]
) -> dict[str, PointPx]:
    """Return a garment's landmarks for a category.

    Parameters
    ----------
    category : str
    landmarks : dict of str to (x, y)
        Those there are, photo pixels.
    alpha : ndarray of shape (H, W), uint8

    Returns
    -------
    dict of str to (x, y)
        Without those the category does not know, with those it needs placed on the outline.
    """
    order = landmarks_of(category)
    missing = required_landmarks(category) - landmarks.keys()
    placed = place_landmarks(category, alpha) if missing else {}
    return {
        name: landmarks.get(name, placed.get(name, (0.0, 0.0)))
        for name in order
        if name in landmarks or name in missing
    }


def place_landmarks(category: str, alpha: NDArray[np.uint8]) -> dict[str, PointPx]:
    """Return a plausible place on the outline for every landmark of a category.

    Parameters
    ----------
    category : str
    alpha : ndarray of shape (H, W), uint8
        The matte; one without a garment is treated as a garment as large as the photo.

    Notes
    -----
    By proportion of the garment's box, then moved to the edge of the cloth in its row or
    column. The wearer's left is the image's right.
    """
    shape = _Outline(alpha)
    if category not in LOWER_CATEGORIES:
        places = _top_places(shape)
    elif category == "skirt":
        places = _skirt_places(shape)
    else:
        places = _leg_places(shape, 0.5 if category == "shorts" else 0.33)
    return {name: places[name] for name in landmarks_of(category) if name in places}


class _Outline:
    """Where the cloth begins and ends, row by row."""

    def __init__(self, alpha: NDArray[np.uint8]) -> None:
        cloth = alpha > 127
        self.cloth: NDArray[np.bool_] = cloth if cloth.any() else np.ones(alpha.shape, np.bool_)
        rows = np.flatnonzero(self.cloth.any(axis=1))
        self.top, self.bottom = int(rows[0]), int(rows[-1])
        columns = np.flatnonzero(self.cloth.any(axis=0))
        self.left, self.right = int(columns[0]), int(columns[-1])
        self.centre = (self.left + self.right) / 2.0

    def row(self, share: float) -> int:
        """Return the row at a share of the height."""
        return round(self.top + (self.bottom - self.top) * share)

    def runs(self, row: int) -> list[Run]:
        """Return the stretches of cloth in a row, first and last pixel."""
        padded = np.concatenate(([False], self.cloth[row], [False]))
        edges = np.flatnonzero(padded[1:] != padded[:-1])
        return [(int(a), int(b) - 1) for a, b in zip(edges[::2], edges[1::2], strict=True)]

    def middle_run(self, row: int) -> Run:
        """Return the stretch of cloth nearest to the middle."""
        runs = self.runs(row)
        if not runs:
            return self.left, self.right
        return min(runs, key=lambda run: max(run[0] - self.centre, self.centre - run[1], 0.0))

    def whole_run(self, row: int) -> Run:
        """Return the first and last pixel of cloth in a row."""
        runs = self.runs(row)
        return (runs[0][0], runs[-1][1]) if runs else (self.left, self.right)

    def lower_edge(self, column: float) -> int:
        """Return the lowest cloth in a column."""
        inside = round(min(max(column, self.left), self.right))
        rows = np.flatnonzero(self.cloth[:, inside])
        return int(rows[-1]) if len(rows) else self.bottom

    def upper_edge(self, column: float) -> int:
        """Return the highest cloth in a column."""
        inside = round(min(max(column, self.left), self.right))
        rows = np.flatnonzero(self.cloth[:, inside])
        return int(rows[0]) if len(rows) else self.top


def _pair(stem: str, run: Run, row: float) -> dict[str, PointPx]:
    return {f"{stem}_left": (float(run[1]), float(row)), f"{stem}_right": (float(run[0]), row)}


def _top_places(shape: _Outline) -> dict[str, PointPx]:
    waist_row = shape.row(0.62)
    hem = shape.middle_run(shape.row(0.86))  # above a hem that is curved or lies askew
    width = float(hem[1] - hem[0])
    centre = (hem[0] + hem[1]) / 2.0
    armpit_row = _armpit_row(shape, width)
    armpit = shape.middle_run(armpit_row)
    if armpit[1] - armpit[0] > 1.3 * width:  # sleeves lie against the sides
        armpit = hem
    places = _pair("armpit", armpit, float(armpit_row))
    for side, end, inwards in (("left", hem[1], -0.02), ("right", hem[0], 0.02)):
        places[f"hem_{side}"] = (float(end), float(shape.lower_edge(end + inwards * width)))
    waist = shape.middle_run(waist_row)
    places |= _pair("waist", hem if waist[1] - waist[0] > 1.3 * width else waist, float(waist_row))
    width = float(armpit[1] - armpit[0])
    for stem, share in (("neck", 0.18), ("shoulder", 0.44)):
        for side, sign in (("left", 1.0), ("right", -1.0)):
            x = centre + sign * share * width
            places[f"{stem}_{side}"] = (x, float(shape.upper_edge(x)))
    neck_row = (places["neck_left"][1] + places["neck_right"][1]) / 2.0
    places["neck_front"] = (centre, max(float(shape.upper_edge(centre)), neck_row))
    places["hem_center"] = (centre, float(shape.bottom))
    places |= _strap_places(shape)
    return places | _sleeve_places(shape, places)


def _strap_places(shape: _Outline) -> dict[str, PointPx]:
    """Return the upper landmarks of what hangs on two straps; none where there are no straps."""
    top = shape.row(0.04)
    straps = shape.runs(top)
    chest = [shape.whole_run(row) for row in range(top, shape.row(0.5))]
    widest = max((run[1] - run[0] for run in chest), default=0)
    thin = sum(run[1] - run[0] for run in straps) < _STRAPS_SHARE * widest
    if len(straps) != 2 or not thin or not straps[0][1] < shape.centre < straps[1][0]:
        return {}
    under_arm = next(k for k, run in enumerate(chest) if run[1] - run[0] > 0.92 * widest)
    places = _pair("armpit", chest[under_arm], float(top + under_arm))
    places |= _pair("neck", (straps[0][1], straps[1][0]), float(top))
    places |= _pair("shoulder", (straps[0][0], straps[1][1]), float(top))
    centre = (straps[0][1] + straps[1][0]) / 2.0
    return places | {"neck_front": (centre, float(shape.upper_edge(centre)))}


def _armpit_row(shape: _Outline, width: float) -> int:
    """Return the first row below the shoulders in which sleeves and trunk have parted."""
    for row in range(shape.row(0.18), shape.row(0.5)):
        run = shape.middle_run(row)
        if run[1] - run[0] <= 1.12 * width and run != shape.whole_run(row):
            return row
    return shape.row(0.3)


def _sleeve_places(shape: _Outline, places: dict[str, PointPx]) -> dict[str, PointPx]:
    """Return elbows and cuffs at the outermost reach of each side."""
    found: dict[str, PointPx] = {}
    for side, column in (("left", shape.right), ("right", shape.left)):
        rows = np.flatnonzero(shape.cloth[:, column])
        tip = (float(column), float(rows.mean()))
        armpit, shoulder = places[f"armpit_{side}"], places[f"shoulder_{side}"]
        found[f"cuff_{side}_outer"] = tip
        found[f"cuff_{side}_inner"] = (0.6 * tip[0] + 0.4 * armpit[0], max(tip[1], armpit[1]))
        root = ((armpit[0] + shoulder[0]) / 2.0, (armpit[1] + shoulder[1]) / 2.0)
        found[f"elbow_{side}"] = ((tip[0] + root[0]) / 2.0, (tip[1] + root[1]) / 2.0)
    return found


def _skirt_places(shape: _Outline) -> dict[str, PointPx]:
    waist_row, hem_row = shape.row(0.03), shape.row(0.96)
    places = _pair("waist", shape.whole_run(waist_row), float(waist_row))
    places |= _pair("hem", shape.whole_run(hem_row), float(hem_row))
    places["hem_center"] = (shape.centre, float(shape.bottom))
    return places


def _leg_places(shape: _Outline, crotch_share: float) -> dict[str, PointPx]:
    waist_row, knee_row, hem_row = shape.row(0.03), shape.row(0.62), shape.row(0.97)
    places = _pair("waist", shape.whole_run(waist_row), float(waist_row))
    right_hem, left_hem = _two_legs(shape, hem_row)
    for side, outer, inner in (
        ("left", left_hem[1], left_hem[0]),
        ("right", right_hem[0], right_hem[1]),
    ):
        places[f"leg_hem_{side}_outer"] = (float(outer), float(hem_row))
        places[f"leg_hem_{side}_inner"] = (float(inner), float(hem_row))
    right_knee, left_knee = _two_legs(shape, knee_row)
    places["knee_left"] = (sum(left_knee) / 2.0, float(knee_row))
    places["knee_right"] = (sum(right_knee) / 2.0, float(knee_row))
    places["crotch"] = _crotch(shape, crotch_share)
    return places


def _two_legs(shape: _Outline, row: int) -> tuple[Run, Run]:
    """Return the image's left and right leg in a row, split in the middle where they touch."""
    runs = shape.runs(row)
    left, right = shape.whole_run(row)
    gaps = [(b[0] - a[1], a[1], b[0]) for a, b in itertools.pairwise(runs)]
    if gaps:
        _, end, start = max(gaps)
        return (left, end), (start, right)
    middle = (left + right) // 2
    return (left, middle), (middle, right)


def _crotch(shape: _Outline, share: float) -> PointPx:
    """Return the top of the gap between the legs, or a share of the height without a gap."""
    for row in range(shape.row(0.2), shape.row(0.95)):
        runs = shape.runs(row)
        inner = [(a[1], b[0]) for a, b in itertools.pairwise(runs)]
        middle = [gap for gap in inner if abs(sum(gap) / 2.0 - shape.centre) < 0.2 * _width(shape)]
        if middle:
            return sum(middle[0]) / 2.0, float(row - 1)
    return shape.centre, float(shape.row(share))


def _width(shape: _Outline) -> int:
    return shape.right - shape.left + 1
