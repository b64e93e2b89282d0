"""Who may do what: one table of sections, roles and acts. `manage.py roles` makes the groups exactly so.

A further kind of content is one line in SECTIONS and its acts in ROLES.
"""

from dataclasses import dataclass

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils.functional import keep_lazy_text
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _, gettext_noop

from audit.models import record
from organisation.models import Purpose

# Both stay English in the database and in the log; they are translated where they are shown.
RELEASES, FACTS, IMAGES, FILES = (
    gettext_noop("Releases and events"),
    gettext_noop("Facts about SELEC"),
    gettext_noop("Images"),
    gettext_noop("Files"),
)
MISSED, CLOCK, LOG, ACCOUNTS = (
    gettext_noop("What visitors miss"),
    gettext_noop("Time travel"),
    gettext_noop("Audit log"),
    gettext_noop("Accounts and groups"),
)
POSTS, TENDERS = gettext_noop("Vacancies and internships"), gettext_noop("Tenders")
PUBLICATIONS, PAGES, MESSAGES = (
    gettext_noop("Publications"),
    gettext_noop("Pages and questions"),
    gettext_noop("Messages of visitors"),
)
SUBSCRIBERS, HOME, OLD, SESSIONS = (
    gettext_noop("Subscribers"),
    gettext_noop("Home page"),
    gettext_noop("Old addresses"),
    gettext_noop("Sessions of staff"),
)
REPORTS = gettext_noop("Reports of browsers")
SECTIONS = {
    RELEASES: ["news.PressRelease", "news.Event", "news.Operation"],
    POSTS: ["notices.Vacancy", "notices.Internship"],
    TENDERS: ["notices.Tender"],
    PUBLICATIONS: ["library.Publication"],
    PAGES: ["organisation.Page"],
    FACTS: [
        *("organisation.MemberState", "organisation.Membership", "organisation.StateName"),
        *("organisation.Chair", "organisation.Partner", "organisation.PartnerStatus"),
        *("organisation.TaskForce", "organisation.CrimeArea", "organisation.SocialAccount"),
        *("organisation.Contact", "organisation.Office", "organisation.OpeningHours"),
        "organisation.YearlyFigure",
    ],
    IMAGES: ["library.Image"],
    FILES: ["library.Document"],
    MESSAGES: ["outreach.Message"],
    SUBSCRIBERS: ["outreach.Subscriber"],
    HOME: ["selec_cms.Pin"],
    MISSED: ["selec_cms.MissedAddress", "search.VainSearch"],
    OLD: ["moving.OldAddress"],
    CLOCK: ["publishing.Item"],
    LOG: ["audit.Entry"],
    REPORTS: ["selec_cms.PolicyReport"],
    ACCOUNTS: ["auth.User", "auth.Group"],
    SESSIONS: ["usersessions.UserSession"],
}
lowered = keep_lazy_text(lambda words: str(words).lower())
ACTS = {
    "view": _("view"),
    "add": _("add"),
    "change": _("change"),
    "delete": _("delete"),
    "approve": _("approve"),
    "travel_in_time": _("travel in time"),
    "handle_personal_data": _("export and erase a person’s"),
    **{
        f"read_{purpose}": format_lazy(_("those on {purpose}"), purpose=lowered(label))
        for purpose, label in Purpose.choices
    },
}
READ, WRITE, MANAGE = "view", "view add change", "view add change delete"
EVERY_ACT = " ".join(ACTS)
# Time travel shows releases before their hour: only who may view releases may do it.
OF_UNITS = {IMAGES: WRITE, FILES: READ}
OF_WRITERS = {**OF_UNITS, MISSED: "view delete", CLOCK: "travel_in_time"}
TO_WRITERS = "view read_general read_press read_data_protection read_security"
MADE, GAVE, TOOK = gettext_noop("made the role"), gettext_noop("gave rights"), gettext_noop("took rights")
ADMINISTRATOR = gettext_noop("Administrator")
ROLES = {
    gettext_noop("Writer"): {
        RELEASES: WRITE,
        MESSAGES: TO_WRITERS,
        PUBLICATIONS: WRITE,
        PAGES: WRITE,
        FACTS: WRITE,
        HOME: WRITE,
        OLD: WRITE,
        **OF_WRITERS,
    },
    gettext_noop("Approver"): {
        RELEASES: f"{WRITE} approve",
        PUBLICATIONS: f"{WRITE} approve",
        PAGES: f"{WRITE} approve",
        FACTS: READ,
        HOME: WRITE,
        OLD: MANAGE,
        **OF_WRITERS,
        FILES: "view approve",
        POSTS: "view approve",
        TENDERS: "view approve",
    },
    gettext_noop("HR"): {POSTS: f"{WRITE} approve", MESSAGES: "view read_hr", **OF_UNITS},
    gettext_noop("Procurement"): {TENDERS: f"{WRITE} approve", MESSAGES: "view read_procurement", **OF_UNITS},
    gettext_noop("Librarian"): {
        RELEASES: READ,
        POSTS: READ,
        TENDERS: READ,
        PUBLICATIONS: WRITE,
        IMAGES: MANAGE,
        FILES: MANAGE,
        CLOCK: "travel_in_time",
    },
    gettext_noop("Auditor"): {**dict.fromkeys(SECTIONS, READ), CLOCK: "travel_in_time"},
    ADMINISTRATOR: dict.fromkeys(SECTIONS, EVERY_ACT),
}


