import numpy as np
import pytest

from tryon_ar.training.people.surroundings import Surroundings


def person(colour=(200, 60, 40)) -> np.ndarray:
    """Somebody upright in one colour (red, green, blue), reaching the lower border."""
    rgba = np.zeros((256, 256, 4), np.uint8)
    rgba[60:, 80:176] = (*colour, 255)
    return rgba


def inside_and_outside(picture: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return picture[90:230, 95:160].reshape(-1, 3), picture[:40].reshape(-1, 3)


def test_a_picture_has_the_person_where_they_were():
    rng = np.random.default_rng(1)
    surroundings = Surroundings()
    pictures = [surroundings.compose(person(), rng) for _ in range(24)]
    assert all(each.shape == (256, 256, 3) and each.dtype == np.uint8 for each in pictures)
    inside = np.array([np.median(inside_and_outside(each)[0], axis=0) for each in pictures])
    # Red stays red for most, whatever the light and the camera.
    assert np.mean(inside[:, 2] > inside[:, 0]) > 0.8
    apart = [
        np.abs(np.median(a, axis=0) - np.median(b, axis=0)).max()
        for a, b in map(inside_and_outside, pictures)
    ]
    assert np.mean(np.array(apart) > 12) > 0.8


def test_the_outline_stays_where_it_was():
    rng = np.random.default_rng(2)
    surroundings = Surroundings()
    steps = np.zeros(256)
    for _ in range(30):
        grey = surroundings.compose(person((235, 235, 235)), rng).astype(float).mean(axis=2)
        steps[1:] += np.abs(np.diff(grey[120:220].mean(axis=0)))
    # The left edge lies between columns 79 and 80, the right one between 175 and 176.
    assert abs(np.argmax(steps[:128]) - 80) <= 1
    assert abs(np.argmax(steps[128:]) + 128 - 176) <= 1


def test_all_chance_comes_from_the_generator():
    surroundings = Surroundings()
    first = [surroundings.compose(person(), np.random.default_rng(7)) for _ in range(2)]
    np.testing.assert_array_equal(first[0], first[1])
    other = surroundings.compose(person(), np.random.default_rng(8))
    assert (first[0] != other).any()


def test_backgrounds_differ_in_colour_and_lightness():
    rng = np.random.default_rng(3)
    nobody = np.zeros((256, 256, 4), np.uint8)
    surroundings = Surroundings()
    means = np.array([surroundings.compose(nobody, rng).mean(axis=(0, 1)) for _ in range(30)])
    assert np.ptp(means.mean(axis=1)) > 80
    assert np.ptp(means[:, 2] - means[:, 0]) > 40


@pytest.mark.parametrize("shape", [(256, 60), (48, 256), (33, 35)])
def test_a_part_of_a_frame_will_do(shape):
    rng = np.random.default_rng(5)
    surroundings = Surroundings()
    for _ in range(30):
        picture = surroundings.compose(person()[-shape[0] :, 100 : 100 + shape[1]], rng)
        assert picture.shape == (shape[0], min(shape[1], 156), 3)


def test_only_premultiplied_bytes_are_taken():
    with pytest.raises(ValueError, match="uint8"):
        Surroundings().compose(np.zeros((256, 256, 3), np.uint8), np.random.default_rng())
