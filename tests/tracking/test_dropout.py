import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tracking.bodies import SIZE_PX, body_at, pose_at
from tryon_ar.core.types import Body, GarmentState
from tryon_ar.tracking import dropout
from tryon_ar.tracking.anatomy import LEFT_SHOULDER, RIGHT_SHOULDER
from tryon_ar.tracking.dropout import DropoutPolicy

FRAME_MS = 1000 / 30
DRESSED, HELD, FADED, NOBODY = GarmentState


def judge_all(policy, bodies, start_ms=0.0):
    return [policy.judge(body, start_ms + i * FRAME_MS) for i, body in enumerate(bodies)]


def test_the_first_body_is_dressed_at_once():
    verdict = DropoutPolicy().judge(body_at(), 0.0)
    assert verdict.state is DRESSED
    assert (verdict.opacity, verdict.reason, verdict.restarted) == (1.0, "", True)


def test_nobody_at_the_start_is_nobody():
    verdict = DropoutPolicy().judge(None, 0.0)
    assert (verdict.state, verdict.body, verdict.reason) == (NOBODY, None, dropout.NOBODY)


def test_somebody_who_comes_into_an_empty_picture_is_dressed_at_once():
    verdicts = judge_all(DropoutPolicy(), [None] * 50 + [body_at()])
    assert verdicts[-1].state is DRESSED


def test_holds_then_fades_then_nobody():
    policy, last = DropoutPolicy(), body_at()
    policy.judge(last, 1000.0)
    seen = {gap: policy.judge(None, 1000.0 + gap) for gap in (33, 300, 375, 450, 599, 600, 2000)}
    assert [seen[gap].state for gap in seen] == [HELD, HELD, FADED, FADED, FADED, NOBODY, NOBODY]
    assert [seen[gap].opacity for gap in (33, 300, 375, 450)] == pytest.approx([1, 1, 0.75, 0.5])
    assert all(seen[gap].body is last for gap in (33, 300, 375, 450, 599))
    assert seen[600].body is None
    assert all(verdict.reason == dropout.NOBODY for verdict in seen.values())


@given(st.lists(st.floats(1.0, 300.0), min_size=1, max_size=40))
def test_opacity_never_rises_while_nobody_is_seen(gaps):
    policy = DropoutPolicy()
    policy.judge(body_at(), 0.0)
    opacities = [policy.judge(None, t).opacity for t in np.cumsum(gaps)]
    assert all(later <= sooner for sooner, later in itertools.pairwise(opacities))
    assert all(0.0 <= opacity <= 1.0 for opacity in opacities)


def test_a_short_absence_returns_at_once_and_keeps_smoothing():
    verdicts = judge_all(DropoutPolicy(), [body_at(), None, None, body_at(x=330.0)])
    assert [v.state for v in verdicts] == [DRESSED, HELD, HELD, DRESSED]
    assert not verdicts[-1].restarted


def test_after_a_long_absence_three_frames_must_agree():
    verdicts = judge_all(DropoutPolicy(), [body_at(), *[None] * 60, *[body_at()] * 4])
    assert [v.state for v in verdicts[-4:]] == [NOBODY, NOBODY, DRESSED, DRESSED]
    assert [v.restarted for v in verdicts[-4:]] == [False, False, True, False]
    assert verdicts[-4].reason == dropout.WELCOME


def test_another_body_after_a_short_absence_is_not_dressed_as_the_first():
    other = body_at(x=560.0, y=150.0, shoulders_px=70.0)
    verdicts = judge_all(DropoutPolicy(), [body_at(x=120.0), None, *[other] * 4])
    assert [v.state for v in verdicts] == [DRESSED, HELD, NOBODY, NOBODY, DRESSED, DRESSED]
    assert verdicts[4].restarted


def test_time_away_does_not_make_far_places_near():
    other = body_at(x=560.0, shoulders_px=100.0)
    verdicts = judge_all(DropoutPolicy(), [body_at(x=120.0), *[None] * 20, other])
    assert verdicts[-1].state is NOBODY


def test_smoothing_starts_afresh_after_more_than_a_few_frames():
    verdicts = judge_all(DropoutPolicy(), [body_at(), *[None] * 8, body_at(x=330.0)])
    assert verdicts[-1].state is DRESSED
    assert verdicts[-1].restarted


def test_bodies_that_disagree_are_never_confirmed():
    left, right = body_at(x=100.0, shoulders_px=60.0), body_at(x=540.0, shoulders_px=60.0)
    verdicts = judge_all(DropoutPolicy(), [body_at(x=320.0, shoulders_px=60.0), *[left, right] * 6])
    assert all(v.state is not DRESSED for v in verdicts[1:])


