"""Stillness of what is drawn, on clips made by rule."""

import cv2
import numpy as np
import pytest

from tests.support.clip_studio import ClipStudio
from tests.tracking.bodies import mask_of, pose_at
from tryon_ar.core.errors import MissingResource
from tryon_ar.core.types import Body, Frame
from tryon_ar.evaluation import stillness_suite
from tryon_ar.evaluation.stillness_clips import Drawn, Witnessed, draw
from tryon_ar.evaluation.stillness_input import NearbyMotion, region
from tryon_ar.evaluation.stillness_suite import (
    LONG,
    SETTINGS,
    SHORT,
    Window,
    followed_windows,
    measure_stillness,
    pops_of,
)
from tryon_ar.fitting.body_frame import Joint
from tryon_ar.garments.builtin import load_builtin
from tryon_ar.tracking.smoothing import SmoothingParameters

FRAMES, SIZE = 31, (640, 480)
WINDOW = 11  # frames of a second at ten frames a second
UNIT = 100.0
ONE = {"shipped": SmoothingParameters()}


@pytest.fixture
def texture():
    noise = np.random.default_rng(3).integers(0, 255, (SIZE[1], SIZE[0], 3), dtype=np.uint8)
    return cv2.GaussianBlur(noise, (0, 0), 2.0)


def clip(texture, ways, step_ms=1000 / 30):
    """A textured picture and the person in it, moved along a way."""
    frames, bodies, poses = [], [], []
    for index, (x, y) in enumerate(ways):
        matrix = np.array([[1.0, 0.0, x], [0.0, 1.0, y]])
        image = cv2.warpAffine(texture, matrix, SIZE, borderMode=cv2.BORDER_REFLECT)
        pose = pose_at(320.0 + x, 150.0 + y)
        frames.append(Frame(image, index, index * step_ms, 0))
        bodies.append(Body(pose, mask_of(pose)))
        poses.append(pose_at(320.0 + x, 150.0 + y))
    return Witnessed(frames, bodies, poses)


def slow(texture, ways):
    """A clip of ten frames a second."""
    return clip(texture, ways, 100.0)


def along(*axes):
    """A path of one point from its coordinates, or what does not change in them."""
    count = max(np.size(axis) for axis in axes)
    return np.stack([np.broadcast_to(axis, count) for axis in axes], axis=1).astype(float)


def drawn(**points):
    """Landmarks drawn along paths."""
    return Drawn(list(points), np.stack(list(points.values()), axis=1), UNIT)


def to_and_fro(count, reach_px):
    return np.where(np.arange(count) % 2, reach_px, -reach_px).astype(float)


@pytest.fixture
def studio(tmp_path, monkeypatch):
    made = ClipStudio(tmp_path)
    for name in ("open_source", "witness", "draw", "measure_injected"):
        monkeypatch.setattr(stillness_suite, name, getattr(made, name))
    monkeypatch.setattr(stillness_suite, "load_builtin", lambda name: name)
    return made


def test_both_sides_of_a_body_that_rests_are_still(texture):
    seen = clip(texture, np.zeros((FRAMES, 2)))
    windows = followed_windows(seen, seen.greys())
    assert windows
    assert all(set(window.arms_px) == {"left", "right"} for window in windows)


def test_a_body_that_walks_is_followed_but_not_still(texture):
    ways = np.stack([np.linspace(0, 40, FRAMES), np.zeros(FRAMES)], axis=1)
    seen = clip(texture, ways)
    window = followed_windows(seen, seen.greys())[0]
    assert not window.arms_px
    assert np.ptp(window.trunk_px[:, 0]) == pytest.approx(40.0, abs=0.3)


def test_windows_are_a_second_long_and_a_third_of_one_apart(texture):
    seen = slow(texture, np.zeros((WINDOW + 4, 2)))
    windows = followed_windows(seen, seen.greys())
    assert [window.frames for window in windows] == [slice(0, 11), slice(3, 14)]


