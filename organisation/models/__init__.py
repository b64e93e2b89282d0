"""Who SELEC is: its Member States, its partners, what it works on. What changes in time is a dated row."""

from .contact import Contact, Office, OpeningHours, Purpose
from .crime_area import CrimeArea, SocialAccount, TaskForce
from .member_state import Chair, Membership, MemberState, Role, StateName
from .page import Page
from .partner import Kind, Partner, PartnerStatus, Status
from .place import Place
from .yearly_figure import Activity, YearlyFigure, in_figures

__all__ = [
    "Activity",
    "Chair",
    "Contact",
    "CrimeArea",
    "Kind",
    "MemberState",
    "Membership",
    "Office",
    "OpeningHours",
    "Page",
    "Partner",
    "PartnerStatus",
    "Place",
    "Purpose",
    "Role",
    "SocialAccount",
    "StateName",
    "Status",
    "TaskForce",
    "YearlyFigure",
    "in_figures",
]
