"""Compile every kernel with inputs of a few pixels, on a thread of the program's choice.

Compiling takes seconds the first time and, from Numba's cache, a fraction of one after
that; frames must not wait for it.
"""

from collections.abc import Callable

import numpy as np

from tryon_ar.kernels import (
    carrying,
    cloth_dyes,
    cloth_light,
    dense,
    evidence,
    galerkin,
    gaps,
    guidance,
    guided,
    hand_colours,
    lower,
    mattes,
    multigrid,
    plate,
    rays,
    relight,
    roundness,
    shadows,
    skin_paint,
    steadying,
    undress,
)
from tryon_ar.kernels.bleeding import bleed_colours
from tryon_ar.kernels.compositing import (
    composite_over,
    darken_picture,
    hide_behind,
    lay_over,
)
from tryon_ar.kernels.flow import coarse_flow
from tryon_ar.kernels.pyramid import build_pyramid
from tryon_ar.kernels.region import hull_spans
from tryon_ar.kernels.remap import dense_flow, warp, warp_over
from tryon_ar.kernels.tps import fit_tps

_SIDE = 8


def warm_up() -> None:
    """Compile the kernels this process has not compiled yet.

    Notes
    -----
    Thread safety: may be called from any thread, also while frames are being drawn.
    """
    for compile_some in _WARM_UPS:
        compile_some()


def _warp_and_compositing() -> None:
    roi = (0, 0, _SIDE, _SIDE)
    corners = np.array([[0, 0], [_SIDE, 0], [0, _SIDE], [_SIDE, _SIDE]], np.float64)
    fit = fit_tps(corners, corners, 0.01)
    if not fit:
        raise AssertionError(fit.reason)
    grid = coarse_flow(fit, roi)
    bgr = np.zeros((_SIDE, _SIDE, 3), np.uint8)
    matte = np.full((_SIDE, _SIDE), 255, np.uint8)
    texture = build_pyramid(bleed_colours(bgr, matte), matte).levels[0]
    layer = warp(texture, grid, spans=hull_spans(corners, 1.0, roi))
    warp_over(texture, grid, layer, roi)
    dense_flow(grid)
    grid.landing_on((0.0, 0.0, _SIDE, _SIDE))
    lay_over(layer.copy(), roi, layer, roi)
    hide_behind(layer, np.zeros((_SIDE, _SIDE), np.uint8))
    plane = np.ones((_SIDE, _SIDE), np.float32)
    shadows.add_coverage_nb(layer, 0, 0, 4, plane)
    shadows.darken_by_cells_nb(layer, plane, 0, 0, 4)
    darken_picture(bgr, roi, matte, matte, (matte, matte))
    composite_over(bgr, layer, roi, visible=plane, coverage=plane)


def _blend() -> None:
    for kernel in (
        guidance.pad_masks_nb,
        guidance.load_right_side_nb,
        guidance.load_field_nb,
        guidance.store_field_nb,
        guidance.laplacian_nb,
        guidance.edge_divergence_nb,
        guidance.shading_divergence_nb,
        cloth_light.light_and_chroma_nb,
        cloth_light.cloth_cells_nb,
        cloth_light.cloth_around_nb,
        cloth_light.steepest_nb,
        cloth_light.cloth_trust_nb,
        cloth_dyes.light_of_dye_nb,
        galerkin.build_hierarchy_nb,
        dense.invert_level_nb,
        lower.cut_below_nb,
        lower.surely_lower_nb,
        lower.own_cloth_nb,
        lower.draw_lower_nb,
        multigrid.solve_nb,
        relight.shade_layer_nb,
        relight.light_layer_nb,
        roundness.inflate_nb,
        roundness.facing_nb,
        carrying.stretch_nb,
        carrying.change_nb,
        carrying.gather_planes_nb,
        carrying.agree_nb,
        mattes.weigh_motion_nb,
        mattes.settle_nb,
        mattes.blur_along_nb,
        plate.learn_plate_nb,
        rays.ray_lengths_nb,
        skin_paint.look_at_skin_nb,
        skin_paint.turn_away_nb,
        skin_paint.model_skin_nb,
        skin_paint.paint_skin_nb,
        skin_paint.lay_enlarged_nb,
        steadying.blend_agreeing_nb,
        plate.lay_plate_nb,
        gaps.close_in_nb,
        gaps.carry_on_nb,
        undress.weigh_cloth_nb,
        undress.weigh_rim_nb,
        undress.lay_where_nb,
        undress.mend_nb,
        evidence.sample_colours_nb,
        evidence.median_colour_nb,
        evidence.even_light_nb,
        evidence.weigh_nb,
        evidence.move_other_nb,
        hand_colours.count_colours_nb,
        hand_colours.look_up_nb,
        hand_colours.weigh_hands_nb,
        guided.guided_moments_nb,
        guided.guided_fit_nb,
        guided.guided_apply_nb,
    ):
        kernel.compile()


_WARM_UPS: tuple[Callable[[], None], ...] = (_warp_and_compositing, _blend)
