import dataclasses

import numpy as np
import pytest

from tests.support.hand_acting import (
    HANGING,
    Actor,
    Key,
    act,
    events,
    lowering,
    pointing,
    raising,
    showing_palm,
    swiping,
    watch,
)
from tests.support.hand_cases import CONDITIONS, HABITS, SIGNS, actors, performed
from tryon_ar.capture.opening import open_source
from tryon_ar.core.types import GarmentState, TrackedFrame
from tryon_ar.runtime.hand_control import HandControl, HandDeed, HandEvent
from tryon_ar.runtime.hand_reach import place_targets
from tryon_ar.tracking.person_tracker import PersonTracker

ACTOR = Actor(fps=20)


def held(actor: Actor, seconds: float = 1.0) -> list[Key]:
    """Raise the hand and keep it there, short of the targets."""
    keys = raising(actor)
    return [*keys, dataclasses.replace(keys[-1], t_s=keys[-1].t_s + seconds)]


@pytest.mark.parametrize("condition", ["usual", "at the laptop", "far", "10 FPS", "not mirrored"])
@pytest.mark.parametrize("sign", SIGNS)
def test_a_sign_is_understood_and_nothing_else_with_it(sign, condition):
    for actor in actors(condition, 1):
        keys, expected = performed(sign, actor)
        assert events(actor, keys) == [expected]


def test_signs_are_understood_however_badly_people_are_seen():
    actor = dataclasses.replace(ACTOR, **CONDITIONS["far, 10 FPS, late, jitter .04"])
    for sign in SIGNS:
        keys, expected = performed(sign, actor)
        assert events(actor, keys) == [expected], sign


@pytest.mark.parametrize("habit", HABITS, ids=lambda habit: habit.name)
def test_ordinary_movement_asks_for_nothing(habit):
    for left in (False, True):
        actor = dataclasses.replace(ACTOR, left=left)
        assert events(actor, habit.keys(actor)) == []


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("apart", [3])
def test_real_people_who_sign_talk_and_dance_ask_for_nothing(shared_data, apart):
    clips = sorted((shared_data / "webcam").glob("*.mkv"))
    clips += sorted((shared_data / "measure_only" / "motion").glob("*.mp4"))
    assert clips
    for clip in clips:
        control = HandControl()
        with open_source(str(clip)) as source, PersonTracker() as tracker:
            while (frame := source.read()) is not None:
                if frame.index % apart:
                    continue
                control.targets = place_targets(
                    [("previous", True)], [("next", True)], frame.size[0] / frame.size[1]
                )
                view = control.update(tracker.process(frame), mirrored=True)
                assert view.event is None, f"{clip.stem} at {frame.t_ms:.0f} ms"


def test_a_raised_hand_is_believed_only_after_a_moment_and_given_up_when_it_sinks():
    shown = watch(ACTOR, held(ACTOR) + lowering(held(ACTOR)[-1]))
    times = [t_s for t_s, view in shown if view.is_raised]
    up_s = raising(ACTOR)[-1].t_s
    assert up_s + 0.2 < times[0] < up_s + 0.6
    assert times[-1] < held(ACTOR)[-1].t_s + 0.6
    assert len(times) > 0.8 * (times[-1] - times[0]) * ACTOR.fps, "without a gap"


def test_with_both_hands_up_nothing_is_pointed_at():
    keys = held(ACTOR, 3.0)
    both = [dataclasses.replace(key, other=(key.out, key.down)) for key in keys]
    assert any(view.is_raised for _, view in watch(ACTOR, keys))
    assert not any(view.is_raised for _, view in watch(ACTOR, both))


def test_who_turns_away_points_at_nothing():
    control = HandControl()
    for tracked in act(ACTOR, held(ACTOR, 2.0)):
        points = tracked.body.pose.points_px
        points[11, 0] = points[12, 0] + 0.4 * ACTOR.shoulders_px  # hips tell the true size
        assert not control.update(tracked, mirrored=True).is_raised


@pytest.mark.parametrize("shoulders_px", [60.0, 230.0])
def test_the_pointer_is_calm_though_landmarks_are_not(shoulders_px):
    actor = dataclasses.replace(ACTOR, jitter=0.03, fps=30, shoulders_px=shoulders_px)
    keys = held(actor, 4.0)
    rest = [view.pointer for t_s, view in watch(actor, keys) if t_s > keys[-1].t_s - 2.0]
    radius = actor.targets[0].radius
    scatter = np.std(rest, axis=0) * (actor.aspect, 1.0)
    assert (scatter < 0.3 * radius).all()
    assert (np.std(np.diff(rest, axis=0), axis=0) * (actor.aspect, 1.0) < 0.15 * radius).all()


