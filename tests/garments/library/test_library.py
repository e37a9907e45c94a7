"""A library: folders are the truth, whatever becomes of the index."""

import errno
import json
import multiprocessing
import os
import shutil
import sys
import threading
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.small_disk import small_disk
from tests.support.small_garments import small_garment
from tryon_ar.core.adjustment import Adjustment
from tryon_ar.core.errors import (
    DiskFull,
    GarmentError,
    OutputUnwritable,
    PackError,
    RecordingError,
    UnknownGarment,
)
from tryon_ar.garments.builtin import builtin_ids
from tryon_ar.garments.library import library as module
from tryon_ar.garments.library import pack
from tryon_ar.garments.library.catalogue import INDEX_FOLDER, INDEX_NAME
from tryon_ar.garments.library.corrections import Corrections
from tryon_ar.garments.library.library import Library


@pytest.fixture
def library(tmp_path):
    with Library(tmp_path / "library") as one:
        yield one


def names(library: Library, *wanted) -> list[str]:
    return [entry.name for entry in library.entries(*wanted)]


def test_what_is_added_is_found_and_loaded(library):
    tee = replace(
        small_garment("Rotes Hemd"),
        warnings=("The outline is uncertain.",),
        sizes={"unit": "cm", "M": {"chest": 50}},
        extra={"shop": "here"},
    )
    kept = library.add(tee, tee.photo_bgr)
    (entry,) = library.entries()
    assert (entry.id, entry.name, entry.category) == (kept.id, "Rotes Hemd", "tshirt")
    assert entry.warnings == tee.warnings
    assert entry.colours[0] == "red"
    assert entry.thumbnail is not None
    assert entry.thumbnail.is_file()
    again = library.load(kept.id)
    assert (again.sizes, dict(again.extra)) == (tee.sizes, {"shop": "here"})
    np.testing.assert_array_equal(again.alpha, tee.alpha)
    assert np.abs(again.photo_bgr.astype(int) - tee.photo_bgr).mean() < 4
    assert library.original(kept.id) is not None


def test_ids_are_unique_and_never_those_of_built_in_garments(library):
    ids = [library.add(replace(small_garment(), id=wish)).id for wish in ("tee", "tee", "tee")]
    assert ids == ["tee", "tee-2", "tee-3"]
    assert library.add(replace(small_garment(), id="tee-plain")).id == "tee-plain-2"
    assert library.add(replace(small_garment(), id="Été Nr. 5")).id == "ete-nr-5"
    assert library.add(replace(small_garment(), id="con")).id == "garment-con"


def test_search_takes_every_word_from_name_category_and_colour(library):
    library.add(small_garment("Été", bgr=(40, 40, 200)))
    library.add(small_garment("Winter", bgr=(200, 60, 20), seed=2))
    assert names(library, "ete RED") == ["Été"]
    assert names(library, "t-shirt") == ["Winter", "Été"]
    assert names(library, "blue ete") == []
    assert names(library, "%") == []
    assert names(library, "'; DROP TABLE garment") == []


def test_favourites_and_dates_survive_the_index(library):
    first = library.add(small_garment("First"))
    library.add(small_garment("Second", seed=2))
    library.set_favourite(first.id, True)
    before = library.entries()
    assert [entry.name for entry in before] == ["Second", "First"]
    library.close()
    shutil.rmtree(library.folder / INDEX_FOLDER)
    assert library.entries() == before
    assert names(library, "", True) == ["First"]
    library.set_favourite(first.id, False)
    assert names(library, "", True) == []


def test_a_new_name_keeps_id_date_and_picture(library):
    kept = library.add(small_garment("Old"))
    (before,) = library.entries()
    library.rename(kept.id, "  New ")
    (after,) = library.entries()
    assert after == replace(before, name="New")
    for bad in ("", "  ", "a\nb", "x" * 200):
        with pytest.raises(GarmentError):
            library.rename(kept.id, bad)


def test_an_update_keeps_what_did_not_change(library):
    tee = small_garment()
    kept = library.add(tee, tee.photo_bgr)
    library.set_favourite(kept.id, True)
    (before,) = library.entries()
    stored = (before.folder / "photo.jpg").read_bytes()
    alpha = tee.alpha.copy()
    alpha[10:20] = 0
    library.update(replace(library.load(kept.id), alpha=alpha, name="Cut"))
    (after,) = library.entries()
    assert (after.name, after.favourite, after.added) == ("Cut", True, before.added)
    assert (after.folder / "photo.jpg").read_bytes() == stored
    assert library.original(kept.id) is not None
    np.testing.assert_array_equal(library.load(kept.id).alpha, alpha)
    with pytest.raises(UnknownGarment):
        library.update(replace(tee, id="nothing"))


