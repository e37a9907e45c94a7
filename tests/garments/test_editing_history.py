import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from tryon_ar.garments.editing_history import History, Step, make_patch

maps = arrays(np.uint8, (7, 9), elements=st.sampled_from([0, 1, 255]))


@given(before=maps, after=maps)
def test_a_patch_leads_there_and_back(before, after):
    patch = make_patch(before, after)
    pixels = before.copy()
    if patch is None:
        assert np.array_equal(before, after)
        return
    patch.flip(pixels)
    assert np.array_equal(pixels, after)
    patch.flip(pixels)
    assert np.array_equal(pixels, before)


def test_a_patch_holds_its_changes_only():
    before = np.zeros((500, 500), np.uint8)
    after = before.copy()
    after[100:110, 200:230] = 255
    patch = make_patch(before, after)
    assert patch is not None
    assert patch.box == (200, 100, 230, 110)
    assert len(patch.packed) < 100


def step(number: int, key: str | None = None, size: int = 0) -> Step[int]:
    return Step(f"step {number}", number, number + 1, key=key, held_bytes=size)


def test_what_was_undone_is_forgotten_by_a_new_step():
    history: History[int] = History()
    history.add(step(0))
    history.add(step(1))
    assert history.back() == step(1)
    assert history.redo_text == "step 1"
    history.add(step(5))
    assert history.forth() is None


def test_steps_of_one_key_are_one_until_settled():
    history: History[int] = History()
    for number in range(3):
        history.add(step(number, "move"))
    history.settle()
    history.add(step(3, "move"))
    assert history.back() == step(3, "move")
    joint = history.back()
    assert joint is not None
    assert (joint.before, joint.after) == (0, 3)
    assert history.back() is None


@pytest.mark.parametrize("size", [1_000, 10_000_000])
def test_the_oldest_are_forgotten_but_never_the_newest(size):
    history: History[int] = History(max_bytes=20_000)
    for number in range(50):
        history.add(step(number, size=size))
    assert history.undo_text == "step 49"
    assert history.size_bytes <= max(20_000, size + 2_000)
