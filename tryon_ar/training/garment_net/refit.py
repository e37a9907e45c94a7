"""Fit the category head of an exported network anew.

``python -m tryon_ar.training.garment_net.refit MODEL.onnx --data DATA --also SHOP --also CUT``

The drawings teach the network shapes, but what people call a blazer or outerwear they do not
know, and on an invisible body every top has a waist, as dresses have that lie on a bed. With
everything else frozen, the last linear layer is fitted by multinomial logistic regression on the
features it is given when the program reads a photo: of the labelled photos (never the held-back
ones), of rendered product photos (:mod:`tryon_ar.training.people.shop_photos`) and of dresses cut
to tops (:mod:`.cut_dresses`).
"""

import argparse
import csv
import os
import sys
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, cast

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper
from torch import Tensor

from tryon_ar.core.images import read_picture
from tryon_ar.core.shipped_models import write_manifest
from tryon_ar.garments.cutting.network import GarmentNetwork
from tryon_ar.garments.garment import CATEGORIES, LOWER_CATEGORIES
from tryon_ar.inference.session import open_session
from tryon_ar.training.garment_net.cut_dresses import UPPER, chosen_photos

if TYPE_CHECKING:
    from tryon_ar.inference.session import Session

_DECAYS = (3e-3, 1e-2, 3e-2)
_STEPS = 150
_SMOOTHING = 0.03
_FOLDS = 4
# Of a picture that is no photo of a whole garment as it was taken.
_ALSO_WEIGHT = 0.7
_GROUP_LETTERS = 36
_OUTPUTS = 6

Features = NDArray[np.float16]


@dataclass(frozen=True)
class Example:
    """A picture and what it may show.

    Attributes
    ----------
    path : Path
    allowed : tuple of int
        Indices into ``CATEGORIES``.
    weight : float
    """

    path: Path
    allowed: tuple[int, ...]
    weight: float

    @property
    def key(self) -> str:
        """Folder and name, by which its features are kept."""
        return f"{self.path.parent.parent.name}/{self.path.name}"

    @property
    def group(self) -> int:
        """Return the fold of cross validation: all that was made of one photo is in one."""
        return zlib.crc32(self.path.stem[:_GROUP_LETTERS].encode()) % _FOLDS


