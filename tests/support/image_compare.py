"""Compare pictures within limits, and show what differs."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image


@dataclass(frozen=True)
class Limits:
    """How far apart two pictures may be, grey levels of 255.

    One level is rounding; a moved edge shows in the highest percentile and the maximum.
    """

    mean: float = 0.25
    percentile_99: float = 4.0
    maximum: float = 48.0


@dataclass(frozen=True)
class Difference:
    """Absolute differences over all pixels and channels, grey levels of 255."""

    mean: float
    percentile_99: float
    maximum: float

    def excesses(self, limits: Limits) -> list[str]:
        """Return a phrase for each limit that is passed."""
        names = ("mean", "percentile_99", "maximum")
        return [
            f"{name} {getattr(self, name):.2f} > {getattr(limits, name):.2f}"
            for name in names
            if not getattr(self, name) <= getattr(limits, name)
        ]


def measure_difference(actual: np.ndarray, expected: np.ndarray) -> Difference:
    """Measure two pictures of the same shape (H, W, 3), uint8.

    Raises
    ------
    ValueError
        When shapes or types differ.
    """
    if actual.shape != expected.shape or actual.dtype != expected.dtype:
        raise ValueError(f"{actual.shape} {actual.dtype} is not {expected.shape} {expected.dtype}")
    apart = np.abs(actual.astype(np.float64) - expected.astype(np.float64))
    high = float(np.percentile(apart, 99))
    return Difference(float(apart.mean()), high, float(apart.max()))


def assert_pictures_alike(
    actual_bgr: np.ndarray, golden: Path, folder: Path, limits: Limits | None = None
) -> None:
    """Fail unless a picture is the golden one within limits.

    On failure ``actual.png``, ``expected.png`` and ``difference.png`` (eightfold) are left
    in ``folder``, and the message says so.
    """
    expected_bgr = read_golden(golden)
    _write(folder, "actual", actual_bgr)
    if actual_bgr.shape != expected_bgr.shape:
        raise AssertionError(f"{golden.name}: {actual_bgr.shape} is not {expected_bgr.shape}")
    excesses = measure_difference(actual_bgr, expected_bgr).excesses(limits or Limits())
    if excesses:
        apart = np.abs(actual_bgr.astype(int) - expected_bgr.astype(int)) * 8
        _write(folder, "expected", expected_bgr)
        _write(folder, "difference", np.clip(apart, 0, 255).astype(np.uint8))
        raise AssertionError(f"{golden.name}: {', '.join(excesses)}; see {folder}")
    (folder / "actual.png").unlink()


def read_golden(path: Path) -> np.ndarray:
    """Read a golden picture as BGR."""
    with Image.open(path) as picture:
        return np.ascontiguousarray(np.asarray(picture.convert("RGB"))[..., ::-1])


def write_golden(path: Path, picture_bgr: np.ndarray) -> None:
    """Write a golden picture as small as PNG gets."""
    Image.fromarray(np.ascontiguousarray(picture_bgr[..., ::-1])).save(path, optimize=True)


def _write(folder: Path, name: str, picture_bgr: np.ndarray) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    write_golden(folder / f"{name}.png", picture_bgr)
