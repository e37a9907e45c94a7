import errno

import numpy as np
import pytest
from PIL import Image

from tryon_ar.core.errors import DiskFull, OutputUnwritable, UsageError
from tryon_ar.recording import output
from tryon_ar.recording.picture import PICTURE_SUFFIXES, write_picture


def smooth(channels: int) -> np.ndarray:
    ramp = np.linspace(0, 255, 96)[None, :] + np.zeros((64, 1))
    image = np.stack([ramp, ramp[:, ::-1], ramp * 0 + 40, ramp], axis=-1).astype(np.uint8)
    return image[..., 0] if channels == 1 else np.ascontiguousarray(image[..., :channels])


@pytest.mark.parametrize("suffix", [*PICTURE_SUFFIXES, ".PNG", ".JPG"])
def test_colours_come_back_in_the_right_order(tmp_path, suffix):
    path = tmp_path / f"out{suffix}"
    write_picture(path, smooth(3))
    with Image.open(path) as picture:
        rgb = np.asarray(picture.convert("RGB")).astype(int)
    error = np.abs(rgb[..., ::-1] - smooth(3))
    assert error.max() <= (0 if suffix.lower() == ".png" else 12)
    assert error.mean() <= 3


@pytest.mark.parametrize("channels", [1, 4])
@pytest.mark.parametrize("suffix", [".png", ".webp"])
def test_grey_and_transparency(tmp_path, suffix, channels):
    path = tmp_path / f"out{suffix}"
    write_picture(path, smooth(channels))
    with Image.open(path) as picture:
        pixels = np.asarray(picture)
    if channels == 4:
        assert picture.mode == "RGBA"
        np.testing.assert_array_equal(pixels[..., 3], smooth(4)[..., 3])
    elif suffix == ".png":
        assert picture.mode == "L"
        np.testing.assert_array_equal(pixels, smooth(1))
    else:  # WebP knows no grey
        assert picture.mode == "RGB"
        assert np.abs(pixels - smooth(1)[..., None].astype(int)).max() <= 12


def test_views_are_written_as_they_look(tmp_path):
    large = np.random.default_rng(0).integers(0, 255, (40, 60, 3), np.uint8)
    write_picture(tmp_path / "out.png", large[5:20, ::-2])
    with Image.open(tmp_path / "out.png") as picture:
        np.testing.assert_array_equal(np.asarray(picture)[..., ::-1], large[5:20, ::-2])


def test_no_metadata_is_written(tmp_path):
    for suffix in PICTURE_SUFFIXES:
        write_picture(tmp_path / f"out{suffix}", smooth(3))
        with Image.open(tmp_path / f"out{suffix}") as picture:
            assert not dict(picture.getexif())
            assert not {"comment", "exif", "xmp"} & set(picture.info)


@pytest.mark.parametrize("name", ["out.gif", "out", "out.mp4"])
def test_an_unknown_ending_is_a_sentence(tmp_path, name):
    with pytest.raises(UsageError, match="must end in"):
        write_picture(tmp_path / name, smooth(3))


def test_an_absent_folder_is_a_sentence(tmp_path):
    with pytest.raises(OutputUnwritable, match="folder does not exist"):
        write_picture(tmp_path / "absent" / "out.png", smooth(3))


def test_a_folder_of_that_name_is_a_sentence_and_nothing_is_left(tmp_path):
    (tmp_path / "out.png").mkdir()
    with pytest.raises(OutputUnwritable):
        write_picture(tmp_path / "out.png", smooth(3))
    assert not list(tmp_path.glob(".*"))


def test_a_picture_a_format_cannot_hold_is_a_sentence(tmp_path):
    with pytest.raises(OutputUnwritable, match="does not hold 20000x1"):
        write_picture(tmp_path / "out.webp", np.zeros((1, 20000, 3), np.uint8))
    assert not [part for part in tmp_path.iterdir() if part.is_file()]


@pytest.mark.parametrize(
    "image",
    [
        np.zeros((4, 4, 3), np.float32),
        np.zeros((0, 4, 3), np.uint8),
        np.zeros(4, np.uint8),
        np.zeros((4, 4, 4), np.uint8),
        np.zeros((4, 4, 2), np.uint8),
    ],
)
def test_what_is_not_a_picture_is_a_mistake(tmp_path, image):
    with pytest.raises(ValueError, match=r"picture|transparency"):
        write_picture(tmp_path / "out.jpg", image)


def test_a_full_disk_leaves_the_older_file_and_nothing_else(tmp_path, monkeypatch):
    path = tmp_path / "out.png"
    path.write_bytes(b"older")

    def write(self: output.OutputFile, data: bytes) -> int:
        self._file.write(data[:10])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(output.OutputFile, "write", write)
    with pytest.raises(DiskFull, match="no room"):
        write_picture(path, smooth(3))
    assert path.read_bytes() == b"older"
    assert [part for part in tmp_path.iterdir() if part.is_file()] == [path]
