r"""Training of the network that reads a product photo: matte, parts, landmarks, category.

Needs the extra ``train`` (PyTorch); the program itself runs the exported ONNX file. In order::

    python -m tryon_ar.training.garment_net.layers POOL --count 7000 --seed 3
    python -m tryon_ar.training.garment_net.train --layers POOL --data DATA --without OTHERS \
        --out RUN --minutes 95
    python -m tryon_ar.training.garment_net.export RUN/checkpoint.pt resources/models/garment.onnx
    python -m tryon_ar.training.people.shop_photos SHOP --count 420 --seed 1
    python -m tryon_ar.training.garment_net.cut_dresses CUT --data DATA \
        --model resources/models/garment.onnx --seed 1
    python -m tryon_ar.training.garment_net.refit resources/models/garment.onnx --data DATA \
        --also SHOP --also CUT
    python -m tryon_ar.training.garment_net.scores resources/models/garment.onnx --data DATA

``DATA`` holds ``garments/`` (measured on) and ``garments_labelled/`` (trained on, a fifth held
back); ``OTHERS`` any photographs without garments, as JPEG. How the shipped network came about
is told in ``resources/models/README.md``.
"""
