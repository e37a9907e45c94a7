from dataclasses import replace

import cv2
import numpy as np
import pytest

from tryon_ar.core.roi import Roi
from tryon_ar.rendering.occluders import Occluders
from tryon_ar.rendering.occlusion_memory import OcclusionMemory

ROI = Roi(60, 40, 280, 220)
UNIT_PX = 160.0


@pytest.fixture(scope="module")
def room() -> np.ndarray:
    noise = np.random.default_rng(5).integers(0, 255, (240, 320, 3), dtype=np.uint8)
    soft = cv2.GaussianBlur(noise, (0, 0), 4.0)
    return cv2.normalize(soft, None, 0, 255, cv2.NORM_MINMAX)


def hand_at(x: float, y: float = 130.0) -> np.ndarray:
    rows, columns = np.indices((240, 320), dtype=np.float32)
    inside = 40.0 - np.hypot(columns - x, rows - y)
    return (np.clip(inside / 2 + 0.5, 0, 1) * 255).astype(np.uint8)


def scene(room: np.ndarray, x: float) -> np.ndarray:
    """A patterned disc before a room."""
    share = hand_at(x)[..., None] / 255.0
    shift = np.array([[1, 0, x - 160.0], [0, 1, 0]])
    disc = cv2.warpAffine(room[::-1, ::-1], shift, (320, 240), borderMode=cv2.BORDER_WRAP)
    return (room * (1 - share) + disc * share).astype(np.uint8)


def occluders(hands: np.ndarray) -> Occluders:
    nothing = np.zeros((ROI.height, ROI.width), np.uint8)
    planes = dict.fromkeys(("person", "head", "throat", "upper_arms", "forearms"), nothing)
    return Occluders(**planes, hands=np.ascontiguousarray(hands[ROI.slices]))


def wavering(room: np.ndarray, memory: OcclusionMemory | None, steps: list[float]) -> float:
    """Return by how much a mask that is found unsteadily changes beyond its motion."""
    rng = np.random.default_rng(11)
    errors = []
    for index, x in enumerate(steps):
        found = occluders(hand_at(x + rng.uniform(-2, 2)))
        if memory is not None:
            found = memory.settle(scene(room, x), found, UNIT_PX, ROI)
        if index >= len(steps) // 2:
            errors.append(np.abs(found.hands.astype(int) - hand_at(x)[ROI.slices]).mean())
    return float(np.mean(errors))


def test_edges_rest_on_what_rests(room):
    rest = [160.0] * 48
    assert wavering(room, OcclusionMemory(), rest) < 0.7 * wavering(room, None, rest)


@pytest.mark.parametrize("speed", [1.0, 2.0, 4.0, 6.0])
def test_moving_edges_are_not_late(room, speed):
    memory = OcclusionMemory()
    late = []
    for index in range(16):
        x = 120.0 + speed * index
        shown = memory.settle(scene(room, x), occluders(hand_at(x)), UNIT_PX, ROI)
        moments = cv2.moments(shown.hands)
        late.append(ROI.x0 + moments["m10"] / moments["m00"] - x)
    assert abs(np.mean(late[4:])) < 0.6


def test_what_comes_unforeseen_is_taken_at_once_and_nothing_trails(room):
    memory = OcclusionMemory()
    memory.settle(scene(room, 120.0), occluders(hand_at(120.0)), UNIT_PX, ROI)
    found = occluders(hand_at(220.0))
    shown = memory.settle(scene(room, 220.0), found, UNIT_PX, ROI)
    assert np.abs(shown.hands.astype(int) - found.hands).mean() < 1.3
    around = cv2.dilate(found.hands, np.ones((9, 9), np.uint8))
    assert not shown.hands[around == 0].any()


def softness(room: np.ndarray, speed: float) -> float:
    """Return how much more of a moving mask is soft than of the one that was found."""
    memory = OcclusionMemory()
    for k in range(14):
        x = 140.3 + speed * k
        shown = memory.settle(scene(room, x), occluders(hand_at(x)), UNIT_PX, ROI)
    soft, found = (((m > 20) & (m < 235)).sum() for m in (shown.hands, hand_at(x)))
    return float(soft / found)


def test_edges_stay_as_sharp_as_they_were_found(room):
    assert softness(room, 0.7) < 1.5


def test_edges_of_what_moves_fast_blur_as_in_a_camera(room):
    assert 1.5 < softness(room, 5.0) < 4.0


def test_masks_keep_their_place_when_the_rectangle_moves(room):
    memory, picture, hands = OcclusionMemory(), scene(room, 160.0), hand_at(160.0)
    memory.settle(picture, occluders(hands), UNIT_PX, ROI)
    moved = Roi(ROI.x0 + 7, ROI.y0 - 5, ROI.x1 + 3, ROI.y1 - 5)
    cut = np.ascontiguousarray(hands[moved.slices])
    nothing = np.zeros_like(cut)
    planes = dict.fromkeys(("person", "head", "throat", "upper_arms", "forearms"), nothing)
    shown = memory.settle(picture, Occluders(**planes, hands=cut), UNIT_PX, moved)
    # Only carried edges are a little steeper.
    assert np.abs(shown.hands.astype(int) - cut).mean() < 1.0


def test_after_forgetting_masks_pass_as_they_are(room):
    memory, picture = OcclusionMemory(), scene(room, 160.0)
    memory.settle(picture, occluders(hand_at(156.0)), UNIT_PX, ROI)
    memory.forget()
    found = occluders(hand_at(160.0))
    shown = memory.settle(picture, found, UNIT_PX, ROI)
    assert (shown.hands == found.hands).all()


def test_another_size_of_picture_or_person_starts_afresh(room):
    memory = OcclusionMemory()
    memory.settle(scene(room, 160.0), occluders(hand_at(156.0)), UNIT_PX, ROI)
    found = occluders(hand_at(160.0))
    shown = memory.settle(scene(room, 160.0), found, 3 * UNIT_PX, ROI)
    assert (shown.hands == found.hands).all()


def test_the_rest_of_the_masks_is_left_alone(room):
    memory, picture = OcclusionMemory(), scene(room, 160.0)
    found = replace(occluders(hand_at(160.0)), throat=np.full((180, 220), 7, np.uint8))
    for _ in range(2):
        shown = memory.settle(picture, found, UNIT_PX, ROI)
    assert shown.throat is found.throat
    assert shown.person is found.person
