"""What the generated chronicles are about: kinds with their values, and fields that reach every rule."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

Value = Any


@attrs.frozen(kw_only=True)
class Theme:
    """A family of chronicles: its kinds, the values their fields take, and fields to choose from."""

    kinds: str
    values: Mapping[str, Mapping[str, tuple[Value, ...]]]
    spans: frozenset[str] = frozenset()
    likes: tuple[frozenset[str], ...] = ()
    fields: Mapping[str, str]
    member: str = ""
    """A second projection, by member, where there is one."""
    otherwise: float = 0.2
    """How often a report is of another modality than `occurred`."""
    modalities: tuple[str, ...] = ("denied", "denied", "planned", "alleged")
    """Those that it is then."""

    def alike(self, kind: str) -> list[str]:
        """Return the kinds that may share a development with one of this kind."""
        return sorted({kind}.union(*(each for each in self.likes if kind in each)))


_FERRIES = ("swift", "swift", "swift", "swift", "The Swift", "スイフト", "gull")
_HANDS = ("ana", "Ana Roe", "ben", "cyd")
_POSTS = ("mate", "cook", None)

STATES = Theme(
    kinds="""
[kinds."ferry.launched"]
identity = ["ferry"]
fields = { ferry = "entity", name = "word?", remark = "text?" }
[kinds."ferry.laid"]
identity = ["ferry"]
fields = { ferry = "entity", remark = "text?" }
[kinds."ferry.renamed"]
identity = ["ferry", "@occurred"]
fields = { ferry = "entity", name = "word?" }
[kinds."ferry.sighted"]
identity = ["ferry", "@occurred"]
fields = { ferry = "entity", state = "word?", name = "word?" }
[kinds."ferry.tested"]
identity = ["ferry", "@occurred"]
fields.ferry = "entity"
fields.grade = "word?"
fields.passed = "bool?"
fields.due = "date?"
fields.flaws = "word[]?"
fields.speed = "number?"
""",
    values={
        "ferry.launched": {"ferry": _FERRIES, "name": ("A", "B", None), "remark": ("fine", "grand", None)},
        "ferry.laid": {"ferry": _FERRIES, "remark": ("fine", "grand", None)},
        "ferry.renamed": {"ferry": _FERRIES, "name": ("A", "B", "C", None)},
        "ferry.sighted": {"ferry": _FERRIES, "state": ("idle", "running"), "name": ("A", "B", None)},
        "ferry.tested": {
            "ferry": _FERRIES,
            "grade": ("good", "poor", None),
            "passed": (True, False, None),
            "due": ("2024-03", "2024-03-05", "2024-04", None),
            "flaws": (["rust"], ["leak", "rust"], ["dent"], None),
            "speed": (1, 2, 3.5, None),
        },
    },
    fields={
        "status": """
reduce = "status"
initial = "unheard of"
on = { "ferry.launched" = "running", "ferry.laid" = "idle", "ferry.tested" = "running" }""",
        "stands": """
reduce = "status"
initial = "idle"
on = { "ferry.launched" = "running", "ferry.laid" = "idle" }
observe = { "ferry.sighted" = { field = "state" } }""",
        "seen": """
reduce = "status"
initial = "unheard of"
on = { "ferry.tested" = { field = "grade" } }
observe = { "ferry.sighted" = "sighted" }""",
        "name": """
reduce = "latest"
from = { "ferry.launched" = "name", "ferry.renamed" = "name", "ferry.laid" = { value = "none" } }""",
        "known_as": """
reduce = "latest"
from = { "ferry.renamed" = "name" }
observe = { "ferry.sighted" = "name" }""",
        "cleared": """
reduce = "latest"
from = { "ferry.renamed" = "name", "ferry.laid" = { value = "none" } }
observe = { "ferry.sighted" = "name" }""",
        "first_name": """
reduce = "first"
from = { "ferry.launched" = "name", "ferry.renamed" = "name" }""",
        "newest_name": """
reduce = "latest"
policy = ["newest"]
from = { "ferry.launched" = "name", "ferry.renamed" = "name" }""",
        "trusted_name": """
reduce = "latest"
policy = ["origins", "standing"]
from = { "ferry.launched" = "name", "ferry.renamed" = "name" }""",
        "launched": """
reduce = "latest"
from = { "ferry.launched" = "@occurred" }""",
        "first_test": """
reduce = "first"
from = { "ferry.tested" = "@occurred" }""",
        "told": """
reduce = "latest"
from = { "ferry.launched" = "@reported", "ferry.laid" = "@reported" }""",
        "told_by": """
