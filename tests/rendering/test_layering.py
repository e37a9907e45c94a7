from dataclasses import replace

import numpy as np
import pytest

from tests.support.bodies import flat_tee, flat_trousers
from tests.support.drawn_person import FRAME_ROI, painted
from tryon_ar.fitting.body_frame import Joint
from tryon_ar.fitting.fit import Layer
from tryon_ar.garments.garment import Part
from tryon_ar.rendering.layering import beneath
from tryon_ar.rendering.lighting import Lighting
from tryon_ar.rendering.poisson_numba import NumbaPoissonSolver
from tryon_ar.rendering.renderer import Renderer
from tryon_ar.rendering.worn_garment import WornGarment

OUTER_BGR = (200, 90, 40)


@pytest.fixture(scope="module")
def body():
    return painted()[1]


def fitted(garment, body):
    return WornGarment(garment).fit(body, 0.0)


def sleeveless(garment):
    parts = garment.parts.copy()
    parts[(parts == Part.LEFT_SLEEVE) | (parts == Part.RIGHT_SLEEVE)] = 0
    alpha = np.where(parts > 0, 255, 0).astype(np.uint8)
    marks = {name: at for name, at in garment.landmarks.items() if not name.startswith("cuff")}
    return replace(garment, parts=parts, alpha=alpha, landmarks=marks, category="outerwear")


def test_long_sleeves_hide_short_and_long_ones(body):
    long, short = fitted(flat_tee(long=True), body), fitted(flat_tee(), body)
    assert beneath(short, [long], FRAME_ROI).sleeves
    assert beneath(long, [long], FRAME_ROI).sleeves
    assert beneath(short, [short], FRAME_ROI).sleeves


def test_sleeves_longer_than_those_over_them_are_seen(body):
    long, short = fitted(flat_tee(long=True), body), fitted(flat_tee(), body)
    assert not beneath(long, [short], FRAME_ROI).sleeves
    marks = dict(short.landmarks)
    for side in ("left", "right"):
        for edge in ("inner", "outer"):
            x, y = marks[f"cuff_{side}_{edge}"]
            marks[f"cuff_{side}_{edge}"] = x, y + 30.0
    assert not beneath(replace(short, landmarks=marks), [short], FRAME_ROI).sleeves


def test_a_vest_hides_nothing_beside_it(body):
    tee, vest = fitted(flat_tee(), body), fitted(sleeveless(flat_tee()), body)
    assert not vest.has_sleeves
    assert beneath(tee, [vest], FRAME_ROI) is None


def test_an_inner_trunk_is_seen_within_the_neck_and_below_the_hem_only(body):
    outer = fitted(flat_tee(long=True), body)
    hidden = beneath(fitted(flat_tee(), body), [outer], FRAME_ROI).trunk
    neck, hem, waist = (
        np.mean([outer.landmarks[f"{stem}_{side}"] for side in ("left", "right")], axis=0)
        for stem in ("neck", "hem", "waist")
    )
    for x, y in (neck, waist, neck - np.array([0, 20]), hem + np.array([0, 20])):
        assert hidden[round(y), round(x)] == 0
    for name in ("waist_left", "armpit_left", "shoulder_left"):
        x, y = outer.landmarks[name]
        assert hidden[round(y), round(x) + 10] == 255


def test_only_tops_hide_anything_and_never_a_hood(body):
    tee, trousers = fitted(flat_tee(), body), fitted(flat_trousers(), body)
    assert beneath(tee, [], FRAME_ROI) is None
    assert beneath(tee, [trousers], FRAME_ROI) is None
    assert beneath(tee, [tee], FRAME_ROI).hides(Layer.HOOD) is None


@pytest.mark.parametrize("cut", [flat_tee, lambda: sleeveless(flat_tee())])
def test_trousers_are_seen_below_the_hem_over_them_and_not_beside_it(body, cut):
    top, trousers = fitted(cut(), body), fitted(flat_trousers(), body)
    hidden = beneath(trousers, [top], FRAME_ROI).hides(Layer.LEG)
    x, y = np.rint(top.landmarks["hem_left"]).astype(int)
    assert hidden[y - 10, x + 8] == 255
    assert hidden[y + 30, x - 15] == 0


def test_trousers_of_spread_legs_are_seen_beside_the_hem(body):
    top, trousers = fitted(flat_tee(), body), fitted(flat_trousers(), body)
    x, y = top.landmarks["hem_left"]
    marks = trousers.landmarks | {"leg_hem_left_outer": (x + 80.0, y + 40.0)}
    assert beneath(replace(trousers, landmarks=marks), [top], FRAME_ROI) is None


def test_a_wider_tee_does_not_show_beside_the_jacket_over_it():
    frame, body = painted()
    tee = WornGarment(flat_tee())
    coat = flat_tee(long=True)
    photo = np.where((coat.parts > 0)[..., None], OUTER_BGR, 245).astype(np.uint8)
    jacket = WornGarment(replace(coat, photo_bgr=photo, category="outerwear"))
    wide = tee.fit(body, 0.0)
    middle = body.pose.points_px[[Joint.LEFT_SHOULDER, Joint.RIGHT_SHOULDER], 0].mean()
    wide = replace(wide, segments=tuple(widened(one, middle) for one in wide.segments))
    outfit = [(tee, wide), (jacket, jacket.fit(body, 0.0))]
    alone = Renderer(Lighting(NumbaPoissonSolver())).render(frame, body, outfit[1:])
    both = Renderer(Lighting(NumbaPoissonSolver())).render(frame, body, outfit)
    hem = round(outfit[1][1].landmarks["hem_left"][1])
    more = (both.coverage[:hem] > 0.5) & (alone.coverage[:hem] < 0.1)
    assert np.count_nonzero(more) < 60
    bare = Renderer(Lighting(NumbaPoissonSolver())).render(frame, body, outfit[:1])
    wider = (bare.coverage[:hem] > 0.5) & (alone.coverage[:hem] < 0.1)
    assert np.count_nonzero(wider) > 1000


def widened(segment, middle, factor=1.2):
    def stretch(points):
        return np.column_stack([middle + factor * (points[:, 0] - middle), points[:, 1]])

    return replace(
        segment,
        frame_points=stretch(segment.frame_points),
        hull_points=stretch(segment.hull_points),
    )


def test_a_tee_hangs_straight_out_below_a_jacket_and_a_dress_spreads(body):
    outer, inner = fitted(flat_tee(long=True), body), fitted(flat_tee(), body)
    tee = beneath(inner, [outer], FRAME_ROI).trunk
    marks = dict(inner.landmarks)
    for name in ("hem_left", "hem_right", "hem_center"):
        marks[name] = marks[name][0], marks[name][1] + 1.0 * inner.unit_px
    dress = beneath(replace(inner, landmarks=marks), [outer], FRAME_ROI).trunk
    corner = np.array(outer.landmarks["hem_left"])
    x, y = np.rint(corner + np.array([0.12, 0.5]) * outer.unit_px).astype(int)
    assert y < FRAME_ROI.y1
    assert tee[y - FRAME_ROI.y0, x - FRAME_ROI.x0] == 255
    assert dress[y - FRAME_ROI.y0, x - FRAME_ROI.x0] == 0
