"""Draw the built-in garments: ``python -m tryon_ar.training.product_photos OUT [ID ...]``."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np

from tryon_ar.core.errors import TryOnError
from tryon_ar.garments.builtin import THUMBNAIL_NAME
from tryon_ar.garments.folder import save_garment
from tryon_ar.garments.garment import Garment
from tryon_ar.training.product_photos.recipes import RECIPES
from tryon_ar.training.product_photos.tailor import PHOTO_HEIGHT_PX

THUMBNAIL_PX = 160


def thumbnail(garment: Garment) -> np.ndarray:
    """Return a small BGR picture of the garment, :data:`THUMBNAIL_PX` high."""
    height, width = garment.photo_bgr.shape[:2]
    size = (round(width * THUMBNAIL_PX / height), THUMBNAIL_PX)
    return cv2.resize(garment.photo_bgr, size, interpolation=cv2.INTER_AREA)


def write(garment: Garment, out: Path) -> None:
    """Write a garment's folder and thumbnail under ``out``."""
    from PIL import Image

    folder = out / garment.id
    save_garment(garment, folder, photo_format="jpg")
    small = Image.fromarray(np.ascontiguousarray(thumbnail(garment)[:, :, ::-1]))
    small.save(folder / THUMBNAIL_NAME, quality=90, subsampling=0, optimize=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Draw the garments named, or all of them; return the exit status."""
    parser = argparse.ArgumentParser(prog="tryon_ar.training.product_photos", description=__doc__)
    parser.add_argument("out", type=Path, help="folder to write garment folders into")
    parser.add_argument("ids", nargs="*", help="which garments (default: all)")
    parser.add_argument("--height", type=int, default=PHOTO_HEIGHT_PX, help="of the photos, px")
    options = parser.parse_args(arguments)
    unknown = sorted(set(options.ids) - {recipe.id for recipe in RECIPES})
    if unknown:
        parser.error(f"no such garment: {', '.join(unknown)}")
    try:
        for recipe in RECIPES:
            if not options.ids or recipe.id in options.ids:
                write(recipe.make(options.height), options.out)
                sys.stdout.write(f"{recipe.id}\n")
    except TryOnError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())
