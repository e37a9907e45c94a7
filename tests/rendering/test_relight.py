import cv2
import numpy as np
import pytest
from skimage.color import deltaE_ciede2000, rgb2lab

from tests.support.real_garments import load_real_garment
from tryon_ar.core.errors import InferenceError
from tryon_ar.core.roi import Roi
from tryon_ar.rendering.poisson_numba import NumbaPoissonSolver
from tryon_ar.rendering.relight import (
    LARGEST_SHADING,
    ShadingTransfer,
    cylinder_shading,
    relight,
)
from tryon_ar.rendering.tone import ToneMatch

ROI = Roi(61, 43, 261, 223)
SHOULDER_PX = 150.0


def body() -> np.ndarray:
    ys, xs = np.mgrid[: ROI.height, : ROI.width]
    return (((xs - 100) / 92) ** 4 + ((ys - 90) / 84) ** 4 < 1).astype(np.float32)


def lit_frame(shade: np.ndarray, level: float = 90.0) -> np.ndarray:
    """A grey wall 320 x 240 whose linear light is changed by exp(shade)."""
    linear = (level / 255) ** 2.2 * np.exp(shade)
    grey = np.clip(255 * linear ** (1 / 2.2), 0, 255)
    return np.repeat(np.round(grey).astype(np.uint8)[..., None], 3, axis=2)


def folds(wavelength_px: float = 24.0, depth: float = 0.1) -> np.ndarray:
    _, xs = np.mgrid[:240, :320]
    return depth * np.sin(2 * np.pi * xs / wavelength_px)


def transfer() -> ShadingTransfer:
    return ShadingTransfer(NumbaPoissonSolver(), strength=1.0)


def test_folds_are_carried_over():
    frame = lit_frame(folds())
    shading = transfer().worn_shading(frame, body(), body(), ROI, SHOULDER_PX)
    assert shading.shape == (ROI.height, ROI.width)
    assert shading.dtype == np.float32
    core = cv2.erode(body(), np.ones((25, 25))) > 0
    truth = folds()[ROI.slices]
    assert np.corrcoef(shading[core], truth[core])[0, 1] > 0.9
    assert 0.5 < shading[core].std() / truth[core].std() < 1.2
    assert abs(np.median(shading[core])) < 0.03


def test_a_print_is_not_carried_over():
    shade = np.zeros((240, 320))
    shade[110:160, 130:190] = -1.2  # a dark block on the chest
    shading = transfer().worn_shading(lit_frame(shade), body(), body(), ROI, SHOULDER_PX)
    assert np.abs(shading).max() < 0.1


def test_a_pale_badge_is_not_carried_over_and_folds_beside_it_are():
    dyed = np.round(lit_frame(folds()) * (0.25, 0.7, 1.0)).astype(np.uint8)
    rows = np.mgrid[:240, :320][0]
    badge = np.s_[110:160, 140:180]
    pale = dyed.copy()
    # Bands on the badge as gentle as folds.
    pale[badge] = lit_frame(0.12 * np.sin(rows / 4.0), 100.0)[badge]
    shading = transfer().worn_shading(pale, body(), body(), ROI, SHOULDER_PX)
    inside = np.zeros((240, 320), bool)
    inside[badge] = True
    inside = inside[ROI.slices]
    truth = 0.12 * np.sin(rows / 4.0)[ROI.slices]
    assert shading[inside].std() < 0.35 * truth[inside].std()
    beside = (cv2.erode(body(), np.ones((25, 25))) > 0) & ~cv2.dilate(
        inside.astype(np.uint8), np.ones((15, 15))
    ).astype(bool)
    assert np.corrcoef(shading[beside], folds()[ROI.slices][beside])[0, 1] > 0.9


