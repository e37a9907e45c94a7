import numpy as np
import pytest

from tryon_ar.core.labels import Label, Labels
from tryon_ar.rendering.removal.skin_tone import SkinToneMeter, measure_tone_of_skin, whole

TONE = np.array([100, 130, 180], np.uint8)


def portrait(label=Label.FACE):
    """A face of one tone with dark eyes and a highlight."""
    picture = np.full((64, 64, 3), 30, np.uint8)
    picture[16:48, 16:48] = TONE
    picture[24:27, 20:44] = 10
    picture[18:20, 28:36] = 250
    shares = np.zeros((len(Label), 32, 32), np.float32)
    shares[Label.BACKGROUND] = 1.0
    shares[Label.BACKGROUND, 8:24, 8:24] = 0.0
    shares[label, 8:24, 8:24] = 1.0
    return picture, Labels(shares, 0.0, 0.0, 64.0)


@pytest.mark.parametrize("label", [Label.FACE, Label.ARMS])
def test_the_tone_is_that_of_evenly_lit_skin(label):
    tone = measure_tone_of_skin(*portrait(label))
    assert np.allclose(tone.linear_bgr ** (1 / 2.2) * 255, TONE, atol=1.5)


def test_bits_of_face_and_neck_tell_a_tone_together():
    picture, labels = portrait()
    shares = labels.shares
    shares[:, 8:24, 8:24] = 0.0
    shares[Label.HAIR, 8:24, 8:24] = 1.0
    for label, rows in ((Label.FACE, slice(13, 17)), (Label.NECK, slice(17, 21))):
        shares[Label.HAIR, rows, 10:16] = 0.0
        shares[label, rows, 10:16] = 1.0
    tone = measure_tone_of_skin(picture, labels)
    assert np.allclose(tone.linear_bgr ** (1 / 2.2) * 255, TONE, atol=1.5)


def test_without_skin_there_is_no_tone():
    assert measure_tone_of_skin(*portrait(Label.UPPER)) is None


def test_the_tone_is_followed_slowly_and_kept():
    meter = SkinToneMeter()
    picture, labels = portrait()
    first = meter.look(picture, labels).linear_bgr
    second = meter.look(picture // 2, labels).linear_bgr
    assert (second < first).all()
    assert (second > 0.6 * first).all()
    assert meter.look(picture, portrait(Label.UPPER)[1]).linear_bgr == pytest.approx(second)
    meter.forget()
    assert meter.look(picture, portrait(Label.UPPER)[1]) is None


def test_labels_cover_what_of_the_frame_they_can():
    labels = Labels(np.zeros((8, 4, 4), np.float32), -3.0, 5.0, 20.0)
    assert whole(labels, (12, 100)) == (0, 5, 12, 25)


def test_light_from_a_side_is_told_from_the_face():
    picture, labels = portrait()
    ramp = np.linspace(0.7, 1.2, 32)[None, :, None]
    picture[16:48, 16:48] = np.clip(TONE * ramp, 0, 255)
    right, down = measure_tone_of_skin(picture, labels).light
    assert right > 0.2
    assert abs(down) < 0.05
