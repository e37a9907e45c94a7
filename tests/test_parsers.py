"""No text or bytes make a parser do anything but parse or refuse, in a sentence."""

import json
from pathlib import Path

import pytest
import tomlkit
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.hostile_readers import KINDS
from tests.support.parser_fuzzing import PARSERS, json_of, parse
from tryon_ar.core.settings.declared import declared_settings
from tryon_ar.garments.garment import CATEGORIES, LANDMARK_NAMES

RELAXED = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(min_value=10**300, max_value=10**320)
    | st.floats(allow_nan=True, allow_infinity=True)
    | st.text(max_size=20)
    | st.sampled_from(["../x", "/etc/passwd", "nul", "a" * 5000, "photo.png", "\0", "e\u0301"])
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)
TOML_VALUES = st.recursive(
    st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.datetimes()
    | st.dates()
    | st.times(),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=5,
)


@pytest.fixture
def reader(request, tmp_path):
    return PARSERS[request.param](tmp_path)


def every(*names: str):
    return pytest.mark.parametrize("reader", names or sorted(PARSERS), indirect=True, ids=str)


@every()
@RELAXED
@given(data=st.binary(max_size=200))
def test_any_bytes(reader, data):
    parse(reader, data)


@every(
    "settings",
    "garment",
    "corrections",
    "keeping",
    "list",
    "sizes",
    "words",
    "source",
    "model_manifest",
    "pack_manifest",
)
@RELAXED
@given(text=st.text(max_size=60))
def test_any_text(reader, text):
    parse(reader, text.encode("utf-8", "surrogatepass"))


@every("list", "looks", "sizes", "keeping", "model_manifest", "pack_manifest", "garment")
@RELAXED
@given(value=VALUES)
def test_any_value_of_json(reader, value):
    parse(reader, json_of(value))


def fields_of_tee(folder: Path) -> dict:
    (seed, _) = KINDS["garment"].seeds()
    return json.loads(seed)


@every("garment")
@RELAXED
@given(data=st.data())
def test_a_garment_with_any_field_of_any_value(reader, data, tmp_path):
    fields = fields_of_tee(tmp_path)
    for name in data.draw(st.lists(st.sampled_from(sorted(fields)), min_size=1, max_size=3)):
        if name == "landmarks" and data.draw(st.booleans()):
            places = st.lists(SCALARS, max_size=3) | SCALARS
            key = data.draw(st.sampled_from(sorted(LANDMARK_NAMES)) | st.text(max_size=5))
            fields["landmarks"][key] = data.draw(places)
        else:
            fields[name] = data.draw(VALUES | st.sampled_from(CATEGORIES))
    if data.draw(st.booleans()):
        del fields[data.draw(st.sampled_from(sorted(fields)))]
    parse(reader, json_of(fields))


@every("sizes")
@RELAXED
@given(
    chart=st.dictionaries(
        st.sampled_from(["unit", "S", "M", "L"]) | st.text(max_size=50),
        st.sampled_from(["cm", "in"]) | st.dictionaries(st.text(max_size=50), SCALARS, max_size=45),
        max_size=45,
    )
)
def test_any_size_chart(reader, chart):
    parse(reader, json_of({"unit": "cm"} | chart))


KEYS = [declared.key for declared in declared_settings()]


@every("settings")
@RELAXED
@given(values=st.dictionaries(st.sampled_from(KEYS), TOML_VALUES, max_size=6))
def test_any_value_of_any_setting(reader, values):
    document: dict[str, dict[str, object]] = {}
    for key, value in values.items():
        section, _, name = key.partition(".")
        document.setdefault(section, {})[name] = value
    parse(reader, tomlkit.dumps(document).encode())


@every("corrections")
@RELAXED
@given(
    tables=st.dictionaries(
        st.sampled_from(["tee", "jeans", "../x", "con"]) | st.text(max_size=8),
        st.dictionaries(
            st.sampled_from(["dx", "dy", "scale", "rotation_deg", "width"]), TOML_VALUES
        )
        | TOML_VALUES,
        max_size=4,
    )
)
def test_any_corrections(reader, tables):
    parse(reader, tomlkit.dumps(tables).encode())


@every("words")
@RELAXED
@given(
    key=st.sampled_from(KEYS) | st.text(max_size=9), value=st.text(max_size=30) | SCALARS.map(str)
)
def test_any_word_of_the_command_line(reader, key, value):
    parse(reader, f"{key}={value}".encode("utf-8", "surrogatepass"))


@every("source")
@RELAXED
@given(
    kind=st.sampled_from(
        ["demo", "synthetic", "camera", "http", "rtsp", "file", "", "~", "/dev/video"]
    ),
    joint=st.sampled_from([":", "://", "", "/"]),
    rest=st.text(max_size=20) | st.integers().map(str) | st.just("9" * 5000) | st.just("a" * 5000),
)
def test_any_name_of_a_source(reader, kind, joint, rest):
    parse(reader, f"{kind}{joint}{rest}".encode("utf-8", "surrogatepass"))


def test_sound_files_are_of_use(tmp_path):
    """Or none of this would show anything."""
    for name in sorted(set(PARSERS) & set(KINDS)):
        folder = tmp_path / name
        folder.mkdir()
        reader = PARSERS[name](folder)
        seeds = KINDS[name].seeds()
        assert any(parse(reader, seed) for seed in seeds), name


def test_a_reader_that_lets_something_through_is_noticed():
    def careless(data: bytes) -> None:
        json.loads(data)

    with pytest.raises(ValueError, match="Expecting"):
        parse(careless, b"{")
