"""What the head that labels people reads and says; its network is in ``network``.

The trunk is MediaPipe's BlazePose landmark network, cut at five places; beside it runs
MediaPipe's selfie segmentation. Only this head is trained. Inputs of the stored graph, all
float32, in this order (:data:`INPUTS`), batch 1:

=========== ================== ============================================================
``picture`` (1, 3, 256, 256)   RGB, 0 to 1; what lies beyond the frame is black
``person``  (1, 1, 256, 256)   selfie segmentation of the picture, 0 to 1
``tap_a``   (1, 16, 128, 128)  taps of BlazePose for the same picture: two from its way down,
``tap_b``   (1, 24, 64, 64)
``tap_c``   (1, 48, 64, 64)    one from its way up again,
``tap_d``   (1, 88, 16, 16)    and two from its lowest part
``tap_e``   (1, 144, 8, 8)
=========== ================== ============================================================

Its only output is ``shares`` (1, 8, 128, 128): the probability of each
:class:`~tryon_ar.core.labels.Label`; cell (i, j) covers pixels 2i, 2i + 1 and 2j, 2j + 1.
"""

from typing import Generic, NamedTuple, TypeVar

from tryon_ar.core.labels import Label

PICTURE_PX = 256
SHARES_PX = 128
LABEL_COUNT = len(Label)
OUTPUT = "shares"

_Value = TypeVar("_Value")


class Inputs(NamedTuple, Generic[_Value]):
    """One value for each input; see the module's table."""

    picture: _Value
    person: _Value
    tap_a: _Value
    tap_b: _Value
    tap_c: _Value
    tap_d: _Value
    tap_e: _Value


INPUTS = Inputs._fields
# Channels and side of each input.
SHAPES = Inputs((3, 256), (1, 256), (16, 128), (24, 64), (48, 64), (88, 16), (144, 8))
