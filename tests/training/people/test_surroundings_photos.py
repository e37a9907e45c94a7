import cv2
import numpy as np
import pytest

from tryon_ar.training.people.surroundings_photos import photos_in, walls_of


def a_view(rng, rows=300, columns=900):
    coarse = rng.integers(0, 256, (10, 30, 3)).astype(np.uint8)
    return cv2.resize(coarse, (columns, rows))


def test_photographs_are_found_in_subfolders_and_made_small(tmp_path, rng):
    (tmp_path / "walls").mkdir()
    cv2.imwrite(str(tmp_path / "walls" / "hills.jpg"), a_view(rng))
    cv2.imwrite(str(tmp_path / "sea.png"), a_view(rng, 200, 300))
    (found, other) = photos_in([tmp_path])
    assert {found.shape, other.shape} == {(160, 480, 3), (200, 300, 3)}


def test_what_is_no_view_is_passed_over(tmp_path, rng):
    (tmp_path / "notes.txt").write_text("no picture")
    (tmp_path / "broken.jpg").write_bytes(b"no picture either")
    cv2.imwrite(str(tmp_path / "blank.png"), np.full((200, 200, 3), 255, np.uint8))
    cv2.imwrite(str(tmp_path / "icon.png"), a_view(rng, 40, 40))
    cv2.imwrite(str(tmp_path / "astronaut.png"), a_view(rng))
    assert photos_in([tmp_path]) == ()


def test_a_large_folder_gives_a_sample_of_all_of_it(tmp_path, rng):
    for index in range(12):
        cv2.imwrite(str(tmp_path / f"{index:02d}.png"), a_view(rng, 100 + index, 100))
    heights = [photo.shape[0] for photo in photos_in([tmp_path], most=4)]
    assert heights == [100, 103, 106, 109]


def test_a_missing_folder_is_an_error(tmp_path):
    with pytest.raises(NotADirectoryError, match="nowhere"):
        photos_in([tmp_path / "nowhere"])


def test_a_clip_gives_its_walls_without_the_person(tmp_path, rng):
    path = tmp_path / "clip.avi"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 30, (640, 240))
    wall = np.zeros((240, 640, 3), np.uint8)
    wall[:, :, 0] = np.linspace(40, 220, 640)
    for index in range(20):
        frame = wall.copy()
        left = 290 + 8 * (index % 4)
        frame[60:, left : left + 50] = (0, 0, 255)
        writer.write(frame)
    writer.release()
    walls = list(walls_of(path))
    assert len(walls) == 2
    for part in walls:
        assert part.shape[1] >= 96
        assert part[:, :, 2].max() < 60  # nothing of the red person
    assert walls[0][:, :, 0].mean() < walls[1][:, :, 0].mean()


def test_a_clip_of_a_webcam_has_walls(shared_data):
    walls = list(walls_of(sorted((shared_data / "webcam").glob("*.mkv"))[0]))
    assert walls
    assert all(min(wall.shape[:2]) >= 96 for wall in walls)
