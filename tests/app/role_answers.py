"""What the answers to the questions about roles are read from."""

from collections.abc import Callable

from app.asking import Account, Asked, Said
from app.story_answers import Answer, only

from chrono.fold.states import CERTAIN, POSSIBLE, UNKNOWN, Member
from chrono.values import times

ROLE_WORDS = {"chief technology officer": "CTO", "chief executive": "CEO"}

# Where a role is unknown, its end is told but no beginning: that it was held is all that the text points to.
HELD: dict[str, list[object]] = {CERTAIN: [True], "absent": [False], POSSIBLE: [True, False], UNKNOWN: [True]}


def members(asked: Asked) -> list[tuple[str, str, Member]]:
    """Return every role that someone has or may have in the organisation asked about, with its holder."""
    found = asked.state().fields["holders"].members or ()
    return [(str(each.value[0]), str(each.value[1]), each) for each in found if isinstance(each.value, list)]


def holders(role: str) -> Callable[[Asked], list[str]]:
    """Answer with those who have or may have a role."""

    def answer(asked: Asked) -> list[str]:
        found = [(holder, each.certainty) for named, holder, each in members(asked) if named == role]
        asked.certainties.update(certainty for _, certainty in found)
        return [holder for holder, _ in found]

    return answer


def held(asked: Asked, holder: str, role: str) -> str:
    """Return how certain it is that someone has a role; absent if it is certain that they have not."""
    found = next((each.certainty for *pair, each in members(asked) if pair == [role, holder]), "absent")
    asked.certainties.add(CERTAIN if found == "absent" else found)
    return found


def has(holder: str | None = None, role: str | None = None) -> Answer:
    """Answer whether someone has a role, by default that asked about: True, False, possible or unknown."""

    def answer(asked: Asked) -> object:
        found = held(asked, holder or asked.named("holder"), role or asked.named("role"))
        return HELD[found][0] if found in {CERTAIN, "absent"} else found

    return answer


def possibly_held(asked: Asked) -> list[object]:
    """Answer whether the role asked about may be held, and whether it may be not."""
    return HELD[held(asked, asked.named("holder"), asked.named("role"))]


def chief(asked: Asked) -> object:
    """Answer with the chief executive, or `likely` where only the end of it is told."""
    found = holders("chief executive")(asked)
    return "likely" if UNKNOWN in asked.certainties else only(found)


def title(asked: Asked) -> object:
    """Answer with the title of the role asked about; None where the text gives none."""
    return None if asked.named("role") == "leader" else asked.named("role")


def roles_of_holder(asked: Asked) -> list[tuple[str, Member]]:
    """Return the roles of the one asked about."""
    found = [(role, each) for role, holder, each in members(asked) if holder == asked.named("holder")]
    asked.certainties.update(each.certainty for _, each in found)
    return [(ROLE_WORDS.get(role, role), each) for role, each in found]


def since(asked: Asked) -> object:
    """Answer since when the role is held: None where nothing says so, in words where the day is not known."""
    role, holder = asked.named("role"), asked.named("holder")
    found = next((each.since for *pair, each in members(asked) if pair == [role, holder]), None)
    told = " ".join(f"{each.occurred}: {each.summary}" for each in asked.told())
    return Said(f"unknown: {found}. {told}") if found and "/" in found else found


def most_likely(asked: Asked) -> bool:
    """Answer whether the role had begun by then, if it began when the text seems to say."""
    began = next(each.since for role, _, each in members(asked) if role == asked.named("role"))
    return times.bound(str(began).strip("~?%")) <= times.bound(str(asked.axes["as_of"]))


def turns(asked: Asked, kind: str) -> list[Account]:
    """Return the accounts of beginnings or ends of roles, of those that the question names."""
    return [each for each in asked.accounts("holders", named=True) if each.kind == kind]


def came_back(asked: Asked) -> Said:
    """Answer when the role was taken up again, and whether any source but ourselves says so."""
    told = [
        ("inferred, not reported" if each.standing == "inferred" else "reported", each)
        for each in turns(asked, "role.started")
    ]
    return Said(" ".join(f"{standing} {each.occurred}" for standing, each in told))


def basis(asked: Asked) -> Said:
    """Answer in words with what is told of the developments that the question names."""
    told = [f"{each.development} {each.occurred} {each.standing}: {each.summary}" for each in asked.told()]
    return Said(" ".join([*told, "start date given" if since(asked) else "no start date in the texts"]))


def two_labels(asked: Asked) -> bool:
    """Return whether the sources' own words for the organisation are kept, and differ."""
    return len({each.quote for each in asked.told()}) > 1
