"""What a log takes and what it refuses: every fault named, and the log as it was."""

from __future__ import annotations

import pytest
from given import Given, Record, given
from things import (
    THINGS,
    amendment,
    correction,
    cut,
    held,
    kept,
    merge,
    named,
    put,
    ranking,
    retraction,
    seen,
    source,
    things,
)

from chrono import RefusedBatch


def log() -> Given:
    """Return a log in which sources a and b have published, and r and s report."""
    return things(
        source("a", "2024-03-01", publisher="Alpha"),
        source("a-weekly", "2024-03-02", publisher="Alpha"),
        source("b", "2024-03-01", publisher="Beta"),
        source("undated", publisher="Gamma"),
        {"record": "entity", "slug": "elon-musk", "names": {"en": "Elon Musk"}},
        put("2024-01-01", id="r", development="d", word="one"),
        cut("2024-02-01", id="s", development="e", source="b"),
        correction("r", "2024-04-01", id="c", data={"text": "t"}),
    )


def refused(*records: Record) -> list[tuple[str, str]]:
    """Append to a log, and return every fault as (path, what); the log must be as it was."""
    told = log()
    head = told.chronicle.log.head()
    with pytest.raises(RefusedBatch) as refusal:
        told.chronicle.append(*records)
    assert told.chronicle.log.head() == head
    assert all("\n" not in what for each in refusal.value.refusals for _, what in each.faults)
    return [fault for each in refusal.value.refusals for fault in each.faults]


# --- bad input --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("record", "path", "says"),
    [
        pytest.param(put("2023-02-29"), "occurred", "2023-02-29", id="an impossible date"),
        pytest.param(put("2024-05/2024-02"), "occurred", "reversed", id="a reversed date"),
        pytest.param(
            held({"start": "2024-05", "end": "2024-02"}), "occurred", "reversed", id="a reversed span"
        ),
        pytest.param(put("2024-03-01T09:00:00"), "occurred", "offset", id="a naive datetime"),
        pytest.param(source("c", zone="Tokio"), "zone", "Asia/Tokyo", id="no time zone"),
        pytest.param(source("c", zone="+24:00"), "zone", "+09:00", id="no offset"),
        pytest.param(source("c", fiscal_year="02-30"), "fiscal_year", "04-01", id="no day of the year"),
        pytest.param(source("c", sequence="yes"), "sequence", "true or false", id="no flag"),
        pytest.param({**put("2024"), "kind": "putt"}, "kind", 'did you mean "put"?', id="an unknown kind"),
        pytest.param({**put("2024"), "kind": "xyzzy"}, "kind", "chrono kinds", id="a kind like none"),
        pytest.param(put("2024", wrod="one"), "data.wrod", 'did you mean "word"?', id="an unknown field"),
        pytest.param({**put("2024"), "sauce": "a"}, "sauce", 'did you mean "source"?', id="an unknown key"),
        pytest.param(
            put("2024", source="a-weekl"), "source", 'did you mean "a-weekly"?', id="an unknown source"
        ),
        pytest.param({**put("2024"), "data": {}}, "data.thing", '"thing"', id="a missing field"),
        pytest.param(put("2024", amount="much"), "data.amount", "much", id="no amount"),
        pytest.param(put("2024", due="2024-13"), "data.due", "2024-13", id="an impossible date in a field"),
        pytest.param(
            put("2024", source="undated"), "reported", "no date of publication", id="no publication"
        ),
        pytest.param(put("2024", source="desk"), "reported", "desk", id="the desk's publication"),
        pytest.param(put("2024", development="d", after=["d"]), "after", "itself", id="after itself"),
        pytest.param(
            cut("2024", development="d"), "development", '"put"', id="a development of another kind"
        ),
        pytest.param(put("2024", id="r", word="two"), "id", "other content", id="an id with other content"),
        pytest.param(
            put("2024", source={"slug": "new", "published": "2024"}),
            "source",
            '"publisher"',
            id="a new source without publisher",
        ),
        pytest.param(
            put("2024", source={"slug": "b", "publisher": "Bravo"}),
            "source",
            "amend",
            id="a source declared otherwise",
        ),
        pytest.param(
            source("b", "2024-03-09", publisher="Beta"), "slug", "published", id="a source declared again"
        ),
        pytest.param(source("desk", "2024-03-09"), "slug", "own source", id="the desk declared"),
        pytest.param(
            {"record": "entity", "slug": "kimbal", "aliases": ["ELON MUSK"]},
            "aliases",
            '"elon-musk"',
            id="an alias taken",
        ),
        pytest.param(correction("r", "2024-05-01"), "", "changes something", id="a correction of nothing"),
        pytest.param(
            correction("q", "2024-05-01", data={"word": "x"}), "of", '"q"', id="a correction of none"
        ),
        pytest.param(
            correction("c", "2024-05-01", data={"word": "x"}), "of", "report", id="a correction of one"
        ),
        pytest.param(
            correction("r", "2024-05-01", data={"wrd": "x"}), "data.wrd", '"word"', id="a corrected field"
        ),
        pytest.param(
            correction("r", "2024-05-01", data={"thing": None}),
            "data.thing",
            "cleared",
            id="a required field cleared",
        ),
        pytest.param(
            correction("r", "2024-05-01", source="b", data={"word": "x"}),
            "source",
            "conflicting report",
            id="a correction by another publisher",
        ),
        pytest.param(
            retraction("r", "2024-05-01", source="b"),
            "source",
            "conflicting report",
            id="another's retraction",
        ),
        pytest.param(retraction("q", "2024-05-01"), "of", '"q"', id="a retraction of none"),
        pytest.param(amendment("q", void=True), "of", '"q"', id="an amendment of none"),
        pytest.param(amendment("r"), "", "changes something", id="an amendment of nothing"),
        pytest.param(amendment("r", kind="cut"), "kind", "never amended", id="an amended kind"),
        pytest.param(amendment("r", occured="2024"), "occured", '"occurred"', id="an amended key"),
        pytest.param(amendment("r", occurred="2024-13"), "occurred", "2024-13", id="an amended date"),
        pytest.param(amendment("r", data={"wrd": "x"}), "data.wrd", '"word"', id="an amended field"),
        pytest.param(
            amendment("r", data={"thing": None}), "data.thing", '"thing"', id="an amendment that clears"
        ),
        pytest.param(amendment("r", void=True, summary="x"), "void", "leave", id="void and changed"),
        pytest.param(ranking("c", rank="preferred"), "of", "report", id="a ranked correction"),
        pytest.param(merge("d", "zzz"), "developments", '"zzz"', id="a merge with none"),
        pytest.param(merge("d", "d"), "developments", "two", id="a merge with itself"),
        pytest.param(merge("d", "e"), "developments", '"cut"', id="a merge of two kinds"),
        pytest.param(
            {"record": "storybook", "toml": THINGS.replace('"word?"', '"wrd?"', 1)},
            'kinds."put".fields.word',
            '"word"',
            id="a storybook with a fault",
        ),
    ],
)
def test_what_cannot_be_is_refused_with_what_would_be_right(record: Record, path: str, says: str) -> None:
    found = refused(record)

    assert [where.replace("kinds.put", 'kinds."put"') for where, _ in found] == [path]
    assert says in found[0][1]


