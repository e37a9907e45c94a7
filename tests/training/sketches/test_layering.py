import numpy as np
import pytest

from tryon_ar.garments.cutting.reading import LANDMARK_ORDER
from tryon_ar.garments.garment import CATEGORIES, Part
from tryon_ar.training.sketches import cloth_shading as shading
from tryon_ar.training.sketches import layering
from tryon_ar.training.sketches.cloth_shading import Mood
from tryon_ar.training.sketches.dyes import Cloth
from tryon_ar.training.sketches.layer import LAYER_PX
from tryon_ar.training.sketches.layering import render_layer
from tryon_ar.training.sketches.sketch import Button, Line, Piece, Sketch


def tee() -> Sketch:
    """A tee whose sleeves abut the body, with a band at the neck and the back seen inside."""
    body = [(0.18, 0), (0.5, 0.1), (0.47, 0.45), (0.47, 1.4), (-0.47, 1.4), (-0.47, 0.45)]
    body += [(-0.5, 0.1), (-0.18, 0), (-0.1, 0.12), (0, 0.16), (0.1, 0.12)]
    sleeve = np.array([(0.5, 0.1), (0.9, 0.4), (0.75, 0.55), (0.47, 0.45)])
    inside = np.array([(0.18, 0), (0, 0.03), (-0.18, 0), (-0.1, 0.13), (0, 0.17), (0.1, 0.13)])
    band = np.array([(0.18, 0), (0.1, 0.12), (0, 0.16), (-0.1, 0.12), (-0.18, 0)])
    ring = np.concatenate([band, band[::-1] * (1.2, 1) + (0, 0.04)])
    return Sketch(
        category="tshirt",
        pieces=[
            Piece(inside, Part.INSIDE_BACK, "lining", shade=0.8),
            Piece(sleeve, Part.LEFT_SLEEVE, grain_degrees=40),
            Piece(sleeve * (-1, 1), Part.RIGHT_SLEEVE, grain_degrees=140),
            Piece(np.array(body), Part.TORSO),
            Piece(ring, Part.COLLAR, "trim", within=Part.TORSO),
        ],
        lines=[Line(np.array([(-0.47, 1.35), (0.47, 1.35)]), 0.006, 0.4)],
        buttons=[Button(0.0, 0.4, 0.015)],
        landmarks={"hem_left": (0.47, 1.4), "hem_right": (-0.47, 1.4), "neck_front": (0, 0.16)},
        fold_axes=[((0.45, 0.45), (0.1, 0.7)), ((-0.45, 0.45), (-0.1, 0.7))],
    )


def square(opacity: float = 1.0, x: float = 0.0, part: Part = Part.TORSO) -> Piece:
    corners = np.array([(0, 0), (1, 0), (1, 1), (0, 1)]) + np.array([x, 0])
    return Piece(corners, part, opacity=opacity)


