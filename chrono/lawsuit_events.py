"""The built-in kinds of a lawsuit, civil or criminal: from its filing through trial and appeals to payment.

Part of `chrono.events`, which has the names of all built-in kinds. A step that is told alike by two sources
is one development: its identity is the case, the day, and what else tells apart two steps of one day.
"""

from chrono.model.declaring import Bool, Date, DevelopmentData, Entity, Quantity, Text, Word, kind

# --- the parties, the court and the course of the case --------------------------------------------


@kind("lawsuit.filed", identity=("case",))
class LawsuitFiled(DevelopmentData):
    """A lawsuit is filed."""

    case: Entity
    plaintiffs: tuple[Entity, ...]
    defendants: tuple[Entity, ...] | None = None
    court: Text | None = None


@kind("lawsuit.amended", identity=("case", "@occurred"))
class LawsuitAmended(DevelopmentData):
    """The complaint is amended."""

    case: Entity
    plaintiffs: tuple[Entity, ...] | None = None
    defendants: tuple[Entity, ...] | None = None
    change: Text | None = None


@kind("lawsuit.pleaded", identity=("case", "party", "@occurred"))
class LawsuitPleaded(DevelopmentData):
    """A party says in the case what it holds."""

    case: Entity
    party: Entity
    says: Text


@kind("lawsuit.withdrawn", identity=("case", "@occurred"))
class LawsuitWithdrawn(DevelopmentData):
    """The plaintiffs withdraw the suit."""

    case: Entity
    reason: Text | None = None


@kind("lawsuit.refiled", identity=("case", "@occurred"))
class LawsuitRefiled(DevelopmentData):
    """The suit is brought again after a withdrawal or a dismissal."""

    case: Entity
    plaintiffs: tuple[Entity, ...] | None = None
    defendants: tuple[Entity, ...] | None = None
    court: Text | None = None


@kind("lawsuit.reopened", identity=("case", "@occurred"))
class LawsuitReopened(DevelopmentData):
    """A case that was over is opened again."""

    case: Entity
    reason: Text | None = None


@kind("lawsuit.closed", identity=("case", "@occurred"))
class LawsuitClosed(DevelopmentData):
    """The court closes the case."""

    case: Entity
    reason: Text | None = None


@kind("lawsuit.transferred", identity=("case", "@occurred"))
class LawsuitTransferred(DevelopmentData):
    """The case moves to another court."""

    case: Entity
    court: Text


@kind("lawsuit.consolidated", identity=("case", "@occurred"))
class LawsuitConsolidated(DevelopmentData):
    """The case is joined with others, to be heard together."""

    case: Entity
    lead: Entity | None = None
    cases: tuple[Entity, ...] | None = None


@kind("lawsuit.judge_assigned", identity=("case", "@occurred"))
class LawsuitJudgeAssigned(DevelopmentData):
    """The case is given to a judge."""

    case: Entity
    judge: Entity


@kind("lawsuit.class_decided", identity=("case", "@occurred"))
class LawsuitClassDecided(DevelopmentData):
    """The court decides whether the case is a class action.

    The outcome: `certified`, `denied` or `decertified`.
    """

    case: Entity
    outcome: Word


@kind("lawsuit.stayed", identity=("case", "@occurred"))
class LawsuitStayed(DevelopmentData):
    """The court halts the case for a time."""

    case: Entity
    reason: Text | None = None


@kind("lawsuit.resumed", identity=("case", "@occurred"))
class LawsuitResumed(DevelopmentData):
    """A stay is lifted and the case goes on."""

    case: Entity


# --- on the way to a decision ---------------------------------------------------------------------


@kind("lawsuit.motion_filed", identity=("case", "motion", "@occurred"))
class LawsuitMotionFiled(DevelopmentData):
    """A party asks the court for a decision on the way."""

    case: Entity
    motion: Word
    party: Entity | None = None


@kind("lawsuit.motion_decided", identity=("case", "motion", "@occurred"))
class LawsuitMotionDecided(DevelopmentData):
    """The court decides a motion; the case goes on unless another development says otherwise."""

    case: Entity
    motion: Word
    outcome: Word


@kind("lawsuit.discovery_ordered", identity=("case", "@occurred"))
class LawsuitDiscoveryOrdered(DevelopmentData):
    """The court orders that something be handed over or answered."""

    case: Entity
    order: Text
    party: Entity | None = None


@kind("lawsuit.injunction_ordered", identity=("case", "@occurred"))
class LawsuitInjunctionOrdered(DevelopmentData):
    """The court forbids or orders something for the time being."""

    case: Entity
    terms: Text | None = None


@kind("lawsuit.injunction_lifted", identity=("case", "@occurred"))
class LawsuitInjunctionLifted(DevelopmentData):
    """An injunction ends."""

    case: Entity
    reason: Text | None = None