def existing(section):
    """(act, "app.codename") of every act that this section's models know."""
    rights = []
    for label in SECTIONS[section]:
        meta = apps.get_model(label)._meta
        plain = [(act, f"{act}_{meta.model_name}") for act in meta.default_permissions]
        own = [(codename, codename) for codename, _name in meta.permissions]
        rights += [(act, f"{meta.app_label}.{codename}") for act, codename in [*plain, *own]]
    return rights


def rights_of(role):
    """The rights ("news.add_pressrelease") that the table gives; the administrator has all there are."""
    if role == ADMINISTRATOR:
        return {right for right, _permission in _permissions()}
    acts = {section: words.split() for section, words in ROLES[role].items()}
    return {right for section in acts for act, right in existing(section) if act in acts[section]}


def _permissions():
    rows = Permission.objects.select_related("content_type")
    return [(f"{row.content_type.app_label}.{row.codename}", row) for row in rows]


@transaction.atomic
def settle(by=None):
    """Make each role's group as the table says; a sentence for each change, none where all was right.

    Other groups are left alone. `by` is who asked, None for the command line.
    """
    permissions = dict(_permissions())
    done = []
    for role in ROLES:
        group, is_new = Group.objects.get_or_create(name=role)
        held = set(group.permissions.all())
        have = {right for right, row in permissions.items() if row in held}
        wanted = rights_of(role)
        changes = [(MADE, set()), (GAVE, wanted - have), (TOOK, have - wanted)]
        group.permissions.set([permissions[right] for right in wanted])
        for act, rights in changes:
            if rights or (is_new and act == MADE):
                names = ", ".join(sorted(rights))
                record(act, by, subject=f"auth.group {group.pk}: {role}", reason=names)
                done.append(f"{role}: {act}" + (f": {names}" if names else "") + ".")
    return done


@dataclass(frozen=True)
class Cell:
    """What a role may do in a section: in words, and where the database says otherwise."""

    acts: str
    missing: list
    extra: list


def grid():
    """(section, [Cell of each role]) of each section, and what the groups hold outside of them."""
    held = {}
    for group in Group.objects.filter(name__in=ROLES).prefetch_related("permissions__content_type"):
        rows = group.permissions.all()
        held[group.name] = {f"{row.content_type.app_label}.{row.codename}" for row in rows}
    wanted = {role: rights_of(role) for role in ROLES}
    rows = [
        (section, [_cell(existing(section), wanted[role], held.get(role, set())) for role in ROLES])
        for section in SECTIONS
    ]
    known = {right for section in SECTIONS for _act, right in existing(section)}
    others = [_cell([], wanted[role] - known, held.get(role, set()) - known) for role in ROLES]
    return (
        [*rows, (gettext_noop("Everything else"), others)]
        if any(one.extra or one.missing for one in others)
        else rows
    )


def _cell(rights, wanted, held):
    """With no `rights`, all of both sets are compared: they belong to no section."""
    names = {right for _act, right in rights} or wanted | held
    acts = [words for act, words in ACTS.items() if any(a == act and r in wanted for a, r in rights)]
    missing, extra = sorted((wanted - held) & names), sorted((held - wanted) & names)
    return Cell(", ".join(map(str, acts)), missing, extra)
