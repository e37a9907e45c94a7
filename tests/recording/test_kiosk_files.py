"""What is taken at a kiosk lies in a folder of its own and is deleted whole."""

import errno
import shutil
import threading
import time

import pytest

from tryon_ar.core.errors import RecordingError
from tryon_ar.core.file_lock import exclusive_lock
from tryon_ar.recording import kiosk_files
from tryon_ar.recording.kiosk_files import KioskFiles, wipe_leftovers


def test_what_cannot_be_deleted_is_told_and_tried_again(tmp_path, monkeypatch):
    files = KioskFiles(tmp_path)
    files.open()
    files.folder.mkdir(parents=True)
    taken = files.folder / "taken.png"
    taken.write_bytes(b"picture")
    files.turn()

    def held(_folder):
        raise PermissionError(errno.EACCES, "held")

    with monkeypatch.context() as patched:
        patched.setattr(shutil, "rmtree", held)
        with pytest.raises(RecordingError, match="could not be deleted"):
            files.wipe()
    assert taken.exists()
    files.wipe()
    assert not taken.exists()
    files.close()
    assert not tmp_path.exists()


def test_what_was_saved_late_goes_with_the_next_wipe(tmp_path):
    files = KioskFiles(tmp_path)
    files.open()
    before = files.folder
    for _ in range(2):
        files.turn()
        files.wipe()
        before.mkdir(parents=True)  # as who saves a picture does, on a slow disk
        (before / "late.png").write_bytes(b"picture")
    files.folder.mkdir()
    (files.folder / "taken.png").write_bytes(b"picture")
    files.wipe()
    assert not before.exists()
    assert (files.folder / "taken.png").exists()
    before.mkdir()
    (before / "late.png").write_bytes(b"picture")
    files.close()
    assert not tmp_path.exists()


def test_leftovers_that_cannot_be_deleted_are_told(tmp_path, monkeypatch):
    (tmp_path / "0123456789abcdef" / "000000").mkdir(parents=True)

    def held(_folder):
        raise PermissionError(errno.EACCES, "held")

    monkeypatch.setattr(shutil, "rmtree", held)
    with pytest.raises(RecordingError, match="left behind could not be deleted"):
        wipe_leftovers(tmp_path)


def test_what_a_system_puts_there_is_left_alone(tmp_path):
    (tmp_path / ".DS_Store").write_bytes(b"places")
    (tmp_path / "mine").mkdir()
    dead = KioskFiles(tmp_path)
    dead.open()
    dead._held.close()
    assert not wipe_leftovers(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == [".DS_Store", "mine"]


def test_a_kiosk_that_cannot_claim_a_folder_says_where(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(RecordingError, match="keeps no pictures here"):
        KioskFiles(tmp_path / "file").open()
    assert not wipe_leftovers(tmp_path / "nowhere")


def test_a_kiosk_opened_late_by_a_thread_of_its_own_claims_nothing(tmp_path):
    files = KioskFiles(tmp_path / "kiosk")
    files.close()
    files.open()
    assert not (tmp_path / "kiosk").exists()


def test_what_a_killed_kiosk_left_goes_and_what_a_running_one_has_stays(tmp_path):
    dead, running = KioskFiles(tmp_path), KioskFiles(tmp_path)
    for files in (dead, running):
        files.open()
        files.folder.mkdir(parents=True)
        (files.folder / "taken.png").write_bytes(b"picture")
    dead._held.close()  # as the system does when it is killed
    assert wipe_leftovers(tmp_path)
    assert not dead.folder.exists()
    assert (running.folder / "taken.png").exists()
    assert not wipe_leftovers(tmp_path)
    running.close()
    assert not tmp_path.exists()


def test_what_could_not_be_deleted_at_the_end_is_deleted_by_the_next_start(tmp_path, monkeypatch):
    files = KioskFiles(tmp_path / "kiosk")
    files.open()
    files.folder.mkdir(parents=True)
    (files.folder / "photo.jpg").write_bytes(b"x")
    with monkeypatch.context() as patched:
        patched.setattr(kiosk_files, "_deleted", lambda _: False)
        with pytest.raises(RecordingError):
            files.close()
    assert wipe_leftovers(tmp_path / "kiosk")  # its lock was let go
    assert not files.folder.exists()
    assert not wipe_leftovers(tmp_path / "kiosk")


def test_a_kiosk_that_starts_while_another_clears_up_keeps_what_is_taken(tmp_path, monkeypatch):
    kiosk = KioskFiles(tmp_path)
    kiosk_files._lock_of(kiosk._run).touch()  # it was about to lock it
    starting = threading.Thread(target=kiosk.open)
    deleted = kiosk_files._deleted

    def meanwhile(folder):
        starting.start()
        time.sleep(0.1)
        return deleted(folder)

    with monkeypatch.context() as patched:
        patched.setattr(kiosk_files, "_deleted", meanwhile)
        wipe_leftovers(tmp_path)
    starting.join()
    kiosk.folder.mkdir(parents=True)
    (kiosk.folder / "taken.png").write_bytes(b"picture")
    wipe_leftovers(tmp_path)
    assert (kiosk.folder / "taken.png").exists()
    kiosk.close()
    assert not tmp_path.exists()


def test_a_kiosk_starts_while_the_last_one_takes_the_folder_away(tmp_path, monkeypatch):
    root = tmp_path / "kiosk"
    taken_away = []

    def lock(path, timeout_s):
        if not taken_away:
            taken_away.append(path)
            root.rmdir()
        return exclusive_lock(path, timeout_s)

    monkeypatch.setattr(kiosk_files, "exclusive_lock", lock)
    kiosk = KioskFiles(root)
    kiosk.open()
    assert taken_away
    assert not wipe_leftovers(root)
    kiosk.close()


def test_a_kiosk_that_ends_while_another_clears_up_is_no_leftover(tmp_path, monkeypatch):
    root = tmp_path / "kiosk"
    ending = KioskFiles(root)
    ending.open()
    runs = kiosk_files._runs(root)
    assert runs
    ending.close()
    monkeypatch.setattr(kiosk_files, "_runs", lambda _root: runs)
    assert not wipe_leftovers(root)