def test_removing_takes_the_folder_and_the_thumbnail(library):
    kept = library.add(small_garment())
    (entry,) = library.entries()
    library.remove(kept.id)
    assert library.entries() == []
    assert not entry.folder.exists()
    assert entry.thumbnail is not None
    assert not entry.thumbnail.exists()
    with pytest.raises(UnknownGarment):
        library.remove(kept.id)
    with pytest.raises(UnknownGarment):
        library.load("../library")


def test_built_in_garments_can_be_liked_but_not_changed(library):
    name = builtin_ids()[0]
    for change in (library.remove, lambda one: library.rename(one, "Mine")):
        with pytest.raises(GarmentError, match="came with the program"):
            change(name)
    library.set_favourite(name, True)
    (liked,) = library.shelf("", True)
    assert (liked.id, liked.builtin) == (name, True)
    assert len(library.shelf()) == len(builtin_ids())
    assert library.entries() == []
    assert library.load(name).id == name


def test_the_same_photo_is_known_again_but_not_in_another_colour(library):
    kept = library.add(small_garment())
    tee = small_garment()
    darker = replace(tee, photo_bgr=(tee.photo_bgr * 0.98).astype(np.uint8))
    assert [entry.id for entry in library.duplicates_of(darker)] == [kept.id]
    assert library.duplicates_of(small_garment(bgr=(200, 40, 40))) == []
    assert library.duplicates_of(small_garment(seed=7)) == []


def test_a_folder_put_there_by_hand_is_listed_under_its_name(library):
    kept = library.add(small_garment())
    shutil.copytree(library.folder / kept.id, library.folder / "by-hand")
    assert {entry.id for entry in library.entries()} == {kept.id, "by-hand"}
    assert library.load("by-hand").id == "by-hand"


@pytest.mark.parametrize("damage", ["description", "picture", "name"])
def test_damaged_folders_are_told_and_left_alone(library, damage):
    kept = library.add(small_garment())
    folder = library.folder / kept.id
    if damage == "description":
        (folder / "garment.json").write_text("{")
    elif damage == "picture":
        (folder / "alpha.png").write_bytes(b"")
    else:
        folder = folder.rename(library.folder / "Mein Hemd")
    files = sorted(path.name for path in folder.iterdir())
    assert library.entries() == []
    (problem,) = library.problems()
    assert problem.folder == folder
    assert problem.reason
    assert sorted(path.name for path in folder.iterdir()) == files


@pytest.mark.parametrize("damaged", ["alpha.png", "garment.json", "original.jpg"])
def test_what_was_damaged_meanwhile_can_be_saved_again(library, damaged):
    kept = library.add(small_garment(), small_garment().photo_bgr)
    if damaged == "original.jpg":
        (library.folder / kept.id / damaged).unlink()
        assert library.original(kept.id) is None
    else:
        (library.folder / kept.id / damaged).write_bytes(b"x")
    library.update(replace(kept, name="Again"))
    assert library.load(kept.id).name == "Again"
    assert names(library) == ["Again"]


def test_a_garment_is_removed_although_its_correction_cannot_be_forgotten(library, monkeypatch):
    def full(*_told, **_more):
        raise OSError(errno.ENOSPC, "No space left on device")

    kept = library.add(small_garment())
    corrections = Corrections(library.folder)
    corrections.keep(kept.id, Adjustment(dx=0.1))
    monkeypatch.setattr(Corrections, "_write", full)
    library.remove(kept.id)
    assert library.entries() == []
    assert kept.id in corrections.read()


def test_a_replacement_cut_short_is_undone(library):
    kept = library.add(small_garment())
    folder = library.folder / kept.id
    folder.rename(library.folder / f".{kept.id}-abcd1234.old")
    assert names(library) == ["Tee"]
    assert folder.is_dir()


