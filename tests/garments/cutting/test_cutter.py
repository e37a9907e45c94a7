"""From a picture file to a garment, with a network that knows one tee."""

import dataclasses
import io
import os
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image

from tests.support.drawn_cut_outs import TSHIRT, fill, laid_on
from tryon_ar.core.errors import NotAGarment, UnknownCategory, UnsafeImage
from tryon_ar.garments.cutting.cutter import LONGEST_PX, cut_photo, identifier
from tryon_ar.garments.cutting.network import GarmentNetwork
from tryon_ar.garments.cutting.reading import LANDMARK_ORDER, PART_COUNT
from tryon_ar.garments.folder import is_identifier, load_garment, required_landmarks, save_garment
from tryon_ar.garments.garment import CATEGORIES, Part

BLUE = (170, 90, 40)
SKIN = (140, 170, 225)
SIZE = (400, 320)
COVER = fill(SIZE, TSHIRT)
# Places in shares of the picture; the wearer's left is the picture's right.
LEFT = {
    "neck_left": (0.60, 0.16),
    "shoulder_left": (0.72, 0.24),
    "armpit_left": (0.70, 0.42),
    "waist_left": (0.69, 0.65),
    "hem_left": (0.68, 0.86),
    "cuff_left_inner": (0.84, 0.52),
    "cuff_left_outer": (0.90, 0.36),
}
PLACES = {
    "neck_front": (0.5, 0.21),
    "hem_center": (0.5, 0.86),
    **LEFT,
    **{name.replace("left", "right"): (1 - x, y) for name, (x, y) in LEFT.items()},
}


class KnowsOneTee:
    """A network that calls what is not white a tee, its parts and points those of the drawing."""

    provider = "CPU"

    def __init__(self, *, garment=0.95, tshirt=0.8):
        self.garment = garment
        self.tshirt = tshirt
        self.asked = 0

    def run(self, feeds, outputs=None):
        self.asked += 1
        answers = [self._answer(photo) for photo in feeds["photo"]]
        exists = np.array([0.9 * (name in PLACES) for name in LANDMARK_ORDER], np.float32)
        categories = np.zeros(len(CATEGORIES), np.float32)
        categories[[CATEGORIES.index("tshirt"), CATEGORIES.index("polo")]] = (
            self.tshirt,
            1 - self.tshirt,
        )
        alpha, parts, heat = (np.stack(values) for values in zip(*answers, strict=True))
        count = len(answers)
        return [
            alpha[:, None],
            parts,
            heat,
            *(np.stack([each] * count) for each in (exists, categories, np.float32(self.garment))),
        ]

    @staticmethod
    def _answer(photo):
        alpha = (photo.mean(0) < 0.97).astype(np.float32)
        parts = np.zeros((PART_COUNT, 128, 128), np.float32)
        heat = np.full((len(LANDMARK_ORDER), 64, 64), 1 / 4096, np.float32)
        rows, columns = np.nonzero(alpha)
        half = cv2.resize(alpha, (128, 128), interpolation=cv2.INTER_AREA)
        parts[Part.BACKGROUND] = 1 - half
        if not len(rows):
            return alpha, parts, heat
        left, top = columns.min(), rows.min()
        width, height = np.ptp(columns), np.ptp(rows)
        across = (np.arange(128) * 2 - left) / width
        for part, low, high in (
            (Part.RIGHT_SLEEVE, -9, 0.25),
            (Part.TORSO, 0.25, 0.75),
            (Part.LEFT_SLEEVE, 0.75, 9),
        ):
            parts[part] = half * ((across >= low) & (across < high))
        for name, (x, y) in PLACES.items():
            column = (left + (x - 0.1) / 0.8 * width) / 4
            row = (top + (y - 0.16) / 0.7 * height) / 4
            index = LANDMARK_ORDER.index(name)
            heat[index] = 0
            heat[index, min(63, round(row)), min(63, round(column))] = 1
        return alpha, parts, heat


def photo_of_tee(colour_bgr=BLUE):
    cloth = np.zeros((*SIZE, 3), np.float32)
    cloth[:] = colour_bgr
    return laid_on(cloth, COVER, (255, 255, 255))


def encoded(photo_bgr, kind="PNG", **options):
    rgb = np.ascontiguousarray(photo_bgr[:, :, [2, 1, 0, *range(3, photo_bgr.shape[2])]])
    buffer = io.BytesIO()
    Image.fromarray(rgb).save(buffer, kind, **options)
    return buffer.getvalue()


def cut(source, *, network=None, **options):
    return cut_photo(source, network=GarmentNetwork(network or KnowsOneTee()), **options)


