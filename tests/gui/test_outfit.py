import pytest

from tryon_ar.gui.outfit import Outfit, grouped, slots_of

pytestmark = pytest.mark.gui


@pytest.fixture
def changes() -> list[tuple[str, ...]]:
    return []


@pytest.fixture
def outfit(garments, changes) -> Outfit:
    return Outfit(garments, changes.append)


def test_groups_follow_the_shelf_and_leave_nothing_out(garments):
    groups = grouped(garments)
    assert [title for title, _ in groups] == ["Tops", "Layers", "Dresses", "Bottoms"]
    assert {one.id for _, members in groups for one in members} == {one.id for one in garments}


def test_every_category_has_a_group_and_a_slot():
    from pathlib import Path

    from tryon_ar.garments.builtin import GarmentSummary
    from tryon_ar.garments.garment import CATEGORIES

    for category in CATEGORIES:
        one = GarmentSummary("x", "X", category, Path(), None)
        assert grouped([one])[0][1] == [one]
        assert slots_of(category)


def test_top_and_bottom_go_together_bottom_first(outfit, changes):
    outfit.wear("tee")
    outfit.wear("jeans")
    assert outfit.worn == ("jeans", "tee")
    assert changes == [("tee",), ("jeans", "tee")]


def test_dress_replaces_both_and_is_replaced_whole(outfit):
    outfit.wear("tee")
    outfit.wear("jeans")
    outfit.wear("dress")
    assert outfit.worn == ("dress",)
    outfit.wear("skirt")
    assert outfit.worn == ("skirt",)


def test_toggle_takes_off(outfit, changes):
    outfit.toggle("tee")
    outfit.toggle("tee")
    assert outfit.worn == ()
    assert changes[-1] == ()


def test_wearing_the_same_again_tells_nothing(outfit, changes):
    outfit.wear("tee")
    outfit.wear("tee")
    assert changes == [("tee",)]


def test_unknown_ids_are_ignored(outfit, changes):
    outfit.wear("ghost")
    assert changes == []


def test_steps_go_round_from_the_last_touched(outfit):
    order = [one.id for one in outfit.order]
    assert [outfit.step(1) for _ in order] == order
    assert outfit.step(1) == order[0]
    assert outfit.step(-1) == order[-1]


def test_step_of_an_empty_shelf_is_none():
    assert Outfit((), lambda worn: None).step(1) is None


def test_a_coat_goes_over_a_top_and_steps_away_with_it(garments, changes):
    coats = [*garments, garments[0].__class__("coat", "Coat", "outerwear", *_rest(garments[0]))]
    outfit = Outfit(coats, changes.append)
    outfit.wear("tee")
    outfit.wear("jeans")
    outfit.wear("coat")
    assert outfit.worn == ("jeans", "tee", "coat")
    outfit.step(1)
    assert "coat" not in outfit.worn


def _rest(summary):
    return [getattr(summary, name) for name in summary.__dataclass_fields__][3:]
