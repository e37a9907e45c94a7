from tests.support.fake_stages import fake_garment
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
