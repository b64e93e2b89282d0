"""Who SELEC is: its Member States, its partners, what it works on. What changes in time is a dated row."""

from .crime_area import CrimeArea, SocialAccount, TaskForce
from .member_state import Chair, Membership, MemberState, Role, StateName
from .partner import Kind, Partner, PartnerStatus, Status

__all__ = [
    "Chair",
    "CrimeArea",
    "Kind",
    "MemberState",
    "Membership",
    "Partner",
    "PartnerStatus",
    "Role",
    "SocialAccount",
    "StateName",
    "Status",
    "TaskForce",
]
