"""The tracker's networks: built from a pinned wheel on first use, checked, kept offline.

The user's data folder holds four files under ``models`` and a manifest of their SHA-256;
every load compares them (about 20 ms). What comes out of the download is compared with
the hashes below before anything is built from it.
"""

import hashlib
import json
import logging
import os
import shutil
import tempfile
import zipfile
import zlib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from tryon_ar.core.errors import CorruptResource, TrackerUnavailable, TryOnError
from tryon_ar.core.paths import user_data_folder
from tryon_ar.core.untrusted_text import json_value, read_bounded
from tryon_ar.tracking import model_bundle, model_download
from tryon_ar.tracking.file_lock import exclusive_lock
from tryon_ar.tracking.model_download import PINNED, Progress

_log = logging.getLogger(__name__)

#: Members of the wheel that are used, under ``mediapipe/modules``, with their SHA-256.
SOURCES = {
    "pose_detection/pose_detection.tflite": (
        "9ba9dd3d42efaaba86b4ff0122b06f29c4122e756b329d89dca1e297fd8f866c"
    ),
    "pose_landmark/pose_landmark_full.tflite": (
        "e9a5c5cb17f736fafd4c2ec1da3b3d331d6edbe8a0d32395855aeb2cdfd64b9f"
    ),
    "palm_detection/palm_detection_full.tflite": (
        "1b14e9422c6ad006cde6581a46c8b90dd573c07ab7f3934b5589e7cea3f89a54"
    ),
    "hand_landmark/hand_landmark_full.tflite": (
        "11c272b891e1a99ab034208e23937a8008388cf11ed2a9d776ed3d01d0ba00e3"
    ),
    "selfie_segmentation/selfie_segmentation.tflite": (
        "9ee168ec7c8f2a16c56fe8e1cfbc514974cbbb7e434051b455635f1bd1462f5c"
    ),
    "selfie_segmentation/selfie_segmentation_landscape.tflite": (
        "a77d03f4659b9f6b6c1f5106947bf40e99d7655094b6527f214ea7d451106edd"
    ),
}
_MODULES = "mediapipe/modules/"
_LARGEST_MEMBER_BYTES = 16 << 20
_MANIFEST = "manifest.json"
_RECIPE = 1  # raised whenever the files built here change
_TEMPORARY = ".fetch-"
_LANDMARKS_MEMBER = "pose_landmarks_detector.tflite"
_HAND_LANDMARKS_MEMBER = "hand_landmarks_detector.tflite"


@dataclass(frozen=True, slots=True)
class ModelPaths:
    """Where the checked networks lie.

    Attributes
    ----------
    pose, hands : Path
        Task bundles for MediaPipe's PoseLandmarker and HandLandmarker.
    selfie, selfie_landscape : Path
        Person segmentation, 256x256 and 144x256.
    """

    pose: Path
    hands: Path
    selfie: Path
    selfie_landscape: Path

    def read_pose_landmarks(self) -> bytes:
        """Return the landmark network inside the pose bundle (``TrackerUnavailable``)."""
        return model_bundle.read_member(self.pose, _LANDMARKS_MEMBER)

    def read_hand_landmarks(self) -> bytes:
        """Return the landmark network inside the hand bundle (``TrackerUnavailable``)."""
        return model_bundle.read_member(self.hands, _HAND_LANDMARKS_MEMBER)


class ModelCondition(StrEnum):
    """What is the matter with a network's file."""

    OK = "ok"
    MISSING = "missing"
    DAMAGED = "damaged"


@dataclass(frozen=True, slots=True)
class ModelStatus:
    """The condition of one file.

    Attributes
    ----------
    sha256 : str
        Of the file as it is; empty when it is missing.
    size_bytes : int
        0 when it is missing.
    """

    name: str
    path: Path
    condition: ModelCondition
    sha256: str = ""
    size_bytes: int = 0

    @property
    def ok(self) -> bool:
        """Whether the file can be used."""
        return self.condition is ModelCondition.OK


