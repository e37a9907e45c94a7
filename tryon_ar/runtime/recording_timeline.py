"""Where pictures stand in a recording: on one clock, without the pauses."""

_LEAST_STEP_MS = 1.0
_LATENESS_SHARE = 0.05
LONGEST_GAP_MS = 5000.0


class RecordingTimeline:
    """Places pictures in a recording.

    Parameters
    ----------
    interval_ms : float
        How long a picture usually stands.
    by_clock : bool
        True places pictures by ``time.monotonic_ns``, the clock of the sound that comes with
        them; False by the time stamps of their source alone, kept exactly.

    Notes
    -----
    A picture is had a little, and unsteadily, later than it was taken; the source's stamps
    are steady, but on the source's own clock. By the clock, the offset between the two is
    lowered at once to the least that was seen, and rises by a twentieth of what a picture
    is late, so that it follows a source that is truly played late.

    Where no picture came for more than 5 s (the machine or the program slept, the camera was
    away), that time is left out like a pause.
    """

    def __init__(self, interval_ms: float, *, by_clock: bool) -> None:
        self._interval_ms = interval_ms
        self._by_clock = by_clock
        self._offset_ms: float | None = None
        self._taken_ms = 0.0
        self._place_ms = -interval_ms
        self._behind_ms = 0.0
        self._begins = True
        self._left_out_ms = 0.0

    @property
    def left_out_ms(self) -> float:
        """How much time without pictures was left out so far."""
        return self._left_out_ms

    @property
    def taken_ns(self) -> int:
        """When the last picture was taken, by the clock if that rules."""
        return round(self._taken_ms * 1e6)

    @property
    def end_ns(self) -> int:
        """When what the last picture stood for ended."""
        return round((self._taken_ms + self._interval_ms) * 1e6)

    @property
    def length_ms(self) -> float:
        """How long the recording is so far."""
        return self._place_ms + self._interval_ms

    def place(self, t_ms: float, captured_ns: int) -> float:
        """Return where a picture stands, in milliseconds from the first; strictly increasing.

        Parameters
        ----------
        t_ms : float
            Its source's time stamp.
        captured_ns : int
            ``time.monotonic_ns()`` when it was had.
        """
        taken_ms = t_ms + self._offset(t_ms, captured_ns) if self._by_clock else t_ms
        gap_ms = taken_ms - self._taken_ms
        if not self._begins and gap_ms > LONGEST_GAP_MS:
            self._left_out_ms += gap_ms - self._interval_ms
            self._begins = True
        if self._begins:
            self._begins = False
            self._behind_ms = taken_ms - (self._place_ms + self._interval_ms)
        elif self._by_clock:
            taken_ms = max(taken_ms, self._taken_ms + _LEAST_STEP_MS)
        self._taken_ms = taken_ms
        self._place_ms = taken_ms - self._behind_ms
        return self._place_ms

    def pause(self) -> None:
        """Let the next picture follow the last one as if no time had passed."""
        self._begins = True

    def _offset(self, t_ms: float, captured_ns: int) -> float:
        seen_ms = captured_ns / 1e6 - t_ms
        offset_ms = self._offset_ms
        if offset_ms is None or not 0 <= seen_ms - offset_ms <= LONGEST_GAP_MS:
            self._offset_ms = seen_ms
        else:
            self._offset_ms = offset_ms + _LATENESS_SHARE * (seen_ms - offset_ms)
        return self._offset_ms
