"""Measures, cloths and colours of the built-in trousers, skirts and dresses."""

from dataclasses import replace

import numpy as np

from tryon_ar.training.product_photos import cloth as cloths
from tryon_ar.training.product_photos.bottoms import LegsShape, SkirtShape
from tryon_ar.training.product_photos.cloth import Cloth
from tryon_ar.training.product_photos.colouring import plain
from tryon_ar.training.product_photos.prints import blooms
from tryon_ar.training.product_photos.skirts import DressStyle, SkirtStyle, lay_dress, lay_skirt
from tryon_ar.training.product_photos.studio import Studio
from tryon_ar.training.product_photos.tailor import Laid
from tryon_ar.training.product_photos.tops import SleeveShape, TopShape
from tryon_ar.training.product_photos.trousers import TrousersStyle, lay_trousers
from tryon_ar.training.product_photos.wardrobe_knits import LABEL, tee_style


def jeans(rng: np.random.Generator, height_px: int) -> Laid:
    """Washed blue denim, five pockets."""
    style = TrousersStyle(
        body=Cloth(plain("#2a3a57"), cloths.twill(rng), 0.0, 0.9),
        lining=Cloth(plain("#7d8594"), cloths.plain_weave(rng)),
        label_cloth=Cloth(plain("#6d4528"), cloths.plain_weave(rng)),
        metal=Cloth(plain("#9a9083"), cloths.smooth_cloth(rng), 0.1),
        thread="#b98a52",
    )
    shape = LegsShape(knee_width=19.4, hem_width=16.2)
    return lay_trousers(shape, style, Studio(), rng, height_px)


def _cotton_trousers(rng: np.random.Generator, colour: str, thread: str) -> TrousersStyle:
    return TrousersStyle(
        body=Cloth(plain(colour), cloths.twill(rng, pitch_cm=0.16, contrast=0.35), 0.0, 0.95),
        lining=Cloth(plain("#d8d3c8"), cloths.plain_weave(rng)),
        label_cloth=Cloth(plain(LABEL), cloths.plain_weave(rng)),
        metal=Cloth(plain("#8a7258"), cloths.smooth_cloth(rng), 0.05),
        thread=thread,
        jeans=False,
        faded=0.0,
        hem_cm=3.0,
    )


def chinos(rng: np.random.Generator, height_px: int) -> Laid:
    """Sand cotton twill with slanted pockets."""
    shape = LegsShape(spread=4.6)
    style = _cotton_trousers(rng, "#b39b78", "#c0aa8a")
    return lay_trousers(shape, style, Studio(), rng, height_px)


def shorts(rng: np.random.Generator, height_px: int) -> Laid:
    """Olive cotton twill, to above the knee."""
    shape = LegsShape(
        waist_half=20.5, hip_half=25.5, length=50.0, knee_width=27.0, hem_width=26.5, spread=2.2
    )
    style = _cotton_trousers(rng, "#5d6143", "#6c7052")
    return lay_trousers(shape, style, Studio(), rng, height_px)


def midi_skirt(rng: np.random.Generator, height_px: int) -> Laid:
    """Rust viscose, flared."""
    style = SkirtStyle(
        body=Cloth(plain("#9a4f2f"), cloths.smooth_cloth(rng), 0.01, 1.0),
        lining=Cloth(plain("#84452c"), cloths.smooth_cloth(rng)),
        label_cloth=Cloth(plain(LABEL), cloths.plain_weave(rng)),
        thread="#a65c3c",
    )
    return lay_skirt(SkirtShape(), style, Studio(), rng, height_px)


def floral_dress(rng: np.random.Generator, height_px: int) -> Laid:
    """Short-sleeved dress with flowers on deep blue."""
    flowers = blooms(rng, "#22314e", ("#e8d9c5", "#d98a7b", "#f0ede4", "#c9677a"), "#5f7f6a")
    style = DressStyle(
        tee=replace(
            tee_style(
                rng,
                flowers,
                plain("#22314e"),
                "#2f4060",
                weave=cloths.smooth_cloth(rng),
                sheen=0.012,
            ),
            trim=Cloth(plain("#22314e"), cloths.smooth_cloth(rng)),
            band_cm=1.2,
            hem_cm=1.6,
            fold_strength=0.9,
        )
    )
    shape = TopShape(
        neck="v",
        neck_half=8.6,
        neck_depth=15.0,
        shoulder_half=19.5,
        shoulder_drop=4.0,
        armpit_half=22.5,
        armpit_y=23.0,
        waist_y=40.0,
        waist_half=18.6,
        hem_y=101.0,
        hem_half=37.0,
        hem_sag=3.0,
        collar_cm=1.2,
        sleeve=SleeveShape(length_cm=18.5, degrees=58.0, cuff_cm=14.6),
        uneven=(1.0, -0.8),
    )
    return lay_dress(shape, style, Studio(contrast=2.6), rng, height_px)
