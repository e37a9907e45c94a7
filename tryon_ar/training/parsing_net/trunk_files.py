"""Write the frozen networks that the head reads as ONNX files.

``python -m tryon_ar.training.parsing_net.trunk_files MODELS OUT``

``MODELS`` is the folder ``tryon-ar models fetch`` filled (``models`` in the program's data
folder); ``OUT/trunk.onnx`` and ``OUT/selfie.onnx`` are what ``train`` and ``scores`` ask for.
"""

import argparse
import zipfile
from pathlib import Path

from tryon_ar.parsing.trunk import TrunkFiles, trunk_and_selfie

_LANDMARKS = "pose_landmarks_detector.tflite"


def write_trunk(models: Path, out: Path) -> None:
    """Convert the pose network's trunk and the selfie network.

    Parameters
    ----------
    models : Path
        Holds ``pose_landmarker.task`` and ``selfie_segmentation.tflite``.
    out : Path
        Folder; made when it is missing.
    """
    with zipfile.ZipFile(models / "pose_landmarker.task") as bundle:
        landmarks = bundle.read(_LANDMARKS)
    selfie = (models / "selfie_segmentation.tflite").read_bytes()
    out.mkdir(parents=True, exist_ok=True)
    names = ("trunk.onnx", "selfie.onnx")
    for name, model in zip(names, trunk_and_selfie(TrunkFiles(landmarks, selfie)), strict=True):
        (out / name).write_bytes(model.SerializeToString())


def main() -> None:
    """Convert from the command line."""
    parser = argparse.ArgumentParser(description="Write the frozen networks as ONNX.")
    parser.add_argument("models", type=Path)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    write_trunk(options.models, options.out)


if __name__ == "__main__":
    main()
