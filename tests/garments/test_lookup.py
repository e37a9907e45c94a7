import shutil

import pytest

from tryon_ar.core.errors import GarmentError, UnknownGarment
from tryon_ar.garments.builtin import builtin_folder, builtin_ids
from tryon_ar.garments.lookup import find_garment


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


@pytest.mark.parametrize("name", ["shirt.png", "SHIRT.JPG", "shirt.webp"])
def test_a_photo_is_told_from_a_garment(tmp_path, name):
    (tmp_path / name).write_bytes(b"")
    with pytest.raises(GarmentError, match=f"{name} is a photo") as caught:
        find_garment(str(tmp_path / name))
    assert caught.value.exit_code == 7


def test_the_folder_the_program_stands_in_is_no_garment(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UnknownGarment, match=r"garment\.json"):
        find_garment(".")
