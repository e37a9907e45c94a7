"""Pictures of people with labels."""

import numpy as np
import pytest

from tryon_ar.core.labels import Label
from tryon_ar.training.parsing_net.pool import (
    Pool,
    is_held_back,
    map_arrays,
    studio_persons,
)
from tryon_ar.training.parsing_net.studio_people import StudioPicture


def test_arrays_are_mapped_as_they_were_written(tmp_path, drawn_people, write_pool):
    path = write_pool(tmp_path, 0)
    arrays = map_arrays(path)
    for wanted, name in zip(drawn_people(3, 0), ("rgba", "labels", "frame"), strict=True):
        assert isinstance(arrays[name], np.memmap)
        assert not arrays[name].flags.writeable
        np.testing.assert_array_equal(arrays[name], wanted)


def test_compressed_arrays_are_refused(tmp_path):
    np.savez_compressed(tmp_path / "a.npz", labels=np.zeros(3))
    with pytest.raises(ValueError, match="compressed"):
        map_arrays(tmp_path / "a.npz")


def test_people_end_where_the_frame_ends(tmp_path, drawn_people, write_pool):
    write_pool(tmp_path, 1)
    pool = Pool((tmp_path,))
    pool.refresh()
    person = pool.person(2)
    rgba, labels, _ = drawn_people(3, 1)
    np.testing.assert_array_equal(person.rgba, rgba[2, 10:240])
    np.testing.assert_array_equal(person.labels, labels[2, 10:240])


def test_files_that_appear_are_taken_up_when_finished(tmp_path, write_pool):
    pool = Pool((tmp_path / "a", tmp_path / "b"))
    pool.refresh()
    assert len(pool) == 0
    write_pool(tmp_path / "a", 0, 2)
    write_pool(tmp_path / "a", 1).rename(tmp_path / "a" / "seed001-0001.part.npz")
    pool.refresh()
    assert len(pool) == 2
    write_pool(tmp_path / "b", 0, 4)
    pool.refresh()
    pool.refresh()
    assert len(pool) == 6
    assert {pool.person(number).rgba.tobytes() for number in (0, 5)}
    with pytest.raises(IndexError):
        pool.person(6)


def test_every_tenth_file_is_only_measured_on(tmp_path, write_pool):
    for number in range(12):
        write_pool(tmp_path, number, 1)
    trained, measured = Pool((tmp_path,)), Pool((tmp_path,), held_back=True)
    for pool in (trained, measured):
        pool.refresh()
    assert (len(trained), len(measured)) == (11, 1)
    held_back = [number for number in range(30) if is_held_back(tmp_path / f"seed009-{number:04d}")]
    assert len(held_back) == 3
    kept = {trained.person(number).rgba.tobytes() for number in range(11)}
    assert measured.person(0).rgba.tobytes() not in kept


def test_people_of_the_studio_are_made_smaller_and_some_only_measured_on(monkeypatch):
    def studio_people(cache):
        assert cache == "kept"
        for number in range(1, 11):
            labels = np.zeros((600, 300), np.uint8)
            labels[150:450] = Label.UPPER
            rgba = np.zeros((600, 300, 4), np.uint8)
            rgba[150:450] = (number, 0, 0, 255)
            yield StudioPicture(rgba[..., :3], labels, rgba, f"P{number:03d}-head-left")

    monkeypatch.setattr("tryon_ar.training.parsing_net.studio_people.studio_people", studio_people)
    trained, measured = (studio_persons("kept", held_back) for held_back in (False, True))
    numbers = [[int(person.rgba.max((0, 1))[0]) for person in each] for each in (trained, measured)]
    assert numbers == [[1, 2, 4, 5, 6, 7, 9, 10], [3, 8]]
    person = trained[0]
    assert person.labels.shape == (384, 192)
    assert person.rgba.shape == (384, 192, 4)
    rows = np.flatnonzero((person.labels == Label.UPPER).all(1))
    assert (rows[0], rows[-1]) == (96, 287)
    assert (person.rgba[rows, :, 3] == 255).all()
