import os
import shutil

import numpy as np
import pytest
from PIL import Image

from tests.support.small_garments import fake_cutter, small_garment
from tryon_ar.core.errors import UnknownGarment, UnsafeImage
from tryon_ar.garments import cut_cache
from tryon_ar.garments.builtin import builtin_folder, builtin_ids
from tryon_ar.garments.library.library import Library
from tryon_ar.garments.lookup import find_garment, garment_ids, library_ids


def test_an_id_is_a_builtin_garment():
    assert find_garment("tee-striped").id == "tee-striped"


def test_a_path_is_a_garment_folder(tmp_path, monkeypatch):
    shutil.copytree(builtin_folder() / "polo-navy", tmp_path / "mine")
    assert find_garment(str(tmp_path / "mine")).id == "polo-navy"
    monkeypatch.chdir(tmp_path)
    assert find_garment("mine").id == "polo-navy"


def test_an_id_wins_over_a_folder_of_its_name(tmp_path, monkeypatch):
    shutil.copytree(builtin_folder() / "polo-navy", tmp_path / "tee-striped")
    monkeypatch.chdir(tmp_path)
    assert find_garment("tee-striped").id == "tee-striped"
    assert find_garment("./tee-striped").id == "polo-navy"


@pytest.mark.parametrize("identifier", builtin_ids())
def test_one_wrong_letter_is_enough_to_be_understood(identifier):
    wrong = identifier[:-1] + ("x" if identifier[-1] != "x" else "y")
    with pytest.raises(UnknownGarment, match="Did you mean") as caught:
        find_garment(wrong)
    assert identifier in caught.value.user_text


@pytest.mark.parametrize("name", ["", "zzzzzz", "€", "no/such/folder", "shirt.png", "\0"])
def test_nothing_alike_is_not_guessed(name):
    with pytest.raises(UnknownGarment) as caught:
        find_garment(name)
    assert "garment list" in caught.value.hint


@pytest.fixture
def cuts(monkeypatch):
    calls = []
    monkeypatch.setattr("tryon_ar.garments.cutting.cutter.cut_photo", fake_cutter(calls))
    return calls


@pytest.fixture
def photo(tmp_path):
    path = tmp_path / "SHIRT.PNG"
    Image.new("RGB", (40, 50), (200, 30, 30)).save(path)
    return path


def test_a_photo_is_cut_once(photo, cuts, tmp_path):
    first = find_garment(str(photo))
    again = find_garment(str(shutil.copy(photo, tmp_path / "copy.png")))
    assert len(cuts) == 1
    assert first.id == again.id
    assert first.id.startswith("shirt-")
    np.testing.assert_array_equal(first.alpha, again.alpha)
    assert library_ids() == ()


def test_another_photo_of_that_name_is_another_garment(photo, cuts):
    first = find_garment(str(photo))
    Image.new("RGB", (40, 50), (30, 200, 30)).save(photo)
    assert find_garment(str(photo)).id != first.id
    assert len(cuts) == 2


def test_a_damaged_or_unwritable_cache_is_no_obstacle(photo, cuts, tmp_path, monkeypatch):
    find_garment(str(photo))
    for path in (tmp_path / "cache").rglob("alpha.png"):
        path.write_bytes(b"")
    assert find_garment(str(photo)).id.startswith("shirt-")
    assert len(cuts) == 2
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("TRYON_AR_CACHE", str(tmp_path / "file" / "cache"))
    assert find_garment(str(photo)).id.startswith("shirt-")


def test_only_the_cuts_used_last_are_kept(tmp_path, cuts, monkeypatch):
    monkeypatch.setattr(cut_cache, "MAX_CUTS", 2)
    for level in (10, 20, 30):
        Image.new("RGB", (40, 50), (level, 0, 0)).save(tmp_path / f"{level}.png")
        find_garment(str(tmp_path / f"{level}.png"))
    assert len(list((tmp_path / "cache" / "cuts").iterdir())) == 2


def test_a_cut_that_was_never_finished_is_swept_away(tmp_path, cuts, photo):
    left, lately = (tmp_path / "cache" / "cuts" / f".abc-{end}" for end in ("1234567_", "abcdefgh"))
    for folder in (left, lately):
        folder.mkdir(parents=True)
        (folder / "photo.jpg").touch()
    os.utime(left, (1000, 1000))
    find_garment(str(photo))
    assert (left.exists(), lately.exists()) == (False, True)


@pytest.mark.parametrize("name", ["shirt.png", "SHIRT.JPG", "shirt.webp"])
def test_a_photo_that_is_none_is_told(tmp_path, name, cuts):
    (tmp_path / name).write_bytes(b"")
    with pytest.raises(UnsafeImage, match=f"{name} is empty"):
        find_garment(str(tmp_path / name))
    assert cuts == []


def test_an_id_of_the_library_is_a_garment():
    with Library() as library:
        kept = library.add(small_garment("Mine"))
    assert find_garment(kept.id).name == "Mine"
    assert garment_ids() == ("mine", *builtin_ids())
    with pytest.raises(UnknownGarment, match="Did you mean mine"):
        find_garment("mime")


def test_the_folder_the_program_stands_in_is_no_garment(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UnknownGarment, match=r"garment\.json"):
        find_garment(".")
