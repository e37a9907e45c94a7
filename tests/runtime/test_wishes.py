from tests.support.fake_stages import fake_garment
from tryon_ar.core.adjustment import UNADJUSTED, Adjustment
from tryon_ar.core.dressing import DressingOptions
from tryon_ar.runtime.comparison import Comparison, Look
from tryon_ar.runtime.wardrobe import Edition
from tryon_ar.runtime.wishes import Wishes


def test_a_garment_stands_in_until_it_is_taken_back_and_then_it_is_another_edition():
    wishes = Wishes()
    wishes.ids = ("jeans", "tee")
    wishes.set_expected(["tee"])
    assert wishes.worn() == ("jeans", "tee")
    edited = fake_garment("tee")
    wishes.hand_over(edited)
    assert wishes.worn() == ("jeans", edited)
    assert wishes.expected() == ("tee",)
    wishes.take_back("tee")
    assert wishes.worn() == ("jeans", Edition("tee", 1))
    assert wishes.expected() == (Edition("tee", 1),)
    wishes.take_back("tee")
    assert wishes.worn()[1] == Edition("tee", 2)


def test_what_is_not_worn_may_be_handed_over():
    wishes = Wishes()
    wishes.hand_over(fake_garment("tee"))
    assert wishes.worn() == ()


def test_what_is_compared_stands_for_the_same_garments_as_what_is_worn():
    wishes = Wishes()
    assert wishes.compared() is None
    edited = fake_garment("tee")
    wishes.hand_over(edited)
    wishes.comparison = Comparison((Look(("jeans", "tee"), "L"),), 0.3, mirrored=False)
    assert wishes.compared() == Comparison((Look(("jeans", edited), "L"),), 0.3, mirrored=False)
    wishes.take_back("tee")
    assert wishes.compared().looks[0].garments == ("jeans", Edition("tee", 1))


def test_what_was_set_right_by_hand_outlives_other_choices():
    wishes = Wishes()
    wishes.adjust("tee", Adjustment(dx=0.1))
    wishes.adjust("jeans", Adjustment(dy=0.1))
    wishes.options = DressingOptions(tucked=True)
    assert wishes.options.tucked
    assert wishes.options.adjustment_of("tee") == Adjustment(dx=0.1)
    wishes.adjust("tee", UNADJUSTED)
    assert set(wishes.options.adjustments) == {"jeans"}
