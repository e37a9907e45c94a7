"""Pictures to look at: one garment of every category on photos, on webcam clips and on a dance."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tryon_ar.capture.opening import open_source
from tryon_ar.core.errors import MissingResource
from tryon_ar.core.images import PICTURE_SUFFIXES, read_picture
from tryon_ar.core.types import BgrImage, DressedFrame, GarmentState, TrackedFrame
from tryon_ar.evaluation.album import Album
from tryon_ar.evaluation.still_mirror import StillMirror
from tryon_ar.fitting.fit import NoFit
from tryon_ar.fitting.fitter import GarmentFitter
from tryon_ar.garments.builtin import builtin_summaries, load_builtin
from tryon_ar.garments.cutting.cutter import cut_photo
from tryon_ar.garments.garment import CATEGORIES, Garment
from tryon_ar.pipeline.dresser import Dresser
from tryon_ar.pipeline.observer import Observer

PEOPLE = "Every category on photos of people"
CLIPS, DANCE = "Every category on webcam clips", "Every category on a dance"
SECTIONS = PEOPLE, CLIPS, DANCE
_COLUMNS = 7
# Frames of clips that are shown, and how many before each are dressed to get going.
_SHOWN, _SHOWN_OF_DANCE, _BEFORE = (60,), (60, 150, 240), 12
_AS_THEY_ARE = "as filmed"


@dataclass(slots=True)
class _Looks:
    """What was dressed, and what was not."""

    album: Album
    garments: dict[str, Garment]  # by category
    dressed: int = 0
    undressed: dict[str, dict[str, str]] = field(default_factory=dict)

    def add(
        self, section: str, name: str, watched: TrackedFrame, dressed: list[DressedFrame]
    ) -> None:
        """Put somebody in all garments on a plate."""
        pictures: list[tuple[str, BgrImage]] = [(_AS_THEY_ARE, watched.frame.image_bgr)]
        for (category, garment), one in zip(self.garments.items(), dressed, strict=True):
            title = f"{category}: {garment.id}"
            if one.coverage is None:
                reason = _reason(watched, garment)
                self.undressed.setdefault(name, {})[garment.id] = reason
                title = f"NOT DRESSED {title}"
            else:
                self.dressed += 1
            pictures.append((title, one.image_bgr))
        self.album.add(section, name, pictures, columns=_COLUMNS, written=True)


def measure_looks(data: Path, album: Album) -> dict[str, Any]:
    """Dress everybody in one garment of every category, for people to look at.

    Parameters
    ----------
    data : Path
        Holds ``persons`` (photos), ``webcam`` (clips) or ``measure_only/motion/dance.mp4``; and
        perhaps photos of ``garments``, ``CATEGORY_01.jpg``, for categories none of which is
        built in.
    album : Album
        Gets a plate of everybody, under :data:`SECTIONS`.

    Returns
    -------
    dict
        ``garments`` by category, how many pictures were ``dressed``, and why others were not:
        ``undressed``, by the name of the plate and the garment. Nothing of it is good or bad.

    Raises
    ------
    MissingResource
        When there is nobody to dress.
    """
    looks = _Looks(album, _one_of_each(data / "garments"))
    _add_people(_photos(data / "persons"), looks)
    for clip in sorted((data / "webcam").glob("*.mkv")):
        _add_moments(clip, _SHOWN, CLIPS, looks)
    dance = data / "measure_only" / "motion" / "dance.mp4"
    if dance.is_file():
        _add_moments(dance, _SHOWN_OF_DANCE, DANCE, looks)
    if not looks.dressed and not looks.undressed:
        raise MissingResource(f"There is nobody to dress under {data}.", "Name another folder.")
    worn = {category: garment.id for category, garment in looks.garments.items()}
    return {"garments": worn, "dressed": looks.dressed, "undressed": looks.undressed}


def _one_of_each(folder: Path) -> dict[str, Garment]:
    """Return a garment of every category: a built-in one, else that of a photo."""
    built_in = {one.category: one.id for one in reversed(builtin_summaries())}
    garments = {}
    for category in CATEGORIES:
        if category in built_in:
            garments[category] = load_builtin(built_in[category])
            continue
        for photo in sorted(folder.glob(f"{category}_*.jpg"))[:1]:
            garments[category] = cut_photo(photo, name=photo.stem, category=category).garment
    return garments


def _photos(folder: Path) -> list[Path]:
    found = sorted(folder.iterdir()) if folder.is_dir() else []
    return [path for path in found if path.suffix.lower() in PICTURE_SUFFIXES]


def _add_people(photos: Sequence[Path], looks: _Looks) -> None:
    if not photos:
        return
    with StillMirror() as mirror:
        for path in photos:
            watched = mirror.watch(read_picture(path))
            dressed = [mirror.dress(watched, [one]).dressed for one in looks.garments.values()]
            looks.add(PEOPLE, path.stem, watched, dressed)


def _add_moments(clip: Path, moments: Sequence[int], section: str, looks: _Looks) -> None:
    """Add plates of some frames of a clip; of the last one where it is too short."""
    lately: list[TrackedFrame] = []
    shown = 0
    for index, watched in enumerate(_watched(clip, moments[-1])):
        lately = [*lately[-_BEFORE:], watched]
        if index in moments:
            looks.add(
                section,
                f"{clip.stem} {index}",
                watched,
                _worn(lately, looks.garments),
            )
            shown += 1
    if lately and not shown:
        looks.add(section, f"{clip.stem} end", lately[-1], _worn(lately, looks.garments))


def _worn(frames: Sequence[TrackedFrame], garments: dict[str, Garment]) -> list[DressedFrame]:
    """Return the last of some frames, dressed in each garment after those before it were."""
    last = []
    for garment in garments.values():
        with closing(Dresser([garment], provider="cpu")) as dresser:
            last.append([dresser.process(frame) for frame in frames][-1])
    return last


def _watched(clip: Path, last: int) -> Iterator[TrackedFrame]:
    with open_source(str(clip)) as source, Observer(provider="cpu") as observer:
        for _ in range(last + 1):
            frame = source.read()
            if frame is None:
                return
            yield observer.process(frame)


def _reason(watched: TrackedFrame, garment: Garment) -> str:
    """Return why somebody was not dressed."""
    if watched.body is None or watched.state is GarmentState.NOBODY:
        return watched.reason or "nobody in the picture"
    fit = GarmentFitter(garment).fit(watched.body, watched.frame.t_ms)
    return str(fit.reason) if isinstance(fit, NoFit) else "nothing of it lies in the picture"
