from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest

from tryon_ar.core import paths
from tryon_ar.core.errors import OutputUnwritable
from tryon_ar.recording.naming import (
    discard_reserved,
    new_picture_path,
    new_video_path,
    reserve,
)

NOON = datetime(2026, 11, 22, 12, 0, 5)


def test_names_are_dated_and_go_to_the_users_folders():
    days = [f"{datetime.now():%Y-%m-%d}"]
    video, picture = new_video_path(), new_picture_path()
    days.append(f"{datetime.now():%Y-%m-%d}")  # midnight may be in between
    assert video.parent == paths.videos_folder()
    assert picture.parent == paths.pictures_folder()
    assert (video.suffix, picture.suffix) == (".mp4", ".png")
    assert any(day in video.name for day in days)


def test_a_taken_name_gets_a_number(tmp_path):
    names = [reserve(tmp_path, ".mkv", NOON).name for _ in range(3)]
    assert names == [
        "tryon-ar 2026-11-22 12-00-05.mkv",
        "tryon-ar 2026-11-22 12-00-05 (2).mkv",
        "tryon-ar 2026-11-22 12-00-05 (3).mkv",
    ]


def test_two_at_once_never_get_the_same_name(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        names = list(pool.map(lambda _: reserve(tmp_path / "new", ".png", NOON), range(40)))
    assert len(set(names)) == 40


def test_a_name_works_on_every_system(tmp_path):
    assert not set(reserve(tmp_path, ".mp4", NOON).name) & set('<>:"/\\|?*')


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OutputUnwritable, match="cannot be written"):
        new_video_path(tmp_path / "file")


def test_discarding_removes_only_what_stayed_empty(tmp_path):
    empty, full = reserve(tmp_path, ".mp4", NOON), reserve(tmp_path, ".mp4", NOON)
    full.write_bytes(b"x")
    for path in (empty, full, tmp_path / "absent"):
        discard_reserved(path)
    assert sorted(tmp_path.glob("*.mp4")) == [full]