_FILES = {
    "pose": "pose_landmarker.task",
    "hands": "hand_landmarker.task",
    "selfie": "selfie_segmentation.tflite",
    "selfie_landscape": "selfie_segmentation_landscape.tflite",
}


def models_folder() -> Path:
    """Return the folder the networks are kept in, not created here."""
    return user_data_folder() / "models"


def ensure_models(progress: Progress | None = None) -> ModelPaths:
    """Return the checked networks, fetching them when they are missing or damaged.

    Parameters
    ----------
    progress : callable of (float, str), optional
        Told the fraction done, 0 to 1, and a sentence, while fetching; never called when
        everything is there.

    Raises
    ------
    TrackerUnavailable
        When they are missing and cannot be had (no connection, disk full, read-only folder).
    CorruptResource
        When the download is not what was pinned, or a damaged file cannot be replaced.
    """
    before = verify()
    if all(status.ok for status in before):
        return _paths()
    damaged = [status.path for status in before if status.condition is ModelCondition.DAMAGED]
    try:
        return fetch(progress=progress)
    except TrackerUnavailable as error:
        if not damaged:
            raise
        raise CorruptResource(
            f"The pose tracker's file {damaged[0]} is damaged and could not be replaced."
            f" {error.user_text}",
            error.hint,
        ) from error


def fetch(
    *, force: bool = False, wheel: Path | None = None, progress: Progress | None = None
) -> ModelPaths:
    """Download the pinned wheel, check it, and build the networks' files from it.

    Parameters
    ----------
    force : bool
        Also when the files are there and sound.
    wheel : Path, optional
        A wheel already on this machine, instead of a download.
    progress : callable of (float, str), optional
        Told the fraction done, 0 to 1, and a sentence.

    Returns
    -------
    ModelPaths
        What :func:`ensure_models` returns.

    Raises
    ------
    TrackerUnavailable
        No connection, no room, or a folder that cannot be written.
    CorruptResource
        The wheel's contents are not those pinned; files kept before stay as they were.
    """
    report = progress or _silent
    folder = models_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with exclusive_lock(folder / ".lock"):
            if force or not all(status.ok for status in verify()):  # another may have done it
                _discard_leftovers(folder)
                _build(folder, wheel, report)
    except OSError as error:
        raise _unwritable(folder, error) from error
    return _paths()


def verify() -> list[ModelStatus]:
    """Return the condition of every file, reading each whole (about 20 ms in all)."""
    folder = models_folder()
    expected = _read_manifest(folder)
    return [_status(folder / name, expected.get(name)) for name in _FILES.values()]


def _paths() -> ModelPaths:
    folder = models_folder()
    return ModelPaths(**{field: folder / name for field, name in _FILES.items()})


def _silent(_fraction: float, _text: str) -> None:
    """Take a report and do nothing with it."""


def _status(path: Path, expected: str | None) -> ModelStatus:
    try:
        content = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return ModelStatus(path.name, path, ModelCondition.MISSING)
    except OSError as error:
        _log.warning("%s cannot be read: %s", path, error)
        return ModelStatus(path.name, path, ModelCondition.DAMAGED)
    digest = hashlib.sha256(content).hexdigest()
    condition = ModelCondition.OK if digest == expected else ModelCondition.DAMAGED
    return ModelStatus(path.name, path, condition, digest, len(content))


def _read_manifest(folder: Path) -> dict[str, str]:
    """Return file name to SHA-256; nothing where the manifest is absent, damaged or old."""
    try:
        manifest = json_value(read_bounded(folder / _MANIFEST))
    except (OSError, ValueError):
        return {}
    if not isinstance(manifest, dict) or manifest.get("recipe") != _RECIPE:
        return {}
    files = manifest.get("files")
    return files if isinstance(files, dict) else {}


def _discard_leftovers(folder: Path) -> None:
    """Remove what a fetch that was killed has left; called under the lock."""
    for old in folder.glob(f"{_TEMPORARY}*"):
        shutil.rmtree(old, ignore_errors=True)


