import numpy as np
import pytest

from tryon_ar.garments.cutting.unseen_inside import without_unseen_inside
from tryon_ar.garments.garment import Part


@pytest.fixture
def dress():
    """A creased white dress and a part map with an inside of the back at its neck."""
    parts = np.zeros((300, 240), np.uint8)
    parts[20:280, 40:200] = Part.TORSO
    parts[40:90, 80:160] = Part.INSIDE_BACK
    creases = 14.0 * np.sin(np.arange(240) / 3.0)
    photo = np.repeat((215.0 + np.tile(creases, (300, 1)))[..., None], 3, axis=2)
    photo[parts == Part.INSIDE_BACK] = 215.0
    photo[parts == 0] = 90.0
    return photo, parts


def cut(photo, parts):
    return without_unseen_inside(photo.clip(0, 255).astype(np.uint8), parts)


def test_an_opening_with_an_edge_stays(dress):
    photo, parts = dress
    photo[parts == Part.INSIDE_BACK] = 150.0
    assert cut(photo, parts) is parts


def test_an_opening_without_an_edge_is_front():
    parts = np.zeros((300, 240), np.uint8)
    parts[20:280, 40:200] = Part.TORSO
    parts[40:90, 80:160] = Part.INSIDE_BACK
    photo = np.full((300, 240, 3), 215.0)
    photo[120:280, :, :] += 20.0 * np.sin(np.arange(240) / 4.0)[:, None]
    photo[parts == 0] = 90.0
    found = cut(photo, parts)
    assert (found[parts == Part.INSIDE_BACK] == Part.TORSO).all()
    assert (found[parts != Part.INSIDE_BACK] == parts[parts != Part.INSIDE_BACK]).all()


def test_nothing_changes_without_an_inside(dress):
    photo, parts = dress
    plain = np.where(parts == Part.INSIDE_BACK, np.uint8(Part.TORSO), parts)
    assert (cut(photo, plain) == plain).all()