def test_the_pointer_goes_with_the_view():
    for left in (False, True):
        for mirrored in (False, True):
            actor = dataclasses.replace(ACTOR, left=left, mirrored=mirrored)
            pointers = [view.pointer for _, view in watch(actor, held(actor)) if view.pointer]
            assert (pointers[-1][0] > 0.5) == (left != mirrored)


def test_the_ring_fills_while_resting_and_empties_when_the_hand_leaves():
    keys = pointing(ACTOR, "next", held_s=0.8)
    shown = watch(ACTOR, keys)
    on = [view.progress for _, view in shown if view.target == "next"]
    assert 0.3 < max(on) < 1.0
    rising = np.diff(on[: int(np.argmax(on)) + 1])
    assert (rising >= 0).all()
    assert shown[-1][1].progress == 0.0


def test_dwelling_takes_as_long_as_chosen():
    for dwell_ms, expected in ((700.0, 1), (3000.0, 0)):
        control = HandControl(dwell_ms=dwell_ms)
        shown = watch(ACTOR, pointing(ACTOR, "photo", held_s=1.8), control)
        assert sum(view.event is not None for _, view in shown) == expected


def test_staying_repeats_only_where_that_makes_sense():
    found = events(ACTOR, pointing(ACTOR, "next", held_s=5.5))
    assert found == [HandEvent(HandDeed.PRESS, "next")] * 3
    assert len(events(ACTOR, pointing(ACTOR, "photo", held_s=5.5))) == 1


def test_a_palm_is_held_for_three_seconds_and_counts_once():
    assert events(ACTOR, showing_palm(ACTOR, held_s=2.5)) == []
    assert events(ACTOR, showing_palm(ACTOR, held_s=8.0)) == [HandEvent(HandDeed.PALM)]


def test_a_fist_held_up_is_no_palm():
    assert events(ACTOR, held(ACTOR, 5.0)) == []


def test_the_way_back_of_a_swipe_is_none():
    keys = swiping(ACTOR)
    back = keys[:-2]
    back.append(Key(back[-1].t_s + 0.3, 1.05, 0.0))
    back.append(Key(back[-1].t_s + 0.5, 1.05, 0.0))
    assert events(ACTOR, back + lowering(back[-1])) == events(ACTOR, keys)


@pytest.mark.parametrize(
    ("seconds", "length", "down"),
    [(1.6, 1.0, 0.1), (0.35, 0.5, 0.1), (0.35, 1.0, 1.1)],
    ids=["slow", "short", "downwards"],
)
def test_other_strokes_are_no_swipes(seconds, length, down):
    keys = raising(ACTOR)
    keys.append(Key(keys[-1].t_s + 0.6, keys[-1].out, 0.0))
    keys.append(Key(keys[-1].t_s + seconds, keys[-1].out - length, down))
    keys.append(Key(keys[-1].t_s + 0.4, keys[-1].out, keys[-1].down))
    assert events(ACTOR, keys + lowering(keys[-1])) == []


def test_a_frame_given_twice_acts_once():
    control = HandControl()
    control.targets = ACTOR.targets
    found = []
    for tracked in act(ACTOR, pointing(ACTOR, "photo")):
        for _ in range(2):
            found.append(control.update(tracked, mirrored=True).event)
    assert sum(event is not None for event in found) == 1


@pytest.mark.parametrize("what", ["nobody", "held", "another track", "a gap", "reset"])
def test_whatever_breaks_the_sequence_asks_for_the_hand_anew(what):
    control = HandControl()
    control.targets = ACTOR.targets
    frames = list(act(ACTOR, held(ACTOR, 1.5)))
    for tracked in frames[:-3]:
        view = control.update(tracked, mirrored=True)
    assert view.is_raised
    last = frames[-2]
    late = dataclasses.replace(last.frame, t_ms=last.frame.t_ms + 900.0)
    changed = {
        "nobody": TrackedFrame(last.frame, None, GarmentState.NOBODY),
        "held": dataclasses.replace(last, state=GarmentState.HELD),
        "another track": dataclasses.replace(last, track_id=last.track_id + 1),
        "a gap": dataclasses.replace(last, frame=late),
        "reset": last,
    }
    if what == "reset":
        control.reset()
    assert not control.update(changed[what], mirrored=True).is_raised


def test_a_hand_missed_for_a_moment_stays_raised():
    control = HandControl()
    frames = list(act(ACTOR, held(ACTOR, 2.0)))
    up = []
    for index, tracked in enumerate(frames):
        if 50 <= index < 54:
            tracked.body.pose.visibility[16] = 0.1
        up.append(control.update(tracked, mirrored=True).is_raised)
    assert up[49:] == [True] * len(up[49:])


def test_standing_still_shows_nothing():
    standing = [Key(0.0, *HANGING), Key(2.0, *HANGING)]
    assert not any(view.is_raised for _, view in watch(ACTOR, standing))
