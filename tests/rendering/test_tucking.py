from dataclasses import replace

import numpy as np
import pytest

from tests.support.bodies import flat_tee, flat_trousers, standing_body
from tryon_ar.core.dressing import DressingOptions
from tryon_ar.core.roi import Roi
from tryon_ar.core.types import Frame, GarmentState, TrackedFrame
from tryon_ar.fitting.fitter import GarmentFitter
from tryon_ar.pipeline.dresser import Dresser
from tryon_ar.rendering.poisson_numba import NumbaPoissonSolver
from tryon_ar.rendering.tucking import tucked_away

WHOLE = Roi(0, 0, 640, 480)
TUCKED = DressingOptions(tucked=True)


@pytest.fixture(scope="module")
def fit():
    found = GarmentFitter(flat_tee()).fit(standing_body(), 0.0, TUCKED)
    assert found
    return found


def test_what_lies_below_the_edge_is_hidden_and_nothing_above(fit):
    hidden = tucked_away(fit, WHOLE)
    for x, y in fit.tucked_along:
        column, row = round(float(x)), round(float(y))
        assert hidden[row + 3, column] == 255
        assert hidden[row - 3, column] == 0
    assert hidden[-1].all()
    assert not hidden[0].any()


def test_the_edge_is_soft_by_a_pixel(fit):
    column = tucked_away(fit, WHOLE)[:, 320]
    assert 1 <= ((column > 0) & (column < 255)).sum() <= 3


def test_parts_of_a_picture_agree_with_the_whole(fit):
    part = Roi(250, 200, 400, 300)
    one, other = tucked_away(fit, part), tucked_away(fit, WHOLE)[part.slices]
    np.testing.assert_array_equal(one[:, 3:-3], other[:, 3:-3])


def test_for_one_who_leans_far_below_stays_below(fit):
    turned = fit.tucked_along[::-1].copy()
    assert tucked_away(replace(fit, tucked_along=turned), WHOLE)[-1, 320] == 255


def test_a_garment_that_hangs_out_is_refused(fit):
    with pytest.raises(ValueError, match="not tucked in"):
        tucked_away(replace(fit, tucked_along=None), WHOLE)


def test_trousers_are_drawn_over_a_top_that_is_tucked_in_and_under_one_that_is_not():
    solver = NumbaPoissonSolver()
    body = standing_body()
    picture = np.full((480, 640, 3), 128, np.uint8)
    frame = TrackedFrame(Frame(picture, 0, 0.0, 0), body, GarmentState.DRESSED)
    dresser = Dresser([flat_tee(), flat_trousers()], solver=solver)
    shown = {}
    for options in (DressingOptions(light=0.0), replace(TUCKED, light=0.0)):
        dresser.set_options(options)
        dresser.reset()
        shown[options.tucked] = dresser.process(frame)
    dresser.close()
    waist = shown[True].garment_landmarks["flat-trousers"]["waist_left"]
    row = round(waist[1] + 15)  # within the trousers, above the tee's own hem
    tee, trousers = (40, 90, 200), (90, 60, 40)
    out, tucked = (shown[key].image_bgr[row, 320].astype(int) for key in (False, True))
    assert np.abs(out - tee).sum() < np.abs(out - trousers).sum()
    assert np.abs(tucked - trousers).sum() < np.abs(tucked - tee).sum()
    above = shown[True].image_bgr[round(waist[1] - 12), 320].astype(int)
    assert np.abs(above - tee).sum() < np.abs(above - trousers).sum()
