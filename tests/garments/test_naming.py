"""Names that say what a garment is, whatever a camera or shop called its photo."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tryon_ar.garments.builtin import load_builtin
from tryon_ar.garments.description import is_identifier
from tryon_ar.garments.garment import CATEGORIES
from tryon_ar.garments.naming import LONGEST_NAME, describing_name, name_from_file, named


@pytest.mark.parametrize(
    "stem",
    [
        "IMG_2043",
        "IMG_2043-edited",
        "IMG_2043(1)",
        "IMG-20240512-WA0003",
        "DSC01234",
        "DSCN0001 copy",
        "P1010101",
        "PXL_20240512_101112345.MP",
        "20240512_101112",
        "2024-05-12 10.11.12",
        "WhatsApp Image 2024-05-12 at 10.11.12",
        "Screenshot 2024-05-12 at 10.11.12 PM",
        "f0268e75-dc9b-4c19-9fce-aa869108bd4b",
        "d41d8cd98f00b204e9800998ecf8427e",
        "12345",
        "image",
        "image-1",
        "download (3)",
        "photo",
        "photo_2024-05-12_10-11-12",
        "unnamed",
        "s-l1600",
        "il_1588xN.4417093326_abcd1234",
        "B07XJ8C8F5",
        "71kX9qLW3mL._AC_UX679_",
        "09166_00",
        "фото 12",
        "a",
        "___",
        "",
    ],
)
def test_names_of_cameras_shops_and_messengers_tell_nothing(stem):
    assert name_from_file(stem) is None


@pytest.mark.parametrize(
    ("stem", "name"),
    [
        ("my_favourite-blue_shirt", "my favourite-blue shirt"),
        ("red_shirt", "red shirt"),
        ("linen-t-shirt", "linen t-shirt"),
        ("v-neck-tee", "v-neck tee"),
        ("T-Shirt", "T-Shirt"),
        ("red dress (2)", "red dress"),
        ("red dress copy", "red dress"),
        ("red_dress_copy", "red dress"),
        ("IMG_2043 grandma's coat", "IMG 2043 grandma's coat"),
        ("levis501", "levis501"),
        ("facade", "facade"),
        ("Été 2024", "Été 2024"),
        ("紅い服", "紅い服"),
        ("Beige", "Beige"),
    ],
)
def test_names_that_people_gave_stay(stem, name):
    assert name_from_file(stem) == name


@given(st.text())
def test_any_file_name_gives_a_short_printable_name_or_none(stem):
    name = name_from_file(stem)
    assert name is None or (name.strip() == name and 0 < len(name) <= LONGEST_NAME)
    assert name is None or name.isprintable()


def test_looks_make_a_name():
    polo = load_builtin("polo-navy")
    assert describing_name(polo) == "Navy polo shirt"
    assert describing_name(dataclasses.replace(polo, category="tshirt")) == "Navy T-shirt"


@pytest.mark.parametrize("category", CATEGORIES)
def test_every_category_has_a_usual_name(category):
    garment = dataclasses.replace(load_builtin("polo-navy"), category=category)
    assert "garment" not in describing_name(garment)


def test_a_telling_file_name_goes_before_looks():
    garment = named(load_builtin("polo-navy"), "Dads_polo", taken=lambda: ["Dads polo"])
    assert (garment.name, garment.id) == ("Dads polo", "dads-polo")


@pytest.mark.parametrize("stem", ["IMG_2043", None])
def test_a_made_up_name_that_is_taken_gets_a_number(stem):
    polo = load_builtin("polo-navy")
    first = named(polo, stem)
    assert (first.name, first.id) == ("Navy polo shirt", "navy-polo-shirt")
    third = named(polo, stem, taken=lambda: ["navy polo shirt", "Navy polo shirt 2"])
    assert (third.name, third.id) == ("Navy polo shirt 3", "navy-polo-shirt-3")
    assert is_identifier(third.id)
