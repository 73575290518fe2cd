"""The sorts of input: how each is mutated, and what has to hold of any of them.

Every input is one text, so that whatever was found can be kept as a small file and tried again.
"""

from __future__ import annotations

import json
import random
import re
import time
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from datetime import time as time_of_day
from pathlib import Path

import attrs

from chrono import Chronicle
from chrono.errors import BadAmount, BadDate, ChronoError
from chrono.lookup.decoding import decode
from chrono.model.record_parts import Record
from chrono.render import english, japanese
from chrono.tables.export import columns, record, rows
from chrono.testing import new_chronicle
from chrono.values import quantities, times
from chrono.values.zones import zone_of
from chrono.write.append import RefusedBatch
from chrono.write.codec import BadLine, line, parse_line
from chrono.write.form import toml
from eventlog import EventLogError
from fuzzing import mutations, seeds
from fuzzing.calls import Folder, Outcome

LONGEST = 1.0
"""How many seconds of processor time an input may take, beyond what a sound one does."""


class Finding(Exception):
    """Something that does not hold of an input."""


@attrs.frozen
class Target:
    """One sort of input."""

    mutated: Callable[[random.Random], str]
    check: Callable[[str], bool]
    """Returns whether the input was taken; raises whatever is wrong."""


def expect(holds: object, what: str) -> None:
    """Raise that something does not hold."""
    if not holds:
        raise Finding(what)


@contextmanager
def in_time(longest: float = LONGEST) -> Iterator[None]:
    """Check that what is done takes no longer than it may."""
    start = time.process_time()
    yield
    spent = time.process_time() - start
    expect(spent <= longest, f"slow: {spent:.1f} s")


# --- values --------------------------------------------------------------------------------------


def check_date(text: str) -> bool:
    """Check that a text is a date in every place or in none, and that its words and bounds can be written."""
    taken = False
    for span in (False, True):
        try:
            when = times.when(text, span=span)
        except BadDate:
            continue
        taken = True
        expect(english.in_words(when) and japanese.in_words(when), "no words")
        again = times.text_of(when.earliest, when.latest)
        bounds = times.parse(again)
        open_ = when.earliest == when.latest and when.earliest in (times.PAST, times.FUTURE)
        expect(
            open_ or (bounds.earliest, bounds.latest) == (when.earliest, when.latest),
            f"other bounds: {again}",
        )
    for zone in (None, "Asia/Tokyo", "-12:00"):
        for read in (lambda value, zone=zone: times.reported(value, zone), times.bound):
            try:
                read(text)
            except BadDate:
                continue
    return taken


def check_amount(text: str) -> bool:
    """Check that an amount in words is read back from JSON as the same, and agrees with itself."""
    try:
        amount = quantities.quantity(text)
    except BadAmount:
        return False
    shape = quantities.to_json(amount)
    again = quantities.quantity(shape)
    expect(again == amount, f"other amount: {shape}")
    expect(quantities.agree(amount, amount) and quantities.intersection(amount, amount), "no agreement")
    expect(english.amount_in_words(amount) and japanese.amount_in_words(amount), "no words")
    quantities.add(amount, amount)
    return True


def check_zone(text: str) -> bool:
    """Check that a text is a time zone in which any time can be read, or none."""
    try:
        zone_of(text)
    except ValueError:
        return False
    for moment in ("0001-01-01T00:00", "2024-03-31T02:30", "9999-12-31T23:59:59"):
        try:
            times.reported(moment, text)
        except BadDate:
            continue
    return True


# --- records and storybooks ----------------------------------------------------------------------


def check_records(text: str) -> bool:
    """Check that lines of records are taken whole or not at all, and that what is taken can be had again."""
    made = new_chronicle(seeds.STORYBOOK)
    head, records = made.log.head(), []
    for given in text.split("\n"):
        try:
            records.append(parse_line(given))
        except BadLine:
            return False
    try:
        made.append(*records)
    except RefusedBatch as err:
        expect(made.log.head() == head, "a write on refusal")
        expect(all(what for each in err.refusals for _, what in each.faults), "a refusal without a reason")
        try:
            made.append_all(records, keep_going=True)
        except RefusedBatch:  # the end of an export counts others: nothing is taken, whatever else is sound
            expect(made.log.head() == head, "a write on refusal")
        check_log(made)
        return False
    check_log(made)
    return True


