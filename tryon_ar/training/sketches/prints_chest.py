"""Pictures printed once on a garment: shapes, lettering, blots and photographs."""

from collections.abc import Callable, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.training.product_photos.noise import smooth_noise

Picture = NDArray[np.float32]

_FONTS = (
    cv2.FONT_HERSHEY_SIMPLEX,
    cv2.FONT_HERSHEY_DUPLEX,
    cv2.FONT_HERSHEY_TRIPLEX,
    cv2.FONT_HERSHEY_COMPLEX,
    cv2.FONT_HERSHEY_SCRIPT_COMPLEX,
)
_LETTERS = tuple("ABCDEFGHIKLMNOPRSTUVWYabcdeghilnorstuy0123456789 ")


def draw_art(
    rng: np.random.Generator, size_px: tuple[int, int], inks: Sequence[Picture]
) -> Picture:
    """Draw a picture to print.

    Parameters
    ----------
    size_px : (int, int)
        Height and width.
    inks : sequence of ndarray of shape (3,), float32
        At least three colours, 0 to 1.

    Returns
    -------
    ndarray of shape (H, W, 4), float32
        Straight colours and coverage, 0 to 1.
    """
    makers: tuple[Callable[[np.random.Generator, Picture, Sequence[Picture]], None], ...] = (
        _lettering,
        _lettering,
        _shapes,
        _shapes,
        _photograph,
        _badge,
    )
    art = np.zeros((*size_px, 4), np.float32)
    makers[int(rng.integers(len(makers)))](rng, art, inks)
    return art


def _cover(art: Picture, mask: NDArray[np.uint8], ink: Picture) -> None:
    share = (mask.astype(np.float32) / 255)[:, :, None]
    art[:, :, :3] += share * (ink - art[:, :, :3])
    art[:, :, 3:] = np.maximum(art[:, :, 3:], share)


def _lettering(rng: np.random.Generator, art: Picture, inks: Sequence[Picture]) -> None:
    """Lines of letters across the picture."""
    height, width = art.shape[:2]
    top = 0.0
    while top < height - 3:
        line = "".join(rng.choice(_LETTERS, int(rng.integers(2, 12)))).strip() or "A"
        font = int(rng.choice(_FONTS))
        (wide, tall), below = cv2.getTextSize(line, font, 1.0, 1)
        scale = min((height - top) / (tall + below), width / wide * rng.uniform(0.4, 1.0))
        bold = max(1, round(scale * rng.uniform(1, 4)))
        top += tall * scale
        mask = np.zeros((height, width), np.uint8)
        left = int((width - wide * scale) / 2)
        cv2.putText(mask, line, (left, int(top)), font, scale, 255, bold, cv2.LINE_AA)
        _cover(art, mask, inks[int(rng.integers(2))])
        top += below * scale + 1
        if rng.random() < 0.35:
            break


def _shapes(rng: np.random.Generator, art: Picture, inks: Sequence[Picture]) -> None:
    """Ellipses, polygons and strokes, piled up to a figure."""
    height, width = art.shape[:2]
    for _ in range(int(rng.integers(1, 14))):
        mask = np.zeros((height, width), np.uint8)
        at = rng.uniform(0.15, 0.85, 2) * (width, height)
        if rng.random() < 0.6:
            axes = (int(rng.integers(1, width // 3 + 2)), int(rng.integers(1, height // 3 + 2)))
            fill = -1 if rng.random() < 0.7 else 2
            middle = (int(at[0]), int(at[1]))
            cv2.ellipse(mask, middle, axes, rng.uniform(0, 180), 0, 360, 255, fill, cv2.LINE_AA)
        else:
            spread = rng.normal(0, 0.22, (int(rng.integers(3, 7)), 2)) * (width, height)
            cv2.fillPoly(mask, [np.round(at + spread).astype(np.int32)], 255, cv2.LINE_AA)
        _cover(art, mask, inks[int(rng.integers(len(inks)))])


def _photograph(rng: np.random.Generator, art: Picture, inks: Sequence[Picture]) -> None:
    """Shapes in uneven light, framed or oval, as a printed photograph looks from afar."""
    _shapes(rng, art, inks)
    height, width = art.shape[:2]
    light = 1 + 0.3 * smooth_noise(rng, (height, width), (height / 4 + 2, width / 4 + 2))
    light += 0.15 * smooth_noise(rng, (height, width), (4.0, 4.0))
    below = inks[0] + (inks[1] - inks[0]) * np.linspace(0, 1, height, dtype=np.float32)[:, None]
    share = art[:, :, 3:]
    art[:, :, :3] = art[:, :, :3] * share + below[:, None] * (1 - share)
    art[:, :, :3] = np.clip(art[:, :, :3] * light[:, :, None], 0, 1)
    frame = np.full((height, width), 255, np.uint8)
    if rng.random() < 0.3:
        frame[:] = 0
        middle = (width // 2, height // 2)
        cv2.ellipse(frame, middle, middle, 0, 0, 360, 255, -1, cv2.LINE_AA)
    art[:, :, 3] = frame.astype(np.float32) / 255


def _badge(rng: np.random.Generator, art: Picture, inks: Sequence[Picture]) -> None:
    """Draw a disc, box or ring with lettering on it."""
    height, width = art.shape[:2]
    mask = np.zeros((height, width), np.uint8)
    middle = (width // 2, height // 2)
    fill = -1 if rng.random() < 0.6 else max(1, width // 14)
    if rng.random() < 0.6:
        cv2.ellipse(mask, middle, middle, 0, 0, 360, 255, fill, cv2.LINE_AA)
    else:
        cv2.rectangle(mask, (1, 1), (width - 2, height - 2), 255, fill)
    _cover(art, mask, inks[2])
    inner = art[height // 3 : height - height // 4, width // 6 : width - width // 6]
    if min(inner.shape[:2]) > 4:
        _lettering(rng, inner, inks)
