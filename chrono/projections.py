"""The built-in projections: "lawsuit state" and "funding status".

`key` is the field of a development that names the lawsuit or programme. Each field of a projection names the
kinds that change it: a status is the state last entered, `latest` the value that the last such development
gives. A value is valid *until the next*: a late report of something older never overwrites what is newer.
"""

from __future__ import annotations

from collections.abc import Mapping

from chrono.model.fields import UNNAMED, Field, collect, latest, members, rows, status, total
from chrono.model.projection import Projection, projection

NOTHING = {"value": "none"}
"""What a kind reads that clears a field."""
STEPS = (
    *("filed", "amended", "withdrawn", "refiled", "reopened", "closed", "transferred", "consolidated"),
    *("judge_assigned", "class_decided", "stayed", "resumed", "motion_filed", "motion_decided"),
    *("discovery_ordered", "injunction_ordered", "injunction_lifted", "hearing_set", "hearing_held"),
    *("hearing_cancelled", "charged", "plea_entered", "count_dropped", "count_decided", "sentenced"),
    *("trial_set", "trial_begun", "mistrial_declared", "verdict_set_aside", "new_trial_ordered"),
    *("dismissed", "judged", "award_changed", "award_vacated", "settled", "settlement_approved"),
    *("settlement_rejected", "paid", "remanded"),
)
"""The steps of a case in the trial court: what goes on in an appeal is none of them."""
APPEAL_STATUS = {
    "lawsuit.appealed": {"value": "pending"},
    "lawsuit.appeal_accepted": {"value": "accepted"},
    "lawsuit.appeal_refused": {"value": "refused"},
    "lawsuit.appeal_argued": {"value": "argued"},
    "lawsuit.appeal_decided": {"value": "decided"},
    "lawsuit.appeal_withdrawn": {"value": "withdrawn"},
}
"""How an appeal stands after each of its steps."""
APPEAL_OUTCOME = {**dict.fromkeys(APPEAL_STATUS, NOTHING), "lawsuit.appeal_decided": "outcome"}
"""How it was decided: of an appeal under the same name the outcome goes when the next one begins."""


def each_one(name: str, reads: Mapping[str, object]) -> Field:
    """Return a map with a row for each value of the field `name`; those that no report names share one."""
    key = [{"field": name, "silent": UNNAMED}]
    return rows({kind: {"key": key, "value": [value]} for kind, value in reads.items()})


def each_appeal(reads: Mapping[str, object]) -> Field:
    """Return a map with a row for each appeal."""
    return each_one("appeal", reads)


