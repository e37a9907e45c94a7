"""What is printed, sewn or buttoned on a laid-out garment.

All functions change colours (H, W, 3) and light (H, W), float32, in place.
"""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.garments.garment import Part
from tryon_ar.training.product_photos.noise import Field
from tryon_ar.training.sketches.dyes import Cloth, Colour, draw_colour
from tryon_ar.training.sketches.layering_grid import (
    SHIFT,
    Box,
    box_around,
    box_of,
    corner_of,
    fixed,
    shape_of,
)
from tryon_ar.training.sketches.layering_placement import Placement, dense
from tryon_ar.training.sketches.prints_chest import draw_art
from tryon_ar.training.sketches.sketch import Button, Dye, Line

_PRINT_SHARE = {
    "tshirt": 0.5,
    "longsleeve": 0.3,
    "hoodie": 0.45,
    "top": 0.3,
    "polo": 0.25,
    "dress": 0.12,
    "outerwear": 0.1,
    "shorts": 0.15,
    "trousers": 0.08,
    "skirt": 0.05,
    "shirt": 0.06,
}
_FRONTS = (Part.TORSO, Part.SKIRT, Part.LEFT_LEG, Part.RIGHT_LEG)


def print_on_front(
    rng: np.random.Generator,
    colour: Field,
    parts: NDArray[np.uint8],
    category: str,
    cloth: Cloth,
) -> None:
    """Print a picture on the front, as often as garments of the category have one."""
    share = _PRINT_SHARE.get(category, 0.0) * (0.4 if cloth.pattern is not None else 1.0)
    if rng.random() >= share:
        return
    front = np.isin(parts, (Part.TORSO,) if (parts == Part.TORSO).any() else _FRONTS)
    rows, columns = np.flatnonzero(front.any(axis=1)), np.flatnonzero(front.any(axis=0))
    if len(rows) < 12 or len(columns) < 12:
        return
    tall, wide = float(rows[-1] - rows[0]), float(columns[-1] - columns[0])
    middle = np.array([(columns[0] + columns[-1]) / 2, rows[0] + tall * rng.uniform(0.3, 0.55)])
    width = wide * rng.uniform(0.2, 0.8)
    height = min(width * np.exp(rng.uniform(-1.4, 0.4)), tall * 0.6)
    if rng.random() < 0.3:
        middle += np.array([rng.choice([-1, 1]) * wide * 0.22, -tall * 0.12])
        width, height = wide * rng.uniform(0.06, 0.18), wide * rng.uniform(0.04, 0.15)
    size = (max(5, round(height)), max(5, round(width)))
    art = draw_art(rng, size, [draw_colour(rng) for _ in range(4)])
    _print(colour, art, middle, front, rng.normal(0, 0.02))


def _print(
    colour: Field, art: Field, middle: NDArray[np.float64], front: NDArray[np.bool_], turn: float
) -> None:
    height, width = art.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), float(np.degrees(turn)), 1.0)
    matrix[:, 2] += middle - (width / 2, height / 2)
    side = colour.shape[0]
    laid = cv2.warpAffine(art, matrix, (side, side), flags=cv2.INTER_LINEAR)
    share = laid[:, :, 3:] * front[:, :, None]
    colour += (laid[:, :, :3] - colour) * share


