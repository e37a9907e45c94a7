"""The program's own parser, made on first use and kept until its head or networks change."""

from collections.abc import Callable

from tryon_ar.core.shipped_models import shipped_model
from tryon_ar.inference.kept_models import kept_model
from tryon_ar.parsing.picture import ParserGraph
from tryon_ar.parsing.trunk import SIDE_PX, TrunkFiles

HEAD_NAME = "parsing_head.onnx"
_RECIPE = b"1"  # raised whenever the graph built for the same parts changes


def shipped_parser(files: Callable[[], TrunkFiles]) -> ParserGraph:
    """Return the program's own parser, made on first use.

    Parameters
    ----------
    files : callable returning TrunkFiles
        The tracker's fetched networks; what it raises passes through (``TrackerUnavailable``
        when they cannot be had).

    Raises
    ------
    MissingResource, CorruptResource
        When the shipped head is absent or damaged, or the networks are not the right ones.
    """
    head = shipped_model(HEAD_NAME)
    fetched = files()
    parts = (_RECIPE, head, fetched.pose_landmarks, fetched.selfie)
    return ParserGraph(kept_model("parsing", parts, lambda: _joined(fetched, head)), SIDE_PX)


def _joined(files: TrunkFiles, head: bytes) -> bytes:
    from tryon_ar.parsing.assembly import join  # loads the onnx library, for the first use only

    return bytes(join(files, head).SerializeToString())
