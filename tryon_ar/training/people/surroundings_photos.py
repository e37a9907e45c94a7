"""Photographs that serve as backgrounds, found in folders and in clips."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

Photo = NDArray[np.uint8]

_PICTURES = frozenset({".bmp", ".jpeg", ".jpg", ".png", ".tif", ".tiff", ".webp"})
_CLIPS = frozenset({".avi", ".mkv", ".mov", ".mp4", ".webm"})
# Pictures of scikit-image that show a person, or are measurements rather than views.
_UNFIT = frozenset(
    {
        "astronaut",
        "camera",
        "cell",
        "horse",
        "ihc",
        "logo",
        "microaneurysms",
        "multipage",
        "multipage_rgb",
        "phantom",
        "retina",
    }
)
_LONGEST_PX = 480
_SHORTEST_PX = 96
_LARGE_BYTES = 250_000
_LOOKED_AT = 16


def photos_in(folders: Iterable[Path], most: int = 300) -> tuple[Photo, ...]:
    """Return the photographs in folders, made small, and the walls seen in clips there.

    Files that are no pictures, plain areas and pictures that are too small are passed over, and
    so are those of scikit-image that show a person or no view.

    Parameters
    ----------
    folders : iterable of Path
        Searched with their subfolders.
    most : int
        At most so many files of each folder are opened, spread over their names in order.

    Returns
    -------
    tuple of ndarray of shape (H, W, 3), uint8
        BGR; the longer side at most 480 pixels.

    Raises
    ------
    NotADirectoryError
        A folder is not there.
    """
    found: list[Photo] = []
    for folder in folders:
        if not folder.is_dir():
            raise NotADirectoryError(f"no folder of backgrounds at {folder}")
        paths = [path for path in sorted(folder.rglob("*")) if _may_serve(path)]
        for path in paths[:: -(-len(paths) // most) or 1]:
            found.extend(_read(path))
    return tuple(found)


def _may_serve(path: Path) -> bool:
    return path.suffix.lower() in _PICTURES | _CLIPS and path.stem not in _UNFIT


def _read(path: Path) -> Iterator[Photo]:
    if path.suffix.lower() in _CLIPS:
        yield from walls_of(path)
        return
    # A large file is read at half its size, which is much quicker.
    large = path.stat().st_size > _LARGE_BYTES
    photo = cv2.imread(str(path), cv2.IMREAD_REDUCED_COLOR_2 if large else cv2.IMREAD_COLOR)
    if photo is not None and min(photo.shape[:2]) >= _SHORTEST_PX and photo.std() > 6:
        yield _small(np.asarray(photo, np.uint8))


def _small(photo: Photo) -> Photo:
    share = _LONGEST_PX / max(photo.shape[:2])
    if share >= 1:
        return photo
    scaled = cv2.resize(photo, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
    return np.asarray(scaled, np.uint8)


def walls_of(clip: Path) -> Iterator[Photo]:
    """Yield what is seen left and right of somebody who stands before a fixed camera.

    The person is where the picture moves: the columns between the outermost that do, widened by
    a twelfth of the frame, are left out; the rest is the median over time, mirrored to a
    square-ish picture.
    """
    frames = _frames(clip)
    if len(frames) < 2:
        return
    stack = np.stack(frames)
    middle = np.median(stack, axis=0).astype(np.uint8)
    moves = np.abs(stack.astype(np.int16) - middle).max(axis=3).max(axis=0) > 20
    columns = middle.shape[1]
    busy = np.flatnonzero(moves.mean(axis=0) > 0.04)
    if not len(busy):
        return
    margin = columns // 12
    for part in (middle[:, : max(0, busy[0] - margin)], middle[:, busy[-1] + margin :]):
        if part.shape[1] >= _SHORTEST_PX // 2:
            yield np.ascontiguousarray(np.hstack([part, part[:, ::-1], part]))


def _frames(clip: Path) -> list[Photo]:
    """Return frames spread over a clip."""
    reader = cv2.VideoCapture(str(clip))
    count = int(reader.get(cv2.CAP_PROP_FRAME_COUNT))
    step = max(1, count // _LOOKED_AT)
    frames: list[Photo] = []
    index = 0
    while reader.grab():
        if index % step == 0:
            good, frame = reader.retrieve()
            if good:
                frames.append(_small(np.asarray(frame, np.uint8)))
        index += 1
    reader.release()
    return frames
