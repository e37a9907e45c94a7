"""The drawing stage on a person and garments made of numbers."""

import dataclasses

import numpy as np
import pytest

from tests.support.bodies import SIZE_PX, flat_tee, flat_trousers, standing_body, standing_points
from tryon_ar.core.dressing import DressingOptions
from tryon_ar.core.errors import ProviderUnavailable
from tryon_ar.core.types import Body, Frame, GarmentState, TrackedFrame
from tryon_ar.fitting.fitter import GarmentFitter
from tryon_ar.pipeline.dresser import Dresser
from tryon_ar.pipeline.quality import STEPS
from tryon_ar.rendering.poisson_numba import NumbaPoissonSolver


def frame(t_ms: float = 0.0, index: int = 0) -> Frame:
    rng = np.random.default_rng(index)
    noise = rng.integers(90, 120, (SIZE_PX[1], SIZE_PX[0], 3), dtype=np.uint8)
    return Frame(noise, index, t_ms, 0, capture_ms=1.5)


def tracked(
    body: Body | None,
    state: GarmentState = GarmentState.DRESSED,
    opacity: float = 1.0,
    t_ms: float = 0.0,
) -> TrackedFrame:
    latency_ms = {"capture": 1.5, "track": 17.0}
    return TrackedFrame(frame(t_ms), body, state, opacity, latency_ms=latency_ms)


@pytest.fixture(scope="module")
def tee():
    return flat_tee()


@pytest.fixture
def dresser(tee):
    made = Dresser([tee], provider="cpu")
    yield made
    made.close()


class FailingSolver:
    """Refuses every problem."""

    provider = "broken"

    def solve(self, problem, initial=None):
        raise ProviderUnavailable("The graphics card is gone.")


class WrongSolver(FailingSolver):
    """Answers with what is no number."""

    def solve(self, problem, initial=None):
        return np.full(problem.shape, np.nan, np.float32)


def test_somebody_is_dressed_in_the_garments_colour(dresser):
    dressed = dresser.process(tracked(standing_body()))
    assert dressed.coverage is not None
    blue, green, red = dressed.image_bgr[230, 320].astype(int)
    assert red > green > blue, "the tee is red-brown, the frame is grey"
    assert dressed.coverage[230, 320] == pytest.approx(1.0, abs=0.01)
    assert dressed.coverage.shape == dressed.image_bgr.shape[:2]
    assert not dressed.degraded


def test_far_from_the_garment_nothing_changes(dresser):
    given = tracked(standing_body())
    dressed = dresser.process(given)
    bare = dressed.coverage == 0
    assert bare[:60].all()
    assert bare[:, :150].all()
    changed = (dressed.image_bgr != given.frame.image_bgr).any(axis=2)
    assert not changed[:60].any()
    assert not changed[:, :150].any()


def test_what_it_gives_is_read_only_and_the_frame_is_kept(dresser):
    given = tracked(standing_body())
    before = given.frame.image_bgr.copy()
    dressed = dresser.process(given)
    assert not dressed.image_bgr.flags.writeable
    assert not dressed.coverage.flags.writeable
    np.testing.assert_array_equal(given.frame.image_bgr, before)


@pytest.mark.parametrize(
    "nothing",
    [
        tracked(None, GarmentState.NOBODY, 0.0),
        tracked(standing_body(), GarmentState.NOBODY, 1.0),
        tracked(standing_body(), GarmentState.FADED, 0.0),
    ],
    ids=["nobody", "nobody kept", "faded out"],
)
def test_with_nobody_to_dress_the_frame_is_shown_itself(dresser, nothing):
    dressed = dresser.process(nothing)
    assert dressed.image_bgr is nothing.frame.image_bgr
    assert dressed.coverage is None
    assert dressed.garment_landmarks == {}


def test_somebody_outside_the_picture_changes_nothing(dresser):
    given = tracked(standing_body(standing_points() + np.array([5000.0, 0.0])))
    assert dresser.process(given).image_bgr is given.frame.image_bgr


def test_without_garments_the_frame_is_shown_itself(dresser):
    dresser.set_garments([])
    given = tracked(standing_body())
    assert dresser.process(given).image_bgr is given.frame.image_bgr


def test_held_is_drawn_whole_and_fading_in_part(dresser):
    body = standing_body()
    whole = dresser.process(tracked(body)).coverage
    held = dresser.process(tracked(body, GarmentState.HELD, 1.0, t_ms=33.0)).coverage
    faint = dresser.process(tracked(body, GarmentState.FADED, 0.25, t_ms=66.0)).coverage
    np.testing.assert_allclose(held, whole, atol=0.02)
    solid = whole > 0.99
    assert solid.sum() > 10_000
    np.testing.assert_allclose(faint[solid], 0.25, atol=0.01)


def test_the_picture_fades_with_the_coverage(dresser):
    body = standing_body()
    at = (230, 320)
    given = tracked(body)
    bare = given.frame.image_bgr[at].astype(float)
    whole = dresser.process(given).image_bgr[at].astype(float)
    half = dresser.process(tracked(body, GarmentState.FADED, 0.5, t_ms=33.0)).image_bgr[at]
    np.testing.assert_allclose(half, (bare + whole) / 2, atol=12)  # its shadow shows through


def test_landmarks_are_told_where_they_were_drawn(dresser, tee):
    dressed = dresser.process(tracked(standing_body()))
    marks = dressed.garment_landmarks[tee.id]
    assert set(marks) <= set(tee.landmarks)
    assert marks["shoulder_left"][0] > 320 > marks["shoulder_right"][0]
    assert marks["hem_left"][1] > marks["armpit_left"][1] > marks["shoulder_left"][1]
    for x, y in (marks["shoulder_left"], marks["shoulder_right"]):
        assert (
            dressed.coverage[round(y) - 8 : round(y) + 9, round(x) - 8 : round(x) + 9].max() > 0.5
        )


