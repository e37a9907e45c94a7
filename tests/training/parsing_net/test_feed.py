"""Batches that the head is trained on."""

import itertools

import numpy as np
import pytest

from tryon_ar.core.labels import Label
from tryon_ar.training.parsing_net.feed import Feed, FeedPlan, Scenes, batch_of, batches
from tryon_ar.training.parsing_net.interface import SHAPES
from tryon_ar.training.parsing_net.pool import IGNORED, Person, Pool
from tryon_ar.training.parsing_net.trunk import Trunk


@pytest.fixture
def pool(tmp_path, write_pool):
    write_pool(tmp_path / "pool", 0)
    taken = Pool((tmp_path / "pool",))
    taken.refresh()
    yield taken
    taken._shards.clear()  # its files are open as long as they are mapped


def plan_of(networks, pool, **changes):
    return FeedPlan(*networks, pool.folders, seed=3, rendered=2, **changes)


def test_a_person_is_put_into_a_room(pool, rng):
    example = Scenes(pool).random_example(pool.person(0), rng)
    assert example.picture_bgr.shape == (256, 256, 3)
    assert example.picture_bgr.dtype == example.labels.dtype == np.uint8
    unknown = example.labels == IGNORED
    assert unknown.any()  # the frame cuts them
    assert not example.picture_bgr[unknown].any()
    assert example.picture_bgr[~unknown].any()
    assert set(np.unique(example.labels)) <= {*Label, IGNORED}


def test_for_measuring_only_the_room_differs(pool):
    scenes = Scenes(pool)
    one, two = (
        scenes.plain_example(pool.person(1), np.random.default_rng(seed)) for seed in (1, 2)
    )
    np.testing.assert_array_equal(one.labels, two.labels)
    assert (one.picture_bgr != two.picture_bgr).any()


def test_a_batch_holds_what_the_head_reads(pool, networks, rng):
    scenes = Scenes(pool)
    examples = [scenes.random_example(pool.person(number), rng) for number in (0, 1)]
    batch = batch_of(examples, Trunk(*networks))
    assert [values.shape for values in batch.inputs] == [(2, c, s, s) for c, s in SHAPES]
    assert all(values.dtype == np.float16 for values in batch.inputs)
    red = batch.inputs[0][1, 0] * 255
    assert np.abs(red - examples[1].picture_bgr[:, :, 2]).max() < 0.2
    np.testing.assert_array_equal(batch.labels[0], examples[0].labels)


def test_the_same_seed_gives_the_same_batches(pool, networks):
    plan = plan_of(networks, pool)
    one, two = (list(itertools.islice(batches(plan), 2)) for _ in range(2))
    for mine, yours in zip(one, two, strict=True):
        np.testing.assert_array_equal(mine.labels, yours.labels)
        for first, second in zip(mine.inputs, yours.inputs, strict=True):
            np.testing.assert_array_equal(first, second)
    assert (one[0].labels != one[1].labels).any()


def test_people_of_the_studio_are_added_where_they_are_wanted(pool, networks, monkeypatch):
    hairy = Person(np.full((80, 80, 4), 255, np.uint8), np.full((80, 80), Label.HAIR, np.uint8))
    monkeypatch.setattr("tryon_ar.training.parsing_net.feed.studio_persons", lambda cache: [hairy])
    batch = next(batches(plan_of(networks, pool, studio=1)))
    assert batch.labels.shape[0] == 3
    known = batch.labels[2][batch.labels[2] != IGNORED]
    assert (known == Label.HAIR).mean() > 0.95
    assert next(batches(plan_of(networks, pool))).labels.shape[0] == 2


def test_an_empty_pool_is_told_of(networks, tmp_path):
    plan = FeedPlan(*networks, (tmp_path,), seed=0)
    with pytest.raises(FileNotFoundError, match="no people"):
        next(batches(plan))


def test_a_process_of_its_own_makes_batches(pool, networks):
    feed = Feed(plan_of(networks, pool), 1)
    try:
        batch = feed.next()
    finally:
        feed.close()
    np.testing.assert_array_equal(batch.labels, next(batches(plan_of(networks, pool))).labels)


@pytest.mark.filterwarnings("ignore")
def test_a_process_that_fails_is_noticed(networks, tmp_path, monkeypatch):
    monkeypatch.setattr("tryon_ar.training.parsing_net.feed._LOOK_EVERY_S", 0.2)
    feed = Feed(FeedPlan(*networks, (tmp_path,), seed=0), 1)
    try:
        with pytest.raises(RuntimeError, match="ended"):
            feed.next()
    finally:
        feed.close()
