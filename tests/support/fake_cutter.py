"""A cutter that knows no network: what imports are tested with."""

import dataclasses
import threading
import time
import zlib
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.errors import NotAGarment
from tryon_ar.garments.builtin import load_builtin
from tryon_ar.garments.garment import Garment
from tryon_ar.runtime.garment_import import Progress


@dataclass(frozen=True, eq=False)
class FakeCut:
    garment: Garment
    original_bgr: NDArray[np.uint8]
    notices: tuple[str, ...] = ()


def small_garment(seed: int = 0, name: str = "Small tee", garment_id: str = "small") -> Garment:
    """Return a shipped tee, a quarter as large, with a pattern of its own."""
    whole = load_builtin("tee-plain")
    size = (whole.photo_bgr.shape[1] // 4, whole.photo_bgr.shape[0] // 4)
    alpha = cv2.resize(whole.alpha, size, interpolation=cv2.INTER_AREA)
    blocks = np.random.default_rng(seed).integers(30, 220, (6, 6, 3)).astype(np.uint8)
    pattern = cv2.resize(blocks, size, interpolation=cv2.INTER_NEAREST)
    photo = np.where(alpha[..., None] > 0, pattern, np.uint8(250))
    return dataclasses.replace(
        whole,
        id=garment_id,
        name=name,
        photo_bgr=photo,
        alpha=alpha,
        parts=cv2.resize(whole.parts, size, interpolation=cv2.INTER_NEAREST),
        landmarks={key: (x / 4, y / 4) for key, (x, y) in whole.landmarks.items()},
    )


class FakeCutter:
    """Gives each photo a garment of its own; refuses files called shoe.

    Attributes
    ----------
    go : threading.Event
        Cleared, it makes cuts wait half-way.
    warnings : tuple of str
        What the garments are uncertain about.
    """

    def __init__(self) -> None:
        self.go = threading.Event()
        self.go.set()
        self.warnings: tuple[str, ...] = ()
        self.threads: set[str] = set()
        self.cut: list[str | None] = []

    def __call__(
        self, source: Path | bytes, *, name: str | None = None, progress: Progress | None = None
    ) -> FakeCut:
        self.threads.add(threading.current_thread().name)
        told = progress or (lambda *_: None)
        told("Looking for the garment", 0.4)
        while not self.go.wait(0.01):
            told("Looking for the garment", 0.4)
        if isinstance(source, Path) and source.stem == "shoe":
            raise NotAGarment("shoe.jpg shows no garment.", "Choose another photo.")
        self.cut.append(name)
        data = source if isinstance(source, bytes) else source.read_bytes()
        seed = zlib.crc32(data)
        title = name or "Pasted garment"
        garment = small_garment(seed, title, title.lower().replace(" ", "-"))
        time.sleep(0.001)
        garment = dataclasses.replace(garment, warnings=self.warnings)
        return FakeCut(garment, garment.photo_bgr)