def test_who_is_not_seen_in_the_middle_of_a_second_cannot_be_followed_in_it(texture):
    seen = slow(texture, np.zeros((WINDOW + 3, 2)))
    seen.followed[WINDOW // 2] = None  # the middle of the first second alone
    windows = followed_windows(seen, seen.greys())
    assert [window.frames.start for window in windows] == [3]


def test_a_body_too_small_to_carry_a_garment_is_not_followed(texture):
    seen = slow(texture, np.zeros((WINDOW, 2)))
    seen.followed[WINDOW // 2].pose.points_px[:] = 300.0
    assert followed_windows(seen, seen.greys()) == []


@pytest.mark.parametrize(
    ("part", "sides"),
    [("trunk", None), ("left_upper_arm", {"right"}), ("right_upper_arm", {"left"})],
)
def test_a_part_without_texture_is_not_followed(texture, part, sides):
    corners = region(part, pose_at(320.0, 150.0), 120.0)
    grown = corners.mean(axis=0) + (corners - corners.mean(axis=0)) * 1.4
    cv2.fillConvexPoly(texture, np.round(grown).astype(np.int32), (90, 90, 90))
    seen = slow(texture, np.zeros((WINDOW, 2)))
    windows = followed_windows(seen, seen.greys())
    assert [set(window.arms_px) for window in windows] == ([] if sides is None else [sides])


def test_a_garment_is_drawn_in_every_frame_of_a_clip(texture):
    found = draw(clip(texture, np.zeros((4, 2))), load_builtin("tee-white"))
    assert found.path_px.shape[0] == 4
    assert np.isfinite(found.path_px).all()
    assert found.unit_px == pytest.approx(120.0, rel=0.05)
    assert [found.names[i] for i in found.of(["neck_f"])] == ["neck_front"]


def test_a_hem_that_jumps_over_a_still_picture_pops_once(texture):
    seen = clip(texture, np.zeros((8, 2)))
    path = np.full((8, 2, 2), 300.0)
    path[4:, 0, 1] += 10.0
    found = Drawn(["hem_left", "cuff_left_outer"], path, 100.0)
    count, longest = pops_of(found, seen.greys(), NearbyMotion())
    assert (count, longest) == (1, pytest.approx(10.0))


def test_without_clips_there_is_nothing_to_measure(tmp_path):
    with pytest.raises(MissingResource):
        measure_stillness(tmp_path)


def test_what_is_drawn_on_a_body_that_rests_jitters_by_side_and_part(texture, studio):
    neck, cuff = to_and_fro(WINDOW, 1.0), to_and_fro(WINDOW, 2.0)
    studio.add(
        "rest",
        slow(texture, np.zeros((WINDOW, 2))),
        short=drawn(
            neck_left=along(300.0 + neck, 150.0),
            hem_right=along(350.0, np.full(WINDOW, 300.0)),
            cuff_left_outer=along(400.0, 250.0 + cuff),
            neck_front=along(320.0 + 50.0 * neck, 150.0),  # belongs to neither side
        ),
    )
    found = measure_stillness(studio.data, settings=ONE)["mean"]
    trunk, sleeve = np.var(neck), np.var(cuff)  # in pixels of a hundred: per cent
    assert found["jitter_by_part_pct"] == {
        "trunk": pytest.approx(np.sqrt(trunk / 2), abs=0.01),
        "sleeve": pytest.approx(np.sqrt(sleeve), abs=0.01),
    }
    assert found["jitter_pct"] == pytest.approx(np.sqrt((trunk + sleeve) / 3), abs=0.01)
    assert found["points_measured"] == 3 * WINDOW
    assert found["swim_pct"] is None


def test_a_body_that_sways_a_little_takes_its_garment_along_without_jitter(texture, studio):
    sway = 1.2 * np.sin(np.arange(WINDOW) * 2 * np.pi / WINDOW)
    studio.add(
        "sway",
        slow(texture, along(sway, 0.0)),
        short=drawn(neck_left=along(300.0 + sway, 150.0), cuff_right_outer=along(sway, 250.0)),
    )
    found = measure_stillness(studio.data, settings=ONE)["mean"]
    assert found["jitter_pct"] == pytest.approx(0.0, abs=0.05)
    assert found["jitter_with_sway_pct"] == pytest.approx(np.std(sway), abs=0.01)


def test_each_part_is_freed_of_its_own_motion(texture, studio, monkeypatch):
    breath, swing = (np.sin(np.arange(WINDOW) * n * 2 * np.pi / WINDOW) for n in (1, 2))
    moved = Window(slice(0, WINDOW), along(0.0, breath), {"left": along(swing, 0.0)})
    monkeypatch.setattr(stillness_suite, "followed_windows", lambda _seen, _greys: [moved])
    points = drawn(neck_left=along(300.0, breath), cuff_left_outer=along(300.0 + swing, 250.0))
    studio.add("both", slow(texture, np.zeros((WINDOW, 2))), short=points)
    found = measure_stillness(studio.data, settings=ONE)["mean"]
    assert found["jitter_by_part_pct"] == {"trunk": 0.0, "sleeve": 0.0}
    assert found["jitter_with_sway_pct"] == pytest.approx(np.std(swing), abs=0.01)


def test_a_garment_that_slides_on_a_walking_trunk_swims(texture, studio):
    walked, slid = np.linspace(0, 40, WINDOW), to_and_fro(WINDOW, 1.5)
    studio.add(
        "walk",
        slow(texture, along(walked, 0.0)),
        short=drawn(
            neck_front=along(320.0 + walked, 150.0 + slid),
            hem_left=along(350.0 + walked, 300.0),
            cuff_left_outer=along(walked, 250.0 + 20.0 * slid),  # no part of the trunk
        ),
    )
    found = measure_stillness(studio.data, settings=ONE)["mean"]
    assert found["swim_pct"] == pytest.approx(np.sqrt(np.var(slid) / 2), abs=0.1)
    assert found["jitter_pct"] is None
    assert found["points_measured"] == 0


def test_a_second_in_which_nobody_was_dressed_is_left_out(texture, studio):
    path = along(300.0 + to_and_fro(WINDOW + 3, 1.0), 150.0)
    path[0] = np.nan  # in the first of the two seconds alone
    seen = slow(texture, np.zeros((WINDOW + 3, 2)))
    studio.add("late", seen, short=drawn(neck_left=path))
    assert measure_stillness(studio.data, settings=ONE)["mean"]["points_measured"] == WINDOW


def test_a_clip_in_which_nobody_was_dressed_gives_no_figures(texture, studio):
    studio.add("nobody", slow(texture, np.zeros((WINDOW, 2))))
    found = measure_stillness(studio.data, settings=ONE)["mean"]
    assert found["jitter_by_part_pct"] == {}
    assert found["points_measured"] == found["pops"] == 0
    assert found["jitter_pct"] is found["swim_pct"] is found["lag_ms"] is None


def test_cuffs_that_follow_the_wrists_a_frame_late_lag_by_a_frame(texture, studio):
    assert lag_of(studio, texture) == pytest.approx(100.0, abs=5.0)


def without_left_cuff(_seen, found):
    found.names[0] = "hem_left"


def undressed_once(_seen, found):
    found.path_px[3] = np.nan


def wrist_hidden_once(seen, _found):
    seen.searched[5].visibility[Joint.LEFT_WRIST] = 0.3


def not_found_once(seen, _found):
    seen.searched[5] = None


@pytest.mark.parametrize(
    "spoil", [without_left_cuff, undressed_once, wrist_hidden_once, not_found_once]
)
def test_lag_is_told_only_where_wrist_and_cuff_are_seen_all_the_time(texture, studio, spoil):
    assert lag_of(studio, texture, spoil) is None


def lag_of(studio, texture, spoil=lambda _seen, _found: None):
    """The lag of a left cuff that is one frame late; there is no right one."""
    way = 15.0 * np.sin(np.arange(-1, 29) / 3)
    seen = slow(texture, np.zeros((29, 2)))
    for pose, x in zip(seen.searched, way[1:], strict=True):
        pose.points_px[Joint.LEFT_WRIST] += (x, 0.0)
        pose.points_px[Joint.RIGHT_WRIST] -= (x, 0.0)
    found = drawn(cuff_left_outer=along(400.0 + way[:-1], 330.0))
    spoil(seen, found)
    seen.followed[:] = [None] * len(seen.frames)  # nothing of the trunk is asked for here
    studio.add("wave", seen, long=found)
    return measure_stillness(studio.data, settings=ONE)["mean"]["lag_ms"]


def test_pops_are_counted_over_both_garments_and_by_the_minute(texture, studio):
    low, high = (
        along(300.0, np.r_[np.full(4, 300.0), np.full(4, 310.0)]),
        along(300.0, np.full(8, 300.0)),
    )
    high[6:, 0] += 20.0
    seen = slow(texture, np.zeros((8, 2)))
    studio.add("pops", seen, short=drawn(hem_left=low), long=drawn(cuff_left_outer=high))
    found = measure_stillness(studio.data, settings=ONE | {"other": SmoothingParameters()})["mean"]
    assert found["pops"] == 2
    assert found["pops_per_minute"] == pytest.approx(60.0 * 2 / (2 * 0.8), abs=0.01)
    assert found["largest_jump_pct"] == pytest.approx(20.0)


def test_clips_are_told_by_themselves_and_pooled(texture, studio):
    for name, reach in (("b", 3.0), ("a", 1.0)):
        neck = along(300.0 + to_and_fro(WINDOW, reach), 150.0)
        studio.add(name, slow(texture, np.zeros((WINDOW, 2))), short=drawn(neck_left=neck))
    found = measure_stillness(studio.data, settings=ONE)
    own = {name: figures["jitter_pct"] for name, figures in found["clips"].items()}
    assert list(own) == ["a", "b"]
    assert own["b"] == pytest.approx(3.0 * own["a"], rel=0.02)
    assert found["mean"]["jitter_pct"] == pytest.approx(np.sqrt(5.0) * own["a"], rel=0.02)
    assert studio.closed == 2


def test_every_setting_is_a_point_of_the_curve_and_the_first_is_what_clips_speak_of(
    texture, studio, monkeypatch
):
    still, restless = SmoothingParameters(), SmoothingParameters(follow_pictures=False)
    reach = {id(still): 1.0, id(restless): 4.0}

    def draw_so(seen, garment, parameters):
        del garment
        way = to_and_fro(len(seen.frames), reach[id(parameters)])
        return drawn(neck_left=along(300.0 + way, 150.0))

    monkeypatch.setattr(stillness_suite, "draw", draw_so)
    studio.add("rest", slow(texture, np.zeros((WINDOW, 2))))
    found = measure_stillness(studio.data, settings={"calm": still, "wild": restless})
    calm, wild = found["curve"]
    assert (calm["setting"], wild["setting"]) == ("calm", "wild")
    assert set(calm) == {"setting", "jitter_pct", "jitter_with_sway_pct", "swim_pct", "lag_ms"}
    assert wild["jitter_pct"] == pytest.approx(4.0 * calm["jitter_pct"], rel=0.02)
    assert found["mean"]["jitter_pct"] == calm["jitter_pct"]
    assert found["clips"]["rest"]["jitter_pct"] == calm["jitter_pct"]


def test_pictures_from_the_middle_of_the_first_three_clips_are_moved_in_a_known_way(
    texture, studio
):
    for name in "abcde":
        studio.add(name, slow(texture, np.zeros((3, 2))))
    found = measure_stillness(studio.data, settings=ONE, most_clips=4)
    assert list(found["clips"]) == list("abcd")
    assert found["injected"] == {"30_fps": "measured"}
    assert [id(one) for one in studio.injected.pictures] == [
        id(studio.clips[name].frames[1]) for name in "abc"
    ]
    assert studio.injected.parameters is ONE["shipped"]


def test_unless_told_all_settings_are_measured_and_what_ships_comes_first(texture, studio):
    studio.add("short", slow(texture, np.zeros((3, 2))))
    found = measure_stillness(studio.data)
    assert [row["setting"] for row in found["curve"]] == list(SETTINGS)
    assert studio.parameters == [one for one in SETTINGS.values() for _ in (SHORT, LONG)]
    assert studio.injected.parameters == SmoothingParameters()
    assert len(set(map(repr, SETTINGS.values()))) == len(SETTINGS)
