"""The built-in kinds of development, as attrs classes: one class for each kind, in the past tense.

The docstring is the kind's title. A storybook declares more kinds in TOML, which make the same `Kind` objects
(`chrono.model.kinds`). How a kind changes a state is declared by the projections, not here.
"""

from chrono.model.declaring import Amount, Bool, Date, DevelopmentData, EntityName, Text, Word, kind
from chrono.model.kinds import Kind

# --- a lawsuit, from filing to settlement or judgment -------------------------------------------


@kind("lawsuit.filed", identity=("case",))
class LawsuitFiled(DevelopmentData):
    """A lawsuit is filed."""

    case: EntityName
    plaintiffs: tuple[EntityName, ...]
    defendants: tuple[EntityName, ...] | None = None
    court: Text | None = None


@kind("lawsuit.amended", identity=("case", "@occurred"))
class LawsuitAmended(DevelopmentData):
    """The complaint is amended."""

    case: EntityName
    plaintiffs: tuple[EntityName, ...] | None = None
    defendants: tuple[EntityName, ...] | None = None
    change: Text | None = None


@kind("lawsuit.pleaded", identity=("case", "party", "@occurred"))
class LawsuitPleaded(DevelopmentData):
    """A party says in the case what it holds."""

    case: EntityName
    party: EntityName
    says: Text


@kind("lawsuit.withdrawn", identity=("case", "@occurred"))
class LawsuitWithdrawn(DevelopmentData):
    """The plaintiffs withdraw the suit."""

    case: EntityName
    reason: Text | None = None


@kind("lawsuit.refiled", identity=("case", "@occurred"))
class LawsuitRefiled(DevelopmentData):
    """The suit is brought again after a withdrawal or a dismissal."""

    case: EntityName
    plaintiffs: tuple[EntityName, ...] | None = None
    defendants: tuple[EntityName, ...] | None = None
    court: Text | None = None


@kind("lawsuit.transferred", identity=("case", "@occurred"))
class LawsuitTransferred(DevelopmentData):
    """The case moves to another court."""

    case: EntityName
    court: Text


@kind("lawsuit.motion_filed", identity=("case", "motion", "@occurred"))
class LawsuitMotionFiled(DevelopmentData):
    """A party asks the court for a decision on the way."""

    case: EntityName
    motion: Word
    party: EntityName | None = None


@kind("lawsuit.motion_decided", identity=("case", "motion", "@occurred"))
class LawsuitMotionDecided(DevelopmentData):
    """The court decides a motion; the case goes on unless another development says otherwise."""

    case: EntityName
    motion: Word
    outcome: Word


@kind("lawsuit.stayed", identity=("case", "@occurred"))
class LawsuitStayed(DevelopmentData):
    """The court halts the case for a time."""

    case: EntityName
    reason: Text | None = None


@kind("lawsuit.resumed", identity=("case", "@occurred"))
class LawsuitResumed(DevelopmentData):
    """A stay is lifted and the case goes on."""

    case: EntityName


@kind("lawsuit.trial_set", identity=("case", "@occurred"))
class LawsuitTrialSet(DevelopmentData):
    """The court sets the date of the trial."""

    case: EntityName
    trial: Date


@kind("lawsuit.trial_begun", identity=("case", "@occurred"))
class LawsuitTrialBegun(DevelopmentData):
    """The trial begins."""

    case: EntityName


@kind("lawsuit.verdict_given", identity=("case", "@occurred"))
class LawsuitVerdictGiven(DevelopmentData):
    """A jury gives its verdict."""

    case: EntityName
    prevailing: tuple[EntityName, ...] | None = None
    award: Amount | None = None


@kind("lawsuit.dismissed", identity=("case", "@occurred"))
class LawsuitDismissed(DevelopmentData):
    """The court dismisses the suit."""

    case: EntityName
    with_prejudice: Bool | None = None


@kind("lawsuit.judged", identity=("case", "@occurred"))
class LawsuitJudged(DevelopmentData):
    """The court gives judgment."""

    case: EntityName
    prevailing: tuple[EntityName, ...] | None = None
    award: Amount | None = None
    relief: Text | None = None


