"""The questions about the story in our terms: a target for each view, an answer for each key.

A question names a view, and the keys of the answer it expects. `ANSWERS` has a function for each key of each
view, which reads the fields that bear on it and answers in the question's words. Nothing here depends on a
single question, so another one of the same view is answered too.
"""

from app.role_answers import (
    basis,
    came_back,
    chief,
    has,
    holders,
    most_likely,
    possibly_held,
    roles_of_holder,
    since,
    title,
    turns,
    two_labels,
)
from app.story_answers import (
    NOT_PUBLIC,
    Answer,
    amount,
    bid_stages,
    chair_standing,
    claim_of_plaintiff,
    claims_by_source,
    conflict,
    earlier_existence,
    earlier_steps,
    either,
    first_date,
    funding_stages,
    funding_status,
    history,
    lawsuit_stages,
    lawyer,
    number,
    objects,
    only,
    participants,
    read,
    single,
    spoke_for,
    takes_part,
    total_beside_tranche,
    totals,
    upper_bound_claimed,
    years,
)

TARGETS = {
    "lawsuit-state": "lawsuit/musk-v-openai",
    "stargate-funding": "funding/stargate",
    "stargate-participants": "participants/stargate",
    "stargate-genesis": "genesis/stargate",
    "takeover-bid": "bid/openai-nonprofit",
    "roles": "roles/{organisation}",  # that of the developments which the question names
}

# The questions' names of developments, where we have them under another name, in parts, or not at all.
ELSEWHERE: dict[str, tuple[str, ...]] = {
    "stargate-four-year-total": ("stargate-announced",),  # one more account of the announcement
    "trump-wants-to-announce": ("stargate-announced",),
    "stargate-consortium-named": (
        "stargate-participant-softbank",
        "stargate-participant-openai",
        "stargate-participant-oracle",
        "stargate-participant-mgx",
    ),
    "softbank-stargate-finance-role": ("stargate-participant-softbank",),
    "openai-stargate-operations-role": ("stargate-participant-openai",),
    "ellison-titles-observed": ("ellison-chairman-observed", "ellison-cto-observed"),
    "son-titles-observed": (
        "son-softbank-chairman-observed",
        "son-softbank-president-observed",
        "son-softbank-ceo-observed",
    ),
    "doge-created": (),  # neither article reports it
}

HAPPENED = {"yes": "occurred", "no": "not-yet", "possible": "maybe"}
"""Our words for whether a development had happened, in the questions' words."""


ANSWERS: dict[str, dict[str, Answer]] = {
    "lawsuit-state": {
        "status": single(lawsuit_stages),
        "possible_status": lawsuit_stages,
        "filed": read("filed"),
        "withdrawn": read("withdrawn"),
        "refiled": read("refiled"),
        "amended": read("amended"),
        "plaintiff": lambda asked: only(asked.items("plaintiffs")),
        "defendants": read("defendants"),
        "claim": claim_of_plaintiff,
        "claims": claims_by_source,
        "compatible": lambda asked: not asked.field("positions").disputed,
        "reason": first_date,
    },
    "stargate-funding": {
        "status": funding_status,
        "possible_status": funding_stages,
        "earlier_steps": earlier_steps,
        "headline_usd": amount("total"),
        "jpy_equivalent": amount("equivalent"),
        "conflicting_total_usd": lambda asked: only(
            number(each.value) for each in asked.field("total").alternatives[1:]
        ),
        "conflict": conflict("C01", lambda asked: asked.field("total").disputed),
        "agree": lambda asked: not asked.field("total").disputed,
        "values_usd": lambda asked: [said for _, said in totals(asked)],
        "total_usd_stated_with_it": total_beside_tranche,
        "period_years": lambda asked: years(asked.value("period")),
        "immediate_usd": amount("immediate"),
        "committed_usd": amount("committed"),
        "commitments_final": read("commitments_settled"),
        "external_funding_needed": read("external_needed"),
        "disputed_by": read("disputed_by"),
        "secured_usd": amount("committed"),
        "claim": upper_bound_claimed,
        "softbank_secured_claim": upper_bound_claimed,
        "confirmed": lambda asked: asked.value("committed") is not None,
    },
    "stargate-participants": {
        "participants": participants,
        "list_open": read("others_unnamed"),
        "roles": lambda asked: only(row["role"] for row in asked.rows("roles").values()),
        "mgx": takes_part("mgx"),
        "member": takes_part(),
        "history": history,
        "holder": read("chair"),
        "status": chair_standing,
        "source": lambda asked: only(asked.field("chair").sources),
    },
    "stargate-genesis": {
        "raised": lambda asked: asked.value("first_raised") is not None,
        "when": read("first_raised"),
        "possible": either("first_raised"),
        "earlier_existence": earlier_existence,
    },
    "takeover-bid": {
        "stage": single(bid_stages),
        "possible_stages": bid_stages,
        "public": lambda asked: asked.value("status") not in NOT_PUBLIC,
        "since": lambda asked: asked.field("status").since,
        "exploring_since": read("explored"),
        "offer_made": lambda asked: asked.value("offered") is not None,
        "amount_usd": amount("amount"),
        "amount_usd_if_offered": lambda asked: only(number(each) for each in asked.values("amount") if each),
        "rejected_on": read("rejected"),
        "by": read("rejected_by"),
        "board_vote": lambda asked: "unanimous" if asked.value("unanimous") else None,
        "medium": read("medium"),
        "accepted": lambda asked: asked.value("status") == "accepted",
        "conditional_withdrawal_offered": lambda asked: asked.value("condition") is not None,
        "possible": either("condition"),
        "variants": objects,
        "conflict": conflict("C16", lambda asked: len(objects(asked)) > 1),
        "openai": spoke_for("openai"),
        "musk_lawyer": lawyer,
        "standing": lambda asked: only(each.standing for each in asked.accounts("statements", named=True)),
    },
    "roles": {
        "co_chairs": holders("co-chair"),
        "musk_co_chair": has("elon-musk", "co-chair"),
        "altman_co_chair": has("sam-altman", "co-chair"),
        "ceo": chief,
        "board_chair": single(holders("board-chair")),
        "leader": single(holders("leader")),
        "holder": has(),
        "possible": possibly_held,
        "most_likely": most_likely,
        "title": title,
        "titles": lambda asked: [role for role, _ in roles_of_holder(asked)],
        "exclusive": lambda asked: asked.field("holders").disputed,
        "role": lambda asked: only(role for role, _ in roles_of_holder(asked)),
        "org": lambda asked: asked.named("organisation"),
        "since": since,
        "basis": basis,
        "ousted": lambda asked: only(each.occurred for each in turns(asked, "role.ended")),
        "return": came_back,
        "source": lambda asked: only(name for _, each in roles_of_holder(asked) for name in each.sources),
        "sources": lambda asked: list(dict.fromkeys(each.source for each in turns(asked, "role.observed"))),
        "conflict": conflict("C11", lambda asked: len(roles_of_holder(asked)) > 1),
        "org_kind_conflict": conflict("C13", two_labels),
    },
}
"""For each view of the questions, the answer to each key that they expect."""