def _build(folder: Path, wheel: Path | None, report: Progress) -> None:
    """Make all files in a temporary folder, then move them to their places."""
    with tempfile.TemporaryDirectory(
        prefix=_TEMPORARY, dir=folder, ignore_cleanup_errors=True
    ) as name:
        work = Path(name)
        if wheel is None:
            wheel = model_download.download_wheel(work, _share(report, 0.9))
        report(0.9, "Checking the pose tracker's networks")
        networks = _read_networks(wheel)
        report(0.93, "Building the pose tracker's networks")
        files = _make_files(networks)
        hashes = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
        manifest = {"version": 1, "recipe": _RECIPE, "source": PINNED, "files": hashes}
        files[_MANIFEST] = (json.dumps(manifest, indent=2) + "\n").encode()
        for name, content in files.items():
            _write_synced(work / name, content)
        for name in files:  # the manifest is the last
            os.replace(work / name, folder / name)
    report(1.0, "The pose tracker's networks are ready")


def _share(report: Progress, share: float) -> Progress:
    """Return a reporter whose whole is a share of another's."""
    return lambda fraction, text: report(fraction * share, text)


def _write_synced(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _read_networks(wheel: Path) -> dict[str, bytes]:
    """Return the checked networks of a wheel by their names in ``SOURCES``."""
    try:
        with zipfile.ZipFile(wheel) as archive:
            return {name: _checked_member(archive, name, sha) for name, sha in SOURCES.items()}
    except FileNotFoundError as error:
        raise TrackerUnavailable(f"There is no wheel at {wheel}.", "Check the path.") from error
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise _tampered(f"{wheel.name} is not a whole wheel") from error


def _checked_member(archive: zipfile.ZipFile, name: str, expected: str) -> bytes:
    try:
        entry = archive.getinfo(_MODULES + name)
    except KeyError as error:
        raise _tampered(f"{name} is missing") from error
    if entry.file_size > _LARGEST_MEMBER_BYTES:
        raise _tampered(f"{name} is {entry.file_size >> 20} MB large")
    with archive.open(entry) as member:
        content = member.read(_LARGEST_MEMBER_BYTES + 1)
    if hashlib.sha256(content).hexdigest() != expected:
        raise _tampered(f"{name} has another SHA-256")
    return content


def _make_files(networks: dict[str, bytes]) -> dict[str, bytes]:
    """Return the contents of the files kept, by name."""
    landmarks = networks["pose_landmark/pose_landmark_full.tflite"]
    return {
        _FILES["pose"]: model_bundle.bundle(
            {
                "pose_detector.tflite": networks["pose_detection/pose_detection.tflite"],
                _LANDMARKS_MEMBER: model_bundle.with_normalization(landmarks),
            }
        ),
        _FILES["hands"]: model_bundle.bundle(
            {
                "hand_detector.tflite": networks["palm_detection/palm_detection_full.tflite"],
                "hand_landmarks_detector.tflite": networks[
                    "hand_landmark/hand_landmark_full.tflite"
                ],
            }
        ),
        _FILES["selfie"]: networks["selfie_segmentation/selfie_segmentation.tflite"],
        _FILES["selfie_landscape"]: networks[
            "selfie_segmentation/selfie_segmentation_landscape.tflite"
        ],
    }


def _tampered(what: str) -> CorruptResource:
    return CorruptResource(
        f"The download of {PINNED} is not what it should be: {what}. It was not used.",
        "Check the package registry pip is set to, then run `tryon-ar models fetch`.",
    )


def _unwritable(folder: Path, error: OSError) -> TryOnError:
    import errno

    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return TrackerUnavailable(
            f"The pose tracker's networks do not fit on the disk of {folder}.",
            "Free 100 MB, then run `tryon-ar models fetch`.",
        )
    return TrackerUnavailable(
        f"The pose tracker's networks cannot be kept in {folder}: {error.strerror or error}.",
        "Make that folder writable, or name another with the environment variable TRYON_AR_DATA.",
    )
