import numpy as np

from tryon_ar.training.people.surroundings_light import cutout_of, join


def grey_person(level=150):
    rgba = np.zeros((256, 256, 4), np.uint8)
    rgba[40:, 90:166] = (level, level, level, 255)
    return rgba


def test_a_cutout_has_blue_first():
    rgba = np.zeros((8, 8, 4), np.uint8)
    rgba[:] = (10, 20, 30, 51)
    person = cutout_of(rgba)
    np.testing.assert_allclose(person.colour[0, 0], (30, 20, 10))
    np.testing.assert_allclose(person.alpha, 0.2, rtol=1e-6)


def test_far_from_the_person_only_the_rooms_brightness_changes():
    rng = np.random.default_rng(1)
    room = np.full((256, 256, 3), (90, 120, 150), np.float32)
    for _ in range(20):
        corner = join(rng, cutout_of(grey_person()), room)[:10, :10].reshape(-1, 3)
        ratio = corner / (90, 120, 150)
        np.testing.assert_allclose(ratio, np.broadcast_to(ratio[:, :1], ratio.shape), rtol=1e-3)


def test_a_red_room_reddens_the_person():
    rng = np.random.default_rng(2)
    room = np.full((256, 256, 3), (30, 40, 200), np.float32)
    inside = [join(rng, cutout_of(grey_person()), room)[90:230, 110:150] for _ in range(30)]
    blue, _, red = np.mean(inside, axis=(0, 1, 2))
    assert red > 1.1 * blue


def test_the_person_is_lit_from_where_the_room_is_bright():
    rng = np.random.default_rng(3)
    room = np.full((256, 256, 3), 40, np.float32)
    room[:, 170:] = 250
    inside = np.mean([join(rng, cutout_of(grey_person()), room) for _ in range(60)], axis=0)
    assert inside[90:230, 130:160].mean() > 1.03 * inside[90:230, 96:126].mean()


def test_a_shadow_falls_on_the_wall_beside_the_person():
    rng = np.random.default_rng(4)
    room = np.full((256, 256, 3), 150, np.float32)
    pictures = np.array([join(rng, cutout_of(grey_person()), room) for _ in range(40)])
    near_by = pictures[:, 60:, 80:86].mean(axis=(1, 2, 3))
    far = pictures[:, :20, :20].mean(axis=(1, 2, 3))
    assert np.mean(near_by < 0.95 * far) > 0.3


def test_feet_darken_the_floor_below():
    rgba = grey_person()
    rgba[220:] = 0
    rng = np.random.default_rng(5)
    room = np.full((256, 256, 3), 150, np.float32)
    pictures = np.array([join(rng, cutout_of(rgba), room) for _ in range(30)])
    below = pictures[:, 222:225, 110:146].mean(axis=(1, 2, 3))
    beside = pictures[:, 222:225, :20].mean(axis=(1, 2, 3))
    assert np.mean(below < 0.92 * beside) > 0.5
