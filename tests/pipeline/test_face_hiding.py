"""Faces in saved pictures: nothing is left of them, however tracking goes."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from tryon_ar.core.errors import TrackerUnavailable
from tryon_ar.core.labels import Label, Labels
from tryon_ar.core.types import (
    Body,
    DressedFrame,
    Frame,
    GarmentState,
    LookPicture,
    Pose,
    TrackedFrame,
)
from tryon_ar.pipeline.face_covers import cut_above, hide_all, hide_ovals
from tryon_ar.pipeline.face_hiding import FaceHider, Hidden
from tryon_ar.tracking.head_finder import Oval

SIZE = (480, 640)


class Finder:
    """Finds the heads it was told of."""

    def __init__(self, *heads: Oval) -> None:
        self.heads, self.looks = list(heads), 0

    def find(self, _image_bgr):
        self.looks += 1
        return self.heads


def noise(rng, shape=SIZE):
    return rng.integers(0, 256, (*shape, 3), dtype=np.uint8)


def pose_at(x: float, y: float, unit: float = 120.0) -> Pose:
    """Return a pose facing the camera with the middle of its face at a place."""
    points = np.full((33, 2), (x, y + 2 * unit))
    offsets = [(0, 0.02)] + [(k * 0.06, -0.1) for k in (-1, -2, -3, 1, 2, 3)]
    offsets += [(-0.25, -0.04), (0.25, -0.04), (-0.1, 0.16), (0.1, 0.16)]
    points[:11] = np.array(offsets) * unit + (x, y)
    points[[11, 12]] = [(x + unit / 2, y + 0.8 * unit), (x - unit / 2, y + 0.8 * unit)]
    points[[23, 24]] = [(x + unit / 3, y + 2.3 * unit), (x - unit / 3, y + 2.3 * unit)]
    return Pose(points, np.ones(33), np.zeros(33), np.zeros((33, 3)))


def tracked(image, x=320.0, y=160.0, *, t_ms=0.0, state=GarmentState.DRESSED, labels=None):
    body = None
    if state is not GarmentState.NOBODY:
        body = Body(pose_at(x, y), np.ones(image.shape[:2], np.float32), labels)
    return TrackedFrame(Frame(image, round(t_ms), t_ms, 0), body, state)


def left_of(face, before, after) -> float:
    """Return how much of a face's detail is still there: the correlation of its edges."""
    x, y, reach = face
    cut = slice(round(y - reach), round(y + reach)), slice(round(x - reach), round(x + reach))
    one, other = (
        cv2.Laplacian(np.asarray(image[cut], np.float32).mean(axis=2), cv2.CV_32F)
        for image in (before, after)
    )
    if other.std() < 1e-6:
        return 0.0
    return float(abs(np.corrcoef(one.ravel(), other.ravel())[0, 1]))


@pytest.fixture
def hider():
    return lambda mode="blur", *heads, **how: FaceHider(
        mode, make_finder=lambda: Finder(*heads), **how
    )


def test_kept_faces_cost_nothing_and_change_nothing(rng, hider):
    image = noise(rng)
    keeping = FaceHider("keep", make_finder=lambda: pytest.fail("nobody is looked for"))
    hidden = keeping.look(tracked(image))
    assert keeping.hide(image, hidden, fixed=True) is image


def test_of_the_tracked_face_nothing_is_left_and_the_rest_is_untouched(rng, hider):
    image = noise(rng)
    blurring = hider()
    result = blurring.hide(image, blurring.look(tracked(image)), fixed=True)
    assert left_of((320, 160, 30), image, result) < 0.1
    assert left_of((320, 160, 30), image, image) > 0.99  # the measure can tell
    assert np.array_equal(result[300:], image[300:])
    assert np.array_equal(result[:, :180], image[:, :180])