def check_storybook(text: str) -> bool:
    """Check that a storybook is refused, or that no answer dies of it."""
    made = new_chronicle()
    try:
        made.append({"record": "storybook", "toml": text})
    except RefusedBatch:
        expect(made.log.head() == 0, "a write on refusal")
        return False
    made.append_all([*seeds.RECORDS, *_records_for(made)], keep_going=True)
    check_log(made)
    return True


def _records_for(made: Chronicle) -> Iterator[Record]:
    """Yield reports of the kinds that a storybook declares, with something in every field."""
    book = next(iter(made.shelf.storybooks.values()), None)
    values = {"number": 5, "quantity": "5 USD", "date": "2024-02", "bool": True}
    for n, kind in enumerate(book.kinds.values() if book is not None else ()):
        data: dict[str, object] = {}
        for name, each in kind.fields.items():
            value = values.get(each.base, "e")
            if each.base == "quantity" and each.unit not in (None, "*"):
                value = {"amount": 5, "unit": each.unit}
            data[name] = [value] if each.listed else value
        told = {"kind": kind.name, "source": "s", "data": data, "summary": "x"}
        yield {**told, "id": f"f{n}", "occurred": "2024-02"}
        yield {**told, "id": f"g{n}", "occurred": "2024-03-01", "modality": "planned"}
        yield {
            **told,
            "id": f"h{n}",
            "occurred": "2023/2024",
            "modality": "alleged",
            "after": [f"{kind.name}:e"],
        }


TARGETS_ASKED = 8
"""How many targets of a log are asked about."""


def check_log(made: Chronicle) -> None:
    """Check that every answer on a log can be given, and that its exports make the same log again."""
    targets = [f"{projection.name}/{key}" for projection, key in made.view().targets()]
    for target in targets[:TARGETS_ASKED]:
        made.state(target, as_of="2024-02-20").to_dict(accounts=True)
        made.explain(target)
    for target in targets[:2]:
        list(made.replay(target, by="press"))
    made.timeline()
    made.timeline(as_of="2024-02-10", known_at="2024-04")
    made.check(as_of="2030")
    made.corrections()
    held = [dict(decode(each).record) for each in made.records()]
    _check_again(held, [parse_line(line(each)) for each in held], "JSON Lines")
    header = columns(held)
    _check_again(held, [record(header, cells) for cells in rows(held, header)], "CSV")


def _check_again(held: list[dict[str, object]], given: list[dict[str, object]], form: str) -> None:
    """Check that what was exported makes the same log."""
    again = new_chronicle()
    try:
        again.append(*given)
    except RefusedBatch as err:
        raise Finding(f"an export ({form}) is not taken: {ascii(str(err))[:300]}") from err
    expect([dict(decode(each).record) for each in again.records()] == held, f"an export ({form}) differs")


# --- files and calls -----------------------------------------------------------------------------


def check_import(text: str) -> bool:
    """Check that a dry run of an import writes nothing and says what the import does."""
    given = json.loads(text)
    with Folder.of(seeds.STORYBOOK, seeds.RECORDS[:2]) as folder:
        for name in ("sheet.csv", "map.toml"):
            if name in given:
                (folder.path / name).write_bytes(given[name].encode("utf-8", "surrogatepass"))
        call = ["import", "sheet.csv", *(["--map", "map.toml"] if "map.toml" in given else [])]
        head = folder.head()
        dry = checked(folder, [*call, "--dry-run"])
        expect(folder.head() == head, "a dry run that writes")
        done = checked(folder, [*call, "--rejects", "rejects.csv"])
        expect(done.code in (0, 4) or folder.head() == head, "a write on refusal")
        counts = _counted(dry.out), _counted(done.err)
        expect(
            done.code not in (0, 4) or counts[0] == counts[1],
            f"a dry run that disagrees with the run: {counts}",
        )
        expect((dry.code == 0) == (done.code in (0, 4)), f"a dry run that disagrees: {dry.code}, {done.code}")
    return done.code == 0


def _counted(said: str) -> tuple[str, ...]:
    """Return how many of how many rows are appended, are there already and are left out."""
    found = re.search(r"append(?:ed)? ([0-9,]+) of ([0-9,]+) rows", said)
    more = [re.search(rf"([0-9,]+) {what}", said) for what in ("are in the log already", "rejected")]
    return (*(found.groups() if found else ()), *(each[1] if each else "0" for each in more))