@kind("lawsuit.settled", identity=("case",))
class LawsuitSettled(DevelopmentData):
    """The parties settle."""

    case: EntityName
    amount: Amount | None = None
    terms: Text | None = None


@kind("lawsuit.appealed", identity=("case", "@occurred"))
class LawsuitAppealed(DevelopmentData):
    """A party appeals."""

    case: EntityName
    party: EntityName | None = None
    court: Text | None = None


@kind("lawsuit.appeal_decided", identity=("case", "@occurred"))
class LawsuitAppealDecided(DevelopmentData):
    """The appeal is decided: `affirmed`, `reversed` or `remanded`."""

    case: EntityName
    outcome: Word


@kind("lawsuit.observed", identity=("case", "@occurred"))
class LawsuitObserved(DevelopmentData):
    """A source says how the suit stands, not since when."""

    case: EntityName
    stands: Word
    plaintiffs: tuple[EntityName, ...] | None = None
    defendants: tuple[EntityName, ...] | None = None


# --- the funding of a programme -----------------------------------------------------------------


@kind("funding.announced", identity=("programme",))
class FundingAnnounced(DevelopmentData):
    """A programme and the money it is to have are announced."""

    programme: EntityName
    announcers: tuple[EntityName, ...] | None = None
    total: Amount | None = None
    equivalent: Amount | None = None
    period: Word | None = None


@kind("funding.tranche_announced", identity=("programme", "@occurred"))
class FundingTrancheAnnounced(DevelopmentData):
    """A part of the money is said to come at a certain stage."""

    programme: EntityName
    amount: Amount
    stage: Word


@kind("funding.pledged", identity=("programme", "funder", "@occurred"))
class FundingPledged(DevelopmentData):
    """A funder says that it will give, without being bound."""

    programme: EntityName
    funder: EntityName
    amount: Amount | None = None


@kind("funding.committed", identity=("programme", "funder", "@occurred"))
class FundingCommitted(DevelopmentData):
    """A funder binds itself to an amount."""

    programme: EntityName
    funder: EntityName
    amount: Amount


@kind("funding.disbursed", identity=("programme", "funder", "@occurred"))
class FundingDisbursed(DevelopmentData):
    """Money is paid out."""

    programme: EntityName
    funder: EntityName | None = None
    amount: Amount


@kind("funding.revised", identity=("programme", "@occurred"))
class FundingRevised(DevelopmentData):
    """The announced money is changed."""

    programme: EntityName
    total: Amount
    period: Word | None = None


@kind("funding.closed", identity=("programme", "@occurred"))
class FundingClosed(DevelopmentData):
    """All the money is in place."""

    programme: EntityName
    total: Amount | None = None


@kind("funding.suspended", identity=("programme", "@occurred"))
class FundingSuspended(DevelopmentData):
    """The programme is halted for a time."""

    programme: EntityName
    reason: Text | None = None


@kind("funding.resumed", identity=("programme", "@occurred"))
class FundingResumed(DevelopmentData):
    """A halted programme goes on."""

    programme: EntityName


@kind("funding.cancelled", identity=("programme",))
class FundingCancelled(DevelopmentData):
    """The programme is given up."""

    programme: EntityName
    reason: Text | None = None


@kind("funding.observed", identity=("programme", "@occurred"))
class FundingObserved(DevelopmentData):
    """A source says how the money stands, not since when."""

    programme: EntityName
    stands: Word | None = None
    external_needed: Bool | None = None
    commitments_settled: Bool | None = None


# --- a bid for a company or its assets ----------------------------------------------------------


@kind("bid.explored", identity=("bidder", "target"))
class BidExplored(DevelopmentData):
    """A bidder looks into a bid."""

    bidder: EntityName
    target: EntityName
    object: Text | None = None


@kind("bid.backers_sought", identity=("bidder", "target"))
class BidBackersSought(DevelopmentData):
    """A bidder looks for others to join."""

    bidder: EntityName
    target: EntityName


@kind("bid.made", identity=("bidder", "target"))
class BidMade(DevelopmentData):
    """A bid is made."""

    bidder: EntityName
    target: EntityName
    amount: Amount | None = None
    object: Text | None = None
    form: Text | None = None


