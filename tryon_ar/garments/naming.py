"""What a garment is called when nobody has said: after its file, or after its looks."""

import re
from collections.abc import Callable, Collection
from dataclasses import replace

from tryon_ar.garments.garment import Garment
from tryon_ar.garments.library.fingerprint import colour_words
from tryon_ar.garments.library.naming import identifier_from

LONGEST_NAME = 60
_USUAL = {
    "tshirt": "T-shirt",
    "longsleeve": "long-sleeved top",
    "shirt": "shirt",
    "polo": "polo shirt",
    "top": "top",
    "hoodie": "hoodie",
    "blazer": "blazer",
    "outerwear": "jacket",
    "dress": "dress",
    "skirt": "skirt",
    "trousers": "trousers",
    "shorts": "shorts",
}
# Words that cameras, shops, browsers and messengers put into names, and that tell nothing.
_EMPTY = """
    img image images imag imagen imagem immagine pic pics picture pict photo photos foto fotos
    bild bilder bildschirmfoto screenshot screen shot scan scanned capture captura
    dsc dscn dscf dscim dcim pxl mvimg mp burst hdr gopr dji sam cimg sdc hpim kic snapchat
    whatsapp signal telegram facebook fb instagram pinterest wa received export
    download downloads unnamed untitled file temp tmp copy kopie copia edited edit bearbeitet
    original orig main thumb thumbnail large medium small full fullxfull fullsize size product
    item default il xl px at am pm um jpg jpeg png webp
    фото изображение 图片 照片 图像 写真 画像
"""
_EMPTY_WORDS = frozenset(_EMPTY.split())
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_SHOP_CODE = re.compile(r"[0-9A-Za-z+-]{8,12}\._[0-9A-Za-z_,]+_")
_HEX = re.compile(r"(?=.*\d)[0-9a-f]{8,}\Z", re.IGNORECASE)
_SIZE = re.compile(r"\d+(x\d+|px|n|xn)?\Z", re.IGNORECASE)
# Article numbers change between letters and digits; "levis501" does once.
_CODE_CHANGES = 3
_AGAIN = re.compile(r"(\s*\(\d{1,3}\)|[\s_-]+copy(\s*\(?\d{1,3}\)?)?)+\Z", re.IGNORECASE)


def name_from_file(stem: str) -> str | None:
    """Return what a file's name calls the garment in it.

    Parameters
    ----------
    stem : str
        The name without its ending.

    Returns
    -------
    str or None
        Words of at most :data:`LONGEST_NAME` letters; None when a camera, a shop or a messenger
        made the name up, so that it tells nothing.

    Examples
    --------
    >>> name_from_file("my_blue-shirt (1)")
    'my blue-shirt'
    >>> name_from_file("linen-t-shirt")
    'linen t-shirt'
    >>> name_from_file("IMG_2043") is None
    True
    """
    printable = "".join(letter if letter.isprintable() else " " for letter in _text(stem))
    uncoded = _SHOP_CODE.sub(" ", _UUID.sub(" ", printable))
    if not any(map(_tells, re.findall(r"[^\W_]+", uncoded))):
        return None
    words = " ".join(_AGAIN.sub("", printable).replace("_", " ").split())
    if " " not in words:  # hyphens stand for blanks, but not in "t-shirt" and "v-neck"
        words = " ".join(re.sub(r"(?<=[^\W_]{2})-|(?<=\d)-", " ", words).split())
    return words[:LONGEST_NAME].strip() or None


def describing_name(garment: Garment) -> str:
    """Return a name made of a garment's main colour and its category, as "Navy T-shirt"."""
    colour = colour_words(garment)[0]
    return f"{colour.capitalize()} {_USUAL.get(garment.category, 'garment')}"


def named(
    garment: Garment, stem: str | None, taken: Callable[[], Collection[str]] = tuple
) -> Garment:
    """Return a garment called after its photo's file where that tells something, or its looks.

    Parameters
    ----------
    garment : Garment
        Its name and id do not count.
    stem : str or None
        The file's name without its ending; None where the photo is no file.
    taken : callable
        Returns the names there are; a name made of looks that is among them gets a number.

    Returns
    -------
    Garment
        Its id is made of the name, and unique only once a library has taken it.
    """
    name = None if stem is None else name_from_file(stem)
    if name is None:
        name = _untaken(describing_name(garment), taken())
    return replace(garment, id=identifier_from(name), name=name)


def _untaken(name: str, taken: Collection[str]) -> str:
    known = {one.casefold() for one in taken}
    numbered, number = name, 1
    while numbered.casefold() in known:
        number += 1
        numbered = f"{name} {number}"
    return numbered


def _text(stem: str) -> str:
    """Return a file's name as text that can be stored: on some systems it may hold none."""
    return stem.encode("utf-8", "replace").decode()


def _tells(chunk: str) -> bool:
    """Return whether letters and digits without a gap say anything about a garment."""
    if len(chunk) == 1 and chunk.isascii():
        return False
    if _SIZE.match(chunk) or _HEX.match(chunk):
        return False
    runs = re.findall(r"\d+|\D+", chunk)
    if len(runs) > _CODE_CHANGES:
        return False
    letters = [run.casefold() for run in runs if not run.isdigit()]
    return any(len(run) > 1 and run not in _EMPTY_WORDS for run in letters)
