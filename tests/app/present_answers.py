"""What the answers about politics, partners, shares and the newsrooms' inquiries are read from.

A question of these views is about the developments that it names: an answer looks at what of a field rests
on one of them, at the question's axes, and takes note of how certain that is.
"""

import re
from collections.abc import Mapping

from app.asking import Account, Asked, Said
from app.story_answers import Answer, only

from chrono.fold.states import CERTAIN, POSSIBLE, Member

SEASONS = {"21": "spring", "22": "summer", "23": "autumn", "24": "winter"}


def found(asked: Asked, target: str, name: str) -> list[Member]:
    """Return what of a field rests on the developments asked about; it may be only possible."""
    told = (told for each in asked.evidence for told in asked.chronicle.show(each).accounts)
    reports = {each.account.report for each in told}
    hits = [each for each in asked.state(target).fields[name].members or () if reports & set(each.reports)]
    asked.certainties.update(each.certainty for each in hits)
    return hits


def part(member: Member, name: str) -> object:
    """Return one of the several values of a member."""
    return member.value.get(name) if isinstance(member.value, Mapping) else None


def answered(hits: list[Member]) -> object:
    """Return whether there is any: True, False, or both where it is only possible."""
    if any(each.certainty == CERTAIN for each in hits):
        return True
    return [True, False] if hits else False


def whether(target: str, name: str) -> Answer:
    """Answer whether a field holds what is asked about; in the target stands the field that names its key."""
    return lambda asked: answered(found(asked, keyed(asked, target), name))


def may_have(asked: Asked) -> list[object]:
    """Answer whether what is asked about may have happened by then, and whether it may not have."""
    happened = {asked.happened(each) for each in asked.evidence}
    if happened <= {"yes", "no"}:
        return [each == "yes" for each in sorted(happened, reverse=True)]
    asked.certainties.add(POSSIBLE)
    return [True, False]


def each_has(target: str, name: str, value: str) -> Answer:
    """Answer with a value of what is asked about; in the target stands the field that names its key."""
    return lambda asked: only(part(each, value) for each in found(asked, keyed(asked, target), name))


def since(target: str, name: str) -> Answer:
    """Answer when that happened which is asked about, as it is written."""
    return lambda asked: only(each.since for each in found(asked, keyed(asked, target), name))


def keyed(asked: Asked, target: str) -> str:
    """Return a target with the key that the developments asked about have under the name given in it."""
    projection, _, name = target.partition("/")
    key = next((each.data[name] for each in asked.told() if name in each.data), "nothing")
    return f"{projection}/{key[0] if isinstance(key, list) else key}"


# What Musk put behind Trump's campaign.


def money(asked: Asked) -> Mapping[str, object]:
    """Return the amount that stands for all sources asked; empty where none is known."""
    amounts = [each.value for each in found(asked, keyed(asked, "ties/backer"), "money")]
    return next((each for each in amounts if isinstance(each, Mapping)), {})


def at_least(amount: Mapping[str, object]) -> object:
    """Return how an amount is bounded, in the questions' words."""
    return "at least" if "least" in amount and "most" not in amount else None


def accounts_of_money(asked: Asked) -> list[tuple[Account, Mapping[str, object]]]:
    """Return every account of the amount, and the amount it gives."""
    told = asked.accounts("money", target=keyed(asked, "ties/backer"), named=True)
    amounts = ((each, each.data.get("amount")) for each in told)
    return [(each, amount) for each, amount in amounts if isinstance(amount, Mapping)]


def amounts_by_source(asked: Asked) -> list[object]:
    """Answer with what each source says that was given, and in which form."""
    return [
        {
            "source": each.source,
            "usd_min": amount.get("least"),
            "usd_max": largest(amount),
            "comparator": at_least(amount),
            "raw": Said(each.summary),
            "kind": Said(str(each.data["form"])),
        }
        for each, amount in accounts_of_money(asked)
    ]


def largest(amount: Mapping[str, object]) -> object:
    """Return the largest whole number of an amount."""
    most = amount.get("most")
    return most - 1 if isinstance(most, int) and "exclusive" in amount else most


def differing_amounts(asked: Asked) -> bool:
    """Return whether the sources give other amounts."""
    return len({str(amount) for _, amount in accounts_of_money(asked)}) > 1


def agree_on_money(asked: Asked) -> bool:
    """Answer whether the sources' amounts can all be true: whether there is a sum within all their bounds."""
    amounts = [amount for _, amount in accounts_of_money(asked)]
    least = max(int(str(each.get("least", 0))) for each in amounts)
    return all("most" not in each or least < int(str(each["most"])) for each in amounts)


# Where people were, and whom they spoke with.


def appearance(person: str) -> Answer:
    """Answer at which of the events asked about someone was, and how."""

    def answer(asked: Asked) -> object:
        hits = found(asked, f"ties/{person}", "appearances")
        return (
            Said(" ".join(f"{part(each, 'event')} {part(each, 'part')}" for each in hits)) if hits else None
        )

    return answer


def season(asked: Asked) -> object:
    """Answer with the season of what is asked about, None where the date is no season."""
    written = re.fullmatch(r"\d{4}-(2[1-4])", str(since("ties/person", "appearances")(asked)))
    return SEASONS[written[1]] if written else None


def year(asked: Asked) -> object:
    """Answer with the year of what is asked about."""
    written = re.match(r"\d{4}", str(since("ties/person", "appearances")(asked)))
    return int(written[0]) if written else None


# Partners and investors.


def invested(asked: Asked) -> object:
    """Answer whether the investor asked about has invested: None where no text says so or otherwise."""
    place = keyed(asked, "partnerships/organisation")
    if hits := found(asked, place, "invested"):
        return answered(hits)
    failed = answered(found(asked, place, "failed"))
    return False if failed is True else failed or None


def when_sought(asked: Asked) -> object:
    """Answer in words when the investor was asked."""
    told = asked.accounts("sought", target=keyed(asked, "partnerships/organisation"), named=True)
    return Said(" ".join(f"{each.occurred} {each.summary}" for each in told))


# Who says what of someone's shares.


def equity_claim(asked: Asked) -> object:
    """Answer with who claims to have what share; that it is so is not said."""
    hits = found(asked, keyed(asked, "equity/about"), "claims")
    claims = [{"by": part(each, "claimant"), "value": claimed(part(each, "stance"))} for each in hits]
    return claims[0] if len(claims) == 1 else claims or None


def claimed(stance: object) -> str:
    """Return what is claimed, in the questions' words."""
    return str(stance).removeprefix("claims to own ")


def equity_disputed_by(asked: Asked) -> object:
    """Answer with who contradicts it."""
    return only(each.value for each in found(asked, keyed(asked, "equity/about"), "disputed_by"))


def equity_resolved(asked: Asked) -> bool:
    """Answer whether a text settles who is right."""
    return asked.state(keyed(asked, "equity/about")).fields["resolved"].value is not None


# What a newsroom asked, and what came back.


def asked_for_comment(asked: Asked) -> list[object]:
    """Answer with those who were asked for comment."""
    return [each.key for each in found(asked, keyed(asked, "inquiries/newsroom"), "asked")]


def medium(asked: Asked) -> object:
    """Answer how they were asked."""
    return only(each.value for each in found(asked, keyed(asked, "inquiries/newsroom"), "asked"))


def replied(asked: Asked) -> object:
    """Answer whether anyone asked has replied: None where no text says so or otherwise."""
    place = keyed(asked, "inquiries/newsroom")
    if hits := found(asked, place, "answered"):
        return answered(hits)
    silent = answered(found(asked, place, "unanswered"))
    return False if silent is True else silent or None
