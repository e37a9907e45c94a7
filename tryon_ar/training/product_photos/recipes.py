"""The built-in garments: measures, cloths, colours and seeds."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from tryon_ar.garments.garment import Garment
from tryon_ar.training.product_photos import cloth as cloths
from tryon_ar.training.product_photos.bottoms import LegsShape
from tryon_ar.training.product_photos.cloth import Cloth
from tryon_ar.training.product_photos.colouring import Colouring, plain, stripes
from tryon_ar.training.product_photos.studio import Studio
from tryon_ar.training.product_photos.tailor import PHOTO_HEIGHT_PX, Laid, finish
from tryon_ar.training.product_photos.tees import TeeStyle, lay_tee
from tryon_ar.training.product_photos.tops import SleeveShape, TopShape
from tryon_ar.training.product_photos.trousers import TrousersStyle, lay_trousers

Draw = Callable[[np.random.Generator, int], Laid]

SHORT_SLEEVE = SleeveShape(length_cm=21.5, degrees=55.0, cuff_cm=16.6)
LONG_SLEEVE = SleeveShape(
    length_cm=60.0, degrees=42.0, cuff_cm=9.4, elbow_cm=13.8, bend_degrees=15.0
)


@dataclass(frozen=True)
class Recipe:
    """How one built-in garment is drawn.

    Attributes
    ----------
    draw : callable
        (generator, photo height in px) -> laid garment.
    """

    id: str
    name: str
    category: str
    seed: int
    draw: Draw

    def make(self, height_px: int = PHOTO_HEIGHT_PX) -> Garment:
        """Draw the garment; the same every time for the same height."""
        rng = np.random.default_rng(self.seed)
        laid = self.draw(rng, height_px)
        return finish(laid, self.id, self.name, self.category, rng)


def _tee_style(
    rng: np.random.Generator, colouring: Colouring, trim: str, thread: str, sheen: float = 0.0
) -> TeeStyle:
    return TeeStyle(
        body=Cloth(colouring, cloths.jersey(rng), sheen),
        trim=Cloth(plain(trim), cloths.rib(rng, pitch_cm=0.24, depth_cm=0.016), sheen),
        tape_cloth=Cloth(plain(trim), cloths.plain_weave(rng), sheen),
        label_cloth=Cloth(plain("#f3f1ec"), cloths.plain_weave(rng)),
        thread=thread,
    )


def _plain_tee(rng: np.random.Generator, height_px: int) -> Laid:
    style = _tee_style(rng, plain("#8f2f2f"), "#8f2f2f", "#9c4444")
    shape = TopShape(sleeve=SHORT_SLEEVE, uneven=(1.2, -0.8))
    return lay_tee(shape, style, Studio(), rng, height_px)


def _white_tee(rng: np.random.Generator, height_px: int) -> Laid:
    style = _tee_style(rng, plain("#f0f0ef"), "#eeeeed", "#f2f2f2")
    shape = TopShape(sleeve=SHORT_SLEEVE, uneven=(-0.6, 1.0), hem_half=26.4)
    return lay_tee(shape, style, Studio(), rng, height_px)


def _striped_tee(rng: np.random.Generator, height_px: int) -> Laid:
    bands = stripes("#eceae4", [(0.0, 1.05, "#1f2a44")], 2.9)
    style = _tee_style(rng, bands, "#eceae4", "#e8e6e0")
    shape = TopShape(sleeve=SHORT_SLEEVE, neck_depth=9.2, neck_half=9.8, uneven=(0.6, -1.0))
    return lay_tee(shape, style, Studio(), rng, height_px)


def _long_sleeve(rng: np.random.Generator, height_px: int) -> Laid:
    style = replace(_tee_style(rng, plain("#2f5148"), "#2f5148", "#3b5f55", 0.01), cuff_rib_cm=5.0)
    shape = TopShape(sleeve=LONG_SLEEVE, uneven=(1.0, -1.2), neck_depth=9.0)
    return lay_tee(shape, style, Studio(), rng, height_px)


def _jeans(rng: np.random.Generator, height_px: int) -> Laid:
    style = TrousersStyle(
        body=Cloth(plain("#34496b"), cloths.twill(rng), 0.0, 0.9),
        lining=Cloth(plain("#7d8594"), cloths.plain_weave(rng)),
        label_cloth=Cloth(plain("#6d4528"), cloths.plain_weave(rng)),
        metal=Cloth(plain("#9a9083"), cloths.smooth_cloth(rng), 0.1),
        thread="#b98a52",
    )
    return lay_trousers(LegsShape(), style, Studio(), rng, height_px)


RECIPES: tuple[Recipe, ...] = (
    Recipe("tee-plain", "Brick tee", "tshirt", 11, _plain_tee),
    Recipe("tee-white", "White tee", "tshirt", 12, _white_tee),
    Recipe("tee-striped", "Breton tee", "tshirt", 13, _striped_tee),
    Recipe("longsleeve-green", "Pine long sleeve", "longsleeve", 21, _long_sleeve),
    Recipe("jeans-blue", "Blue jeans", "trousers", 41, _jeans),
)
