import numpy as np

from tryon_ar.garments.garment import Part
from tryon_ar.training.product_photos.canvas import Canvas, Panel
from tryon_ar.training.product_photos.cloth import Cloth, smooth_cloth
from tryon_ar.training.product_photos.colouring import plain
from tryon_ar.training.product_photos.outline import Wobble
from tryon_ar.training.product_photos.wash import wash, worn_places


def test_worn_places_lose_dye_and_other_parts_keep_it(rng: np.random.Generator) -> None:
    canvas = Canvas((0.0, 0.0, 20.0, 10.0), 12.0, Wobble(np.zeros((1, 5))))
    denim = Cloth(plain("#2a3a57"), smooth_cloth(rng))
    for x0, part in ((1.0, Part.LEFT_LEG), (11.0, Part.INSIDE_BACK)):
        box = np.array([(x0, 1), (x0 + 8, 1), (x0 + 8, 9), (x0, 9)])
        canvas.lay(Panel(box, part, denim))
    before = canvas.colour.copy()
    worn = worn_places(canvas, [(5.0, 5.0, 1.5, 1.5, 1.0), (15.0, 5.0, 1.5, 1.5, 1.0)])
    wash(canvas, worn, [Part.LEFT_LEG], 1.0, rng)
    gain = canvas.colour - before
    assert gain[60, 60].min() > 0.1
    assert gain[20, 20].max() < 0.05
    assert np.abs(gain[canvas.parts == Part.INSIDE_BACK]).max() == 0
