"""The parsing stage: a frame and the person in it, what every pixel is out."""

import logging
import os
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.errors import GraphRejected
from tryon_ar.core.labels import Label, Labels
from tryon_ar.core.types import BgrImage, Body, Frame
from tryon_ar.inference.session import Session, open_session
from tryon_ar.parsing.agreement import Agreement
from tryon_ar.parsing.close_look import head_square, merged
from tryon_ar.parsing.crop import Square, SteadyCrop
from tryon_ar.parsing.picture import CROP, ParserGraph
from tryon_ar.parsing.shipped import shipped_parser
from tryon_ar.parsing.trunk import TrunkFiles

_log = logging.getLogger(__name__)

#: Names another parser's file.
ENVIRONMENT = "TRYON_AR_PARSER"
_RANK = 4
_EVERY = 4
# After motion that labels could not follow, the network looks again so soon: what it says of a
# blurred hand is not to stay.
_SOON = 2


class Parser(Protocol):
    """Says what every pixel of a person is, frame after frame.

    Attributes
    ----------
    least_apart : int
        Where time is short, work is spared: at least so many frames should lie between one
        costly look and the next. Any thread may set it.

    Implementers promise (``tests/contracts/test_parser.py`` holds them to it):

    - constructing does no work; the first ``parse`` of a body does it or raises;
    - ``parse`` returns read-only shares that sum to 1, over a square in the frame's own
      pixels, or None when there is no body or nothing of it is in the frame; it changes
      neither the frame nor the body nor labels returned before;
    - labels depend on frames of the same ``track_id`` since the last ``reset`` only;
    - ``reset`` forgets the person and ``close`` releases everything; both may be called at any
      time and more than once, and parsing after either starts afresh.
    """

    least_apart: int

    def parse(self, frame: Frame, body: Body | None, track_id: int = 0) -> Labels | None:
        """Return the labels of a frame's person, or None.

        Parameters
        ----------
        frame : Frame
        body : Body or None
            Of that frame.
        track_id : int
            Of the tracked frame: another one means that the body may be another person.
        """

    def reset(self) -> None:
        """Forget the person."""

    def close(self) -> None:
        """Release everything."""


class NetworkParser:
    """A network's labels, in agreement over time.

    Parameters
    ----------
    model : callable returning ParserGraph
        Asked on first use (:func:`~tryon_ar.parsing.shipped.shipped_parser`,
        :func:`~tryon_ar.parsing.named_parser.named_parser`).
    still : bool
        Frames are unrelated photos: each is parsed by itself, small heads with a closer look.
    every : int
        The network runs on every so many frames; between, labels are carried by the motion,
        until too much of the person could not be followed: then it runs at once, and soon again.
    provider : str
        As for :func:`~tryon_ar.inference.session.open_session`.
    threads : int
        At most this many threads compute.

    Attributes
    ----------
    least_apart : int
        The network runs at most on every so many-th frame, whatever is lost meanwhile.

    Notes
    -----
    Used by one thread at a time, except ``close``.
    """

    def __init__(
        self,
        model: Callable[[], ParserGraph],
        *,
        still: bool = False,
        every: int = _EVERY,
        provider: str = "auto",
        threads: int = 2,
    ) -> None:
        self._model = model
        self._still = still
        self._every = every
        self._provider = provider
        self._threads = threads
        self._lock = threading.Lock()
        self._network: _Network | None = None
        self._crop = SteadyCrop()
        self._agreement = Agreement()
        self._track_id = 0
        self._until_run = 0
        self._since_run = 0
        self.least_apart = 1

    def parse(self, frame: Frame, body: Body | None, track_id: int = 0) -> Labels | None:
        """Return the labels of a frame's person, or None.

        Raises
        ------
        TrackerUnavailable, MissingResource, CorruptResource
            When the networks cannot be had; the next call tries again.
        GraphRejected, ProviderUnavailable
            When the model is not a parser, or cannot run here.
        InferenceError
            When it fails on this frame.
        """
        with self._lock:
            if self._still or track_id != self._track_id:
                self._forget()
                self._track_id = track_id
            square = None if body is None else self._crop.around(body)
            if body is None or square is None:
                self._forget()
                return None
            return self._parse(frame, body, square)

    def reset(self) -> None:
        """Forget the person."""
        with self._lock:
            self._forget()

    def close(self) -> None:
        """Release the network; again is harmless."""
        with self._lock:
            self._forget()
            self._network = None

    @property
    def provider(self) -> str:
        """What really computes (``CPU``, ``CUDA`` ...); empty before the first frame."""
        network = self._network
        return "" if network is None else network.session.provider

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _parse(self, frame: Frame, body: Body, square: Square) -> Labels:
        if self._network is None:
            self._network = _opened(self._model(), self._provider, self._threads)
        crop_bgr = square.cut(frame.image_bgr, self._network.side_px)
        if self._still:
            shares = _looked_closer(self._network, frame, body, square, self._network.run(crop_bgr))
        else:
            shares = self._agreed(self._network, crop_bgr, square)
        shares.flags.writeable = False
        return Labels(shares, square.x0_px, square.y0_px, square.side_px)

    def _agreed(
        self, network: "_Network", crop_bgr: BgrImage, square: Square
    ) -> NDArray[np.float32]:
        """Return labels carried from the frame before or, where it is time, measured."""
        followed = self._agreement.follow(crop_bgr, square)
        self._until_run -= 1
        self._since_run += 1
        needed = self._until_run <= 0 or followed.is_lost
        if followed.shares is not None and not (needed and self._since_run >= self.least_apart):
            return self._agreement.carried(followed)
        self._since_run = 0
        self._until_run = min(_SOON, self._every) if followed.is_lost else self._every
        return self._agreement.settled(network.run(crop_bgr), followed)

    def _forget(self) -> None:
        self._agreement.reset()
        self._crop.reset()


