from tryon_ar.core.labels import Label
from tryon_ar.parsing.label_sets import BY_COUNT, LABEL_SETS


def test_every_set_names_a_label_for_every_class():
    assert {name: len(labels) for name, labels in LABEL_SETS.items()} == {
        "own": 8,
        "lip": 20,
        "cihp": 20,
        "selfie": 6,
    }
    assert all(len(LABEL_SETS[name]) == count for count, name in BY_COUNT.items())


def test_look_into_person_and_cihp_differ_in_the_bare_trunk_only():
    lip, cihp = LABEL_SETS["lip"], LABEL_SETS["cihp"]
    differ = [i for i in range(20) if lip[i] is not cihp[i]]
    assert differ == [10]
    assert LABEL_SETS["cihp"][10] is Label.NECK
    assert LABEL_SETS["lip"][13] is Label.FACE
    assert LABEL_SETS["lip"][2] is Label.HAIR
