"""Calls in an empty folder, and logs of a storybook and records, of a test or kept beside the project."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from cli.calls import Caller

FIELD = Path(__file__).parents[3] / "shared" / "field"
"""The small inputs that real use found wrong, where they are kept beside the project."""
Made = Callable[..., Caller]


@pytest.fixture
def nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Caller:
    """Calls in an empty folder, without any log."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "400")  # no line is broken
    return Caller(tmp_path, capsys, monkeypatch)


@pytest.fixture
def made(nothing: Caller) -> Made:
    """Return what makes a log of a storybook, in TOML, and records, given as objects."""

    def make(book: str, *records: object) -> Caller:
        (nothing.folder / "book.toml").write_text(book, "utf-8")
        assert nothing("init", "--storybook", "book.toml").code == 0
        done = nothing("append", "--file", nothing.file("records.jsonl", *records))
        assert done.code == 0, done.err
        return nothing

    return make


@pytest.fixture
def kept(nothing: Caller) -> Made:
    """Return what makes a log of files that are kept beside the project: storybooks, then records."""

    def make(folder: str, *files: str) -> Caller:
        if not FIELD.exists():
            pytest.skip(f"THE INPUTS OF REAL USE ARE NOT TRIED: there is no {FIELD}")
        paths = [FIELD / folder / each for each in files]
        books = [option for each in paths if each.suffix == ".toml" for option in ("--storybook", each)]
        assert nothing("init", *books).code == 0
        for path in paths:
            if path.suffix == ".jsonl":
                done = nothing("append", "--file", path)
                assert done.code == 0, done.err
        return nothing

    return make


def text(screen: str) -> str:
    """Return a screen as one line, so that no wrapping hides what it says."""
    return " ".join(screen.split())


def row_of(screen: str, name: str) -> str:
    """Return the line of a CSV that a field begins."""
    return next(line for line in screen.splitlines() if line.startswith(f"{name},"))


def fields(done: object) -> dict[str, dict[str, object]]:
    """Return the fields of a state that was written as JSON."""
    return dict(json.loads(str(getattr(done, "out")))["fields"])  # noqa: B009 - a call of any kind


def source(slug: str, published: str = "2024-06-01", **more: object) -> dict[str, object]:
    """Return the record of a source whose publisher has its name in capitals."""
    return {"record": "source", "slug": slug, "publisher": slug.upper(), "published": published, **more}


def report(name: str, kind: str, by: str, occurred: object, /, **given: object) -> dict[str, object]:
    """Return a report; keys of the record itself in capitals (DEVELOPMENT="d1"), all others are its data."""
    own = {key.lower(): value for key, value in given.items() if key.isupper()}
    data = {key: value for key, value in given.items() if not key.isupper()}
    return {"kind": kind, "id": name, "source": by, "occurred": occurred, "data": data, **own}
