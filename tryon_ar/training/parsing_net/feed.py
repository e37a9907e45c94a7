"""Batches for training, made and read by the trunk in a process of their own."""

import multiprocessing
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.queues import Queue
from pathlib import Path
from queue import Empty
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tryon_ar.training.parsing_net.dyeing import dyed
from tryon_ar.training.parsing_net.interface import INPUTS
from tryon_ar.training.parsing_net.placing import Placed, black_beyond, place, place_plainly
from tryon_ar.training.parsing_net.pool import Person, Pool, studio_persons
from tryon_ar.training.parsing_net.trunk import Trunk
from tryon_ar.training.people.surroundings import Surroundings

_QUEUED_BATCHES = 4
_REFRESH_EVERY = 60
_OTHERS = 2
_LOOK_EVERY_S = 5.0


@dataclass(frozen=True)
class FeedPlan:
    """What a batch is made of.

    Attributes
    ----------
    trunk, selfie : Path
        The frozen networks.
    pools : tuple of Path
        Folders of rendered people; files that appear later are taken up.
    places : tuple of Path
        Folders of photographs and clips to put people before.
    seed : int
    rendered, studio : int
        People of each kind in a batch.
    studio_cache : Path or None
        Where those of the studio are kept.
    """

    trunk: Path
    selfie: Path
    pools: tuple[Path, ...]
    seed: int
    places: tuple[Path, ...] = ()
    rendered: int = 8
    studio: int = 0
    studio_cache: Path | None = None


class Batch(NamedTuple):
    """What the head reads and should say, of B pictures.

    Attributes
    ----------
    inputs : tuple of ndarray of shape (B, C, S, S), float16
        In the order of :data:`~tryon_ar.training.parsing_net.interface.INPUTS`.
    labels : ndarray of shape (B, 256, 256), uint8
        255 where nothing is to be learnt.
    """

    inputs: tuple[NDArray[np.float16], ...]
    labels: NDArray[np.uint8]


class Example(NamedTuple):
    """A picture of the square around a person, with labels.

    Attributes
    ----------
    picture_bgr : ndarray of shape (256, 256, 3), uint8
    labels : ndarray of shape (256, 256), uint8
    """

    picture_bgr: NDArray[np.uint8]
    labels: NDArray[np.uint8]


class Scenes:
    """Puts people of a pool into pictures.

    Parameters
    ----------
    pool : Pool
        Also of the people seen behind others.
    places : tuple of Path
        Folders of photographs and clips to put people before.
    """

    def __init__(self, pool: Pool, places: tuple[Path, ...] = ()) -> None:
        self.pool = pool
        self._surroundings = Surroundings(places)

    def random_example(self, person: Person, rng: np.random.Generator) -> Example:
        """Return a person placed at random, in random surroundings."""
        return self._seen(place(person, rng), rng)

    def plain_example(self, person: Person, rng: np.random.Generator) -> Example:
        """Return a person in the middle of the square, in random surroundings: for measuring."""
        return self._seen(place_plainly(person), rng)

    def _seen(self, placed: Placed, rng: np.random.Generator) -> Example:
        others = [self.any_person(rng).rgba for _ in range(_OTHERS)] if len(self.pool) else []
        picture_bgr = self._surroundings.compose(placed.person.rgba, rng, others)
        return Example(black_beyond(picture_bgr, placed.window), placed.person.labels)

    def any_person(self, rng: np.random.Generator) -> Person:
        """Return a random person of the pool."""
        return self.pool.person(int(rng.integers(len(self.pool))))


def batch_of(examples: list[Example], trunk: Trunk) -> Batch:
    """Let the trunk read pictures."""
    read = [trunk.read(example.picture_bgr) for example in examples]
    inputs = tuple(
        np.concatenate([each[name] for each in read]).astype(np.float16) for name in INPUTS
    )
    return Batch(inputs, np.stack([example.labels for example in examples]))


def batches(plan: FeedPlan) -> Iterator[Batch]:
    """Yield batches without end.

    Raises
    ------
    FileNotFoundError
        When the pools are empty.
    """
    rng = np.random.default_rng(plan.seed)
    trunk = Trunk(plan.trunk, plan.selfie)
    pool = Pool(plan.pools)
    pool.refresh()
    if len(pool) == 0:
        raise FileNotFoundError("The pools hold no people to train on.")
    scenes = Scenes(pool, plan.places)
    studio = studio_persons(plan.studio_cache) if plan.studio else []
    made = 0
    while True:
        made += 1
        if made % _REFRESH_EVERY == 0:
            pool.refresh()
        people = [scenes.any_person(rng) for _ in range(plan.rendered)]
        people += [dyed(studio[int(rng.integers(len(studio)))], rng) for _ in range(plan.studio)]
        yield batch_of([scenes.random_example(person, rng) for person in people], trunk)


class Feed:
    """Worker processes that make batches ahead of the training.

    Parameters
    ----------
    plan : FeedPlan
    workers : int
        Each draws from its own seed, ``plan.seed + number``.
    """

    def __init__(self, plan: FeedPlan, workers: int) -> None:
        context = multiprocessing.get_context("spawn")
        self._queue: Queue[Batch] = context.Queue(_QUEUED_BATCHES)
        plans = [FeedPlan(**{**vars(plan), "seed": plan.seed + i}) for i in range(workers)]
        self._workers = [
            context.Process(target=_serve, args=(each, self._queue), daemon=True) for each in plans
        ]
        for worker in self._workers:
            worker.start()

    def next(self) -> Batch:
        """Return the next batch; waits for it as long as the workers live.

        Raises
        ------
        RuntimeError
            When a worker has ended; it has told why on the standard error stream.
        """
        while True:
            try:
                return self._queue.get(timeout=_LOOK_EVERY_S)
            except Empty:
                if not all(worker.is_alive() for worker in self._workers):
                    raise RuntimeError("A worker that makes batches has ended.") from None

    def close(self) -> None:
        """Stop the workers."""
        for worker in self._workers:
            worker.terminate()
            worker.join()


def _serve(plan: FeedPlan, queue: "Queue[Batch]") -> None:
    import cv2

    cv2.setNumThreads(1)
    for batch in batches(plan):
        queue.put(batch)
