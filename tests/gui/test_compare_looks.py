from tryon_ar.garments.builtin import GarmentSummary
from tryon_ar.gui.compare_looks import (
    WornBefore,
    names_of,
    put_on,
    three_others,
    with_garment,
)
from tryon_ar.gui.outfit import Outfit
from tryon_ar.runtime.comparison import Look

ITEMS = tuple(
    GarmentSummary(name, name.title(), category, None, None)
    for name, category in (
        ("tee", "tshirt"),
        ("tee-2", "tshirt"),
        ("shirt", "shirt"),
        ("coat", "outerwear"),
        ("dress", "dress"),
        ("jeans", "trousers"),
        ("skirt", "skirt"),
    )
)


def wearing(*ids: str) -> Outfit:
    outfit = Outfit(ITEMS, lambda _worn: None)
    for one in ids:
        outfit.wear(one)
    return outfit


def test_what_was_worn_is_remembered_newest_first_and_once():
    before = WornBefore()
    for worn in (("tee",), ("shirt",), (), ("tee",), ("dress",)):
        before.note(worn)
    assert before.other_than(("dress",)) == [("tee",), ("shirt",)]
    for number in range(20):
        before.note((str(number),))
    assert len(before.other_than(())) == 8


def test_a_garment_takes_the_place_of_what_it_replaces():
    assert with_garment(("jeans", "tee"), "shirt", ITEMS) == ("jeans", "shirt")
    assert with_garment(("jeans", "tee"), "coat", ITEMS) == ("jeans", "tee", "coat")
    assert with_garment(("jeans", "tee"), "dress", ITEMS) == ("dress",)


def test_exactly_the_wanted_garments_are_worn():
    outfit = wearing("jeans", "tee", "coat")
    put_on(outfit, ("skirt", "tee"))
    assert outfit.worn == ("skirt", "tee")
    put_on(outfit, ())
    assert outfit.worn == ()


def test_four_looks_are_what_was_worn_and_what_the_shelf_has_next():
    outfit, before = wearing("jeans", "tee"), WornBefore()
    before.note(("skirt", "tee-2"))
    before.note(outfit.worn)
    assert three_others(outfit, before, ITEMS) == (
        Look(("skirt", "tee-2")),
        Look(("jeans", "tee-2")),
        Look(("jeans", "shirt")),
    )


def test_four_looks_vary_what_was_put_on_last():
    outfit = wearing("tee", "jeans")
    assert three_others(outfit, WornBefore(), ITEMS) == (Look(("skirt", "tee")),)


def test_a_look_is_called_by_its_garments_the_uppermost_first():
    names = {"jeans": "Jeans", "tee": "Tee"}
    assert names_of(("jeans", "ghost", "tee"), names.get) == "Tee, Jeans"
