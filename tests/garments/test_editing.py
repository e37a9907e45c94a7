"""Editing as a whole: what any sequence of edits, undos and redos leaves behind."""

import dataclasses
from typing import ClassVar

import numpy as np
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.support.bodies import flat_tee, flat_trousers
from tests.support.real_garments import load_real_garment
from tryon_ar.core.errors import UnknownCategory
from tryon_ar.garments.description import required_landmarks
from tryon_ar.garments.editing import GarmentEdit
from tryon_ar.garments.editing_brush import Brush
from tryon_ar.garments.editing_landmarks import landmarks_of
from tryon_ar.garments.editing_parts import parts_of
from tryon_ar.garments.folder import load_garment, save_garment
from tryon_ar.garments.garment import CATEGORIES, LANDMARK_NAMES, Garment, Part

CHART = {"unit": "cm", "M": {"chest": 52.0}}


def small_tee() -> Garment:
    """A tee of 80 x 100 pixels, with everything that a full-size one has."""
    tee = flat_tee(long=True)
    alpha, parts = tee.alpha[::5, ::5].copy(), tee.parts[::5, ::5].copy()
    alpha[30:33, 40:43] = 0  # a hole, whose parts stay wrong as in a foreign file
    return dataclasses.replace(
        tee,
        photo_bgr=np.ascontiguousarray(tee.photo_bgr[::5, ::5]),
        alpha=alpha,
        parts=parts,
        landmarks={name: (x / 5, y / 5) for name, (x, y) in tee.landmarks.items()},
        warnings=("The left cuff is uncertain.",),
    )


def print_of(garment: Garment) -> dict[str, object]:
    """Everything of a garment, in a form that compares by value and cannot change any more."""
    fields = {field.name: getattr(garment, field.name) for field in dataclasses.fields(garment)}
    # In which order landmarks came to lie makes no difference.
    fields["landmarks"] = sorted(garment.landmarks.items())
    return {
        name: (value.shape, value.tobytes()) if isinstance(value, np.ndarray) else repr(value)
        for name, value in fields.items()
    }


