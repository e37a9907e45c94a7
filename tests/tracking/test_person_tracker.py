import numpy as np
import pytest

from tests.tracking.bodies import SIZE_PX, body_at, frame_at
from tryon_ar.core.errors import TrackerUnavailable
from tryon_ar.core.types import Frame, GarmentState
from tryon_ar.tracking.person_tracker import PersonTracker
from tryon_ar.tracking.replay import Recording, ReplayTracker

DRESSED, HELD, FADED, NOBODY = GarmentState


def tracker_of(bodies, **options):
    return PersonTracker(ReplayTracker(Recording.of_bodies(bodies, SIZE_PX)), **options)


def states(tracker, count):
    return [tracker.process(frame_at(i, i * 1000 / 30)) for i in range(count)]


def test_a_dressed_frame_carries_everything():
    frame = frame_at(0, 0.0)
    tracked = tracker_of([body_at()]).process(frame)
    assert tracked.frame is frame
    assert tracked.state is DRESSED
    assert (tracked.opacity, tracked.reason) == (1.0, "")
    assert tracked.latency_ms["capture"] == 1.5
    assert tracked.latency_ms["track"] > 0.0
    assert tracked.body is not None
    assert tracked.body.mask.shape == (SIZE_PX[1], SIZE_PX[0])
    assert not tracked.body.mask.flags.writeable


def test_a_held_body_is_the_one_drawn_last():
    bodies = [body_at(x=300.0 + 4.0 * i) for i in range(5)] + [None] * 30
    tracked = states(tracker_of(bodies), 35)
    drawn = tracked[4].body
    assert drawn is not None
    assert drawn.pose.points_px[0, 0] != bodies[4].pose.points_px[0, 0]  # smoothed
    assert tracked[5].state is HELD
    assert tracked[5].body is drawn
    faded = [each for each in tracked if each.state is FADED]
    assert faded
    assert all(each.body is drawn and 0.0 < each.opacity < 1.0 for each in faded)
    assert tracked[-1].body is None


def test_a_new_person_is_not_smoothed_into_the_old_one():
    new = body_at(x=520.0, y=140.0, shoulders_px=90.0)
    tracked = states(tracker_of([body_at(x=110.0, shoulders_px=80.0)] * 5 + [new] * 2), 7)
    assert [each.state for each in tracked[5:]] == [NOBODY, DRESSED]
    assert tracked[6].body is not None
    assert tracked[6].body.pose.points_px == pytest.approx(new.pose.points_px)
    assert len({each.track_id for each in tracked[:5]}) == 1
    assert tracked[6].track_id > tracked[4].track_id


def test_photos_are_judged_one_by_one():
    bodies = [body_at(x=110.0), None, body_at(x=520.0)]
    tracked = states(tracker_of(bodies, still=True), 3)
    assert [each.state for each in tracked] == [DRESSED, NOBODY, DRESSED]
    assert tracked[2].body is not None
    assert tracked[2].body.pose.points_px == pytest.approx(bodies[2].pose.points_px)
    assert len({each.track_id for each in tracked}) == 3


def test_another_size_of_frames_starts_afresh():
    tracker = tracker_of([body_at(), None])
    tracker.process(frame_at(0, 0.0))
    assert tracker.process(frame_at(1, 33.0, (320, 240))).state is NOBODY


def test_reset_forgets_the_person():
    tracker = tracker_of([body_at(), None])
    tracker.process(frame_at(0, 0.0))
    tracker.reset()
    assert tracker.process(frame_at(1, 33.0)).state is NOBODY


def lit(index, level):
    image = np.full((SIZE_PX[1], SIZE_PX[0], 3), level, np.uint8)
    return Frame(image, index, index * 1000 / 30, 0)


def test_a_cut_forgets_the_person_everywhere():
    bodies = [body_at(x=110.0), body_at(x=520.0), None]
    resets = []
    replay = ReplayTracker(Recording.of_bodies(bodies, SIZE_PX))
    replay.reset = lambda: resets.append(1)
    tracker = PersonTracker(replay)
    tracked = [tracker.process(lit(i, level)) for i, level in enumerate((60, 160, 60))]
    assert [each.state for each in tracked] == [DRESSED, DRESSED, NOBODY]
    assert len(resets) == 3  # the first frame, and two cuts
    assert tracked[1].body is not None
    assert tracked[1].body.pose.points_px == pytest.approx(bodies[1].pose.points_px)


class FailingTracker:
    closed = 0

    def track(self, _frame):
        raise TrackerUnavailable("It failed.", "Try again.")

    def reset(self):
        pass

    def close(self):
        self.closed += 1


def test_errors_reach_the_caller_and_close_is_passed_on():
    failing = FailingTracker()
    with (
        PersonTracker(failing) as tracker,
        pytest.raises(TrackerUnavailable),
    ):
        tracker.process(frame_at(0, 0.0))
    assert failing.closed == 1


def test_frames_are_not_changed():
    frame = frame_at(0, 0.0)
    before = np.array(frame.image_bgr)
    tracker_of([body_at()]).process(frame)
    assert np.array_equal(frame.image_bgr, before)