class _Network:
    """An open parser graph.

    Attributes
    ----------
    session : Session
    side_px : int
        Of the crop it reads.
    """

    def __init__(self, session: Session, side_px: int) -> None:
        self.session = session
        self.side_px = side_px

    def run(self, crop_bgr: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Return the shares (8, T, T) of a crop (S, S, 3)."""
        shares = self.session.run({CROP: crop_bgr[None]})[0]
        if shares.ndim != _RANK or shares.shape[:2] != (1, len(Label)) or shares.shape[2] < 2:
            raise GraphRejected(f"The parser gives an array of shape {shares.shape}, not labels.")
        return np.ascontiguousarray(shares[0], np.float32)


def _looked_closer(
    network: _Network, frame: Frame, body: Body, square: Square, shares: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Return shares with those of head and shoulders seen close, where that shows more."""
    closer = head_square(body.pose, square)
    if closer is None:
        return shares
    close = network.run(closer.cut(frame.image_bgr, network.side_px))
    laid = merged(shares.transpose(1, 2, 0), square, close.transpose(1, 2, 0), closer)
    return np.ascontiguousarray(laid.transpose(2, 0, 1))


def _opened(graph: ParserGraph, provider: str, threads: int) -> _Network:
    """Open a graph and run it once on black, which shows whether it is a parser."""
    session = open_session(graph.content, provider, threads=threads)
    network = _Network(session, graph.side_px)
    network.run(np.zeros((graph.side_px, graph.side_px, 3), np.uint8))
    return network


def chosen_parser(
    files: Callable[[], TrunkFiles],
    named: Path | None = None,
    *,
    still: bool = False,
    provider: str = "auto",
    threads: int = 2,
) -> NetworkParser:
    """Return the parser to use: a file the user names, or the program's own.

    Parameters
    ----------
    files : callable returning TrunkFiles
        The tracker's fetched networks, asked on first use by the program's own parser.
    named : Path, optional
        An ``.onnx`` or ``.tflite`` file; else the one the environment variable
        ``TRYON_AR_PARSER`` names, if any.
    still, provider, threads
        As in :class:`NetworkParser`.
    """
    said = os.environ.get(ENVIRONMENT, "")
    path = named or (Path(said) if said else None)

    def model() -> ParserGraph:
        if path is None:
            return shipped_parser(files)
        from tryon_ar.parsing.named_parser import named_parser  # loads the onnx library

        return named_parser(path)

    return NetworkParser(model, still=still, provider=provider, threads=threads)