def assert_tee(garment):
    truth = COVER > 0.5
    found = garment.alpha > 127
    assert (found & truth).sum() / (found | truth).sum() > 0.97
    inside = cv2.erode(truth.astype(np.uint8), np.ones((9, 9))) > 0
    np.testing.assert_allclose(garment.photo_bgr[inside].mean(0), BLUE, atol=3)


@pytest.fixture
def tee_file(tmp_path):
    path = tmp_path / "Summer tee.png"
    path.write_bytes(encoded(photo_of_tee()))
    return path


def test_a_file_becomes_a_garment_named_after_it(tee_file):
    done = cut(tee_file)
    garment = done.garment
    assert (garment.id, garment.name, garment.category) == ("summer-tee", "Summer tee", "tshirt")
    assert_tee(garment)
    assert garment.landmarks.keys() >= required_landmarks("tshirt")
    width = SIZE[1]
    for name in ("hem_left", "hem_right", "armpit_left", "armpit_right"):
        wanted = np.array(PLACES[name]) * (SIZE[1], SIZE[0])
        assert np.hypot(*(garment.landmarks[name] - wanted)) < 0.03 * width
    assert garment.parts[150, 280] == Part.LEFT_SLEEVE
    assert 0.5 < garment.confidence <= 1
    assert garment.warnings == ()
    np.testing.assert_array_equal(done.original_bgr, photo_of_tee())
    assert done.notices == ()


def test_bytes_become_the_same_garment(tee_file):
    pasted = cut(tee_file.read_bytes()).garment
    assert (pasted.id, pasted.name) == ("pasted-garment", "Pasted garment")
    filed = cut(tee_file, name="Pasted garment").garment
    for field in dataclasses.fields(pasted):
        np.testing.assert_array_equal(getattr(pasted, field.name), getattr(filed, field.name))


def test_it_is_kept_and_read_again(tee_file, tmp_path):
    garment = cut(tee_file).garment
    save_garment(garment, tmp_path / garment.id)
    again = load_garment(tmp_path / garment.id)
    for field in dataclasses.fields(garment):
        np.testing.assert_array_equal(getattr(again, field.name), getattr(garment, field.name))


def test_a_person_knows_the_category_better(tee_file):
    garment = cut(tee_file, network=KnowsOneTee(tshirt=0.5), category="top").garment
    assert garment.category == "top"
    assert not any("category" in sentence for sentence in garment.warnings)


def test_a_doubtful_category_is_told(tee_file):
    garment = cut(tee_file, network=KnowsOneTee(tshirt=0.52)).garment
    assert garment.warnings == ("It may be a polo rather than a T-shirt: check the category.",)
    assert garment.confidence == pytest.approx(0.52, abs=0.02)


def test_an_unknown_category_is_refused_before_the_file_is_opened(tmp_path):
    with pytest.raises(UnknownCategory, match="'kilt'"):
        cut(tmp_path / "nowhere.png", category="kilt")


def test_progress_is_told_in_order(tee_file):
    told = []
    cut(tee_file, progress=lambda sentence, share: told.append((sentence, share)))
    sentences, shares = zip(*told, strict=True)
    assert shares[0] == 0
    assert shares[-1] == 1
    assert list(shares) == sorted(set(shares))
    assert len(set(sentences)) == len(sentences)


def test_the_pictures_own_matte_is_believed():
    badge = (slice(200, 230), slice(150, 180))
    own = np.round(COVER * 255).astype(np.uint8)
    picture = np.zeros((*SIZE, 4), np.uint8)  # black where it is clear
    picture[own > 0, :3] = BLUE
    picture[badge][..., :3] = 255
    picture[..., 3] = own
    done = cut(encoded(picture))
    np.testing.assert_array_equal(done.garment.alpha, own)
    np.testing.assert_array_equal(done.original_bgr[0, 0], (255, 255, 255))
    assert (done.garment.photo_bgr[badge] > 250).all()


def test_a_matte_that_hides_nothing_is_not_believed():
    picture = np.dstack([photo_of_tee(), np.full(SIZE, 255, np.uint8)])
    picture[:4, :4, 3] = 0  # a rounded corner
    assert_tee(cut(encoded(picture)).garment)


def test_notices_about_the_file_are_passed_on():
    frames = [
        Image.fromarray(np.ascontiguousarray(photo_of_tee(c)[:, :, ::-1])) for c in (BLUE, SKIN)
    ]
    buffer = io.BytesIO()
    frames[0].save(buffer, "WEBP", save_all=True, append_images=frames[1:], lossless=True)
    done = cut(buffer.getvalue())
    assert len(done.notices) == 1
    assert "animated" in done.notices[0].lower() or "first" in done.notices[0].lower()


