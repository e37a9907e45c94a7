"""The machine code of :mod:`tryon_ar.kernels.remap`.

All that is compiled together stays in this one file: Numba's cache notices changes of the
file a kernel is in, not of those it takes functions from.
"""

from functools import cache
from typing import Any

import numba
import numpy as np
from llvmlite import ir
from numba import types
from numba.extending import intrinsic
from numpy.typing import NDArray

from tryon_ar.kernels._jit import kernel, read, write

_F32 = types.float32
_I64 = types.int64


@cache
def taps_of(step: int) -> NDArray[np.float32]:
    """Return the four Catmull-Rom weights at each of ``step`` phases, shape (4, step)."""
    t = np.arange(step) / step
    taps = np.stack(
        [
            (-t + 2 * t**2 - t**3) / 2,
            (2 - 5 * t**2 + 3 * t**3) / 2,
            (t + 4 * t**2 - 3 * t**3) / 2,
            (-(t**2) + t**3) / 2,
        ]
    ).astype(np.float32)
    taps.flags.writeable = False
    return taps


# llvmlite and Numba's contexts are untyped.
_Llvm = Any
_VECTOR = ir.VectorType(ir.FloatType(), 4)
_INDEX = ir.IntType(32)
_FLAGS = ("contract", "reassoc", "nsz")


def _splat(builder: _Llvm, value: _Llvm) -> _Llvm:
    one = builder.insert_element(ir.Constant(_VECTOR, ir.Undefined), value, _INDEX(0))
    zeros = ir.Constant(ir.VectorType(_INDEX, 4), [0, 0, 0, 0])
    return builder.shuffle_vector(one, ir.Constant(_VECTOR, ir.Undefined), zeros)


def _gatherer(*, over: bool) -> _Llvm:
    """Build the innermost step: blend four texels of four channels and store them.

    What is laid over something is seen by a share only, which is not asked for otherwise.

    Numba's vectoriser looks at loops over pixels only and leaves the four channels
    scalar; written as vectors of four the gather takes about half the time.
    """

    def generate(context: _Llvm, builder: _Llvm, signature: _Llvm, args: _Llvm) -> _Llvm:
        texture, offset, stride, right, down, layer, place, share = args
        texels = context.make_array(signature.args[0])(context, builder, texture).data
        pixels = context.make_array(signature.args[5])(context, builder, layer).data

        def pointer(data: _Llvm, at: _Llvm) -> _Llvm:
            return builder.bitcast(builder.gep(data, [at]), _VECTOR.as_pointer())

        def load(data: _Llvm, at: _Llvm) -> _Llvm:
            loaded = builder.load(pointer(data, at))
            loaded.align = 4
            return loaded

        def mix(first: _Llvm, second: _Llvm, weight: _Llvm) -> _Llvm:
            change = builder.fmul(weight, builder.fsub(second, first, _FLAGS), _FLAGS)
            return builder.fadd(first, change, _FLAGS)

        pixel = ir.Constant(offset.type, 4)
        below = builder.add(offset, stride)
        across = _splat(builder, right)
        upper = mix(load(texels, offset), load(texels, builder.add(offset, pixel)), across)
        lower = mix(load(texels, below), load(texels, builder.add(below, pixel)), across)
        texel = mix(upper, lower, _splat(builder, down))
        if over:
            texel = builder.fmul(_splat(builder, share), texel, _FLAGS)
            alpha = builder.extract_element(texel, _INDEX(3))
            through = builder.fsub(ir.Constant(ir.FloatType(), 1.0), alpha)
            under = builder.fmul(_splat(builder, through), load(pixels, place), _FLAGS)
            texel = builder.fadd(texel, under, _FLAGS)
        builder.store(texel, pointer(pixels, place)).align = 4
        return context.get_dummy_value()

    def typed(
        context: _Llvm,
        texture: _Llvm,
        offset: _Llvm,
        stride: _Llvm,
        right: _Llvm,
        down: _Llvm,
        layer: _Llvm,
        place: _Llvm,
        share: _Llvm,
    ) -> tuple[_Llvm, _Llvm]:
        taken = texture, offset, stride, right, down, layer, place, share
        return types.void(*taken), generate

    return intrinsic(typed)


_put_texel = _gatherer(over=False)
_lay_texel = _gatherer(over=True)


