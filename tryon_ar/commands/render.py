"""``tryon-ar render``: dress a photo, video, folder or stream and write the result."""

import contextlib
import mimetypes
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tryon_ar.capture.opening import open_source
from tryon_ar.capture.source import FrameSource, SourceInfo
from tryon_ar.commands.checks import check_provider, check_seconds
from tryon_ar.commands.console import Advance, fetching_models, note, progress_bar, say
from tryon_ar.commands.cores import share_cores
from tryon_ar.commands.dressing import check_size
from tryon_ar.commands.faces import face_finder
from tryon_ar.commands.render_sound import keep_sound_of
from tryon_ar.commands.room import Room
from tryon_ar.core.dressing import USUAL_DRESSING, DressingOptions
from tryon_ar.core.errors import CameraLost, NobodyInPicture, OutputUnwritable, UsageError
from tryon_ar.core.limits import check_memory_limit
from tryon_ar.core.roi import Roi
from tryon_ar.core.types import BgrImage, DressedFrame, GarmentState
from tryon_ar.garments.garment import Garment
from tryon_ar.garments.library.corrections import Corrections
from tryon_ar.garments.lookup import find_garment
from tryon_ar.pipeline.face_hiding import FaceHider, FaceMode
from tryon_ar.pipeline.report import Report
from tryon_ar.pipeline.try_on import TryOn
from tryon_ar.recording.output import check_writable, recording_error
from tryon_ar.recording.picture import PICTURE_SUFFIXES, write_picture
from tryon_ar.recording.video import VIDEO_SUFFIXES, VideoSink

_ENDLESS_KINDS = frozenset({"camera", "stream", "demo", "synthetic"})
_STILL_KINDS = frozenset({"photo", "folder"})
_DEFAULT_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class RenderOptions:
    """What ``render`` was asked for; see the command's help.

    A ``brief`` one ends a clip too where it ends what has no end, unless seconds are named.
    """

    source: str
    garments: tuple[str, ...]
    output: Path
    layers: Path | None = None
    report: Path | None = None
    provider: str = "auto"
    seconds: float | None = None
    dressing: DressingOptions = USUAL_DRESSING
    faces: FaceMode = "keep"
    brief: bool = False


def render_source(options: RenderOptions) -> int:
    """Dress every frame of a source and write it; garments sit as they were set right by hand.

    Raises
    ------
    TryOnError
        With the exit code of the documented list; nothing is left half-written then. What came
        from a camera or stream before that was lost, or the disk was full, is whole.
    """
    share_cores()
    _check(options)
    with face_finder() as face_in:
        garments = [find_garment(name, face_in=face_in) for name in options.garments]
    check_size(options.dressing.size, garments)
    options = replace(options, dressing=_set_right(options.dressing))
    ids, kept = [garment.id for garment in garments], options.report is not None
    report = Report(options.source, ids, keep_frames=kept)
    with ExitStack() as stack:
        source = open_source(options.source)
        source.open()
        stack.callback(source.close)
        _check_output(options, source.info)
        _make_folders(options, source.info, stack)
        room = Room(options.output.absolute().parent) if source.info.live else None
        lost: list[CameraLost] = []
        dressed_count, providers = _dress(options, source, garments, report, room, lost)
        if report.summary()["frames"] and options.output.suffix.lower() in VIDEO_SUFFIXES:
            keep_sound_of(source, options.output)
        if options.report:
            report.write(options.report, providers)
    if dressed_count == 0:
        note("nobody was dressed: no person with visible shoulders was found.")
    say(f"Wrote {options.output} ({report.summary()['frames']} frames, {dressed_count} dressed).")
    if room is not None and room.problem is not None:
        raise room.problem
    if lost:
        raise lost[0]
    return 0


def _set_right(dressing: DressingOptions) -> DressingOptions:
    """Return how to wear garments with what the window keeps of them, under what was asked for."""
    return replace(dressing, adjustments={**Corrections().read(), **dressing.adjustments})


