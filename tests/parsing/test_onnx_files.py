import pytest

from tests.support.parser_heads import colour_parser
from tryon_ar.core.errors import GraphRejected
from tryon_ar.parsing.onnx_files import read_model


def test_a_whole_model_is_read():
    assert read_model(colour_parser()).graph.name == "colours"


@pytest.mark.parametrize("content", [b"", b"half", colour_parser()[:-100], colour_parser()[40:]])
def test_what_is_no_model_is_refused(content):
    with pytest.raises(GraphRejected, match="not a whole ONNX"):
        read_model(content)
