"""``tryon-ar garment inspect``: what is read off a product photo, as pictures."""

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from tryon_ar.commands.console import note, progress_bar, say
from tryon_ar.commands.faces import face_finder
from tryon_ar.commands.garment_add import check_category
from tryon_ar.core.errors import OutputUnwritable

if TYPE_CHECKING:
    from tryon_ar.garments.garment import Garment

OVERLAY_NAME = "overlay.png"


def inspect_photo(photo: Path, output: Path, *, category: str | None, as_json: bool) -> int:
    """Write alpha, parts, an overlay and ``garment.json`` of a photo, without the library.

    Raises
    ------
    TryOnError
        When the photo cannot be used, or the folder cannot be written.
    """
    from tryon_ar.garments.cutting.cutter import cut_photo

    check_category(category)
    if os.path.exists(output) and not os.path.isdir(output):
        raise OutputUnwritable(f"{output} is a file, not a folder.", "Name a folder with -o.")
    with face_finder() as face_in, progress_bar("Inspecting") as advance:
        cut = cut_photo(
            photo,
            category=category,
            face_in=face_in,
            progress=lambda sentence, share: advance(share * 0.9, sentence),
        )
        _write(cut.garment, cut.original_bgr, output)
    garment = cut.garment
    warnings = (*garment.warnings, *cut.notices)
    if as_json:
        document = {
            "version": 1,
            "photo": str(photo),
            "folder": str(output),
            "category": garment.category,
            "confidence": round(garment.confidence, 3),
            "landmarks": sorted(garment.landmarks),
            "warnings": list(warnings),
        }
        say(json.dumps(document, indent=2, ensure_ascii=False))
        return 0
    say(f"Wrote {output}: {garment.category}, confidence {garment.confidence:.2f}.")
    for warning in warnings:
        note(warning)
    return 0


def _write(garment: "Garment", original_bgr: NDArray[np.uint8], output: Path) -> None:
    """Fill the folder; other files in it stay."""
    from PIL import Image

    from tryon_ar.garments.folder import staged, write_garment
    from tryon_ar.garments.overlay import draw_overlay

    with staged(output) as staging:
        write_garment(garment, staging, original_bgr=original_bgr)
        overlay = draw_overlay(garment, original_bgr)
        Image.fromarray(np.ascontiguousarray(overlay[:, :, ::-1])).save(staging / OVERLAY_NAME)
        output.mkdir(parents=True, exist_ok=True)
        for path in sorted(staging.iterdir()):
            path.replace(output / path.name)
