"""``tryon-ar doctor``: what works here and what does not."""

import importlib.metadata
import json
import logging
import os
import platform
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tryon_ar.commands.console import say
from tryon_ar.core.display import display_problem
from tryon_ar.core.errors import TryOnError
from tryon_ar.core.limits import check_memory_limit
from tryon_ar.core.paths import pictures_folder, user_config_folder, user_data_folder, videos_folder

_log = logging.getLogger(__name__)

_LIBRARIES = (
    "PySide6-Essentials",
    "av",
    "mediapipe",
    "numba",
    "numpy",
    "onnxruntime-gpu",
    "onnxruntime",
    "opencv-python-headless",
    "opencv-contrib-python",
    "openpeople",
)


def examine(*, as_json: bool) -> int:
    """Print what works; the exit code is 0 even where something is missing."""
    findings: dict[str, Any] = {"version": 1, "system": _system(), "libraries": _libraries()}
    broken: dict[str, str] = {}
    for name, (ask, without) in _ASKED.items():
        try:
            findings[name] = ask()
        except Exception as error:  # noqa: BLE001 top of a question: it may be what is broken
            _log.exception("%s cannot be asked about", name)
            broken[name] = f"{type(error).__name__}: {error}"
            findings[name] = without
    findings["broken"] = broken
    say(json.dumps(findings, indent=2, ensure_ascii=False) if as_json else _as_text(findings))
    return 0


def _system() -> dict[str, Any]:
    return {
        "platform": platform.platform(),
        "python": platform.python_version(),
        "processors": os.cpu_count(),
    }


def _libraries() -> dict[str, str]:
    found = {}
    for name in _LIBRARIES:
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    return found


def _display() -> dict[str, Any]:
    problem = display_problem()
    return {"ok": not problem, "problem": problem}


def _cameras() -> list[dict[str, Any]]:
    from tryon_ar.capture.discovery import list_cameras

    return [
        {"name": camera.name, "index": camera.index, "path": camera.path}
        for camera in list_cameras()
    ]


def _encoders() -> dict[str, Any]:
    from tryon_ar.recording.encoder import ENCODERS, first_working

    try:
        choice = first_working((640, 480), 30.0, tuple(ENCODERS))
    except TryOnError as error:
        return {"ok": False, "problem": str(error)}
    return {"ok": True, "video": choice.name}


def _microphone() -> dict[str, Any]:
    from tryon_ar.recording.microphone import microphone_name

    try:
        return {"ok": True, "name": microphone_name()}
    except TryOnError as error:
        return {"ok": False, "problem": str(error)}


def _providers() -> dict[str, Any]:
    from tryon_ar.inference.session import gpu_provider

    return {"gpu": gpu_provider(), "cpu": "ready"}


def _models() -> list[dict[str, Any]]:
    from tryon_ar.tracking.models import verify

    return [
        {
            "name": state.name,
            "ok": state.ok,
            "condition": str(state.condition),
            "sha256": state.sha256,
        }
        for state in verify()
    ]


def _tracker() -> dict[str, Any]:
    """Start the tracker, which may lack a library of the system; nothing is fetched for that."""
    import numpy as np

    from tryon_ar.core.types import Frame
    from tryon_ar.tracking.models import verify
    from tryon_ar.tracking.pose import MediaPipePoseTracker

    if not all(state.ok for state in verify()):
        return {"ok": False, "problem": "its networks are not here: run `tryon-ar models fetch`"}
    black = Frame(np.zeros((64, 64, 3), np.uint8), 0, 0.0, 0)
    try:
        check_memory_limit()  # under which it would abort the process
        with MediaPipePoseTracker(still=True) as tracker:
            tracker.track(black)
    except TryOnError as error:
        return {"ok": False, "problem": error.user_text}
    return {"ok": True, "problem": ""}


def _folders() -> dict[str, Any]:
    folders = {
        "data": user_data_folder(),
        "settings": user_config_folder(),
        "videos": videos_folder(),
        "pictures": pictures_folder(),
    }
    return {name: _folder(path) for name, path in folders.items()}


def _folder(path: Path) -> dict[str, Any]:
    nearest = path
    while not os.path.exists(nearest) and nearest != nearest.parent:
        nearest = nearest.parent
    return {
        "path": str(path),
        "writable": os.path.isdir(nearest) and os.access(nearest, os.W_OK),
        "free_mb": shutil.disk_usage(nearest).free >> 20,
    }


_UNKNOWN = {"ok": False, "problem": "cannot be told"}
# What is asked about, and what stands there where a broken library keeps it from being told.
_ASKED: dict[str, tuple[Callable[[], Any], Any]] = {
    "display": (_display, _UNKNOWN),
    "cameras": (_cameras, []),
    "encoders": (_encoders, _UNKNOWN),
    "microphone": (_microphone, _UNKNOWN),
    "providers": (_providers, {"gpu": None, "cpu": "unknown"}),
    "models": (_models, []),
    "tracker": (_tracker, _UNKNOWN),
    "folders": (_folders, {}),
}


def _as_text(findings: dict[str, Any]) -> str:
    lines = [
        f"tryon-ar on {findings['system']['platform']}, "
        f"Python {findings['system']['python']}, {findings['system']['processors']} processors"
    ]
    lines.append("libraries: " + ", ".join(f"{k} {v}" for k, v in findings["libraries"].items()))
    lines.append("display:   " + (findings["display"]["problem"] or "ok"))
    cameras = [f"{camera['name']} ({camera['index']})" for camera in findings["cameras"]]
    lines.append("cameras:   " + (", ".join(cameras) or "none found: the demo plays instead"))
    encoders = findings["encoders"]
    lines.append("encoder:   " + (encoders.get("video") or encoders["problem"]))
    microphone = findings["microphone"]
    lines.append("sound:     " + (microphone.get("name") or microphone["problem"]))
    lines.append("providers: " + (findings["providers"]["gpu"] or "CPU only"))
    for model in findings["models"]:
        lines.append(f"model:     {model['name']}: {model['condition']}")
    lines.append("tracker:   " + (findings["tracker"]["problem"] or "ok"))
    for name, folder in findings["folders"].items():
        state = "writable" if folder["writable"] else "NOT writable"
        lines.append(f"{name + ':':<10} {folder['path']} ({state}, {folder['free_mb']} MB free)")
    for name, problem in findings["broken"].items():
        lines.append(f"BROKEN:    {name}: {problem}")
    return "\n".join(lines)
