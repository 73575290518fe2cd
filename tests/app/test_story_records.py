"""The records of the story: what each must have, and that they load."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from app.stories import FILES, FOLDER, records, told

from chrono.chronicle import Chronicle
from chrono.model.records import Storybook

EVERY = [each for file in FILES for each in records(file)]
IDS = [str(each["id"]) for each in EVERY]


@pytest.mark.parametrize("record", EVERY, ids=IDS)
def test_a_record_of_the_story_has_a_locator_a_summary_and_an_attribution(
    record: Mapping[str, object],
) -> None:
    attribution = record["attribution"]

    assert re.fullmatch(r"(\S+ )?P\d+(, P\d+)*", str(record["locator"]))
    assert 0 < len(str(record["summary"])) <= 300
    assert isinstance(attribution, dict)
    assert attribution["by"]
    assert attribution["standing"] in {"document", "on-record", "reporter", "anonymous", "inferred"}


def test_no_two_records_of_the_story_have_the_same_id() -> None:
    assert len(set(IDS)) == len(IDS)


def test_a_paragraph_is_no_more_than_one_report_of_a_development() -> None:
    told_in = [(each["development"], each["source"], each["locator"]) for each in EVERY]

    assert sorted(set(told_in), key=str) == sorted(told_in, key=str)


def test_the_files_load_in_the_order_of_their_names(story: Chronicle) -> None:
    events = list(story.records())

    assert [events[0].type, *(each.id for each in events[1:])] == ["storybook", *IDS]


def test_every_link_names_a_development_of_the_story(story: Chronicle) -> None:
    links = {other for each in EVERY for other in each.get("after", ())}  # type: ignore[attr-defined]

    assert links <= {each["development"] for each in EVERY}
    assert [each for name in links for each in story.show(str(name)).unused_links] == []


def test_every_target_of_the_story_has_a_state(story: Chronicle) -> None:
    targets = [target for each in story.shelf.stories.values() for target in each["targets"]]  # type: ignore[attr-defined]

    for target in targets:
        fields = story.state(target, as_of="2025-02-17").fields
        assert any(each.certainty != "none" for each in fields.values()), target


def test_loading_the_story_twice_changes_nothing(tmp_path: Path) -> None:
    with told(tmp_path / "twice.db") as chronicle:
        head = chronicle.log.head()
        book = Storybook(toml=(FOLDER / "storybook.toml").read_text("utf-8"))

        again = [*chronicle.append(book), *chronicle.append(*EVERY)]

        assert not any(each.new for each in again)
        assert chronicle.log.head() == head


SEEDS = Path(__file__).parents[3] / "shared" / "seeds"
ARTICLES = {"newsweek-jp": "000_191e7dac6d21b77a.txt", "wsj-ja": "001_00b070f528c3df19.txt"}


def paragraphs(source: str, locator: str, *, around: int = 0) -> str:
    """Return a paragraph of an article, and so many before and after it."""
    lines = [line for line in (SEEDS / ARTICLES[source]).read_text("utf-8").splitlines() if line.strip()]
    number = int(locator.removeprefix("P")) - 1
    return "\n".join(lines[max(number - around, 0) : number + around + 1])


def wordings(value: object) -> Iterator[str]:
    """Yield the words of the article that dates and amounts keep."""
    if isinstance(value, Mapping):
        yield from str(value.get("wording", "")).split(" … ")
        for each in value.values():
            yield from wordings(each)


seeds_present = pytest.mark.skipif(
    not SEEDS.exists(), reason=f"THE WORDS KEPT ARE NOT LOOKED UP IN THE ARTICLES: there is no {SEEDS}"
)
QUOTING = [pytest.param(each, id=str(each["id"])) for each in EVERY if "quote" in each]
WORDED = [pytest.param(each, id=str(each["id"])) for each in EVERY if any(wordings(each))]


@seeds_present
@pytest.mark.parametrize("record", QUOTING)
def test_a_quote_stands_in_its_paragraph(record: Mapping[str, object]) -> None:
    text = paragraphs(str(record["source"]), str(record["locator"]))

    assert [each for each in str(record["quote"]).split(" … ") if each not in text] == []


@seeds_present
@pytest.mark.parametrize("record", WORDED)
def test_the_words_of_a_date_or_an_amount_stand_in_the_paragraph_or_beside_it(
    record: Mapping[str, object],
) -> None:
    text = paragraphs(str(record["source"]), str(record["locator"]), around=1)

    assert [each for each in wordings(record) if each not in text] == []


@pytest.mark.parametrize(
    "record", [pytest.param(each, id=str(each["id"])) for each in EVERY if each["source"] == "desk"]
)
def test_what_the_desk_says_is_inferred_and_gives_the_paragraph_it_rests_on(
    record: Mapping[str, object],
) -> None:
    assert record["attribution"] == {"by": "desk", "standing": "inferred"}
    assert re.fullmatch(r"(wsj-ja|newsweek-jp) P\d+(, P\d+)*", str(record["locator"]))
    assert "infer" in str(record["summary"])
