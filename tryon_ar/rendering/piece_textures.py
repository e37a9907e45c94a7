"""Textures of a garment's pieces."""

from collections.abc import Iterable

from tryon_ar.fitting.fit import Segment
from tryon_ar.fitting.placement import BACK
from tryon_ar.garments.garment import Garment
from tryon_ar.kernels.pyramid import TexturePyramid
from tryon_ar.rendering.back_view import plain_back
from tryon_ar.rendering.segment_mask import PhotoMask, segment_mask
from tryon_ar.rendering.texture import CleanPhoto, part_texture


class PieceTextures(dict[str, TexturePyramid]):
    """Textures of all pieces, by name of segment.

    Parameters
    ----------
    photo : CleanPhoto
    garment : Garment
        Its sleeves cut along straight seams.
    segments : iterable of Segment
    back : (CleanPhoto, PhotoMask), optional
        Of the back's own photo.

    Notes
    -----
    Without a photo the back is made when it is first asked for (some 30 ms): most people never
    turn.
    """

    def __init__(
        self,
        photo: CleanPhoto,
        garment: Garment,
        segments: Iterable[Segment],
        back: tuple[CleanPhoto, PhotoMask] | None = None,
    ) -> None:
        self._photo, self._garment, self._back = photo, garment, back
        self._segments = {segment.name: segment for segment in segments}
        super().__init__({name: self._cut(name) for name in self._segments if name != BACK.name})

    def __missing__(self, name: str) -> TexturePyramid:
        self[name] = self._cut(name)
        return self[name]

    def _cut(self, name: str) -> TexturePyramid:
        segment = self._segments[name]
        if segment is BACK:
            back = self._back or plain_back(self._photo, self._garment)
            if back is not None:
                return part_texture(*back, overlap_px=0)
        return part_texture(self._photo, segment_mask(self._garment, segment), overlap_px=0)
