"""Tests projections: asserts answers about given records, and the laws that every projection keeps.

    from chrono.testing import ProjectionContract, given

    def test_a_withdrawn_suit_is_closed():
        given(FILED, WITHDRAWN, projections=[Steps]).as_of("2024-07-01").shows("open", value=False)

    class TestSteps(ProjectionContract):
        projections = [Steps]
        records = [FILED, WITHDRAWN, AMENDED]

`given` appends to a log of its own in a temporary file, by the same path as any caller. Expected values are
compared with the answer as JSON gives it. The contract is property tests: it needs hypothesis, which
`pip install 'chrono-news[testing]'` brings.

>>> filed = {"kind": "lawsuit.filed", "source": "paper", "occurred": "2024-02",
...          "data": {"case": "a-v-b", "plaintiffs": ["a"], "defendants": ["b"]}}
>>> question = given(filed).about("lawsuit/a-v-b").as_of("2024-03-01")
>>> question.shows("status", value="pending", certainty="certain").field("status")["since"]
'2024-02'
>>> question.shows("status", value="withdrawn")
Traceback (most recent call last):
    ...
AssertionError: lawsuit/a-v-b.status as of 2024-03-01
  expected value "withdrawn"
  it shows value "pending"
  whole    value "pending", certainty "certain", since "2024-02"
  rests on ... lawsuit.filed, occurred 2024-02, by paper
"""

from chrono.model.record_parts import Record
from chrono.testing.contracts import ProjectionContract
from chrono.testing.logs import PUBLISHED, new_chronicle, undeclared
from chrono.testing.questions import Given, given

__all__ = [
    "PUBLISHED",
    "Given",
    "ProjectionContract",
    "Record",
    "given",
    "new_chronicle",
    "undeclared",
]