def _dress(
    options: RenderOptions,
    source: FrameSource,
    garments: Sequence[Garment],
    report: Report,
    room: Room | None,
    lost: list[CameraLost],
) -> tuple[int, dict[str, str]]:
    """Return how many frames were dressed, and on what the stages ran; tell of a loss."""
    fetching_models()
    still = source.info.kind in _STILL_KINDS
    with ExitStack() as stack:
        with progress_bar("Preparing") as preparing:
            preparing(-1.0, "the first start compiles, up to a minute")
            mirror = stack.enter_context(
                TryOn(garments, still=still, provider=options.provider, options=options.dressing)
            )
        write = _writer(options, source.info, stack)
        advance = stack.enter_context(progress_bar("Dressing"))
        with contextlib.closing(mirror.dress_all(source)) as frames:
            kept = _until_lost(frames, lost)
            dressed_count = _run(options, source.info, kept, report, write, advance, room)
        return dressed_count, {"blend": mirror.provider, "pose": "MediaPipe (CPU)"}


def _run(
    options: RenderOptions,
    info: SourceInfo,
    frames: Iterable[DressedFrame],
    report: Report,
    write: Callable[[DressedFrame], None],
    advance: Advance,
    room: Room | None,
) -> int:
    limit_ms = _limit_ms(options, info)
    dressed_count = 0
    for dressed in frames:
        frame = dressed.tracked.frame
        if limit_ms is not None and frame.t_ms >= limit_ms:
            if options.seconds is None:
                note(f"stopped after {limit_ms / 1000.0:.0f} seconds; for more add --seconds N.")
            break
        if room is not None and not room.is_enough():
            break
        if info.kind == "photo":
            _require_somebody(dressed, options.source)
        dressed_count += dressed.tracked.state is GarmentState.DRESSED
        report.add(dressed)
        write(dressed)
        if options.layers:
            _write_layers(options.layers, dressed)
        advance(_fraction(frame.index, frame.t_ms, info, limit_ms), f"frame {frame.index}")
    return dressed_count


def _until_lost(frames: Iterable[DressedFrame], lost: list[CameraLost]) -> Iterator[DressedFrame]:
    """Yield frames; a camera or stream that is lost after some ends them, and is told of."""
    some = False
    try:
        for dressed in frames:
            yield dressed
            some = True
    except CameraLost as error:
        if not some:
            raise
        lost.append(error)


def _require_somebody(dressed: DressedFrame, source: str) -> None:
    tracked = dressed.tracked
    if tracked.state is not GarmentState.DRESSED:
        reason = tracked.reason[:1].lower() + tracked.reason[1:]
        raise NobodyInPicture(
            f"Nobody was dressed in {source}: {reason}.",
            "Use a picture that shows a person from head to hips.",
        )


def _check(options: RenderOptions) -> None:
    check_provider(options.provider)
    check_seconds(options.seconds)
    check_memory_limit()
    if not options.garments:
        raise UsageError("No garment was named.", "Add -g GARMENT.")
    if options.output == Path():  # what an empty name means
        raise UsageError("No output was named.", "Add -o and a picture, video or new folder.")


def _check_output(options: RenderOptions, info: SourceInfo) -> None:
    """Refuse an output that does not fit the source before any work is done."""
    output = options.output
    suffix = output.suffix.lower()
    if info.kind == "photo":
        wanted, fits = "a picture (.png, .jpg or .webp)", suffix in PICTURE_SUFFIXES
    elif info.kind == "folder":
        wanted, fits = "a folder", not _is_file_name(output)
    else:
        wanted = "a video (.mp4 or .mkv) or a folder"
        fits = suffix in VIDEO_SUFFIXES or not _is_file_name(output)
    if not fits:
        raise UsageError(f"{output} does not fit the source: it becomes {wanted}.", "Rename it.")
    both = os.path.exists(output) and os.path.exists(options.source)
    if both and output.samefile(options.source):
        raise UsageError(f"{output} is the source itself.", "Choose another output.")