def test_two_faces_that_differ_in_all_but_broad_colours_get_the_same_cover(rng):
    broad = cv2.GaussianBlur(noise(rng), (0, 0), 25).astype(int)
    squares = (np.indices(SIZE) // 6).sum(axis=0) % 2 * 2 - 1
    one, other = (
        np.uint8(np.clip(broad + sign * 60 * squares[..., None], 0, 255)) for sign in (1, -1)
    )
    oval = Oval(320, 200, 60, 70)
    covers = [hide_ovals(image, [oval])[150:250, 270:370].astype(int) for image in (one, other)]
    assert np.abs(one.astype(int) - other).mean() > 100
    assert np.abs(covers[0] - covers[1]).mean() < 4


def test_other_people_are_hidden_too(rng, hider):
    image = noise(rng)
    blurring = hider("blur", Oval(540, 120, 30, 36))
    result = blurring.hide(image, blurring.look(tracked(image)), fixed=True)
    assert left_of((540, 120, 20), image, result) < 0.15


def test_what_is_labelled_a_face_is_hidden_where_the_pose_is_wrong(rng, hider):
    image = noise(rng)
    shares = np.zeros((8, 64, 64), np.float32)
    shares[Label.BACKGROUND] = 1.0
    shares[Label.FACE, 10:20, 40:48] = 1.0  # 10 px each: x 400..480, y 100..200
    labels = Labels(shares, 0.0, 0.0, 640.0)
    blurring = hider()
    result = blurring.hide(image, blurring.look(tracked(image, labels=labels)), fixed=True)
    assert left_of((440, 150, 25), image, result) < 0.15


@pytest.mark.parametrize("speed", [20.0, 60.0])
def test_a_fast_head_is_hidden_where_the_tracker_lags_behind(rng, hider, speed):
    blurring = hider("blur", quick=True)
    image = noise(rng)
    for step in range(8):
        at = 100 + speed * step
        lagging = at - 0.5 * speed if step else at
        seen = tracked(image, x=lagging, t_ms=33.0 * step)
        result = blurring.hide(image, blurring.look(seen), fixed=True)
        if 30 < at < 600:
            assert left_of((at, 160, 20), image, result) < 0.15, step


def test_while_the_person_is_lost_the_cover_grows_and_then_all_is_hidden(rng, hider):
    image = noise(rng)
    blurring = hider()
    first = blurring.look(tracked(image))
    assert first.ovals is not None
    held = [
        blurring.look(tracked(image, t_ms=t, state=GarmentState.HELD)) for t in (33.0, 150.0, 290.0)
    ]
    widths = [one.ovals[0].half_width_px for one in (first, *held)]
    assert widths == sorted(set(widths))
    assert widths[-1] - widths[0] > 120  # a shoulder width and more in 0.3 s
    gone = blurring.look(tracked(image, t_ms=700.0, state=GarmentState.NOBODY))
    assert gone == Hidden(None)
    result = blurring.hide(image, gone, fixed=True)
    assert left_of((320, 240, 200), image, result) < 0.1


def test_who_was_never_seen_well_is_not_trusted_to_be_where_he_was(rng, hider):
    image = noise(rng)
    assert hider().look(tracked(image, state=GarmentState.HELD)) == Hidden(None)
    assert hider(still=True).look(tracked(image, state=GarmentState.FADED)) == Hidden(None)


def test_where_nobody_can_be_looked_for_all_is_hidden_and_told_once(rng, told):
    class Broken:
        def find(self, _image_bgr):
            raise TrackerUnavailable("no network")

    image = noise(rng)
    blurring = FaceHider("blur", make_finder=Broken)
    for step in range(3):
        assert blurring.look(tracked(image, t_ms=33.0 * step)) == Hidden(None)
    assert [one.topic for one in told] == ["faces"]


def test_in_a_hurry_every_third_frame_is_searched_and_covers_last(rng):
    finder = Finder(Oval(540, 120, 30, 36))
    quick = FaceHider("blur", quick=True, make_finder=lambda: finder)
    image = noise(rng)
    covers = [quick.look(tracked(image, t_ms=33.0 * step)).ovals for step in range(7)]
    assert finder.looks == 3
    assert all(any(one.x_px == 540 for one in each) for each in covers)


def test_in_a_hurry_another_scene_is_searched_at_once(rng):
    """A cut brings faces that the last look cannot have found."""
    finder = Finder()
    quick = FaceHider("blur", quick=True, make_finder=lambda: finder)
    image = noise(rng)
    quick.look(tracked(image))
    finder.heads = [Oval(540, 120, 30, 36)]
    ovals = quick.look(replace(tracked(image, t_ms=33.0), track_id=1)).ovals
    assert any(one.x_px == 540 for one in ovals)


def test_a_photo_loses_the_rows_down_to_below_the_chin(rng, hider):
    image = noise(rng)
    cropping = hider("crop", still=True)
    hidden = cropping.look(tracked(image))
    result = cropping.hide(image, hidden, fixed=False)
    gone = SIZE[0] - result.shape[0]
    assert 160 + 0.16 * 120 < gone < 160 + 0.8 * 120  # between mouth and shoulders
    assert np.array_equal(result[40:], image[gone + 40 :])


def test_a_film_keeps_its_size_and_shows_nothing_above_the_chin(rng, hider):
    image = noise(rng)
    cropping = hider("crop")
    hidden = cropping.look(tracked(image))
    result = cropping.hide(image, hidden, fixed=True)
    assert result.shape == image.shape
    assert len(np.unique(result[: round(hidden.chin_px)].reshape(-1, 3), axis=0)) == 1
    assert np.array_equal(cut_above(image, 470, fixed=False)[470:], image[470:])  # hardly a photo


def grid_of(rng, now, *times_ms):
    """Return a frame with four looks, the cells of which show frames of these times."""
    looks = tuple(LookPicture(now.frame.image_bgr, t_ms) for t_ms in times_ms)
    return DressedFrame(noise(rng), now, None, {}, False, {}, looks=looks)


def in_cell(x, y):
    """Return the face of a frame in the last cell of a grid."""
    return SIZE[1] / 2 + x / 2, SIZE[0] / 2 + y / 2, 12


@pytest.mark.parametrize("mode", ["blur", "crop"])
def test_a_look_that_shows_an_earlier_frame_has_its_face_hidden_where_it_was(rng, hider, mode):
    film = hider(mode)
    for step in range(9):  # the head goes to the right and comes down, in 800 ms
        now = tracked(noise(rng), 180.0 + 30.0 * step, 100.0 + 10 * step, t_ms=100.0 * step)
        hidden = film.look(now)
    dressed = grid_of(rng, now, 800.0, 600.0, 400.0, 0.0)
    saved = film.hide_dressed(dressed, hidden, fixed=True)
    assert left_of(in_cell(180.0, 100.0), dressed.image_bgr, saved) < 0.2
    assert left_of(in_cell(420.0, 180.0), dressed.image_bgr, saved) < 0.2
    assert left_of((600, 460, 12), dressed.image_bgr, saved) > 0.8, "the rest stays"


def test_a_photo_of_looks_hides_as_far_as_a_head_may_have_been(rng, hider):
    photo = hider("blur", still=True)
    now = tracked(noise(rng), 320.0, 160.0, t_ms=800.0)
    dressed = grid_of(rng, now, 800.0, 800.0, 800.0, 500.0)
    saved = photo.hide_dressed(dressed, photo.look(now), fixed=False)
    assert left_of(in_cell(400.0, 160.0), dressed.image_bgr, saved) < 0.2


def test_a_look_at_a_moment_when_the_head_was_not_known_is_hidden_whole(rng, hider):
    film = hider()
    film.look(tracked(noise(rng), state=GarmentState.NOBODY))
    now = tracked(noise(rng), t_ms=300.0)
    hidden = film.look(now)
    dressed = grid_of(rng, now, 300.0, 300.0, 300.0, 0.0)
    saved = film.hide_dressed(dressed, hidden, fixed=True)
    assert left_of((600, 460, 12), dressed.image_bgr, saved) < 0.2


def test_in_a_grid_of_looks_every_cell_is_treated(rng, hider):
    image = noise(rng)
    grid = np.tile(cv2.resize(image, (320, 240), interpolation=cv2.INTER_NEAREST), (2, 2, 1))
    look = LookPicture(image, 0.0)
    frame = tracked(image)
    dressed = DressedFrame(grid, frame, None, {}, False, {}, looks=(look,) * 4)
    blurring = hider()
    result = blurring.hide_dressed(dressed, blurring.look(frame), fixed=True)
    for x in (160, 480):
        for y in (80, 320):
            assert left_of((x, y, 20), grid, result) < 0.2
    split = replace(dressed, image_bgr=image, looks=(look,) * 2)
    assert (
        left_of(
            (320, 160, 30), image, blurring.hide_dressed(split, blurring.look(frame), fixed=True)
        )
        < 0.1
    )


def test_all_hidden_is_all_hidden_at_any_size(rng):
    for shape in ((480, 640), (1, 1), (3, 900), (2000, 20)):
        image = noise(rng, shape)
        assert hide_all(image).shape == image.shape
    large = noise(rng)
    assert left_of((320, 240, 200), large, hide_all(large)) < 0.1


def test_ovals_beyond_the_picture_are_harmless(rng):
    image = noise(rng)
    for oval in (Oval(-500, -500, 50, 50), Oval(0, 0, 9e4, 9e4), Oval(640, 480, 0.1, 0.1)):
        assert hide_ovals(image, [oval]).shape == image.shape
