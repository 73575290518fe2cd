"""Projections in Python that installed packages offer, asked for on the command line."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from cli.calls import ROOT, Caller, spawn

CODE = """
class Steps:
    name = {name!r}
    title = "Steps of a suit"
    key = "case"
    kinds = ("lawsuit.filed", "lawsuit.withdrawn", "lawsuit.refiled")
    initial = {{"count": 0, "last": None}}
    cumulative = ("count",)

    def apply(self, state, development):
        {body}
"""
BODY = 'return {"count": state["count"] + 1, "last": development.kind.removeprefix("lawsuit.")}'
Install = Callable[..., Path]


def package_in(folder: Path) -> str:
    """The one package in a folder: no two have one name, as what is imported once stays."""
    return f"steps_{folder.name}"


@pytest.fixture
def install(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Installs a package that offers a projection, as pip leaves it; returns the folder that holds it."""

    def installed(
        *, name: str = "steps", offered: str | None = None, code: str | None = None, body: str = BODY
    ) -> Path:
        folder = tmp_path_factory.mktemp("site")
        package = package_in(folder)
        (folder / f"{package}.py").write_text(code or CODE.format(name=name, body=body), "utf-8")
        info = folder / f"{package}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n", "utf-8")
        entry = f"[chrono.projections]\n{offered or name} = {package}:Steps\n"
        (info / "entry_points.txt").write_text(entry, "utf-8")
        monkeypatch.syspath_prepend(folder)
        return folder

    return installed


def test_an_installed_projection_answers_in_a_process_of_its_own(chrono: Caller, install: Install) -> None:
    paths = os.pathsep.join((str(ROOT), str(install())))
    done = spawn(
        *("state", "steps/musk-v-openai", "--as-of", "2024-07-01", "--format", "csv"),
        folder=chrono.folder,
        env={"PYTHONPATH": paths},
    )

    rows = list(csv.DictReader(io.StringIO(done.stdout.decode())))
    assert (done.returncode, done.stderr) == (0, b"")
    assert [(row["field"], row["value"], row["certainty"]) for row in rows] == [
        ("count", "2", "certain"),
        ("last", "withdrawn", "certain"),
    ]


def test_it_is_replayed_as_its_dates_allow(chrono: Caller, install: Install) -> None:
    install()

    found = chrono("replay", "steps/musk-v-openai", "--format", "jsonl", "--to", "2024-06-30").lines()

    # Filed in February and withdrawn in June 2024, no day given: each month opens and closes a step (P24).
    told = [(step["at"], step["changes"]["count"]["after"]["possible"]) for step in found]  # type: ignore[index]
    assert told == [("2024-02-01", [0, 1]), ("2024-02-29", []), ("2024-06-01", [1, 2]), ("2024-06-30", [])]


@pytest.mark.parametrize("form", ["table", "json", "jsonl", "csv", "md"])
@pytest.mark.parametrize(
    "command",
    [
        ("state", "steps/musk-v-openai"),
        ("replay", "steps/musk-v-openai", "--by", "press"),
        ("replay", "steps/musk-v-openai", "--by", "file"),
        ("explain", "steps/musk-v-openai.last"),
        ("diff", "steps/musk-v-openai", "--as-of", "2024-03-31/2024-07-01"),
        ("compare", "steps/musk-v-openai", "--between", "wsj-ja,newsweek-jp"),
    ],
    ids=lambda each: " ".join(each[:1] + each[2:]),
)
def test_every_question_can_be_asked_in_every_format(
    chrono: Caller, install: Install, command: tuple[str, ...], form: str
) -> None:
    install()

    done = chrono(*command, "--format", form)

    assert (done.code, done.err) == (0, "")
    assert done.out


def test_it_is_listed_with_its_fields_and_keys(chrono: Caller, install: Install) -> None:
    install()

    rows = chrono("projections", "--format", "jsonl").lines()

    assert {"projection": "steps", "title": "Steps of a suit", "fields": ["count", "last"],
            "keys": ["musk-v-openai"]} in rows  # fmt: skip
    assert "lawsuit" in [row["projection"] for row in rows]


def test_a_question_about_a_declared_projection_reads_no_installed_one(
    chrono: Caller, install: Install
) -> None:
    read = chrono.folder / "read"
    install(code=f"from pathlib import Path\nPath({str(read)!r}).touch()\n")

    assert chrono("state", "lawsuit/musk-v-openai").code == 0
    assert not read.exists()
    assert chrono("projections").code == 0
    assert read.exists()