def check_question(text: str) -> bool:
    """Check that a question is answered or refused in a line, and that nothing is written."""
    with Folder.shared(seeds.STORYBOOK, seeds.RECORDS) as folder:
        head = folder.head()
        done = checked(folder, json.loads(text))
        expect(folder.head() == head or done.code == 0, "a write on refusal")
        return done.code == 0


def check_command(text: str) -> bool:
    """Check that a command line does what it does, or is refused in lines and writes nothing."""
    files = {
        "records.jsonl": '{"kind":"a.b","source":"s","occurred":"2024","data":{"k":"q"}}\n{"kind":"a.c"}\n',
        "sheet.csv": seeds.SHEET,
        "map.toml": seeds.MAP,
        "export.csv": seeds.EXPORT,
        "book.toml": '[storybook]\nname = "n"\n[kinds."n.o"]\nfields.k = "word"\n',
        "batch.jsonl": '{"target":"p/e","as_of":"2024-03"}\n{"target":"one","known_at":"2024-05"}\n',
    }
    arguments = json.loads(text)
    with Folder.of(seeds.STORYBOOK, seeds.RECORDS) as folder:
        for name, content in files.items():
            (folder.path / name).write_text(content, "utf-8")
        head = folder.head()
        done = checked(folder, arguments)
        expect(done.code in (0, 4) or folder.head() == head, "a write on refusal")
        if "--dry-run" in arguments:
            expect(folder.head() == head, "a dry run that writes")
        if folder.head() != head:
            with Chronicle.open(folder.path / "chrono.db") as opened:
                check_log(opened)
        return done.code == 0


def checked(folder: Folder, arguments: list[str]) -> Outcome:
    """Return what a call did; it ends with a code of the contract, and says why in lines of its own."""
    done = folder.call(arguments)
    expect(done.code in range(6), f"exit code {done.code}")
    expect("Traceback" not in done.err, "a traceback")
    expect(done.code == 0 or done.err.strip(), "a refusal without a word")
    return done


# --- mutations -----------------------------------------------------------------------------------


def _of_texts(name: str) -> Callable[[random.Random], str]:
    given = seeds.lines(name)
    return lambda rng: mutations.text(rng, rng.choice(given))


def _records(rng: random.Random) -> str:
    given = [
        mutations.structure(rng, each, NAMES) if rng.random() < 1 / 4 else each for each in seeds.RECORDS
    ]
    lines = [json.dumps(each) for each in given]
    if rng.random() < 1 / 10:
        n = rng.randrange(len(lines))
        lines[n] = mutations.text(rng, lines[n]).replace("\n", " ")
    return "\n".join(lines).encode("utf-8", "replace").decode()


NAMES = tuple(
    {key for each in seeds.RECORDS for key in each}
    | {"p", "e", "r1", "c1", "m1", "s", "u", "d", "a.b", "a.c"}
)
BOOKS = seeds.storybooks()
BOOK_WORDS = tuple(seeds.lines("words.txt"))


def _toml_text(table: mutations.Container) -> str:
    """Return tables as TOML, one key a line."""
    assert isinstance(table, dict)  # noqa: S101 - a text of TOML is always one
    return "".join(
        f"{toml(str(key))} = {toml(_dated(value))}\n" for key, value in table.items() if value is not None
    )


