"""Ways in which the square shows a person."""

import numpy as np
import pytest

from tryon_ar.core.labels import Label
from tryon_ar.training.parsing_net.placing import Window, black_beyond, place, place_plainly
from tryon_ar.training.parsing_net.pool import IGNORED, Person


def person_of(low=(60, 40), high=(200, 220), shape=(256, 256)):
    labels = np.zeros(shape, np.uint8)
    labels[low[1] : high[1], low[0] : high[0]] = Label.UPPER
    rgba = np.zeros((*shape, 4), np.uint8)
    rgba[labels > 0] = (200, 100, 50, 255)
    return Person(rgba, labels)


def test_a_person_lies_in_the_middle_for_measuring():
    placed = place_plainly(person_of())
    rows, columns = np.nonzero(placed.person.labels == Label.UPPER)
    assert rows.max() - rows.min() + 1 == pytest.approx(0.88 * 256, abs=2)
    assert (rows.min() + rows.max()) / 2 == pytest.approx(127.5, abs=1)
    assert (columns.min() + columns.max()) / 2 == pytest.approx(127.5, abs=1)
    assert placed.window == Window(0, 0, 256, 256)


def test_the_frame_ends_where_the_person_is_cut():
    placed = place_plainly(person_of(high=(200, 256)))
    x0, y0, x1, y1 = placed.window
    assert (x0, y0, x1) == (0, 0, 256)
    assert y1 == pytest.approx(127.5 + 0.44 * 256, abs=2)
    assert (placed.person.labels[y1:] == IGNORED).all()
    assert (placed.person.labels[y1 - 1] == Label.UPPER).any()
    assert not (placed.person.labels[:y1] == IGNORED).any()


@pytest.mark.parametrize("seed", range(6))
def test_a_cut_person_never_floats(seed, drawn_people):
    rng = np.random.default_rng(seed)
    rgba, labels, _ = drawn_people(1)
    cut = Person(rgba[0, :200], labels[0, :200])
    for _ in range(8):
        placed = place(cut, rng)
        x0, y0, x1, y1 = placed.window
        within = placed.person.labels[y0:y1, x0:x1]
        assert not (within == IGNORED).any()
        # Under the torso there is more torso, or the end of the frame, or of the square.
        torso = within == Label.UPPER
        below = np.zeros_like(torso)
        below[:-1] = torso[1:]
        below[-1] = True
        ends = torso & ~below & (np.arange(len(within))[:, None] < len(within) - 4)
        sides = np.nonzero(torso.any(0))[0]
        if len(sides) == 0:
            continue
        inner = slice(sides[0] + 30, max(sides[0] + 30, sides[-1] - 30))
        assert not ends[:, inner].any()


def test_placing_differs_but_keeps_picture_and_labels_together(rng):
    person = person_of()
    boxes = set()
    for _ in range(12):
        placed = place(person, rng).person
        opaque = placed.rgba[..., 3] > 250
        known = placed.labels != IGNORED
        agree = (opaque == (placed.labels == Label.UPPER))[known]
        assert agree.mean() > 0.97
        rows = np.nonzero(opaque.any(1))[0]
        boxes.add((rows[0], rows[-1]))
    assert len(boxes) > 6


def test_half_of_the_people_are_mirrored(rng):
    person = person_of()
    person.labels[40:220, 60:100] = Label.ARMS
    left = []
    for _ in range(40):
        labels = place(person, rng).person.labels
        arms, torso = (np.nonzero(labels == value)[1] for value in (Label.ARMS, Label.UPPER))
        if len(arms) and len(torso):
            left.append(arms.mean() < torso.mean())
    assert 0.25 < np.mean(left) < 0.75


def test_a_picture_without_a_person_can_be_placed(rng):
    empty = Person(np.zeros((90, 120, 4), np.uint8), np.zeros((90, 120), np.uint8))
    for placed in (place(empty, rng), place_plainly(empty)):
        assert not placed.person.rgba.any()
        assert placed.person.labels.shape == (256, 256)


def test_it_is_black_beyond_the_frame():
    seen = black_beyond(np.full((256, 256, 3), 7, np.uint8), Window(10, 20, 200, 256))
    assert (seen[20:, 10:200] == 7).all()
    assert seen.sum() == 7 * 3 * 190 * 236
