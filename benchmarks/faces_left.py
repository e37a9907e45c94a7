"""How much of a face is left where faces are blurred in saved files, on clips of people who move?

    python benchmarks/faces_left.py CLIP... [--frames 150] [--live]

Each frame goes through the mirror's own tracker and the hider; another, independent tracker that
knows no frame but this one says where the face really is. Left is the correlation of edges inside
that circle, before and after. Wanted: 0.15 at most in every frame, and in no
frame more than 5 % of the circle's pixels as they were. Ends with 1 where that is missed. In a face
of a few pixels chance alone gives more: beside it stands what the same frames give when the face
is turned upside down before it is compared ("by chance"), where nothing of it can be left.
"""

import argparse
import json
import sys
from pathlib import Path

import cv2
import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tryon_ar.capture.opening import open_source
from tryon_ar.core.types import BgrImage, Frame
from tryon_ar.pipeline.face_hiding import FaceHider
from tryon_ar.pipeline.observer import Observer
from tryon_ar.tracking.models import ensure_models
from tryon_ar.tracking.pose import MediaPipePoseTracker

_MOST_LEFT, _MOST_SAME = 0.15, 0.05
_LARGEST = 1000


def edges(image: BgrImage) -> np.ndarray:
    """Return the edges of a picture, as grey levels, float32."""
    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY).astype(np.float32)
    return np.asarray(cv2.Laplacian(cv2.GaussianBlur(grey, (0, 0), 1), cv2.CV_32F))


def alike(before: np.ndarray, after: np.ndarray) -> float:
    """Return the correlation of two faces' edges."""
    return float(np.corrcoef(before.ravel(), after.ravel())[0, 1])


def turned_faces(before: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return a face upside down, mirrored and not."""
    return before[::-1], before[::-1, ::-1]


def judge(clip: str, frames: int, *, quick: bool) -> dict[str, float | int | str]:
    """Return what is left in the frames of a clip."""
    observer, hider = Observer(), FaceHider("blur", quick=quick)
    other = MediaPipePoseTracker(still=True, models=ensure_models)
    left, chance, same, radii, whole, count = [], [], [], [], 0, 0
    with open_source(clip) as source:
        while count < frames and (frame := source.read()) is not None:
            count += 1
            image = frame.image_bgr
            if max(image.shape) > _LARGEST:
                image = np.ascontiguousarray(cv2.resize(image, None, fx=0.5, fy=0.5))
            small = Frame(image, frame.index, frame.t_ms, frame.captured_ns)
            hidden = hider.look(observer.process(small))
            result = hider.hide(image, hidden, fixed=True)
            whole += hidden.ovals is None
            body = other.track(Frame(image.copy(), frame.index, frame.t_ms, frame.captured_ns))
            if body is None or body.pose.visibility[:11].mean() < 0.8:
                continue
            face = body.pose.points_px[:11]
            middle = face.mean(axis=0)
            reach = max(6.0, float(np.abs(face - middle).max()))
            x0, y0 = np.maximum(0, (middle - reach).astype(int))
            x1, y1 = (middle + reach).astype(int)
            before, after = edges(image)[y0:y1, x0:x1], edges(result)[y0:y1, x0:x1]
            if before.size < 50:
                continue
            left.append(alike(before, after))
            chance.append(max(abs(alike(turned, after)) for turned in turned_faces(before)))
            radii.append(reach)
            untouched = (image[y0:y1, x0:x1] == result[y0:y1, x0:x1]).all(axis=2)
            same.append(float(untouched.mean()))
    other.close()
    observer.close()
    return {
        "clip": Path(clip).name,
        "frames": count,
        "with a face": len(left),
        "wholly hidden": whole,
        "radius px": round(float(np.median(radii)), 1) if radii else 0.0,
        "most left": round(max(map(abs, left), default=0.0), 3),
        "most by chance": round(max(chance, default=0.0), 3),
        "mean left": round(float(np.mean(left)), 3) if left else 0.0,
        "most untouched": round(max(same, default=0.0), 3),
    }


def main() -> int:
    """Judge clips and return 1 where too much is left."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("clips", nargs="+")
    parser.add_argument("--frames", type=int, default=150)
    parser.add_argument("--live", action="store_true", help="as a live recording does")
    asked = parser.parse_args()
    good = True
    for clip in asked.clips:
        found = judge(clip, asked.frames, quick=asked.live)
        good &= float(found["most left"]) <= _MOST_LEFT
        good &= float(found["most untouched"]) <= _MOST_SAME and int(found["with a face"]) > 0
        print(json.dumps(found), flush=True)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