def test_a_missing_unit_is_refused_where_the_field_fixes_one() -> None:
    book = THINGS.replace('"quantity?"', '"quantity:USD?"')
    told = given(source("a", "2024-03-01"), storybook=book)

    with pytest.raises(RefusedBatch, match=r"data\.amount: .*USD"):
        told.chronicle.append(put("2024", amount="5"))


def test_every_fault_of_a_batch_is_reported_with_its_place_and_nothing_is_appended() -> None:
    told = log()
    with pytest.raises(RefusedBatch) as refusal:
        told.chronicle.append(put("2024", word="fine"), put("2024-13"), seen("2024"), put("2024", wrod="x"))

    assert [each.index for each in refusal.value.refusals] == [1, 3]
    assert len(str(refusal.value).split("\n")) == 2


def test_every_fault_of_one_record_is_reported_at_once() -> None:
    found = refused({**put("2024-13", source="nobody", wrod="x"), "sauce": "b"})

    assert {where for where, _ in found} == {"occurred", "source", "data.wrod", "sauce"}


def test_to_keep_going_leaves_out_only_the_records_with_faults() -> None:
    told = log()
    outcome = told.chronicle.append_all(
        [put("2024-05-01", word="first"), put("2024-13"), put("2024-05-02", word="last")], keep_going=True
    )

    assert [each.record["data"]["word"] for each in outcome.receipts] == ["first", "last"]  # type: ignore[index]
    assert [each.index for each in outcome.rejects] == [1]
    told.shows("count", value=3).shows("word", value="last")


def test_to_keep_going_leaves_out_what_refers_to_a_record_left_out() -> None:
    told = log()
    outcome = told.chronicle.append_all(
        [put("2024-13", id="bad"), correction("bad", "2024-05-01", data={"word": "x"}), seen("2024")],
        keep_going=True,
    )

    assert [each.index for each in outcome.rejects] == [0, 1]
    assert len(outcome.receipts) == 1


def test_to_keep_going_leaves_out_a_duplicate_id_and_appends_the_rest() -> None:
    told = log()
    outcome = told.chronicle.append_all(
        [put("2024", id="r", word="other"), put("2024-05-01")], keep_going=True
    )

    assert [each.index for each in outcome.rejects] == [0]
    told.shows("count", value=2)


# --- what is taken ----------------------------------------------------------------------------------


