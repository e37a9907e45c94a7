import io
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.support.pictures import png_of_zeros
from tryon_ar.core import images
from tryon_ar.core.errors import UnsafeImage
from tryon_ar.core.images import read_picture


@pytest.fixture
def rgb(rng) -> np.ndarray:
    """A picture no two of whose corners look alike."""
    return rng.integers(0, 256, (6, 9, 3), dtype=np.uint8)


def saved(path: Path, picture: Image.Image, **options: object) -> Path:
    picture.save(path, **options)
    return path


@pytest.mark.parametrize(("suffix", "options"), [("png", {}), ("webp", {"lossless": True})])
def test_lossless_pictures_come_back_as_bgr(tmp_path, rgb, suffix, options):
    path = saved(tmp_path / f"a.{suffix}", Image.fromarray(rgb), **options)
    pixels = read_picture(path)
    np.testing.assert_array_equal(pixels, rgb[:, :, ::-1])
    assert pixels.flags.c_contiguous
    assert pixels.dtype == np.uint8


def test_jpeg_is_close(tmp_path):
    flat = Image.new("RGB", (32, 24), (200, 90, 40))
    pixels = read_picture(saved(tmp_path / "a.jpg", flat, quality=95))
    assert np.abs(pixels.astype(int) - (40, 90, 200)).max() <= 3


def test_the_ending_of_the_name_does_not_matter(tmp_path, rgb):
    png = saved(tmp_path / "a.png", Image.fromarray(rgb))
    renamed = png.rename(tmp_path / "a.jpg")
    np.testing.assert_array_equal(read_picture(renamed), rgb[:, :, ::-1])


@pytest.mark.parametrize(
    ("orientation", "turned"),
    [
        (2, lambda p: p[:, ::-1]),
        (3, lambda p: p[::-1, ::-1]),
        (4, lambda p: p[::-1]),
        (5, lambda p: p.transpose(1, 0, 2)),
        (6, lambda p: np.rot90(p, -1)),
        (7, lambda p: p[::-1, ::-1].transpose(1, 0, 2)),
        (8, lambda p: np.rot90(p)),
    ],
)
def test_exif_rotation_is_applied(tmp_path, rgb, orientation, turned):
    exif = Image.Exif()
    exif[0x0112] = orientation
    path = saved(tmp_path / "a.png", Image.fromarray(rgb), exif=exif)
    np.testing.assert_array_equal(read_picture(path), turned(rgb)[:, :, ::-1])


def test_alpha_is_straight_and_channels_are_bgra(tmp_path):
    path = saved(tmp_path / "a.png", Image.new("RGBA", (3, 2), (200, 90, 40, 128)))
    assert read_picture(path, "RGBA")[0, 0].tolist() == [40, 90, 200, 128]


def test_a_picture_without_alpha_is_opaque(tmp_path, rgb):
    path = saved(tmp_path / "a.png", Image.fromarray(rgb))
    assert (read_picture(path, "RGBA")[..., 3] == 255).all()


def test_grey_masks_keep_their_values(tmp_path):
    values = np.arange(256, dtype=np.uint8).reshape(16, 16)
    path = saved(tmp_path / "a.png", Image.fromarray(values))
    np.testing.assert_array_equal(read_picture(path, "L"), values)


def test_cmyk_becomes_colours(tmp_path):
    path = saved(tmp_path / "a.jpg", Image.new("CMYK", (16, 16), (0, 255, 255, 0)), quality=95)
    blue, green, red = read_picture(path)[8, 8].tolist()
    assert red > 200
    assert max(blue, green) < 60


def test_a_palette_becomes_colours(tmp_path, rgb):
    indexed = Image.fromarray(rgb).quantize(8)
    path = saved(tmp_path / "a.png", indexed)
    expected = np.asarray(indexed.convert("RGB"))[:, :, ::-1]
    np.testing.assert_array_equal(read_picture(path), expected)


def test_sixteen_bits_keep_their_brightness(tmp_path):
    ramp = np.linspace(0, 65535, 64).astype(np.uint16)[None].repeat(4, 0)
    path = saved(tmp_path / "a.png", Image.fromarray(ramp))
    grey = read_picture(path)[0, :, 0].astype(int)
    assert np.abs(grey - np.linspace(0, 255, 64)).max() <= 1


