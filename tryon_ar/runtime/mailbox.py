"""Hand over only the latest item between two threads."""

import threading
import time
from typing import Generic, TypeVar

T = TypeVar("T")


class LatestMailbox(Generic[T]):
    """A slot for one item; a newer item replaces one that nobody took.

    Notes
    -----
    A slow taker therefore always works on the newest item and nothing ever queues up. Who
    puts rings the taker's bell only when ``put`` returned True: then at most one ring is
    pending.

    Lifecycle: open until ``close``. Thread safety: every method, from any thread.

    Examples
    --------
    >>> box = LatestMailbox[int]()
    >>> box.put(1), box.put(2), box.take(), box.take(), box.replaced
    (True, False, 2, None, 1)
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._item: T | None = None
        self._full = False
        self._closed = False
        self._replaced = 0

    @property
    def replaced(self) -> int:
        """Items that were overwritten before anybody took them."""
        with self._changed:
            return self._replaced

    @property
    def closed(self) -> bool:
        """Whether ``close`` was called."""
        with self._changed:
            return self._closed

    def put(self, item: T) -> bool:
        """Leave an item, over the one there if any.

        Returns
        -------
        bool
            True when the slot was empty, so the taker has to be told; False when it was
            full or the mailbox is closed (the item is then dropped).
        """
        with self._changed:
            if self._closed:
                return False
            was_empty = not self._full
            if not was_empty:
                self._replaced += 1
            self._item = item
            self._full = True
            self._changed.notify_all()
            return was_empty

    def take(self, timeout: float = 0.0) -> T | None:
        """Empty the slot and return what was in it.

        Parameters
        ----------
        timeout : float
            Seconds to wait for an item; 0 does not wait.

        Returns
        -------
        T or None
            None when there was none in time, or the mailbox is closed and empty.
        """
        until = time.monotonic() + timeout
        with self._changed:
            while not self._full and not self._closed:
                left = until - time.monotonic()
                if left <= 0:
                    break
                self._changed.wait(left)
            item, self._item = self._item, None
            self._full = False
            self._changed.notify_all()
            return item

    def wait_empty(self, timeout: float) -> bool:
        """Wait until the slot is empty, so that no work is done that would only be replaced.

        Parameters
        ----------
        timeout : float
            Seconds.

        Returns
        -------
        bool
            Whether it is empty.
        """
        with self._changed:
            return self._changed.wait_for(lambda: not self._full, timeout)

    def close(self) -> None:
        """Refuse items from now on and wake every waiting taker; an item left can be taken."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