def test_only_what_was_never_finished_is_swept_away(library):
    kept = library.add(small_garment())
    hidden = (f".{kept.id}-abcd1234", ".pack-x_3abcde", ".Trash-1000", ".Sync-abcd1234", ".my-own")
    for name in hidden:
        (library.folder / name).mkdir()
        (library.folder / name / "photo.jpg").touch()
        os.utime(library.folder / name, (1000, 1000))
    library.set_favourite(kept.id, True)
    assert [(library.folder / name).exists() for name in hidden] == [False] * 2 + [True] * 3


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_to_nothing_hides_no_garment(library):
    kept = library.add(small_garment())
    (library.folder / kept.id / ".#garment.json").symlink_to("me@here.4711")
    (library.folder / kept.id / "round").symlink_to("round")
    assert names(library) == ["Tee"]


def test_a_folder_that_cannot_be_read_is_told(library, monkeypatch):
    def refuse(folder):
        raise PermissionError(errno.EACCES, "Permission denied")

    kept = library.add(small_garment())
    with monkeypatch.context() as refusing:
        refusing.setattr("tryon_ar.garments.library.catalogue.stamp_of", refuse)
        assert library.entries() == []
        (problem,) = library.problems()
    assert problem.folder == library.folder / kept.id
    assert "Permission denied" in problem.reason
    assert names(library) == ["Tee"]


def test_what_the_index_says_wrongly_is_not_believed(library):
    kept = library.add(small_garment())
    library.close()
    import sqlite3

    with sqlite3.connect(library.folder / INDEX_FOLDER / INDEX_NAME) as connection:
        connection.execute("UPDATE garment SET document = replace(document, 'Tee', 'Rag')")
    connection.close()
    assert names(library) == ["Tee"]
    assert library.load(kept.id).name == "Tee"


@pytest.mark.parametrize(
    "change",
    [
        {"look": {"thumbnail": "../../../dear.png"}},
        {"look": {"thumbnail": "/etc/hostname"}},
        {"look": {"thumbnail": 3}},
        {"look": {"fingerprint": {"phash": "1", "aspect": 1.0, "colour": [1, 2, 3]}}},
        {"look": {"fingerprint": {"phash": 1, "aspect": 0, "colour": [1, 2, 3]}}},
        {"look": {"fingerprint": {"phash": 1, "aspect": 1, "colour": [1, 2]}}},
        {"look": {"colours": [1]}},
        {"look": None},
        {"look": 3},
        {"name": 3},
        {"warnings": [None]},
        {"variant_of": 1},
        {"favourite": "yes"},
        {"stamp": []},
        {"more": 1},
    ],
)
def test_an_index_made_by_somebody_else_does_no_harm(library, tmp_path, change):
    kept = library.add(small_garment())
    dear = tmp_path / "dear.png"
    dear.touch()
    (entry,) = library.entries()
    index = library._catalogue._opened()
    document = index.documents()[kept.id]
    look = {**document["look"], **(change.get("look") or {})} if change.get("look") != 3 else 3
    forged = document | change | ({} if "look" in change and not change["look"] else {"look": look})
    index.put([(kept.id, "tee", False, forged), ("gone", "tee", False, forged)])
    assert library.entries() == [entry]
    assert [one.id for one in library.duplicates_of(small_garment())] == [kept.id]
    assert dear.exists()


def test_an_index_of_another_version_is_made_again(library):
    library.add(small_garment())
    library.close()
    import sqlite3

    with sqlite3.connect(library.folder / INDEX_FOLDER / INDEX_NAME) as connection:
        connection.execute("PRAGMA user_version = 99")
        connection.execute("DROP TABLE garment")
    connection.close()
    assert names(library) == ["Tee"]


@settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_no_damage_to_the_index_loses_or_changes_a_garment(library, data):
    if not library.entries():
        for number in range(3):
            library.add(small_garment(f"Tee {number}", seed=number))
        library.set_favourite("tee-1", True)
    before = library.entries()
    library.close()
    path = library.folder / INDEX_FOLDER / INDEX_NAME
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 40))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(bytes(content[: data.draw(st.integers(0, len(content)))]))
    assert library.entries() == before
    assert [entry.id for entry in library.entries("tee", True)] == ["tee-1"]