@pytest.mark.parametrize("suffix", ["png", "webp"])
def test_of_an_animation_the_first_picture_counts(tmp_path, suffix):
    first, second = (Image.new("RGB", (12, 8), colour) for colour in ("red", "blue"))
    path = saved(
        tmp_path / f"a.{suffix}", first, save_all=True, append_images=[second], lossless=True
    )
    np.testing.assert_array_equal(read_picture(path)[4, 6], [0, 0, 255])


@pytest.mark.parametrize("share", [0.1, 0.5, 0.95])
@pytest.mark.parametrize("suffix", ["jpg", "png", "webp"])
def test_a_truncated_picture_is_refused(tmp_path, rng, suffix, share):
    noise = Image.fromarray(rng.integers(0, 256, (64, 64, 3), dtype=np.uint8))
    whole = saved(tmp_path / f"a.{suffix}", noise).read_bytes()
    (tmp_path / f"cut.{suffix}").write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(UnsafeImage, match=r"cut\.\w+ cannot be decoded: .* Use a whole JPEG"):
        read_picture(tmp_path / f"cut.{suffix}")


@pytest.mark.parametrize("suffix", ["jpg", "png"])
def test_a_file_that_ends_too_early_is_told_in_plain_words(tmp_path, rng, suffix):
    noise = Image.fromarray(rng.integers(0, 256, (64, 64, 3), dtype=np.uint8))
    whole = saved(tmp_path / f"a.{suffix}", noise).read_bytes()
    (tmp_path / f"cut.{suffix}").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(UnsafeImage, match="the file ends too early"):
        read_picture(tmp_path / f"cut.{suffix}")


def test_any_damage_is_a_sentence_or_a_picture(tmp_path, rng, rgb):
    buffer = io.BytesIO()
    Image.fromarray(rgb).save(buffer, "PNG")
    whole = buffer.getvalue()
    refused = 0
    for at in range(8, len(whole), 3):
        path = tmp_path / "a.png"
        path.write_bytes(whole[:at] + bytes([rng.integers(256)]) + whole[at + 1 :])
        try:
            read_picture(path)
        except UnsafeImage:
            refused += 1
    assert refused > 10


@pytest.mark.parametrize("kind", ["gif", "bmp", "tiff", "ppm"])
def test_other_formats_are_refused_whatever_their_name(tmp_path, rgb, kind):
    path = tmp_path / "a.png"
    Image.fromarray(rgb).save(path, kind)
    with pytest.raises(UnsafeImage, match="not a JPEG, PNG or WebP picture"):
        read_picture(path)


@pytest.mark.parametrize(
    ("content", "says"),
    [(b"", "empty"), (b"hello", "not a JPEG"), (None, "There is no picture")],
)
def test_what_is_no_picture_says_why(tmp_path, content, says):
    path = tmp_path / "a.png"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UnsafeImage, match=says) as caught:
        read_picture(path)
    assert caught.value.hint


def test_a_folder_is_no_picture(tmp_path):
    with pytest.raises(UnsafeImage, match="There is no picture"):
        read_picture(tmp_path)


@pytest.mark.parametrize(
    "size_px", [(30_000, 30_000), (13_000, 13_000), (16_385, 1), (1, 16_385), (8001, 8000)]
)
def test_a_bomb_is_refused_by_its_header_alone(tmp_path, size_px):
    path = tmp_path / "bomb.png"
    path.write_bytes(png_of_zeros(*size_px, rows=64))
    tracemalloc.start()
    with pytest.raises(UnsafeImage, match="too large"):
        read_picture(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1 << 20


def test_the_largest_side_allowed_is_decoded(tmp_path):
    path = tmp_path / "long.png"
    path.write_bytes(png_of_zeros(images.MAX_SIDE_PX, 2))
    assert read_picture(path).shape == (2, images.MAX_SIDE_PX, 3)


def test_a_file_that_is_too_long_is_not_opened(tmp_path):
    path = tmp_path / "a.png"
    path.touch()
    with path.open("r+b") as file:
        file.truncate(images.MAX_FILE_BYTES + 1)
    with pytest.raises(UnsafeImage, match="larger than 64 MB"):
        read_picture(path)
