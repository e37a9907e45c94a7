import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, JpegImagePlugin

from tryon_ar.core.errors import (
    DiskFull,
    GarmentError,
    OutputUnwritable,
    UnknownCategory,
    UnknownGarment,
    UnsafeImage,
)
from tryon_ar.garments import folder as folder_module
from tryon_ar.garments.folder import (
    load_garment,
    load_original,
    read_description,
    required_landmarks,
    rewrite_description,
    save_garment,
)
from tryon_ar.garments.garment import CATEGORIES, LANDMARK_NAMES, Garment, Part

Edit = Callable[[dict[str, object]], None]


@pytest.fixture
def tee(rng: np.random.Generator) -> Garment:
    photo = rng.integers(0, 256, (40, 30, 3), dtype=np.uint8)
    alpha = np.zeros((40, 30), np.uint8)
    alpha[5:35, 5:25] = 255
    parts = np.where(alpha > 0, Part.TORSO, Part.BACKGROUND).astype(np.uint8)
    names = required_landmarks("tshirt") | {"neck_front"}
    marks = {name: (5.0 + index, 6.25 + index) for index, name in enumerate(sorted(names))}
    return Garment("my-tee_1", "Mein Hemd – été", "tshirt", photo, alpha, parts, marks)


@pytest.fixture
def folder(tee: Garment, tmp_path: Path) -> Path:
    save_garment(tee, tmp_path / "tee")
    return tmp_path / "tee"


def edit(folder: Path, change: Edit) -> Path:
    path = folder / "garment.json"
    fields = json.loads(path.read_text(encoding="utf-8"))
    change(fields)
    path.write_text(json.dumps(fields), encoding="utf-8")
    return folder


def put(key: str, value: object) -> Edit:
    return lambda fields: fields.__setitem__(key, value)


def test_what_is_saved_is_loaded(tee: Garment, folder: Path) -> None:
    again = load_garment(folder)
    for key in ("id", "name", "category", "confidence", "licence", "sizes", "warnings"):
        assert getattr(again, key) == getattr(tee, key)
    assert again.landmarks == tee.landmarks
    for key in ("photo_bgr", "alpha", "parts"):
        np.testing.assert_array_equal(getattr(again, key), getattr(tee, key))
        assert not getattr(again, key).flags.writeable


def test_optional_fields_survive(tee: Garment, tmp_path: Path) -> None:
    full = replace(
        tee,
        confidence=0.25,
        licence="CC0-1.0",
        sizes={"unit": "cm", "M": {"chest": 52}},
        warnings=("creased",),
    )
    save_garment(full, tmp_path / "full")
    again = load_garment(tmp_path / "full")
    assert (again.confidence, again.licence) == (0.25, "CC0-1.0")
    assert again.sizes == {"unit": "cm", "M": {"chest": 52}}
    assert again.warnings == ("creased",)


def test_whatever_a_name_or_warning_holds_is_saved_so_that_it_can_be_read(
    tee: Garment, tmp_path: Path
) -> None:
    longest = replace(tee, name="衣" * 200, warnings=("x" * 1000,) * 50)
    save_garment(longest, tmp_path / "tee")
    kept = load_garment(tmp_path / "tee")
    assert (kept.name, kept.warnings) == (longest.name, longest.warnings)
    odd = replace(tee, name="A\x1b" + "x" * 500, warnings=("a\nb", "x" * 5000) * 40)
    save_garment(odd, tmp_path / "tee")
    kept = load_garment(tmp_path / "tee")
    assert kept.name == "A " + "x" * 198
    assert kept.warnings == ("a b", "x" * 1000) * 25


def test_a_jpeg_photo_is_close(tee: Garment, tmp_path: Path) -> None:
    smooth = replace(tee, photo_bgr=np.full((40, 30, 3), (40, 90, 200), np.uint8))
    save_garment(smooth, tmp_path / "jpg", photo_format="jpg")
    again = load_garment(tmp_path / "jpg")
    assert (tmp_path / "jpg" / "photo.jpg").is_file()
    assert np.abs(again.photo_bgr.astype(int) - smooth.photo_bgr).max() <= 3


def test_saving_again_replaces_and_leaves_nothing_else(tee: Garment, folder: Path) -> None:
    (folder / "stray.txt").write_text("old")
    save_garment(replace(tee, name="Second"), folder)
    assert load_garment(folder).name == "Second"
    assert not (folder / "stray.txt").exists()
    assert [path.name for path in folder.parent.iterdir() if path.name.startswith(".tee")] == []


