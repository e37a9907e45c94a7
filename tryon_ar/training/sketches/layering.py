"""Lay a sketch's pieces over one another in cloth: colours, soft alpha, parts and landmarks.

Pieces are filled as masks of three times the layer's size, which counts how much of each pixel
they cover. The alpha of opaque cloth is the cover of their union, so that seams between
abutting pieces stay closed; colours are laid "over" each other by each piece's own cover.
"""

from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.garments.cutting.reading import LANDMARK_ORDER
from tryon_ar.garments.garment import CATEGORIES, Part
from tryon_ar.training.product_photos.noise import Field, smooth_noise
from tryon_ar.training.sketches import cloth_shading as shading
from tryon_ar.training.sketches.dyes import Cloth, draw_colour, draw_wardrobe
from tryon_ar.training.sketches.layer import LAYER_PX, Layer
from tryon_ar.training.sketches.layering_details import (
    add_neck_label,
    draw_buttons,
    draw_lines,
    print_on_front,
)
from tryon_ar.training.sketches.layering_edges import filled_outwards, frayed, parts_for
from tryon_ar.training.sketches.layering_grid import (
    FINE,
    Box,
    box_of,
    corner_of,
    filled,
    finer,
    middles,
    shape_of,
    shrunk,
    widened,
)
from tryon_ar.training.sketches.layering_placement import (
    Placement,
    dense,
    draw_placement,
    scalloped,
)
from tryon_ar.training.sketches.sketch import Dye, Piece, Sketch

_SIDE_PARTS = (Part.LEFT_SLEEVE, Part.RIGHT_SLEEVE, Part.LEFT_LEG, Part.RIGHT_LEG, Part.HOOD)


@dataclass(eq=False)
class Worktop:
    """What has been laid so far.

    Attributes
    ----------
    colour : ndarray of shape (S, S, 3), float32
        Cloth colours, premultiplied by ``weight``.
    weight : ndarray of shape (S, S), float32
    light : ndarray of shape (S, S), float32
        Gain on the colours, premultiplied likewise.
    clear : ndarray of shape (S, S), float32
        What sheer cloth lets through, 0 to 1.
    parts : ndarray of shape (3 S, 3 S), uint8
        Parts on the fine grid, sheer ones too.
    solid : ndarray of shape (3 S, 3 S), uint8
        255 where opaque cloth lies.
    """

    size_px: int = LAYER_PX
    colour: Field = field(init=False)
    weight: Field = field(init=False)
    light: Field = field(init=False)
    clear: Field = field(init=False)
    parts: NDArray[np.uint8] = field(init=False)
    solid: NDArray[np.uint8] = field(init=False)

    def __post_init__(self) -> None:
        """Clear the top."""
        square, fine = (self.size_px,) * 2, (self.size_px * FINE,) * 2
        self.colour = np.zeros((*square, 3), np.float32)
        self.weight = np.zeros(square, np.float32)
        self.light = np.zeros(square, np.float32)
        self.clear = np.ones(square, np.float32)
        self.parts = np.zeros(fine, np.uint8)
        self.solid = np.zeros(fine, np.uint8)


@dataclass(frozen=True, eq=False)
class _Light:
    """The light of one garment: its mood and the folds of front and sides."""

    mood: shading.Mood
    front: Field
    sides: Field


@dataclass(frozen=True, eq=False)
class _Setting:
    """What holds for all pieces of a garment: where they lie, their light, how threads stray.

    Attributes
    ----------
    sway : (ndarray, ndarray) of shape (S, S), float32
        How far threads are displaced across and down, pixels.
    """

    placement: Placement
    light: _Light
    sway: tuple[Field, Field]


def render_layer(sketch: Sketch, rng: np.random.Generator) -> Layer:
    """Cut a sketch out of cloth and light it.

    Parameters
    ----------
    sketch : Sketch
    rng : Generator
        Decides everything the sketch leaves open: cloths, prints, folds, light, edges, place.

    Returns
    -------
    Layer
        Parts are those of the outlines: not 0 wherever alpha is above 127.

    Raises
    ------
    ValueError
        If the sketch has no piece.
    """
    placement = draw_placement(rng, sketch, LAYER_PX)
    wardrobe = draw_wardrobe(rng, sketch.category, placement.unit_px)
    light = _draw_light(rng, sketch, placement, wardrobe["main"].brightness)
    setting = _Setting(placement, light, _draw_sway(rng, placement.unit_px))
    top = Worktop()
    for piece in sketch.pieces:
        _lay(top, piece, wardrobe[piece.dye], setting, rng)
    alpha = _alpha(top)
    filled_outwards(top.colour, top.weight)
    filled_outwards(top.light, top.weight)
    _decorate(top, sketch, placement, wardrobe, rng)
    alpha = frayed(rng, alpha, wardrobe["main"].fuzz_px)
    return Layer(
        colour_bgr=_developed(top, alpha, wardrobe["main"], light, rng),
        alpha=np.round(alpha * 255).astype(np.uint8),
        parts=parts_for(alpha, middles(top.parts)),
        landmarks=_landmarks(sketch, placement),
        category=CATEGORIES.index(sketch.category),
    )


