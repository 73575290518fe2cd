"""The built-in kinds of development, as attrs classes: one class a kind, past tense.

The docstring is the kind's title. A storybook declares more kinds in TOML, and they make the same
`Kind` objects (`chrono.model.kinds`); what has happened to a kind is told by the projections, not here.
"""

from chrono.lawsuit_events import *  # noqa: F403 - a page of its own, and kinds like those below
from chrono.lawsuit_events import LAWSUIT_CLASSES
from chrono.model.declaring import Bool, DevelopmentData, Entity, Quantity, Text, Word, kind
from chrono.model.kinds import Kind

# --- the funding of a programme -----------------------------------------------------------------


@kind("funding.announced", identity=("programme",))
class FundingAnnounced(DevelopmentData):
    """A programme and the money it is to have are announced."""

    programme: Entity
    announcers: tuple[Entity, ...] | None = None
    total: Quantity | None = None
    equivalent: Quantity | None = None
    period: Word | None = None


@kind("funding.tranche_announced", identity=("programme", "@occurred"))
class FundingTrancheAnnounced(DevelopmentData):
    """A part of the money is said to come at a certain stage."""

    programme: Entity
    amount: Quantity
    stage: Word


@kind("funding.pledged", identity=("programme", "funder", "@occurred"))
class FundingPledged(DevelopmentData):
    """A funder says that it will give, without being bound."""

    programme: Entity
    funder: Entity
    amount: Quantity | None = None


@kind("funding.committed", identity=("programme", "funder", "@occurred"))
class FundingCommitted(DevelopmentData):
    """A funder binds itself to an amount."""

    programme: Entity
    funder: Entity
    amount: Quantity


@kind("funding.disbursed", identity=("programme", "funder", "@occurred"))
class FundingDisbursed(DevelopmentData):
    """Money is paid out."""

    programme: Entity
    funder: Entity | None = None
    amount: Quantity


@kind("funding.revised", identity=("programme", "@occurred"))
class FundingRevised(DevelopmentData):
    """The announced money is changed."""

    programme: Entity
    total: Quantity
    period: Word | None = None


@kind("funding.closed", identity=("programme", "@occurred"))
class FundingClosed(DevelopmentData):
    """All the money is in place."""

    programme: Entity
    total: Quantity | None = None


@kind("funding.suspended", identity=("programme", "@occurred"))
class FundingSuspended(DevelopmentData):
    """The programme is halted for a time."""

    programme: Entity
    reason: Text | None = None


@kind("funding.resumed", identity=("programme", "@occurred"))
class FundingResumed(DevelopmentData):
    """A halted programme goes on."""

    programme: Entity


@kind("funding.cancelled", identity=("programme",))
class FundingCancelled(DevelopmentData):
    """The programme is given up."""

    programme: Entity
    reason: Text | None = None


@kind("funding.observed", identity=("programme", "@occurred"))
class FundingObserved(DevelopmentData):
    """A source says how the money stands, not since when."""

    programme: Entity
    stands: Word | None = None
    external_needed: Bool | None = None
    commitments_settled: Bool | None = None


# --- a bid for a company or its assets ----------------------------------------------------------


@kind("bid.explored", identity=("bidder", "target"))
class BidExplored(DevelopmentData):
    """A bidder looks into a bid."""

    bidder: Entity
    target: Entity
    object: Text | None = None


@kind("bid.backers_sought", identity=("bidder", "target"))
class BidBackersSought(DevelopmentData):
    """A bidder looks for others to join."""

    bidder: Entity
    target: Entity


@kind("bid.made", identity=("bidder", "target"))
class BidMade(DevelopmentData):
    """A bid is made."""

    bidder: Entity
    target: Entity
    amount: Quantity | None = None
    object: Text | None = None
    form: Text | None = None


@kind("bid.revised", identity=("bidder", "target", "@occurred"))
class BidRevised(DevelopmentData):
    """The bidder changes the bid."""

    bidder: Entity
    target: Entity
    amount: Quantity


@kind("bid.conditioned", identity=("bidder", "target", "@occurred"))
class BidConditioned(DevelopmentData):
    """The bidder says on what condition it would drop the bid."""

    bidder: Entity
    target: Entity
    condition: Text


@kind("bid.rejected", identity=("bidder", "target", "@occurred"))
class BidRejected(DevelopmentData):
    """The target refuses the bid."""

    bidder: Entity
    target: Entity
    by: tuple[Entity, ...] | None = None
    unanimous: Bool | None = None
    medium: Text | None = None


@kind("bid.accepted", identity=("bidder", "target", "@occurred"))
class BidAccepted(DevelopmentData):
    """The target accepts the bid."""

    bidder: Entity
    target: Entity
    by: Entity | None = None


@kind("bid.withdrawn", identity=("bidder", "target", "@occurred"))
class BidWithdrawn(DevelopmentData):
    """The bidder takes the bid back."""

    bidder: Entity
    target: Entity
    reason: Text | None = None


@kind("bid.lapsed", identity=("bidder", "target", "@occurred"))
class BidLapsed(DevelopmentData):
    """The bid runs out."""

    bidder: Entity
    target: Entity


@kind("bid.completed", identity=("bidder", "target"))
class BidCompleted(DevelopmentData):
    """The target changes hands."""

    bidder: Entity
    target: Entity
    amount: Quantity | None = None


@kind("bid.observed", identity=("bidder", "target", "@occurred"))
class BidObserved(DevelopmentData):
    """A source says how the bid stands, not since when."""

    bidder: Entity
    target: Entity
    stands: Word


# --- who holds which role -----------------------------------------------------------------------


@kind("role.started", identity=("holder", "organisation", "role", "@occurred"))
class RoleStarted(DevelopmentData):
    """Someone takes up a role."""

    holder: Entity
    organisation: Entity
    role: Word


@kind("role.ended", identity=("holder", "organisation", "role", "@occurred"))
class RoleEnded(DevelopmentData):
    """Someone gives up or loses a role."""

    holder: Entity
    organisation: Entity
    role: Word
    reason: Text | None = None


@kind("role.observed", identity=("holder", "organisation", "role", "@occurred"))
class RoleObserved(DevelopmentData):
    """A source says that someone holds a role, not since when."""

    holder: Entity
    organisation: Entity
    role: Word


@kind("role.held", identity=("holder", "organisation", "role", "@occurred"), span=True)
class RoleHeld(DevelopmentData):
    """Someone holds a role from one time to another."""

    holder: Entity
    organisation: Entity
    role: Word


# --- what is said -------------------------------------------------------------------------------


@kind("claim.made")
class ClaimMade(DevelopmentData):
    """Someone says something about the world: that it was said is the fact."""

    claimant: Entity
    subject: Entity
    says: Text
    stance: Word | None = None
    topic: Word | None = None
    about: Entity | None = None
    amount: Quantity | None = None
    audience: Word | None = None
    channel: Entity | None = None


@kind("claim.amplified")
class ClaimAmplified(DevelopmentData):
    """Someone spreads what another has said."""

    amplifier: Entity
    subject: Entity
    says: Text
    claimant: Entity | None = None
    stance: Word | None = None
    topic: Word | None = None
    audience: Word | None = None
    channel: Entity | None = None


@kind("claim.withdrawn")
class ClaimWithdrawn(DevelopmentData):
    """Someone takes back what they said."""

    claimant: Entity
    subject: Entity
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