def test_a_failed_save_keeps_the_old_garment(
    tee: Garment, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as full:
        full.setattr(Image.Image, "save", no_room)
        with pytest.raises(DiskFull, match="No space left"):
            save_garment(replace(tee, name="Second"), folder)
    assert load_garment(folder).name == tee.name
    assert [path.name for path in folder.parent.iterdir() if path.name.startswith(".tee")] == []


def test_a_parent_that_is_a_file_is_unwritable(tee: Garment, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputUnwritable):
        save_garment(tee, tmp_path / "file" / "tee")


def test_a_missing_folder_is_unknown(tmp_path: Path) -> None:
    with pytest.raises(UnknownGarment, match=r"no garment.json"):
        load_garment(tmp_path / "nothing")


@pytest.mark.parametrize("text", ["", "{", "[1]", "\x00", "[" * 100_000])
def test_a_broken_description_is_told(folder: Path, text: str) -> None:
    (folder / "garment.json").write_text(text)
    with pytest.raises(GarmentError, match="cannot be used"):
        load_garment(folder)


def test_bytes_that_are_no_text_are_told(folder: Path) -> None:
    (folder / "garment.json").write_bytes(b"\xff\xfe{}")
    with pytest.raises(GarmentError, match="cannot be read"):
        load_garment(folder)


def test_an_unknown_category_names_the_known(folder: Path) -> None:
    with pytest.raises(UnknownCategory) as error:
        load_garment(edit(folder, put("category", "kilt")))
    assert "kilt" in error.value.user_text
    assert "hoodie" in error.value.hint


@pytest.mark.parametrize(
    ("key", "value", "says"),
    [
        ("version", 2, "version is 2"),
        ("version", None, "version"),
        ("id", "Tee", "id 'Tee'"),
        ("id", "../tee", "id"),
        ("name", "", "name is missing"),
        ("name", 5, "name"),
        ("name", "x" * 201, "name is not one line of at most 200 letters"),
        ("name", "\x1b]0;mine\x07", "name is not one line"),
        ("name", "Tee\u2028shirt", "name is not one line"),
        ("confidence", 1.5, "confidence"),
        ("confidence", True, "confidence"),
        ("confidence", float("nan"), "confidence"),
        ("landmarks", [], "no table of landmarks"),
        ("landmarks", {"neck_middle": [1, 2]}, "unknown landmarks: neck_middle"),
        ("landmarks", {"neck_left": [1, 2]}, "lacks the landmarks armpit_left"),
        ("sizes", "M", "size chart is not a table"),
        ("back_photo", 3, "back_photo"),
        ("original", "../x.png", "original"),
        ("variant_of", "No Id", "variant_of"),
        ("licence", 3, "licence"),
        ("warnings", "creased", "warnings"),
        ("warnings", [1], "warnings"),
        ("warnings", ["x"] * 51, "warnings are too many or too long"),
        ("warnings", ["x" * 1001], "warnings are too many or too long"),
        ("warnings", ["\x9b2J"], "warnings are too many or too long"),
    ],
)
def test_a_wrong_field_is_named(folder: Path, key: str, value: object, says: str) -> None:
    with pytest.raises(GarmentError, match=says):
        load_garment(edit(folder, put(key, value)))


@pytest.mark.parametrize("point", [[1], [1, 2, 3], ["1", 2], [1e12, 2], [None, 2], {"x": 1}])
def test_a_landmark_must_be_two_numbers(folder: Path, point: object) -> None:
    def change(fields: dict[str, object]) -> None:
        marks = fields["landmarks"]
        assert isinstance(marks, dict)
        marks["neck_front"] = point

    with pytest.raises(GarmentError, match="neck_front is not a pair of numbers"):
        load_garment(edit(folder, change))


def test_a_landmark_far_outside_is_refused(folder: Path) -> None:
    def change(fields: dict[str, object]) -> None:
        marks = fields["landmarks"]
        assert isinstance(marks, dict)
        marks["neck_front"] = [500, 5]

    with pytest.raises(GarmentError, match="neck_front lies far outside"):
        load_garment(edit(folder, change))


@pytest.mark.parametrize("key", ["photo", "alpha", "parts"])
@pytest.mark.parametrize(
    "name", ["../secret.png", "/etc/passwd", "..", "a/b.png", "a\\b.png", "C:x.png", "x\x00.png"]
)
def test_names_that_leave_the_folder_are_refused(folder: Path, key: str, name: str) -> None:
    Image.new("RGB", (30, 40)).save(folder.parent / "secret.png")
    with pytest.raises(GarmentError, match="not a file inside its folder"):
        load_garment(edit(folder, put(key, name)))


def test_a_link_that_leaves_the_folder_is_refused(folder: Path) -> None:
    Image.new("RGB", (30, 40)).save(folder.parent / "secret.png")
    os.symlink(folder.parent / "secret.png", folder / "link.png")
    with pytest.raises(GarmentError, match="not a file inside its folder"):
        load_garment(edit(folder, put("photo", "link.png")))


def test_a_missing_or_damaged_picture_is_unsafe(folder: Path) -> None:
    (folder / "alpha.png").write_bytes(b"")
    with pytest.raises(UnsafeImage, match="empty"):
        load_garment(folder)
    (folder / "alpha.png").unlink()
    with pytest.raises(UnsafeImage, match="no picture"):
        load_garment(folder)


@pytest.mark.parametrize("key", ["alpha", "parts"])
def test_sizes_must_agree(folder: Path, key: str) -> None:
    Image.new("L", (31, 40), 255).save(folder / f"{key}.png")
    with pytest.raises(GarmentError, match=f"its {key} is 31x40 pixels but its photo 30x40"):
        load_garment(folder)


def test_unknown_parts_are_refused(folder: Path) -> None:
    Image.new("L", (30, 40), 10).save(folder / "parts.png")
    with pytest.raises(GarmentError, match="unknown value 10"):
        load_garment(folder)


@pytest.mark.parametrize("key", ["alpha", "parts"])
def test_an_empty_garment_is_refused(folder: Path, key: str) -> None:
    Image.new("L", (30, 40), 0).save(folder / f"{key}.png")
    with pytest.raises(GarmentError, match="empty"):
        load_garment(folder)


def test_the_description_is_read_without_opening_pictures(folder: Path) -> None:
    for key in ("photo", "alpha", "parts"):
        (folder / f"{key}.png").unlink()
    assert read_description(folder).name == "Mein Hemd – été"


@pytest.mark.parametrize("category", CATEGORIES)
def test_every_category_needs_known_landmarks(category: str) -> None:
    needed = required_landmarks(category)
    assert needed
    assert needed <= LANDMARK_NAMES


def test_back_original_variant_and_unknown_fields_survive(tee: Garment, tmp_path: Path) -> None:
    back = np.full((20, 50, 3), (10, 120, 240), np.uint8)
    original = np.full_like(tee.photo_bgr, 77)
    full = replace(tee, back_bgr=back, variant_of="tee", extra={"shop": {"price": 5}, "id": "no"})
    save_garment(full, tmp_path / "full", original_bgr=original)
    again = load_garment(tmp_path / "full")
    assert again.back_bgr is not None
    np.testing.assert_array_equal(again.back_bgr, back)
    assert (again.id, again.variant_of, again.extra) == (tee.id, "tee", {"shop": {"price": 5}})
    np.testing.assert_array_equal(load_original(tmp_path / "full"), original)
    assert not again.back_bgr.flags.writeable


def test_without_an_original_there_is_none(folder: Path) -> None:
    assert load_original(folder) is None
    assert load_garment(folder).back_bgr is None


def test_one_field_is_changed_in_one_stroke(folder: Path) -> None:
    edit(folder, put("shop", "here"))
    rewrite_description(folder, name="New")
    fields = json.loads((folder / "garment.json").read_text(encoding="utf-8"))
    assert (fields["name"], fields["shop"]) == ("New", "here")
    before = (folder / "garment.json").read_bytes()
    with pytest.raises(GarmentError, match="name"):
        rewrite_description(folder, name="")
    assert (folder / "garment.json").read_bytes() == before
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]


