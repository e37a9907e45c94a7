import numpy as np
import pytest

from tryon_ar.capture import demo_motion, demo_people
from tryon_ar.capture.demo import SECONDS_A_PERSON, DemoSource, render, scene_for
from tryon_ar.capture.demo_people import PEOPLE, extend_backdrop, find_people
from tryon_ar.core.errors import SourceNotFound, UsageError

SIZE = (320, 240)
# Every half second of a time longer than all periods of the movement.
TIMES_S = np.arange(0, 60, 0.5)


@pytest.fixture(scope="module")
def scene():
    return scene_for(PEOPLE[0], SIZE)


def test_everybody_is_shown_except_who_may_not_be():
    ids = [person.person_id for person in find_people(None)]
    assert "P003" not in ids
    assert len(set(ids)) == len(ids) == 9


def test_frames_depend_on_time_alone(scene):
    np.testing.assert_array_equal(render(scene, SIZE, 3.3), render(scene, SIZE, 3.3))
    with DemoSource("p001", SIZE, fps=10) as source:
        for _ in range(33):
            source.read()
        np.testing.assert_array_equal(source.read().image_bgr, render(scene, SIZE, 3.3))


def test_the_next_person_comes_with_a_clean_cut():
    with DemoSource(size_px=SIZE, fps=1) as source:
        frames = [source.read().image_bgr for _ in range(int(SECONDS_A_PERSON) + 1)]
    second = scene_for(PEOPLE[1], SIZE)
    np.testing.assert_array_equal(frames[-1], render(second, SIZE, SECONDS_A_PERSON))


def test_the_person_moves_smoothly(scene):
    """No point of the grid jumps between frames, and the picture does change."""
    before = demo_motion.sampling_grid(scene, SIZE, 0.0)
    moved = 0.0
    for t_s in np.arange(1, 300) / 30:
        now = demo_motion.sampling_grid(scene, SIZE, t_s)
        moved = max(moved, float(np.abs(now - before).max()))
        before = now
    assert 0.1 < moved / scene.unit_px * 155 < 4.0


def test_the_movement_never_folds_the_picture(scene):
    for t_s in TIMES_S:
        grid = demo_motion.sampling_grid(scene, SIZE, t_s)
        along_x, along_y = np.diff(grid, axis=1)[:-1], np.diff(grid, axis=0)[:, :-1]
        area = along_x[..., 0] * along_y[..., 1] - along_x[..., 1] * along_y[..., 0]
        assert (area > 0.3 * np.median(area)).all()


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.person_id)
@pytest.mark.parametrize("size", [(640, 480), (1280, 720), (480, 640)])
def test_the_scene_is_never_left(person, size, monkeypatch):
    """Outside the scene its border would be smeared."""
    blank = np.zeros((2752, 1536, 3), np.uint8)
    monkeypatch.setattr(demo_people, "read_picture", lambda _: blank)
    scene = scene_for(person, size)
    height, width = scene.image_bgra.shape[:2]
    for t_s in TIMES_S:
        grid = demo_motion.sampling_grid(scene, size, t_s)
        inside = grid[1:-1, 1:-1]
        assert inside.min() >= 0
        assert inside[..., 0].max() <= width - 1
        assert inside[..., 1].max() <= height - 1


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.person_id)
def test_hair_and_hips_stay_in_the_picture(person):
    scene_top = (person.top_px - person.shoulder_px) / person.breadth_px
    scene_hip = (person.hip_px - person.shoulder_px) / person.breadth_px
    for t_s in TIMES_S:
        view = demo_motion.view_at(t_s, scene_top, scene_hip)
        assert view.centre[1] - view.height / 2 < scene_top - 0.05
        assert view.centre[1] + view.height / 2 > scene_hip + 0.1
        assert abs(view.centre[0]) < view.height * 4 / 3 / 2 - 1.0


def test_backdrops_are_continued_without_a_seam(rng):
    rows, columns = np.mgrid[0:200, 0:150]
    plain = 100 + 0.2 * rows + 0.1 * columns + rng.normal(0, 2, (200, 150))
    picture = np.repeat(plain[..., None], 3, axis=2).astype(np.uint8)
    wide = extend_backdrop(picture, 80, 60, 30)
    assert wide.shape == (230, 290, 3)
    np.testing.assert_array_equal(wide[30:, 80:-60], picture)
    steps = np.abs(np.diff(wide[30:, :, 0].astype(float), axis=1)).mean(axis=0)
    inner = steps[80:-60].mean()
    assert steps[[79, 80 + 150 - 1]].max() < 1.5 * inner
    assert wide[:, :80].std(axis=1).mean() > 1.0


def test_unknown_people_are_refused_with_those_there_are():
    for wrong in ("P003", "P999", "amateur"):
        with pytest.raises(SourceNotFound, match="P001"):
            DemoSource(wrong).open()
    assert find_people("p010")[0].person_id == "P010"


def test_missing_pictures_are_a_sentence(monkeypatch, tmp_path):
    monkeypatch.setattr(demo_people, "people_folder", lambda: tmp_path)
    with pytest.raises(SourceNotFound, match="missing"):
        DemoSource().open()


@pytest.mark.parametrize(("size", "fps"), [((10, 480), 30), ((640, 480), 0)])
def test_impossible_modes_are_refused(size, fps):
    with pytest.raises(UsageError):
        DemoSource(None, size, fps)