class Editing(RuleBasedStateMachine):
    """A tee edited at random beside a list of what it was after each step."""

    x = st.floats(-20, 100)
    y = st.floats(-20, 120)

    @initialize(original=st.booleans())
    def open(self, original: bool) -> None:
        self.garment = small_tee()
        shown = np.full_like(self.garment.photo_bgr, 77) if original else None
        self.edit = GarmentEdit(self.garment, shown)
        self.past = [print_of(self.garment)]
        self.future: list[dict[str, object]] = []
        self.handed_out: list[tuple[Garment, dict[str, object]]] = []

    def done(self) -> None:
        now = print_of(self.edit.garment)
        if now != self.past[-1]:
            self.past.append(now)
            self.future.clear()

    @rule(name=st.sampled_from(sorted(LANDMARK_NAMES)), x=x, y=y)
    def move(self, name: str, x: float, y: float) -> None:
        self.edit.settle()
        if name in self.edit.landmarks:
            self.edit.move_landmark(name, x, y)
        elif name in landmarks_of(self.edit.category):
            self.edit.add_landmark(name, x, y)
        self.done()

    @rule(name=st.sampled_from(sorted(LANDMARK_NAMES)))
    def remove(self, name: str) -> None:
        self.edit.remove_landmark(name)
        self.done()

    @rule(
        path=st.lists(st.tuples(x, y), min_size=1, max_size=4),
        radius=st.floats(0.5, 25),
        erase=st.booleans(),
        hardness=st.floats(0, 1),
        follow=st.booleans(),
    )
    def paint(self, path, radius: float, erase: bool, hardness: float, follow: bool) -> None:
        self.edit.stroke(path, Brush(radius, erase, hardness, follow))
        self.done()

    @rule(category=st.sampled_from(CATEGORIES))
    def categorise(self, category: str) -> None:
        self.edit.set_category(category)
        self.done()

    @rule()
    def fill(self) -> None:
        self.edit.fill_holes()
        self.done()

    @rule()
    def swap(self) -> None:
        self.edit.swap_sides()
        self.done()

    @rule()
    def start_over(self) -> None:
        self.edit.reset()
        self.done()

    @rule(sizes=st.sampled_from([None, CHART]), name=st.sampled_from(["A", "B"]))
    def describe(self, sizes, name: str) -> None:
        self.edit.settle()
        self.edit.set_name(name)
        self.done()
        self.edit.set_sizes(sizes)
        self.done()
        self.edit.dismiss_warnings()
        self.done()

    @rule(grey=st.sampled_from([None, 10, 200]))
    def photograph_back(self, grey: int | None) -> None:
        self.edit.set_back_photo(None if grey is None else np.full((9, 7, 3), grey, np.uint8))
        self.done()

    @rule()
    def undo(self) -> None:
        assert self.edit.undo() == (len(self.past) > 1)
        if len(self.past) > 1:
            self.future.append(self.past.pop())

    @rule()
    def redo(self) -> None:
        assert self.edit.redo() == bool(self.future)
        if self.future:
            self.past.append(self.future.pop())

    @rule()
    def keep_one(self) -> None:
        self.handed_out.append((self.edit.garment, self.past[-1]))

    @invariant()
    def is_what_it_was(self) -> None:
        if hasattr(self, "edit"):
            assert print_of(self.edit.garment) == self.past[-1]
            assert self.edit.is_changed == (self.past[-1] != self.past_first())
            assert bool(self.edit.undo_text) == (len(self.past) > 1)
            assert bool(self.edit.redo_text) == bool(self.future)

    def past_first(self) -> dict[str, object]:
        return print_of(self.garment)

    @invariant()
    def can_always_be_fitted(self) -> None:
        if hasattr(self, "edit"):
            landmarks = self.edit.garment.landmarks.keys()
            assert required_landmarks(self.edit.category) <= landmarks
            assert landmarks <= set(landmarks_of(self.edit.category))

    @precondition(lambda self: self.past[-1] != self.past_first())
    @rule()
    def undo_all_and_redo_all(self) -> None:
        last, count = self.past[-1], len(self.past) - 1
        undone = 0
        while self.edit.undo():
            undone += 1
        assert undone == count
        assert print_of(self.edit.garment) == self.past[0]
        for _ in range(count):
            assert self.edit.redo()
        assert print_of(self.edit.garment) == last

    def teardown(self) -> None:
        for garment, was in getattr(self, "handed_out", []):
            assert print_of(garment) == was


class TestAnySequence(Editing.TestCase):
    """Run the machine above."""

    settings: ClassVar = settings(max_examples=30, stateful_step_count=25, deadline=None)


def edit_of(garment: Garment | None = None, **more) -> GarmentEdit:
    return GarmentEdit(garment or flat_tee(), **more)


def test_nothing_done_is_the_garment_itself():
    tee = flat_tee()
    edit = edit_of(tee)
    assert edit.garment is tee
    assert not edit.is_changed
    assert (edit.undo(), edit.redo(), edit.undo_text) == (False, False, "")


def test_one_drag_is_one_step_and_two_drags_are_two():
    edit = edit_of()
    start = edit.landmarks["shoulder_left"]
    for x in range(10):
        edit.move_landmark("shoulder_left", 200 + x, 90)
    edit.settle()
    for x in range(10):
        edit.move_landmark("shoulder_left", 300 + x, 90)
    assert edit.undo_text == "Move left shoulder"
    edit.undo()
    assert edit.landmarks["shoulder_left"] == (209, 90)
    edit.undo()
    assert edit.landmarks["shoulder_left"] == start
    assert not edit.undo()


def test_landmarks_cannot_be_thrown_far_outside(tmp_path):
    edit = edit_of()
    edit.move_landmark("hem_left", 1e9, -1e9)
    save_garment(edit.garment, tmp_path / "tee")
    x, y = load_garment(tmp_path / "tee").landmarks["hem_left"]
    assert (x, y) == (pytest.approx(480), pytest.approx(-100))


def test_what_is_needed_stays_and_the_rest_comes_and_goes():
    edit = edit_of()
    assert not edit.remove_landmark("neck_left")
    assert edit.remove_landmark("waist_left")
    assert edit.missing_landmarks == ("elbow_left", "waist_left", "elbow_right")
    edit.add_landmark("waist_left")
    x, y = edit.landmarks["waist_left"]
    assert (x, 200 < y < 400) == (pytest.approx(290, abs=2), True)
    with pytest.raises(KeyError):
        edit.add_landmark("crotch")
    with pytest.raises(KeyError):
        edit.move_landmark("crotch", 1, 1)