def test_threads_add_without_losing_any(library):
    def add(number: int) -> None:
        for turn in range(3):
            library.add(small_garment("Tee", seed=10 * number + turn))
            library.entries()

    threads = [threading.Thread(target=add, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({entry.id for entry in library.entries()}) == 12


def _add_three(folder: Path) -> None:
    with Library(folder) as library:
        for seed in range(3):
            library.add(small_garment("Tee", seed=seed))
            library.entries()


def test_processes_add_without_losing_any(library):
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_add_three, args=(library.folder,)) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
        assert worker.exitcode == 0
    assert len(library.entries()) == 6
    assert library.problems() == []


def test_a_lock_that_is_kept_is_told(library, monkeypatch):
    library.add(small_garment())
    monkeypatch.setattr(module, "LOCK_TIMEOUT_S", 0.05)
    with (
        module.exclusive_lock(library.folder / module.LOCK_NAME, 1.0),
        pytest.raises(OutputUnwritable, match="Another tryon-ar"),
    ):
        library.add(small_garment())


def fill(library: Library) -> None:
    for seed in range(60):
        library.add(small_garment("Tee", seed=seed), small_garment().photo_bgr)


def test_a_full_disk_is_told_and_nothing_is_left(tmp_path):
    with small_disk(tmp_path / "disk", 200) as disk, Library(disk / "library") as library:
        kept = library.add(small_garment())
        with pytest.raises(DiskFull):
            fill(library)
        count = len(library.entries())
        assert count == len([path for path in library.folder.glob("*/garment.json")])
        assert library.problems() == []
        library.remove(kept.id)
        assert len(library.entries()) == count - 1


def test_a_read_only_library_can_be_read(tmp_path):
    with Library(tmp_path / "library") as library:
        library.add(small_garment())
    with small_disk(tmp_path / "disk", 2000) as disk:
        shutil.copytree(tmp_path / "library", disk / "library")
        shutil.rmtree(disk / "library" / INDEX_FOLDER)
        import subprocess

        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        with Library(disk / "library") as library:
            (entry,) = library.entries()
            assert (entry.name, entry.thumbnail) == ("Tee", None)
            assert library.entries("tee") == [entry]
            with pytest.raises(RecordingError):
                library.add(small_garment())
            with pytest.raises(RecordingError):
                library.set_favourite(entry.id, True)


def test_the_library_can_be_changed_while_a_pack_is_checked(library, tmp_path, monkeypatch):
    check = pack._check_garments
    kept = library.add(small_garment())
    library.export_pack([kept.id], tmp_path / "pack.zip")

    def check_long(folders, progress):
        library.set_favourite(kept.id, True)
        library.add(small_garment("Tee", seed=2))
        check(folders, progress)

    monkeypatch.setattr(module, "LOCK_TIMEOUT_S", 0.05)
    monkeypatch.setattr(pack, "_check_garments", check_long)
    (added,) = library.import_pack(tmp_path / "pack.zip")
    assert added.id == "tee-3"
    assert [entry.id for entry in library.entries()] == ["tee-3", "tee-2", "tee"]
    assert [entry.id for entry in library.entries(favourites=True)] == ["tee"]
    assert (library.folder / "tee-3" / "shelf.json").is_file()


def test_a_pack_brings_garments_but_not_their_owners_favourites(library, tmp_path):
    kept = library.add(small_garment())
    library.set_favourite(kept.id, True)
    library.export_pack([kept.id, "tee-white"], tmp_path / "pack.zip")
    added = library.import_pack(tmp_path / "pack.zip")
    assert {garment.id for garment in added} == {"tee-2", "tee-white-2"}
    liked = {entry.id for entry in library.entries() if entry.favourite}
    assert liked == {kept.id}
    (tmp_path / "pack.zip").write_bytes(b"PK")
    with pytest.raises(PackError):
        library.import_pack(tmp_path / "pack.zip")
    assert len(library.entries()) == 3


def test_rebuilding_tells_how_far_it_is(library):
    library.add(small_garment())
    told = []
    library.rebuild_index(lambda share, name: told.append((share, name)))
    assert told == [(0.0, "tee")]
    assert names(library) == ["Tee"]


def test_a_sound_shelf_file_is_no_condition(library):
    kept = library.add(small_garment())
    path = library.folder / kept.id / "shelf.json"
    for text in ("", "[]", json.dumps({"added": 5}), json.dumps({"added": "soon"})):
        path.write_text(text)
        (entry,) = library.entries()
        assert entry.added.startswith("20")
        assert not entry.favourite
