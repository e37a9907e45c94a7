"""What opening a picture from outside gives; the hostile ones are in test_images_hostile."""

import signal
import struct
import subprocess
import sys
import zlib

import numpy as np
import pytest
from PIL import Image, ImageCms

from tests.support.crafted_pictures import (
    animated_png,
    chunk,
    colourful,
    encoded,
    header,
    png,
    with_segments,
)
from tests.support.hostile_picture_cases import gps_exif
from tryon_ar.core import isolated_decoding
from tryon_ar.core.errors import UnsafeImage
from tryon_ar.core.images import open_picture, read_picture
from tryon_ar.core.isolated_decoding import IsolatedDecoder
from tryon_ar.core.picture_limits import count_scans


@pytest.fixture(scope="module")
def opened():
    """Open bytes in one process for all tests of this file."""
    with IsolatedDecoder() as decoder:
        yield lambda data, **options: open_picture(data, decoder=decoder, **options)


def swapped_profile() -> bytes:
    """A profile whose red is blue."""
    data = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    data = data.replace("sRGB".encode("utf-16-be"), "xRGB".encode("utf-16-be"))
    return data.replace(b"rXYZ", b"?", 1).replace(b"bXYZ", b"rXYZ", 1).replace(b"?", b"bXYZ", 1)


