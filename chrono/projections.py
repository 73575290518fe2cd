"""The built-in projections: "lawsuit state" and "funding status".

`key` is the field of a development that names the lawsuit or programme. Each field of a projection names the
kinds that change it: a status is the state last entered, `latest` the value that the last such development
gives. A value is valid *until the next*: a late report of something older never overwrites what is newer.
"""

from __future__ import annotations

from chrono.model.fields import collect, latest, members, status, total
from chrono.model.projection import Projection, projection

LAWSUIT = projection(
    "lawsuit",
    title="Lawsuit state",
    subject="the lawsuit {}",
    key="case",
    fields={
        "status": status(
            {
                "lawsuit.filed": "pending",
                "lawsuit.withdrawn": "withdrawn",
                "lawsuit.dismissed": "dismissed",
                "lawsuit.refiled": "pending",
                "lawsuit.stayed": "stayed",
                "lawsuit.resumed": "pending",
                "lawsuit.settled": "settled",
                "lawsuit.judged": "judged",
                "lawsuit.appealed": "on appeal",
                "lawsuit.appeal_decided": {"field": "outcome"},
            },
            initial="none reported",
            final=["withdrawn", "dismissed", "settled", "judged"],
            observe={"lawsuit.observed": {"field": "stands"}, "lawsuit.amended": "pending"},
        ),
        "last_step": latest(
            {
                "lawsuit.filed": {"value": "filed"},
                "lawsuit.amended": {"value": "amended"},
                "lawsuit.withdrawn": {"value": "withdrawn"},
                "lawsuit.refiled": {"value": "refiled"},
                "lawsuit.transferred": {"value": "transferred"},
                "lawsuit.motion_filed": {"value": "motion filed"},
                "lawsuit.motion_decided": {"value": "motion decided"},
                "lawsuit.stayed": {"value": "stayed"},
                "lawsuit.resumed": {"value": "resumed"},
                "lawsuit.trial_set": {"value": "trial set"},
                "lawsuit.trial_begun": {"value": "trial begun"},
                "lawsuit.verdict_given": {"value": "verdict"},
                "lawsuit.dismissed": {"value": "dismissed"},
                "lawsuit.judged": {"value": "judged"},
                "lawsuit.settled": {"value": "settled"},
                "lawsuit.appealed": {"value": "appealed"},
                "lawsuit.appeal_decided": {"value": "appeal decided"},
            }
        ),
        "filed": latest({"lawsuit.filed": "@occurred"}),
        "withdrawn": latest({"lawsuit.withdrawn": "@occurred"}),
        "refiled": latest({"lawsuit.refiled": "@occurred"}),
        "amended": latest({"lawsuit.amended": "@occurred"}),
        "plaintiffs": latest(
            dict.fromkeys(("lawsuit.filed", "lawsuit.amended", "lawsuit.refiled"), "plaintiffs"),
            observe={"lawsuit.observed": "plaintiffs"},
        ),
        "defendants": latest(
            dict.fromkeys(("lawsuit.filed", "lawsuit.amended", "lawsuit.refiled"), "defendants"),
            observe={"lawsuit.observed": "defendants"},
        ),
        "court": latest(dict.fromkeys(("lawsuit.filed", "lawsuit.refiled", "lawsuit.transferred"), "court")),
        "trial": latest({"lawsuit.trial_set": "trial"}),
        "award": latest({"lawsuit.verdict_given": "award", "lawsuit.judged": "award"}),
        "settlement": latest({"lawsuit.settled": "amount"}),
        "positions": collect(["lawsuit.pleaded"], ["party", "says"]),
    },
)

FUNDING = projection(
    "funding",
    title="Funding status",
    subject="the funding of {}",
    key={
        **dict.fromkeys(
            (
                *("funding.announced", "funding.tranche_announced", "funding.pledged", "funding.committed"),
                *("funding.disbursed", "funding.revised", "funding.closed", "funding.suspended"),
                *("funding.resumed", "funding.cancelled", "funding.observed"),
            ),
            "programme",
        ),
        "claim.made": "subject?",
        "claim.amplified": "subject?",
    },
    fields={
        "status": status(
            {
                "funding.announced": "announced",
                "funding.closed": "fully funded",
                "funding.suspended": "suspended",
                "funding.resumed": "announced",
                "funding.cancelled": "cancelled",
            },
            initial="not announced",
            final=["fully funded", "cancelled"],
            observe={"funding.observed": {"field": "stands"}},
        ),
        "total": latest(dict.fromkeys(("funding.announced", "funding.revised", "funding.closed"), "total")),
        "equivalent": latest({"funding.announced": "equivalent"}),
        "period": latest({"funding.announced": "period", "funding.revised": "period"}),
        "announced_by": latest({"funding.announced": "announcers"}),
        "immediate": latest(
            {"funding.tranche_announced": "amount"},
            where={"funding.tranche_announced": {"stage": "immediate"}},
        ),
        "pledged": total({"funding.pledged": "amount"}),
        "committed": total({"funding.committed": "amount"}),
        "disbursed": total({"funding.disbursed": "amount"}),
        "commitments_settled": latest({}, observe={"funding.observed": "commitments_settled"}),
        "external_needed": latest({}, observe={"funding.observed": "external_needed"}),
        "disputed_by": members(
            {"claim.made": "claimant", "claim.amplified": "amplifier"},
            where={"topic": "funding", "stance": "disputes", "audience": "public"},
        ),
        "claims": collect(
            ["claim.made"],
            ["claimant", "about", "amount", "says"],
            where={"claim.made": {"topic": "funding"}},
        ),
    },
)

PROJECTIONS: dict[str, Projection] = {each.name: each for each in (LAWSUIT, FUNDING)}
"""The built-in projections, by name; a storybook that declares one of these names replaces it whole."""

__all__ = ["FUNDING", "LAWSUIT", "PROJECTIONS", "Projection", "projection"]
