"""What the guard of the person's own folders sees: each way of writing there, once."""

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.support import own_folders
from tryon_ar.core import paths
from tryon_ar.tracking.models import models_folder


def as_a_database(path: Path) -> None:
    with closing(sqlite3.connect(path)) as base:
        base.execute("CREATE TABLE one (two)")


@pytest.fixture
def persons(tmp_path, monkeypatch) -> Path:
    """A folder that is now the person's, with a file and a folder in it."""
    folder = tmp_path / "of the person"
    (folder / "sub").mkdir(parents=True)
    (folder / "old").write_text("old")
    monkeypatch.setattr(own_folders, "_kept", [str(folder)])
    return folder


@pytest.mark.parametrize(
    "write",
    [
        lambda folder: (folder / "new").write_text("new"),
        lambda folder: (folder / "old").open("a").close(),
        lambda folder: os.close(os.open(folder / "new", os.O_CREAT | os.O_WRONLY)),
        lambda folder: (folder / "more").mkdir(),
        lambda folder: (folder / "old").unlink(),
        lambda folder: (folder / "sub").rmdir(),
        lambda folder: os.truncate(folder / "old", 1),
        lambda folder: shutil.rmtree(folder),
        lambda folder: (folder / "old").rename(folder.parent / "away"),
        lambda folder: (folder.parent / "file").replace(folder / "new"),
        lambda folder: (folder / "link").symlink_to("old"),
        lambda folder: os.link(folder.parent / "file", folder / "new"),
        lambda folder: as_a_database(folder / "new"),
    ],
)
def test_what_is_written_there_is_told(persons, write):
    (persons.parent / "file").write_text("beside")
    assert own_folders.written() == []
    write(persons)
    told = own_folders.written()
    assert told
    assert all(str(persons) in one for one in told)
    assert own_folders.written() == []


def test_what_is_read_there_or_is_there_already_is_not(persons):
    (persons / "old").read_text()
    (persons / "sub").mkdir(exist_ok=True)
    (persons.parent / f"{persons.name}, not").write_text("beside")
    with open(os.open(persons.parent / "handle", os.O_CREAT | os.O_WRONLY), "w") as file:
        file.write("by its number")
    assert own_folders.written() == []


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({}, False),
        ({"HOME": None}, False),
        ({"TRYON_AR_DATA": None}, True),
        ({"TRYON_AR_DATA": None, "HOME": None}, True),
        ({"TRYON_AR_DATA": None, "HOME": "/nowhere"}, False),
    ],
)
def test_a_child_that_would_write_there_is_told(changed, told):
    environment = {**os.environ, **changed}
    left = {name: one for name, one in environment.items() if one is not None}
    subprocess.run([sys.executable, "-c", ""], env=left, check=True)
    assert [one.split(":")[0] for one in own_folders.written()] == (
        ["started with the person's home"] if told else []
    )


def test_every_folder_of_the_program_is_a_tests_own(tmp_path):
    for folder in own_folders.persons_folders():
        assert folder.is_relative_to(tmp_path.parent)
    assert models_folder().resolve() == own_folders._fetched.resolve()


def test_every_name_of_a_folder_is_among_them(tmp_path, monkeypatch):
    for name in own_folders.folders_in(tmp_path):
        monkeypatch.setenv(name, str(tmp_path / "another" / name))
    theirs = own_folders.persons_folders()
    asked = [one for name, one in vars(paths).items() if name.endswith("_folder")]
    folders = {one() for one in asked} - {paths.resource_folder()}
    assert set(theirs) == folders
    assert all(folder.parent == tmp_path / "another" for folder in folders)
