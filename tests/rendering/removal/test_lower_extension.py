import numpy as np

from tryon_ar.rendering.removal.lower_extension import extend_lower


def test_trousers_go_on_upwards():
    patch = np.zeros((40, 30, 3), np.uint8)
    patch[:20] = (0, 0, 200)
    patch[20:] = (200, 40, 20)
    lower = np.zeros((40, 30), np.float32)
    lower[20:] = 1.0
    extended, above = extend_lower(patch, lower)
    assert above[:20].all()
    assert not above[30:].any()
    assert (extended[:20] == (200, 40, 20)).all()


def test_columns_without_trousers_take_the_nearest():
    patch = np.zeros((40, 30, 3), np.uint8)
    patch[20:, 10:20] = (10, 200, 30)
    lower = np.zeros((40, 30), np.float32)
    lower[20:, 10:20] = 1.0
    extended, _ = extend_lower(patch, lower)
    assert (extended[:20] == (10, 200, 30)).all()


def test_without_trousers_there_is_nothing_to_extend():
    assert extend_lower(np.zeros((40, 30, 3), np.uint8), np.zeros((40, 30), np.float32)) is None