@kind("lawsuit.hearing_set", identity=("case", "hearing"))
class LawsuitHearingSet(DevelopmentData):
    """The court sets the date of a hearing."""

    case: Entity
    hearing: Date
    subject: Text | None = None


@kind("lawsuit.hearing_held", identity=("case", "@occurred"))
class LawsuitHearingHeld(DevelopmentData):
    """A hearing is held; it may set the next one."""

    case: Entity
    subject: Text | None = None
    next: Date | None = None


@kind("lawsuit.hearing_cancelled", identity=("case", "@occurred"))
class LawsuitHearingCancelled(DevelopmentData):
    """A hearing is called off; the next one may be set."""

    case: Entity
    reason: Text | None = None
    next: Date | None = None


# --- the counts of a criminal case ----------------------------------------------------------------


@kind("lawsuit.charged", identity=("case", "@occurred"))
class LawsuitCharged(DevelopmentData):
    """Someone is charged with one count or several."""

    case: Entity
    counts: tuple[Word, ...]
    defendants: tuple[Entity, ...] | None = None


@kind("lawsuit.plea_entered", identity=("case", "party", "@occurred"))
class LawsuitPleaEntered(DevelopmentData):
    """A defendant pleads.

    The plea: `guilty`, `not guilty` or `no contest`.
    """

    case: Entity
    party: Entity
    plea: Word


@kind("lawsuit.count_dropped", identity=("case", "count", "@occurred"))
class LawsuitCountDropped(DevelopmentData):
    """A count is dropped or dismissed; the others go on."""

    case: Entity
    count: Word
    reason: Text | None = None


@kind("lawsuit.count_decided", identity=("case", "count", "@occurred"))
class LawsuitCountDecided(DevelopmentData):
    """A count is decided.

    The outcome: `guilty`, `not guilty`, `no verdict`; of a civil claim `granted`, `denied`.
    """

    case: Entity
    count: Word
    outcome: Word


@kind("lawsuit.sentenced", identity=("case", "party", "@occurred"))
class LawsuitSentenced(DevelopmentData):
    """A defendant is sentenced."""

    case: Entity
    party: Entity
    sentence: Text


# --- trial, judgment and what is paid -------------------------------------------------------------


@kind("lawsuit.trial_set", identity=("case", "@occurred"))
class LawsuitTrialSet(DevelopmentData):
    """The court sets the date of the trial."""

    case: Entity
    trial: Date


@kind("lawsuit.trial_begun", identity=("case", "@occurred"))
class LawsuitTrialBegun(DevelopmentData):
    """The trial begins."""

    case: Entity


@kind("lawsuit.mistrial_declared", identity=("case", "@occurred"))
class LawsuitMistrialDeclared(DevelopmentData):
    """The trial ends without a verdict."""

    case: Entity
    reason: Text | None = None


@kind("lawsuit.verdict_given", identity=("case", "@occurred"))
class LawsuitVerdictGiven(DevelopmentData):
    """A jury gives its verdict."""

    case: Entity
    verdict: Word | None = None
    prevailing: tuple[Entity, ...] | None = None
    award: Quantity | None = None


@kind("lawsuit.verdict_set_aside", identity=("case", "@occurred"))
class LawsuitVerdictSetAside(DevelopmentData):
    """The court sets the verdict aside."""

    case: Entity
    reason: Text | None = None


@kind("lawsuit.new_trial_ordered", identity=("case", "@occurred"))
class LawsuitNewTrialOrdered(DevelopmentData):
    """A new trial is ordered, of all or of one issue."""

    case: Entity
    issue: Text | None = None


@kind("lawsuit.dismissed", identity=("case", "@occurred"))
class LawsuitDismissed(DevelopmentData):
    """The court dismisses the suit."""

    case: Entity
    with_prejudice: Bool | None = None


@kind("lawsuit.judged", identity=("case", "@occurred"))
class LawsuitJudged(DevelopmentData):
    """The court gives judgment."""

    case: Entity
    prevailing: tuple[Entity, ...] | None = None
    award: Quantity | None = None
    relief: Text | None = None


@kind("lawsuit.award_changed", identity=("case", "@occurred"))
class LawsuitAwardChanged(DevelopmentData):
    """The award is cut or raised, by the trial court or on appeal."""

    case: Entity
    award: Quantity | None = None
    reason: Text | None = None


@kind("lawsuit.award_vacated", identity=("case", "@occurred"))
class LawsuitAwardVacated(DevelopmentData):
    """The award is set aside."""

    case: Entity
    reason: Text | None = None


@kind("lawsuit.settled", identity=("case",))
class LawsuitSettled(DevelopmentData):
    """The parties settle."""

    case: Entity
    amount: Quantity | None = None
    terms: Text | None = None


