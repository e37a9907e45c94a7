import math

import pytest

from tryon_ar.core.dressing import DressingOptions


def test_light_is_full_and_nothing_is_tucked_unless_asked():
    assert DressingOptions() == DressingOptions(size=None, tucked=False, sway=True, light=1.0)


@pytest.mark.parametrize("light", [-0.01, 1.01, math.nan])
def test_light_outside_its_range_is_refused(light):
    with pytest.raises(ValueError, match="light must be 0 to 1"):
        DressingOptions(light=light)
