import threading
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tryon_ar.runtime.mailbox import LatestMailbox


def test_only_the_latest_is_kept_and_replacements_are_counted():
    box: LatestMailbox[str] = LatestMailbox()
    assert box.take() is None
    assert [box.put(item) for item in "abc"] == [True, False, False]
    assert box.replaced == 2
    assert box.take() == "c"
    assert box.take() is None
    assert box.put("d")


@given(st.lists(st.one_of(st.integers(), st.just("take")), max_size=40))
def test_behaves_like_a_variable(actions):
    box: LatestMailbox[int] = LatestMailbox()
    slot: list[int] = []
    replaced = 0
    for action in actions:
        if action == "take":
            assert box.take() == (slot.pop() if slot else None)
        else:
            assert box.put(action) == (not slot)
            replaced += len(slot)
            slot = [action]
    assert box.replaced == replaced


def test_falsy_items_are_items():
    box: LatestMailbox[int] = LatestMailbox()
    box.put(0)
    assert not box.put(0)
    assert box.take() == 0


def test_take_gives_up_after_its_timeout():
    box: LatestMailbox[int] = LatestMailbox()
    started = time.monotonic()
    assert box.take(0.05) is None
    assert time.monotonic() - started >= 0.05


def test_a_full_slot_is_waited_for_until_somebody_takes():
    box: LatestMailbox[int] = LatestMailbox()
    assert box.wait_empty(0.0)
    box.put(1)
    started = time.monotonic()
    assert not box.wait_empty(0.05)
    assert time.monotonic() - started >= 0.05
    taker = threading.Timer(0.05, box.take)
    taker.start()
    assert box.wait_empty(120.0)
    assert time.monotonic() - started < 60.0
    taker.join(30.0)


def test_closing_wakes_every_taker_and_refuses_items():
    box: LatestMailbox[int] = LatestMailbox()
    results: list[int | None] = []
    takers = [
        threading.Thread(target=lambda: results.append(box.take(120.0)), name="tryon-ar taker")
        for _ in range(3)
    ]
    for taker in takers:
        taker.start()
    box.close()
    for taker in takers:
        taker.join(30.0)
    assert results == [None, None, None]
    assert not box.put(1)
    assert box.take() is None
    assert box.closed


def test_an_item_left_at_closing_can_still_be_taken():
    box: LatestMailbox[int] = LatestMailbox()
    box.put(7)
    box.close()
    assert box.take(1.0) == 7
    assert box.take(1.0) is None


@pytest.mark.parametrize("pause_s", [0.0, 0.0002])
def test_under_load_order_holds_nothing_is_taken_twice_and_the_last_arrives(pause_s):
    count = 20_000 if pause_s == 0 else 1_000
    box: LatestMailbox[int] = LatestMailbox()
    taken: list[int] = []

    def take_all() -> None:
        while (item := box.take(60.0)) is not None:
            taken.append(item)
            if pause_s:
                time.sleep(pause_s)

    taker = threading.Thread(target=take_all, name="tryon-ar taker")
    taker.start()
    for item in range(count):
        box.put(item)
    box.close()
    taker.join(60.0)
    assert taken == sorted(set(taken))
    assert taken[-1] == count - 1
    assert len(taken) + box.replaced == count


def test_a_bell_rung_only_when_the_slot_was_empty_misses_nothing():
    box: LatestMailbox[int] = LatestMailbox()
    bell = threading.Semaphore(0)
    pending: list[int] = []
    newest: list[int] = []

    def paint() -> None:
        while not newest or newest[-1] != 4_999:
            if not bell.acquire(timeout=60.0):
                return
            pending.append(bell._value)
            newest.append(box.take())

    painter = threading.Thread(target=paint, name="tryon-ar painter")
    painter.start()
    for item in range(5_000):
        if box.put(item):
            bell.release()
    painter.join(120.0)
    assert newest[-1] == 4_999
    assert None not in newest
    assert max(pending) <= 1