def profile_of(space: bytes, pcs: bytes, device: bytes, tags: dict[bytes, bytes]) -> bytes:
    """A minimal ICC profile."""
    body, table, at = b"", b"", 132 + 12 * len(tags)
    for name, data in tags.items():
        table += name + struct.pack(">II", at + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    head = bytearray(128)
    head[8:12] = b"\x02\x40\0\0"
    head[12:24] = device + space + pcs
    head[36:40] = b"acsp"
    head[68:80] = struct.pack(">III", 0xF6D6, 0x10000, 0xD32D)
    head[:4] = struct.pack(">I", at + len(body))
    return bytes(head) + struct.pack(">I", len(tags)) + table + body


def linear_grey_profile() -> bytes:
    white = b"XYZ \0\0\0\0" + struct.pack(">III", 0xF6D6, 0x10000, 0xD32D)
    curve = b"curv\0\0\0\0" + struct.pack(">IH", 1, 0x0100)
    return profile_of(b"GRAY", b"XYZ ", b"mntr", {b"wtpt": white, b"kTRC": curve})


def one_colour_ink_profile(lab: bytes) -> bytes:
    """A CMYK profile whose inks all look one colour (8-bit L, a, b)."""
    ramp, black = bytes(range(256)), bytes([0, 128, 128])  # all inks together
    identity = struct.pack(">9i", 1 << 16, 0, 0, 0, 1 << 16, 0, 0, 0, 1 << 16)
    table = b"mft1\0\0\0\0\x04\x03\x02\0" + identity + ramp * 4 + lab * 15 + black + ramp * 3
    white = b"XYZ \0\0\0\0" + struct.pack(">III", 0xF6D6, 0x10000, 0xD32D)
    return profile_of(b"CMYK", b"Lab ", b"prtr", {b"wtpt": white, b"A2B0": table, b"A2B1": table})


def middle(picture) -> list[int]:
    height, width = picture.bgr.shape[:2]
    return picture.bgr[height // 2, width // 2].tolist()


def assert_near(found, wanted, most=4):
    assert np.abs(np.subtract(found, wanted)).max() <= most, found


def test_pixels_are_those_read_in_this_process(tmp_path, opened):
    for kind in ("JPEG", "PNG", "WEBP"):
        path = tmp_path / f"a.{kind.lower()}"
        path.write_bytes(encoded(colourful(300, 200), kind))
        picture = opened(path)
        np.testing.assert_array_equal(picture.bgr, read_picture(path))
        assert picture.alpha is None
        assert picture.notices == ()
        assert picture.bgr.flags.c_contiguous
        assert picture.bgr.flags.writeable


def test_a_colour_profile_is_applied(tmp_path, opened):
    red = Image.new("RGB", (16, 16), (255, 0, 0))
    data = encoded(red, "PNG", icc_profile=swapped_profile())
    assert_near(middle(opened(data)), (255, 0, 0))
    (tmp_path / "a.png").write_bytes(data)
    assert_near(read_picture(tmp_path / "a.png")[8, 8], (255, 0, 0))


def test_a_profile_leaves_transparency_alone(opened):
    half = Image.new("RGBA", (16, 16), (255, 0, 0, 90))
    picture = opened(encoded(half, "PNG", icc_profile=swapped_profile()))
    assert_near(middle(picture), (255, 0, 0))
    assert (picture.alpha == 90).all()


def test_a_grey_profile_is_applied_but_not_to_masks(tmp_path, opened):
    data = encoded(Image.new("L", (16, 16), 128), "PNG", icc_profile=linear_grey_profile())
    assert_near(middle(opened(data)), (188, 188, 188))
    (tmp_path / "mask.png").write_bytes(data)
    assert (read_picture(tmp_path / "mask.png", "L") == 128).all()


def test_a_profile_of_another_space_is_ignored_with_a_notice(opened):
    red = Image.new("RGB", (16, 16), (255, 0, 0))
    picture = opened(encoded(red, "PNG", icc_profile=linear_grey_profile()))
    assert_near(middle(picture), (0, 0, 255))
    assert "colour profile" in picture.notices[0]


def test_inks_with_a_profile_are_what_it_says(opened):
    inks = Image.new("CMYK", (16, 16), (10, 200, 30, 40))
    green = one_colour_ink_profile(bytes([128, 128 - 60, 128 + 50]))
    blue, green, red = middle(opened(encoded(inks, "JPEG", icc_profile=green)))
    assert green > 100
    assert green > 2 * max(blue, red)


def test_inks_without_a_marker_are_not_inverted(opened):
    file = encoded(Image.new("CMYK", (16, 16), (0, 0, 0, 0)), "JPEG")
    assert middle(opened(file)) == [255, 255, 255]
    at = file.index(b"\xff\xee")
    length = struct.unpack(">H", file[at + 2 : at + 4])[0]
    assert middle(opened(file[:at] + file[at + 2 + length :])) == [0, 0, 0]


def test_ycck_is_understood(opened):
    # Stored inverted; the luma and chroma of blue stand for the ink yellow.
    stored = (29, 255, 107, 255)
    inks = Image.new("CMYK", (16, 16), tuple(255 - value for value in stored))
    file = bytearray(encoded(inks, "JPEG", quality=95))
    file[file.index(b"Adobe") + 11] = 2
    assert_near(middle(opened(bytes(file))), (0, 255, 255), most=8)


def test_sixteen_bits_become_eight(opened):
    ramp = np.linspace(0, 65535, 64).astype(np.uint16)[None].repeat(4, 0)
    grey = opened(encoded(Image.fromarray(ramp), "PNG")).bgr
    assert np.abs(grey[0, :, 0].astype(int) - np.linspace(0, 255, 64)).max() <= 1
    deep = struct.pack(">HHH", 0xC0FF, 0x80AA, 0x1000) * 4
    pixels = png(header(4, 1, depth=16), chunk(b"IDAT", zlib.compress(b"\0" + deep)))
    assert_near(middle(opened(pixels)), (0x10, 0x80, 0xC0), most=1)


@pytest.mark.parametrize("mode", ["RGBA", "LA"])
def test_own_transparency_is_handed_on(opened, mode, rng):
    picture = colourful().convert(mode)
    alpha = rng.integers(0, 256, (32, 48), dtype=np.uint8)
    picture.putalpha(Image.fromarray(alpha))
    got = opened(encoded(picture, "PNG"))
    np.testing.assert_array_equal(got.alpha, alpha)
    np.testing.assert_array_equal(got.bgr, np.asarray(picture.convert("RGB"))[:, :, ::-1])


def test_transparency_by_palette_and_by_key_colour(opened, tmp_path):
    palette = Image.new("P", (2, 1))
    palette.putpalette([255, 0, 0, 0, 0, 255])
    palette.putpixel((1, 0), 1)
    got = opened(encoded(palette, "PNG", transparency=bytes([255, 40])))
    assert got.alpha.tolist() == [[255, 40]]
    assert got.bgr.tolist() == [[[0, 0, 255], [255, 0, 0]]]
    path = tmp_path / "palette.png"
    palette.save(path, transparency=bytes([255, 40]))
    assert read_picture(path).tolist() == [[[0, 0, 255], [255, 0, 0]]]
    assert read_picture(path, "L").tolist() == [[76, 29]]
    keyed = Image.new("RGB", (2, 1), (1, 2, 3))
    keyed.putpixel((1, 0), (9, 9, 9))
    got = opened(encoded(keyed, "PNG", transparency=(9, 9, 9)))
    assert got.alpha.tolist() == [[255, 0]]
    deep = Image.fromarray(np.array([[300, 70]], np.uint16))
    got = opened(png(*_chunks_with_key(encoded(deep, "PNG"), 300)))
    assert got.alpha.tolist() == [[0, 255]]


def _chunks_with_key(file: bytes, key: int) -> tuple[bytes, ...]:
    return file[8:33], chunk(b"tRNS", struct.pack(">H", key)), file[33:-12]


def test_transparency_that_hides_nothing_is_none(opened):
    assert opened(encoded(colourful().convert("RGBA"), "PNG")).alpha is None


def test_a_turned_picture_is_turned_with_its_transparency(opened):
    picture = colourful().convert("RGBA")
    picture.putpixel((0, 0), (0, 0, 0, 7))
    exif = Image.Exif()
    exif[0x0112] = 6  # the stored left edge is the top
    got = opened(encoded(picture, "PNG", exif=exif))
    assert got.alpha.shape == (48, 32)
    assert got.alpha[0, -1] == 7


def test_an_animation_says_so(opened):
    picture = opened(animated_png(3))
    assert picture.bgr[0, 0].tolist() == [0, 0, 255]
    assert picture.notices == ("The picture is animated: only its first frame is used.",)


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_scaling_down_shows_no_seams_and_keeps_the_shape(opened, kind):
    large = colourful(3000, 1500)
    picture = opened(encoded(large, kind, quality=95), longest_px=1000)
    height, width = picture.bgr.shape[:2]
    assert 750 <= width <= 1000
    assert abs(width - 2 * height) <= 1
    assert "scaled down from 3000x1500" in picture.notices[0]
    wanted = np.asarray(large.resize((width, height), Image.Resampling.BICUBIC))[:, :, ::-1]
    assert np.abs(picture.bgr.astype(int) - wanted).max() <= 6


def test_scaling_down_does_not_mix_in_hidden_colours(opened, rng):
    pixels = np.zeros((900, 900, 4), np.uint8)
    pixels[:, :450] = (200, 30, 60, 255)  # the hidden half is black
    picture = opened(encoded(Image.fromarray(pixels), "PNG"), longest_px=100)
    seen = picture.alpha > 8
    assert np.abs(picture.bgr[seen].astype(int) - (60, 30, 200)).max() <= 8


def test_every_pixel_can_be_kept(opened):
    assert opened(encoded(Image.new("L", (5000, 9)), "PNG"), longest_px=None).bgr.shape[1] == 5000


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_metadata_is_noticed(opened, kind):
    assert opened(encoded(colourful(), kind)).bare
    assert not opened(encoded(colourful(), kind, exif=gps_exif())).bare


def test_comments_and_texts_are_metadata(opened):
    assert not opened(encoded(colourful(), "JPEG", comment=b"me")).bare
    assert not opened(with_segments(encoded(colourful(), "JPEG"), [(0xED, b"Photoshop")])).bare
    file = encoded(colourful(), "PNG")
    assert not opened(file[:33] + chunk(b"tEXt", b"Author\0me") + file[33:]).bare


def test_pasted_bytes_have_a_name_in_messages(opened):
    with pytest.raises(UnsafeImage, match="The picture that was pasted cannot be decoded"):
        opened(b"nothing")
    with pytest.raises(UnsafeImage, match="The picture from the shop is empty"):
        opened(b"", name="from the shop")


def test_scans_are_counted_by_their_markers():
    assert count_scans(encoded(colourful(), "JPEG")) == 1
    assert count_scans(encoded(colourful(), "JPEG", progressive=True)) == 10
    # a thumbnail in the metadata is not a scan of the picture
    held = with_segments(encoded(colourful(), "JPEG"), [(0xE1, encoded(colourful(), "JPEG"))])
    assert count_scans(held) == 1


def test_a_decoder_that_dies_is_a_refusal_and_the_next_picture_is_opened():
    with IsolatedDecoder() as decoder:
        data = encoded(colourful(), "PNG")
        open_picture(data, decoder=decoder)
        decoder._process.kill()
        with pytest.raises(UnsafeImage, match="could not cope"):
            open_picture(data, decoder=decoder)
        assert open_picture(data, decoder=decoder).bgr.shape == (32, 48, 3)


def test_a_picture_that_takes_too_long_is_given_up(monkeypatch):
    with IsolatedDecoder() as decoder:
        open_picture(encoded(colourful(), "PNG"), decoder=decoder)
        if hasattr(signal, "SIGSTOP"):  # or it might be quicker than who gives it up
            decoder._process.send_signal(signal.SIGSTOP)
        monkeypatch.setattr(isolated_decoding, "TIME_LIMIT_S", 0.0)
        with pytest.raises(UnsafeImage, match="takes too long"):
            open_picture(encoded(Image.new("L", (4000, 4000)), "PNG"), decoder=decoder)


def test_rows_nobody_took_are_not_the_next_picture():
    with IsolatedDecoder() as decoder:
        data = encoded(Image.new("RGB", (900, 900), "red"), "PNG")
        with pytest.raises(KeyboardInterrupt), decoder.decoded(data, "a", "RGB"):
            raise KeyboardInterrupt
        assert open_picture(encoded(colourful(), "PNG"), decoder=decoder).bgr.shape == (32, 48, 3)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds a process's data")
def test_the_decoding_process_is_bounded(tmp_path):
    program = """
from tryon_ar.core import decoding_child
decoding_child.MAX_COMPUTING_S = 0
decoding_child.limit_resources()
try:
    bytearray(450 << 20)
except MemoryError:
    print("memory")
try:
    with open("written", "w") as file:
        file.write("x")
except OSError:
    print("files")
decoding_child.allow_more_time()
while True:
    pass
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=tmp_path, check=False
    )
    assert done.stdout == "memory\nfiles\n"
    assert done.returncode == -24  # out of time


def test_the_decoding_process_needs_neither_numpy_nor_opencv():
    program = "import tryon_ar.core.decoding_child, sys; print({'numpy', 'cv2'} & set(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "set()"
