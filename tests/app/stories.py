"""The story that comes with the project, told to a new log, and how its states are looked at."""

from collections.abc import Sequence
from pathlib import Path

from app.asking import Account, account

from chrono.chronicle import Chronicle
from chrono.fold.states import FieldState, Member
from chrono.model.records import Storybook
from chrono.write.codec import parse_line

FOLDER = Path(__file__).parents[2] / "stories" / "musk-altman"
FILES = sorted(FOLDER.glob("*.jsonl"))

FUNDING = "funding/stargate"
LAWSUIT = "lawsuit/musk-v-openai"
BID = "bid/openai-nonprofit"


def records(file: Path) -> list[dict[str, object]]:
    """Return the records of one file of the story, in its order."""
    return [parse_line(line) for line in file.read_text("utf-8").splitlines()]


def told(path: Path) -> Chronicle:
    """Return a new chronicle that holds the storybook, then each file in the order of their names."""
    chronicle = Chronicle.open(path)
    chronicle.append(Storybook(toml=(FOLDER / "storybook.toml").read_text("utf-8")))
    for file in FILES:
        chronicle.append_all(records(file))
    return chronicle


def usd(billions: float) -> dict[str, object]:
    """Return an amount of so many billion dollars, as a state shows it."""
    return {"amount": int(billions * 1_000_000_000), "unit": "USD"}


def members(field: FieldState) -> dict[object, Member]:
    """Return the members of a set by their values, the rows of a map by their keys."""
    return {each.key or _name(each.value): each for each in field.members or ()}


def _name(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


def accounts(story: Chronicle, target: str, name: str, **axes: str) -> list[Account]:
    """Return every account behind a field."""
    reasons = story.explain(f"{target}.{name}", **axes).reasons[name]
    return [account(told, reason.development) for reason in reasons for told in reason.accounts]


def places(found: Sequence[Account], key: str) -> dict[tuple[str, str], object]:
    """Return what each paragraph of each source says under a name."""
    return {(each.source, each.locator): each.data[key] for each in found if key in each.data}
