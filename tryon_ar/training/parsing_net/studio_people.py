"""Real people in a studio with labels, for training.

The ``openpeople`` package holds photo-like pictures of generated people before a grey ground.
``studio_people.json`` names views in them and gives, in thousandths of each view's longer side,
outlines of what colours cannot tell (jaw, garments, hands, ...): placed by hand, but for faces seen
from the front, whose outlines and jaws MediaPipe's face mesh proposed. All were looked at over the
pictures. The rest of the labels is made from the colours
(:mod:`~tryon_ar.training.parsing_net.studio_labels`). No picture is kept here.
"""

import hashlib
import json
import os
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.images import read_picture
from tryon_ar.training.parsing_net.studio_labels import label_pixels, legs_below
from tryon_ar.training.parsing_net.studio_matting import Cutout, Mask, cut_out

FILE = Path(__file__).with_suffix(".json")
_WALL_ALONE, _WITH_FLOOR = 4.0, 13.0
_FRACTION_BITS = 4


class StudioPicture(NamedTuple):
    """A person in a studio, with labels.

    Attributes
    ----------
    image_bgr : ndarray of shape (H, W, 3), uint8
        As photographed.
    labels : ndarray of shape (H, W), uint8
        Of :class:`~tryon_ar.core.labels.Label`.
    rgba : ndarray of shape (H, W, 4), uint8
        Red, green, blue, multiplied by alpha; alpha: the person without the ground.
    name : str
        Such as ``P001-head-left``.
    """

    image_bgr: NDArray[np.uint8]
    labels: NDArray[np.uint8]
    rgba: NDArray[np.uint8]
    name: str


def studio_people(cache: Path | None = None) -> Iterator[StudioPicture]:
    """Yield every labelled view; made in about a second each, or read from the cache.

    Parameters
    ----------
    cache : Path, optional
        Folder to keep what was made in. What was made from other outlines, or by another
        version of this code, is made again.

    Raises
    ------
    ModuleNotFoundError
        When ``openpeople`` is not installed.
    """
    pictures = files("openpeople") / "data" / "curated"
    views = json.loads(FILE.read_text(encoding="utf-8"))
    opened = None
    for name, view in views.items():
        kept = cache / f"{name}-{_mark(view)}.npz" if cache is not None else None
        if kept is not None and kept.exists():
            with np.load(kept) as arrays:
                yield StudioPicture(arrays["image_bgr"], arrays["labels"], arrays["rgba"], name)
            continue
        if view["file"] != opened:
            person, file = view["file"].split("/")
            sheet_bgr = read_picture(Path(str(pictures / person / "assets" / file)))
            opened = view["file"]
        made = make_picture(name, sheet_bgr, view)
        if kept is not None:
            _keep(kept, made)
        yield made


def make_picture(name: str, sheet_bgr: NDArray[np.uint8], view: dict[str, Any]) -> StudioPicture:
    """Cut one view out of its picture and label it.

    Parameters
    ----------
    name : str
    sheet_bgr : ndarray of shape (H, W, 3), uint8
    view : dict
        As in ``studio_people.json``: ``box`` (x0, y0, x1, y1, half-open, pixels), ``side`` (the
        longest the view's longer side becomes), ``areas`` (lists of outlines by area: those of
        :func:`~tryon_ar.training.parsing_net.studio_labels.label_pixels`, ``solid``, which surely
        is the person, and ``empty``, which is not).
    """
    x0, y0, x1, y1 = view["box"]
    image_bgr = sheet_bgr[y0:y1, x0:x1]
    scale = min(1.0, view["side"] / max(image_bgr.shape[:2]))
    size = (round(image_bgr.shape[1] * scale), round(image_bgr.shape[0] * scale))
    image_bgr = np.asarray(cv2.resize(image_bgr, size, interpolation=cv2.INTER_AREA), np.uint8)
    areas = {key: _filled(outlines, size) for key, outlines in view["areas"].items()}
    cut = _person_of(image_bgr, areas)
    if "lower" in areas:
        areas["legs"] = areas.get("legs", False) | legs_below(areas["lower"])
    labels = label_pixels(image_bgr, cut.alpha > 0.5, areas)
    rgb = np.round(cut.person_bgr[..., ::-1])
    rgba = np.dstack([rgb, np.round(255 * cut.alpha)]).astype(np.uint8)
    return StudioPicture(image_bgr, labels, rgba, name)


def _person_of(image_bgr: NDArray[np.uint8], areas: dict[str, Mask]) -> Cutout:
    """Take the person off the ground.

    Inside ``solid`` and the lower garment, which may be as grey as the ground, all is the person;
    inside ``empty``, shaded ground with the hue of skin, nothing is.
    """
    nothing = np.zeros(image_bgr.shape[:2], np.bool_)
    solid, empty = areas.get("solid", nothing), areas.get("empty", nothing)
    if "lower" not in areas:
        return cut_out(image_bgr, solid, _WALL_ALONE)
    inside = cv2.erode(areas["lower"].astype(np.uint8), np.ones((3, 3))) > 0
    floor = legs_below(areas["lower"]) & ~cv2.dilate(
        areas["lower"].astype(np.uint8), np.ones((9, 9))
    ).astype(np.bool_)
    cut = cut_out(image_bgr, solid | inside, _WITH_FLOOR, floor)
    cut.alpha[empty] = 0
    cut.person_bgr[empty] = 0
    return cut


def _filled(outlines: list[list[list[float]]], size: tuple[int, int]) -> Mask:
    """Return the inside of outlines given in thousandths of the longer side."""
    filled = np.zeros(size[::-1], np.uint8)
    for outline in outlines:
        at_px = np.asarray(outline, np.float64) * (max(size) / 1000)
        points = np.round(at_px * 2**_FRACTION_BITS).astype(np.int32)
        cv2.fillPoly(filled, [points], (1,), shift=_FRACTION_BITS)
    return filled > 0


def _mark(view: dict[str, Any]) -> str:
    """Return what changes with the view's outlines and with the code."""
    here = Path(__file__)
    code = [here.with_name(f"studio_{each}.py") for each in ("people", "matting", "labels")]
    told = json.dumps(view, sort_keys=True).encode() + b"".join(each.read_bytes() for each in code)
    return hashlib.sha256(told).hexdigest()[:12]


def _keep(path: Path, made: StudioPicture) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    for older in path.parent.glob(f"{made.name}-*.npz"):
        older.unlink(missing_ok=True)
    # Written aside first, each process its own: several feeds may make the folder at once.
    part = path.with_suffix(f".{os.getpid()}.npz")
    np.savez_compressed(part, image_bgr=made.image_bgr, labels=made.labels, rgba=made.rgba)
    part.replace(path)
