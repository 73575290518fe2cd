"""A command looks a log up once: it reads the declarations once, and parses each storybook once."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from cli.calls import Caller, environment

COUNTED = {
    "tomllib._parser": "loads",
    "chrono.model.storybook": "storybook",
    "chrono.model.shelf": "assemble",
    "chrono.lookup.log_lookup": "__attrs_post_init__",
}
"""The functions whose calls are counted: one in each module."""
COUNTING = """
import json, sys
from collections import Counter
from chrono.cli import call

counted, calls = json.loads(sys.argv[1]), Counter()

def count(frame, event, _):
    module = frame.f_globals.get("__name__")
    if event == "call" and counted.get(module) == frame.f_code.co_name:
        calls[module] += 1

sys.setprofile(count)
code = call(sys.argv[2:])
sys.setprofile(None)
print(json.dumps([code, calls]))
"""


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(
            ("append", "lawsuit.settled", "case=musk-v-openai", "--occurred", "2026-03", "--source", "new",
             "--publisher", "FT", "--published", "2026-04-02"),
            id="a report of a new source",
        ),
        pytest.param(("append", "--like", "@last", "--locator", "P14"), id="a report like another"),
        pytest.param(("source", "add", "new", "--publisher", "FT"), id="a source"),
        pytest.param(("rank", "@last", "deprecated", "--why", "mistranslated"), id="a ranking"),
        pytest.param(("retraction", "@last", "--reported", "2026-04", "--why", "w"), id="a retraction"),
        pytest.param(("find", "Stargate"), id="a search"),
    ],
)  # fmt: skip
def test_a_command_looks_up_the_log_and_its_storybook_once(
    chrono: Caller, arguments: tuple[str, ...]
) -> None:
    run = subprocess.run(
        [sys.executable, "-c", COUNTING, json.dumps(COUNTED), *arguments],
        cwd=chrono.folder,
        env=environment(),
        capture_output=True,
        check=True,
        timeout=60,
    )

    code, calls = json.loads(run.stdout.splitlines()[-1])
    assert (code, calls) == (0, dict.fromkeys(COUNTED, 1))