def test_colours_around_the_cloth_do_not_matter():
    """Neumann: a dark or bright surround leaves the shading as it is."""
    found = []
    for surround in (0, 255):
        frame = lit_frame(folds())
        region = frame[ROI.slices]
        region[body() == 0] = surround
        outside = np.ones((240, 320), bool)
        outside[ROI.slices] = False
        frame[outside] = surround
        found.append(transfer().worn_shading(frame, body(), body(), ROI, SHOULDER_PX))
    assert np.abs(found[0] - found[1]).max() < 0.02


def test_where_nothing_was_worn_there_is_no_shading():
    nothing = np.zeros_like(body())
    shading = transfer().worn_shading(lit_frame(folds()), nothing, body(), ROI, SHOULDER_PX)
    assert not shading.any()


def test_without_coverage_there_is_no_shading():
    nothing = np.zeros_like(body())
    shading = transfer().worn_shading(lit_frame(folds()), body(), nothing, ROI, SHOULDER_PX)
    assert not shading.any()


def test_shading_is_limited():
    strong = ShadingTransfer(NumbaPoissonSolver(), strength=40.0)
    shading = strong.worn_shading(lit_frame(folds()), body(), body(), ROI, SHOULDER_PX)
    assert np.abs(shading).max() <= LARGEST_SHADING + 1e-6


@pytest.mark.parametrize("scale", [0.2, 1.0, 3.0])
@pytest.mark.parametrize("corner", [(0, 0), (3, 1), (61, 43), (120, 60)])
def test_any_place_and_size_of_the_person(scale, corner):
    roi = Roi(corner[0], corner[1], corner[0] + ROI.width, corner[1] + ROI.height)
    shading = transfer().worn_shading(lit_frame(folds()), body(), body(), roi, 150.0 * scale)
    assert shading.shape == body().shape
    assert np.isfinite(shading).all()


def test_warm_start_follows_a_moving_region():
    """A region that moves over a still wall finds the shading a cold start would."""
    frame, moving = lit_frame(folds()), transfer()
    for dx in (0, 3, 5, -4):
        roi = Roi(ROI.x0 + dx, ROI.y0 - dx, ROI.x1 + dx, ROI.y1 - dx)
        warm = moving.worn_shading(frame, body(), body(), roi, SHOULDER_PX)
        cold = transfer().worn_shading(frame, body(), body(), roi, SHOULDER_PX)
        assert np.abs(warm - cold).max() < 0.06
        assert np.abs(warm - cold).mean() < 0.01
    moving.forget()
    again = moving.worn_shading(frame, body(), body(), roi, SHOULDER_PX)
    np.testing.assert_array_equal(again, cold)


class Failing:
    provider = "none"

    def __init__(self, result):
        self.result = result

    def solve(self, problem, initial=None):
        if isinstance(self.result, Exception):
            raise self.result
        return np.full(problem.shape, self.result, np.float32)


@pytest.mark.parametrize("result", [InferenceError("lost"), float("nan")])
def test_failing_solver_means_plain_alpha(result):
    failing = ShadingTransfer(Failing(result))
    assert failing.worn_shading(lit_frame(folds()), body(), body(), ROI, SHOULDER_PX) is None
    assert failing.degraded
    failing._solver = NumbaPoissonSolver()
    assert failing.worn_shading(lit_frame(folds()), body(), body(), ROI, SHOULDER_PX) is not None
    assert not failing.degraded


def random_layer(rng):
    alpha = rng.choice([0.0, 0.3, 1.0], (20, 21, 1))
    return np.concatenate([rng.random((20, 21, 3)) * alpha, alpha], axis=2).astype(np.float32)


def test_relight_multiplies_linear_light(rng):
    layer = random_layer(rng)
    shading = rng.uniform(-0.6, 0.6, (20, 21)).astype(np.float32)
    found = layer.copy()
    relight(found, shading)
    alpha = layer[..., 3:]
    straight = np.divide(layer[..., :3], alpha, out=np.zeros((20, 21, 3)), where=alpha > 0)
    linear = np.clip(straight**2.2 * np.exp(shading)[..., None], 0, 1)
    np.testing.assert_allclose(found[..., :3], linear ** (1 / 2.2) * alpha, atol=1e-3)
    np.testing.assert_array_equal(found[..., 3], layer[..., 3])


