"""Measures, cloths and colours of the built-in polos, shirts and jackets."""

from dataclasses import replace

import numpy as np

from tryon_ar.training.product_photos import cloth as cloths
from tryon_ar.training.product_photos.cloth import Cloth
from tryon_ar.training.product_photos.collars import CollarShape, PlacketShape
from tryon_ar.training.product_photos.colouring import Colouring, checks, heather, plain
from tryon_ar.training.product_photos.jackets import JacketStyle, lay_jacket
from tryon_ar.training.product_photos.shirts import ShirtStyle, lay_shirt
from tryon_ar.training.product_photos.studio import Studio
from tryon_ar.training.product_photos.tailor import Laid
from tryon_ar.training.product_photos.tops import SleeveShape, TopShape
from tryon_ar.training.product_photos.wardrobe_knits import LONG_SLEEVE, SHORT_SLEEVE, tee_style


def polo(rng: np.random.Generator, height_px: int) -> Laid:
    """Navy pique polo with white buttons."""
    navy = plain("#222c47")
    tee = replace(
        tee_style(rng, navy, navy, "#2d3857", weave=cloths.pique(rng), sheen=0.008),
        cuff_rib_cm=2.6,
        hem_cm=2.4,
    )
    style = ShirtStyle(
        tee=tee,
        collar_cloth=Cloth(navy, cloths.rib(rng, pitch_cm=0.16, depth_cm=0.008), 0.008),
        button_cloth=Cloth(plain("#e9e5db"), cloths.smooth_cloth(rng), 0.05),
        yoke=False,
        collar=CollarShape(stand=2.4, point=(7.8, 10.6)),
        placket=PlacketShape(
            width=3.0, top_y=7.4, bottom_y=22.0, buttons=2, first_y=13.2, last_y=18.4, box=True
        ),
    )
    shape = TopShape(
        neck="v",
        neck_half=8.2,
        neck_depth=7.4,
        sleeve=SHORT_SLEEVE,
        uneven=(0.8, -1.0),
        collar_cm=0.0,
    )
    return lay_shirt(shape, style, Studio(), rng, height_px)


def _shirt(
    rng: np.random.Generator,
    colouring: Colouring,
    thread: str,
    buttons: str,
    *,
    coarse: float,
    pocket: bool,
    height_px: int,
    uneven: tuple[float, float],
) -> Laid:
    body = Cloth(colouring, cloths.plain_weave(rng, coarse=coarse), 0.0, 0.9)
    tee = replace(
        tee_style(rng, colouring, colouring, thread),
        body=body,
        trim=body,
        hem_cm=0.9,
        fold_strength=0.95,
    )
    shape = TopShape(
        neck="v",
        neck_half=7.8,
        neck_depth=7.6,
        shoulder_half=23.0,
        armpit_half=26.5,
        armpit_y=26.5,
        waist_half=25.0,
        hem_half=26.4,
        hem_y=74.0,
        hem_rise=7.0,
        hem_sag=0.0,
        sleeve=replace(LONG_SLEEVE, cuff_cm=11.0, elbow_cm=15.0, degrees=43.0),
        uneven=uneven,
        collar_cm=0.0,
    )
    style = ShirtStyle(
        tee=tee,
        collar_cloth=body,
        button_cloth=Cloth(plain(buttons), cloths.smooth_cloth(rng), 0.05),
        collar=CollarShape(stand=3.4, point=(7.6, 12.0)),
        placket=PlacketShape(top_y=7.6, bottom_y=73.4, buttons=6, first_y=15.5, last_y=63.5),
        pocket=pocket,
        buttoned_cuffs=True,
    )
    return lay_shirt(shape, style, Studio(), rng, height_px)


def oxford_shirt(rng: np.random.Generator, height_px: int) -> Laid:
    """Light blue oxford shirt with a chest pocket."""
    blue = heather("#a4bcd8", "#c3d3e6", rng, 0.4)
    return _shirt(
        rng,
        blue,
        "#dbe5ee",
        "#f2f0ea",
        coarse=1.3,
        pocket=True,
        height_px=height_px,
        uneven=(0.8, -1.1),
    )


def checked_shirt(rng: np.random.Generator, height_px: int) -> Laid:
    """Cream flannel with a forest check."""
    colouring = checks("#e9e2d2", "#2f4a3c", 3.4, 1.7)
    return _shirt(
        rng,
        colouring,
        "#d9d2c0",
        "#6b4a32",
        coarse=1.6,
        pocket=False,
        height_px=height_px,
        uneven=(-0.7, 1.2),
    )


def denim_jacket(rng: np.random.Generator, height_px: int) -> Laid:
    """Mid-blue denim jacket with tan stitching and metal buttons."""
    blue = plain("#3d5674")
    body = Cloth(blue, cloths.twill(rng), 0.0, 0.85)
    tee = replace(tee_style(rng, blue, blue, "#c39a62"), body=body, trim=body, fold_strength=1.1)
    metal = Cloth(plain("#a59a88"), cloths.smooth_cloth(rng), 0.12)
    shirt = ShirtStyle(
        tee=tee,
        collar_cloth=replace(body, colouring=plain("#4c627d")),
        button_cloth=metal,
        buttoned_cuffs=True,
        cuff_cm=5.0,
    )
    shape = TopShape(
        neck="v",
        neck_half=8.4,
        neck_depth=8.0,
        shoulder_half=24.0,
        armpit_half=28.0,
        armpit_y=27.5,
        waist_half=26.2,
        waist_y=46.0,
        hem_half=24.2,
        hem_y=62.0,
        hem_sag=0.5,
        sleeve=replace(LONG_SLEEVE, cuff_cm=11.5, elbow_cm=16.5, degrees=43.0),
        uneven=(0.9, -0.9),
        collar_cm=0.0,
    )
    return lay_jacket(shape, JacketStyle(shirt, metal), Studio(), rng, height_px)


def cream_blouse(rng: np.random.Generator, height_px: int) -> Laid:
    """Cream viscose blouse, loose, with pearl buttons."""
    cream = plain("#e6dccb")
    body = Cloth(cream, cloths.smooth_cloth(rng), 0.0, 1.25)
    tee = replace(
        tee_style(rng, cream, cream, "#ddd2c0"),
        body=body,
        trim=body,
        hem_cm=0.9,
        fold_strength=1.25,
    )
    style = ShirtStyle(
        tee=tee,
        collar_cloth=body,
        button_cloth=Cloth(plain("#efe9dc"), cloths.smooth_cloth(rng), 0.08),
        collar=CollarShape(stand=2.6, point=(8.2, 13.4)),
        placket=PlacketShape(
            width=2.6, top_y=11.4, bottom_y=65.4, buttons=6, first_y=18.0, last_y=58.0
        ),
        buttoned_cuffs=True,
        yoke=False,
        cuff_cm=5.0,
    )
    shape = TopShape(
        neck="v",
        neck_half=8.0,
        neck_depth=11.4,
        shoulder_half=20.5,
        shoulder_drop=4.2,
        armpit_half=25.0,
        armpit_y=25.5,
        waist_half=24.4,
        waist_y=43.0,
        hem_half=26.4,
        hem_y=66.0,
        hem_rise=3.0,
        hem_sag=0.0,
        collar_cm=0.0,
        sleeve=SleeveShape(58.0, 43.0, cuff_cm=9.6, elbow_cm=16.5, bend_degrees=15.0),
        uneven=(-0.8, 0.9),
    )
    return lay_shirt(shape, style, Studio(contrast=1.7), rng, height_px)
