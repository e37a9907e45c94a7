"""Batches for training, made in processes of their own."""

import multiprocessing
from collections.abc import Iterator
from dataclasses import dataclass, field
from multiprocessing.queues import Queue
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.images import read_picture
from tryon_ar.garments.cutting.reading import LANDMARK_ORDER
from tryon_ar.garments.cutting.square import Square
from tryon_ar.training.garment_net.hand_placed import HandPlaced
from tryon_ar.training.garment_net.layers import load_shard, shards
from tryon_ar.training.garment_net.moves import random_move
from tryon_ar.training.garment_net.photos import (
    FittedPhoto,
    LabelledPhoto,
    corner_backdrops,
    load_fitted,
    moved,
    recoloured,
)
from tryon_ar.training.sketches.layer import Example, Layer
from tryon_ar.training.sketches.scenes import compose, compose_without_garment

_QUEUED_BATCHES = 6
_MOST_LAYERS = 9000
_SECOND_GARMENT = 0.12


@dataclass(frozen=True)
class FeedPlan:
    """What a batch is made of.

    Attributes
    ----------
    layers : Path
        Folder of the pool; shards that appear later are taken up.
    photos : list of LabelledPhoto
        Real photos to train on (never the held-back ones).
    without : list of Path
        Photographs of anything but garments, trained on as such.
    drawn, empty, real : int
        Drawn garments, pictures without a garment (half of them photographs, where there are
        any), and real photos in a batch.
    placed : int
        How many of the real photos are ones with landmarks placed by hand.
    """

    layers: Path
    photos: list[LabelledPhoto]
    seed: int
    without: list[Path] = field(default_factory=list)
    drawn: int = 5
    empty: int = 2
    real: int = 8
    placed: int = 4


class Batch(NamedTuple):
    """Arrays of one batch: drawn pictures with truth, real ones with a category.

    Attributes
    ----------
    photos : ndarray of shape (B, S, S, 3), uint8
        BGR.
    alpha, parts : ndarray of shape (B, S, S), uint8
    landmarks : ndarray of shape (B, 25, 3), float32
    categories : ndarray of shape (B,), int64
    real_plain, real_changed : ndarray of shape (R, S, S, 3), uint8
        The same real photos in their own light and in another one.
    real_categories : ndarray of shape (R,), int64
    real_landmarks : ndarray of shape (R, 25, 3), float32
        Placed by hand; none exists where nobody placed any.
    real_inside : ndarray of shape (R, S, S), uint8
        As in :class:`~tryon_ar.training.garment_net.hand_placed.HandPlaced`.
    real_placed : ndarray of shape (R,), bool
        Whether landmarks were placed by hand on the photo.
    """

    photos: NDArray[np.uint8]
    alpha: NDArray[np.uint8]
    parts: NDArray[np.uint8]
    landmarks: NDArray[np.float32]
    categories: NDArray[np.int64]
    real_plain: NDArray[np.uint8]
    real_changed: NDArray[np.uint8]
    real_categories: NDArray[np.int64]
    real_landmarks: NDArray[np.float32]
    real_inside: NDArray[np.uint8]
    real_placed: NDArray[np.bool_]


