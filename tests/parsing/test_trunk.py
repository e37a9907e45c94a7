"""The converted networks say what the originals say."""

import numpy as np
import pytest

from tryon_ar.core.errors import CorruptResource
from tryon_ar.inference.session import open_session
from tryon_ar.parsing.trunk import SIDE_PX, TAPS, TrunkFiles, trunk_and_selfie
from tryon_ar.tracking import models
from tryon_ar.tracking.mediapipe_import import import_mediapipe


@pytest.fixture(scope="module")
def files() -> TrunkFiles:
    paths = models.ensure_models()
    return TrunkFiles(paths.read_pose_landmarks(), paths.selfie.read_bytes())


@pytest.fixture(scope="module")
def person_rgb() -> np.ndarray:
    import cv2

    openpeople = pytest.importorskip("openpeople")
    from tests.tracking.people import one_person

    bgr = one_person(openpeople, height_px=480)
    side = min(bgr.shape[:2])
    square = cv2.resize(bgr[:side, :side], (SIDE_PX, SIDE_PX), interpolation=cv2.INTER_AREA)
    return np.ascontiguousarray(square[:, :, ::-1])


def fed(rgb: np.ndarray) -> dict[str, np.ndarray]:
    return {"picture": np.ascontiguousarray(rgb.transpose(2, 0, 1)[None] / np.float32(255))}


def test_taps_have_the_promised_shapes(files, person_rgb):
    trunk, _ = trunk_and_selfie(files)
    assert [output.name for output in trunk.graph.output] == [tap.name for tap in TAPS]
    taps = open_session(trunk.SerializeToString(), "cpu").run(fed(person_rgb))
    for tap, found in zip(TAPS, taps, strict=True):
        assert found.shape == (1, tap.channels, tap.side_px, tap.side_px)
        assert np.isfinite(found).all()
        assert found.std() > 0.1


def test_the_selfie_mask_is_mediapipes_own(files, person_rgb):
    _, selfie = trunk_and_selfie(files)
    ours = open_session(selfie.SerializeToString(), "cpu").run(fed(person_rgb))[0][0, 0]
    tasks, mediapipe = import_mediapipe("mediapipe.tasks.python"), import_mediapipe()
    options = tasks.vision.ImageSegmenterOptions(
        base_options=tasks.BaseOptions(
            model_asset_buffer=files.selfie, delegate=tasks.BaseOptions.Delegate.CPU
        ),
        output_confidence_masks=True,
    )
    image = mediapipe.Image(image_format=mediapipe.ImageFormat.SRGB, data=person_rgb)
    segmenter = tasks.vision.ImageSegmenter.create_from_options(options)
    try:
        theirs = np.array(segmenter.segment(image).confidence_masks[0].numpy_view())
    finally:
        segmenter.close()
    assert 0.1 < ours.mean() < 0.9
    np.testing.assert_allclose(ours, theirs.reshape(ours.shape), atol=2e-3)


# What LiteRT 2.3.0 gives for the pattern below: the tensor's first two values, the middle one and
# the last, channels last, and the mean of all.
BY_LITERT = {
    "tap_a": (-28.5958, -32.4841, -32.5603, -33.3295, -4.66933),
    "tap_b": (56.6491, 53.5236, 40.0932, 11.8318, 5.43659),
    "tap_c": (1.21146, 0.995574, 1.61492, 6.85778, 2.24851),
    "tap_d": (-65.2952, -32.8254, -75.9279, 77.2221, 8.36716),
    "tap_e": (5.61451, 4.63363, 7.90305, -1.22396, -0.952949),
}


def test_taps_have_the_values_of_the_original(files):
    row, column, channel = np.meshgrid(
        np.arange(SIDE_PX), np.arange(SIDE_PX), np.arange(3), indexing="ij"
    )
    pattern = ((3 * row + 5 * column + 37 * channel) % 256).astype(np.uint8)
    trunk, _ = trunk_and_selfie(files)
    session = open_session(trunk.SerializeToString(), "cpu")
    for tap, found in zip(TAPS, session.run(fed(pattern)), strict=True):
        flat = found.transpose(0, 2, 3, 1).reshape(-1)
        seen = [*flat[[0, 1, len(flat) // 2, -1]], flat.mean(dtype=np.float64)]
        np.testing.assert_allclose(seen, BY_LITERT[tap.name], rtol=2e-5, atol=2e-3)


def test_another_network_in_its_place_is_told(files):
    with pytest.raises(CorruptResource, match="another shape") as caught:
        trunk_and_selfie(TrunkFiles(files.selfie, files.selfie))
    assert "models fetch" in caught.value.hint
    with pytest.raises(CorruptResource, match="not a TensorFlow Lite"):
        trunk_and_selfie(TrunkFiles(files.pose_landmarks, b"nothing of the kind"))
