"""The watching stages: a frame in, the person out with hands and human-parsing labels."""

import time
from dataclasses import replace
from types import TracebackType
from typing import Self

from tryon_ar.core import incidents
from tryon_ar.core.errors import TryOnError
from tryon_ar.core.labels import Labels
from tryon_ar.core.types import Body, Frame, GarmentState, Hand, TrackedFrame
from tryon_ar.parsing.parser import Parser, chosen_parser
from tryon_ar.parsing.trunk import TrunkFiles
from tryon_ar.rendering.quality import Quality
from tryon_ar.tracking.hands import HandFinder, HandTracker
from tryon_ar.tracking.models import ensure_models
from tryon_ar.tracking.person_tracker import PersonTracker
from tryon_ar.tracking.rebuilding import Rebuilding

_WITHOUT_LABELS = "Clothes and skin cannot be told apart: garments go by the pose alone."
_WITHOUT_HANDS = "Hands before garments are not seen any more."


class PersonParser:
    """Adds to a tracked person their hands, and what every pixel of them is.

    Parameters
    ----------
    hands : HandFinder, optional
        MediaPipe's hands by default.
    parser : Parser, optional
        The shipped network by default, or the file the environment names
        (:func:`~tryon_ar.parsing.parser.chosen_parser`).
    still : bool
        Frames are unrelated photos: nothing is carried from one to the next.
    provider : {"auto", "cpu", "cuda"}
        Where the parsing network runs.
    threads : int
        At most this many threads compute its answer.
    forgiving : bool
        Go on without labels or hands when what finds them fails, saying so once, instead of
        raising; it is not tried again.

    Notes
    -----
    Used by one thread at a time, except ``close``; another may track the next frame meanwhile.
    """

    def __init__(
        self,
        hands: HandFinder | None = None,
        parser: Parser | None = None,
        *,
        still: bool = False,
        provider: str = "auto",
        threads: int = 2,
        forgiving: bool = False,
    ) -> None:
        self._forgiving = forgiving
        self._lost: set[str] = set()
        self._hands = hands or HandTracker(still=still)
        self._parser = parser or chosen_parser(
            trunk_files, still=still, provider=provider, threads=threads
        )
        self._last: Body | None = None
        self._track_id: int | None = None

    def process(self, tracked: TrackedFrame) -> TrackedFrame:
        """Return the frame with hands and labels, if somebody is there.

        Raises
        ------
        TrackerUnavailable
            When a network cannot be had or fails; the next call starts it afresh.
        CorruptResource, MissingResource
            When the shipped parsing network is damaged or absent.
        InferenceError
            When a network cannot be run on any provider.
        """
        started = time.perf_counter()
        if tracked.track_id != self._track_id:
            self._track_id = tracked.track_id
            self._last = None
            self._hands.reset()
        body = self._parsed(tracked)
        parse_ms = (time.perf_counter() - started) * 1000.0
        return replace(tracked, body=body, latency_ms={**tracked.latency_ms, "parse": parse_ms})

    def set_quality(self, quality: Quality) -> None:
        """Look at the next frames so often; any thread."""
        self._parser.least_apart = self._hands.least_apart = quality.apart

    def watch_raised_hands(self, watched: bool) -> None:
        """Look at hands held up beside the body as well, or not; any thread."""
        self._hands.watch_raised = watched

    def reset(self) -> None:
        """Forget the person: the source changed."""
        self._hands.reset()
        self._parser.reset()
        self._last = None

    def close(self) -> None:
        """Release the networks; again is harmless."""
        self._hands.close()
        self._parser.close()

    def _parsed(self, tracked: TrackedFrame) -> Body | None:
        """Return the body with labels and hands; while it is held, with those it had last."""
        body = tracked.body
        if body is None or tracked.state is not GarmentState.DRESSED:
            last = self._last
            if body is None or last is None:
                return body
            return replace(body, labels=last.labels, hands=last.hands)
        labels = self._labels(tracked, body)
        hands = self._found_hands(tracked.frame, body)
        self._last = replace(body, labels=labels, hands=hands)
        return self._last

    def _labels(self, tracked: TrackedFrame, body: Body) -> Labels | None:
        if "parsing" in self._lost:
            return None
        try:
            return self._parser.parse(tracked.frame, body, tracked.track_id)
        except TryOnError as error:
            self._lose("parsing", _WITHOUT_LABELS, error)
            return None

    def _found_hands(self, frame: Frame, body: Body) -> tuple[Hand, ...]:
        if "hands" in self._lost:
            return ()
        try:
            return self._hands.track(frame, body.pose)
        except TryOnError as error:
            self._lose("hands", _WITHOUT_HANDS, error)
            return ()

    def _lose(self, topic: str, text: str, error: TryOnError) -> None:
        """Do without something from now on, or raise its error."""
        if not self._forgiving:
            raise error
        self._lost.add(topic)
        incidents.tell(topic, text, "Restart tryon-ar; the log says more.", detail=str(error))


class Observer:
    """Finds the person of every frame, their hands, and what every pixel of them is.

    Parameters
    ----------
    tracker : PersonTracker, optional
        MediaPipe's pose by default; where it fails it is waited for: no frame goes undressed.
    hands, parser, still, provider
        As for :class:`PersonParser`; nothing is tracked over unrelated photos either.

    Notes
    -----
    One frame after the other, by one thread at a time, except ``close``. The live mirror gives
    tracker and parser a thread each instead.
    """

    def __init__(
        self,
        tracker: PersonTracker | None = None,
        hands: HandFinder | None = None,
        parser: Parser | None = None,
        *,
        still: bool = False,
        provider: str = "auto",
    ) -> None:
        patient = Rebuilding(wait_s=time.sleep)
        self._tracker = tracker or PersonTracker(still=still, rebuilding=patient)
        self._parser = PersonParser(hands, parser, still=still, provider=provider)

    def process(self, frame: Frame) -> TrackedFrame:
        """Return the frame with the person to dress, or the reason why there is none.

        Raises
        ------
        TrackerUnavailable
            When a network cannot be had or fails; the next call starts it afresh.
        CorruptResource, MissingResource
            When the shipped parsing network is damaged or absent.
        """
        return self._parser.process(self._tracker.process(frame))

    def reset(self) -> None:
        """Forget the person: the source changed."""
        self._tracker.reset()
        self._parser.reset()

    def close(self) -> None:
        """Release the networks; again is harmless."""
        self._tracker.close()
        self._parser.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def trunk_files() -> TrunkFiles:
    """Return what the parser's frozen part is made of: two of the tracker's networks.

    Raises
    ------
    TrackerUnavailable
        When they cannot be had.
    """
    paths = ensure_models()
    return TrunkFiles(paths.read_pose_landmarks(), paths.selfie.read_bytes())