def test_garments_can_be_changed(dresser):
    body = standing_body()
    dresser.set_garments([flat_trousers()])
    dressed = dresser.process(tracked(body))
    assert set(dressed.garment_landmarks) == {"flat-trousers"}
    assert dressed.coverage[230, 320] == 0
    assert dressed.coverage[380, 345] > 0.9


def test_options_hold_from_the_next_frame_on(dresser, tee):
    shaded = tracked(standing_body())
    full = dresser.process(shaded).image_bgr
    dresser.set_options(DressingOptions(light=0.0))
    dresser.reset()  # nothing is carried over from the frame before
    off = dresser.process(shaded).image_bgr
    assert (full != off).any()
    middle = off[200:260, 300:340].reshape(-1, 3)
    np.testing.assert_allclose(np.median(middle, axis=0), (40, 90, 200), atol=2)
    started_so = Dresser([tee], provider="cpu", options=DressingOptions(light=0.0))
    np.testing.assert_array_equal(started_so.process(shaded).image_bgr, off)


def test_options_reach_what_fits_a_garment(dresser, monkeypatch):
    asked = []
    fit = GarmentFitter.fit

    def noting(self, body, t_ms, options, *others):
        asked.append(options)
        return fit(self, body, t_ms, options, *others)

    monkeypatch.setattr(GarmentFitter, "fit", noting)
    wanted = DressingOptions(size="L", tucked=True, sway=False)
    dresser.set_options(wanted)
    dresser.process(tracked(standing_body()))
    assert asked == [wanted]


def test_what_is_worn_below_lies_beneath_whatever_the_order(dresser, tee):
    body = standing_body()
    pictures = []
    for garments in ([tee, flat_trousers()], [flat_trousers(), tee]):
        dresser.set_garments(garments)
        dresser.reset()
        dressed = dresser.process(tracked(body))
        assert list(dressed.garment_landmarks) == ["flat-trousers", "flat-tshirt"]
        pictures.append(dressed.image_bgr)
    np.testing.assert_array_equal(*pictures)
    marks = dressed.garment_landmarks
    overlap_y = round(
        (marks["flat-trousers"]["waist_left"][1] + marks["flat-tshirt"]["hem_left"][1]) / 2
    )
    blue, _, red = pictures[0][overlap_y, 320].astype(int)
    assert red > blue + 50, "the red tee hangs over the blue trousers' waist"


@pytest.mark.parametrize("solver", [FailingSolver(), WrongSolver()], ids=["raises", "nan"])
def test_a_failing_solver_degrades_the_blend_only(tee, solver):
    dresser = Dresser([tee], solver=solver)
    dressed = dresser.process(tracked(standing_body()))
    assert dressed.degraded
    assert dressed.coverage[230, 320] == pytest.approx(1.0, abs=0.01)
    assert dresser.provider == "broken"
    dresser.close()


def test_a_blend_that_recovers_is_degraded_no_longer(tee):
    class Recovering(NumbaPoissonSolver):
        broken = True

        def solve(self, problem, initial=None):
            if self.broken:
                raise ProviderUnavailable("not yet")
            return super().solve(problem, initial)

    solver = Recovering()
    dresser = Dresser([tee], solver=solver)
    assert dresser.process(tracked(standing_body())).degraded
    solver.broken = False
    assert not dresser.process(tracked(standing_body(), t_ms=33.0)).degraded
    dresser.close()


def test_every_stage_is_timed(dresser):
    for given in (tracked(standing_body()), tracked(None, GarmentState.NOBODY)):
        latency_ms = dresser.process(given).latency_ms
        assert set(latency_ms) == {"capture", "track", "parse", "fit", "warp", "blend", "total"}
        parts = sum(value for stage, value in latency_ms.items() if stage != "total")
        assert latency_ms["total"] == pytest.approx(parts)
        assert (latency_ms["capture"], latency_ms["track"]) == (1.5, 17.0)
    assert latency_ms["warp"] == latency_ms["blend"] == 0.0


def test_the_parts_add_up_to_the_stages(dresser):
    dressed = dresser.process(tracked(standing_body()))
    assert set(dressed.parts_ms) >= {"garment", "occlusion", "undress", "light", "composite"}
    stages_ms = dressed.latency_ms["warp"] + dressed.latency_ms["blend"]
    assert sum(dressed.parts_ms.values()) == pytest.approx(stages_ms)


def test_every_quality_dresses_much_the_same(dresser):
    pictures = []
    for quality in STEPS:
        dresser.reset()
        dresser.set_quality(quality)
        dressed = dresser.process(tracked(standing_body()))
        assert dressed.quality == quality.name
        pictures.append(dressed.image_bgr.astype(float))
    for lowered in pictures[1:]:
        assert np.abs(lowered - pictures[0]).mean() < 1.0


def test_another_person_owes_nothing_to_the_one_before(tee):
    other = standing_body(standing_points() + np.array([60.0, 20.0]))
    alone, after = (Dresser([tee], provider="cpu") for _ in range(2))
    after.process(tracked(other))
    newcomer = dataclasses.replace(tracked(standing_body(), t_ms=33.0), track_id=1)
    expected = alone.process(newcomer).image_bgr
    np.testing.assert_array_equal(after.process(newcomer).image_bgr, expected)
    alone.close()
    after.close()


def test_closing_again_is_harmless(dresser):
    dresser.close()
    dresser.close()