def _landmarks(sketch: Sketch, placement: Placement) -> NDArray[np.float32]:
    out = np.zeros((len(LANDMARK_ORDER), 3), np.float32)
    for index, name in enumerate(LANDMARK_ORDER):
        if name in sketch.landmarks:
            out[index, :2] = placement.place(np.array([sketch.landmarks[name]]))[0]
            out[index, 2] = 1
    return out


def _draw_light(
    rng: np.random.Generator, sketch: Sketch, placement: Placement, brightness: float
) -> _Light:
    mood = shading.draw_mood(rng, brightness)
    axes = [
        (placement.place(np.array([start]))[0], placement.place(np.array([end]))[0])
        for start, end in sketch.fold_axes
    ]
    wrinkles, along = shading.draw_folds(rng, LAYER_PX, axes, placement.unit_px, mood.lamp)
    along = along * np.float32(rng.uniform(0.2, 1.4))
    shift = tuple(int(step) for step in rng.integers(60, LAYER_PX - 60, 2))
    sides = np.roll(wrinkles.T, shift, (0, 1)) + along
    return _Light(mood, wrinkles + along, np.asarray(sides, np.float32))


def _draw_sway(rng: np.random.Generator, unit_px: float) -> tuple[Field, Field]:
    """Draw how threads stray from straight, in pixels, across and down."""
    amount = unit_px * (rng.uniform(0, 0.012) if rng.random() < 0.7 else rng.uniform(0.01, 0.025))
    cell = unit_px * rng.uniform(0.15, 0.6)
    across, down = (
        smooth_noise(rng, (LAYER_PX, LAYER_PX), (cell, cell)) * np.float32(amount) for _ in range(2)
    )
    return across, down


def _lay(
    top: Worktop,
    piece: Piece,
    cloth: Cloth,
    setting: _Setting,
    rng: np.random.Generator,
) -> None:
    """Lay one piece over the rest."""
    outline = setting.placement.place(dense(piece.outline))
    if cloth.scallop_px[0] > 0 and piece.within is None:
        outline = scalloped(outline, *cloth.scallop_px)
    box = box_of(outline, 1, top.weight.shape)
    if box is None:
        return
    mask = _labelled(top, piece, filled(outline, box), box)
    cover = shrunk(mask)
    _cast_shadow(top, box, cover, piece, setting.light.mood, rng)
    u, v = _threads(piece.grain_degrees, box, setting.sway, rng)
    thickness = cover
    if piece.opacity < 1 or cloth.holes is not None:
        threads = cloth.holes(u, v) if cloth.holes is not None else np.float32(1)
        thickness = cover * threads * np.float32(piece.opacity)
        top.clear[box] *= 1 - thickness
    else:
        top.solid[finer(box)] |= mask
    gain = _piece_light(piece, cover, setting.light, box, rng)
    if cloth.surface is not None:
        gain = gain * cloth.surface(u, v)
    _blend(top, box, cloth.colours(u, v), gain, thickness)


def _labelled(top: Worktop, piece: Piece, mask: NDArray[np.uint8], box: Box) -> NDArray[np.uint8]:
    """Label a piece's part, and return its fine mask without what it may not repaint."""
    parts = top.parts[finer(box)]
    if piece.within is not None:
        mask[parts != piece.within] = 0
    parts[mask > 0] = piece.part
    return mask


def _blend(top: Worktop, box: Box, colours: Field, gain: Field, thickness: Field) -> None:
    """Lay colours and light over the rest: p over q is p t + q (1 - t), with t the thickness."""
    keep = 1 - thickness
    top.colour[box] = top.colour[box] * keep[:, :, None] + colours * thickness[:, :, None]
    top.light[box] = top.light[box] * keep + gain * thickness
    top.weight[box] = top.weight[box] * keep + thickness


def _threads(
    grain_degrees: float,
    box: Box,
    sway: tuple[Field, Field],
    rng: np.random.Generator,
) -> tuple[Field, Field]:
    """Return the cloth's coordinates (u across, v along its threads) in a box, pixels."""
    angle = np.radians(grain_degrees + rng.normal(0, 1.0))
    sine, cosine = np.float32(np.sin(angle)), np.float32(np.cos(angle))
    middle = np.float32(LAYER_PX / 2)
    x = np.arange(box[1].start, box[1].stop, dtype=np.float32)[None, :] - middle + sway[0][box]
    y = np.arange(box[0].start, box[0].stop, dtype=np.float32)[:, None] - middle + sway[1][box]
    return x * sine - y * cosine, x * cosine + y * sine


