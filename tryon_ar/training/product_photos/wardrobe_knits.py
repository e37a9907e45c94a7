"""Measures, cloths and colours of the built-in T-shirts, long sleeves, tank top and hoodie."""

from dataclasses import replace

import numpy as np

from tryon_ar.training.product_photos import cloth as cloths
from tryon_ar.training.product_photos.cloth import Cloth, Weave
from tryon_ar.training.product_photos.colouring import (
    Colouring,
    heather,
    plain,
    stripes,
)
from tryon_ar.training.product_photos.hoodies import HoodieStyle, lay_hoodie
from tryon_ar.training.product_photos.prints import printed, sunset_art
from tryon_ar.training.product_photos.studio import Studio
from tryon_ar.training.product_photos.tailor import Laid
from tryon_ar.training.product_photos.tees import TeeStyle, lay_tank, lay_tee
from tryon_ar.training.product_photos.tops import SleeveShape, TopShape

SHORT_SLEEVE = SleeveShape(length_cm=21.5, degrees=55.0, cuff_cm=16.6)
LONG_SLEEVE = SleeveShape(
    length_cm=60.0, degrees=42.0, cuff_cm=9.4, elbow_cm=13.8, bend_degrees=15.0
)
LABEL = "#f3f1ec"


def tee_style(
    rng: np.random.Generator,
    colouring: Colouring,
    trim: Colouring,
    thread: str,
    *,
    weave: Weave | None = None,
    sheen: float = 0.0,
) -> TeeStyle:
    """Return a jersey garment's cloths with rib trims of their own colour."""
    return TeeStyle(
        body=Cloth(colouring, weave or cloths.jersey(rng), sheen),
        trim=Cloth(trim, cloths.rib(rng, pitch_cm=0.24, depth_cm=0.016), sheen),
        tape_cloth=Cloth(trim, cloths.plain_weave(rng), sheen),
        label_cloth=Cloth(plain(LABEL), cloths.plain_weave(rng)),
        thread=thread,
    )


def plain_tee(rng: np.random.Generator, height_px: int) -> Laid:
    """Brick red crew neck."""
    red = plain("#8f2f2f")
    shape = TopShape(sleeve=SHORT_SLEEVE, uneven=(1.2, -0.8))
    return lay_tee(shape, tee_style(rng, red, red, "#9c4444"), Studio(), rng, height_px)


def white_tee(rng: np.random.Generator, height_px: int) -> Laid:
    """White crew neck, on the same near-white paper as the others."""
    style = tee_style(rng, plain("#f0f0ef"), plain("#eeeeed"), "#f2f2f2")
    shape = TopShape(sleeve=SHORT_SLEEVE, uneven=(-0.6, 1.0), hem_half=26.4)
    return lay_tee(shape, style, Studio(contrast=1.9), rng, height_px)


def striped_tee(rng: np.random.Generator, height_px: int) -> Laid:
    """Ecru with navy stripes."""
    bands = stripes("#eceae4", [(0.0, 1.05, "#1f2a44")], 2.9)
    style = tee_style(rng, bands, plain("#eceae4"), "#e8e6e0")
    shape = TopShape(sleeve=SHORT_SLEEVE, neck_depth=9.2, neck_half=9.8, uneven=(0.6, -1.0))
    return lay_tee(shape, style, Studio(), rng, height_px)


def printed_tee(rng: np.random.Generator, height_px: int) -> Laid:
    """Charcoal with a sunset screen print."""
    art = sunset_art(("#f2c14e", "#ee7b4a", "#b8405e", "#5e4b6e", "#2f3a4a"))
    ground = plain("#2b2d31")
    colouring = printed(ground, art, (0.0, 29.0), 27.0, rng)
    style = tee_style(rng, colouring, ground, "#3a3c40", sheen=0.008)
    # The print is on the front alone: sleeves and the inside are plain.
    body = Cloth(ground, cloths.jersey(rng), 0.008)
    style = replace(style, sleeve_cloth=body, back_cloth=body)
    shape = TopShape(sleeve=SHORT_SLEEVE, uneven=(-1.0, 0.7), neck_depth=9.4)
    return lay_tee(shape, style, Studio(), rng, height_px)


