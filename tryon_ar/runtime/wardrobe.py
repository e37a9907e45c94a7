"""Get garments ready in a thread of their own, so that a change of clothes stops no frame."""

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tryon_ar.core.errors import GarmentError, TryOnError
from tryon_ar.garments.garment import Garment
from tryon_ar.runtime.mailbox import LatestMailbox
from tryon_ar.runtime.status import Severity, StatusBoard, status_of_error
from tryon_ar.runtime.worker import Worker

_log = logging.getLogger(__name__)
_POLL_S = 0.1
_CAPACITY = 12


@dataclass(frozen=True, slots=True)
class Edition:
    """A garment's id after what is kept under it changed so many times."""

    id: str
    number: int


# What is asked for by name, and a garment that is nowhere to be loaded from.
Kept = str | Edition
Wish = Kept | Garment


@dataclass(frozen=True, slots=True)
class Clothes:
    """Garments ready to be worn, and what they were asked for by."""

    wanted: tuple[Wish, ...]
    garments: tuple[Garment, ...]


class Wardrobe:
    """Loads and prepares what is asked for; only the latest wish counts.

    Parameters
    ----------
    load : callable
        Garment of an id; whatever it raises is told, and the other garments are worn all the
        same: one that breaks off must not leave a mirror undressed for good.
    prepare : callable
        Makes a garment quick to put on; called in the wardrobe's thread.
    board : StatusBoard
    topic : str
        What the board is told about garments that cannot be had, under this topic.

    Notes
    -----
    *Lifecycle*: works from construction until :meth:`close`. *Thread safety*: any thread
    asks, one takes.
    """

    def __init__(
        self,
        load: Callable[[str], Garment],
        prepare: Callable[[Garment], None],
        board: StatusBoard,
        topic: str = "garment",
    ) -> None:
        self._load = load
        self._prepare = prepare
        self._board = board
        self._topic = topic
        self._loaded: dict[Kept, Garment] = {}
        self._asking = threading.Lock()
        self._asked: tuple[Wish, ...] | None = None
        self._expected: tuple[Kept, ...] = ()
        self._wishes: LatestMailbox[tuple[Wish, ...]] = LatestMailbox()
        self._ready: LatestMailbox[Clothes] = LatestMailbox()
        self._worker = Worker("wardrobe", self._work)
        self._worker.start()

    def ask(self, wanted: tuple[Wish, ...]) -> bool:
        """Ask for garments; the same again costs nothing.

        Parameters
        ----------
        wanted : tuple of str, Edition or Garment
            Innermost first. A garment is worn as it is; an id is loaded once, and once more
            for each new edition.

        Returns
        -------
        bool
            Whether this was another wish than the last.
        """
        with self._asking:
            return self._ask(wanted)

    def ask_latest(self, wished: Callable[[], tuple[Wish, ...]]) -> tuple[Wish, ...]:
        """Ask for what is wished for now, and return it.

        Notes
        -----
        Two threads that ask at once cannot put an older wish in place of a newer one.
        """
        with self._asking:
            wanted = wished()
            self._ask(wanted)
            return wanted

    def expect(self, wanted: tuple[Kept, ...]) -> None:
        """Tell what may be asked for next: made ready when there is nothing else to do.

        Notes
        -----
        What cannot be loaded is passed over in silence until it is asked for.
        """
        self._expected = wanted

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

    def _ask(self, wanted: tuple[Wish, ...]) -> bool:
        if wanted == self._asked:
            return False
        self._asked = wanted
        self._wishes.put(wanted)
        return True

    def _work(self, stop: threading.Event) -> None:
        ready: tuple[Kept, ...] = ()
        while not stop.is_set():
            pending = [one for one in self._expected if one not in ready]
            wanted = self._wishes.take(0.0 if pending else _POLL_S)
            if wanted is not None:
                self._ready.put(Clothes(wanted, self._fetch(wanted)))
                ready = ()
            elif pending:
                self._foresee(pending[0])
                ready = (*(one for one in ready if one in self._expected), pending[0])

    def _foresee(self, wish: Kept) -> None:
        try:
            self._prepare(self._known_or_loaded(wish))
        except Exception as error:  # noqa: BLE001 top of a garment's making
            _log.debug("%s cannot be made ready: %s", wish, error)

    def _fetch(self, wanted: Sequence[Wish]) -> tuple[Garment, ...]:
        """Return the garments that can be had, saying which could not."""
        self._board.clear(self._topic)
        garments = []
        for wish in wanted:
            try:
                garment = self._known_or_loaded(wish)
                self._prepare(garment)
            except Exception as error:  # noqa: BLE001 top of a garment's making: others are worn
                told = _told(error)
                self._board.post(status_of_error(self._topic, told, Severity.WARNING, retry=False))
            else:
                garments.append(garment)
        return tuple(garments)

    def _known_or_loaded(self, wish: Wish) -> Garment:
        if isinstance(wish, Garment):
            return wish
        garment = self._loaded.pop(wish, None)
        if garment is None:
            garment = self._load(wish.id if isinstance(wish, Edition) else wish)
        self._loaded[wish] = garment
        while len(self._loaded) > _CAPACITY:
            del self._loaded[next(iter(self._loaded))]
        return garment


def _told(error: Exception) -> TryOnError:
    """Return what a garment failed with as an error for people; a defect goes to the log."""
    if isinstance(error, TryOnError):
        return error
    _log.error("a garment broke off", exc_info=error)
    return GarmentError(
        "A garment cannot be worn because of a defect in the program.", "Details are in the log."
    )