def test_relight_applies_a_tone_and_none_leaves_alone(rng):
    layer = random_layer(rng)
    found = layer.copy()
    relight(found, None)
    np.testing.assert_allclose(found, layer, atol=1e-6)
    gain, offset = np.array([0.8, 0.9, 1.0], np.float32), np.array([0.1, 0.05, 0.0], np.float32)
    relight(found, None, gain, offset)
    expected = np.clip(layer[..., :3] * gain + offset * layer[..., 3:], 0, layer[..., 3:])
    np.testing.assert_allclose(found[..., :3], expected, atol=1e-6)


def test_relight_refuses_shapes_that_disagree(rng):
    with pytest.raises(ValueError, match="does not fit"):
        relight(random_layer(rng), np.zeros((3, 3), np.float32))


def test_cylinder_darkens_the_outline_only():
    coverage = np.zeros((120, 100), np.float32)
    coverage[10:110, 20:80] = 1
    shade = cylinder_shading(coverage, 24.0, 0.2)
    assert shade.max() <= 0
    assert -0.21 < shade[60, 20] < -0.12
    assert shade[60, 50] > -0.005
    assert shade[60, 20] < shade[60, 26] < shade[60, 32]
    cut = cylinder_shading(coverage[:, :50], 24.0, 0.2)  # cut along its middle
    assert cut[60, 49] > -0.005


def pasted(shared_data, name):
    """A real garment on a real webcam frame: its layer, its region and the frame."""
    garment = load_real_garment(shared_data, name)
    capture = cv2.VideoCapture(str(shared_data / "webcam" / "milk.mkv"))
    for _ in range(20):
        _, frame = capture.read()
    capture.release()
    alpha = cv2.erode(garment.alpha, np.ones((3, 3))).astype(np.float32)[..., None] / 255
    photo = np.concatenate([garment.photo_bgr / 255 * alpha, alpha], axis=2)
    scale = 260 / photo.shape[0]
    size = (round(photo.shape[1] * scale), 260)
    layer = cv2.resize(photo.astype(np.float32), size, interpolation=cv2.INTER_AREA)
    return np.ascontiguousarray(layer), Roi(210, 150, 210 + size[0], 410), frame


def colour_shift(before, after):
    core = cv2.erode((before[..., 3] > 0.97).astype(np.uint8), np.ones((5, 5))) > 0
    labs = [rgb2lab(np.clip(x[core][:, 2::-1] / x[core][:, 3:], 0, 1)) for x in (before, after)]
    return float(np.median(deltaE_ciede2000(*labs)))


@pytest.mark.parametrize(
    "name", ["tshirt_01", "tshirt_04", "shirt_03", "hoodie_01", "longsleeve_02"]
)
def test_real_garments_keep_their_colour(shared_data, name):
    """Median CIEDE2000 to the product, in a light that falls off by half down the trunk."""
    layer, roi, frame = pasted(shared_data, name)
    worn = np.zeros(layer.shape[:2], np.float32)
    worn[15:210, 30:178] = 1.0  # what he wears on his trunk
    shading = ShadingTransfer(NumbaPoissonSolver()).worn_shading(
        frame, worn, layer[..., 3].copy(), roi, 130.0
    )
    shading = shading + cylinder_shading(layer[..., 3], 28.0)
    shaded, toned, match = layer.copy(), layer.copy(), ToneMatch()
    relight(shaded, shading)
    relight(toned, shading, *match.update(frame).affine(match.strength))
    assert np.abs(shading).max() > 0.02
    assert colour_shift(layer, shaded) <= 2.5
    assert colour_shift(layer, toned) <= 6.0
