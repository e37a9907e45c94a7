"""What was worn, step by step, to go back and forth in."""

_MOST_STEPS = 100


class OutfitHistory:
    """The outfits of this run in their order, and a place among them.

    Parameters
    ----------
    worn : tuple of str
        What is worn first.
    """

    def __init__(self, worn: tuple[str, ...] = ()) -> None:
        self._done: list[tuple[str, ...]] = []
        self._now = worn
        self._undone: list[tuple[str, ...]] = []

    def note(self, worn: tuple[str, ...]) -> None:
        """Take what is worn now; what was undone before it cannot be redone any more."""
        if worn == self._now:
            return
        self._done = [*self._done, self._now][-_MOST_STEPS:]
        self._now = worn
        self._undone.clear()

    def back(self) -> tuple[str, ...] | None:
        """Go a step back; return what was worn then, None at the beginning."""
        return self._go(self._done, self._undone)

    def forth(self) -> tuple[str, ...] | None:
        """Go a step forth again; return what was worn then, None at the end."""
        return self._go(self._undone, self._done)

    def _go(
        self, source: list[tuple[str, ...]], target: list[tuple[str, ...]]
    ) -> tuple[str, ...] | None:
        if not source:
            return None
        target.append(self._now)
        self._now = source.pop()
        return self._now
