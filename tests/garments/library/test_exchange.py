"""Whoever reads a garment while it is saved again gets the old one or the new one, whole."""

import errno
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.support.small_garments import small_garment
from tryon_ar.core.errors import OutputUnwritable, UnknownGarment
from tryon_ar.garments import lookup, staging
from tryon_ar.garments.folder import load_garment
from tryon_ar.garments.garment import Garment
from tryon_ar.garments.library import catalogue
from tryon_ar.garments.library.library import Library
from tryon_ar.garments.library.pack import import_pack
from tryon_ar.garments.staging import read_whole

DARK, LIGHT = small_garment("Dark", bgr=(20, 20, 20)), small_garment("Light", bgr=(230, 230, 230))


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Library]:
    folder = tmp_path / "library"
    monkeypatch.setattr(lookup, "garment_library_folder", lambda: folder)
    monkeypatch.setattr("tryon_ar.garments.library.library.garment_library_folder", lambda: folder)
    with Library(folder) as one:
        one.add(replace(DARK, id="tee"), DARK.photo_bgr)
        yield one


class Turns:
    """How often the garment may be saved meanwhile: nobody reads whole what never stays."""

    def __init__(self) -> None:
        self._left = threading.Semaphore(0)

    def allow(self, count: int = 2) -> None:
        """Let it be saved so often from now on, and no more often."""
        while self._left.acquire(blocking=False):
            pass
        self._left.release(count)

    def wait(self) -> None:
        """Wait for leave to save it once."""
        self._left.acquire()


@contextmanager
def saved_again_and_again(library: Library, monkeypatch: pytest.MonkeyPatch) -> Iterator[Turns]:
    """Have another thread change the garment, slowly just where it has no name."""
    rename, over, turns = Path.rename, threading.Event(), Turns()

    def slow_rename(path: Path, target: Path) -> Path:
        moved = rename(path, target)
        if target.name.endswith(".old"):
            time.sleep(0.02)
        return moved

    def save() -> None:
        for number in range(1_000_000):
            turns.wait()
            if over.is_set():
                return
            library.update(replace((LIGHT, DARK)[number % 2], id="tee"), DARK.photo_bgr)

    monkeypatch.setattr(Path, "rename", slow_rename)
    with ThreadPoolExecutor(1) as pool:
        saving = pool.submit(save)
        try:
            yield turns
        finally:
            over.set()
            turns.allow()
            saving.result()


def whole(garment: Garment) -> None:
    wanted = {"Dark": DARK, "Light": LIGHT}[garment.name]
    assert np.abs(garment.photo_bgr.astype(int) - wanted.photo_bgr).mean() < 4


def whole_original(library: Library, _path: Path) -> None:
    apart = np.abs(library.original("tee").astype(int) - DARK.photo_bgr)
    assert apart.mean() < 4


def whole_pack(library: Library, path: Path) -> None:
    library.export_pack(["tee"], path / "pack.zip")
    (folder,) = import_pack(path / "pack.zip", Path(tempfile.mkdtemp(dir=path)))
    whole(load_garment(folder))


@pytest.mark.parametrize(
    "read",
    [
        lambda library, _path: whole(library.load("tee")),
        lambda _library, _path: whole(lookup.find_garment("tee")),
        whole_original,
        whole_pack,
    ],
)
def test_a_garment_saved_meanwhile_is_read_whole(
    library: Library,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    read: Callable[[Library, Path], object],
) -> None:
    with saved_again_and_again(library, monkeypatch) as turns:
        for _ in range(30):
            turns.allow()
            read(library, tmp_path)


def test_a_garment_saved_meanwhile_stays_on_the_shelf(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (
        Library(library.folder) as other,  # another program has an index in its own hands
        saved_again_and_again(library, monkeypatch) as turns,
    ):
        for _ in range(30):
            turns.allow()
            assert [entry.id for entry in other.entries()] == ["tee"]
            assert other.problems() == []


@pytest.mark.parametrize("moment", ["listed", "stamped", "described"])
def test_an_exchange_begun_while_the_shelf_is_read_is_waited_for(
    library: Library, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    folder, aside = library.folder / "tee", library.folder / ".tee-abcd1234.old"

    def beginning(name: str) -> Callable[..., object]:
        real = getattr(catalogue, name)

        def begun(*told: object) -> object:
            if folder.is_dir() and not begun_once:
                begun_once.append(folder.rename(aside))
            return real(*told)

        return begun

    begun_once: list[Path] = []
    if moment == "listed":
        monkeypatch.setattr(library, "_mend", lambda: begun_once.append(folder.rename(aside)))
    else:
        name = {"stamped": "stamp_of", "described": "read_description"}[moment]
        (folder / "shelf.json").unlink()  # so that it is read anew
        monkeypatch.setattr(catalogue, name, beginning(name))
    assert [entry.id for entry in library.entries()] == ["tee"]
    assert begun_once
    assert library.problems() == []


def test_a_garment_whose_replacement_was_cut_short_is_found_by_its_name(library: Library) -> None:
    (library.folder / "tee").rename(library.folder / ".tee-abcd1234.old")
    assert lookup.find_garment("tee").name == "Dark"
    with pytest.raises(UnknownGarment):
        library.load("other")


def test_what_another_program_saved_first_is_not_taken_for_ones_own(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    learn = library._catalogue.learn

    def late(*told: object) -> None:
        with Library(library.folder) as other:
            other.update(replace(LIGHT, id="tee"))
        learn(*told)

    monkeypatch.setattr(library._catalogue, "learn", late)
    library.update(replace(DARK, id="tee"))
    (entry,) = library.entries()
    assert (entry.name, entry.colours[0]) == ("Light", "white")


@pytest.mark.parametrize(("refusals", "saved"), [(2, "Light"), (3, "Dark")])
def test_a_folder_that_somebody_reads_just_now_is_tried_again_on_windows(
    library: Library, monkeypatch: pytest.MonkeyPatch, refusals: int, saved: str
) -> None:
    rename, refused = Path.rename, []

    def refuse(path: Path, target: Path) -> Path:
        if len(refused) < refusals:
            refused.append(path)
            raise PermissionError(errno.EACCES, "Access is denied")
        return rename(path, target)

    monkeypatch.setattr(staging, "_RENAMES", 3)
    monkeypatch.setattr(staging, "_PAUSE_S", 0.0)
    monkeypatch.setattr(Path, "rename", refuse)
    with nullcontext() if saved == "Light" else pytest.raises(OutputUnwritable):
        library.update(replace(LIGHT, id="tee"))
    assert library.load("tee").name == saved
    assert not list(library.folder.glob(".tee-*"))


def test_a_thumbnail_that_two_programs_write_at_once_is_there_for_both(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = catalogue.write_thumbnail

    def both(garment: Garment, path: Path) -> None:
        write(garment, path)
        raise FileNotFoundError(errno.ENOENT, "its draft has its name already")

    monkeypatch.setattr(catalogue, "write_thumbnail", both)
    library.rebuild_index()
    (entry,) = library.entries()
    assert entry.thumbnail is not None
    assert entry.thumbnail.is_file()


def test_what_stays_as_it_is_is_asked_once(tmp_path: Path) -> None:
    asked = []

    def refuse() -> None:
        asked.append(1)
        raise UnknownGarment("There is none.")

    with pytest.raises(UnknownGarment):
        read_whole([tmp_path, tmp_path / "absent"], refuse, lambda: False)
    assert len(asked) == 1
