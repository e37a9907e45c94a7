import base64
import io
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QColor, QImage

from tryon_ar.gui.incoming import looks_welcome, read_incoming

pytestmark = [pytest.mark.gui, pytest.mark.usefixtures("application")]


def mime_of(*paths: Path | str) -> QMimeData:
    mime = QMimeData()
    mime.setUrls(
        [QUrl.fromLocalFile(str(one)) if isinstance(one, Path) else QUrl(one) for one in paths]
    )
    return mime


def png() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (6, 9), (10, 200, 30)).save(file, "PNG")
    return file.getvalue()


def test_files_are_sorted_into_pictures_and_packs(tmp_path):
    names = ("a.jpg", "b.PNG", "c.webp", "wardrobe.zip", "ö ä.jpeg")
    paths = [tmp_path / name for name in names]
    for path in paths:
        path.touch()
    found = read_incoming(mime_of(*paths))
    assert [one.name for one in found.pictures] == ["a.jpg", "b.PNG", "c.webp", "ö ä.jpeg"]
    assert [one.name for one in found.packs] == ["wardrobe.zip"]
    assert not found.problem


def test_what_is_no_picture_is_said_and_the_rest_is_taken(tmp_path):
    found = read_incoming(mime_of(tmp_path / "a.jpg", tmp_path / "notes.txt"))
    assert len(found.pictures) == 1
    assert "notes.txt is no picture" in found.problem
    assert "folder" in read_incoming(mime_of(tmp_path)).problem


def test_a_browsers_picture_data_is_taken_and_its_address_left(tmp_path):
    mime = mime_of("https://shop.example/shirt.jpg")
    mime.setData("image/png", png())
    found = read_incoming(mime)
    assert found.pictures == [png()]
    assert not found.problem


def test_a_picture_without_a_file_becomes_one():
    mime = QMimeData()
    image = QImage(5, 7, QImage.Format.Format_RGB32)
    image.fill(QColor(200, 10, 20))
    mime.setImageData(image)
    (data,) = read_incoming(mime).pictures
    with Image.open(io.BytesIO(data)) as picture:
        assert picture.size == (5, 7)
        assert picture.convert("RGB").getpixel((2, 2)) == (200, 10, 20)


@pytest.mark.parametrize("as_text", [False, True])
def test_an_address_alone_is_never_fetched(as_text):
    address = "https://shop.example/shirt.jpg"
    mime = mime_of(address)
    if as_text:
        mime = QMimeData()
        mime.setText(address)
    found = read_incoming(mime)
    assert not found.pictures
    assert "save the picture first" in found.problem


def test_a_picture_inside_its_own_address_is_taken():
    text = "data:image/png;base64," + base64.b64encode(png()).decode()
    assert read_incoming(mime_of(text)).pictures == [png()]
    broken = read_incoming(mime_of("data:image/png;base64,%%%"))
    assert not broken.pictures
    assert "cannot be read" in broken.problem


def test_plain_text_is_none_of_our_business():
    mime = QMimeData()
    mime.setText("hello")
    assert not read_incoming(mime)
    assert not looks_welcome(mime)
    assert not read_incoming(None)


def test_a_drag_is_welcome_by_its_kind_alone(tmp_path):
    assert looks_welcome(mime_of(tmp_path / "a.jpg"))
    mime = QMimeData()
    mime.setData("image/webp", b"x")
    assert looks_welcome(mime)
