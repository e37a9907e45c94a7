from tests.support.bodies import flat_tee
from tryon_ar.fitting.landmarks import garment_landmarks, has_sleeves, is_long_sleeved


def test_elbow_edges_lie_on_the_sleeves_outline():
    marks = garment_landmarks(flat_tee(long=True))
    assert abs(marks["elbow_left_outer"][0] - 351) < 2
    assert abs(marks["elbow_left_inner"][0] - 290) < 2
    assert abs(marks["elbow_right_outer"][0] - 50) < 2


def test_derivable_landmarks_are_filled_in():
    tee = flat_tee()
    for name in ("waist_left", "hem_center", "neck_front"):
        del tee.landmarks[name]
    marks = garment_landmarks(tee)
    assert tuple(marks["hem_center"]) == (200.0, 455.0)
    assert tuple(marks["neck_front"]) == (200.0, 62.0)
    assert 170 < marks["waist_left"][1] < 455


def test_sleeves_are_recognised():
    assert has_sleeves(garment_landmarks(flat_tee()))
    assert not is_long_sleeved(garment_landmarks(flat_tee()))
    assert is_long_sleeved(garment_landmarks(flat_tee(long=True)))
