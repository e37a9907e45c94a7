"""Get garments ready in a thread of their own, so that a change of clothes stops no frame."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tryon_ar.core.errors import TryOnError
from tryon_ar.garments.garment import Garment
from tryon_ar.runtime.mailbox import LatestMailbox
from tryon_ar.runtime.status import Severity, StatusBoard, status_of_error
from tryon_ar.runtime.worker import Worker

_POLL_S = 0.1
_CAPACITY = 12


@dataclass(frozen=True, slots=True)
class Clothes:
    """Garments ready to be worn, and the ids they were asked for by."""

    wanted: tuple[str, ...]
    garments: tuple[Garment, ...]


class Wardrobe:
    """Loads and prepares what is asked for; only the latest wish counts.

    Parameters
    ----------
    load : callable
        Garment of an id; may raise a ``TryOnError``, which is told under the topic
        ``garment``; the other garments are worn all the same.
    prepare : callable
        Makes a garment quick to put on; called in the wardrobe's thread.
    board : StatusBoard

    Notes
    -----
    *Lifecycle*: works from construction until :meth:`close`. *Thread safety*: one thread
    asks and takes.
    """

    def __init__(
        self,
        load: Callable[[str], Garment],
        prepare: Callable[[Garment], None],
        board: StatusBoard,
    ) -> None:
        self._load = load
        self._prepare = prepare
        self._board = board
        self._loaded: dict[str, Garment] = {}
        self._asked: tuple[str, ...] | None = None
        self._wishes: LatestMailbox[tuple[str, ...]] = LatestMailbox()
        self._ready: LatestMailbox[Clothes] = LatestMailbox()
        self._worker = Worker("wardrobe", self._work)
        self._worker.start()

    def ask(self, wanted: tuple[str, ...]) -> None:
        """Ask for garments; the same again costs nothing."""
        if wanted != self._asked:
            self._asked = wanted
            self._wishes.put(wanted)

    def take(self, timeout: float = 0.0) -> Clothes | None:
        """Return clothes that became ready since the last call, or None.

        Raises
        ------
        Exception
            What broke the wardrobe's thread, if anything did.
        """
        if self._worker.error is not None:
            raise self._worker.error
        return self._ready.take(timeout)

    def close(self) -> None:
        """Stop; what is being prepared is finished first."""
        self._worker.request_stop()
        self._wishes.close()
        self._worker.stop()

    def _work(self, stop: threading.Event) -> None:
        while not stop.is_set():
            wanted = self._wishes.take(_POLL_S)
            if wanted is not None:
                self._ready.put(Clothes(wanted, self._fetch(wanted)))

    def _fetch(self, wanted: Sequence[str]) -> tuple[Garment, ...]:
        """Return the garments that can be had, saying which could not."""
        self._board.clear("garment")
        garments = []
        for garment_id in wanted:
            try:
                garment = self._known_or_loaded(garment_id)
            except TryOnError as error:
                self._board.post(status_of_error("garment", error, Severity.WARNING, retry=False))
            else:
                self._prepare(garment)
                garments.append(garment)
        return tuple(garments)

    def _known_or_loaded(self, garment_id: str) -> Garment:
        garment = self._loaded.pop(garment_id, None) or self._load(garment_id)
        self._loaded[garment_id] = garment
        while len(self._loaded) > _CAPACITY:
            del self._loaded[next(iter(self._loaded))]
        return garment
