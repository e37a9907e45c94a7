import subprocess
import sys


def run(code: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True, timeout=110
    ).stdout.strip()


def test_mediapipe_comes_without_the_plotting_library():
    code = (
        "import sys, tryon_ar\n"
        "from tryon_ar.tracking.mediapipe_import import import_mediapipe\n"
        "vision = import_mediapipe('mediapipe.tasks.python').vision\n"
        "print(vision.PoseLandmarker.__name__, 'matplotlib' in sys.modules)"
    )
    assert run(code) == "PoseLandmarker False"


def test_the_real_plotting_library_can_be_imported_afterwards():
    code = (
        "import tryon_ar\n"
        "from tryon_ar.tracking.mediapipe_import import import_mediapipe\n"
        "import_mediapipe()\n"
        "import matplotlib\n"
        "print(bool(matplotlib.__version__))"
    )
    assert run(code) == "True"


def test_a_plotting_library_already_there_is_left_alone():
    code = (
        "import sys, matplotlib.pyplot, tryon_ar\n"
        "before = sys.modules['matplotlib.pyplot']\n"
        "from tryon_ar.tracking.mediapipe_import import import_mediapipe\n"
        "import_mediapipe()\n"
        "print(sys.modules['matplotlib.pyplot'] is before)"
    )
    assert run(code) == "True"
