"""Render the golden pictures afresh: ``python -m tests.golden.regenerate [NAME…]``.

Look at every picture that changes before committing it.
"""

import sys

from tests.golden.scenes import SCENES, golden_path, render_scene
from tests.support.image_compare import measure_difference, read_golden, write_golden


def main(names: list[str]) -> None:
    """Write the named scenes, or all, saying how far each has moved."""
    for name in names or list(SCENES):
        picture, path = render_scene(name), golden_path(name)
        moved = "new"
        if path.exists() and (old := read_golden(path)).shape == picture.shape:
            moved = str(measure_difference(picture, old))
        write_golden(path, picture)
        sys.stdout.write(f"{name}: {moved}, {path.stat().st_size} bytes\n")


if __name__ == "__main__":
    main(sys.argv[1:])
