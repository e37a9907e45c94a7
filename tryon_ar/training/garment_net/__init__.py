"""Training of the network that reads a product photo: matte, parts, landmarks, category.

Needs the extra ``train`` (PyTorch); the program itself runs the exported ONNX file.
"""
