"""The garment network: from a photo to a :class:`Reading`.

A U-Net of three million weights, trained by :mod:`tryon_ar.training.garment_net` and kept as
ONNX in ``resources/models``. It reads the whole photo, then the garment's own box, then a
little more round it; each time upright and mirrored, as one batch. Three looks err in
different places: together they see more landmarks right.
"""

import functools
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tryon_ar.garments.cutting.looks import fused_landmarks
from tryon_ar.garments.cutting.reading import LANDMARK_ORDER, PART_COUNT, Reading
from tryon_ar.garments.cutting.square import SQUARE_PX, Square
from tryon_ar.garments.garment import Part

if TYPE_CHECKING:
    from tryon_ar.inference.session import Session

MODEL_NAME = "garment.onnx"
_GRID_PX = 256
_MARGIN = 0.07
_LEAST_SHARE = 0.01
_HEATMAP_STRIDE = 4
_SAME = 0.85
# How much wider than the close look the last one is.
APART = 1.18
# How far apart looks may see a landmark and still mean the same, in sizes of the garment.
_NEAR = 0.05


def mirrored_name(name: str) -> str:
    """Return a landmark's name in a mirrored picture."""
    if "left" in name:
        return name.replace("left", "right")
    return name.replace("right", "left")


_SWAPPED = {
    Part.LEFT_SLEEVE: Part.RIGHT_SLEEVE,
    Part.RIGHT_SLEEVE: Part.LEFT_SLEEVE,
    Part.LEFT_LEG: Part.RIGHT_LEG,
    Part.RIGHT_LEG: Part.LEFT_LEG,
}
# Where each part and landmark is found in a mirrored picture.
MIRRORED_PARTS = tuple(int(_SWAPPED.get(part, part)) for part in Part)
MIRRORED_LANDMARKS = tuple(LANDMARK_ORDER.index(mirrored_name(name)) for name in LANDMARK_ORDER)


class Answer(NamedTuple):
    """What the network says about one square, upright and mirrored averaged.

    Attributes
    ----------
    alpha : ndarray of shape (256, 256), float32
    parts : ndarray of shape (10, 128, 128), float32
    heatmaps : ndarray of shape (25, 64, 64), float32
        Each sums to 1.
    exists : ndarray of shape (25,), float32
    categories : ndarray of shape (12,), float32
    garment : float
    agreement : float
    """

    alpha: NDArray[np.float32]
    parts: NDArray[np.float32]
    heatmaps: NDArray[np.float32]
    exists: NDArray[np.float32]
    categories: NDArray[np.float32]
    garment: float
    agreement: float


@dataclass(frozen=True, eq=False)
class GarmentNetwork:
    """Reads product photos.

    Thread safety: :meth:`read` may be called from any thread.
    """

    session: "Session"

    def read(self, photo_bgr: NDArray[np.uint8]) -> Reading:
        """Read one photo.

        Parameters
        ----------
        photo_bgr : ndarray of shape (H, W, 3), uint8
            Upright.
        """
        whole = Square.of_photo(photo_bgr)
        first = self.ask(whole.cut(photo_bgr))
        near = _garment_box(first.alpha)
        if near is None:
            return _reading(first, whole, photo_bgr)
        corners = whole.to_photo(np.array([near[:2], near[2:]], np.float32))
        close = Square.between(corners[0], corners[1])
        second = self.ask(close.cut(photo_bgr))
        if not _agree(first, whole, second, close, photo_bgr):
            return _reading(first, whole, photo_bgr)
        apart = close.widened(APART)
        third = self.ask(apart.cut(photo_bgr))
        looks = [(first, whole), (second, close), (third, apart)]
        seen = [_landmarks(answer, square) for answer, square in looks]
        nearness_px = _NEAR * float((corners[1] - corners[0]).max())
        return replace(
            _reading(second, close, photo_bgr),
            landmarks=fused_landmarks(seen, nearness_px),
            categories=np.mean([answer.categories for answer, _ in looks], 0, np.float32),
            garment=float(np.mean([answer.garment for answer, _ in looks])),
        )

    def ask(self, square_bgr: NDArray[np.uint8]) -> Answer:
        """Run the network on one square (256, 256, 3), upright and mirrored."""
        pair = np.stack([square_bgr, square_bgr[:, ::-1]])
        feed = np.ascontiguousarray(pair.transpose(0, 3, 1, 2), np.float32) / np.float32(255)
        alpha, parts, heatmaps, exists, categories, garment = self.session.run({"photo": feed})
        one, two = alpha[0, 0], alpha[1, 0, :, ::-1]
        both = float(np.minimum(one, two).sum())
        either = float(np.maximum(one, two).sum())
        swap = list(MIRRORED_LANDMARKS)
        return Answer(
            np.asarray((one + two) / 2, np.float32),
            np.asarray((parts[0] + parts[1][list(MIRRORED_PARTS), :, ::-1]) / 2, np.float32),
            np.asarray((heatmaps[0] + heatmaps[1][swap, :, ::-1]) / 2, np.float32),
            np.asarray((exists[0] + exists[1][swap]) / 2, np.float32),
            np.asarray(categories.mean(0), np.float32),
            float(garment.mean()),
            both / (either + 1.0),
        )


