"""A contact sheet of cut garments: photo, alpha on magenta, parts with landmarks."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tryon_ar.garments.garment import Garment, Part

TILE_PX = 300
CAPTION_PX = 18
COLUMNS = 3
MAGENTA = (255, 0, 255)
PART_COLOURS = {
    Part.BACKGROUND: (40, 40, 40),
    Part.TORSO: (200, 160, 80),
    Part.LEFT_SLEEVE: (80, 200, 80),
    Part.RIGHT_SLEEVE: (80, 80, 220),
    Part.COLLAR: (60, 220, 240),
    Part.INSIDE_BACK: (220, 80, 220),
    Part.LEFT_LEG: (120, 220, 120),
    Part.RIGHT_LEG: (120, 120, 240),
    Part.SKIRT: (220, 200, 120),
    Part.HOOD: (40, 140, 255),
}


def tile(caption: str, photo_bgr: NDArray[np.uint8], garment: Garment | None) -> NDArray[np.uint8]:
    """Return one row of the sheet; ``garment`` is None where the photo was refused."""
    import cv2

    pictures = [photo_bgr]
    if garment is not None:
        pictures += [_on_magenta(garment), _parts_and_landmarks(garment)]
    scale = TILE_PX / max(photo_bgr.shape[:2])
    row = np.full((TILE_PX + CAPTION_PX, 3 * TILE_PX, 3), 30, np.uint8)
    for index, picture in enumerate(pictures):
        small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        left = index * TILE_PX
        row[CAPTION_PX : CAPTION_PX + small.shape[0], left : left + small.shape[1]] = small
    white = (255, 255, 255)
    cv2.putText(row, caption, (4, 13), cv2.FONT_HERSHEY_SIMPLEX, 0.42, white, 1, cv2.LINE_AA)
    return row


def write_sheet(path: Path, tiles: list[NDArray[np.uint8]]) -> None:
    """Write the tiles as one PNG, three to a line."""
    import cv2

    blank = np.zeros_like(tiles[0])
    filled = tiles + [blank] * (-len(tiles) % COLUMNS)
    lines = [np.hstack(filled[at : at + COLUMNS]) for at in range(0, len(filled), COLUMNS)]
    path.parent.mkdir(parents=True, exist_ok=True)
    cv2.imwrite(str(path), np.vstack(lines))


def _on_magenta(garment: Garment) -> NDArray[np.uint8]:
    share = garment.alpha[:, :, None].astype(np.float32) / 255
    mixed = garment.photo_bgr * share + np.array(MAGENTA, np.float32) * (1 - share)
    return np.asarray(np.round(mixed), np.uint8)


def _parts_and_landmarks(garment: Garment) -> NDArray[np.uint8]:
    import cv2

    table = np.zeros((256, 3), np.uint8)
    for part, colour in PART_COLOURS.items():
        table[part] = colour
    shown = table[garment.parts]
    radius = max(2, round(max(shown.shape[:2]) / 120))
    for x, y in garment.landmarks.values():
        cv2.circle(shown, (round(x), round(y)), radius, (255, 255, 255), cv2.FILLED, cv2.LINE_AA)
        cv2.circle(shown, (round(x), round(y)), radius, (0, 0, 0), 1, cv2.LINE_AA)
    return shown
