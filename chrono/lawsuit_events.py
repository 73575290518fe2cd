"""The built-in kinds of a lawsuit, civil or criminal: from its filing through trial and appeals to payment.

Part of `chrono.events`, which has the names of all built-in kinds. A step that two sources report
alike is one development: its identity is the case, the day, and what else tells apart two steps of one day.
"""

from chrono.model.declaring import Amount, Bool, Date, DevelopmentData, EntityName, Text, Word, kind

# --- the parties, the court and the course of the case --------------------------------------------


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


@kind("lawsuit.reopened", identity=("case", "@occurred"))
class LawsuitReopened(DevelopmentData):
    """A case that was over is opened again."""

    case: EntityName
    reason: Text | None = None


@kind("lawsuit.closed", identity=("case", "@occurred"))
class LawsuitClosed(DevelopmentData):
    """The court closes the case."""

    case: EntityName
    reason: Text | None = None


@kind("lawsuit.transferred", identity=("case", "@occurred"))
class LawsuitTransferred(DevelopmentData):
    """The case moves to another court."""

    case: EntityName
    court: Text


@kind("lawsuit.consolidated", identity=("case", "@occurred"))
class LawsuitConsolidated(DevelopmentData):
    """The case is joined with others, to be heard together."""

    case: EntityName
    lead: EntityName | None = None
    cases: tuple[EntityName, ...] | None = None


@kind("lawsuit.judge_assigned", identity=("case", "@occurred"))
class LawsuitJudgeAssigned(DevelopmentData):
    """The case is given to a judge."""

    case: EntityName
    judge: EntityName


@kind("lawsuit.class_decided", identity=("case", "@occurred"))
class LawsuitClassDecided(DevelopmentData):
    """The court decides whether the case is a class action.

    The outcome: `certified`, `denied` or `decertified`.
    """

    case: EntityName
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


# --- on the way to a decision ---------------------------------------------------------------------


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


@kind("lawsuit.discovery_ordered", identity=("case", "@occurred"))
class LawsuitDiscoveryOrdered(DevelopmentData):
    """The court orders that something be handed over or answered."""

    case: EntityName
    order: Text
    party: EntityName | None = None


@kind("lawsuit.injunction_ordered", identity=("case", "@occurred"))
class LawsuitInjunctionOrdered(DevelopmentData):
    """The court forbids or orders something for the time being."""

    case: EntityName
    terms: Text | None = None


@kind("lawsuit.injunction_lifted", identity=("case", "@occurred"))
class LawsuitInjunctionLifted(DevelopmentData):
    """An injunction ends."""

    case: EntityName
    reason: Text | None = None


@kind("lawsuit.hearing_set", identity=("case", "hearing"))
class LawsuitHearingSet(DevelopmentData):
    """The court sets the date of a hearing."""

    case: EntityName
    hearing: Date
    subject: Text | None = None


@kind("lawsuit.hearing_held", identity=("case", "@occurred"))
class LawsuitHearingHeld(DevelopmentData):
    """A hearing is held; it may set the next one."""

    case: EntityName
    subject: Text | None = None
    next: Date | None = None


@kind("lawsuit.hearing_cancelled", identity=("case", "@occurred"))
class LawsuitHearingCancelled(DevelopmentData):
    """A hearing is called off; the next one may be set."""

    case: EntityName
    subject: Text | None = None
    reason: Text | None = None
    next: Date | None = None


# --- the counts of a criminal case ----------------------------------------------------------------


@kind("lawsuit.charged", identity=("case", "@occurred"))
class LawsuitCharged(DevelopmentData):
    """Someone is charged with one count or several."""

    case: EntityName
    counts: tuple[Word, ...]
    defendants: tuple[EntityName, ...] | None = None


@kind("lawsuit.plea_entered", identity=("case", "party", "@occurred"))
class LawsuitPleaEntered(DevelopmentData):
    """A defendant pleads.

    The plea: `guilty`, `not guilty` or `no contest`.
    """

    case: EntityName
    party: EntityName
    plea: Word


@kind("lawsuit.count_dropped", identity=("case", "count", "@occurred"))
class LawsuitCountDropped(DevelopmentData):
    """A count is dropped or dismissed; the others go on."""

    case: EntityName
    count: Word
    reason: Text | None = None


@kind("lawsuit.count_decided", identity=("case", "count", "@occurred"))
class LawsuitCountDecided(DevelopmentData):
    """A count is decided.

    The outcome: `guilty`, `not guilty`, `no verdict`; of a civil claim `granted`, `denied`.
    """

    case: EntityName
    count: Word
    outcome: Word


@kind("lawsuit.sentenced", identity=("case", "party", "@occurred"))
class LawsuitSentenced(DevelopmentData):
    """A defendant is sentenced."""

    case: EntityName
    party: EntityName
    sentence: Text


# --- trial, judgment and what is paid -------------------------------------------------------------


@kind("lawsuit.trial_set", identity=("case", "@occurred"))
class LawsuitTrialSet(DevelopmentData):
    """The court sets the date of the trial."""

    case: EntityName
    trial: Date