@kind("bid.revised", identity=("bidder", "target", "@occurred"))
class BidRevised(DevelopmentData):
    """The bidder changes the bid."""

    bidder: EntityName
    target: EntityName
    amount: Amount


@kind("bid.conditioned", identity=("bidder", "target", "@occurred"))
class BidConditioned(DevelopmentData):
    """The bidder says on what condition it would drop the bid."""

    bidder: EntityName
    target: EntityName
    condition: Text


@kind("bid.rejected", identity=("bidder", "target", "@occurred"))
class BidRejected(DevelopmentData):
    """The target refuses the bid."""

    bidder: EntityName
    target: EntityName
    by: tuple[EntityName, ...] | None = None
    unanimous: Bool | None = None
    medium: Text | None = None


@kind("bid.accepted", identity=("bidder", "target", "@occurred"))
class BidAccepted(DevelopmentData):
    """The target accepts the bid."""

    bidder: EntityName
    target: EntityName
    by: EntityName | None = None


@kind("bid.withdrawn", identity=("bidder", "target", "@occurred"))
class BidWithdrawn(DevelopmentData):
    """The bidder takes the bid back."""

    bidder: EntityName
    target: EntityName
    reason: Text | None = None


@kind("bid.lapsed", identity=("bidder", "target", "@occurred"))
class BidLapsed(DevelopmentData):
    """The bid runs out."""

    bidder: EntityName
    target: EntityName


@kind("bid.completed", identity=("bidder", "target"))
class BidCompleted(DevelopmentData):
    """The target changes hands."""

    bidder: EntityName
    target: EntityName
    amount: Amount | None = None


@kind("bid.observed", identity=("bidder", "target", "@occurred"))
class BidObserved(DevelopmentData):
    """A source says how the bid stands, not since when."""

    bidder: EntityName
    target: EntityName
    stands: Word


# --- who holds which role -----------------------------------------------------------------------


@kind("role.started", identity=("holder", "organisation", "role", "@occurred"))
class RoleStarted(DevelopmentData):
    """Someone takes up a role."""

    holder: EntityName
    organisation: EntityName
    role: Word


@kind("role.ended", identity=("holder", "organisation", "role", "@occurred"))
class RoleEnded(DevelopmentData):
    """Someone gives up or loses a role."""

    holder: EntityName
    organisation: EntityName
    role: Word
    reason: Text | None = None


@kind("role.observed", identity=("holder", "organisation", "role", "@occurred"))
class RoleObserved(DevelopmentData):
    """A source says that someone holds a role, not since when."""

    holder: EntityName
    organisation: EntityName
    role: Word


@kind("role.held", identity=("holder", "organisation", "role", "@occurred"), span=True)
class RoleHeld(DevelopmentData):
    """Someone holds a role from one time to another."""

    holder: EntityName
    organisation: EntityName
    role: Word


# --- what is said -------------------------------------------------------------------------------


@kind("claim.made")
class ClaimMade(DevelopmentData):
    """Someone says something about the world: that it was said is the fact."""

    claimant: EntityName
    subject: EntityName
    says: Text
    stance: Word | None = None
    topic: Word | None = None
    about: EntityName | None = None
    amount: Amount | None = None
    audience: Word | None = None
    channel: EntityName | None = None


@kind("claim.amplified")
class ClaimAmplified(DevelopmentData):
    """Someone spreads what another has said."""

    amplifier: EntityName
    subject: EntityName
    says: Text
    claimant: EntityName | None = None
    stance: Word | None = None
    topic: Word | None = None
    audience: Word | None = None
    channel: EntityName | None = None


@kind("claim.withdrawn")
class ClaimWithdrawn(DevelopmentData):
    """Someone takes back what they said."""

    claimant: EntityName
    subject: EntityName
    says: Text


_CLASSES: tuple[type[DevelopmentData], ...] = (
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

CLASSES: dict[str, type[DevelopmentData]] = {cls.kind: cls for cls in _CLASSES}
"""The attrs class of each built-in kind, by the kind's name."""
KINDS: dict[str, Kind] = {cls.kind: cls.spec for cls in _CLASSES}
"""The built-in kinds, by name."""
