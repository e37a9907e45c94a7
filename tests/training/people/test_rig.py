import json

import numpy as np
import pytest

pytest.importorskip("torch")
pytest.importorskip("moderngl")
pytest.importorskip("anny")

import cv2

from tryon_ar.core.images import read_picture
from tryon_ar.core.labels import Label
from tryon_ar.evaluation.rig_reading import read_rig
from tryon_ar.garments.folder import load_garment
from tryon_ar.training.people import rig, rig_poses
from tryon_ar.training.people.rig_small import shrink_rig

pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A rig of a long-sleeved top: a photo, a short wave and a short stillness."""
    out = tmp_path_factory.mktemp("rig")
    with pytest.MonkeyPatch.context() as patch:
        drawn = rig_poses.draw_movement

        def short(rng, kind):
            movement = drawn(rng, kind)
            return rig_poses.Movement(movement.pose, 8, movement.at)

        patch.setattr(rig, "draw_movement", short)
        patch.setattr(rig, "_STILL_FRAMES", 3)
        rig.make_rig(out, 5, rig.plan_of(1, 1, 1, ["longsleeve"]))
    return out


def test_the_folder_holds_scenes_with_all_truth_and_garments(folder):
    told = json.loads((folder / "rig" / "rig.json").read_text())
    assert (told["version"], told["seed"]) == (1, 5)
    assert [scene["kind"] for scene in told["scenes"]] == ["photo", "motion", "still"]
    for scene in told["scenes"]:
        assert scene["category"] == "longsleeve"
        garment = load_garment(folder / "rig" / "garments" / scene["garment"])
        assert set(scene["frames"][0]["landmarks"]) == set(garment.landmarks)
        for number, frame in enumerate(scene["frames"]):
            stem = folder / "rig" / "scenes" / scene["name"] / f"{number:06d}"
            assert frame["t_ms"] == pytest.approx(number * 1000 / 30, abs=0.01)
            assert set(frame["visible"]) <= set(frame["landmarks"])
            for name in ("labels", "worn", "whole", "front", "shading"):
                assert cv2.imread(f"{stem}.{name}.png", -1).shape == (480, 640)
            assert read_picture(stem.with_name(f"{stem.name}.png")).shape == (480, 640, 3)


def test_the_worn_garment_is_where_upper_clothes_are(folder):
    frame = read_rig(folder)[0].frames[0]
    truth, labels = frame.truth(), frame.labels()
    worn = truth.worn > 0.5
    assert (labels[worn] == Label.UPPER).mean() > 0.98
    assert (worn & (labels == Label.UPPER)).sum() > 0.98 * (labels == Label.UPPER).sum()
    assert (truth.whole >= truth.worn).all()
    hidden = truth.front > 0
    assert not (hidden & worn).any()
    assert set(np.unique(truth.front)) <= {0, Label.HAIR, Label.ARMS}
    assert ((truth.shading > 0) == worn).all()
    assert 0.2 < np.median(truth.shading[worn]) < 1.6


def test_landmarks_that_are_seen_lie_on_the_garment(folder):
    frame = read_rig(folder)[0].frames[0]
    whole = cv2.dilate(frame.truth().whole, np.ones((9, 9)))
    assert len(frame.visible) >= 6
    for name in frame.visible:
        x, y = np.round(frame.landmarks[name]).astype(int)
        assert whole[y, x] > 0, name


def test_motion_is_exact(folder):
    scene = read_rig(folder)[1]
    first, second = scene.frames[2:4]
    flow = first.flow()
    assert scene.frames[-1].flow() is None
    rows, columns = np.indices(flow.shape[:2], dtype=np.float32)
    after = cv2.remap(
        second.labels(), columns + flow[..., 0], rows + flow[..., 1], cv2.INTER_NEAREST
    )
    person = cv2.erode((first.labels() > 0).astype(np.uint8), np.ones((5, 5))) > 0
    assert np.hypot(*np.moveaxis(flow, 2, 0))[person].max() > 1.0
    assert (after == first.labels())[person].mean() > 0.97
    for name in first.visible & second.visible:
        if name.startswith(("cuff", "elbow")):  # ends of what is seen, and the middle of a sleeve
            continue
        x, y = np.round(first.landmarks[name]).astype(int)
        if person[y, x] and first.truth().worn[y, x] == 1:
            went = second.landmarks[name] - first.landmarks[name]
            assert np.hypot(*(went - flow[y, x])) < 1.5, name


def test_in_stillness_only_the_noise_changes(folder):
    scene = read_rig(folder)[2]
    assert len(scene.frames) == 3
    pictures = [frame.picture().astype(int) for frame in scene.frames]
    away = np.abs(pictures[0] - pictures[1])
    assert 0.2 < away.mean() < 8
    assert scene.frames[0].landmarks.keys() == scene.frames[2].landmarks.keys()
    np.testing.assert_array_equal(scene.frames[0].labels(), scene.frames[2].labels())


def test_rigs_can_be_made_small(folder, tmp_path):
    scenes = read_rig(folder)
    names = [scenes[0].name, scenes[1].name]
    shrink_rig(folder / "rig", tmp_path / "small", names, 3)
    photo, motion = read_rig(tmp_path / "small")
    assert [len(photo.frames), len(motion.frames)] == [1, 3]
    before, after = scenes[0].frames[0], photo.frames[0]
    assert after.picture().shape == (360, 480, 3)
    assert after.unit_px == pytest.approx(0.75 * before.unit_px, abs=0.01)
    for name, at in before.landmarks.items():
        np.testing.assert_allclose(after.landmarks[name], (at + 0.5) * 0.75 - 0.5, atol=0.01)
    assert after.truth().worn.sum() == pytest.approx(0.75**2 * before.truth().worn.sum(), rel=0.02)
    assert motion.frames[0].flow().shape == (360, 480, 2)
    assert motion.frames[2].flow() is None
    assert motion.frames[0].t_ms == 0
    assert max(photo.garment().alpha.shape) <= 480
    assert sum(path.stat().st_size for path in (tmp_path / "small").rglob("*.*")) < 1_000_000


def test_plans_go_through_kinds_of_clothes():
    plans = rig.plan_of(20, 3, 2)
    assert len({plan.name for plan in plans}) == 25
    assert {plan.category for plan in plans[:16]} >= {"tshirt", "dress", "skirt", "hoodie"}
    assert [plan.movement for plan in plans[20:23]] == ["wave", "turn", "step"]
    assert {plan.category for plan in rig.plan_of(9, 0, 0, ["polo", "shirt"])} == {"polo", "shirt"}
