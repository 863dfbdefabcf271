"""The fixed part of a prompt is read once for good: a second process has it from disk."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from palate.llm.engine import Engine, Generated
from palate.llm.prefixes import MOST_FILES, Prefixes, prefix_folder

FIXED = {"role": "system", "content": "You read what people say to a recommender of films. " * 5}


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PALATE_CACHE", str(tmp_path))


def answered(engine: Engine, said: str, *, fixed: int = 1) -> Generated:
    body = {"messages": [FIXED, {"role": "user", "content": said}], "max_tokens": 2}
    try:
        return engine.generate(body, deadline=time.monotonic() + 60, fixed=fixed)
    finally:
        engine.close()


def cached(generated: Generated) -> int:
    return int(generated.usage["prompt_tokens_details"]["cached_tokens"])


def test_another_process_has_it_from_disk(smollm2: Path) -> None:
    answered(Engine(smollm2, context=512), "A comedy, please")
    (file,) = prefix_folder().iterdir()
    first = file.stat()
    again = answered(Engine(smollm2, context=512), "Something else")

    assert cached(again) > 50
    assert file.stat().st_ino == first.st_ino  # it was read, not made once more
    assert file.stat().st_mtime_ns > first.st_mtime_ns  # used last


def test_nothing_is_saved_of_a_prompt_without_a_fixed_part(smollm2: Path) -> None:
    answered(Engine(smollm2, context=512), "Hello", fixed=0)

    assert list(prefix_folder().iterdir()) == []


def test_a_damaged_file_costs_time_alone_and_what_a_person_said_is_not_saved(smollm2: Path) -> None:
    answered(Engine(smollm2, context=512), "My secret is 4711")
    (file,) = prefix_folder().iterdir()
    whole = file.read_bytes()
    file.write_bytes(b"nonsense")

    assert answered(Engine(smollm2, context=512), "A much longer message, " * 10).text
    again = file.read_bytes()
    assert (len(again), again[:16]) == (len(whole), whole[:16])


def test_the_oldest_go(monkeypatch: pytest.MonkeyPatch) -> None:
    folder = prefix_folder()
    prefixes = Prefixes(folder, "http://127.0.0.1:9", "key", "engine")

    def saved(_: Prefixes, action: str, name: str) -> bool:
        (folder / name).write_text(action)
        return True

    monkeypatch.setattr(Prefixes, "_asked", saved)
    for number in range(MOST_FILES + 3):
        prefixes.save(f"{number}")

    assert len(list(folder.iterdir())) == MOST_FILES
    assert not (folder / "0").exists()