@pytest.fixture
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut everything from smooth white cloth."""
    white = Cloth(np.full(3, 0.95, np.float32))
    dyes = dict.fromkeys(("main", "trim", "lining", "accent"), white)
    monkeypatch.setattr(layering, "draw_wardrobe", lambda *_: dyes)


def with_mood(monkeypatch: pytest.MonkeyPatch, contrast: float) -> None:
    mood = Mood(folds=0.06, contrast=contrast, lamp=0.5, edge_px=4.0, edge=0.1, slope=(0.1, 0.1))
    monkeypatch.setattr(shading, "draw_mood", lambda *_: mood)


@pytest.mark.parametrize("seed", range(5))
def test_parts_and_alpha_agree(seed: int) -> None:
    layer = render_layer(tee(), np.random.default_rng(seed))
    assert layer.colour_bgr.shape == (LAYER_PX, LAYER_PX, 3)
    assert (layer.parts[layer.alpha > 127] > 0).all()
    assert (layer.parts[layer.alpha == 0] == 0).all()
    assert layer.alpha[[0, -1]].max() == 0
    assert layer.alpha[:, [0, -1]].max() == 0
    assert set(np.unique(layer.parts)) == {0, 1, 2, 3, 4, 5}
    assert layer.category == CATEGORIES.index("tshirt")


def test_the_same_seed_draws_the_same_layer_and_another_does_not() -> None:
    first, again, other = (render_layer(tee(), np.random.default_rng(seed)) for seed in (3, 3, 4))
    np.testing.assert_array_equal(first.colour_bgr, again.colour_bgr)
    np.testing.assert_array_equal(first.alpha, again.alpha)
    np.testing.assert_array_equal(first.landmarks, again.landmarks)
    assert (first.alpha != other.alpha).any()


@pytest.mark.usefixtures("plain")
@pytest.mark.parametrize("seed", range(3))
def test_landmarks_lie_on_the_corners_they_name(seed: int) -> None:
    layer = render_layer(tee(), np.random.default_rng(seed))
    found = dict(zip(LANDMARK_ORDER, layer.landmarks, strict=True))
    assert layer.landmarks[:, 2].sum() == 3
    left, right = found["hem_left"], found["hem_right"]
    assert left[0] > right[0] + 50
    torso = layer.parts == Part.TORSO
    rows, columns = np.nonzero(torso)
    corner = np.argmax(rows + columns)
    assert np.hypot(columns[corner] - left[0], rows[corner] - left[1]) < 3
    corner = np.argmax(rows - columns)
    assert np.hypot(columns[corner] - right[0], rows[corner] - right[1]) < 3


@pytest.mark.usefixtures("plain")
def test_abutting_pieces_leave_no_gap(rng: np.random.Generator) -> None:
    sketch = Sketch("top", [square(), square(x=1.0, part=Part.LEFT_SLEEVE)])
    alpha = render_layer(sketch, rng).alpha
    inside = np.asarray(np.add(*np.gradient(alpha.astype(float))) == 0) & (alpha > 200)
    assert (alpha[inside] == 255).all()
    rows = np.flatnonzero((alpha == 255).sum(axis=1) > 60)
    middle = alpha[rows[len(rows) // 2]]
    filled = np.flatnonzero(middle)
    assert (middle[filled[2] : filled[-2]] == 255).all()


@pytest.mark.usefixtures("plain")
def test_sheer_cloth_lets_its_share_through_and_layers_multiply(rng: np.random.Generator) -> None:
    sketch = Sketch("top", [square(0.5), square(0.5, x=0.5)])
    layer = render_layer(sketch, rng)
    row = layer.alpha[int(np.flatnonzero(layer.alpha.max(axis=1))[[0, -1]].mean())]
    thirds = np.array_split(row[row > 0], 3)
    medians = [np.median(third) for third in thirds]
    assert medians == pytest.approx([127.5, 191, 127.5], abs=2)
    assert (layer.parts[layer.alpha > 120] == Part.TORSO).all()


@pytest.mark.usefixtures("plain")
def test_a_piece_within_another_adds_nothing(rng: np.random.Generator) -> None:
    wide = Piece(square().outline * 3 - 1, Part.COLLAR, "trim", within=Part.TORSO)
    bare = render_layer(Sketch("top", [square()]), np.random.default_rng(1))
    both = render_layer(Sketch("top", [square(), wide]), np.random.default_rng(1))
    np.testing.assert_array_equal(bare.alpha, both.alpha)
    assert set(np.unique(bare.parts)) == {0, Part.TORSO}
    assert set(np.unique(both.parts)) == {0, Part.COLLAR}


@pytest.mark.usefixtures("plain")
def test_white_cloth_is_flat_when_its_contrast_is_low(monkeypatch: pytest.MonkeyPatch) -> None:
    spreads = []
    for contrast in (0.08, 1.0):
        with_mood(monkeypatch, contrast)
        layer = render_layer(Sketch("shirt", [square()]), np.random.default_rng(2))
        cloth = layer.colour_bgr[layer.alpha == 255].astype(float)
        spreads.append(np.ptp(np.percentile(cloth, (5, 95))))
        assert cloth.mean() == pytest.approx(0.95 * 255, abs=16)
    assert spreads[0] < 8
    assert spreads[1] > 2 * spreads[0]


def test_a_sketch_without_pieces_is_refused(rng: np.random.Generator) -> None:
    with pytest.raises(ValueError, match="without pieces"):
        render_layer(Sketch("top"), rng)
