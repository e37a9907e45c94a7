import subprocess
import sys
from pathlib import Path

import pytest

CODE = "from tryon_ar.core.process_name import name_process; name_process(); print(1); input()"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux lets a process name itself")
def test_other_programs_see_the_programs_name():
    with subprocess.Popen(
        [sys.executable, "-c", CODE], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as child:
        assert child.stdout.readline().strip() == b"1"
        assert Path(f"/proc/{child.pid}/comm").read_text() == "tryon-ar\n"
        child.communicate(b"\n", timeout=100)


def test_where_there_is_no_such_thing_nothing_happens():
    refused = "from pathlib import Path\n"
    refused += "def no(*a, **k): raise FileNotFoundError\n"
    refused += f"Path.write_text = no\n{CODE}"
    done = subprocess.run([sys.executable, "-c", refused], input=b"\n", check=False, timeout=100)
    assert done.returncode == 0
