"""``tryon-ar render``: dress a photo, video, folder or stream and write the result."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tryon_ar.capture.opening import open_source
from tryon_ar.capture.source import FrameSource, SourceInfo
from tryon_ar.commands.console import Advance, fetching_models, note, progress_bar, say
from tryon_ar.core.errors import NobodyInPicture, OutputUnwritable, UsageError
from tryon_ar.core.types import DressedFrame, GarmentState
from tryon_ar.garments.lookup import find_garment
from tryon_ar.pipeline.report import Report
from tryon_ar.pipeline.try_on import TryOn
from tryon_ar.recording.output import check_writable, recording_error
from tryon_ar.recording.picture import PICTURE_SUFFIXES, write_picture
from tryon_ar.recording.video import VideoSink

VIDEO_SUFFIXES = (".mp4", ".mkv")
PROVIDERS = ("auto", "cpu", "cuda")
_ENDLESS_KINDS = frozenset({"camera", "stream", "demo", "synthetic"})
_STILL_KINDS = frozenset({"photo", "folder"})
_DEFAULT_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class RenderOptions:
    """What ``render`` was asked for; see the command's help."""

    source: str
    garments: tuple[str, ...]
    output: Path
    layers: Path | None = None
    report: Path | None = None
    provider: str = "auto"
    seconds: float | None = None


def render_source(options: RenderOptions) -> int:
    """Dress every frame of a source and write it.

    Raises
    ------
    TryOnError
        With the exit code of the documented list; nothing is left half-written then.
    """
    _check(options)
    garments = [find_garment(name) for name in options.garments]
    report = Report(options.source, [garment.id for garment in garments])
    with ExitStack() as stack:
        source = open_source(options.source)
        source.open()
        stack.callback(source.close)
        _check_output(options.output, source.info)
        fetching_models()
        still = source.info.kind in _STILL_KINDS
        with progress_bar("Preparing") as preparing:
            preparing(-1.0, "the first start compiles, up to a minute")
            mirror = stack.enter_context(TryOn(garments, still=still, provider=options.provider))
        write = _writer(options, source.info, stack)
        advance = stack.enter_context(progress_bar("Dressing"))
        dressed_count = _run(options, source, mirror, report, write, advance)
        providers = {"blend": mirror.provider, "pose": "MediaPipe (CPU)"}
    if options.report:
        report.write(options.report, providers)
    if dressed_count == 0:
        note("nobody was dressed: no person with visible shoulders was found.")
    say(f"Wrote {options.output} ({report.summary()['frames']} frames, {dressed_count} dressed).")
    return 0


def _run(
    options: RenderOptions,
    source: FrameSource,
    mirror: TryOn,
    report: Report,
    write: Callable[[DressedFrame], None],
    advance: Advance,
) -> int:
    info = source.info
    limit_ms = _limit_ms(options, info)
    dressed_count = 0
    for dressed in mirror.dress_all(source):
        frame = dressed.tracked.frame
        if limit_ms is not None and frame.t_ms >= limit_ms:
            break
        if info.kind == "photo" and dressed.tracked.state is not GarmentState.DRESSED:
            raise NobodyInPicture(
                f"Nobody was dressed in {options.source}: {dressed.tracked.reason}.",
                "Use a picture that shows a person from head to hips.",
            )
        dressed_count += dressed.tracked.state is GarmentState.DRESSED
        report.add(dressed)
        write(dressed)
        if options.layers:
            _write_layers(options.layers, dressed)
        advance(_fraction(frame.index, frame.t_ms, info, limit_ms), f"frame {frame.index}")
    return dressed_count


def _check(options: RenderOptions) -> None:
    if options.provider not in PROVIDERS:
        raise UsageError(
            f"There is no provider {options.provider!r}.", f"Choose one of {', '.join(PROVIDERS)}."
        )
    if options.seconds is not None and options.seconds <= 0:
        raise UsageError("--seconds must be above 0.", "Leave it out for the whole source.")
    if not options.garments:
        raise UsageError("No garment was named.", "Add -g GARMENT.")


def _check_output(output: Path, info: SourceInfo) -> None:
    """Refuse an output that does not fit the source before any work is done."""
    suffix = output.suffix.lower()
    if info.kind == "photo":
        wanted, fits = "a picture (.png, .jpg or .webp)", suffix in PICTURE_SUFFIXES
    elif info.kind == "folder":
        wanted, fits = "a folder", suffix not in (*PICTURE_SUFFIXES, *VIDEO_SUFFIXES)
    else:
        wanted, fits = "a video (.mp4 or .mkv) or a folder", suffix not in PICTURE_SUFFIXES
    if not fits:
        raise UsageError(f"{output} does not fit the source: it becomes {wanted}.", "Rename it.")
    if suffix in (*PICTURE_SUFFIXES, *VIDEO_SUFFIXES):
        check_writable(output)


def _writer(
    options: RenderOptions, info: SourceInfo, stack: ExitStack
) -> Callable[[DressedFrame], None]:
    """Return what writes one dressed frame."""
    for folder in (options.layers, options.report.parent if options.report else None):
        if folder is not None:
            _make_folder(folder)
    output = options.output
    if output.suffix.lower() in PICTURE_SUFFIXES:
        return lambda dressed: write_picture(output, dressed.image_bgr)
    if output.suffix.lower() in VIDEO_SUFFIXES:
        sink = VideoSink(output, info.size_px, info.nominal_fps, atomic=True)
        stack.enter_context(sink)
        return lambda dressed: sink.write(dressed.image_bgr, dressed.tracked.frame.t_ms)
    _make_folder(output)
    return lambda dressed: write_picture(
        output / f"{dressed.tracked.frame.index:06d}.png", dressed.image_bgr
    )


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:
        raise OutputUnwritable(f"{folder} is a file, not a folder.", "Rename it.") from error
    except OSError as error:
        raise recording_error(error, folder) from error


def _write_layers(folder: Path, dressed: DressedFrame) -> None:
    """Write the garment's visible coverage at frame size."""
    frame = dressed.tracked.frame
    coverage = dressed.coverage
    if coverage is None:
        grey = np.zeros(frame.image_bgr.shape[:2], np.uint8)
    else:
        grey = np.rint(coverage * 255).astype(np.uint8)
    write_picture(folder / f"{frame.index:06d}.garment.png", grey)


def _limit_ms(options: RenderOptions, info: SourceInfo) -> float | None:
    if options.seconds is not None:
        return options.seconds * 1000.0
    return _DEFAULT_SECONDS * 1000.0 if info.kind in _ENDLESS_KINDS else None


def _fraction(index: int, t_ms: float, info: SourceInfo, limit_ms: float | None) -> float:
    if limit_ms is not None:
        return t_ms / limit_ms
    return (index + 1) / info.frame_count if info.frame_count else -1.0
