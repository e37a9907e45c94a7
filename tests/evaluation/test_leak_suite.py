"""The leak suite: which pictures it reads and how it adds them up."""

import cv2
import numpy as np
import pytest

from tests.support.bodies import standing_body
from tests.support.watching import plain_labels
from tryon_ar.core.errors import MissingResource
from tryon_ar.core.labels import Label
from tryon_ar.core.types import Body, DressedFrame, Frame, GarmentState, TrackedFrame
from tryon_ar.evaluation.leak_suite import TARGET, score_pairs

SIZE = 48


@pytest.fixture
def folder(tmp_path):
    """Two pairs: a blue person before grey, and the same in skin."""
    place = tmp_path / "undressing"
    place.mkdir()
    labels = np.zeros((SIZE, SIZE), np.uint8)
    labels[10:40, 10:38] = Label.UPPER
    for name in ("0000", "0001"):
        for part, colour in (("frame", (150, 60, 30)), ("truth", (140, 170, 220))):
            picture = np.full((SIZE, SIZE, 3), 200, np.uint8)
            picture[labels > 0] = colour
            cv2.imwrite(str(place / f"{name}.{part}.png"), picture)
        cv2.imwrite(str(place / f"{name}.labels.png"), labels)
        cv2.imwrite(str(place / f"{name}.truth_labels.png"), np.where(labels, Label.ARMS, 0))
    return tmp_path


def undressing(colour):
    """Return what paints the person in a colour and puts nothing on them."""

    def dress(frame_bgr):
        body = standing_body()
        body = Body(body.pose, body.mask, plain_labels(Label.UPPER, side_px=float(SIZE)))
        tracked = TrackedFrame(Frame(frame_bgr, 0, 0.0, 0), body, GarmentState.DRESSED)
        picture = frame_bgr.copy()
        if colour is not None:
            picture[10:40, 10:38] = colour
        return DressedFrame(picture, tracked, np.zeros((SIZE, SIZE), np.float32), {}, False, {})

    return dress


def test_what_is_kept_leaks_and_what_is_taken_off_does_not(folder):
    kept = score_pairs(folder, undressing(None))
    assert kept["pictures"] == 2
    assert kept["leak"] == kept["by_stage"]["kept"] == kept["by_place"]["arms"] > 0.95
    assert kept["pictures_within_target"] == 0
    assert set(kept["worst"]) == {"0000", "0001"}
    gone = score_pairs(folder, undressing((140, 170, 220)))
    assert gone["leak"] <= TARGET
    assert gone["pictures_within_target"] == 2
    assert gone["ciede2000_to_truth_median"] < 3 < kept["ciede2000_to_truth_median"]


def test_the_folder_of_pairs_itself_will_do(folder):
    assert score_pairs(folder / "undressing", undressing(None))["pictures"] == 2


def test_pictures_of_nobody_are_named(folder):
    def nobody(frame_bgr):
        tracked = TrackedFrame(Frame(frame_bgr, 0, 0.0, 0), None, GarmentState.NOBODY)
        return DressedFrame(frame_bgr, tracked, None, {}, False, {})

    figures = score_pairs(folder, nobody)
    assert figures["undressed"] == ["0000", "0001"]
    assert figures["pictures"] == 0
    assert figures["leak"] == 0


def test_a_folder_without_pairs_is_refused(tmp_path):
    with pytest.raises(MissingResource, match="no pairs"):
        score_pairs(tmp_path, undressing(None))
