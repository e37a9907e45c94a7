"""A rig of plain shapes, for tests of what reads and measures rigs."""

import json

import cv2
import numpy as np

from tryon_ar.core.labels import Label
from tryon_ar.garments.folder import save_garment
from tryon_ar.garments.garment import Garment

HEIGHT, WIDTH = 48, 64
_STEMS = ("neck", "shoulder", "armpit", "hem")


def write_rig(folder, kind="photo", frames=1, step_px=0):
    """Write one scene: a square garment, an arm before its left half, moving to the right."""
    scenes = folder / "rig" / "scenes" / "one"
    scenes.mkdir(parents=True)
    save_garment(_garment(), folder / "rig" / "garments" / "square")
    shading = np.full((40, 40), 16384, np.uint16)
    cv2.imwrite(str(folder / "rig" / "garments" / "square" / "shading.png"), shading)
    told = [_write_frame(scenes, k, step_px, last=k + 1 == frames) for k in range(frames)]
    scene = {"name": "one", "garment": "square", "category": "tshirt", "kind": kind, "frames": told}
    text = json.dumps({"version": 1, "seed": 0, "scenes": [scene]})
    (folder / "rig" / "rig.json").write_text(text)


def _garment():
    alpha = np.zeros((40, 40), np.uint8)
    alpha[5:35, 5:35] = 255
    landmarks = {
        f"{stem}_{side}": (x, 34.0 if stem == "hem" else 5.0)
        for stem in _STEMS
        for side, x in (("left", 34.0), ("right", 5.0))
    }
    return Garment("square", "Square", "tshirt", np.full((40, 40, 3), 90, np.uint8), alpha,
                   (alpha > 0).astype(np.uint8), landmarks)  # fmt: skip


def _write_frame(folder, number, step_px, *, last):
    shift = number * step_px
    box = slice(10, 40), slice(10 + shift, 40 + shift)
    whole, front, labels = (np.zeros((HEIGHT, WIDTH), np.uint8) for _ in range(3))
    whole[box] = 255
    front[20:30, 10 + shift : 20 + shift] = Label.ARMS
    labels[box] = Label.UPPER
    labels[front > 0] = Label.ARMS
    worn = np.where(front > 0, 0, whole).astype(np.uint8)
    light = np.linspace(8000, 20000, WIDTH)[None].repeat(HEIGHT, 0)
    shading = np.where(worn > 0, light, 0).astype(np.uint16)
    picture = np.full((HEIGHT, WIDTH, 3), 200, np.uint8)
    picture[box] = 60
    flow = np.zeros((HEIGHT, WIDTH, 2), np.float16)
    flow[box] = (step_px, 0)
    stem = folder / f"{number:06d}"
    pictures = {"": picture, ".labels": labels, ".worn": worn, ".whole": whole, ".front": front,
                ".shading": shading}  # fmt: skip
    for name, one in pictures.items():
        cv2.imwrite(f"{stem}{name}.png", one)
    if not last:
        np.savez_compressed(f"{stem}.flow.npz", flow=flow)
    landmarks = {"hem_left": [39 + shift, 39], "hem_right": [10 + shift, 39]}
    return {
        "t_ms": number * 33.333,
        "landmarks": landmarks,
        "visible": ["hem_left"] if step_px == 0 else ["hem_left", "hem_right"],
        "joints": {"wrist_left": [1, 2], "wrist_right": [3, 4]},
        "unit_px": 20.0,
    }