@numba.njit(nogil=True, error_model="numpy", fastmath={"contract", "reassoc", "nsz"})
def _refine_row_nb(
    nodes: NDArray[np.float32],
    taps: NDArray[np.float32],
    y: int,
    transform: NDArray[np.float32],
    column: NDArray[np.float32],
    row: NDArray[np.float32],
) -> None:
    """Interpolate row ``y`` of a flow: ``row[i, x] = transform_i(flow_i)``, i = x, y."""
    step = taps.shape[1]
    columns = nodes.shape[2]
    r = y // step
    phase = y - r * step
    t0, t1, t2, t3 = taps[0, phase], taps[1, phase], taps[2, phase], taps[3, phase]
    for i in range(2):
        scale = transform[i, 0]
        shift = transform[i, 1]
        for c in range(columns):
            column[c] = shift + scale * (
                t0 * nodes[r, i, c]
                + t1 * nodes[r + 1, i, c]
                + t2 * nodes[r + 2, i, c]
                + t3 * nodes[r + 3, i, c]
            )
        for c in range(columns - 3):
            a0, a1, a2, a3 = column[c], column[c + 1], column[c + 2], column[c + 3]
            x = c * step
            for j in range(step):
                row[i, x + j] = (
                    a0 * taps[0, j] + a1 * taps[1, j] + a2 * taps[2, j] + a3 * taps[3, j]
                )


@kernel(read(_F32, 3), read(_F32, 2), write(_F32, 3))
def dense_nb(
    nodes: NDArray[np.float32], taps: NDArray[np.float32], out: NDArray[np.float32]
) -> None:
    """Interpolate a flow to pixels."""
    height, width, _ = out.shape
    same = np.empty((2, 2), np.float32)
    same[:, 0] = 1.0
    same[:, 1] = 0.0
    column = np.empty(nodes.shape[2], np.float32)
    row = np.empty((2, width + taps.shape[1]), np.float32)
    for y in range(height):
        _refine_row_nb(nodes, taps, y, same, column, row)
        for x in range(width):
            out[y, x, 0] = row[0, x]
            out[y, x, 1] = row[1, x]


@kernel(
    read(_F32, 3),
    read(_F32, 2),
    read(_F32, 3),
    read(_F32, 2),
    read(types.int32, 2),
    read(types.uint8, 2),
    write(_F32, 3),
    _I64,
    _I64,
    _I64,
    types.boolean,
)
def draw_nb(
    texture: NDArray[np.float32],
    transform: NDArray[np.float32],
    nodes: NDArray[np.float32],
    taps: NDArray[np.float32],
    spans: NDArray[np.int32],
    front: NDArray[np.uint8],
    layer: NDArray[np.float32],
    left: int,
    top: int,
    width: int,
    over: bool,
) -> None:
    """Gather a texture through a flow into a layer from (left, top) on, behind what is in front."""
    zero, one = np.float32(0.0), np.float32(1.0)
    scale = np.float32(1.0 / 255.0)
    masked = front.size > 0
    last_x = np.float32(texture.shape[1] - 1)
    last_y = np.float32(texture.shape[0] - 1)
    most_x = np.int32(texture.shape[1] - 2)
    most_y = np.int32(texture.shape[0] - 2)
    stride = np.int32(texture.shape[1] * 4)
    column = np.empty(nodes.shape[2], np.float32)
    row = np.empty((2, width + taps.shape[1]), np.float32)
    offset = np.empty(width, np.int32)
    for y in range(spans.shape[0]):
        _refine_row_nb(nodes, taps, y, transform, column, row)
        start = min(max(spans[y, 0], 0), width)
        stop = min(max(spans[y, 1], start), width)
        right = row[0, start:stop]
        down = row[1, start:stop]
        # The texture's rim is transparent, so clamping to it is the same as clipping, and
        # the gather needs no branch.
        for i in range(stop - start):
            u = min(max(right[i], zero), last_x)
            v = min(max(down[i], zero), last_y)
            iu = min(np.int32(u), most_x)
            iv = min(np.int32(v), most_y)
            right[i] = u - np.float32(iu)
            down[i] = v - np.float32(iv)
            offset[i] = np.int32(iv * stride) + np.int32(iu * np.int32(4))
        place = ((top + y) * layer.shape[1] + left + start) * 4
        if over:
            for i in range(stop - start):
                share = one
                if masked:
                    covered = front[y, start + i]
                    if covered == 255:
                        continue
                    share = np.float32(255 - covered) * scale
                _lay_texel(
                    texture,
                    np.int64(offset[i]),
                    np.int64(stride),
                    right[i],
                    down[i],
                    layer,
                    place + 4 * i,
                    share,
                )
        else:
            layer[top + y, left : left + start] = zero
            layer[top + y, left + stop : left + width] = zero
            for i in range(stop - start):
                _put_texel(
                    texture,
                    np.int64(offset[i]),
                    np.int64(stride),
                    right[i],
                    down[i],
                    layer,
                    place + 4 * i,
                    one,
                )
