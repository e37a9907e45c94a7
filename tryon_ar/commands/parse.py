"""``tryon-ar parse``: human-parsing labels of one photo."""

import json
import os
import sys
from pathlib import Path

import numpy as np

from tryon_ar.commands.checks import check_label_picture, check_provider
from tryon_ar.commands.console import fetching_models, say
from tryon_ar.core.errors import NobodyInPicture, UsageError
from tryon_ar.core.images import read_picture
from tryon_ar.core.labels import Label
from tryon_ar.core.roi import Roi
from tryon_ar.core.types import Frame
from tryon_ar.pipeline.observer import Observer
from tryon_ar.recording.output import check_writable
from tryon_ar.recording.picture import write_picture


def write_labels(photo: Path, output: Path, *, provider: str, as_json: bool) -> int:
    """Write what every pixel of a photo's person is, as an 8-bit picture of labels.

    Parameters
    ----------
    photo : Path
    output : Path
        ``.png``: no other format keeps labels.
    provider : {"auto", "cpu", "cuda"}
    as_json : bool
        Print the share of every label in the picture.

    Returns
    -------
    int
        Exit code 0.

    Raises
    ------
    UsageError
        When the output is the photo.
    NobodyInPicture
        When nobody is found.
    """
    check_provider(provider)
    check_label_picture(output)
    if os.path.exists(output) and os.path.exists(photo) and output.samefile(photo):
        raise UsageError(f"{output} is the source itself.", "Choose another output.")
    check_writable(output)
    picture = read_picture(photo)
    fetching_models()
    with Observer(still=True, provider=provider) as observer:
        body = observer.process(Frame(picture, 0, 0.0, 0)).body
    if body is None or body.labels is None:
        raise NobodyInPicture(
            f"No person was found in {photo}.", "Use a picture that shows a person's upper body."
        )
    labels = body.labels.hard(Roi(0, 0, picture.shape[1], picture.shape[0]))
    write_picture(output, labels)
    counts = np.bincount(labels.ravel(), minlength=len(Label)) / labels.size
    if as_json:
        shares = {label.name.lower(): round(float(counts[label]), 5) for label in Label}
        sys.stdout.write(json.dumps({"output": str(output), "shares": shares}) + "\n")
    else:
        say(f"Wrote {output}.")
    return 0