def _cast_shadow(
    top: Worktop,
    box: Box,
    cover: Field,
    piece: Piece,
    mood: shading.Mood,
    rng: np.random.Generator,
) -> None:
    """Darken what lies below beside the edge of a raised piece."""
    raised = max(piece.raised, rng.uniform(0, 0.25))
    reach = float(rng.uniform(1.0, 2.5) + 3 * piece.raised)
    around = widened(box, int(3 * reach) + 1, top.size_px)
    shadow: Field = np.zeros(shape_of(around), np.float32)
    x, y = corner_of(box) - corner_of(around)
    shadow[y : y + cover.shape[0], x : x + cover.shape[1]] = cover
    shadow = np.asarray(cv2.GaussianBlur(shadow, (0, 0), reach), np.float32)
    away = (-np.cos(mood.lamp) * reach, -np.sin(mood.lamp) * reach)
    move = np.array([[1, 0, away[0]], [0, 1, away[1]]])
    moved = cv2.warpAffine(shadow, move, (shadow.shape[1], shadow.shape[0]))
    top.light[around] *= 1 - np.float32(0.45 * raised) * moved


def _piece_light(
    piece: Piece,
    cover: Field,
    light: _Light,
    box: Box,
    rng: np.random.Generator,
) -> Field:
    """Return the gain of light on a piece: its folds, and its edges rounded away."""
    mood = light.mood
    folds = light.sides if piece.part in _SIDE_PARTS else light.front
    small = piece.part in (Part.COLLAR, Part.INSIDE_BACK)
    strength = mood.folds * (0.5 if small else 1.0)
    gain = 1 + np.float32(strength) * folds[box]
    edge = mood.edge * rng.uniform(0.3, 1.0)
    return np.asarray(gain * shading.rounded(cover, mood.edge_px, edge) * piece.shade, np.float32)


def _alpha(top: Worktop) -> Field:
    """Return what covers the ground, 0 to 1: opaque cloth by its union, sheer cloth over it."""
    return np.asarray(1 - (1 - shrunk(top.solid)) * top.clear, np.float32)


def _decorate(
    top: Worktop,
    sketch: Sketch,
    placement: Placement,
    wardrobe: dict[Dye, Cloth],
    rng: np.random.Generator,
) -> None:
    """Add what is printed, sewn and buttoned on."""
    parts = middles(top.parts)
    print_on_front(rng, top.colour, parts, sketch.category, wardrobe["main"])
    add_neck_label(rng, top.colour, top.light, parts, placement.unit_px)
    draw_lines(rng, top.colour, top.light, sketch.lines, placement, wardrobe)
    accent = wardrobe["accent"].colour_bgr if rng.random() < 0.5 else draw_colour(rng)
    draw_buttons(rng, top.colour, top.light, sketch.buttons, placement, accent)


def _developed(
    top: Worktop, alpha: Field, cloth: Cloth, light: _Light, rng: np.random.Generator
) -> NDArray[np.uint8]:
    """Put colour and light together and round to 8 bits."""
    mood = light.mood
    gain = top.light * shading.lighting(top.size_px, mood.slope)
    inside = alpha > 0.5
    mean = float(gain[inside].mean()) if inside.any() else 1.0
    gain = 1 + (gain / np.float32(max(mean, 0.05)) - 1) * np.float32(mood.contrast)
    colour = top.colour
    if cloth.fading > 0:
        colour = _faded(colour, inside, cloth.fading, rng)
    out = colour * gain[:, :, None]
    # What is nearly black shows its folds by the light it throws back, not by what it soaks up.
    sheen = (rng.uniform(0, 0.04) + 0.14 * cloth.gloss) * mood.contrast
    slope = np.clip(light.front * np.float32(0.5 if cloth.gloss else 0.25), 0, 1.5)
    out += (np.float32(sheen) * slope * (slope if cloth.gloss else 1))[:, :, None]
    return np.round(np.clip(out, 0, 1) * 255).astype(np.uint8)


def _faded(
    colour: Field, inside: NDArray[np.bool_], fading: float, rng: np.random.Generator
) -> Field:
    """Wear a cloth paler far from its edges, in clouds."""
    depth = cv2.distanceTransform(inside.astype(np.uint8), cv2.DIST_L2, 3)
    depth = np.clip(depth / max(float(depth.max()), 1.0), 0, 1) ** 1.5
    clouds = smooth_noise(rng, depth.shape, (rng.uniform(20, 60), rng.uniform(12, 40)))
    pale = np.clip(fading * depth * (0.75 + 0.3 * clouds), 0, 0.85)[:, :, None]
    light = np.array([0.93, 0.9, 0.86], np.float32)
    return np.asarray(colour + (light - colour) * pale.astype(np.float32) * np.float32(0.55))
