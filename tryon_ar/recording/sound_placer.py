"""Sound cut to the pictures of a recording: nothing before, between or after them."""

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from tryon_ar.recording.sample_clock import SampleClock
from tryon_ar.recording.sound import Samples, SoundFormat

_NS = 1e9
_KEPT_S = 5.0
_LONGEST_GAP_S = 6.0  # above that after which pictures leave a gap out
_AFTER_S = 0.5


@dataclass(slots=True)
class _Stretch:
    """A time without a pause: from when to when, and where in the recording it begins."""

    begin_ns: int
    place_ms: float
    known_ns: int
    ended: bool = False


@dataclass(frozen=True, slots=True)
class _Block:
    samples: Samples
    first_ns: int
    period_ns: float

    @property
    def end_ns(self) -> float:
        return self.first_ns + len(self.samples) * self.period_ns

    def index_of(self, time_ns: float) -> int:
        """Return how many samples come before a time."""
        index = round((time_ns - self.first_ns) / self.period_ns)
        return min(max(index, 0), len(self.samples))


class SoundPlacer:
    """Holds sound back until pictures tell where it belongs, then hands it on.

    Parameters
    ----------
    sound : SoundFormat
        Of what is heard.
    emit : callable
        Takes samples and where in the recording the first of them belongs, ms.

    Notes
    -----
    Pictures are shown a while after they were taken, sound is had a while after it was
    heard, and neither is known beforehand. Both are on the clock of ``time.monotonic_ns``,
    so it does not matter which comes first.

    *Thread safety*: any method from any thread.
    """

    def __init__(self, sound: SoundFormat, emit: Callable[[Samples, float], None]) -> None:
        self._emit = emit
        self._lock = threading.Lock()
        self._clock = SampleClock(sound.rate_hz)
        self._blocks: deque[_Block] = deque()
        self._stretches: deque[_Stretch] = deque()
        self._heard_ns = 0

    @property
    def heard_ns(self) -> int:
        """Until when sound has been had; 0 before the first."""
        return self._heard_ns

    def hear(self, samples: Samples, measured_ns: int) -> None:
        """Take a block from the microphone: samples of shape (N, channels), float32."""
        if len(samples) == 0:
            return
        with self._lock:
            first_ns = self._clock.place(len(samples), measured_ns)
            block = _Block(samples, first_ns, self._clock.period_ns)
            self._blocks.append(block)
            self._heard_ns = int(block.end_ns)
            self._give_up_waiting()
            self._release()

    def show(self, taken_ns: int, place_ms: float) -> None:
        """Note a picture: when it was taken and where it stands in the recording."""
        with self._lock:
            if not self._stretches or self._stretches[-1].ended:
                self._stretches.append(_Stretch(taken_ns, place_ms, taken_ns))
            self._stretches[-1].known_ns = max(self._stretches[-1].known_ns, taken_ns)
            self._release()

    def cut(self, end_ns: int) -> None:
        """Note that no more pictures come until others do, and what the last stood for ends."""
        with self._lock:
            if self._stretches and not self._stretches[-1].ended:
                self._stretches[-1].known_ns = max(self._stretches[-1].known_ns, end_ns)
                self._stretches[-1].ended = True
            self._release()

    def _give_up_waiting(self) -> None:
        """Forget what was heard while pictures have long ceased: sound is not kept for ever.

        What follows the last picture at once is kept, and what was heard lately: pictures
        may yet tell where these belong.
        """
        stretch = self._stretches[-1] if self._stretches else None
        if stretch is None or self._heard_ns - stretch.known_ns < _LONGEST_GAP_S * _NS:
            return
        after_ns = stretch.known_ns + _AFTER_S * _NS
        lately_ns = self._heard_ns - _KEPT_S * _NS
        self._blocks = deque(
            one for one in self._blocks if one.first_ns < after_ns or one.end_ns > lately_ns
        )

    def _release(self) -> None:
        while self._blocks:
            block = self._blocks[0]
            stretch = self._stretches[0] if self._stretches else None
            if stretch is None:
                if self._heard_ns - block.end_ns < _KEPT_S * _NS:
                    return
                self._blocks.popleft()
            elif stretch.ended and block.first_ns >= stretch.known_ns:
                self._stretches.popleft()
            else:
                begin, end = block.index_of(stretch.begin_ns), block.index_of(stretch.known_ns)
                if begin < end:
                    heard_ns = block.first_ns + begin * block.period_ns
                    since_ms = (heard_ns - stretch.begin_ns) / 1e6
                    self._emit(block.samples[begin:end], stretch.place_ms + since_ms)
                if stretch.known_ns < block.end_ns:
                    self._shorten(block, max(begin, end))
                    if not stretch.ended:
                        return
                    self._stretches.popleft()
                else:
                    self._blocks.popleft()

    def _shorten(self, block: _Block, count: int) -> None:
        """Take the first samples off the first block."""
        self._blocks.popleft()
        if count < len(block.samples):
            first_ns = block.first_ns + round(count * block.period_ns)
            self._blocks.appendleft(_Block(block.samples[count:], first_ns, block.period_ns))
