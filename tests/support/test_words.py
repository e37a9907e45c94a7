"""Every word that people read is translated, and what is compiled is what was translated."""

import re
from pathlib import Path

import pytest

from tests.support import words
from tests.support.words import I18N, LANGUAGES, PATTERNS

RENEW = "run python -m tests.support.words --update, and translate what it names"


def ts_of(language: str) -> Path:
    return I18N / f"tryon_ar_{language}.ts"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_is_translated_with_the_same_parts(language):
    assert words.faults(ts_of(language)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_is_missing_or_obsolete(language, tmp_path):
    renewed = tmp_path / ts_of(language).name
    renewed.write_bytes(ts_of(language).read_bytes())
    words.gather(renewed)

    def sources(ts: Path) -> set[tuple[str, str]]:
        return {(context, source) for context, source, _, _ in words.entries(ts)}

    kept, needed = sources(ts_of(language)), sources(renewed)
    assert kept - needed == set(), f"obsolete: {RENEW}"
    assert needed - kept == set(), RENEW


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_compiled_is_what_is_written(language, tmp_path):
    compiled = tmp_path / "words.qm"
    words.compile_words(ts_of(language), compiled)
    assert compiled.read_bytes() == ts_of(language).with_suffix(".qm").read_bytes(), RENEW


def test_the_patterns_of_sentences_are_those_of_the_code():
    assert PATTERNS.read_text(encoding="utf-8").splitlines() == words.patterns(), RENEW


def test_statuses_and_errors_of_cameras_are_among_the_patterns():
    found = words.patterns()
    assert "Nobody in the picture" in found
    assert "{name} is being used by another program." in found
    assert "The demo is playing instead." in found
    assert not any(re.search(r"%[sd]", one) for one in found)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("fault", ["unfinished", "parts"])
def test_faults_are_found(language, fault, tmp_path):
    text = ts_of(language).read_text(encoding="utf-8")
    if fault == "parts":
        broken = re.sub(r"(<translation>[^<]*){name}", r"\1{nome}", text, count=1)
    else:
        broken = text.replace("<translation>", '<translation type="unfinished">', 1)
    assert broken != text
    path = tmp_path / ts_of(language).name
    path.write_text(broken, encoding="utf-8")
    assert fault in "".join(words.faults(path)[:1])
