"""What a recording is to hold and how it is encoded."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from tryon_ar.recording.sound import SoundFormat

Codec = Literal["h264", "av1"]


@dataclass(frozen=True, slots=True)
class RecordingOptions:
    """What a person wants of a recording.

    Attributes
    ----------
    codec : {"h264", "av1"}
        Where AV1 cannot be encoded, H.264 is taken.
    microphone : bool
        Whether sound is recorded as well.
    keep_clean : bool
        Whether the camera's own pictures are kept in a second file, see :func:`clean_path`.
    mirrored : bool
        Whether pictures are written mirrored; those of the second file never are.
    """

    codec: Codec = "h264"
    microphone: bool = False
    keep_clean: bool = False
    mirrored: bool = False


@dataclass(frozen=True, slots=True)
class Encoding:
    """How one video file is written.

    Attributes
    ----------
    codec : {"h264", "av1"}
        As in :class:`RecordingOptions`.
    sound : SoundFormat or None
        Of the sound that comes along; None writes a silent film.
    mirrored : bool
        Whether pictures are mirrored before they are written.
    fine : bool
        Nearly without loss, for pictures that are dressed later.
    """

    codec: Codec = "h264"
    sound: SoundFormat | None = None
    mirrored: bool = False
    fine: bool = False


def clean_path(path: Path) -> Path:
    """Return where the camera's own pictures are kept beside a recording.

    ``NAME.clean.mp4`` for ``NAME.mp4``; ``tryon-ar render`` dresses it anew.
    """
    return path.with_name(f"{path.stem}.clean{path.suffix}")