@functools.lru_cache(maxsize=1)
def open_garment_network() -> GarmentNetwork:
    """Return the network that comes with the program; opened once.

    Raises
    ------
    MissingResource, CorruptResource
        When the model file is absent or damaged.
    """
    from tryon_ar.core.shipped_models import shipped_model
    from tryon_ar.inference.session import open_session

    return GarmentNetwork(open_session(shipped_model(MODEL_NAME), "cpu"))


def _garment_box(alpha: NDArray[np.float32]) -> tuple[float, float, float, float] | None:
    """Return the box of the matte in pixels of the square, with a margin; None without any."""
    inside = alpha > 0.5
    if inside.mean() < _LEAST_SHARE:
        return None
    xs = np.flatnonzero(inside.any(0))
    ys = np.flatnonzero(inside.any(1))
    margin = _MARGIN * max(xs[-1] - xs[0], ys[-1] - ys[0])
    return (
        float(xs[0] - margin),
        float(ys[0] - margin),
        float(xs[-1] + margin),
        float(ys[-1] + margin),
    )


def _agree(
    first: Answer, whole: Square, second: Answer, close: Square, photo: NDArray[np.uint8]
) -> bool:
    """Whether the closer look found about the same garment as the first one."""
    size, photo_size = _grid_size(photo), (photo.shape[1], photo.shape[0])
    one = whole.spread(first.alpha, size, photo_size) > 0.5
    two = close.spread(second.alpha, size, photo_size) > 0.5
    return bool((one & two).sum() > _SAME * (one | two).sum())


def _grid_size(photo_bgr: NDArray[np.uint8]) -> tuple[int, int]:
    height, width = photo_bgr.shape[:2]
    scale = _GRID_PX / max(height, width)
    return max(1, round(width * scale)), max(1, round(height * scale))


def _reading(answer: Answer, square: Square, photo_bgr: NDArray[np.uint8]) -> Reading:
    size = _grid_size(photo_bgr)
    photo_size = (photo_bgr.shape[1], photo_bgr.shape[0])
    parts = np.stack(
        [square.spread(answer.parts[part], size, photo_size) for part in range(PART_COUNT)]
    )
    parts[Part.BACKGROUND] += np.maximum(0, 1 - parts.sum(0))
    return Reading(
        square.spread(answer.alpha, photo_size, photo_size),
        parts,
        _landmarks(answer, square),
        answer.categories,
        answer.garment,
        answer.agreement,
    )


def _landmarks(answer: Answer, square: Square) -> NDArray[np.float32]:
    """Return x, y in pixels of the photo and confidence of every landmark.

    The place is the mean of the 5x5 cells around the highest one, which is finer than a
    cell; the confidence is the network's belief that it exists, less where the heatmap is
    spread.
    """
    rows = []
    side = SQUARE_PX // _HEATMAP_STRIDE
    for heat, exists in zip(answer.heatmaps, answer.exists, strict=True):
        row, column = divmod(int(heat.argmax()), side)
        ys = np.arange(max(0, row - 2), min(side, row + 3))
        xs = np.arange(max(0, column - 2), min(side, column + 3))
        near = heat[ys[0] : ys[-1] + 1, xs[0] : xs[-1] + 1]
        mass = float(near.sum())
        x = float((near.sum(0) * xs).sum()) / mass
        y = float((near.sum(1) * ys).sum()) / mass
        rows.append((x, y, float(exists) * min(1.0, 2 * mass)))
    found = np.array(rows, np.float32)
    places = (found[:, :2] + 0.5) * _HEATMAP_STRIDE - 0.5
    found[:, :2] = square.to_photo(np.asarray(places, np.float32))
    return found