LAWSUIT = projection(
    "lawsuit",
    title="Lawsuit state",
    subject="the lawsuit {}",
    key="case",
    fields={
        # the case in the trial court; no appeal changes anything here
        "status": status(
            {
                "lawsuit.filed": "pending",
                "lawsuit.withdrawn": "withdrawn",
                "lawsuit.dismissed": "dismissed",
                "lawsuit.refiled": "pending",
                "lawsuit.reopened": "pending",
                "lawsuit.closed": "closed",
                "lawsuit.stayed": "stayed",
                "lawsuit.resumed": "pending",
                "lawsuit.settled": "settled",
                "lawsuit.settlement_rejected": "pending",
                "lawsuit.judged": "judged",
                "lawsuit.sentenced": "sentenced",
                "lawsuit.new_trial_ordered": "pending",
                "lawsuit.remanded": "pending",
            },
            initial="none reported",
            final=["withdrawn", "dismissed", "closed", "settled", "judged", "sentenced"],
            observe={
                "lawsuit.observed": {"field": "stands"},
                "lawsuit.amended": "pending",
                "lawsuit.charged": "pending",
            },
        ),
        "last_step": latest(
            {
                **{f"lawsuit.{step}": {"value": step.replace("_", " ")} for step in STEPS},
                "lawsuit.verdict_given": {"value": "verdict"},
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
        "court": latest(
            dict.fromkeys(
                ("lawsuit.filed", "lawsuit.refiled", "lawsuit.transferred", "lawsuit.remanded"), "court"
            )
        ),
        "judge": latest({"lawsuit.judge_assigned": "judge"}),
        "lead_case": latest({"lawsuit.consolidated": "lead"}),
        "class_action": latest({"lawsuit.class_decided": "outcome"}),
        # on the way to a decision
        "motions": rows(
            {
                "lawsuit.motion_filed": {"key": ["motion"], "value": [{"value": "pending"}]},
                "lawsuit.motion_decided": {"key": ["motion"], "value": ["outcome"]},
            }
        ),
        "discovery": collect(["lawsuit.discovery_ordered"], ["party", "order"]),
        "injunction": latest(
            {
                "lawsuit.injunction_ordered": {"value": "in force"},
                "lawsuit.injunction_lifted": {"value": "lifted"},
            }
        ),
        # of the hearing that moved last, whichever it is; `hearings` has each under its subject
        "next_hearing": latest(
            {
                "lawsuit.hearing_set": "hearing",
                "lawsuit.hearing_held": {"field": "next", "silent": "none"},
                "lawsuit.hearing_cancelled": {"field": "next", "silent": "none"},
            }
        ),
        "hearings": each_one(
            "subject",
            {
                "lawsuit.hearing_set": "hearing",
                "lawsuit.hearing_held": {"field": "next", "silent": "held"},
                "lawsuit.hearing_cancelled": {"field": "next", "silent": "cancelled"},
            },
        ),
        "counts": rows(
            {
                "lawsuit.charged": {"key": ["counts"], "value": [{"value": "pending"}]},
                "lawsuit.count_dropped": {"key": ["count"], "value": [{"value": "dropped"}]},
                "lawsuit.count_decided": {"key": ["count"], "value": ["outcome"]},
            }
        ),
        "pleas": rows({"lawsuit.plea_entered": {"key": ["party"], "value": ["plea"]}}),
        # what was decided, and what became of it
        "trial_date": latest({"lawsuit.trial_set": "trial"}, was=["trial"]),
        "verdict": latest(
            {
                "lawsuit.verdict_given": {"field": "verdict", "silent": "given"},
                "lawsuit.verdict_set_aside": {"value": "set aside"},
                "lawsuit.mistrial_declared": {"value": "mistrial"},
            }
        ),
        "prevailing": latest(
            {
                "lawsuit.verdict_given": "prevailing",
                "lawsuit.judged": "prevailing",
                "lawsuit.verdict_set_aside": NOTHING,
            }
        ),
        "sentences": rows({"lawsuit.sentenced": {"key": ["party"], "value": ["sentence"]}}),
        "award": latest({"lawsuit.verdict_given": "award", "lawsuit.judged": "award"}),
        "award_now": latest(
            {
                "lawsuit.verdict_given": "award",
                "lawsuit.judged": "award",
                "lawsuit.award_changed": {"field": "award", "silent": "changed"},
                "lawsuit.award_vacated": {"value": "vacated"},
                "lawsuit.verdict_set_aside": {"value": "vacated"},
            }
        ),
        "new_trial": latest({"lawsuit.new_trial_ordered": {"field": "issue", "silent": "ordered"}}),
        "remand": latest({"lawsuit.remanded": {"field": "issue", "silent": "ordered"}}),
        "settlement": latest({"lawsuit.settled": "amount"}),
        "settlement_approval": latest(
            {
                "lawsuit.settlement_approved": "approval",
                "lawsuit.settlement_rejected": {"value": "rejected"},
            }
        ),
        "paid": total({"lawsuit.paid": "amount"}),
        "last_paid": latest({"lawsuit.paid": "@occurred"}),
        # the appeals: a row for each, and the one that moved last
        "appeal_status": latest(APPEAL_STATUS),
        "appeal_outcome": latest(APPEAL_OUTCOME),
        "appeal_parties": each_appeal({"lawsuit.appealed": "party"}),
        "appeal_courts": each_appeal({"lawsuit.appealed": "court"}),
        "appealed": each_appeal({"lawsuit.appealed": "decision"}),
        "appeal_notices": each_appeal({"lawsuit.appealed": "@occurred"}),
        "appeal_statuses": each_appeal(APPEAL_STATUS),
        "appeal_outcomes": each_appeal(APPEAL_OUTCOME),
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