def test_half_a_letter_is_refused(folder: Path) -> None:
    text = (folder / "garment.json").read_text(encoding="utf-8")
    (folder / "garment.json").write_text(text.replace("Mein", "\\ud800"), encoding="utf-8")
    with pytest.raises(GarmentError, match="cannot be read"):
        load_garment(folder)


def test_an_unsound_size_chart_is_not_written(tee: Garment, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="unit"):
        save_garment(replace(tee, sizes={"M": {"chest": 5}}), tmp_path / "tee")
    assert list(tmp_path.iterdir()) == []


def test_the_description_is_text_that_people_can_read(folder: Path) -> None:
    text = (folder / "garment.json").read_text("utf-8")
    assert '\n  "name": "Mein Hemd – été",\n' in text
    assert text.endswith("}\n")


def test_a_jpeg_is_written_with_fine_colours(tee: Garment, tmp_path: Path) -> None:
    save_garment(tee, tmp_path / "tee", photo_format="jpg")
    Image.new("RGB", (8, 8)).save(tmp_path / "other.jpg", quality=95)
    with (
        Image.open(tmp_path / "tee" / "photo.jpg") as kept,
        Image.open(tmp_path / "other.jpg") as as_good,
    ):
        assert JpegImagePlugin.get_sampling(kept) == 0  # 4:4:4
        assert kept.quantization == as_good.quantization