def test_a_cut_dresses_the_new_person_on_the_second_frame():
    new = body_at(x=520.0, y=140.0, shoulders_px=90.0)
    verdicts = judge_all(DropoutPolicy(), [body_at(x=110.0, shoulders_px=80.0)] * 5 + [new] * 3)
    assert [v.state for v in verdicts[-3:]] == [NOBODY, DRESSED, DRESSED]
    assert verdicts[-3].reason == dropout.LOOKING_AGAIN
    assert verdicts[-2].restarted


def test_a_single_wild_pose_holds_the_garment_where_the_person_still_is():
    real = body_at()
    wild = Body(pose_at(x=400.0, y=120.0, shoulders_px=30.0), real.mask)
    verdicts = judge_all(DropoutPolicy(), [real, real, wild, real])
    assert [v.state for v in verdicts] == [DRESSED, DRESSED, HELD, DRESSED]
    assert verdicts[2].body is real
    assert not verdicts[3].restarted


@pytest.mark.parametrize("frame_ms", [1000 / 60, 1000 / 30, 100.0, 200.0])
def test_quick_people_stay_dressed_at_any_frame_rate(frame_ms):
    policy, speed_px_s = DropoutPolicy(), 3.0 * 120.0  # three shoulder widths a second
    for i in range(int(1000 / frame_ms)):
        verdict = policy.judge(body_at(x=100.0 + speed_px_s * i * frame_ms / 1000), i * frame_ms)
        assert verdict.state is DRESSED
        assert verdict.restarted == (i == 0)


def altered(visibility=(0.99, 0.99), **place):
    pose = pose_at(**place)
    pose.visibility[[LEFT_SHOULDER, RIGHT_SHOULDER]] = visibility
    mask = np.ones((SIZE_PX[1], SIZE_PX[0]), np.float32)
    return Body(pose, mask)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (altered(), ""),
        (altered(visibility=(0.9, 0.3)), ""),  # turned sideways
        (altered(visibility=(0.4, 0.4)), dropout.STEP_BACK),
        (altered(visibility=(0.9, 0.1)), dropout.STEP_BACK),
        (altered(y=560.0), dropout.STEP_BACK),
        (altered(x=-80.0), dropout.STEP_BACK),
        (altered(y=460.0, shoulders_px=300.0), dropout.STEP_BACK),  # only the head
        (altered(shoulders_px=12.0), dropout.COME_CLOSER),
        (Body(pose_at(), np.zeros((480, 640), np.float32)), dropout.UNSURE),
        (Body(pose_at(), np.full((480, 640), 0.65, np.float32)), dropout.UNSURE),  # furniture
    ],
)
def test_who_cannot_be_dressed_is_told_why(body, reason):
    assert dropout.implausible(body, dropout.DropoutParameters()) == reason
    verdict = DropoutPolicy().judge(body, 0.0)
    assert verdict.reason == reason
    assert (verdict.state is DRESSED) == (reason == "")


def test_an_implausible_body_counts_as_absence():
    ghost = Body(pose_at(), np.zeros((480, 640), np.float32))
    verdicts = judge_all(DropoutPolicy(), [body_at(), *[ghost] * 30])
    assert verdicts[1].state is HELD
    assert verdicts[-1].state is NOBODY
    assert verdicts[-1].reason == dropout.UNSURE


def test_reset_and_time_going_back_forget_everybody():
    policy = DropoutPolicy()
    policy.judge(body_at(x=100.0), 5000.0)
    assert policy.judge(None, 0.0).state is NOBODY
    policy.judge(body_at(x=100.0), 40.0)
    policy.reset()
    assert policy.judge(None, 50.0).state is NOBODY
    assert policy.judge(body_at(x=500.0), 60.0).state is DRESSED


def test_the_garment_leaves_with_the_person():
    leaving = [altered(x=520.0 + 20.0 * i) for i in range(20)]
    verdicts = judge_all(DropoutPolicy(), leaving)
    states = [verdict.state for verdict in verdicts]
    assert states == sorted(states, key=[DRESSED, HELD, FADED, NOBODY].index)
    assert {DRESSED, HELD, FADED} <= set(states)
    for verdict, body in zip(verdicts, leaving, strict=True):
        if verdict.state in (HELD, FADED):
            assert verdict.body is body
            assert verdict.measured
            assert verdict.reason == dropout.STEP_BACK


def test_somebody_half_outside_for_long_is_undressed_and_dressed_on_return():
    outside = altered(x=650.0)
    verdicts = judge_all(DropoutPolicy(), [altered(x=600.0), *[outside] * 60, altered(x=600.0)])
    assert verdicts[-2].state is NOBODY
    assert verdicts[-1].state is DRESSED
