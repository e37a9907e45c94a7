"""Convert networks of TensorFlow Lite to ONNX.

Only float networks for images, whose operators are those of :data:`OPERATOR_NAMES`; nothing
of TensorFlow is needed. Images have channels first in the result.
"""
