"""The built-in kinds of development, as attrs classes: one class a kind, past tense.

The docstring is the kind's title. A storybook declares more kinds in TOML, and they make the same
`Kind` objects (`chrono.kinds`); what has happened to a kind is told by the projections, not here.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Annotated, TypeVar, dataclass_transform, get_args, get_origin, get_type_hints

import attrs

from chrono.kinds import FieldType, Kind

Entity = Annotated[str, "entity"]
"""A slug, name or alias of a person, organisation, case …"""
Word = Annotated[str, "word"]
"""An exact token: two different words contradict each other."""
Text = Annotated[str, "text"]
"""Free words: two wordings never contradict each other."""
Number = Annotated[int | float | Decimal, "number"]
Quantity = Annotated[str | int | dict[str, object], "quantity"]
Date = Annotated[str, "date"]
Bool = Annotated[bool, "bool"]

_C = TypeVar("_C", bound=type)


@dataclass_transform(kw_only_default=True, frozen_default=True)
def kind(name: str, *, identity: tuple[str, ...] = (), span: bool = False) -> Callable[[_C], _C]:
    """Return a decorator that makes a frozen attrs class the kind `name`."""

    def decorate(cls: _C) -> _C:
        made = attrs.frozen(cls, kw_only=True)  # type: ignore[call-overload]
        made.kind = name
        made.spec = Kind(
            name=name,
            title=(cls.__doc__ or name).split("\n", 1)[0].rstrip("."),
            fields=_fields(cls),
            identity=identity,
            span=span,
        )
        return made  # type: ignore[no-any-return]

    return decorate


def _fields(cls: type) -> dict[str, FieldType]:
    hints = get_type_hints(cls, include_extras=True)
    return {name: _field(hint, optional=hasattr(cls, name)) for name, hint in hints.items()}


def _field(hint: object, *, optional: bool) -> FieldType:
    parts = [each for each in get_args(hint) if each is not type(None)]
    if get_origin(hint) is not Annotated and optional and parts:
        hint = parts[0]
    if get_origin(hint) is tuple:
        return FieldType(base=get_args(get_args(hint)[0])[1], listed=True, optional=optional)
    return FieldType(base=get_args(hint)[1], optional=optional)


# --- a lawsuit, from filing to settlement or judgment -------------------------------------------


@kind("lawsuit.filed", identity=("case",))
class LawsuitFiled:
    """A lawsuit is filed."""

    case: Entity
    plaintiffs: tuple[Entity, ...]
    defendants: tuple[Entity, ...] | None = None
    court: Text | None = None


@kind("lawsuit.amended", identity=("case", "@occurred"))
class LawsuitAmended:
    """The complaint is amended."""

    case: Entity
    plaintiffs: tuple[Entity, ...] | None = None
    defendants: tuple[Entity, ...] | None = None
    change: Text | None = None


@kind("lawsuit.pleaded", identity=("case", "party", "@occurred"))
class LawsuitPleaded:
    """A party says in the case what it holds."""

    case: Entity
    party: Entity
    says: Text


@kind("lawsuit.withdrawn", identity=("case", "@occurred"))
class LawsuitWithdrawn:
    """The plaintiffs withdraw the suit."""

    case: Entity
    reason: Text | None = None


@kind("lawsuit.refiled", identity=("case", "@occurred"))
class LawsuitRefiled:
    """The suit is brought again after a withdrawal or a dismissal."""

    case: Entity
    plaintiffs: tuple[Entity, ...] | None = None
    defendants: tuple[Entity, ...] | None = None
    court: Text | None = None


@kind("lawsuit.transferred", identity=("case", "@occurred"))
class LawsuitTransferred:
    """The case moves to another court."""

    case: Entity
    court: Text


@kind("lawsuit.motion_filed", identity=("case", "motion", "@occurred"))
class LawsuitMotionFiled:
    """A party asks the court for a decision on the way."""

    case: Entity
    motion: Word
    party: Entity | None = None


@kind("lawsuit.motion_decided", identity=("case", "motion", "@occurred"))
class LawsuitMotionDecided:
    """The court decides a motion; the case goes on unless another development says otherwise."""

    case: Entity
    motion: Word
    outcome: Word


@kind("lawsuit.stayed", identity=("case", "@occurred"))
class LawsuitStayed:
    """The court halts the case for a time."""

    case: Entity
    reason: Text | None = None


@kind("lawsuit.resumed", identity=("case", "@occurred"))
class LawsuitResumed:
    """A stay is lifted and the case goes on."""

    case: Entity


@kind("lawsuit.trial_set", identity=("case", "@occurred"))
class LawsuitTrialSet:
    """The court sets the date of the trial."""

    case: Entity
    trial: Date


@kind("lawsuit.trial_begun", identity=("case", "@occurred"))
class LawsuitTrialBegun:
    """The trial begins."""

    case: Entity


@kind("lawsuit.verdict_given", identity=("case", "@occurred"))
class LawsuitVerdictGiven:
    """A jury gives its verdict."""

    case: Entity
    prevailing: tuple[Entity, ...] | None = None
    award: Quantity | None = None


@kind("lawsuit.dismissed", identity=("case", "@occurred"))
class LawsuitDismissed:
    """The court dismisses the suit."""

    case: Entity
    with_prejudice: Bool | None = None


@kind("lawsuit.judged", identity=("case", "@occurred"))
class LawsuitJudged:
    """The court gives judgment."""

    case: Entity
    prevailing: tuple[Entity, ...] | None = None
    award: Quantity | None = None
    relief: Text | None = None


@kind("lawsuit.settled", identity=("case",))
class LawsuitSettled:
    """The parties settle."""

    case: Entity
    amount: Quantity | None = None
    terms: Text | None = None


@kind("lawsuit.appealed", identity=("case", "@occurred"))
class LawsuitAppealed:
    """A party appeals."""

    case: Entity
    party: Entity | None = None
    court: Text | None = None


@kind("lawsuit.appeal_decided", identity=("case", "@occurred"))
class LawsuitAppealDecided:
    """The appeal is decided: `affirmed`, `reversed` or `remanded`."""

    case: Entity
    outcome: Word


@kind("lawsuit.observed", identity=("case", "@occurred"))
class LawsuitObserved:
    """A source says how the suit stands, not since when."""

    case: Entity
    stands: Word
    plaintiffs: tuple[Entity, ...] | None = None
    defendants: tuple[Entity, ...] | None = None


# --- the funding of a programme -----------------------------------------------------------------


@kind("funding.announced", identity=("programme",))
class FundingAnnounced:
    """A programme and the money it is to have are announced."""

    programme: Entity
    announcers: tuple[Entity, ...] | None = None
    total: Quantity | None = None
    equivalent: Quantity | None = None
    period: Word | None = None


@kind("funding.tranche_announced", identity=("programme", "@occurred"))
class FundingTrancheAnnounced:
    """A part of the money is said to come at a certain stage."""

    programme: Entity
    amount: Quantity
    stage: Word


@kind("funding.pledged", identity=("programme", "funder", "@occurred"))
class FundingPledged:
    """A funder says that it will give, without being bound."""

    programme: Entity
    funder: Entity
    amount: Quantity | None = None


@kind("funding.committed", identity=("programme", "funder", "@occurred"))
class FundingCommitted:
    """A funder binds itself to an amount."""

    programme: Entity
    funder: Entity
    amount: Quantity


@kind("funding.disbursed", identity=("programme", "funder", "@occurred"))
class FundingDisbursed:
    """Money is paid out."""

    programme: Entity
    funder: Entity | None = None
    amount: Quantity


@kind("funding.revised", identity=("programme", "@occurred"))
class FundingRevised:
    """The announced money is changed."""

    programme: Entity
    total: Quantity
    period: Word | None = None


@kind("funding.closed", identity=("programme", "@occurred"))
class FundingClosed:
    """All the money is in place."""

    programme: Entity
    total: Quantity | None = None


@kind("funding.suspended", identity=("programme", "@occurred"))
class FundingSuspended:
    """The programme is halted for a time."""

    programme: Entity
    reason: Text | None = None


@kind("funding.resumed", identity=("programme", "@occurred"))
class FundingResumed:
    """A halted programme goes on."""

    programme: Entity


@kind("funding.cancelled", identity=("programme",))
class FundingCancelled:
    """The programme is given up."""

    programme: Entity
    reason: Text | None = None


@kind("funding.observed", identity=("programme", "@occurred"))
class FundingObserved:
    """A source says how the money stands, not since when."""

    programme: Entity
    stands: Word | None = None
    external_needed: Bool | None = None
    commitments_settled: Bool | None = None


# --- a bid for a company or its assets ----------------------------------------------------------


@kind("bid.explored", identity=("bidder", "target"))
class BidExplored:
    """A bidder looks into a bid."""

    bidder: Entity
    target: Entity
    object: Text | None = None


@kind("bid.backers_sought", identity=("bidder", "target"))
class BidBackersSought:
    """A bidder looks for others to join."""

    bidder: Entity
    target: Entity


@kind("bid.made", identity=("bidder", "target"))
class BidMade:
    """A bid is made."""

    bidder: Entity
    target: Entity
    amount: Quantity | None = None
    object: Text | None = None
    form: Text | None = None


@kind("bid.revised", identity=("bidder", "target", "@occurred"))
class BidRevised:
    """The bidder changes the bid."""

    bidder: Entity
    target: Entity
    amount: Quantity


@kind("bid.conditioned", identity=("bidder", "target", "@occurred"))
class BidConditioned:
    """The bidder says on what condition it would drop the bid."""

    bidder: Entity
    target: Entity
    condition: Text


@kind("bid.rejected", identity=("bidder", "target", "@occurred"))
class BidRejected:
    """The target refuses the bid."""

    bidder: Entity
    target: Entity
    by: tuple[Entity, ...] | None = None
    unanimous: Bool | None = None
    medium: Text | None = None


@kind("bid.accepted", identity=("bidder", "target", "@occurred"))
class BidAccepted:
    """The target accepts the bid."""

    bidder: Entity
    target: Entity
    by: Entity | None = None


@kind("bid.withdrawn", identity=("bidder", "target", "@occurred"))
class BidWithdrawn:
    """The bidder takes the bid back."""

    bidder: Entity
    target: Entity
    reason: Text | None = None


@kind("bid.lapsed", identity=("bidder", "target", "@occurred"))
class BidLapsed:
    """The bid runs out."""

    bidder: Entity
    target: Entity


@kind("bid.completed", identity=("bidder", "target"))
class BidCompleted:
    """The target changes hands."""

    bidder: Entity
    target: Entity
    amount: Quantity | None = None


@kind("bid.observed", identity=("bidder", "target", "@occurred"))
class BidObserved:
    """A source says how the bid stands, not since when."""

    bidder: Entity
    target: Entity
    stands: Word


# --- who holds which role -----------------------------------------------------------------------


@kind("role.started", identity=("holder", "organisation", "role", "@occurred"))
class RoleStarted:
    """Someone takes up a role."""

    holder: Entity
    organisation: Entity
    role: Word


@kind("role.ended", identity=("holder", "organisation", "role", "@occurred"))
class RoleEnded:
    """Someone gives up or loses a role."""

    holder: Entity
    organisation: Entity
    role: Word
    reason: Text | None = None


@kind("role.observed", identity=("holder", "organisation", "role", "@occurred"))
class RoleObserved:
    """A source says that someone holds a role, not since when."""

    holder: Entity
    organisation: Entity
    role: Word


@kind("role.held", identity=("holder", "organisation", "role", "@occurred"), span=True)
class RoleHeld:
    """Someone holds a role from one time to another."""

    holder: Entity
    organisation: Entity
    role: Word


# --- what is said -------------------------------------------------------------------------------


@kind("claim.made")
class ClaimMade:
    """Someone says something about the world: that it was said is the fact."""

    claimant: Entity
    subject: Entity
    says: Text
    stance: Word | None = None
    topic: Word | None = None
    about: Entity | None = None
    amount: Quantity | None = None
    audience: Word | None = None


@kind("claim.amplified")
class ClaimAmplified:
    """Someone spreads what another has said."""

    amplifier: Entity
    subject: Entity
    says: Text
    claimant: Entity | None = None
    stance: Word | None = None
    topic: Word | None = None
    audience: Word | None = None


@kind("claim.withdrawn")
class ClaimWithdrawn:
    """Someone takes back what they said."""

    claimant: Entity
    subject: Entity
    says: Text


_CLASSES = (
    *(LawsuitFiled, LawsuitAmended, LawsuitPleaded, LawsuitWithdrawn, LawsuitRefiled),
    *(LawsuitTransferred, LawsuitMotionFiled, LawsuitMotionDecided, LawsuitStayed, LawsuitResumed),
    *(LawsuitTrialSet, LawsuitTrialBegun, LawsuitVerdictGiven, LawsuitDismissed, LawsuitJudged),
    *(LawsuitSettled, LawsuitAppealed, LawsuitAppealDecided, LawsuitObserved),
    *(FundingAnnounced, FundingTrancheAnnounced, FundingPledged, FundingCommitted, FundingDisbursed),
    *(FundingRevised, FundingClosed, FundingSuspended, FundingResumed, FundingCancelled, FundingObserved),
    *(BidExplored, BidBackersSought, BidMade, BidRevised, BidConditioned, BidRejected, BidAccepted),
    *(BidWithdrawn, BidLapsed, BidCompleted, BidObserved),
    *(RoleStarted, RoleEnded, RoleObserved, RoleHeld),
    *(ClaimMade, ClaimAmplified, ClaimWithdrawn),
)

CLASSES: dict[str, type] = {cls.kind: cls for cls in _CLASSES}
"""The attrs class of each built-in kind, by the kind's name."""
KINDS: dict[str, Kind] = {cls.kind: cls.spec for cls in _CLASSES}
"""The built-in kinds, by name."""
