"""What is known of a person in one frame, put together."""

import numpy as np
import pytest

from tests.support.bodies import SIZE_PX, standing_body
from tests.support.watching import NoHands, NoParser, plain_labels
from tryon_ar.core.errors import CorruptResource, InferenceError, TrackerUnavailable
from tryon_ar.core.labels import Label
from tryon_ar.core.types import Frame, GarmentState
from tryon_ar.pipeline.observer import Observer, PersonParser
from tryon_ar.pipeline.quality import STEPS
from tryon_ar.rendering.quality import FULL
from tryon_ar.tracking import person_tracker
from tryon_ar.tracking.person_tracker import PersonTracker
from tryon_ar.tracking.replay import Recording, ReplayTracker


def frame(index: int) -> Frame:
    picture = np.full((SIZE_PX[1], SIZE_PX[0], 3), 90, np.uint8)
    return Frame(picture, index, index * 33.0, 0)


@pytest.fixture
def parser():
    return NoParser(plain_labels(Label.UPPER))


@pytest.fixture
def hands():
    return NoHands()


def observer(bodies, parser, hands) -> Observer:
    replay = ReplayTracker(Recording.of_bodies(bodies, SIZE_PX, mask_size_px=SIZE_PX))
    return Observer(PersonTracker(replay), hands, parser)


def test_a_body_comes_with_its_labels(parser, hands):
    with observer([standing_body()], parser, hands) as watching:
        tracked = watching.process(frame(0))
    assert tracked.body.labels is parser.labels
    assert tracked.body.hands == ()
    assert tracked.latency_ms["parse"] >= 0
    assert tracked.latency_ms.keys() >= {"capture", "track", "parse"}


def test_no_frame_is_lost_where_the_tracker_fails_once(parser, hands, monkeypatch, told):
    class FailsOnce(ReplayTracker):
        def __init__(self, **_options):
            bodies = [standing_body()] * 3
            super().__init__(Recording.of_bodies(bodies, SIZE_PX, mask_size_px=SIZE_PX))
            self.fails = True

        def track(self, seen):
            if seen.index == 1 and self.fails:
                self.fails = False
                raise TrackerUnavailable("The pose tracker failed on a picture.", "Try again.")
            return super().track(seen)

    monkeypatch.setattr(person_tracker, "MediaPipePoseTracker", FailsOnce)
    with Observer(hands=hands, parser=parser) as watching:
        states = [watching.process(frame(index)).state for index in range(3)]
    assert states == [GarmentState.DRESSED] * 3
    assert len(told) == 1


def test_a_lower_quality_spares_the_networks(parser, hands):
    watching = PersonParser(hands, parser)
    watching.set_quality(STEPS[-1])
    assert parser.least_apart == hands.least_apart == STEPS[-1].apart
    watching.set_quality(FULL)
    assert parser.least_apart == hands.least_apart == 1


def test_raised_hands_are_watched_while_somebody_wants_to_know(parser, hands):
    watching = PersonParser(hands, parser)
    watching.watch_raised_hands(True)
    assert hands.watch_raised
    watching.watch_raised_hands(False)
    assert not hands.watch_raised


def test_nobody_is_not_parsed(parser, hands):
    with observer([None], parser, hands) as watching:
        tracked = watching.process(frame(0))
    assert tracked.body is None
    assert parser.parsed == []


def test_while_held_the_last_labels_stay(parser, hands):
    with observer([standing_body(), None], parser, hands) as watching:
        watching.process(frame(0))
        held = watching.process(frame(1))
    assert held.state is GarmentState.HELD
    assert held.body.labels is parser.labels
    assert len(parser.parsed) == 1


def test_another_person_is_parsed_as_another(parser, hands):
    with observer([standing_body()] * 3, parser, hands) as watching:
        first = watching.process(frame(0))
        watching.reset()
        second = watching.process(frame(1))
    assert first.track_id != second.track_id
    assert [track for _, track in parser.parsed] == [first.track_id, second.track_id]
    assert parser.resets == 1


def test_closing_releases_everything(parser, hands):
    observer([standing_body()], parser, hands).close()
    assert parser.closed
    assert hands.closed


class Failing:
    """A parser, or hands, that fail from the second frame on."""

    least_apart = 1
    watch_raised = False

    def __init__(self, answer, error):
        self.answer, self.error, self.asked = answer, error, 0

    def parse(self, *_):
        self.asked += 1
        if self.asked > 1:
            raise self.error
        return self.answer

    track = parse

    def reset(self):
        pass

    def close(self):
        pass


def tracked_frames(count):
    replay = ReplayTracker(
        Recording.of_bodies([standing_body()] * count, SIZE_PX, mask_size_px=SIZE_PX)
    )
    with PersonTracker(replay) as tracker:
        return [tracker.process(frame(index)) for index in range(count)]


@pytest.mark.parametrize(
    "error", [InferenceError("It failed on CPU."), CorruptResource("It is damaged.", "Install.")]
)
def test_a_parser_that_fails_is_done_without_told_once(hands, told, error):
    labels = plain_labels(Label.UPPER)
    parser = Failing(labels, error)
    watching = PersonParser(hands, parser, forgiving=True)
    found = [watching.process(one).body for one in tracked_frames(5)]
    assert [body.labels is not None for body in found] == [True, False, False, False, False]
    assert all(body.hands == () for body in found)
    assert parser.asked == 2, "it is not tried again"
    assert [one.topic for one in told] == ["parsing"]
    assert "pose alone" in told[0].text


def test_hands_that_fail_are_done_without_told_once(parser, told):
    hands = Failing((), TrackerUnavailable("No hands."))
    watching = PersonParser(hands, parser, forgiving=True)
    found = [watching.process(one).body for one in tracked_frames(4)]
    assert all(body.labels is parser.labels for body in found)
    assert hands.asked == 2
    assert [one.topic for one in told] == ["hands"]


def test_offline_a_failure_is_an_error(hands, told):
    watching = PersonParser(hands, Failing(None, InferenceError("It failed on CPU.")))
    first, second = tracked_frames(2)
    watching.process(first)
    with pytest.raises(InferenceError):
        watching.process(second)
    assert told == []