reduce = "latest"
from = { "ferry.renamed" = "@source", "ferry.laid" = "@by", "ferry.launched" = "@standing" }""",
        "which": """
reduce = "latest"
from = { "ferry.renamed" = "@development", "ferry.tested" = "@development", "ferry.laid" = "@summary" }""",
        "remark": """
reduce = "latest"
from = { "ferry.launched" = "remark", "ferry.laid" = "remark" }""",
        "due": """
reduce = "latest"
from = { "ferry.tested" = "due" }""",
        "passed": """
reduce = "latest"
from = { "ferry.tested" = "passed" }""",
        "flaws": """
reduce = "latest"
from = { "ferry.tested" = "flaws" }""",
        "service": """
reduce = "span"
from = ["ferry.launched"]
until = ["ferry.laid"]""",
        "planned_launch": """
reduce = "latest"
modality = ["planned"]
from = { "ferry.launched" = "@occurred", "ferry.renamed" = "@occurred" }""",
        "planned_status": """
reduce = "status"
initial = "no plan"
modality = ["planned"]
on = { "ferry.launched" = "launch", "ferry.laid" = "lay up" }""",
        "alleged": """
reduce = "count"
modality = ["alleged"]
of = ["ferry.laid", "ferry.launched"]""",
        "alleged_name": """
reduce = "latest"
modality = ["alleged"]
from = { "ferry.launched" = "name", "ferry.renamed" = "name" }""",
        "passes": """
reduce = "count"
of = ["ferry.tested"]
where = { passed = true }""",
        "rusty": """
reduce = "status"
initial = "sound"
on = { "ferry.tested" = { field = "grade" } }
where = { "ferry.tested" = { flaws = "rust", passed = false } }""",
        "tests": """
reduce = "collect"
of = ["ferry.tested", "ferry.laid"]
fields = ["grade", "flaws", "@occurred"]""",
        "fastest": """
reduce = "greatest"
from = { "ferry.tested" = "speed" }""",
    },
)

_OBSERVED = ("ferry.launched", "ferry.laid", "ferry.renamed", "ferry.sighted")
OBSERVATIONS = attrs.evolve(
    STATES,
    values={kind: STATES.values[kind] for kind in _OBSERVED},
    fields={name: STATES.fields[name] for name in ("stands", "known_as", "cleared", "status", "name")},
)

AMOUNTS = Theme(
    kinds="""
[kinds."fare.paid"]
identity = ["ferry"]
like = ["fare.lent"]
fields = { ferry = "entity", amount = "quantity?", score = "number?", payer = "entity?", tags = "word[]?" }
[kinds."fare.lent"]
identity = ["ferry"]
like = ["fare.paid"]
fields = { ferry = "entity", amount = "quantity?", score = "number?", payer = "entity?" }
""",
    values={
        kind: {
            "ferry": _FERRIES,
            "amount": (
                {"amount": 3, "unit": "USD"},
                {"amount": 5, "unit": "USD"},
                {"least": 2, "most": 4, "unit": "USD"},
                {"least": 4, "most": 6, "exclusive": ["least"], "unit": "USD"},
                {"least": 3, "unit": "USD"},
                {"amount": 4, "unit": "USD", "about": True},
                {"amount": 1, "unit": "EUR"},
                {"amount": 3, "unit": "EUR"},
                5,
                "2 million USD",
                None,
            ),
            "score": (0, 1, 3, -2, 2.5, None),
            "payer": (*_HANDS, None),
        }
        for kind in ("fare.paid", "fare.lent")
    },
    likes=(frozenset({"fare.paid", "fare.lent"}),),
    fields={
        "paid": 'reduce = "sum"\nfrom = { "fare.paid" = "amount", "fare.lent" = "amount" }',
        "score": 'reduce = "sum"\nfrom = { "fare.paid" = "score", "fare.lent" = "score" }',
        "lent": 'reduce = "sum"\nfrom = { "fare.lent" = "score" }',
        "by_ana": 'reduce = "sum"\nfrom = { "fare.paid" = "score" }\nwhere = { payer = "Ana Roe" }',
        "payments": 'reduce = "count"\nof = ["fare.paid", "fare.lent"]',
        "loans": 'reduce = "count"\nof = ["fare.lent"]',
        "least": 'reduce = "least"\nfrom = { "fare.paid" = "amount", "fare.lent" = "amount" }',
        "greatest": 'reduce = "greatest"\nfrom = { "fare.paid" = "amount", "fare.lent" = "amount" }',
        "lowest": 'reduce = "least"\nfrom = { "fare.paid" = "score", "fare.lent" = "score" }',
        "highest": 'reduce = "greatest"\nfrom = { "fare.paid" = "score", "fare.lent" = "score" }',
        "middle": 'reduce = "median"\nfrom = { "fare.paid" = "amount", "fare.lent" = "amount" }',
        "usual": 'reduce = "median"\nfrom = { "fare.paid" = "score", "fare.lent" = "score" }',
        "last": 'reduce = "latest"\nfrom = { "fare.paid" = "amount", "fare.lent" = "amount" }',
        "first": 'reduce = "first"\nfrom = { "fare.paid" = "score", "fare.lent" = "score" }',
        "payers": 'reduce = "set"\nadd = { "fare.paid" = "payer" }',
        "kind": """