def add_neck_label(
    rng: np.random.Generator,
    colour: Field,
    light: Field,
    parts: NDArray[np.uint8],
    unit_px: float,
) -> None:
    """Sew a label into the inside of the back, if it shows, more often than not."""
    inside = parts == Part.INSIDE_BACK
    middle = _middle_of_inside(rng, inside)
    if middle is None:
        return
    column, first_row = middle
    half = unit_px * rng.uniform(0.025, 0.08)
    tall = unit_px * rng.uniform(0.03, 0.12)
    top = first_row + rng.uniform(0.5, 0.06 * unit_px + 1)
    box = box_around((column, top + tall / 2), max(half, tall) + 2, inside.shape)
    start = np.array([column, top]) - corner_of(box)
    corners = np.array([(-half, 0), (half, 0), (half, tall), (-half, tall)]) + start
    mask = np.zeros(inside[box].shape, np.uint8)
    cv2.fillPoly(mask, [fixed(corners)], 255, cv2.LINE_AA, SHIFT)
    label = (mask * inside[box]).astype(np.float32)[:, :, None] / 255
    colour[box] += (draw_colour(rng) - colour[box]) * label
    light[box] += (np.float32(rng.uniform(0.85, 1.0)) - light[box]) * label[:, :, 0]
    mask[:] = 0
    line = np.array([(-half * 0.6, tall * 0.5), (half * 0.6, tall * 0.5)]) + start
    cv2.polylines(mask, [fixed(line)], False, 160, 1, cv2.LINE_AA, SHIFT)
    words = label * (mask[:, :, None].astype(np.float32) / 255)
    colour[box] += (draw_colour(rng) - colour[box]) * words


def _middle_of_inside(
    rng: np.random.Generator, inside: NDArray[np.bool_]
) -> tuple[int, int] | None:
    """Return a column near the middle of an inside back and its first row; None for no label."""
    columns = np.flatnonzero(inside.any(axis=0))
    if len(columns) < 6 or rng.random() < 0.4:
        return None
    column = int((columns[0] + columns[-1]) / 2 + rng.normal(0, 1.5))
    rows = np.flatnonzero(inside[:, column])
    return None if len(rows) < 4 else (column, int(rows[0]))


def draw_lines(
    rng: np.random.Generator,
    colour: Field,
    light: Field,
    lines: Sequence[Line],
    placement: Placement,
    wardrobe: dict[Dye, Cloth],
) -> None:
    """Draw seams as dark or light grooves with a brighter flank, cords and zips in their colour."""
    depth = np.float32(rng.uniform(0.3, 1.0))
    for line in lines:
        points = placement.place(dense(line.points, closed=False))
        width_px = line.width * placement.unit_px
        thick = max(1, round(width_px))
        box = box_of(points, thick / 2 + 4, light.shape)
        if box is None:
            continue
        mask = np.zeros(shape_of(box), np.uint8)
        cv2.polylines(mask, [fixed(points - corner_of(box))], False, 255, thick, cv2.LINE_AA, SHIFT)
        share = mask.astype(np.float32) / 255 * np.float32(min(1.0, width_px))
        if line.dye is not None:
            ink = wardrobe[line.dye].colour_bgr
            colour[box] += (ink - colour[box]) * share[:, :, None]
        groove = share - np.float32(0.35) * cv2.blur(share, (5, 5))
        light[box] *= 1 - np.float32(line.strength * 0.8) * depth * groove


def draw_buttons(
    rng: np.random.Generator,
    colour: Field,
    light: Field,
    buttons: Sequence[Button],
    placement: Placement,
    ink: Colour,
) -> None:
    """Sew on round buttons with a shadow below and a glint above."""
    gleam = rng.uniform(0.0, 0.5)
    for button in buttons:
        centre = placement.place(np.array([[button.x, button.y]]))[0]
        radius = max(0.9, button.radius * placement.unit_px)
        box = box_around(centre, 2 * radius + 2, light.shape)
        shade = _disc(box, centre + 0.35 * radius, radius * 1.25)
        light[box] *= 1 - np.float32(0.35) * shade
        disc = _disc(box, centre, radius)
        colour[box] += (ink - colour[box]) * disc[:, :, None]
        light[box] += (1 - light[box]) * disc
        glint = _disc(box, centre - 0.35 * radius, max(0.5, radius * 0.4))
        light[box] += np.float32(gleam) * glint


def _disc(box: Box, centre: NDArray[np.float64], radius: float) -> Field:
    """Fill a disc in a box of the layer, 0 to 1."""
    mask = np.zeros(shape_of(box), np.uint8)
    x, y = (round(float(value) * 2**SHIFT) for value in centre - corner_of(box))
    cv2.circle(mask, (x, y), round(radius * 2**SHIFT), 255, -1, cv2.LINE_AA, SHIFT)
    return np.asarray(mask.astype(np.float32) / 255)
