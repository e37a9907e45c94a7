"""Write a trained garment network as ONNX.

``python -m tryon_ar.training.garment_net.export RUN/checkpoint.pt resources/models/garment.onnx``

Weights are stored in 16 bits and widened by ONNX Runtime when it opens the file, which
halves the file and costs no accuracy that can be measured.
"""

import argparse
import sys
from pathlib import Path

import onnx
import torch
from torch import Tensor, nn

from tryon_ar.core.shipped_models import write_manifest
from tryon_ar.garments.cutting.square import SQUARE_PX
from tryon_ar.training.garment_net.network import GarmentNet
from tryon_ar.training.onnx_files import narrow_weights, without_traces

OUTPUTS = ("alpha", "parts", "heatmaps", "exists", "categories", "garment")
_OPSET = 18


class Probabilities(nn.Module):
    """The network with its logits turned into probabilities."""

    def __init__(self, network: GarmentNet) -> None:
        super().__init__()
        self.network = network

    def forward(self, photo: Tensor) -> tuple[Tensor, ...]:
        """Return alpha, parts, heatmaps, exists, categories and garment as probabilities."""
        said = self.network(photo)
        heatmaps = said.heatmaps.flatten(2).softmax(2).reshape(said.heatmaps.shape)
        return (
            torch.sigmoid(said.matte),
            said.parts.softmax(1),
            heatmaps,
            torch.sigmoid(said.exists),
            said.categories.softmax(1),
            torch.sigmoid(said.garment),
        )


def load_teacher(checkpoint: Path) -> GarmentNet:
    """Return the averaged network of a checkpoint, ready to be evaluated."""
    network = GarmentNet()
    state = torch.load(checkpoint, weights_only=True, map_location="cpu")
    network.load_state_dict(state["teacher"])
    return network.eval()


def export(network: GarmentNet, path: Path) -> None:
    """Write the network; the batch size is free, the side is 256."""
    photo = torch.zeros(2, 3, SQUARE_PX, SQUARE_PX)
    program = torch.onnx.export(
        Probabilities(network).eval(),
        (photo,),
        input_names=["photo"],
        output_names=list(OUTPUTS),
        dynamic_shapes={"photo": {0: torch.export.Dim("batch", min=1, max=16)}},
        opset_version=_OPSET,
        external_data=False,
        dynamo=True,
    )
    assert program is not None
    model = program.model_proto
    narrow_weights(model)
    without_traces(model)
    onnx.checker.check_model(model)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(model.SerializeToString())
    write_manifest(path.parent)


def main() -> None:
    """Export from the command line."""
    parser = argparse.ArgumentParser(description="Write a trained garment network as ONNX.")
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    export(load_teacher(options.checkpoint), options.out)
    sys.stdout.write(f"{options.out.name}: {options.out.stat().st_size / 1e6:.1f} MB\n")


if __name__ == "__main__":
    main()