def test_what_was_unsound_before_is_not_made_sound_by_a_change(folder: Path) -> None:
    edit(folder, put("confidence", 7))
    before = (folder / "garment.json").read_bytes()
    with pytest.raises(GarmentError, match="confidence"):
        rewrite_description(folder, confidence=1.0)
    assert (folder / "garment.json").read_bytes() == before
    assert {path.name for path in folder.parent.iterdir()} == {"tee"}


def test_a_description_is_on_the_disk_before_it_gets_its_name(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    fsync, replaced = os.fsync, os.replace
    monkeypatch.setattr(os, "fsync", lambda number: (done.append("synced"), fsync(number))[1])
    monkeypatch.setattr(os, "replace", lambda a, b: (done.append("named"), replaced(a, b))[1])
    rewrite_description(folder, name="New")
    assert done == ["synced", "named"]


def test_a_garment_is_on_the_disk_before_the_old_one_is_deleted(
    tee: Garment, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: set[int] = set()
    fsync, put = os.fsync, folder_module.put_in_place

    def note(number: int) -> None:
        synced.add(os.fstat(number).st_ino)
        fsync(number)

    def check_and_put(staging: Path, final: Path) -> None:
        files = list(staging.iterdir())
        assert len(files) == 5
        assert {path.stat().st_ino for path in files} <= synced
        put(staging, final)

    monkeypatch.setattr(os, "fsync", note)
    monkeypatch.setattr(folder_module, "put_in_place", check_and_put)
    save_garment(tee, folder, original_bgr=tee.photo_bgr)
    assert synced


def test_garments_are_saved_into_folders_that_are_not_there_yet(
    tee: Garment, tmp_path: Path
) -> None:
    save_garment(tee, tmp_path / "a" / "b" / "tee")
    assert load_garment(tmp_path / "a" / "b" / "tee").id == tee.id
    assert (tmp_path / "a" / "b" / "tee").stat().st_mode & 0o777 == 0o755


def rewritten(folder: Path, name: str, pixels: np.ndarray) -> Garment:
    Image.fromarray(pixels).save(folder / f"{name}.png")
    return load_garment(folder)


def test_every_known_part_may_occur_and_no_other(tee: Garment, folder: Path) -> None:
    parts = tee.parts.copy()
    parts[6, 6] = max(Part)
    assert rewritten(folder, "parts", parts).parts.max() == max(Part)
    parts[6, 6] = max(Part) + 1
    with pytest.raises(GarmentError, match=f"the unknown value {max(Part) + 1}"):
        rewritten(folder, "parts", parts)


def test_a_pixel_that_is_mostly_there_is_a_garment(tee: Garment, folder: Path) -> None:
    alpha = np.full_like(tee.alpha, 127)
    with pytest.raises(GarmentError, match="its alpha is empty"):
        rewritten(folder, "alpha", alpha)
    alpha[3, 3] = 128
    assert rewritten(folder, "alpha", alpha).alpha.max() == 128
    parts = np.zeros_like(tee.parts)
    parts[3, 3] = Part.TORSO
    rewritten(folder, "parts", parts)


@pytest.mark.parametrize(
    ("place", "fits"),
    [
        *[((-7.5, 5), True), ((-7.6, 5), False), ((37.5, 5), True), ((37.6, 5), False)],
        *[((5, -10), True), ((5, -10.1), False), ((5, 50), True), ((5, 50.1), False)],
    ],
)
def test_a_landmark_may_lie_a_quarter_outside(folder: Path, place, fits) -> None:
    edit(folder, lambda fields: fields["landmarks"].__setitem__("hem_left", list(place)))
    if fits:
        assert load_garment(folder).landmarks["hem_left"] == place
    else:
        with pytest.raises(GarmentError, match="hem_left lies far outside"):
            load_garment(folder)


def test_what_is_loaded_cannot_be_written_on(tee: Garment, tmp_path: Path) -> None:
    save_garment(replace(tee, back_bgr=tee.photo_bgr), tmp_path / "t", original_bgr=tee.photo_bgr)
    garment, original = load_garment(tmp_path / "t"), load_original(tmp_path / "t")
    for picture in (garment.photo_bgr, garment.alpha, garment.parts, garment.back_bgr, original):
        assert picture is not None
        assert not picture.flags.writeable
