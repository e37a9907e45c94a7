"""The report of a run, frame by frame (``--report``)."""

import json
import statistics
import time
from pathlib import Path
from typing import Any

import numpy as np

import tryon_ar
from tryon_ar.capture.opening import without_password
from tryon_ar.core.types import DressedFrame, GarmentState
from tryon_ar.recording.output import OutputFile, recording_error
from tryon_ar.rendering.quality import FULL

STAGES = ("capture", "track", "parse", "fit", "warp", "blend", "total")


class Report:
    """Collects what happened to every frame of a run.

    Parameters
    ----------
    source : str
        As the user named it; a password in it is left out.
    garments : list of str
        Ids.
    keep_frames : bool
        Whether frames are to be written; else only their totals are kept, which do not grow by
        some kilobytes a frame.
    """

    def __init__(self, source: str, garments: list[str], *, keep_frames: bool = True) -> None:
        self._source = without_password(source)
        self._garments = garments
        self._keep_frames = keep_frames
        self._frames: list[str] = []  # as JSON: a fifth of the size
        self._totals_ms: list[float] = []
        self._dressed = self._lowered = 0
        self._overheads: list[float] = []
        self._started = time.monotonic()
        self._seconds = 0.0

    def add(self, dressed: DressedFrame) -> None:
        """Append a frame."""
        tracked = dressed.tracked
        is_dressed = tracked.state is GarmentState.DRESSED
        if self._keep_frames:
            self._frames.append(json.dumps(_frame(dressed)))
        self._totals_ms.append(dressed.latency_ms.get("total", 0.0))
        self._dressed += is_dressed
        self._lowered += dressed.quality != FULL.name
        if is_dressed and tracked.pose_ms > 0:
            spent_ms = dressed.latency_ms["total"] - dressed.latency_ms.get("capture", 0.0)
            self._overheads.append(spent_ms / tracked.pose_ms)
        self._seconds = time.monotonic() - self._started

    def summary(self) -> dict[str, Any]:
        """Return the totals: frames, dressed ones, unique FPS, latency and overhead ratio.

        Notes
        -----
        ``lowered`` counts frames drawn less finely because the machine was too slow.
        The overhead ratio is the pipeline's time for a frame, from capture's return on, over
        the pose network's own time on it: the median over dressed frames.
        """
        totals, ratios = self._totals_ms, self._overheads
        p50, p95, p99 = np.percentile(totals, (50, 95, 99)) if totals else (0.0, 0.0, 0.0)
        return {
            "frames": len(totals),
            "lowered": self._lowered,
            "dressed": self._dressed,
            "unique_fps": round(len(totals) / self._seconds, 2) if self._seconds else 0.0,
            "p50_ms": round(float(p50), 2),
            "p95_ms": round(float(p95), 2),
            "p99_ms": round(float(p99), 2),
            "overhead_ratio": round(statistics.median(ratios), 3) if ratios else None,
        }

    def as_dict(self, providers: dict[str, str], **summary: object) -> dict[str, Any]:
        """Return the whole report; ``summary`` overrides or adds totals."""
        told: dict[str, Any] = json.loads(self._text(providers, summary))
        return told

    def write(self, path: Path, providers: dict[str, str], **summary: object) -> None:
        """Write the report as JSON, whole or not at all.

        Raises
        ------
        RecordingError
            When the file cannot be written.
        """
        text = self._text(providers, summary)
        try:
            with OutputFile(path, atomic=True) as file:
                file.write(text.encode(errors="backslashreplace"))  # names are any bytes
        except OSError as error:
            raise recording_error(error, path) from error

    def _text(self, providers: dict[str, str], summary: dict[str, object]) -> str:
        head = {
            "version": 1,
            "app_version": tryon_ar.__version__,
            "source": self._source,
            "garments": self._garments,
            "providers": providers,
        }
        # ASCII: names of files need not be text in any encoding.
        first, last = map(json.dumps, (head, {"summary": {**self.summary(), **summary}}))
        return f'{first[:-1]}, "frames": [{", ".join(self._frames)}], {last[1:]}'


def _frame(dressed: DressedFrame) -> dict[str, Any]:
    tracked = dressed.tracked
    return {
        "index": tracked.frame.index,
        "t_ms": round(tracked.frame.t_ms, 3),
        "state": tracked.state.value,
        "reason": tracked.reason,
        "latency_ms": {stage: round(dressed.latency_ms.get(stage, 0.0), 3) for stage in STAGES},
        "landmarks": _landmarks(dressed),
        "garment_landmarks": {
            identifier: {name: [round(x, 2), round(y, 2)] for name, (x, y) in marks.items()}
            for identifier, marks in dressed.garment_landmarks.items()
        },
        "estimated": round(dressed.estimated, 4),
        "quality": dressed.quality,
    }


def _landmarks(dressed: DressedFrame) -> list[list[float]] | None:
    body = dressed.tracked.body
    if body is None or dressed.tracked.state is GarmentState.NOBODY:
        return None
    rows = np.column_stack([body.pose.points_px, body.pose.visibility])
    return [[round(float(value), 3) for value in row] for row in rows]
