"""The library's index, damaged, locked, foreign or used by others, never stops the library."""

import multiprocessing
import os
import sqlite3
from multiprocessing.synchronize import Event
from pathlib import Path

import pytest

from tryon_ar.garments.library import index as module
from tryon_ar.garments.library.index import SCHEMA_VERSION, Index

ROWS = [(f"tee-{number}", "tee", False, {"name": "Tee"}) for number in range(20)]


@pytest.fixture
def path(tmp_path) -> Path:
    """An index of twenty rows."""
    found = tmp_path / "garments.sqlite3"
    index = Index(found)
    index.put(ROWS)
    index.close()
    return found


def documents(path: Path) -> dict:
    index = Index(path)
    try:
        found = index.documents()  # as the library does before it searches
        assert index.search(["tee"], favourites=False) == set(found)
        return found
    finally:
        index.close()


def test_what_was_written_is_read(path):
    assert len(documents(path)) == 20


def test_a_byte_changed_anywhere_loses_the_cache_at_most(path):
    whole = path.read_bytes()
    found = []
    # Every field of the header, the rest at every 131st: each kind of field is met.
    for at in [*range(0, 108, 2), *range(120, len(whole), 131)]:
        for suffix in ("-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0x81]) + whole[at + 1 :])
        found.append(documents(path))
    wanted = documents_of_rows()
    assert all(name in wanted and row == wanted[name] for one in found for name, row in one.items())
    assert any(len(one) == 20 for one in found)
    assert any(len(one) == 0 for one in found)


def documents_of_rows() -> dict:
    return {name: document for name, _, _, document in ROWS}


@pytest.mark.parametrize("length", [0, 1, 15, 16, 99, 100, 511, 4096, 4097, 8191])
def test_a_file_cut_short_is_begun_again(path, length):
    path.write_bytes(path.read_bytes()[:length])
    assert documents(path) in ({}, documents_of_rows())
    index = Index(path)
    index.put(ROWS)
    index.close()
    assert len(documents(path)) == 20


def changed(path: Path, *statements: str) -> None:
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


@pytest.mark.parametrize(
    "statements",
    [
        (f"PRAGMA user_version = {SCHEMA_VERSION + 1}",),
        ("PRAGMA user_version = -1",),
        ("DROP TABLE garment",),
        ("DROP TABLE garment", "CREATE TABLE garment (x)", "INSERT INTO garment VALUES (1)"),
        ("DROP TABLE garment", "CREATE TABLE garment (a, b)", "INSERT INTO garment VALUES (1, 2)"),
        ("ALTER TABLE garment ADD COLUMN more", "UPDATE garment SET more = 1"),
        ("ALTER TABLE garment RENAME COLUMN haystack TO straw",),
        ("UPDATE garment SET document = x'ff'",),
        ("UPDATE garment SET document = '['",),
        ("UPDATE garment SET id = 7 WHERE id = 'tee-1'",),
        ("UPDATE garment SET digest = 'x'",),
        ("DROP TABLE garment", "CREATE VIEW garment AS SELECT 1, 2, 3, 4, 5"),
    ],
)
def test_another_schema_is_begun_again(path, statements):
    changed(path, *statements)
    index = Index(path)
    try:
        index.documents()
        index.search(["tee"], favourites=True)
        index.put(ROWS)
        assert index.documents() == documents_of_rows()
    finally:
        index.close()


@pytest.mark.parametrize(
    "content", [b"This is no database." * 99, b"SQLite format 3\0" + b"\xff" * 9000]
)
def test_what_is_no_database_is_begun_again(path, content):
    path.write_bytes(content)
    assert documents(path) == {}


def test_a_folder_or_a_link_in_its_place_is_worked_around(tmp_path):
    (tmp_path / "folder.sqlite3").mkdir()
    (tmp_path / "link.sqlite3").symlink_to("link.sqlite3")
    for name in ("folder.sqlite3", "link.sqlite3"):
        index = Index(tmp_path / name)
        index.put(ROWS)
        assert len(index.documents()) == 20
        index.close()


@pytest.mark.parametrize("mode", ["WAL", "DELETE"])
@pytest.mark.parametrize("begin", ["BEGIN IMMEDIATE", "BEGIN EXCLUSIVE"])
def test_a_locked_index_is_not_waited_for_long(path, monkeypatch, mode, begin):
    """Somebody holds it and never lets go: the library is listed all the same."""
    monkeypatch.setattr(module, "BUSY_TIMEOUT_S", 0.2)
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute(f"PRAGMA journal_mode = {mode}")
    holder.execute(begin)
    slept: list[float] = []
    monkeypatch.setattr(module.time, "sleep", slept.append)
    index = Index(path)
    index.put(ROWS)
    assert len(index.documents()) == 20
    index.close()
    assert len(slept) <= module._ATTEMPTS
    holder.execute("ROLLBACK")
    holder.close()
    assert len(documents(path)) == 20


def test_waiting_for_others_is_bounded():
    assert 2 * module.BUSY_TIMEOUT_S < 5.0


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write all")
def test_one_that_may_not_be_written_is_read_into_memory(path):
    path.chmod(0o400)
    path.parent.chmod(0o500)
    try:
        assert isinstance(documents(path), dict)
    finally:
        path.parent.chmod(0o700)


def _write(path: Path, begin: Event, number: int) -> None:
    # A process of its own: on a slow disk each waits for the other longer than a window would.
    module.BUSY_TIMEOUT_S, module._ATTEMPTS = 60.0, 2000
    begin.wait(60)
    for turn in range(20):
        index = Index(path)
        index.put([(f"tee-{number}-{turn}", "tee", False, {})])
        index.close()


def test_two_processes_at_once_lose_nothing(tmp_path):
    context = multiprocessing.get_context("spawn")
    begin = context.Event()
    path = tmp_path / "garments.sqlite3"
    workers = [context.Process(target=_write, args=(path, begin, number)) for number in range(2)]
    for worker in workers:
        worker.start()
    begin.set()
    for worker in workers:
        worker.join(100)
        assert worker.exitcode == 0
    assert len(documents(path)) == 40
