"""Ids that resemble a text, and one that is free."""

import pytest

from tryon_ar.core.errors import GarmentError
from tryon_ar.garments.description import is_identifier
from tryon_ar.garments.library.naming import checked_name, free_identifier, identifier_from


@pytest.mark.parametrize(
    ("text", "identifier"),
    [
        ("Été: Rotes Hemd", "ete-rotes-hemd"),
        ("衣", "garment"),
        ("", "garment"),
        ("__a__", "a"),
        ("con", "garment-con"),
        ("COM1", "garment-com1"),
        ("a" * 70, "a" * 60),
        ("a" * 59 + "-b", "a" * 59),
    ],
)
def test_an_id_resembles_its_text(text, identifier):
    assert identifier_from(text) == identifier
    assert is_identifier(identifier)


@pytest.mark.parametrize(
    ("wanted", "given"),
    [
        ("tee", "tee"),
        ("t" * 60, "t" * 60),
        ("t" * 61, "t" * 60),
        ("Tee!", "tee"),
        ("nul", "garment-nul"),
    ],
)
def test_a_sound_id_is_kept(wanted, given):
    assert free_identifier(wanted, lambda _: False) == given


def test_a_taken_id_gets_the_first_number_that_is_free():
    taken = {"tee", "tee-2", "tee-3", "tee-5"}
    assert free_identifier("tee", taken.__contains__) == "tee-4"


@pytest.mark.parametrize("name", ["a", "a" * 120, "  Été 衣  "])
def test_names_are_stripped_of_blanks(name):
    assert checked_name(name) == name.strip()


@pytest.mark.parametrize("name", ["", "   ", "a" * 121, "a\nb", "a\x00", "a\u202eb"])
def test_what_cannot_be_a_name_is_refused(name):
    with pytest.raises(GarmentError, match="1 to 120 letters"):
        checked_name(name)
