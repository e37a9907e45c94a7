"""Long sleeves under a short-sleeved garment, on a body whose labels are known."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from tests.support.bodies import SIZE_PX, standing_body
from tryon_ar.core.labels import Label, Labels
from tryon_ar.core.roi import Roi
from tryon_ar.core.types import Frame
from tryon_ar.fitting.body_frame import Joint, body_frame
from tryon_ar.rendering.removal import own_shape
from tryon_ar.rendering.removal import removal as removal_module
from tryon_ar.rendering.removal.removal import WornClothesRemover
from tryon_ar.rendering.removal.worn_evidence import corrected
from tryon_ar.rendering.removal.worn_mask import Wearing

ROOM, CLOTH, SKIN, JEANS = (150, 160, 170), (40, 30, 200), (110, 140, 190), (120, 60, 30)
WHOLE = Roi(0, 0, *SIZE_PX)
SIDE = 640


@pytest.fixture
def body():
    return standing_body()


@pytest.fixture
def scene(body):
    """A frame, its labels, and which pixels are worn: wide red sleeves and trunk, blue legs."""
    axes = body_frame(body.pose)
    arms = own_shape.draw_arms(body.pose, axes.unit_px * 1.6, WHOLE) > 0
    trunk = own_shape.draw_trunk(axes, WHOLE) > 0
    legs = own_shape.draw_legs(body.pose, axes.unit_px, WHOLE) > 0
    face = np.zeros((SIZE_PX[1], SIZE_PX[0]), bool)
    x, y = (int(value) for value in body.pose.points_px[Joint.NOSE])
    face[y - 30 : y + 30, x - 25 : x + 25] = True
    labels = np.zeros(face.shape, np.uint8)
    labels[legs] = Label.LOWER
    labels[arms | trunk] = Label.UPPER
    labels[face] = Label.FACE
    frame = np.full((*face.shape, 3), ROOM, np.uint8)
    for label, colour in ((Label.LOWER, JEANS), (Label.UPPER, CLOTH), (Label.FACE, SKIN)):
        frame[labels == label] = colour
    return frame, labels


def parsed(body, labels):
    square = np.zeros((SIDE, SIDE), np.uint8)
    square[: labels.shape[0], : labels.shape[1]] = labels
    shares = np.stack([(square == label) for label in Label]).astype(np.float32)
    mask = np.ascontiguousarray(labels > 0, np.float32)
    return replace(body, mask=mask, labels=Labels(shares, 0.0, 0.0, float(SIDE)))


def remove(scene, body, wearing, coverage=None):
    frame, labels = scene
    worn = parsed(body, labels)
    remover = WornClothesRemover()
    shot = Frame(frame.copy(), 0, 0.0, 0)
    worn = remover.look(shot, worn)
    covered = np.zeros(labels.shape, np.float32) if coverage is None else coverage
    removal = remover.remove(shot, worn, wearing, covered)
    picture = frame.copy()
    if removal is not None:
        picture[removal.roi.slices] = removal.patch_bgr
    return picture, removal


def near(picture, colour, tolerance=30):
    return np.abs(picture.astype(int) - colour).max(axis=-1) <= tolerance


def test_sleeves_become_arms_and_room(scene, body):
    picture, removal = remove(scene, body, Wearing(upper=True, lower=False))
    elbow = body.pose.points_px[Joint.LEFT_ELBOW].round().astype(int)
    arm = picture[elbow[1] - 2 : elbow[1] + 3, elbow[0] - 2 : elbow[0] + 3]
    assert (arm[..., 2] > arm[..., 0] + 20).all()  # the hue of skin
    assert not near(arm, CLOTH).any()
    own = own_shape.draw_arms(body.pose, body_frame(body.pose).unit_px * 1.15, WHOLE) > 0
    trunk = own_shape.draw_trunk(body_frame(body.pose), WHOLE) > 0
    beside = (scene[1] == Label.UPPER) & ~own & ~trunk
    beside[:150] = False
    assert beside.sum() > 200
    assert near(picture, ROOM)[beside].mean() > 0.9
    assert removal.estimated > 0.01


def test_beside_the_sleeve_of_the_garment_there_is_the_room_and_no_skin(scene, body):
    picture, _ = remove(scene, body, Wearing(upper=True, lower=False, sleeves=(1.5, 0.0)))
    left, right = (body.pose.points_px[Joint[f"{side}_ELBOW"]] for side in ("LEFT", "RIGHT"))
    sleeved, bare = (
        picture[y - 2 : y + 3, x - 2 : x + 3]
        for x, y in (elbow.round().astype(int) for elbow in (left, right))
    )
    assert near(sleeved, ROOM).all()
    assert not near(bare, ROOM).any()


def test_faces_trousers_and_the_room_are_left_alone(scene, body):
    frame, labels = scene
    picture, _ = remove(scene, body, Wearing(upper=True, lower=False))
    rim = cv2.dilate((labels == Label.UPPER).astype(np.uint8), np.ones((17, 17), np.uint8)) > 0
    assert (picture[labels == Label.FACE] == frame[labels == Label.FACE]).all()
    assert (picture[~rim] == frame[~rim]).all()


def test_what_the_garment_covers_is_not_made_up(scene, body):
    covered = np.ones(scene[1].shape, np.float32)
    picture, removal = remove(scene, body, Wearing(upper=True, lower=False), covered)
    assert removal is None
    assert (picture == scene[0]).all()


def test_below_a_short_hem_the_trousers_go_on(scene, body):
    axes = body_frame(body.pose)
    picture, _ = remove(scene, body, Wearing(upper=True, lower=False))
    x, y = axes.spine_point(axes.hip_mid, -20.0).round().astype(int)
    assert near(picture[y, x], JEANS, 12)


def test_an_open_front_shows_the_real_clothes(scene, body):
    frame, _ = scene
    picture, _ = remove(scene, body, Wearing(upper=True, lower=False, open_front=True))
    chest = body_frame(body.pose).spine_point(body_frame(body.pose).shoulder_mid, 40.0)
    x, y = chest.round().astype(int)
    assert (picture[y, x] == frame[y, x]).all()


def test_sleeves_said_to_be_arms_become_arms(scene, body):
    frame, labels = scene
    wrong = np.where(np.arange(len(labels))[:, None] > 235, Label.ARMS, Label.UPPER)
    arms = own_shape.draw_arms(body.pose, body_frame(body.pose).unit_px * 1.6, WHOLE) > 0
    labels = np.where(arms & (labels == Label.UPPER), wrong, labels).astype(np.uint8)
    picture, _ = remove((frame, labels), body, Wearing(upper=True, lower=False))
    middle = (body.pose.points_px[Joint.LEFT_ELBOW] + body.pose.points_px[Joint.LEFT_WRIST]) / 2
    x, y = middle.round().astype(int)
    assert not near(picture[y - 3 : y + 4, x - 3 : x + 4], CLOTH, 60).any()


def test_a_rim_of_cloth_on_bare_skin_goes(scene, body):
    frame, labels = scene
    elbow = body.pose.points_px[Joint.LEFT_ELBOW].round().astype(int)
    arms = own_shape.draw_arms(body.pose, body_frame(body.pose).unit_px, WHOLE) > 0
    bare = arms & (np.arange(len(labels))[:, None] > elbow[1])
    labels[bare] = Label.ARMS
    frame[bare & (np.arange(len(labels))[:, None] > elbow[1] + 4)] = SKIN  # 4 rows are cloth
    picture, _ = remove((frame, labels), body, Wearing(upper=True, lower=False))
    rim = picture[elbow[1] + 1 : elbow[1] + 4, elbow[0] - 4 : elbow[0] + 5]
    assert not near(rim, CLOTH, 60).any()


def test_without_labels_nothing_is_removed(scene, body):
    frame, _ = scene
    shot = Frame(frame.copy(), 0, 0.0, 0)
    remover = WornClothesRemover()
    remover.look(shot, body)
    nothing = np.zeros(frame.shape[:2], np.float32)
    assert remover.remove(shot, body, Wearing(upper=True, lower=False), nothing) is None


@pytest.mark.parametrize(("cadence", "expected"), [(1, 4), (4, 2)])
def test_colours_are_asked_every_other_frame_and_more_seldom_with_little_time(
    scene, body, monkeypatch, cadence, expected
):
    """In between, labels are put right as in the frame before."""
    frame, labels = scene
    wrong = np.where(np.arange(len(labels))[:, None] > 235, Label.ARMS, Label.UPPER)
    arms = own_shape.draw_arms(body.pose, body_frame(body.pose).unit_px * 1.6, WHOLE) > 0
    labels = np.where(arms & (labels == Label.UPPER), wrong, labels).astype(np.uint8)
    asked = []

    def counted(*arguments):
        asked.append(1)
        return corrected(*arguments)

    monkeypatch.setattr(removal_module, "corrected", counted)
    remover = WornClothesRemover()
    remover.cadence = cadence
    looked = [
        remover.look(Frame(frame.copy(), index, 33.0 * index, 0), parsed(body, labels)).labels
        for index in range(8)
    ]
    assert len(asked) == expected
    assert np.abs(looked[0].shares - parsed(body, labels).labels.shares).max() > 0.5
    for one in looked[1:]:
        np.testing.assert_allclose(one.shares, looked[0].shares, atol=1e-5)
        assert not one.shares.flags.writeable


def test_frames_of_another_size_are_learnt_at_once(scene, body):
    frame, labels = scene
    worn = parsed(body, labels)
    remover = WornClothesRemover()
    remover.cadence = 4
    small = replace(worn, mask=np.ascontiguousarray(worn.mask[:300, :400]))
    remover.look(Frame(frame[:300, :400].copy(), 0, 0.0, 0), small)
    shot = Frame(frame.copy(), 1, 33.0, 0)
    wearing = Wearing(upper=True, lower=False)
    covered = np.zeros(labels.shape, np.float32)
    removal = remover.remove(shot, remover.look(shot, worn), wearing, covered)
    assert removal is not None
