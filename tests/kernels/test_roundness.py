import numpy as np

from tryon_ar.kernels.roundness import facing_nb, inflate_nb


def inflated(inside, sweeps=400):
    height = np.zeros(inside.shape, np.float32)
    inflate_nb(inside.astype(np.uint8), sweeps, height)
    return height


def facing(height):
    found = np.empty((3, *height.shape), np.float32)
    facing_nb(height, found)
    return found


def test_a_strip_becomes_a_half_cylinder():
    inside = np.zeros((12, 27), bool)
    inside[:, 3:24] = True  # 21 cells wide, and on beyond the picture above and below
    height = inflated(inside)
    x = np.arange(-10, 11)
    np.testing.assert_allclose(height[6, 3:24], (11.0**2 - x**2) / 2, rtol=0.01)
    assert not height[:, :3].any()
    across, down, towards = facing(height)[:, 6, 3:24]
    np.testing.assert_allclose(across, x / 11.0, atol=0.03)
    np.testing.assert_allclose(down, 0.0, atol=1e-3)
    np.testing.assert_allclose(towards, np.sqrt(1 - (x / 11.0) ** 2), atol=0.03)


def test_off_the_shape_all_face_the_viewer():
    found = facing(inflated(np.zeros((5, 6), bool)))
    assert not found[:2].any()
    np.testing.assert_array_equal(found[2], 1.0)


def test_normals_are_of_unit_length_and_point_outwards(rng):
    inside = np.zeros((20, 24), bool)
    inside[4:15, 5:20] = True
    found = facing(inflated(inside))
    np.testing.assert_allclose(np.linalg.norm(found, axis=0), 1.0, atol=1e-5)
    assert found[0, 9, 5] < -0.5
    assert found[0, 9, 19] > 0.5
    assert found[1, 4, 12] < -0.5
    assert found[1, 14, 12] > 0.5


def test_a_guess_is_taken_up(rng):
    inside = np.zeros((14, 16), bool)
    inside[2:12, 3:13] = True
    solved = inflated(inside)
    again = solved.copy()
    inflate_nb(inside.astype(np.uint8), 1, again)
    np.testing.assert_allclose(again, solved, atol=1e-3)