def test_moving_a_landmark_keeps_the_pictures_handed_out():
    edit = edit_of()
    edit.stroke([(200, 300)], Brush(10, erase=True))
    one = edit.garment
    edit.move_landmark("hem_left", 280, 450)
    assert edit.garment.alpha is one.alpha
    assert edit.garment.photo_bgr is one.photo_bgr


def test_garments_handed_out_are_read_only_and_their_own():
    edit = edit_of()
    edit.begin_stroke(Brush(10, erase=True))
    edit.extend_stroke([(200, 300)])
    kept = edit.garment
    was = kept.alpha.copy()
    edit.extend_stroke([(250, 300)])
    assert np.array_equal(kept.alpha, was)
    assert edit.garment.alpha[300, 250] == 0
    with pytest.raises(ValueError, match="read-only"):
        kept.alpha[0, 0] = 1


def test_new_cloth_takes_the_nearest_part_and_the_original_colour():
    tee = flat_tee()
    cleaned = dataclasses.replace(tee, photo_bgr=np.full_like(tee.photo_bgr, 9))
    edit = edit_of(cleaned, original_bgr=tee.photo_bgr)
    edit.stroke([(356, 140)], Brush(12, hardness=1.0))  # right of the wearer's left sleeve
    after = edit.garment
    assert (after.alpha[140, 360], after.parts[140, 360]) == (255, Part.LEFT_SLEEVE)
    assert after.photo_bgr[140, 360].tolist() == [245, 245, 245]
    assert after.photo_bgr[140, 340].tolist() == [9, 9, 9]  # was cloth before
    edit.stroke([(200, 480)], Brush(30))
    assert edit.garment.parts[475, 200] == Part.TORSO


def test_erased_cloth_has_no_part_and_comes_back_with_its_own():
    edit = edit_of()
    edit.stroke([(200, 66)], Brush(20, erase=True, hardness=1.0))
    assert edit.garment.alpha[66, 200] == 0
    assert edit.garment.parts[66, 200] == Part.BACKGROUND
    edit.stroke([(200, 66)], Brush(20, hardness=1.0))
    assert edit.garment.parts[66, 200] == Part.INSIDE_BACK
    assert edit.garment.parts[80, 200] == Part.TORSO


def test_undo_ends_the_stroke_being_painted():
    edit = edit_of()
    edit.begin_stroke(Brush(20, erase=True))
    edit.extend_stroke([(200, 300), (220, 320)])
    assert edit.undo()
    assert not edit.is_changed
    assert edit.redo()
    assert edit.garment.alpha[300, 200] == 0
    with pytest.raises(ValueError, match="no stroke"):
        edit.extend_stroke([(1, 1)])


def test_a_stroke_that_changes_nothing_is_no_step():
    edit = edit_of()
    edit.stroke([(200, 300)], Brush(20))
    edit.stroke([(-500, -500)], Brush(20, erase=True))
    assert edit.undo_text == ""


def test_erasing_everything_is_said_and_can_be_undone():
    edit = edit_of()
    edit.stroke([(200, 250), (200, 260)], Brush(400, erase=True, hardness=1.0))
    assert "Nothing of the garment is left" in edit.problem
    edit.undo()
    assert edit.problem == ""


def test_dirty_box_holds_all_that_changed_and_little_more():
    edit = edit_of()
    before = edit.alpha.copy()
    edit.stroke([(200, 300), (240, 300)], Brush(10, erase=True, hardness=1.0))
    left, top, right, bottom = edit.take_dirty()
    changed = np.argwhere(before != edit.alpha)
    assert (top, left) <= tuple(changed.min(axis=0))
    assert left <= changed[:, 1].min()
    assert right > changed[:, 1].max()
    assert bottom > changed[:, 0].max()
    assert (right - left) * (bottom - top) < 70 * 30
    assert edit.take_dirty() is None


