import subprocess
import sys

import pytest

PROGRAM = """
import sys
import tryon_ar.kernels.bleeding, tryon_ar.kernels.compositing, tryon_ar.kernels.flow
import tryon_ar.kernels.remap
import tryon_ar.kernels.pyramid, tryon_ar.kernels.region, tryon_ar.kernels.tps
import tryon_ar.kernels.guidance, tryon_ar.kernels.multigrid, tryon_ar.kernels.relight
import tryon_ar.kernels.evidence, tryon_ar.kernels.galerkin, tryon_ar.kernels.rays
import tryon_ar.kernels.carrying, tryon_ar.kernels.plate, tryon_ar.kernels.undress
import tryon_ar.kernels.cloth_light, tryon_ar.kernels.mattes
from tryon_ar.kernels import warmup
from tryon_ar.kernels._jit import Kernel
kernels = [
    (name, value)
    for name in ("bleeding", "carrying", "cloth_light", "compositing", "evidence", "flow",
                 "galerkin", "guidance", "mattes", "multigrid", "plate", "pyramid", "rays",
                 "region", "relight", "remap", "tps", "undress")
    for value in vars(sys.modules["tryon_ar.kernels." + name]).values()
    if isinstance(value, Kernel)
]
assert len(kernels) >= 6, kernels
early = [kernel.python.__name__ for _, kernel in kernels if kernel._compiled]
assert not early, f"compiled at import: {early}"
warmup.warm_up()
cold = [kernel.python.__name__ for _, kernel in kernels if not kernel._compiled]
assert not cold, f"left to the first frame: {cold}"
"""


@pytest.mark.timeout(1200)  # where no kernel was ever compiled it takes minutes
def test_nothing_is_compiled_at_import_and_nothing_left_to_the_first_frame():
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False, timeout=1000
    )
    assert done.returncode == 0, done.stderr
