"""What the answers to the questions about OpenAI's form, and about Musk and Altman, are read from."""

from app.asking import Account, Asked, Said
from app.story_answers import Answer, only

from chrono.fold.states import CERTAIN, POSSIBLE

PRODUCTS = "products/openai"


def steps(asked: Asked) -> dict[str, str]:
    """Return how certain it is that each development told of so far had happened."""
    found = asked.state().fields["steps"].members or ()
    return {str(asked.chronicle.show(each.reports[0]).development): each.certainty for each in found}


def may_have_happened(asked: Asked) -> list[object]:
    """Answer whether what the question names may have happened, and whether it may not have."""
    found = {steps(asked).get(each, "absent") for each in asked.evidence}
    if found <= {CERTAIN, "absent"}:
        return [each == CERTAIN for each in sorted(found, reverse=True)]
    asked.certainties.add(POSSIBLE)
    return [True, False]


def possibly(name: str) -> Answer:
    """Answer with the only thing that a field is, or may be."""
    return lambda asked: only(each for each in asked.values(name) if each is not None)


def holds_anything(name: str) -> Answer:
    """Answer whether a field holds something, or may."""
    return lambda asked: possibly(name)(asked) is not None


def said(told: list[Account]) -> list[Said]:
    """Return each account in words: its date, its place and its summary."""
    return [Said(f"{each.occurred} {each.locator} {each.summary}") for each in told]


# OpenAI's form.


def undated(asked: Asked) -> bool:
    """Return whether no source that is known says when the founding was, so that nothing places it."""
    return all(each.occurred.startswith("..") for each in asked.accounts("founded"))


def founded(asked: Asked) -> object:
    """Answer when the organisation was founded; None where no source says."""
    return None if undated(asked) else asked.value("founded")


def form(asked: Asked) -> object:
    """Answer with the form of the organisation: who controls it where that is told, else as it was founded.

    Where no source dates the founding, what it was founded as does not hang on the day of the question.
    """
    controlled = asked.state().fields["controlled_by"]
    if controlled.value:
        return Said(f"controlled by {controlled.value}")
    if undated(asked):
        return only(each.data["form"] for each in asked.accounts("founded_as") if "form" in each.data)
    return asked.value("founded_as")


def terms_agreed(asked: Asked) -> bool:
    """Answer whether the terms of another form were ever agreed on."""
    return True in asked.values("terms_agreed")


def told_of(name: str) -> Answer:
    """Answer in words with the accounts, of what the question names, of what a field holds or may hold."""

    def answer(asked: Asked) -> object:
        if possibly(name)(asked) is None:
            return None
        return Said(" ".join(each.text for each in said(asked.accounts(name, named=True))))

    return answer


# How Musk and Altman stand to each other.


def facts(asked: Asked) -> list[Said]:
    """Answer in words with what the question names, of all that had happened."""
    return said([each for each in asked.accounts("steps", named=True) if each.development in steps(asked)])


def turning_points(asked: Asked) -> Said:
    """Answer when they began to fall out and when one left, in words; of what has not happened, nothing."""
    told = ((asked.value(name), word) for name, word in (("fraying", "fraying"), ("left", "exit")))
    return Said(", ".join(f"{date} {word}" for date, word in told if date))


def causes(asked: Asked) -> list[Said]:
    """Answer with each cause of leaving that a source gives, and where."""
    told = [each for each in asked.accounts("cause_of_leaving") if "cause" in each.data]
    return [Said(f"{each.data['cause']} ({each.locator})") for each in told]


def documented_demands(asked: Asked) -> list[Said]:
    """Answer with the demands that a document records."""
    told = [each.data["demands"] for each in asked.accounts("demands") if each.standing == "document"]
    return [Said(str(demand)) for each in told if isinstance(each, list) for demand in each]


# What came out meanwhile.


def released(asked: Asked) -> object:
    """Answer when the product asked about came out; None where it certainly had not, or may not have."""
    found = asked.state(PRODUCTS).fields["released"]
    asked.certainties.add(found.certainty)
    return found.value.get(asked.named("product")) if isinstance(found.value, dict) else None
