"""Make the readme's pictures of the window.

Run under Xvfb, from the project's folder::

    xvfb-run -a -s "-screen 0 1600x1000x24" python -m docs.screenshots

The demo's generated people (openpeople package, MIT) wear built-in garments, dressed by the
mirror's own stages; it takes about a minute.
"""

import contextlib
import tempfile
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget

from tests.support.scenes import Scene, Shown, acting, plain, wait
from tests.support.screenshots import take_all
from tryon_ar.core.images import read_picture
from tryon_ar.gui.main_window import MainWindow
from tryon_ar.recording.picture import write_picture

_SETTLE_MS = 9000


def wearing(garments: tuple[str, ...], then: Shown) -> Shown:
    """Return the scene of something that is done in some garments."""

    @contextlib.contextmanager
    def shown(window: MainWindow) -> Iterator[QWidget]:
        window.outfit.wear_only(garments)
        wait(_SETTLE_MS)
        with then(window) as widget:
            yield widget

    return shown


SCENES = (
    Scene("mirror", wearing(("tee-striped",), plain)),
    Scene("compare", wearing(("shirt-oxford",), acting("compare", _SETTLE_MS))),
    Scene("fit", wearing(("longsleeve-green",), acting("fit", 3000))),
)


def main() -> None:
    """Take the pictures and write them beside this file."""
    application = QApplication([])
    with tempfile.TemporaryDirectory() as kept:
        folder = Path(kept) / "dark_en"
        take_all(application, folder, ("dark", "en"), list(SCENES), "demo", real=True)
        for scene in SCENES:
            picture = read_picture(folder / f"{scene.name}.png")
            write_picture(Path(__file__).with_name(f"{scene.name}.jpg"), picture)


if __name__ == "__main__":
    main()