reduce = "status"
initial = "nothing"
on = { "fare.paid" = "paid", "fare.lent" = "lent" }""",
    },
)

_CREW = {"ferry": _FERRIES, "hand": _HANDS, "post": _POSTS}

MEMBERS = Theme(
    kinds="""
[kinds."crew.signed"]
identity = ["ferry", "hands"]
fields = { ferry = "entity", hands = "entity[]", post = "word?", berth = "number?" }
[kinds."crew.left"]
identity = ["ferry", "hand"]
fields = { ferry = "entity", hand = "entity", post = "word?" }
[kinds."crew.seen"]
identity = ["ferry", "hand"]
fields = { ferry = "entity", hand = "entity", post = "word?" }
[kinds."crew.set"]
identity = ["ferry", "hand"]
fields = { ferry = "entity", hand = "entity?", post = "word?" }
""",
    values={
        "crew.signed": {
            "ferry": _FERRIES,
            "hands": (["ana"], ["ben"], ["ana", "ben"], ["Ana Roe", "cyd"]),
            "post": _POSTS,
            "berth": (1, 2, None),
        },
        "crew.left": _CREW,
        "crew.seen": _CREW,
        "crew.set": {**_CREW, "hand": (*_HANDS, None)},
    },
    fields={
        "crew": 'reduce = "set"\nadd = { "crew.signed" = "hands" }\nremove = { "crew.left" = "hand" }',
        "all_hands": """
reduce = "set"
add = { "crew.signed" = "hands", "crew.set" = "hand" }
remove = { "crew.left" = "hand" }
observe = { "crew.seen" = "hand" }""",
        "posts": """
reduce = "set"
add = { "crew.set" = ["hand", "post"] }
remove = { "crew.left" = ["hand", "post"] }""",
        "rows": """
reduce = "set"
add = { "crew.signed" = ["hands", "post"] }""",
        "roles": """
reduce = "map"
put = { "crew.signed" = { key = ["hands"], value = ["post"] } }
drop = { "crew.left" = ["hand"] }""",
        "berths": """
reduce = "map"
put = { "crew.signed" = { key = ["hands"], value = ["post", "berth"] } }
drop = { "crew.left" = ["hand"] }""",
        "places": """
reduce = "map"
put = { "crew.set" = { key = ["hand", "post"], value = ["@occurred"] } }
drop = { "crew.left" = ["hand", "post"] }""",
        "roles_seen": """
reduce = "map"
put = { "crew.set" = { key = ["hand"], value = ["post"] } }
drop = { "crew.left" = ["hand"] }
observe = { "crew.seen" = { key = ["hand"], value = ["post"] } }""",
        "ever": 'reduce = "count"\nof = ["crew.signed", "crew.set"]',
    },
    member="""
key = { "crew.signed" = "hands", "crew.set" = "hand", "crew.left" = "hand" }
[projections.hand.fields.state]
reduce = "status"
initial = "ashore"
on = { "crew.signed" = "aboard", "crew.set" = "aboard", "crew.left" = "ashore" }
[projections.hand.fields.ferries]
reduce = "set"
add = { "crew.signed" = "ferry", "crew.set" = "ferry" }
remove = { "crew.left" = "ferry" }""",
)

SPANS = Theme(
    kinds="""
