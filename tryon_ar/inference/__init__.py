"""The one place that creates ONNX Runtime sessions."""
