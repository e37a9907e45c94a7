"""Pictures of people with labels."""

import json

import cv2
import numpy as np
import pytest

from tryon_ar.core.labels import Label
from tryon_ar.training.parsing_net.pool import (
    IGNORED,
    Pool,
    RealPictures,
    is_held_back,
    map_arrays,
)


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


def test_real_pictures_are_cut_out_with_their_labels(tmp_path):
    picture = np.full((300, 400, 3), 90, np.uint8)
    picture[100:200, 150:250] = (10, 200, 60)
    cv2.imwrite(str(tmp_path / "one.png"), picture)
    square = [[150, 100], [249, 100], [249, 199], [150, 199]]
    inner = [[180, 130], [219, 130], [219, 169], [180, 169]]
    fields = {
        "square": [100, 50, 200],
        "polygons": [
            {"label": "UPPER", "points": square},
            {"label": "IGNORED", "points": inner},
        ],
    }
    told = {"pictures": {"one.png": fields, "two.png": {"held_back": True}}}
    (tmp_path / "told.json").write_text(json.dumps(told), encoding="utf-8")
    real = RealPictures(tmp_path, tmp_path / "told.json")
    assert real.names == ["one.png"]
    (person,) = real.people
    side = person.labels.shape[0]
    assert person.rgba.shape == (side, side, 4)
    scale = side / 200
    seen = person.labels == Label.UPPER
    rows, columns = np.flatnonzero(seen.any(1)), np.flatnonzero(seen.any(0))
    assert [rows[0], rows[-1], columns[0], columns[-1]] == pytest.approx(
        [50 * scale, 150 * scale - 1] * 2, abs=1
    )
    assert (person.labels == IGNORED).sum() == pytest.approx((40 * scale) ** 2, rel=0.05)
    middle = side // 2
    assert person.rgba[middle, middle].tolist() == [60, 200, 10, 255]
    assert person.rgba[5, 5].tolist() == [90, 90, 90, 255]
