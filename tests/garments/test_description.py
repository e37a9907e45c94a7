"""What a ``garment.json`` may say, to the last number."""

import json

import pytest

from tests.support.bodies import flat_tee
from tryon_ar.core.errors import GarmentError, UnknownCategory
from tryon_ar.garments.description import (
    MAX_DESCRIPTION_BYTES,
    is_identifier,
    read_description,
    required_landmarks,
)
from tryon_ar.garments.folder import save_garment


@pytest.fixture
def folder(tmp_path):
    save_garment(flat_tee(), tmp_path / "tee")
    return tmp_path / "tee"


def fields_of(folder) -> dict:
    return json.loads((folder / "garment.json").read_text("utf-8"))


def changed(folder, **changes):
    fields = fields_of(folder) | changes
    (folder / "garment.json").write_text(json.dumps(fields), "utf-8")
    return read_description(folder)


@pytest.mark.parametrize("confidence", [0, 0.0, 0.5, 1, 1.0])
def test_confidence_is_from_none_to_whole(folder, confidence):
    assert changed(folder, confidence=confidence).confidence == confidence


@pytest.mark.parametrize("confidence", [-1e-9, 1.000001, "1", None, True, [1], 1e400])
def test_any_other_confidence_is_refused(folder, confidence):
    with pytest.raises(GarmentError, match="its confidence is not a number from 0 to 1"):
        changed(folder, confidence=confidence)


@pytest.mark.parametrize("place", [[999_999_999, -999_999_999], [0, 0.25]])
def test_landmarks_are_pairs_of_finite_numbers(folder, place):
    landmarks = fields_of(folder)["landmarks"] | {"neck_left": place}
    assert changed(folder, landmarks=landmarks).landmarks["neck_left"] == tuple(place)


@pytest.mark.parametrize(
    "place", [[1e9, 0], [0, -1e9], [1], [1, 2, 3], [True, 0], [0, None], {"x": 1}, "12", None]
)
def test_anything_else_is_no_landmark(folder, place):
    landmarks = fields_of(folder)["landmarks"] | {"neck_left": place}
    with pytest.raises(GarmentError, match="its landmark neck_left is not a pair of numbers"):
        changed(folder, landmarks=landmarks)


def test_unknown_and_lacking_landmarks_are_named(folder):
    landmarks = fields_of(folder)["landmarks"]
    with pytest.raises(GarmentError, match=r"unknown landmarks: a, b, c, d, e\."):
        changed(folder, landmarks=landmarks | {name: [0, 0] for name in "fedcba"})
    del landmarks["hem_left"], landmarks["armpit_right"]
    with pytest.raises(GarmentError, match="lacks the landmarks armpit_right, hem_left"):
        changed(folder, landmarks=landmarks)
    with pytest.raises(GarmentError, match="no table of landmarks"):
        changed(folder, landmarks=[])


@pytest.mark.parametrize(("length", "refused"), [(200, False), (201, True)])
def test_names_of_files_are_so_long_at_most(folder, length, refused):
    name = "p" * (length - 4) + ".png"
    if refused:
        with pytest.raises(GarmentError, match=r"its photo .* is not a file inside its folder"):
            changed(folder, photo=name)
    else:
        assert changed(folder, photo=name).photo == folder / name


@pytest.mark.parametrize("name", [".", "..", "a/b", "a\\b", "c:d", "a\nb", "a\x1fb", "", " ", 7])
def test_no_name_leads_elsewhere(folder, name):
    with pytest.raises(GarmentError):
        changed(folder, photo=name)


def test_a_name_with_a_space_is_one(folder):
    assert changed(folder, photo="my photo.png").photo == folder / "my photo.png"


@pytest.mark.parametrize("spare", [0, 1])
def test_a_file_may_be_a_megabyte_long(folder, spare):
    path = folder / "garment.json"
    text = path.read_bytes()
    assert MAX_DESCRIPTION_BYTES == 1 << 20
    path.write_bytes(text + b" " * (MAX_DESCRIPTION_BYTES - len(text) + spare))
    if spare:
        with pytest.raises(GarmentError, match="cannot be read"):
            read_description(folder)
    else:
        assert read_description(folder).id == "flat-tshirt"


@pytest.mark.parametrize(
    ("text", "known"),
    [
        *[("a", True), ("0", True), ("a-b_c", True), ("t" * 80, True), ("t" * 81, False)],
        *[("", False), ("-a", False), ("_a", False), ("A", False), ("é", False), ("a b", False)],
        ("a\n", False),
    ],
)
def test_ids_are_short_and_plain(text, known):
    assert is_identifier(text) is known


def test_each_kind_of_garment_needs_its_own_landmarks():
    top = {f"{n}_{s}" for n in ("neck", "shoulder", "armpit", "hem") for s in ("left", "right")}
    legs = {f"leg_hem_{s}_{e}" for s in ("left", "right") for e in ("inner", "outer")}
    waist = {"waist_left", "waist_right"}
    assert required_landmarks("tshirt") == required_landmarks("dress") == top
    assert (
        required_landmarks("trousers") == required_landmarks("shorts") == legs | waist | {"crotch"}
    )
    assert required_landmarks("skirt") == waist | {"hem_left", "hem_right"}
    with pytest.raises(UnknownCategory, match="hat"):
        required_landmarks("hat")


def test_what_may_be_left_out_is_none_and_what_is_unknown_is_kept(folder):
    fields = fields_of(folder)
    for name in ("licence", "sizes", "back_photo", "original", "variant_of", "warnings"):
        fields.pop(name, None)
    (folder / "garment.json").write_text(json.dumps(fields | {"shelf": [1]}), "utf-8")
    told = read_description(folder)
    assert (told.licence, told.sizes, told.back_photo, told.original) == (None,) * 4
    assert (told.variant_of, told.warnings, told.extra) == (None, (), {"shelf": [1]})


@pytest.mark.parametrize(
    "wrong",
    [
        *[{"version": 2}, {"version": None}, {"name": " "}, {"name": 3}, {"id": "Tee"}],
        *[{"warnings": "old"}, {"warnings": [1]}, {"licence": ""}, {"licence": 4}],
        *[{"variant_of": "A B"}, {"sizes": []}, {"back_photo": "../b.png"}, {"original": ""}],
    ],
)
def test_what_is_of_the_wrong_kind_is_refused(folder, wrong):
    with pytest.raises(GarmentError, match="The garment 'tee' cannot be used"):
        changed(folder, **wrong)
