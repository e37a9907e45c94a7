r"""Training of the network that labels people: hair, face, neck, arms, clothes, legs.

Needs the extra ``train`` (PyTorch); the program itself runs the exported head behind the frozen
trunk. ``TRUNK`` and ``SELFIE`` are MediaPipe's networks as ONNX (``trunk_files`` writes them),
``POOL`` a folder of rendered people (:mod:`tryon_ar.training.people.pool`), ``PLACES`` one of
photographs without people.
People of a studio, labelled by hand (``studio_people``), are seen between the rendered ones::

    python -m tryon_ar.training.parsing_net.train --trunk TRUNK --selfie SELFIE --pool POOL \
        --places PLACES --studio 2 --out RUN --minutes 120
    python -m tryon_ar.training.parsing_net.export RUN/checkpoint.pt \
        resources/models/parsing_head.onnx
    python -m tryon_ar.training.parsing_net.scores resources/models/parsing_head.onnx \
        --trunk TRUNK --selfie SELFIE --pool POOL --places PLACES --studio
"""
