import numpy as np
import pytest

from tests.support.parser_heads import colour_parser, outline_head
from tryon_ar.core.errors import CorruptResource
from tryon_ar.core.labels import Label
from tryon_ar.inference.session import open_session
from tryon_ar.parsing import assembly
from tryon_ar.parsing.picture import CROP
from tryon_ar.parsing.trunk import TrunkFiles, trunk_and_selfie
from tryon_ar.tracking import models


@pytest.fixture(scope="module")
def files() -> TrunkFiles:
    paths = models.ensure_models()
    return TrunkFiles(paths.read_pose_landmarks(), paths.selfie.read_bytes())


def test_bytes_go_in_and_shares_come_out(files, rng):
    model = assembly.join(files, outline_head()).SerializeToString()
    crop = rng.integers(0, 255, (1, 256, 256, 3)).astype(np.uint8)
    shares = open_session(model, "cpu").run({CROP: crop})[0]
    assert shares.shape == (1, 8, 128, 128)
    np.testing.assert_allclose(shares.sum(1), 1.0, atol=1e-5)
    _, selfie = trunk_and_selfie(files)
    rgb = np.ascontiguousarray(crop[..., ::-1].transpose(0, 3, 1, 2) / np.float32(255))
    person = open_session(selfie.SerializeToString(), "cpu").run({"picture": rgb})[0]
    halved = person.reshape(128, 2, 128, 2).mean((1, 3))
    np.testing.assert_allclose(shares[0, Label.UPPER], halved, atol=1e-5)


@pytest.mark.parametrize("content", [b"", b"nothing of the kind", colour_parser()])
def test_a_head_that_does_not_fit_is_told(files, content):
    with pytest.raises(CorruptResource, match="does not fit") as caught:
        assembly.join(files, content)
    assert "Install" in caught.value.hint
