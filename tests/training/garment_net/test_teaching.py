"""Labels for real photos, where two readings agree."""

# ruff: noqa: E402 - nothing of this is imported where PyTorch is missing
import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="PyTorch is in the extra 'train'")

from tryon_ar.garments.cutting.network import MIRRORED_LANDMARKS, MIRRORED_PARTS
from tryon_ar.garments.cutting.reading import LANDMARK_ORDER, PART_COUNT
from tryon_ar.garments.garment import CATEGORIES, Part
from tryon_ar.training.garment_net.network import GarmentNet, Outputs
from tryon_ar.training.garment_net.teaching import Teacher, agreed, peaks, taught_losses

SIDE = 256
COUNT = len(LANDMARK_ORDER)
CUFF = LANDMARK_ORDER.index("cuff_left_outer")


def reading(columns=slice(96, 224), cuff=(50, 30)):
    """Return what a network says of a garment in these columns, its right half a left sleeve."""
    matte = torch.full((1, 1, SIDE, SIDE), -8.0)
    matte[..., 40:200, columns] = 8
    parts = torch.zeros(1, PART_COUNT, SIDE // 2, SIDE // 2)
    parts[:, Part.LEFT_SLEEVE, :, SIDE // 4 :] = 9
    parts[:, Part.TORSO, :, : SIDE // 4] = 9
    heat = torch.zeros(1, COUNT, SIDE // 4, SIDE // 4)
    heat[0, CUFF, cuff[1], cuff[0]] = 20
    exists = torch.full((1, COUNT), -5.0)
    exists[0, CUFF] = 5
    return Outputs(matte, parts, heat, exists, torch.zeros(1, len(CATEGORIES)), torch.ones(1))


def mirrored(said):
    """Return what the same network would say of the mirrored photo."""
    points, parts = list(MIRRORED_LANDMARKS), list(MIRRORED_PARTS)
    return said._replace(
        matte=said.matte.flip(-1),
        parts=said.parts.flip(-1)[:, parts],
        heatmaps=said.heatmaps.flip(-1)[:, points],
        exists=said.exists[:, points],
    )


def test_two_readings_that_agree_are_believed():
    said = reading()
    lesson = agreed(said, mirrored(said))
    assert lesson.sure.all()
    np.testing.assert_array_equal(lesson.alpha[0], said.matte[0, 0] > 0)
    assert lesson.parts_sure.all()
    assert lesson.parts[0, Part.LEFT_SLEEVE, 5, -1] == 1
    assert lesson.parts[0, Part.TORSO, 5, 0] == 1
    assert lesson.parts.sum(1).eq(1).all()
    assert lesson.landmarks[0, CUFF].tolist() == [201.5, 121.5, 1]
    assert lesson.landmarks[0, :, 2].sum() == 1


def test_sides_are_swapped_in_the_mirrored_reading():
    said = reading()
    unswapped = mirrored(said)._replace(parts=said.parts.flip(-1))
    lesson = agreed(said, unswapped)
    assert not lesson.parts_sure[0, :, -1].any()
    assert lesson.parts_sure[0, :, 0].all()


def test_where_they_differ_a_little_only_the_common_is_believed():
    lesson = agreed(reading(slice(96, 224)), mirrored(reading(slice(100, 224))))
    assert not lesson.sure[0, 40:200, 96:100].any()
    assert lesson.sure[0, :, :96].all()
    assert lesson.sure[0, :, 100:].all()


def test_where_they_differ_much_nothing_is_believed():
    lesson = agreed(reading(slice(96, 224)), mirrored(reading(slice(140, 250))))
    assert not lesson.sure.any()
    assert not lesson.parts_sure.any()
    assert not lesson.landmarks[..., 2].any()


def test_a_photo_in_which_nothing_is_seen_teaches_nothing():
    said = reading(slice(100, 101))
    assert not agreed(said, mirrored(said)).sure.any()


def test_a_matte_in_doubt_is_not_believed():
    said = reading()
    said.matte[..., 60:80, 100:200] = 0.4
    lesson = agreed(said, mirrored(said))
    assert not lesson.sure[0, 60:80, 100:200].any()
    assert lesson.sure[0, 90:, :].all()


@pytest.mark.parametrize(("off", "taken"), [(0, True), (2, False)])
def test_a_landmark_counts_only_where_both_saw_it(off, taken):
    lesson = agreed(reading(), mirrored(reading(cuff=(50 + off, 30))))
    assert bool(lesson.landmarks[0, CUFF, 2]) is taken


def test_a_landmark_that_one_reading_doubts_is_not_taken():
    doubtful = reading()
    doubtful.exists[0, CUFF] = 0.0
    assert not agreed(reading(), mirrored(doubtful)).landmarks[..., 2].any()


def test_peaks_lie_in_the_middle_of_cells():
    heat = torch.zeros(1, 2, 64, 48)
    heat[0, 0, 3, 40] = 1
    heat[0, 1, 63, 0] = 1
    assert peaks(heat).tolist() == [[[161.5, 13.5], [1.5, 253.5]]]


def test_a_student_that_says_the_same_has_less_to_learn_than_any_other():
    said = reading()
    lesson = agreed(said, mirrored(said))
    same = taught_losses(said, lesson)
    others = {
        "taught matte": reading(slice(10, 120)),
        "taught parts": said._replace(parts=said.parts.flip(-1)),
        "taught points": reading(cuff=(10, 10)),
    }
    assert same.keys() == others.keys()
    for name, other in others.items():
        changed = taught_losses(other, lesson)
        assert {key for key in same if changed[key] > same[key] + 0.01} == {name}


class Plain(torch.nn.Module):
    """One weight and one counter, to be followed."""

    def __init__(self):
        super().__init__()
        self.weight = torch.nn.Parameter(torch.zeros(1))
        self.register_buffer("seen", torch.zeros(1, dtype=torch.int64))


def test_the_teacher_follows_quickly_at_first_and_slowly_later():
    student = Plain()
    teacher = Teacher(student, decay=0.9)
    with torch.no_grad():
        student.weight.fill_(1)
        student.seen.fill_(7)
    places = []
    for _ in range(300):
        teacher.follow(student)
        places.append(float(teacher.network.weight.detach()))
    assert places[0] == pytest.approx(1 - 2 / 11)
    assert places == sorted(places)
    assert places[-1] > 0.99
    assert int(teacher.network.seen) == 7
    assert float(student.weight.detach()) == 1


def test_the_teacher_looks_without_learning():
    torch.manual_seed(1)
    teacher = Teacher(GarmentNet())
    before = {name: value.clone() for name, value in teacher.network.state_dict().items()}
    lesson = teacher.teach(torch.rand(1, 3, 64, 64))
    assert lesson.alpha.shape == lesson.sure.shape == (1, 64, 64)
    assert lesson.parts.shape == (1, PART_COUNT, 32, 32)
    assert lesson.landmarks.shape == (1, COUNT, 3)
    assert not any(value.requires_grad for value in lesson)
    for name, value in teacher.network.state_dict().items():
        torch.testing.assert_close(value, before[name])
