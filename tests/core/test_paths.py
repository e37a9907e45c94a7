from pathlib import Path

import pytest

from tryon_ar.core import paths
from tryon_ar.core.errors import MissingResource

FOLDERS = {
    "TRYON_AR_DATA": paths.user_data_folder,
    "TRYON_AR_GARMENTS": paths.garment_library_folder,
    "TRYON_AR_CACHE": paths.user_cache_folder,
    "TRYON_AR_CONFIG": paths.user_config_folder,
    "TRYON_AR_VIDEOS": paths.videos_folder,
    "TRYON_AR_PICTURES": paths.pictures_folder,
}


@pytest.mark.parametrize("name", FOLDERS)
def test_the_environment_names_another_place(monkeypatch, tmp_path, name):
    wanted = tmp_path / "grüße" / "x"
    monkeypatch.setenv(name, str(wanted))
    assert FOLDERS[name]() == wanted
    assert not wanted.exists()


@pytest.mark.parametrize("name", FOLDERS)
def test_without_it_the_folder_is_the_persons_own(monkeypatch, name):
    monkeypatch.delenv("TRYON_AR_DATA", raising=False)
    monkeypatch.setenv(name, "")
    folder = FOLDERS[name]()
    assert folder.is_absolute()
    assert paths.APP_NAME in folder.parts


def test_the_folders_differ(monkeypatch):
    for name in FOLDERS:
        monkeypatch.delenv(name, raising=False)
    assert len({folder() for folder in FOLDERS.values()}) == len(FOLDERS)


def test_the_library_and_the_cache_follow_the_data_folder(monkeypatch, tmp_path):
    for name in FOLDERS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TRYON_AR_DATA", str(tmp_path))
    assert paths.garment_library_folder() == tmp_path / "garments"
    assert paths.user_cache_folder() == tmp_path / "cache"


def test_the_checkout_holds_its_resources():
    assert (paths.resource_folder() / "garments").is_dir()


def test_an_installation_without_resources_says_so(monkeypatch, tmp_path):
    monkeypatch.setattr(paths, "__file__", str(tmp_path / "tryon_ar" / "core" / "paths.py"))
    with pytest.raises(MissingResource, match="Install tryon-ar again"):
        paths.resource_folder()


def test_an_installed_package_carries_its_own(monkeypatch, tmp_path):
    own = tmp_path / "tryon_ar" / "_resources"
    own.mkdir(parents=True)
    (tmp_path / "resources").mkdir()
    monkeypatch.setattr(paths, "__file__", str(tmp_path / "tryon_ar" / "core" / "paths.py"))
    assert paths.resource_folder() == Path(own)
