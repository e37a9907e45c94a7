import numpy as np

from tryon_ar.core.labels import Label
from tryon_ar.training.parsing_net.dyeing import dyed
from tryon_ar.training.parsing_net.pool import Person


def white_person():
    rgba = np.full((40, 30, 4), 240, np.uint8)
    rgba[..., 3] = 255
    labels = np.full((40, 30), Label.FACE, np.uint8)
    labels[15:30] = Label.UPPER
    labels[30:] = Label.LOWER
    return Person(rgba, labels)


def test_only_cloth_changes_and_mostly_does(rng):
    person = white_person()
    changed = 0
    for _ in range(40):
        other = dyed(person, rng)
        assert (other.rgba[:12] == 240).mean() > 0.74  # colours; the alpha is whole
        assert (other.rgba[..., 3] == 255).all()
        assert other.labels is person.labels
        changed += bool((other.rgba[20:25, :, :3] < 200).any())
    assert changed > 20


def test_the_same_chance_dyes_the_same():
    one, other = (dyed(white_person(), np.random.default_rng(4)) for _ in range(2))
    assert (one.rgba == other.rgba).all()