def test_a_large_photo_is_scaled_down(tmp_path):
    large = cv2.resize(photo_of_tee(), None, fx=5, fy=5, interpolation=cv2.INTER_NEAREST)
    path = tmp_path / "large.png"
    path.write_bytes(encoded(large))
    done = cut(path)
    assert max(done.garment.alpha.shape) <= LONGEST_PX
    assert done.garment.alpha.shape == done.original_bgr.shape[:2] == done.garment.parts.shape
    assert done.notices


@pytest.mark.parametrize("shape", [(47, 400), (400, 47), (1, 1)])
def test_a_picture_that_is_too_small_is_refused_before_it_is_read(shape):
    network = KnowsOneTee()
    tiny = np.full((*shape, 3), 90, np.uint8)
    with pytest.raises(NotAGarment, match=f"too small: {shape[1]}x{shape[0]} pixels"):
        cut(encoded(tiny), network=network)
    assert network.asked == 0


def test_a_picture_of_nothing_is_no_garment(tmp_path):
    path = tmp_path / "blank.png"
    path.write_bytes(encoded(np.full((*SIZE, 3), 255, np.uint8)))
    with pytest.raises(NotAGarment, match=r"No garment was found in blank\.png"):
        cut(path)


def test_what_the_network_takes_for_no_garment_is_none():
    with pytest.raises(NotAGarment, match="No garment was found in the picture"):
        cut(encoded(photo_of_tee()), network=KnowsOneTee(garment=0.1))


def test_what_is_no_picture_is_refused(tmp_path):
    for source in (b"no picture", b"", tmp_path / "nowhere.png"):
        with pytest.raises(UnsafeImage):
            cut(source)


class TakesHeadsForHoods(KnowsOneTee):
    """The same, but what is skin at the top is a hood to it."""

    @staticmethod
    def _answer(photo):
        alpha, parts, heat = KnowsOneTee._answer(photo)
        parts[Part.HOOD, :40] = parts[Part.TORSO, :40]
        parts[Part.TORSO, :40] = 0
        return alpha, parts, heat


def test_a_person_who_wears_it_is_told_apart():
    photo = photo_of_tee()
    photo[10:60, 135:185] = SKIN
    face = np.array([[137, 12], [183, 58]], np.float32)
    network = GarmentNetwork(TakesHeadsForHoods())
    with pytest.raises(NotAGarment, match="the picture shows a person wearing"):
        cut_photo(encoded(photo), face_in=lambda _: face, network=network)
    done = cut_photo(encoded(photo), face_in=lambda _: None, network=network)
    assert done.garment.category == "tshirt"


def test_nothing_of_the_photos_metadata_is_kept(tmp_path):
    secret = "Backyard 52.5163N 13.3777E"
    exif = Image.Exif()
    exif[0x010E] = secret
    exif.get_ifd(0x8825)[0x001D] = secret
    path = tmp_path / "tee.jpg"
    path.write_bytes(
        encoded(photo_of_tee(), "JPEG", exif=exif, comment=secret.encode(), quality=95)
    )
    assert secret.encode() in path.read_bytes()
    done = cut(path)
    save_garment(done.garment, tmp_path / "kept")
    for file in (tmp_path / "kept").iterdir():
        content = file.read_bytes()
        assert secret.encode() not in content, file.name
        assert b"Exif" not in content, file.name
    assert secret not in repr((done.notices, done.garment.name, done.garment.extra))


@pytest.mark.skipif(os.name == "nt", reason="file names are Unicode on Windows")
def test_a_file_name_that_is_no_text_still_names_a_garment(tee_file, tmp_path):
    odd = Path(os.fsdecode(os.fsencode(tmp_path) + b"/tee\xff\x07.png"))
    try:
        tee_file.rename(odd)
    except OSError as error:
        pytest.skip(f"this file system has no such names: {error}")
    garment = cut(odd).garment
    assert (garment.id, garment.name) == ("tee", "tee?")
    save_garment(garment, tmp_path / garment.id)
    assert load_garment(tmp_path / garment.id).name == garment.name


def test_a_long_name_is_shortened(tee_file):
    garment = cut(tee_file, name="  " + "very " * 100).garment
    assert len(garment.name) <= 80
    assert len(garment.id) <= 40


@given(st.text())
@example("con")
@example("--")
@example("x" * 39 + " y")
def test_any_name_gives_an_identifier(title):
    found = identifier(title)
    assert is_identifier(found)
    assert len(found) <= 40
    assert identifier(found) == found


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        ("Summer Tee", "summer-tee"),
        ("  Été: Größe XL! ", "ete-groe-xl"),
        ("../../etc/passwd", "etc-passwd"),
        ("服", "garment"),
        ("", "garment"),
        ("a_b", "a-b"),
    ],
)
def test_identifiers_read_like_the_name(title, wanted):
    assert identifier(title) == wanted