def _dated(value: object) -> object:
    if isinstance(value, dict):
        return {str(key): _dated(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_dated(each) for each in value if each is not None]
    return value.isoformat() if isinstance(value, date | datetime | time_of_day) else value


def _of_toml(texts: list[str], words: tuple[str, ...]) -> Callable[[random.Random], str]:
    tables = [tomllib.loads(text) for text in texts]

    def mutated(rng: random.Random) -> str:
        # the one with everything in it is the one that is mutated most
        n = 0 if rng.random() < 1 / 2 else rng.randrange(len(texts))
        if rng.random() < 1 / 5:
            return mutations.text(rng, texts[n]).encode("utf-8", "replace").decode()
        return _toml_text(mutations.structure(rng, tables[n], words)).encode("utf-8", "replace").decode()

    return mutated


_map = _of_toml(
    [seeds.MAP],
    (
        *NAMES,
        *BOOK_WORDS,
        "column",
        "format",
        "offset",
        "split",
        "unit",
        "decimal",
        "prefix",
        "values",
        "Filed",
        "Case",
        "Cost",
    ),
)


def _sheet(rng: random.Random) -> str:
    if rng.random() < 1 / 3:
        return json.dumps({"sheet.csv": mutations.text(rng, seeds.EXPORT)})
    which = rng.randrange(3)
    return json.dumps(
        {
            "sheet.csv": mutations.text(rng, seeds.SHEET) if which != 1 else seeds.SHEET,
            "map.toml": _map(rng) if which != 0 else seeds.MAP,
        }
    )


FORBIDDEN = ("--install-completion", "--show-completion", "demo", "--edit")
"""What writes outside the log, or takes too long."""


def _of_commands(given: list[list[str]]) -> Callable[[random.Random], str]:
    options = sorted({each for call in given for each in call if each.startswith("--")})
    values = sorted({each for call in given for each in call[1:] if not each.startswith("--")})
    values += [*seeds.lines("dates.txt"), *map(str, range(20))]

    def mutated(rng: random.Random) -> str:
        call = list(rng.choice(given))
        for _ in range(rng.choice((1, 1, 2, 3))):
            _call_changed(rng, call, options, values)
        safe = [each for each in call if not any(word in each for word in FORBIDDEN)]
        return json.dumps([_inside(each) for each in safe])

    return mutated


def _inside(argument: str) -> str:
    """Return an argument that leads to no file outside the folder of the call, and holds no NUL."""
    return argument.replace("\0", "").replace("..", ".").lstrip("/~")


def _call_changed(rng: random.Random, call: list[str], options: list[str], values: list[str]) -> None:
    if len(call) < len(("a command", "a value")):
        call.append(rng.choice(values))
    # what an option is given is changed more often than which one it is, and the command least of all
    at = rng.choice(
        [n for n, each in enumerate(call) for _ in range(1 if each.startswith("--") or not n else 6)]
    )
    way = rng.random()
    if way < 0.1:
        del call[at]
    elif way < 0.2:
        call += [rng.choice(options), rng.choice((*values, *mutations.NASTY_TEXTS))]
    elif way < 0.3:
        call.insert(at, rng.choice((*options, *mutations.NASTY_TEXTS)))
    elif way < 0.6:
        call[at] = rng.choice(values)
    elif way < 0.7:
        call[at] = rng.choice(mutations.NASTY_TEXTS)
    else:
        call[at] = mutations.text(rng, call[at])


TARGETS: dict[str, Target] = {
    "dates": Target(_of_texts("dates.txt"), check_date),
    "amounts": Target(_of_texts("amounts.txt"), check_amount),
    "zones": Target(_of_texts("zones.txt"), check_zone),
    "records": Target(_records, check_records),
    "storybooks": Target(_of_toml(BOOKS, BOOK_WORDS), check_storybook),
    "imports": Target(_sheet, check_import),
    "urls": Target(
        lambda rng: json.dumps(
            [
                "--log",
                mutations.text(rng, rng.choice(seeds.lines("urls.txt")))
                .replace("\0", "")
                .replace("..", ".")
                .lstrip("/~"),
                "info",
            ]
        ),
        check_question,
    ),
    "questions": Target(_of_commands(seeds.QUESTIONS), check_question),
    "commands": Target(_of_commands(seeds.COMMANDS), check_command),
}
"""Every sort of input, by name."""


def outcome(name: str, text: str) -> str | None:
    """Return what is wrong with the answer to an input, or None; a sound refusal is nothing wrong."""
    return judged(name, text)[0]


def judged(name: str, text: str) -> tuple[str | None, bool]:
    """Return what is wrong with the answer to an input, or None, and whether the input was taken."""
    try:
        with in_time():
            return None, TARGETS[name].check(text)
    except Finding as err:
        return str(err), False
    except (ChronoError, EventLogError) as err:
        return f"not foreseen: {type(err).__name__}: {ascii(str(err))[:200]}", False
    except Exception as err:  # noqa: BLE001 - that any other error is found is what this is for
        trace = err.__traceback__
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        where = (
            "" if trace is None else f" at {Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}"
        )
        return f"{type(err).__name__}{where}: {ascii(str(err))[:200]}", False
