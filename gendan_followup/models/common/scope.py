"""How far an order is followed (前程, 中程, 全程): the one order in which stages come."""

SCOPES = [
    ("warehouse", "To the warehouse"),
    ("clearance", "To clearance"),
    ("payment", "To payment"),
]
# of milestones and papers: the shortest follow-up they belong to, same keys
STAGES = [
    ("warehouse", "Up to the warehouse"),
    ("clearance", "Up to clearance"),
    ("payment", "Up to payment"),
]
WHOLE = "payment"
RANKS = {key: rank for rank, (key, _label) in enumerate(SCOPES)}


def lies_behind(stage, scope):
    """Whether a stage lies behind the end of a follow-up; empty ones are the widest scope, the earliest stage.

    :param stage: key of ``STAGES`` or False
    :param scope: key of ``SCOPES`` or False
    """
    return RANKS.get(stage, 0) > RANKS.get(scope, RANKS[WHOLE])