def vneck_tee(rng: np.random.Generator, height_px: int) -> Laid:
    """Sage green v-neck, slimmer."""
    sage = plain("#8d9b7d")
    style = replace(tee_style(rng, sage, sage, "#98a689"), band_cm=1.6)
    shape = TopShape(
        neck="v",
        neck_half=8.8,
        neck_depth=16.5,
        collar_cm=1.6,
        armpit_half=25.0,
        waist_half=23.2,
        hem_half=24.6,
        sleeve=replace(SHORT_SLEEVE, length_cm=19.5, cuff_cm=15.6),
        uneven=(0.9, -0.5),
    )
    return lay_tee(shape, style, Studio(), rng, height_px)


def long_sleeve(rng: np.random.Generator, height_px: int) -> Laid:
    """Dark green with ribbed cuffs."""
    green = plain("#2f5148")
    style = replace(tee_style(rng, green, green, "#3b5f55", sheen=0.006), cuff_rib_cm=5.0)
    shape = TopShape(sleeve=LONG_SLEEVE, uneven=(1.0, -1.2), neck_depth=9.0)
    return lay_tee(shape, style, Studio(), rng, height_px)


def black_long_sleeve(rng: np.random.Generator, height_px: int) -> Laid:
    """Black, slim, with a wider neck."""
    black = plain("#1d1d1f")
    style = replace(tee_style(rng, black, black, "#2a2a2c", sheen=0.016), cuff_rib_cm=0.0)
    shape = TopShape(
        sleeve=replace(LONG_SLEEVE, degrees=40.0, cuff_cm=9.0, elbow_cm=13.0),
        neck="scoop",
        neck_half=10.2,
        neck_depth=11.5,
        shoulder_half=21.5,
        armpit_half=24.4,
        waist_half=22.6,
        hem_half=23.8,
        hem_y=67.0,
        uneven=(-0.8, 1.1),
    )
    return lay_tee(shape, style, Studio(), rng, height_px)


def tank(rng: np.random.Generator, height_px: int) -> Laid:
    """Mustard tank top."""
    mustard = plain("#c2922e")
    style = replace(tee_style(rng, mustard, mustard, "#cda14a"), band_cm=1.3)
    shape = TopShape(
        neck="scoop",
        neck_half=9.2,
        neck_depth=15.5,
        back_depth=4.5,
        shoulder_half=14.6,
        shoulder_drop=1.5,
        armpit_half=23.6,
        armpit_y=25.5,
        armhole_hollow=3.2,
        waist_half=22.6,
        hem_half=24.0,
        hem_y=68.0,
        collar_cm=1.3,
    )
    return lay_tank(shape, style, Studio(), rng, height_px)


def grey_hoodie(rng: np.random.Generator, height_px: int) -> Laid:
    """Grey marl hoodie with cream cords."""
    grey = heather("#9a9b9d", "#77797d", rng, 0.4)
    tee = replace(
        tee_style(rng, grey, grey, "#a4a5a7", weave=cloths.fleece(rng)),
        cuff_rib_cm=6.5,
        trim=Cloth(grey, cloths.rib(rng, pitch_cm=0.34, depth_cm=0.035)),
        fold_strength=1.25,
    )
    style = HoodieStyle(
        tee=tee,
        lining=Cloth(heather("#8b8c8f", "#77797d", rng, 0.4), cloths.jersey(rng)),
        cord_cloth=Cloth(plain("#e6e2d8"), cloths.rib(rng, pitch_cm=0.16, depth_cm=0.02)),
        metal=Cloth(plain("#8d8f93"), cloths.smooth_cloth(rng), 0.15),
    )
    shape = TopShape(
        neck_half=9.5,
        neck_depth=9.0,
        shoulder_half=25.0,
        shoulder_drop=6.0,
        armpit_half=29.0,
        armpit_y=29.0,
        waist_half=28.6,
        waist_y=48.0,
        hem_half=26.8,
        hem_y=71.0,
        hem_sag=0.4,
        sleeve=replace(LONG_SLEEVE, length_cm=61.0, cuff_cm=10.0, elbow_cm=17.0, degrees=41.0),
        uneven=(1.0, -1.0),
        collar_cm=0.0,
    )
    return lay_hoodie(shape, style, Studio(), rng, height_px)