class Pool:
    """Drawn layers in memory, growing as shards appear, the oldest leaving first."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._taken: set[Path] = set()
        self.layers: list[Layer] = []

    def refresh(self) -> None:
        """Take up one shard that was not seen yet, if there is one."""
        for path in shards(self._folder):
            if path not in self._taken:
                self._taken.add(path)
                self.layers = [*self.layers, *load_shard(path)][-_MOST_LAYERS:]
                return


def batches(plan: FeedPlan) -> Iterator[Batch]:
    """Yield batches without end; needs at least one shard."""
    rng = np.random.default_rng(plan.seed)
    pool = Pool(plan.layers)
    pool.refresh()
    real = load_fitted(plan.photos)
    backdrops = corner_backdrops([photo.photo_bgr for photo in real])
    empty = [read_picture(path) for path in plan.without]
    made = 0
    while True:
        if made % 8 == 0:
            pool.refresh()
        made += 1
        yield make_batch(plan, Sources(pool.layers, real, backdrops, empty), rng)


class Sources(NamedTuple):
    """What pictures are made from: drawn garments and photos.

    Attributes
    ----------
    real : list of FittedPhoto
        Labelled photos.
    backdrops : list of ndarray
        What garments lie on.
    empty : list of ndarray
        Photographs without a garment, of any size.
    """

    layers: list[Layer]
    real: list[FittedPhoto]
    backdrops: list[NDArray[np.uint8]]
    empty: list[NDArray[np.uint8]]


def make_batch(plan: FeedPlan, sources: Sources, rng: np.random.Generator) -> Batch:
    """Return one batch."""
    examples = [drawn_example(sources, rng) for _ in range(plan.drawn)]
    for number in range(plan.empty):
        if sources.empty and number % 2 == 0:
            photo = sources.empty[int(rng.integers(len(sources.empty)))]
            examples.append(empty_example(photo, rng))
        else:
            examples.append(compose_without_garment(rng, photo_backdrops=sources.backdrops))
    real = [moved_photo(photo, rng) for photo in choose_real(plan, sources.real, rng)]
    placed = [photo.placed or HandPlaced.nothing() for photo in real]
    return Batch(
        np.stack([example.photo_bgr for example in examples]),
        np.stack([example.alpha for example in examples]),
        np.stack([example.parts for example in examples]),
        np.stack([example.landmarks for example in examples]),
        np.array([example.category for example in examples], np.int64),
        np.stack([photo.photo_bgr for photo in real]),
        np.stack([recoloured(photo.photo_bgr, rng) for photo in real]),
        np.array([photo.category for photo in real], np.int64),
        np.stack([each.landmarks for each in placed]),
        np.stack([each.inside for each in placed]),
        np.array([photo.placed is not None for photo in real], np.bool_),
    )


def choose_real(
    plan: FeedPlan, photos: list[FittedPhoto], rng: np.random.Generator
) -> list[FittedPhoto]:
    """Return the real photos of a batch: some with landmarks placed by hand, others of any kind.

    Every category is equally likely.
    """
    placed = [photo for photo in photos if photo.placed is not None]
    with_hand = plan.placed if placed else 0
    return [
        *balanced_choice(placed, with_hand, rng),
        *balanced_choice(photos, plan.real - with_hand, rng),
    ]


def moved_photo(photo: FittedPhoto, rng: np.random.Generator) -> FittedPhoto:
    """Return a photo turned, scaled, shifted or mirrored, with what was placed on it."""
    side_px = photo.photo_bgr.shape[0]
    placed = photo.placed
    move = random_move(side_px, rng, None if placed is None else placed.box)
    if placed is not None:
        landmarks = move.landmarks(placed.landmarks, side_px)
        placed = HandPlaced(landmarks, move.mask(placed.inside))
    return FittedPhoto(move.photo(photo.photo_bgr), photo.category, placed)


def drawn_example(sources: Sources, rng: np.random.Generator) -> Example:
    """Return a drawn garment in a scene, now and then with another one beside it."""
    layers = sources.layers
    layer = layers[int(rng.integers(len(layers)))]
    second = None
    if rng.random() < _SECOND_GARMENT:
        second = layers[int(rng.integers(len(layers)))]
    return compose(layer, rng, second=second, photo_backdrops=sources.backdrops)


def empty_example(photo_bgr: NDArray[np.uint8], rng: np.random.Generator) -> Example:
    """Return a random window of a photograph without a garment, in a random light."""
    height, width = photo_bgr.shape[:2]
    share = rng.uniform(0.35, 1.0)
    rows, columns = max(32, int(height * share)), max(32, int(width * share))
    top = int(rng.integers(0, height - rows + 1))
    left = int(rng.integers(0, width - columns + 1))
    window = np.ascontiguousarray(photo_bgr[top : top + rows, left : left + columns])
    seen = recoloured(moved(Square.of_photo(window).cut(window), rng), rng)
    nothing = np.zeros(seen.shape[:2], np.uint8)
    return Example(seen, nothing, nothing, np.zeros((len(LANDMARK_ORDER), 3), np.float32), -1)


def balanced_choice(
    photos: list[FittedPhoto], count: int, rng: np.random.Generator
) -> list[FittedPhoto]:
    """Return photos, every category equally likely."""
    by_category: dict[int, list[int]] = {}
    for index, photo in enumerate(photos):
        by_category.setdefault(photo.category, []).append(index)
    categories = sorted(by_category)
    drawn = [categories[int(i)] for i in rng.choice(len(categories), count)] if count else []
    return [photos[int(rng.choice(by_category[category]))] for category in drawn]


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
        """Return the next batch; waits at most two minutes for it."""
        return self._queue.get(timeout=120)

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