def test_the_same_record_again_changes_nothing_and_says_so() -> None:
    told = log()
    again = told.chronicle.append(put("2024-01-01", id="r", development="d", word="one"))[0]

    assert (again.new, again.position) == (False, next(e.position for e in told.receipts if e.id == "r"))
    told.shows("count", value=1)


def test_the_same_source_again_changes_nothing() -> None:
    told = log()
    head = told.chronicle.log.head()

    assert not told.chronicle.append(source("b", "2024-03-01", publisher="Beta"))[0].new
    assert told.chronicle.log.head() == head


def test_the_same_storybook_again_changes_nothing() -> None:
    told = log()
    head = told.chronicle.log.head()

    assert not told.chronicle.append({"record": "storybook", "toml": THINGS})[0].new
    assert told.chronicle.log.head() == head


def test_an_inline_source_takes_no_position() -> None:
    told = log()
    inline = {"slug": "new", "publisher": "New", "published": "2024-03-03"}
    head = told.chronicle.log.head()
    told.chronicle.append(put("2024-05-01", source=inline))

    assert told.chronicle.log.head() == head + 1
    told.chronicle.append(put("2024-05-02", source="new"))
    told.shows("count", value=3)


def test_an_inline_source_is_known_to_the_records_after_it() -> None:
    told = log()
    inline = {"slug": "new", "publisher": "New", "published": "2024-03-03"}
    told.chronicle.append(put("2024-05-01", source=inline), put("2024-05-02", source="new"))

    told.shows("count", value=3)


def test_an_inline_source_given_otherwise_in_one_append_is_refused() -> None:
    inline = {"slug": "new", "publisher": "New", "published": "2024-03-03"}
    found = refused(
        put("2024-05-01", source=inline), put("2024-05-02", source={**inline, "publisher": "Other"})
    )

    assert [where for where, _ in found] == ["source"]


def test_a_record_may_refer_to_one_before_it_in_the_same_append() -> None:
    told = things(
        put("2024-01-01", id="r", word="one"),
        correction("r", "2025-01-01", id="c", data={"word": "two"}),
        retraction("c", "2025-02-01"),
    )

    told.shows("word", value="one")


def test_a_record_may_not_refer_to_one_after_it() -> None:
    assert [
        where
        for where, _ in refused(correction("new", "2025-01-01", data={"word": "x"}), put("2024", id="new"))
    ] == ["of"]


def test_a_correction_by_another_article_of_the_publisher_is_taken() -> None:
    told = log()
    told.chronicle.append(correction("r", "2024-05-01", source="a-weekly", data={"word": "two"}))

    told.shows("word", value="two")


@pytest.mark.parametrize(
    ("record", "name"),
    [
        pytest.param(named("2024", word="one"), "named:x/one", id="its values"),
        pytest.param(
            named("2024", thing="Elon Musk", word="one"), "named:elon-musk/one", id="a name as its slug"
        ),
        pytest.param(named("2024", word="one", development="mine"), "mine", id="the slug given"),
        pytest.param(put("2024", id="mine"), "mine", id="without identity its id"),
    ],
)
def test_a_development_is_named_by_its_kind_and_identity(record: Record, name: str) -> None:
    assert log().chronicle.append(record)[0].record["development"] == name


def test_a_date_in_a_name_is_written_as_edtf() -> None:
    data = {"case": "x"}
    told = given({"source": "a", "kind": "lawsuit.withdrawn", "occurred": "June 2024", "data": data})

    assert told.receipts[0].record["development"] == "lawsuit.withdrawn:x/2024-06"


def test_the_receipt_says_which_development_a_report_joins() -> None:
    told = log()

    assert told.chronicle.append(named("2024", word="one"))[0].joins is None
    assert told.chronicle.append(named("2024-03", source="b", word="one"))[0].joins == "named:x/one"


def test_the_receipt_says_which_links_lead_to_what_nobody_reports() -> None:
    assert log().chronicle.append(put("2024", after=["d", "nowhere"]))[0].unknown_after == ("nowhere",)


def test_reports_of_like_kinds_may_share_a_development() -> None:
    told = log()
    told.chronicle.append(named("2024", development="f", word="one"))

    assert told.chronicle.append(kept("2024", development="f", word="one"))[0].joins == "f"


def test_what_an_amendment_gives_a_correction_must_fit_the_kind_of_its_report() -> None:
    told = log()

    with pytest.raises(RefusedBatch, match='kind "put" has no field "wrod"'):
        told.chronicle.append(amendment("c", data={"wrod": "two"}))


def test_an_id_is_given_to_every_record_that_has_none() -> None:
    told = log()
    receipts = told.chronicle.append(put("2024"), ranking("r", rank="normal"), merge_of(told))

    assert len({each.id for each in receipts}) == 3


def merge_of(told: Given) -> Record:
    told.chronicle.append(put("2024", development="d2"))
    return merge("d", "d2")