class Head(NamedTuple):
    """A linear layer: weight (12, F) and bias (12,)."""

    weight: NDArray[np.float32]
    bias: NDArray[np.float32]

    def chances(self, features: Features, counts: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return the mean probabilities (N, 12) of N pictures with so many features each."""
        logits = features.astype(np.float64) @ self.weight.T + self.bias
        logits -= logits.max(axis=1, keepdims=True)
        each = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
        starts = np.concatenate([[0], np.cumsum(counts)[:-1]])
        return np.asarray(np.add.reduceat(each, starts, axis=0) / counts[:, None])


class Listener:
    """Reads photos as the program does, and notes what the category head was given."""

    def __init__(self, model: onnx.ModelProto) -> None:
        listening = onnx.ModelProto()
        listening.CopyFrom(model)
        output = onnx.helper.make_tensor_value_info(
            _head_node(model).input[0], onnx.TensorProto.FLOAT, None
        )
        listening.graph.output.append(output)
        self._session = open_session(listening.SerializeToString(), "cpu")
        self._network = GarmentNetwork(cast("Session", self))
        self._noted: list[NDArray[np.float32]] = []

    def run(self, feeds: dict[str, NDArray[np.float32]]) -> list[NDArray[np.float32]]:
        """Answer the network in the place of its session."""
        answer = self._session.run(feeds)
        self._noted.append(answer[_OUTPUTS])
        return answer[:_OUTPUTS]

    def features(self, photo_bgr: NDArray[np.uint8]) -> Features:
        """Return what the head is given (K, F): every look, upright and mirrored."""
        self._noted = []
        self._network.read(photo_bgr)
        return np.concatenate(self._noted).astype(np.float16)


def labelled_examples(data: Path) -> list[Example]:
    """Return the labelled photos, every category weighing the same."""
    photos = chosen_photos(data, held_back=False)
    counts = np.bincount([photo.category for photo in photos], minlength=len(CATEGORIES))
    even = len(photos) / len(CATEGORIES)
    return [
        Example(photo.path, (photo.category,), even / float(counts[photo.category]))
        for photo in photos
    ]


def other_examples(folder: Path) -> Iterator[Example]:
    """Yield the pictures of a folder with ``labels.csv`` and ``image/``."""
    uppers = [name for name in CATEGORIES if name not in LOWER_CATEGORIES and name != "dress"]
    with (folder / "labels.csv").open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            names = uppers if row["category"] == UPPER else [row["category"]]
            allowed = tuple(CATEGORIES.index(name) for name in names)
            yield Example(folder / "image" / row["image"], allowed, _ALSO_WEIGHT)


def read_features(
    model: onnx.ModelProto, examples: Sequence[Example], kept: dict[str, Features]
) -> list[Features]:
    """Return every example's features; those that are kept are not read again."""
    listener = Listener(model)
    for example in examples:
        if example.key not in kept:
            kept[example.key] = listener.features(read_picture(example.path))
    return [kept[example.key] for example in examples]


def fit_head(features: Tensor, allowed: Tensor, weights: Tensor, decay: float) -> Head:
    """Return a linear head fitted to features.

    Parameters
    ----------
    features : Tensor of shape (N, F)
    allowed : Tensor of shape (N, 12), bool
        What each may show; the probability of all of these together is raised.
    weights : Tensor of shape (N,)
    decay : float
        Weight of the squared weights on standardised features.
    """
    mean, spread = features.mean(0), features.std(0) + 1e-3
    standard = (features - mean) / spread
    barred = torch.where(allowed, 0.0, -torch.inf)
    share = weights / weights.sum()
    weight = torch.zeros(len(CATEGORIES), features.shape[1], requires_grad=True)
    bias = torch.zeros(len(CATEGORIES), requires_grad=True)
    optimiser = torch.optim.LBFGS([weight, bias], max_iter=_STEPS, line_search_fn="strong_wolfe")

    def loss() -> Tensor:
        optimiser.zero_grad()
        said = torch.log_softmax(standard @ weight.T + bias, 1)
        right = torch.logsumexp(said + barred, 1)
        off = (1 - _SMOOTHING) * right + _SMOOTHING * said.mean(1)
        total = decay * (weight**2).sum() - (share * off).sum()
        total.backward()  # type: ignore[no-untyped-call]
        return total

    optimiser.step(loss)  # type: ignore[no-untyped-call]
    with torch.no_grad():
        bias -= weight @ (mean / spread)
        weight /= spread
    return Head(weight.detach().numpy(), bias.detach().numpy())


def fit_on(examples: Sequence[Example], features: Sequence[Features], decay: float) -> Head:
    """Return a head fitted to examples with these features."""
    counts = [len(one) for one in features]
    allowed = np.zeros((len(examples), len(CATEGORIES)), np.bool_)
    for number, example in enumerate(examples):
        allowed[number, list(example.allowed)] = True
    weights = np.array([example.weight for example in examples], np.float32)
    return fit_head(
        torch.from_numpy(np.concatenate(features).astype(np.float32)),
        torch.from_numpy(np.repeat(allowed, counts, axis=0)),
        torch.from_numpy(np.repeat(weights / np.array(counts, np.float32), counts)),
        decay,
    )


def fold_loss(examples: Sequence[Example], features: Sequence[Features], decay: float) -> float:
    """Return the mean of -log of what is allowed, by cross validation over photos."""
    lost = []
    for fold in range(_FOLDS):
        out = [number for number, one in enumerate(examples) if one.group == fold]
        kept = [number for number, one in enumerate(examples) if one.group != fold]
        if not out or not kept:
            continue
        head = fit_on([examples[k] for k in kept], [features[k] for k in kept], decay)
        counts = np.array([len(features[k]) for k in out])
        said = head.chances(np.concatenate([features[k] for k in out]), counts)
        for chances, number in zip(said, out, strict=True):
            lost.append(-np.log(1e-6 + chances[list(examples[number].allowed)].sum()))
    return float(np.mean(lost))


def with_head(model: onnx.ModelProto, head: Head) -> onnx.ModelProto:
    """Return the network with another category head."""
    changed = onnx.ModelProto()
    changed.CopyFrom(model)
    _, weight_name, bias_name = _head_node(changed).input
    tensors = {one.name: one for one in changed.graph.initializer}
    casts = {one.output[0]: one.input[0] for one in changed.graph.node if one.op_type == "Cast"}
    for name, values in ((weight_name, head.weight), (bias_name, head.bias)):
        tensor = tensors[casts.get(name, name)]
        kind = numpy_helper.to_array(tensor).dtype
        tensor.CopyFrom(numpy_helper.from_array(values.astype(kind), tensor.name))
    return changed


def _head_node(model: onnx.ModelProto) -> onnx.NodeProto:
    """Return the layer whose output becomes the categories' probabilities."""
    made_by = {output: node for node in model.graph.node for output in node.output}
    return made_by[made_by["categories"].input[0]]


def _kept_in(file: Path | None) -> dict[str, Features]:
    if file is None or not file.is_file():
        return {}
    with np.load(file) as kept:
        return {name: kept[name] for name in kept.files}


def main() -> None:
    """Refit from the command line."""
    parser = argparse.ArgumentParser(description="Fit the category head of a network anew.")
    parser.add_argument("model", type=Path, help="is written to")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--also", type=Path, action="append", default=[], help="more pictures")
    parser.add_argument("--features", type=Path, help="keeps what was read, as NPZ")
    options = parser.parse_args()
    model = onnx.load(options.model)
    examples = labelled_examples(options.data)
    for folder in options.also:
        examples += other_examples(folder)
    kept = _kept_in(options.features)
    features = read_features(model, examples, kept)
    if options.features is not None:
        np.savez(options.features, **kept)  # type: ignore[arg-type]
    losses = {decay: fold_loss(examples, features, decay) for decay in _DECAYS}
    best = min(losses, key=lambda decay: losses[decay])
    sys.stdout.write(f"cross-validated loss by decay: {losses}; taken: {best}\n")
    changed = with_head(model, fit_on(examples, features, best))
    staging = options.model.with_suffix(".part")
    staging.write_bytes(changed.SerializeToString())
    os.replace(staging, options.model)
    write_manifest(options.model.parent)


if __name__ == "__main__":
    main()
