"""Makes a rig small enough for a repository: a few scenes, smaller, and coded tightly.

The format is that of the module ``rig`` but for the frames, which are JPEG.
"""

from __future__ import annotations

import argparse
import json
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.garments.folder import load_garment, save_garment
from tryon_ar.garments.garment import Garment

SCALE = 0.75
_PHOTO_PX = 480
_QUALITY = 90
# Shading is kept in steps of so much of 16384, motion in such parts of a pixel.
_SHADING_STEP = 256
_FLOW_STEPS = 16.0
_MAPS = ("labels", "worn", "whole", "front", "shading")
_NEAREST = ("labels", "front")


def shrink_rig(source: Path, target: Path, names: Sequence[str], frames: int) -> None:
    """Write a small rig.

    Parameters
    ----------
    source, target : Path
        Folders of ``rig.json``; scenes and garments that are in the target are replaced.
    names : sequence of str
        Scenes to keep.
    frames : int
        At most so many of each scene are kept, from its middle.
    """
    for name in ("garments", "scenes"):
        shutil.rmtree(target / name, ignore_errors=True)
    target.mkdir(parents=True, exist_ok=True)
    rig = json.loads((source / "rig.json").read_text(encoding="utf-8"))
    chosen = [scene for scene in rig["scenes"] if scene["name"] in names]
    for scene in chosen:
        identifier = scene["garment"]
        _shrink_garment(source / "garments" / identifier, target / "garments" / identifier)
        _shrink_scene(scene, source / "scenes", target / "scenes", frames)
    text = json.dumps({**rig, "scenes": chosen}, indent=1)
    (target / "rig.json").write_text(text + "\n", encoding="utf-8")


def _shrink_garment(source: Path, target: Path) -> None:
    garment = load_garment(source)
    save_garment(smaller_garment(garment), target, photo_format="jpg")
    scale = _scale_of(garment)
    shading = _resized(_read(str(source / "shading.png")), scale, cv2.INTER_AREA)
    _save_shading(str(target / "shading.png"), shading)


def _scale_of(garment: Garment) -> float:
    return min(1.0, _PHOTO_PX / float(max(garment.alpha.shape)))


def _save_shading(path: str, shading: NDArray[Any]) -> None:
    coarse = np.round(shading / _SHADING_STEP) * _SHADING_STEP
    picture = np.clip(coarse, 0, 65535).astype(np.uint16)
    cv2.imwrite(path, picture, [cv2.IMWRITE_PNG_COMPRESSION, 9])


def smaller_garment(garment: Garment) -> Garment:
    """Return a garment whose photo's longer side has 480 pixels."""
    scale = _scale_of(garment)
    return replace(
        garment,
        photo_bgr=_resized(garment.photo_bgr, scale, cv2.INTER_AREA),
        alpha=_resized(garment.alpha, scale, cv2.INTER_AREA),
        parts=_resized(garment.parts, scale, cv2.INTER_NEAREST),
        landmarks={name: _moved(x, y, scale) for name, (x, y) in garment.landmarks.items()},
    )


def _resized(picture: NDArray[Any], scale: float, way: int) -> NDArray[Any]:
    size = (round(picture.shape[1] * scale), round(picture.shape[0] * scale))
    return np.asarray(cv2.resize(picture, size, interpolation=way))


def _moved(x: float, y: float, scale: float) -> tuple[float, float]:
    """Return where a point is in a smaller picture; pixel centres are integers."""
    return (round((x + 0.5) * scale - 0.5, 2), round((y + 0.5) * scale - 0.5, 2))


def _shrink_scene(scene: dict[str, Any], source: Path, target: Path, frames: int) -> None:
    folder = target / scene["name"]
    folder.mkdir(parents=True)
    count = min(frames, len(scene["frames"]))
    first = (len(scene["frames"]) - count) // 2
    kept = scene["frames"][first : first + count]
    begun = kept[0]["t_ms"]
    for number, frame in enumerate(kept):
        frame["t_ms"] = round(frame["t_ms"] - begun, 3)
        frame["unit_px"] = round(frame["unit_px"] * SCALE, 2)
        for key in ("landmarks", "joints"):
            frame[key] = {name: list(_moved(x, y, SCALE)) for name, (x, y) in frame[key].items()}
        before = source / scene["name"] / f"{first + number:06d}"
        last = number + 1 == count
        _shrink_frame(before, folder / f"{number:06d}", with_flow=not last)
    scene["frames"] = kept


def _shrink_frame(source: Path, target: Path, *, with_flow: bool) -> None:
    frame = _resized(_read(f"{source}.png"), SCALE, cv2.INTER_AREA)
    cv2.imwrite(f"{target}.jpg", frame, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
    for name in _MAPS:
        way = cv2.INTER_NEAREST if name in _NEAREST else cv2.INTER_AREA
        picture = _resized(_read(f"{source}.{name}.png"), SCALE, way)
        path = f"{target}.{name}.png"
        if name == "shading":
            _save_shading(path, picture)
        else:
            cv2.imwrite(path, picture, [cv2.IMWRITE_PNG_COMPRESSION, 9])
    flow_file = Path(f"{source}.flow.npz")
    if with_flow and flow_file.exists():
        with np.load(flow_file) as saved:
            flow = saved["flow"].astype(np.float32)
        small = _resized(flow, SCALE, cv2.INTER_NEAREST) * SCALE
        coarse_flow = (np.round(small * _FLOW_STEPS) / _FLOW_STEPS).astype(np.float16)
        np.savez_compressed(f"{target}.flow.npz", flow=coarse_flow)


def _read(path: str) -> NDArray[Any]:
    picture = cv2.imread(path, cv2.IMREAD_UNCHANGED)
    if picture is None:
        raise FileNotFoundError(path)
    return np.asarray(picture)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m tryon_ar.training.people.rig_small", description="Make a small rig."
    )
    parser.add_argument("source", type=Path, help="folder of a rig.json")
    parser.add_argument("target", type=Path, help="folder to write; its scenes are replaced")
    parser.add_argument("scenes", nargs="+", help="names of scenes to keep")
    parser.add_argument("--frames", type=int, default=6, help="at most so many of each scene")
    given = parser.parse_args(arguments)
    shrink_rig(given.source, given.target, given.scenes, given.frames)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
