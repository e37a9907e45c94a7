import contextlib
import dataclasses
import threading
import time

import pytest

from tests.support.fake_stages import fake_garment
from tryon_ar.core.errors import UnknownGarment
from tryon_ar.runtime.status import StatusBoard
from tryon_ar.runtime.wardrobe import Edition, Wardrobe


class Rail:
    """Loads and prepares, noting both."""

    def __init__(self) -> None:
        self.loaded: list[str] = []
        self.prepared: list[object] = []
        self.gate = threading.Event()
        self.gate.set()

    def load(self, garment_id: str):
        if garment_id == "ghost":
            raise UnknownGarment("There is no garment ghost.", "Choose another.")
        self.loaded.append(garment_id)
        return fake_garment(garment_id)

    def prepare(self, garment) -> None:
        self.gate.wait(120.0)
        self.prepared.append(garment)


@pytest.fixture
def rail() -> Rail:
    return Rail()


@pytest.fixture
def board() -> StatusBoard:
    return StatusBoard(lambda: None)


@pytest.fixture
def wardrobe(rail, board):
    with contextlib.closing(Wardrobe(rail.load, rail.prepare, board)) as opened:
        yield opened


def until(condition, seconds: float = 30.0) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.005)


def test_a_garment_handed_over_is_worn_as_it_is(wardrobe, rail):
    edited = fake_garment("tee")
    assert wardrobe.ask((edited,))
    assert wardrobe.take(30.0).garments == (edited,)
    assert rail.loaded == []
    assert not wardrobe.ask((edited,))
    again = dataclasses.replace(edited, name="other")
    assert wardrobe.ask((again,))
    assert wardrobe.take(30.0).garments[0] is again


def test_each_edition_is_loaded_once_though_wishes_in_between_were_never_taken(wardrobe, rail):
    wardrobe.ask(("tee",))
    kept = wardrobe.take(30.0).garments[0]
    rail.gate.clear()
    wardrobe.ask(("skirt",))  # keeps the thread busy
    until(lambda: rail.loaded == ["tee", "skirt"])
    wardrobe.ask((dataclasses.replace(kept, name="edited"),))
    wardrobe.ask((Edition("tee", 1),))
    rail.gate.set()
    until(lambda: rail.loaded == ["tee", "skirt", "tee"])
    until(lambda: wardrobe.take(30.0).wanted == (Edition("tee", 1),))
    wardrobe.ask(("skirt",))
    wardrobe.ask((Edition("tee", 1),))
    until(lambda: wardrobe.take(30.0).wanted == (Edition("tee", 1),))
    assert rail.loaded == ["tee", "skirt", "tee"]


def test_of_two_who_ask_at_once_none_asks_for_what_is_no_longer_wished(wardrobe):
    wish = [("tee",)]
    quicker = threading.Thread(target=wardrobe.ask_latest, args=(lambda: wish[0],))

    def outrun():
        older, wish[0] = wish[0], ("skirt",)
        quicker.start()
        quicker.join(0.2)  # it has to wait
        return older

    wardrobe.ask_latest(outrun)
    quicker.join(30.0)
    until(lambda: wardrobe.take(30.0).wanted == ("skirt",))
    assert wardrobe.ask(("tee",)), "that was not the last wish"


def test_what_is_expected_is_ready_before_it_is_asked_for(wardrobe, rail):
    wardrobe.expect(("tee", "ghost", "skirt"))
    until(lambda: [one.id for one in rail.prepared] == ["tee", "skirt"])
    wardrobe.ask(("skirt",))
    assert wardrobe.take(30.0).garments[0] is rail.prepared[1]
    assert rail.loaded == ["tee", "skirt"]


def test_a_wish_goes_before_what_is_expected(wardrobe, rail):
    rail.gate.clear()
    wardrobe.expect(tuple(f"tee-{number}" for number in range(6)))
    until(lambda: len(rail.loaded) == 1)
    wardrobe.ask(("dress",))
    rail.gate.set()
    wardrobe.take(30.0)
    assert rail.loaded[1] == "dress"


def test_what_cannot_be_foreseen_is_told_when_asked_for(wardrobe, board):
    wardrobe.expect(("ghost",))
    time.sleep(0.05)
    assert board.all() == ()
    wardrobe.ask(("ghost",))
    assert wardrobe.take(30.0).garments == ()
    assert "no garment ghost" in board.all()[0].message


def test_the_expected_is_prepared_once_while_nothing_changes(wardrobe, rail):
    wardrobe.expect(("tee",))
    until(lambda: rail.prepared)
    wardrobe.expect(("tee",))
    time.sleep(0.3)
    assert len(rail.prepared) == 1


def test_what_breaks_off_while_it_is_made_ready_leaves_the_others(wardrobe, rail, board, caplog):
    prepare = rail.prepare

    def breaking(garment) -> None:
        if garment.id == "broken":
            raise ZeroDivisionError("secret detail")
        prepare(garment)

    wardrobe._prepare = breaking
    wardrobe.expect(("broken",))
    wardrobe.ask(("broken", "tee"))
    assert [one.id for one in wardrobe.take(30.0).garments] == ["tee"]
    (told,) = board.all()
    assert "defect" in told.message
    assert "secret" not in told.text
    wardrobe.ask(("coat",))
    assert [one.id for one in wardrobe.take(30.0).garments] == ["coat"]
    assert "ZeroDivisionError" in caplog.text
    caplog.clear()