[kinds."berth.held"]
span = true
identity = ["ferry", "hand", "@start"]
fields = { ferry = "entity", hand = "entity", post = "word?" }
[kinds."crew.signed"]
identity = ["ferry", "hand"]
fields = { ferry = "entity", hand = "entity" }
[kinds."crew.left"]
identity = ["ferry", "hand"]
fields = { ferry = "entity", hand = "entity" }
""",
    values={
        "berth.held": {**_CREW, "hand": ("ana", "Ana Roe", "ben")},
        "crew.signed": {"ferry": _FERRIES, "hand": ("ana", "ben")},
        "crew.left": {"ferry": _FERRIES, "hand": ("ana", "ben")},
    },
    spans=frozenset({"berth.held"}),
    fields={
        "aboard": 'reduce = "set"\nduring = { "berth.held" = "hand" }',
        "until_left": 'reduce = "set"\nduring = { "berth.held" = "hand" }\nremove = { "crew.left" = "hand" }',
        "both": """
reduce = "set"
during = { "berth.held" = "hand" }
add = { "crew.signed" = "hand" }
remove = { "crew.left" = "hand" }""",
        "desks": 'reduce = "map"\nduring = { "berth.held" = { key = ["hand"], value = ["post"] } }',
        "posts": 'reduce = "set"\nduring = { "berth.held" = ["hand", "post"] }',
        "begun": """
reduce = "status"
initial = "none"
on = { "berth.held" = "held", "crew.left" = "left", "crew.signed" = "signed" }""",
        "spells": 'reduce = "count"\nof = ["berth.held", "crew.signed"]',
        "since": 'reduce = "latest"\nfrom = { "berth.held" = "post" }',
    },
)

HELD = Theme(
    kinds="""
[kinds."berth.held"]
span = true
identity = ["ferry", "hand", "@start"]
fields = { ferry = "entity", hand = "entity", post = "word?" }
[kinds."crew.set"]
identity = ["ferry", "hand"]
fields = { ferry = "entity", hand = "entity", post = "word?" }
[kinds."crew.left"]
identity = ["ferry", "hand"]
fields = { ferry = "entity", hand = "entity", post = "word?" }
""",
    values={
        **{kind: {**_CREW, "hand": ("ana", "Ana Roe", "ben")} for kind in ("berth.held", "crew.set")},
        "crew.left": {**_CREW, "hand": ("ana", "ben")},
    },
    spans=frozenset({"berth.held"}),
    fields={
        "kept": """
reduce = "map"
during = { "berth.held" = { key = ["hand"], value = ["post"] } }
put = { "crew.set" = { key = ["hand"], value = ["post"] } }""",
        "posts": """
reduce = "map"
during = { "berth.held" = { key = ["hand"], value = ["post"] } }
put = { "crew.set" = { key = ["hand"], value = ["post"] } }
drop = { "crew.left" = ["hand"] }""",
        "hands": """
reduce = "set"
during = { "berth.held" = "hand" }
add = { "crew.set" = "hand" }
remove = { "crew.left" = "hand" }""",
        "pairs": """
reduce = "set"
during = { "berth.held" = ["hand", "post"] }
add = { "crew.set" = ["hand", "post"] }
remove = { "crew.left" = ["hand", "post"] }""",
    },
)

PLANS = attrs.evolve(
    STATES,
    otherwise=0.7,
    modalities=("denied", "planned", "planned", "planned", "alleged", "alleged", "alleged"),
    fields={
        **{
            name: STATES.fields[name]
            for name in ("planned_launch", "planned_status", "alleged", "alleged_name")
        },
        "planned_first": """
reduce = "first"
modality = ["planned"]
from = { "ferry.launched" = "name", "ferry.renamed" = "name" }""",
        "due": """
reduce = "latest"
modality = ["planned"]
from = { "ferry.launched" = "@occurred", "ferry.laid" = "@occurred" }""",
        "planned_names": """
reduce = "set"
modality = ["planned"]
add = { "ferry.renamed" = "name", "ferry.launched" = "name" }""",
        "planned_tests": """
reduce = "count"
modality = ["planned"]
of = ["ferry.tested", "ferry.laid"]""",
        "alleged_stands": """
reduce = "status"
initial = "idle"
modality = ["alleged"]
on = { "ferry.launched" = "running", "ferry.laid" = "idle" }
observe = { "ferry.sighted" = { field = "state" } }""",
        "alleged_service": """
reduce = "span"
modality = ["alleged"]
from = ["ferry.launched", "ferry.renamed"]
until = ["ferry.laid"]""",
        "alleged_speed": """
reduce = "greatest"
modality = ["alleged"]
from = { "ferry.tested" = "speed" }""",
    },
)

THEMES = (STATES, STATES, OBSERVATIONS, AMOUNTS, AMOUNTS, MEMBERS, SPANS)
WIDER = (HELD, PLANS)
"""What chronicles are about from the seed `FIRST_WIDER` on, so that those before it stay as they are."""
FIRST_WIDER = 20_000
