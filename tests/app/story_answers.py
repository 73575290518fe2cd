"""What the answers to the questions about the story are read from: functions of the question asked."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial

from app.asking import Account, Among, Asked, Said

from chrono.fold.states import UNKNOWN, FieldState

Answer = Callable[[Asked], object]


def read(name: str) -> Answer:
    """Answer with what a field certainly is."""
    return lambda asked: asked.value(name)


def day(name: str) -> Answer:
    """Answer with the date that a field certainly is, without the mark that it is inferred."""
    return lambda asked: str(asked.value(name)).rstrip("~") if asked.value(name) else None


def amount(name: str) -> Answer:
    """Answer with the number in an amount; None where there is none."""
    return lambda asked: number(asked.value(name))


def number(value: object) -> object:
    """Return the number in an amount."""
    return value.get("amount") if isinstance(value, Mapping) else None


def single(of: Callable[[Asked], Iterable[object]]) -> Answer:
    """Answer with the only one there is."""
    return lambda asked: only(of(asked))


def only(found: Iterable[object]) -> object:
    """Return the only one, None where there is none; all of them where there are more, so that it shows."""
    unique = list(dict.fromkeys(found))
    return unique[0] if len(unique) == 1 else unique or None


def either(name: str) -> Answer:
    """Answer whether a field holds something: [True], [False], or both where both are possible."""
    return lambda asked: list(dict.fromkeys(each is not None for each in asked.values(name)))


def maybe(field: FieldState) -> bool:
    """Return whether a field may hold anything."""
    return bool(field.value) or (isinstance(field.possible, tuple) and any(field.possible))


def stages(asked: Asked, *, where: str, marker: str, then: str) -> list[object]:
    """Return every status there may be; one has another name if one more field holds anything."""
    found: list[object] = []
    for each in asked.values("status"):
        if each != where:
            found.append(each)
            continue
        mark = asked.field(marker)
        found += ([] if mark.value else [each]) + ([then] if maybe(mark) else [])
    return found


def conflict(name: str, shown: Callable[[Asked], bool]) -> Answer:
    """Answer with the name of a contradiction if the state shows it."""
    return lambda asked: name if shown(asked) else None


# The lawsuit.

# Status and last step together.
LAWSUIT_STAGES = {
    ("none reported", None): "none reported",
    ("pending", None): "pending",
    ("pending", "filed"): "pending",
    ("withdrawn", "withdrawn"): "withdrawn",
    ("pending", "refiled"): "pending-refiled",
    ("pending", "amended"): "pending-amended",
}


def lawsuit_stages(asked: Asked) -> list[object]:
    """Return every stage there may be, or that it is unknown."""
    if asked.state().fields["status"].certainty == UNKNOWN:
        return [UNKNOWN]
    statuses, steps = asked.values("status"), asked.values("last_step")
    found = {pair: name for pair, name in LAWSUIT_STAGES.items() if pair[0] in statuses and pair[1] in steps}
    unexplained = [each for each in statuses if each not in {status for status, _ in found}]
    return [*dict.fromkeys(found.values()), *unexplained]


def first_date(asked: Asked) -> object:
    """Answer with the first date of the suit that is reported; None where none is."""
    dates = (asked.value(name) for name in ("filed", "withdrawn", "refiled", "amended"))
    return next((each for each in dates if each), None)


def claims_by_source(asked: Asked) -> list[object]:
    """Answer with what each source says that is claimed."""
    told = asked.accounts("positions", named=True)
    return [{"source": each.source, "claim": Said(str(each.data["says"]))} for each in told]


def claim_of_plaintiff(asked: Asked) -> Said:
    """Answer with all that the plaintiff claims."""
    told = asked.accounts("positions")
    return Said(
        " ".join(str(each.data["says"]) for each in told if each.data["party"] in asked.items("plaintiffs"))
    )


# Stargate's money.

COMPARATORS = ("well under", "under")

DISPUTED = "announced-and-disputed"

funding_stages = partial(stages, where="announced", marker="disputed_by", then=DISPUTED)


def funding_status(asked: Asked) -> object:
    """Answer with the status; it is a disputed one where it is certain that somebody disputes it."""
    found = asked.value("status")
    return DISPUTED if found == "announced" and asked.state().fields["disputed_by"].value else found


def totals(asked: Asked) -> Iterator[tuple[Account, dict[str, object]]]:
    """Yield every account of the total, and what it says in the questions' words."""
    for each in asked.accounts("total"):
        if "total" in each.data:
            period = each.data.get("period")
            said = {"source": each.source, "paragraph": int(each.locator.removeprefix("P"))}
            more = {"usd": number(each.data["total"]), "period": period, "period_years": years(period)}
            yield each, {**said, **more}