def test_a_misspelt_projection_is_answered_with_the_installed_one(chrono: Caller, install: Install) -> None:
    install()

    done = chrono("state", "stepps/musk-v-openai")

    assert (done.code, done.faults) == (3, ['chrono: unknown projection "stepps": did you mean "steps"?'])


@pytest.mark.parametrize(
    ("how", "fault"),
    [
        pytest.param(
            {"code": "import nowhere_at_all\n"},
            "does not load: ModuleNotFoundError: No module named 'nowhere_at_all'",
            id="does not load",
        ),
        pytest.param({"code": "Other = 1\n"}, "does not load: AttributeError: module", id="is not there"),
        pytest.param(
            {"code": "class Steps:\n    initial = {'n': 0}\n    key = '*'\n    kinds = ('lawsuit.filed',)\n"},
            "needs a method apply",
            id="has a fault",
        ),
        pytest.param({"offered": "other", "name": "steps"}, 'its entry point is called "other"', id="named"),
        pytest.param(
            {"code": CODE.format(name="steps", body=BODY).replace("lawsuit.filed", "lawsuit.field")},
            'listens to "lawsuit.field", which is no kind here: did you mean "lawsuit.filed"?',
            id="no kind",
        ),
    ],
)
def test_an_installed_projection_that_cannot_be_used_is_said_in_a_line(
    chrono: Caller, install: Install, how: dict[str, str], fault: str
) -> None:
    install(**how)

    done = chrono("state", f"{how.get('offered', 'steps')}/musk-v-openai")
    listed = chrono("projections", "--format", "jsonl")

    assert done.code == 1
    assert [fault in line for line in done.faults] == [True]
    assert listed.code == 0
    assert fault in listed.err
    assert "steps" not in [row["projection"] for row in listed.lines()]


def test_more_values_than_are_followed_are_told_in_words(empty: Caller, install: Install) -> None:
    install(body='return {"count": state["count"], "last": [*(state["last"] or ()), development.name]}')
    reports = [
        {
            "kind": "lawsuit.filed",
            "development": f"d{n}",
            "occurred": "2024",
            "source": {"slug": f"s{n}", "publisher": "Daily", "published": "2025-01-01"},
            "data": {"case": "a-v-b", "plaintiffs": ["a"], "defendants": ["b"]},
        }
        for n in range(8)
    ]
    assert empty("append", "--file", empty.file("reports.jsonl", *reports)).code == 0

    told = " ".join(empty("state", "steps/a-v-b", "--as-of", "2025-01-01").out.split())
    assert "or others POSSIBLE" in told


def test_an_apply_that_raises_is_said_in_a_line(chrono: Caller, install: Install) -> None:
    install(body='return {"count": 1 / state["count"], "last": None}')

    done = chrono("state", "steps/musk-v-openai")

    assert done.code == 1
    assert len(done.faults) == 1
    assert 'projection "steps": apply raised ZeroDivisionError: division by zero' in done.faults[0]


def test_what_an_apply_raises_brings_no_control_characters(chrono: Caller, install: Install) -> None:
    install(body=r'raise ValueError("a\x1b[31m\nb")')

    done = chrono("state", "steps/musk-v-openai")

    assert len(done.faults) == 1
    assert "\x1b" not in done.err


def test_a_declared_projection_stands_before_an_installed_one_of_its_name(
    chrono: Caller, install: Install
) -> None:
    before = chrono("state", "lawsuit/musk-v-openai", "--as-of", "2024-07-01").out
    install(name="lawsuit")

    assert chrono("state", "lawsuit/musk-v-openai", "--as-of", "2024-07-01").out == before
    assert chrono("projections").err == (
        'projection "lawsuit": the installed one is left out: that name is declared already\n'
    )


def test_a_name_that_two_packages_offer_is_refused(chrono: Caller, install: Install) -> None:
    one, two = (f"{package_in(install())}:Steps" for _ in range(2))

    done = chrono("state", "steps/musk-v-openai")

    told = f"several installed packages offer it: {one} and {two}"
    assert (done.code, done.faults) == (1, [f'chrono: projection "steps": {told}'])
