"""The types of record: none gets by without one of its parts."""

from __future__ import annotations

import subprocess
import sys

import pytest

from chrono.model.record_types import RECORD_TYPES
from chrono.model.records import RECORD_KEYS
from chrono.write.record_faults import check_keys

NOTE = """
from chrono.model.record_types import RECORD_TYPES, RecordType
{before}
RECORD_TYPES["note"] = RecordType(name="note", named_by="id", needs=frozenset())
import {module}
"""


@pytest.mark.parametrize(
    ("before", "module", "says"),
    [
        pytest.param(
            "",
            "chrono.model.records",
            'chrono.model.records.RECORD_CLASSES has no entry for "note"',
            id="class",
        ),
        pytest.param(
            "import chrono.model.records",
            "chrono.write.admission",
            'chrono.write.admission.LOG_CHECKS has no entry for "note"',
            id="check against the log",
        ),
        pytest.param(
            """
import chrono.render.showing
""",
            "chrono.render.corrections",
            'chrono.render.corrections._FIX has no entry for "note"',
            id="words of the corrections log",
        ),
    ],
)
def test_a_type_without_one_of_its_parts_fails_at_import(before: str, module: str, says: str) -> None:
    code = NOTE.format(before=before, module=module)

    run = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)

    assert run.returncode == 1
    assert run.stderr.splitlines()[-1].endswith(f"LookupError: {says}")


def test_a_key_whose_value_nothing_checks_is_refused() -> None:
    with pytest.raises(LookupError, match='record type "note" has no check of its key "text"'):
        check_keys(
            {**RECORD_KEYS, "note": {"text": True}}, {key for own in RECORD_KEYS.values() for key in own}
        )


def test_what_names_a_record_by_id_names_types_that_have_one() -> None:
    named = {name for each in RECORD_TYPES.values() for name in each.of}

    assert named == {"report", "correction", "retraction"}
    assert {RECORD_TYPES[name].named_by for name in named} == {"id"}
