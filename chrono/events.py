"""The built-in kinds of development, as attrs classes: one class for each kind, in the past tense.

The docstring is the kind's title. A storybook declares more kinds in TOML, which make the same `Kind` objects
(`chrono.model.kinds`). How a kind changes a state is declared by the projections, not here.
"""

from chrono.lawsuit_events import *  # noqa: F403 - a page of its own, and kinds like those below
from chrono.lawsuit_events import LAWSUIT_CLASSES
from chrono.model.declaring import Amount, Bool, DevelopmentData, EntityName, Text, Word, kind
from chrono.model.kinds import Kind

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


@kind("role.held", identity=("holder", "organisation", "role", "@start"), span=True)
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
    *LAWSUIT_CLASSES,
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
