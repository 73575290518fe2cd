"""Judge what a command did whose disk failed: wholly or not at all, said in one line, and gone on with."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import attrs

from disk_faults.calls import Called, listed, run
from disk_faults.scenarios import LOG, Scenario

DONE, REFUSED = "done", "refused"


@attrs.frozen
class Expected:
    """What the result holds before and after the command when nothing fails, and what is in the folder."""

    before: str
    after: str
    files: frozenset[str]


def held(log: str) -> str:
    """Return what a log exports, having verified it; why not, if it is not there or not sound."""
    if not Path(log).exists():
        return "none"
    verified = run(["--log", log, "verify"])
    if verified.code:
        return f"does not verify: exit {verified.code}, {verified.err}"
    return _without_ids(run(["--log", log, "export"]).out)


def _without_ids(export: str) -> str:
    """Return an export without what is drawn anew each time: ids that nobody gave, and the checkpoint."""
    import re

    records = export.rstrip("\n").rpartition("\n")[0]
    return re.sub(r'"id":"0[0-9a-f]{7}-[0-9a-f-]{27}",?', "", records)


def expected(scenario: Scenario, folder: Path) -> Expected:
    """Return what a command does in an empty folder where nothing fails.

    Raises:
        RuntimeError: it does not do it.
    """
    scenario.prepare(folder)
    before = held(scenario.result)
    done = scenario.call()
    after = held(scenario.result)
    if done.code or (before == after and scenario.name != "upgrade"):
        raise RuntimeError((scenario.name, done))
    return Expected(before, after, frozenset(listed(folder)))


def judged(
    scenario: Scenario, want: Expected, folder: Path, failing: Callable[[], None]
) -> tuple[str, str | None]:
    """Call a command in an empty folder while the disk fails; return DONE or REFUSED, and what is wrong.

    Args:
        scenario: the command.
        want: what it does where nothing fails.
        folder: an empty folder.
        failing: arms the disk.
    """
    scenario.prepare(folder)
    given = run(scenario.arguments.split(), scenario.env, failing)
    verdict = REFUSED if given.code else DONE
    return verdict, _wrong(scenario, want, folder, given)


def _wrong(scenario: Scenario, want: Expected, folder: Path, given: Called) -> str | None:
    if given.code and (given.code != 1 or len(given.faults) != 1 or "Traceback" in given.err):
        return f"exit {given.code}, {given.err[-600:]!r}"
    found = held(scenario.result)
    told_done = (
        not given.code or "appended, but" in given.err or "what was appended is in the log" in given.err
    )
    if found != (want.after if told_done else want.before):
        state = {want.before: "as before", want.after: "as after it"}.get(found, found[:300])
        return f"exit {given.code}, {given.err[-300:]!r}, and the log is {state}"
    files, again = want.files, None
    if not told_done or scenario.again:
        again = scenario.call()
        if again.code:
            return f"does not go on: {again.err!r} after {given.err[-300:]!r}"
    else:  # until the log is opened for writing again
        files |= {f"{LOG}-wal", f"{LOG}-shm", f"{LOG}-journal"}
    if held(scenario.result) != want.after:
        return f"gone on: {held(scenario.result)[:300]}"
    left = {name for name in listed(folder) if not name.startswith(f"{LOG}-whole.") or again} - files
    return f"left {sorted(left)} after {given.err[-200:]!r}" if left else None
