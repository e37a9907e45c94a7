"""The sound of a clip that is dressed: kept with the new pictures."""

from pathlib import Path

from tryon_ar.capture.source import FrameSource
from tryon_ar.capture.video_file import VideoFileSource
from tryon_ar.commands.console import note
from tryon_ar.core.errors import RecordingError
from tryon_ar.recording.kept_sound import Share, keep_sound

_TOLD: dict[Share, str] = {
    "some": "parts of the clip's sound are damaged; {name} does not have them.",
    "none": "the clip's sound cannot be read; {name} has none.",
}


def keep_sound_of(source: FrameSource, made: Path) -> None:
    """Give a finished video the sound of the file it was made from, and say what is lost of it.

    Parameters
    ----------
    source : FrameSource
        Open; all but video files have no sound.
    made : Path
        It stays as it is where the sound cannot be had or written.
    """
    if not isinstance(source, VideoFileSource) or not made.is_file():
        return
    try:
        share = keep_sound(made, source.path, source.begins_s)
    except RecordingError as error:
        note(f"{made.name} has no sound: {error}")
        return
    if share in _TOLD:
        note(_TOLD[share].format(name=made.name))