def years(period: object) -> object:
    """Return how many years a period is, if it is given in years."""
    found = re.fullmatch(r"(\d+) years?", str(period))
    return int(found[1]) if found else None


def total_beside_tranche(asked: Asked) -> object:
    """Answer with the total that the paragraph gives which names the part to be spent at once."""
    places = {(each.source, each.locator) for each in asked.accounts("immediate")}
    return only(said["usd"] for each, said in totals(asked) if (each.source, each.locator) in places)


def upper_bound_claimed(asked: Asked) -> object:
    """Answer with the claim that a sum is not reached."""
    for each in asked.accounts("claims", named=True):
        said = each.data.get("amount")
        if isinstance(said, Mapping) and "exclusive" in said:
            words = str(each.data["says"])
            comparator = next((word for word in COMPARATORS if word in words), None)
            claim = {"by": each.data["claimant"], "usd_upper_bound_exclusive": said["most"]}
            return {**claim, "comparator": comparator, "citing": Said(f"{words} {each.summary}")}
    return None


def earlier_steps(asked: Asked) -> Among:
    """Answer with the developments before the announcement that had certainly happened."""
    names = ("underway_at", "raised_before", "asked", "balked", "joined", "root", "pitches", "previewed")
    told = [each for name in names for each in asked.accounts(name, target="genesis/stargate")]
    found = dict.fromkeys(each.development for each in told)
    return Among([each for each in found if asked.happened(each) == "yes"])


# Who takes part in Stargate, and how it came about.


def participants(asked: Asked) -> list[object]:
    """Answer with everyone who takes part, each with the role in words."""
    roles = asked.rows("roles")
    return [{"entity": each, "role": role_in_words(roles[str(each)])} for each in asked.items("participants")]


def role_in_words(row: Mapping[str, object]) -> object:
    """Return a role as words, None where none is given."""
    return Said(f"{row['role']} ({'planned' if row['planned'] else 'held'})") if row["role"] else None


def takes_part(entity: str | None = None) -> Answer:
    """Answer whether someone, by default who is asked about, takes part: True, or None in silence."""
    return lambda asked: (entity or asked.named("partner")) in asked.items("participants") or None


def history(asked: Asked) -> list[str]:
    """Answer with the developments by which the one asked about was approached, and answered."""
    told = [each for name in ("approached", "balked", "joined") for each in asked.accounts(name)]
    return [each.development for each in told if each.data.get("partner") == asked.named("partner")]


def chair_standing(asked: Asked) -> object:
    """Answer whether the chair is planned or held."""
    return "planned" if asked.rows("roles")[str(asked.value("chair_announced"))]["planned"] else "held"


def earlier_existence(asked: Asked) -> object:
    """Answer with the stage reached before the announcement; what else is known of it counts too."""
    others = (name for name in asked.state().fields if name not in {"status", "announced"})
    known = [name for name in others if maybe(asked.field(name))]
    return known or asked.value("status")


# The bid.

BID_STAGES = {"seeking backers": "soliciting-co-investors"}
NOT_PUBLIC = {"none reported", "exploring", "seeking backers"}


def bid_stages(asked: Asked) -> list[object]:
    """Return every stage there may be."""
    found = stages(asked, where="offered", marker="would_drop_if", then="offered-with-conditional-withdrawal")
    return [BID_STAGES.get(str(each), each) for each in found]


def objects(asked: Asked) -> list[object]:
    """Answer with every wording of what the bid is for, and its paragraph."""
    told = [each for each in asked.accounts("object") if "object" in each.data]
    return [Said(f"{each.data['object']} ({each.locator}, {each.development})") for each in told]


def lawyer(asked: Asked) -> Said:
    """Answer with the lawyer who spoke, and what was said."""
    told = [each for each in asked.accounts("statements", named=True) if "lawyer" in each.summary]
    return Said(" ".join(f"{each.by}: {each.data['says']}" for each in told))


def spoke_for(organisation: str) -> Answer:
    """Answer with the one who spoke and holds a role in an organisation."""

    def answer(asked: Asked) -> object:
        holders = asked.state(f"roles/{organisation}").fields["holders"].members or ()
        inside = {each.value[1] for each in holders if isinstance(each.value, list)}
        return only(each.by for each in asked.accounts("statements", named=True) if each.by in inside)

    return answer
