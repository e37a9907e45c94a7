"""The built-in garments: every recipe with its seed."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from tryon_ar.garments.garment import Garment
from tryon_ar.training.product_photos import wardrobe_bottoms as bottoms
from tryon_ar.training.product_photos import wardrobe_knits as knits
from tryon_ar.training.product_photos import wardrobe_shirts as shirts
from tryon_ar.training.product_photos.tailor import PHOTO_HEIGHT_PX, Laid, finish

Draw = Callable[[np.random.Generator, int], Laid]


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


RECIPES: tuple[Recipe, ...] = (
    Recipe("tee-plain", "Brick tee", "tshirt", 11, knits.plain_tee),
    Recipe("tee-white", "White tee", "tshirt", 12, knits.white_tee),
    Recipe("tee-striped", "Breton tee", "tshirt", 13, knits.striped_tee),
    Recipe("tee-sunset", "Sunset print tee", "tshirt", 14, knits.printed_tee),
    Recipe("tee-vneck", "Sage v-neck tee", "tshirt", 15, knits.vneck_tee),
    Recipe("longsleeve-green", "Pine long sleeve", "longsleeve", 21, knits.long_sleeve),
    Recipe("longsleeve-black", "Black long sleeve", "longsleeve", 22, knits.black_long_sleeve),
    Recipe("polo-navy", "Navy polo", "polo", 31, shirts.polo),
    Recipe("shirt-oxford", "Oxford shirt", "shirt", 32, shirts.oxford_shirt),
    Recipe("shirt-check", "Checked shirt", "shirt", 33, shirts.checked_shirt),
    Recipe("hoodie-grey", "Grey hoodie", "hoodie", 34, knits.grey_hoodie),
    Recipe("tank-mustard", "Mustard tank top", "top", 35, knits.tank),
    Recipe("jacket-denim", "Denim jacket", "outerwear", 36, shirts.denim_jacket),
    Recipe("blouse-cream", "Cream blouse", "shirt", 37, shirts.cream_blouse),
    Recipe("jeans-blue", "Blue jeans", "trousers", 41, bottoms.jeans),
    Recipe("chinos-sand", "Sand chinos", "trousers", 42, bottoms.chinos),
    Recipe("shorts-olive", "Olive shorts", "shorts", 43, bottoms.shorts),
    Recipe("skirt-midi", "Rust midi skirt", "skirt", 51, bottoms.midi_skirt),
    Recipe("dress-floral", "Floral dress", "dress", 52, bottoms.floral_dress),
)
