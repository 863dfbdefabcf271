"""Item policies: rules on what may be shown, enforced at run time and not only scored.

`rank` leaves out what a policy bars, reflection and the reply check every chosen item once more, and what a policy
decided is in the trace.
"""

from palate.agent.policies.available import Available
from palate.agent.policies.confirm_before import ConfirmBefore
from palate.agent.policies.disclose import Disclose
from palate.agent.policies.max_price import MaxPrice
from palate.agent.policies.not_seen import NotSeen
from palate.agent.policies.one_at_a_time import OneAtATime
from palate.agent.policies.policy import ItemPolicy, PersonalPolicy
from palate.agent.policies.positions import positions_of
from palate.agent.policies.quota import Quota
from palate.agent.policies.require import Require

__all__ = [
    "Available",
    "ConfirmBefore",
    "Disclose",
    "ItemPolicy",
    "MaxPrice",
    "NotSeen",
    "OneAtATime",
    "PersonalPolicy",
    "Quota",
    "Require",
    "positions_of",
]
