import numpy as np
import pytest
from onnx import helper

from tryon_ar.inference.session import open_session
from tryon_ar.parsing.picture import CROP, PICTURE, picture_graph


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({}, [0.6, 0.4, 0.2]),
        ({"order": "bgr"}, [0.2, 0.4, 0.6]),
        ({"mean": (0.5, 0.4, 0.0), "std": (0.1, 1.0, 2.0)}, [1.0, 0.0, 0.1]),
    ],
)
def test_pixels_become_what_networks_read(settings, expected):
    graph = picture_graph(4, **settings)
    opset = [helper.make_opsetid("", 18)]
    model = helper.make_model(graph, opset_imports=opset, ir_version=8)
    crop = np.zeros((1, 4, 4, 3), np.uint8)
    crop[0, 1, 2] = (51, 102, 153)
    picture = open_session(model.SerializeToString(), "cpu").run({CROP: crop}, [PICTURE])[0]
    assert picture.shape == (1, 3, 4, 4)
    np.testing.assert_allclose(picture[0, :, 1, 2], expected, atol=1e-6)
