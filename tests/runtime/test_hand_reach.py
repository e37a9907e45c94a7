import numpy as np
import pytest

from tests.tracking.bodies import SIZE_PX, pose_at
from tryon_ar.core.types import Body
from tryon_ar.runtime.hand_reach import Target, face_in_view, place_targets, pointed_at
from tryon_ar.tracking.hand_signs import read_arms

TWO = [("a", False), ("b", False)]


@pytest.mark.parametrize("aspect", [4 / 3, 16 / 9, 1.0, 9 / 16])
def test_targets_lie_at_the_sides_inside_the_view_and_apart(aspect):
    targets = place_targets(TWO, [("c", False), ("d", True)], aspect)
    assert [one.name for one in targets] == ["a", "b", "c", "d"]
    for one in targets:
        assert one.radius / aspect < one.x < 1 - one.radius / aspect
        assert one.radius < one.y < 1 - one.radius
        assert abs(one.x - 0.5) > 0.25
    first, second = targets[:2]
    assert first.distance((second.x, second.y), aspect) > 2.5 * first.radius


def test_a_column_gives_way_to_the_face():
    face = (0.02, 0.1, 0.3, 0.45)
    free = place_targets(TWO, TWO, 4 / 3)
    moved = place_targets(TWO, TWO, 4 / 3, face)
    assert any(one.overlaps(face, 4 / 3) for one in free)
    assert not any(one.overlaps(face, 4 / 3) for one in moved)
    assert {one.name for one in moved if one.x < 0.5} == {"a", "b"}
    assert [one for one in moved if one.x > 0.5] == [one for one in free if one.x > 0.5]


def test_what_has_no_room_below_the_face_is_left_out():
    moved = place_targets(TWO, TWO, 4 / 3, (0.02, 0.3, 0.3, 0.7))
    assert all(one.y + one.radius <= 1 for one in moved)
    assert len([one for one in moved if one.x < 0.5]) == 1


def test_the_face_is_where_the_view_shows_it():
    pose = pose_at(x=160.0, y=180.0, shoulders_px=100.0)
    as_taken = face_in_view(pose, SIZE_PX, mirrored=False)
    mirrored = face_in_view(pose, SIZE_PX, mirrored=True)
    assert as_taken[0] < 160 / 640 < as_taken[2]
    assert mirrored[0] == pytest.approx(1 - as_taken[2])
    assert mirrored[2] == pytest.approx(1 - as_taken[0])
    assert as_taken[1] < (180 - 60) / 480 < as_taken[3]


def test_distances_are_in_heights_of_the_view():
    target = Target("a", 0.5, 0.5, 0.1)
    assert target.distance((0.6, 0.5), 2.0) == pytest.approx(0.2)
    assert target.distance((0.5, 0.6), 2.0) == pytest.approx(0.1)


def place(out, down=0.0, *, left=False, mirrored=True, shoulders_px=120.0, x=320.0):
    arms = read_arms(Body(pose_at(x, 200.0, shoulders_px), np.zeros((1, 1), np.float32)), SIZE_PX)
    return pointed_at(np.array([out, down]), arms, SIZE_PX, is_left=left, mirrored=mirrored)


def test_beside_the_shoulder_the_pointer_is_on_the_hand():
    x, _ = place(0.6, mirrored=False)
    assert x * 640 == pytest.approx(320 - 0.6 * 120)


@pytest.mark.parametrize("shoulders_px", [40.0, 60.0, 120.0, 200.0, 270.0])
@pytest.mark.parametrize("left", [False, True])
@pytest.mark.parametrize("x", [250.0, 320.0])
def test_a_comfortable_reach_is_on_the_column_near_and_far(shoulders_px, left, x):
    room = ((640 - x) if left else x) / shoulders_px
    targets = place_targets(TWO, [("c", False), ("d", False)], 4 / 3)
    reach = min(1.35, room - 0.22)
    for down, names in ((-0.5, "ac"), (0.25, "bd")):
        point = place(reach, down, left=left, shoulders_px=shoulders_px, x=x)
        assert [one.name for one in targets if one.distance(point, 4 / 3) < 0.3 * one.radius] == [
            names[0] if left else names[1]
        ]


def test_the_pointer_never_goes_back_while_the_hand_goes_out():
    for shoulders_px in (50.0, 120.0, 270.0):
        for x in (220.0, 320.0):
            xs = [
                place(out, shoulders_px=shoulders_px, x=x)[0] for out in np.arange(-0.5, 1.8, 0.05)
            ]
            assert (np.diff(xs) >= 0).all()


def test_the_pointer_stays_in_the_view():
    assert place(5.0, -3.0) == (1.0, 0.0)
    assert place(5.0, 3.0, left=True) == (0.0, 1.0)