def test_small_holes_are_filled_and_large_ones_stay():
    tee = flat_tee()
    alpha, parts = tee.alpha.copy(), tee.parts.copy()
    for box in (np.s_[300:306, 200:206], np.s_[350:420, 150:250]):
        alpha[box] = parts[box] = 0
    edit = edit_of(dataclasses.replace(tee, alpha=alpha, parts=parts))
    assert edit.fill_holes() == 36
    assert edit.garment.alpha[303, 203] == 255
    assert edit.garment.parts[303, 203] == Part.TORSO
    assert edit.garment.alpha[380, 200] == 0
    assert edit.fill_holes() == 0


@pytest.mark.parametrize("category", CATEGORIES)
@pytest.mark.parametrize("start", [flat_tee, flat_trousers])
def test_any_category_gives_a_garment_that_can_be_saved(category, start, tmp_path):
    edit = edit_of(start())
    edit.set_category(category)
    save_garment(edit.garment, tmp_path / "it")
    back = load_garment(tmp_path / "it")
    assert back.category == category
    assert set(np.unique(back.parts)) - {0} <= {int(part) for part in parts_of(category)}
    assert np.array_equal(back.parts > 0, edit.garment.alpha > 0)
    height, width = back.alpha.shape
    assert all(0 <= x < width and 0 <= y < height for x, y in back.landmarks.values())


def test_unknown_category_is_refused_and_changes_nothing():
    edit = edit_of()
    with pytest.raises(UnknownCategory):
        edit.set_category("hat")
    assert not edit.is_changed


def test_cloth_added_after_a_change_of_category_has_the_new_parts():
    edit = edit_of(flat_trousers())
    edit.set_category("skirt")
    edit.stroke([(150, 400)], Brush(20))  # the gap between the legs
    assert edit.garment.parts[400, 150] == Part.SKIRT


def test_swapping_sides_twice_is_nothing():
    edit = edit_of()
    before = edit.landmarks
    edit.swap_sides()
    assert edit.landmarks["cuff_left_outer"] == before["cuff_right_outer"]
    assert edit.garment.parts[140, 70] == Part.LEFT_SLEEVE
    edit.swap_sides()
    assert not edit.is_changed
    assert edit.undo_text == "Swap left and right"


def test_names_are_tidied_and_typed_letters_are_one_step():
    edit = edit_of()
    for typed in ("R", "Re", "Red", "Red  tee ", "", "   "):
        edit.set_name(typed)
    assert edit.garment.name == "Red tee"
    edit.undo()
    assert edit.garment.name == "Flat"


def test_unsound_sizes_are_refused():
    edit = edit_of()
    with pytest.raises(ValueError, match="unit"):
        edit.set_sizes({"M": {"chest": 50}})
    edit.set_sizes(CHART)
    assert edit.garment.sizes == CHART


def test_back_photo_is_copied():
    edit = edit_of()
    back = np.zeros((10, 10, 3), np.uint8)
    edit.set_back_photo(back)
    back[:] = 255
    assert edit.garment.back_bgr is not None
    assert edit.garment.back_bgr.max() == 0


def test_original_of_another_size_is_refused():
    with pytest.raises(ValueError, match="is not"):
        edit_of(original_bgr=np.zeros((10, 10, 3), np.uint8))


def test_memory_stays_bounded_and_the_newest_steps_survive(rng):
    limit = 300_000
    edit = edit_of(max_bytes=limit)
    for _ in range(120):
        path = [tuple(point) for point in rng.uniform(0, 400, (4, 2))]
        edit.stroke(path, Brush(30, erase=bool(rng.integers(2)), hardness=0.0))
    assert edit.history_bytes <= limit
    undone = 0
    while edit.undo():
        undone += 1
    assert 10 < undone < 120


@pytest.mark.parametrize("name", ["hoodie_01", "pants_02"])
def test_a_real_photo_survives_a_full_round_of_edits(name, shared_data):
    garment = load_real_garment(shared_data, name)
    edit = GarmentEdit(garment)
    edit.stroke([(100, 100), (200, 200)], Brush(25, follow_edges=True))
    edit.set_category("dress")
    edit.swap_sides()
    edit.stroke([(150, 200)], Brush(40, erase=True))
    changed = print_of(edit.garment)
    while edit.undo():
        pass
    assert print_of(edit.garment) == print_of(garment)
    while edit.redo():
        pass
    assert print_of(edit.garment) == changed
