"""A small storybook that has every reducer, and its records, for tests of rules rather than of a story.

Things are put and cut, held for a span, and seen; a name alone identifies what is `named`.
"""

from __future__ import annotations

from functools import partial

from given import Given, Record, given

_FIELDS = """
fields.thing = "entity"
fields.word = "word?"
fields.text = "text?"
fields.amount = "quantity?"
fields.number = "number?"
fields.sure = "bool?"
fields.due = "date?"
fields.who = "entity?"
fields.role = "word?"
fields.members = "entity[]?"
"""

THINGS = f"""
[storybook]
name = "things"

[kinds.put]{_FIELDS}
[kinds.cut]{_FIELDS}
[kinds.seen]{_FIELDS}
[kinds.held]{_FIELDS}
span = true
[kinds.named]{_FIELDS}
identity = ["thing", "word"]
[kinds.kept]{_FIELDS}
like = ["named"]

[projections.thing]
key = "thing"
[projections.thing.fields]
word = {{ reduce = "latest", from = {{ put = "word", named = "word" }} }}
amount = {{ reduce = "latest", from = {{ put = "amount" }} }}
number = {{ reduce = "latest", from = {{ put = "number" }} }}
text = {{ reduce = "latest", from = {{ put = "text" }} }}
sure = {{ reduce = "latest", from = {{ put = "sure" }} }}
due = {{ reduce = "latest", from = {{ put = "due" }} }}
list = {{ reduce = "latest", from = {{ put = "members" }} }}
cleared = {{ reduce = "latest", from = {{ put = "word", cut = {{ value = "none" }} }} }}
opening = {{ reduce = "first", from = {{ put = "word" }} }}
planned = {{ reduce = "latest", from = {{ put = "word" }}, modality = ["planned"] }}
scheduled = {{ reduce = "latest", from = {{ put = "@occurred" }}, modality = ["planned"] }}
alleged = {{ reduce = "latest", from = {{ put = "word" }}, modality = ["alleged"] }}
newest = {{ reduce = "latest", from = {{ put = "word" }}, policy = ["newest"] }}
red = {{ reduce = "latest", from = {{ put = "word" }}, where = {{ role = "red" }} }}
ours = {{ reduce = "latest", from = {{ put = "word" }}, where = {{ members = "us" }} }}
when = {{ reduce = "latest", from = {{ put = "@occurred" }} }}
told = {{ reduce = "latest", from = {{ put = "@reported" }} }}
by = {{ reduce = "latest", from = {{ put = "@by" }} }}
standing = {{ reduce = "latest", from = {{ put = "@standing" }} }}
source = {{ reduce = "latest", from = {{ put = "@source" }} }}
summary = {{ reduce = "latest", from = {{ put = "@summary" }} }}
development = {{ reduce = "latest", from = {{ put = "@development" }} }}
count = {{ reduce = "count", of = ["put"] }}
sum = {{ reduce = "sum", from = {{ put = "amount" }} }}
least = {{ reduce = "least", from = {{ put = "amount" }} }}
greatest = {{ reduce = "greatest", from = {{ put = "amount" }} }}
median = {{ reduce = "median", from = {{ put = "amount" }} }}
middle = {{ reduce = "median", from = {{ put = "number" }} }}
tally = {{ reduce = "sum", from = {{ put = "number" }} }}
all = {{ reduce = "collect", of = ["put"], fields = ["word", "amount"] }}
tenure = {{ reduce = "span", from = ["put"], until = ["cut"] }}
[projections.thing.fields.status]
reduce = "status"
initial = "nothing"
on = {{ put = {{ field = "word" }}, cut = "gone" }}
observe = {{ seen = {{ field = "word" }} }}
[projections.thing.fields.watched]
reduce = "latest"
from = {{ put = "word", cut = {{ value = "gone" }} }}
observe = {{ seen = "word" }}
[projections.thing.fields.members]
reduce = "set"
add = {{ put = "members" }}
remove = {{ cut = "members" }}
observe = {{ seen = "members" }}
[projections.thing.fields.guests]
reduce = "set"
add = {{ put = "members" }}
remove = {{ cut = "members" }}
during = {{ held = "members" }}
[projections.thing.fields.pairs]
reduce = "set"
add = {{ put = ["who", "role"] }}
[projections.thing.fields.roles]
reduce = "map"
put = {{ put = {{ key = ["who"], value = ["role"] }} }}
drop = {{ cut = ["who"] }}
observe = {{ seen = {{ key = ["who"], value = ["role"] }} }}

[projections.everything]
key = "*"
[projections.everything.fields]
count = {{ reduce = "count", of = ["put"] }}

[projections.group]
key = "members"
[projections.group.fields]
word = {{ reduce = "latest", from = {{ put = "word" }} }}
"""

_KEYS = (
    "source",
    "id",
    "development",
    "reported",
    "attribution",
    "locator",
    "quote",
    "summary",
    "modality",
    "after",
)


def told(kind: str, occurred: object, **given_: object) -> Record:
    """Return a report of `kind` about the thing "x" by source "a"; what is no key of a report is its data."""
    keys = {name: given_.pop(name) for name in _KEYS if name in given_}
    return {"source": "a", **keys, "kind": kind, "occurred": occurred, "data": {"thing": "x", **given_}}


put, cut, seen, held, named, kept = (
    partial(told, each) for each in ("put", "cut", "seen", "held", "named", "kept")
)


def source(
    slug: str, published: str | None = None, *, publisher: str | None = None, **more: object
) -> Record:
    """Return a source record; its publisher is named like its slug where none is given."""
    made = {"record": "source", "slug": slug, "publisher": publisher or slug, **more}
    return made if published is None else {**made, "published": published}


def mending(record: str, of: str, reported: str | None = None, **more: object) -> Record:
    """Return a correction, retraction, amendment or ranking of a record."""
    made = {"record": record, "of": of, "why": "a reason", **more}
    return made if reported is None else {**made, "reported": reported}


correction, retraction, amendment, ranking = (
    partial(mending, each) for each in ("correction", "retraction", "amendment", "ranking")
)


def merge(*developments: str, **more: object) -> Record:
    """Return a merge of developments."""
    return {"record": "merge", "developments": list(developments), "why": "a reason", **more}


def things(*records: Record) -> Given:
    """Return a chronicle with these records, asked about the thing "x", long after all of them."""
    return given(*records, storybook=THINGS).about("thing/x").as_of("2025-06-01")
