"""What people drop on the window or paste into it."""

import base64
import binascii
import re
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMimeData, QUrl
from PySide6.QtGui import QImage

from tryon_ar.core.images import MAX_FILE_BYTES, PICTURE_SUFFIXES

PACK_SUFFIX = ".zip"
_PICTURE_FORMATS = ("image/png", "image/jpeg", "image/webp")
_DATA_URL = re.compile(r"data:image/(png|jpeg|jpg|webp);base64,", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://\S+\Z", re.IGNORECASE)


@dataclass
class Incoming:
    """What was found in something dropped or pasted.

    Attributes
    ----------
    pictures : list of (Path or bytes)
        Files of pictures, or what would be in one.
    packs : list of Path
        Zip files.
    problem : str
        A sentence about what could not be taken; empty when there is no such thing.
    """

    pictures: list[Path | bytes] = field(default_factory=list)
    packs: list[Path] = field(default_factory=list)
    problem: str = ""

    def __bool__(self) -> bool:
        """Whether there is anything to take or to say."""
        return bool(self.pictures or self.packs or self.problem)


def read_incoming(mime: QMimeData | None) -> Incoming:
    """Return the pictures and packs in something dropped or pasted.

    Notes
    -----
    Files on this computer first, then the picture's own data, as browsers add it. An address
    alone is never followed: nothing is fetched from a network here.
    """
    if mime is None:
        return Incoming()
    urls = mime.urls()
    found = _from_files([Path(url.toLocalFile()) for url in urls if url.isLocalFile()])
    if found:
        return found
    data = _picture_data(mime)
    if data is not None:
        return Incoming(pictures=[data])
    address = _address_in(mime, urls)
    if address.startswith("data:"):
        return _from_data_url(address)
    if address:
        return Incoming(
            problem="This is only the address of a picture, and pictures are not fetched from the"
            " network: save the picture first, then drop the file here."
        )
    return Incoming()


def looks_welcome(mime: QMimeData | None) -> bool:
    """Return whether a drag over the window is worth a drop target; reads no data."""
    return mime is not None and (mime.hasUrls() or mime.hasImage() or bool(_format_of(mime)))


def is_address_only(mime: QMimeData) -> bool:
    """Return whether a drag brings a web address and no picture with it; reads no data."""
    if mime.hasImage() or _format_of(mime) or not mime.hasUrls():
        return False
    return not any(url.isLocalFile() or url.scheme() == "data" for url in mime.urls())


def _from_files(paths: list[Path]) -> Incoming:
    found = Incoming()
    strange: list[str] = []
    for path in paths:
        suffix = path.suffix.lower()
        if path.is_dir():
            found.problem = f"{path.name} is a folder: drop the pictures in it."
        elif suffix in PICTURE_SUFFIXES:
            found.pictures.append(path)
        elif suffix == PACK_SUFFIX:
            found.packs.append(path)
        else:
            strange.append(path.name)
    if strange:
        names = ", ".join(strange[:3])
        found.problem = (
            f"{names} is no picture: a garment's photo is a JPEG, PNG or WebP file."
            if len(strange) == 1
            else f"{names} are no pictures: a garment's photo is a JPEG, PNG or WebP file."
        )
    return found


def _format_of(mime: QMimeData) -> str:
    return next((one for one in _PICTURE_FORMATS if mime.hasFormat(one)), "")


def _picture_data(mime: QMimeData) -> bytes | None:
    """Return a picture's file as the other program gave it, or as PNG; None if there is none."""
    form = _format_of(mime)
    data = bytes(mime.data(form).data()) if form else b""
    if data:
        return data[: MAX_FILE_BYTES + 1]  # one byte too many is refused with a sentence
    if not mime.hasImage():
        return None
    image = mime.imageData()
    if not isinstance(image, QImage) or image.isNull():
        return None
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs want bytes, Qt a str
    return bytes(buffer.data().data())


def _address_in(mime: QMimeData, urls: list[QUrl]) -> str:
    text = urls[0].toString() if urls else mime.text().strip()
    return text if _ADDRESS.match(text) or text.startswith("data:") else ""


def _from_data_url(address: str) -> Incoming:
    """Return the picture that an address itself contains."""
    start = _DATA_URL.match(address)
    if start is not None and len(address) <= 2 * MAX_FILE_BYTES:
        try:
            return Incoming([base64.b64decode(address[start.end() :], validate=True)])
        except binascii.Error:
            pass
    return Incoming(problem="This picture cannot be read: save it first, then drop the file here.")