@kind("lawsuit.trial_begun", identity=("case", "@occurred"))
class LawsuitTrialBegun(DevelopmentData):
    """The trial begins."""

    case: EntityName


@kind("lawsuit.mistrial_declared", identity=("case", "@occurred"))
class LawsuitMistrialDeclared(DevelopmentData):
    """The trial ends without a verdict."""

    case: EntityName
    reason: Text | None = None


@kind("lawsuit.verdict_given", identity=("case", "@occurred"))
class LawsuitVerdictGiven(DevelopmentData):
    """A jury gives its verdict."""

    case: EntityName
    verdict: Word | None = None
    prevailing: tuple[EntityName, ...] | None = None
    award: Amount | None = None


@kind("lawsuit.verdict_set_aside", identity=("case", "@occurred"))
class LawsuitVerdictSetAside(DevelopmentData):
    """The court sets the verdict aside."""

    case: EntityName
    reason: Text | None = None


@kind("lawsuit.new_trial_ordered", identity=("case", "@occurred"))
class LawsuitNewTrialOrdered(DevelopmentData):
    """A new trial is ordered, of all or of one issue."""

    case: EntityName
    issue: Text | None = None


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


@kind("lawsuit.award_changed", identity=("case", "@occurred"))
class LawsuitAwardChanged(DevelopmentData):
    """The award is cut or raised, by the trial court or on appeal."""

    case: EntityName
    award: Amount | None = None
    reason: Text | None = None


@kind("lawsuit.award_vacated", identity=("case", "@occurred"))
class LawsuitAwardVacated(DevelopmentData):
    """The award is set aside."""

    case: EntityName
    reason: Text | None = None


@kind("lawsuit.settled", identity=("case",))
class LawsuitSettled(DevelopmentData):
    """The parties settle."""

    case: EntityName
    amount: Amount | None = None
    terms: Text | None = None


@kind("lawsuit.settlement_approved", identity=("case", "@occurred"))
class LawsuitSettlementApproved(DevelopmentData):
    """The court approves a settlement.

    The approval: `preliminary` or `final`.
    """

    case: EntityName
    approval: Word


@kind("lawsuit.settlement_rejected", identity=("case", "@occurred"))
class LawsuitSettlementRejected(DevelopmentData):
    """The court rejects a settlement, and the case goes on."""

    case: EntityName
    reason: Text | None = None


@kind("lawsuit.paid", identity=("case", "@occurred"))
class LawsuitPaid(DevelopmentData):
    """Money is paid under the judgment or the settlement."""

    case: EntityName
    payer: EntityName | None = None
    payee: EntityName | None = None
    amount: Amount | None = None


# --- appeals: `appeal` is our word for one of several; what goes on below goes on -----------------


@kind("lawsuit.appealed", identity=("case", "appeal?", "@occurred"))
class LawsuitAppealed(DevelopmentData):
    """A party appeals."""

    case: EntityName
    appeal: Word | None = None
    party: EntityName | None = None
    court: Text | None = None
    decision: Text | None = None


@kind("lawsuit.appeal_accepted", identity=("case", "appeal?", "@occurred"))
class LawsuitAppealAccepted(DevelopmentData):
    """A court takes an appeal that it could have refused."""

    case: EntityName
    appeal: Word | None = None


@kind("lawsuit.appeal_refused", identity=("case", "appeal?", "@occurred"))
class LawsuitAppealRefused(DevelopmentData):
    """A court does not take an appeal."""

    case: EntityName
    appeal: Word | None = None


@kind("lawsuit.appeal_argued", identity=("case", "appeal?", "@occurred"))
class LawsuitAppealArgued(DevelopmentData):
    """The appeal is argued."""

    case: EntityName
    appeal: Word | None = None


@kind("lawsuit.appeal_decided", identity=("case", "appeal?", "@occurred"))
class LawsuitAppealDecided(DevelopmentData):
    """The appeal is decided.

    The outcome: `affirmed`, `reversed`, `affirmed in part`, `vacated`.
    """

    case: EntityName
    outcome: Word
    appeal: Word | None = None


@kind("lawsuit.appeal_withdrawn", identity=("case", "appeal?", "@occurred"))
class LawsuitAppealWithdrawn(DevelopmentData):
    """The appeal is given up."""

    case: EntityName
    appeal: Word | None = None


@kind("lawsuit.remanded", identity=("case", "@occurred"))
class LawsuitRemanded(DevelopmentData):
    """The case, or an issue of it, goes back to the trial court."""

    case: EntityName
    issue: Text | None = None
    court: Text | None = None
    appeal: Word | None = None


# --- how the case is said to stand ----------------------------------------------------------------


@kind("lawsuit.observed", identity=("case", "@occurred"))
class LawsuitObserved(DevelopmentData):
    """A source says how the suit stands, not since when."""

    case: EntityName
    stands: Word
    plaintiffs: tuple[EntityName, ...] | None = None
    defendants: tuple[EntityName, ...] | None = None


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