@kind("lawsuit.settlement_approved", identity=("case", "@occurred"))
class LawsuitSettlementApproved(DevelopmentData):
    """The court approves a settlement.

    The approval: `preliminary` or `final`.
    """

    case: Entity
    approval: Word


@kind("lawsuit.settlement_rejected", identity=("case", "@occurred"))
class LawsuitSettlementRejected(DevelopmentData):
    """The court rejects a settlement, and the case goes on."""

    case: Entity
    reason: Text | None = None


@kind("lawsuit.paid", identity=("case", "@occurred"))
class LawsuitPaid(DevelopmentData):
    """Money is paid under the judgment or the settlement."""

    case: Entity
    payer: Entity | None = None
    payee: Entity | None = None
    amount: Quantity | None = None


# --- appeals: `appeal` is our word for one of several; what goes on below goes on -----------------


@kind("lawsuit.appealed", identity=("case", "appeal?", "@occurred"))
class LawsuitAppealed(DevelopmentData):
    """A party appeals."""

    case: Entity
    appeal: Word | None = None
    party: Entity | None = None
    court: Text | None = None
    decision: Text | None = None


@kind("lawsuit.appeal_accepted", identity=("case", "appeal?", "@occurred"))
class LawsuitAppealAccepted(DevelopmentData):
    """A court takes an appeal that it could have refused."""

    case: Entity
    appeal: Word | None = None


@kind("lawsuit.appeal_refused", identity=("case", "appeal?", "@occurred"))
class LawsuitAppealRefused(DevelopmentData):
    """A court does not take an appeal."""

    case: Entity
    appeal: Word | None = None


@kind("lawsuit.appeal_argued", identity=("case", "appeal?", "@occurred"))
class LawsuitAppealArgued(DevelopmentData):
    """The appeal is argued."""

    case: Entity
    appeal: Word | None = None


@kind("lawsuit.appeal_decided", identity=("case", "appeal?", "@occurred"))
class LawsuitAppealDecided(DevelopmentData):
    """The appeal is decided.

    The outcome: `affirmed`, `reversed`, `affirmed in part`, `vacated`.
    """

    case: Entity
    outcome: Word
    appeal: Word | None = None


@kind("lawsuit.appeal_withdrawn", identity=("case", "appeal?", "@occurred"))
class LawsuitAppealWithdrawn(DevelopmentData):
    """The appeal is given up."""

    case: Entity
    appeal: Word | None = None


@kind("lawsuit.remanded", identity=("case", "@occurred"))
class LawsuitRemanded(DevelopmentData):
    """The case, or an issue of it, goes back to the trial court."""

    case: Entity
    issue: Text | None = None
    court: Text | None = None
    appeal: Word | None = None


# --- how the case is said to stand ----------------------------------------------------------------


@kind("lawsuit.observed", identity=("case", "@occurred"))
class LawsuitObserved(DevelopmentData):
    """A source says how the suit stands, not since when."""

    case: Entity
    stands: Word
    plaintiffs: tuple[Entity, ...] | None = None
    defendants: tuple[Entity, ...] | None = None


LAWSUIT_CLASSES: tuple[type[DevelopmentData], ...] = (
    *(LawsuitFiled, LawsuitAmended, LawsuitPleaded, LawsuitWithdrawn, LawsuitRefiled),
    *(LawsuitReopened, LawsuitClosed, LawsuitTransferred, LawsuitConsolidated),
    *(LawsuitJudgeAssigned, LawsuitClassDecided, LawsuitStayed, LawsuitResumed),
    *(LawsuitMotionFiled, LawsuitMotionDecided, LawsuitDiscoveryOrdered, LawsuitInjunctionOrdered),
    *(LawsuitInjunctionLifted, LawsuitHearingSet, LawsuitHearingHeld, LawsuitHearingCancelled),
    *(LawsuitCharged, LawsuitPleaEntered, LawsuitCountDropped, LawsuitCountDecided),
    LawsuitSentenced,
    *(LawsuitTrialSet, LawsuitTrialBegun, LawsuitMistrialDeclared, LawsuitVerdictGiven),
    *(LawsuitVerdictSetAside, LawsuitNewTrialOrdered, LawsuitDismissed, LawsuitJudged),
    *(LawsuitAwardChanged, LawsuitAwardVacated, LawsuitSettled, LawsuitSettlementApproved),
    *(LawsuitSettlementRejected, LawsuitPaid),
    *(LawsuitAppealed, LawsuitAppealAccepted, LawsuitAppealRefused, LawsuitAppealArgued),
    *(LawsuitAppealDecided, LawsuitAppealWithdrawn, LawsuitRemanded),
    LawsuitObserved,
)
"""The attrs classes of these kinds, in the order of this page."""