def _is_file_name(output: Path) -> bool:
    """Whether a name is that of a picture or video, of whatever kind, and no folder's."""
    kind = mimetypes.guess_type(output.name)[0] or ""
    known = output.suffix.lower() in (*PICTURE_SUFFIXES, *VIDEO_SUFFIXES)
    return (known or kind.startswith(("image/", "video/"))) and not os.path.isdir(output)


def _make_folders(options: RenderOptions, info: SourceInfo, stack: ExitStack) -> None:
    """Make the folders that are written to and see to it that all outputs can be."""
    if info.kind == "photo" or _is_file_name(options.output):
        check_writable(options.output)
    else:
        _make_folder(options.output, stack)
    if options.layers:
        _make_folder(options.layers, stack)
    if options.report:
        _make_folder(options.report.parent, stack)
        check_writable(options.report)


def _make_folder(folder: Path, stack: ExitStack) -> None:
    """Make a folder; when nothing comes to lie in it, it goes with the stack."""
    missing = [path for path in (folder, *folder.parents) if not os.path.exists(path)]
    for path in reversed(missing):
        stack.callback(_remove_if_empty, path)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:
        raise OutputUnwritable(f"{folder} is a file, not a folder.", "Rename it.") from error
    except OSError as error:
        raise recording_error(error, folder) from error


def _remove_if_empty(folder: Path) -> None:
    with contextlib.suppress(OSError):
        folder.rmdir()


def _writer(
    options: RenderOptions, info: SourceInfo, stack: ExitStack
) -> Callable[[DressedFrame], None]:
    """Return what writes one dressed frame, its faces hidden where that was asked for."""
    output = options.output
    hider = FaceHider(options.faces, still=info.kind in _STILL_KINDS)
    filmed = not output.is_dir() and output.suffix.lower() not in PICTURE_SUFFIXES

    def picture(dressed: DressedFrame) -> BgrImage:
        return hider.hide_dressed(dressed, hider.look(dressed.tracked), fixed=filmed)

    if output.is_dir():
        return lambda dressed: write_picture(
            output / f"{dressed.tracked.frame.index:06d}.png", picture(dressed)
        )
    if not filmed:
        return lambda dressed: write_picture(output, picture(dressed))
    sink = VideoSink(output, info.size_px, info.nominal_fps, atomic=True)
    stack.enter_context(sink)
    return lambda dressed: sink.write(picture(dressed), dressed.tracked.frame.t_ms)


def _write_layers(folder: Path, dressed: DressedFrame) -> None:
    """Write the garment's visible coverage and the person's labels at frame size."""
    frame = dressed.tracked.frame
    coverage = dressed.coverage
    if coverage is None:
        grey = np.zeros(frame.image_bgr.shape[:2], np.uint8)
    else:
        grey = np.rint(coverage * 255).astype(np.uint8)
    write_picture(folder / f"{frame.index:06d}.garment.png", grey)
    write_picture(folder / f"{frame.index:06d}.labels.png", _labels(dressed))


def _labels(dressed: DressedFrame) -> NDArray[np.uint8]:
    """Return the human-parsing labels at frame size; all background where nobody was found."""
    width, height = dressed.tracked.frame.size
    body = dressed.tracked.body
    if body is None or body.labels is None:
        return np.zeros((height, width), np.uint8)
    return body.labels.hard(Roi(0, 0, width, height))


def _limit_ms(options: RenderOptions, info: SourceInfo) -> float | None:
    if options.seconds is not None:
        return options.seconds * 1000.0
    limited = info.kind in _ENDLESS_KINDS or (options.brief and info.kind not in _STILL_KINDS)
    return _DEFAULT_SECONDS * 1000.0 if limited else None


def _fraction(index: int, t_ms: float, info: SourceInfo, limit_ms: float | None) -> float:
    if limit_ms is not None:
        return t_ms / limit_ms
    return (index + 1) / info.frame_count if info.frame_count else -1.0
