"""Who may go where: for tests/test_permissions.py, which tries it. A new address fails there until it stands here."""

from tests.selec_cms.test_roles import READS, TABLE

NOBODY, OUTSIDER, NO_ROLE = "nobody", "an account that is no staff", "staff without a role"
ROLES = [*TABLE]
STAFF = [*ROLES, NO_ROLE]
EVERYBODY = [NOBODY, OUTSIDER, *STAFF]

# The public site: anybody reads, and nobody sends, but to these.
TAKES_POST = {
    *("outreach:contacts", "outreach:alerts", "outreach:confirm", "outreach:manage", "outreach:leave"),
    *("review", "policy_reports"),
}
LISTS = "home news:index news:events news:operations news:press_releases notices:careers notices:procurement".split()
LISTS += ["notices:internships", "library:publications"]
PUBLIC = {
    *LISTS,
    *(f"{name}_feed{end}" for name in LISTS for end in ("", "_json")),
    *(f"news:{name}" for name in "events_calendar event_calendar".split()),
    *(f"notices:{name}deadlines" for name in ("", "careers_", "procurement_", "internships_")),
    *(f"notices:{name}_deadline" for name in ("vacancy", "tender", "internship")),
    *(f"news:{name}" for name in "event press_release operation".split()),
    *(f"news:{name}" for name in "event_history press_release_history operation_history".split()),
    *(f"news:{name}" for name in "past_event past_press_release past_operation".split()),
    *(f"notices:{name}" for name in "vacancy internship tender tender_ocds".split()),
    *(f"notices:{name}" for name in "vacancy_history internship_history tender_history".split()),
    *(f"notices:{name}" for name in "past_vacancy past_internship past_tender".split()),
    *(f"library:{name}" for name in "publication publication_history past_publication".split()),
    *(f"library:{name}" for name in "image document version newest".split()),
    *(f"organisation:{name}" for name in "about member_states member_state partners partner crime_areas".split()),
    *(f"organisation:{name}" for name in "crime_area figures figures_csv faq question question_history".split()),
    *(f"organisation:{name}" for name in "past_question page page_history past_page".split()),
    *(f"outreach:{name}" for name in "contacts sent alerts alerts_sent confirm manage leave".split()),
    *"feeds review search:search house_card card sitemaps sitemap news_sitemap robots security opensearch".split(),
    *"policy_reports api table health".split(),
    *(f"api:{name}" for name in "openapi-json index api-root figures".split()),
    *(f"api:{name}{end}" for name in "events operations press-releases careers internships procurement".split()
      for end in ("", "-item")),
    *(f"api:{name}{end}" for name in "publications pages member-states partners crime-areas".split()
      for end in ("", "-item")),
    "api/v1/<path:anything>",
}  # fmt: skip

# The back office: (who gets there by GET, who by POST).
OVERSEERS = ["Auditor", "Administrator"]
OFFICE = {
    "admin:index": (STAFF, STAFF),
    "admin:logout": ([], STAFF),
    "admin:password_change": (STAFF, STAFF),
    "admin:password_change_done": (STAFF, []),
    "admin:jsi18n": (STAFF, []),
    "admin:roles": (OVERSEERS, OVERSEERS),
    "admin:retention": (STAFF, STAFF),
    "admin:personal_data": (["Administrator"], ["Administrator"]),
    "admin:checks": (ROLES, ROLES),
    "admin:autocomplete": ([], []),  # with a field's name it asks for the right to view what is looked up
    "admin:app_list": (OVERSEERS, OVERSEERS),  # of accounts
    "admin:view_on_site": ([], []),  # the next one stands before it
    "admin/r/<int:kind>/<path:row>/": (["Writer", "Approver", *OVERSEERS],) * 2,  # of a Member State
    "admin/(?P<url>.*)$": ([], []),
}
# Signing in is for everybody; what stands beyond is of one's own account, and for who is signed in.
ACCOUNT = "admin/account/"
DOOR = "/admin/account/login/"
DOORS = {
    *(f"account_{name}" for name in "entrance login logout reset_password reset_password_done".split()),
    *(f"account_reset_password_from_key{end}" for end in ("", "_done")),
    *("mfa_authenticate", "mfa_login_webauthn"),
}
OWN = {
    *(f"account_{name}" for name in "reauthenticate change_password set_password".split()),
    *(f"mfa_{name}" for name in "index reauthenticate activate_totp deactivate_totp".split()),
    *(f"mfa_{name}_recovery_codes" for name in "view generate download".split()),
    *(f"mfa_{name}_webauthn" for name in "list add reauthenticate remove edit".split()),
    *"staff_sessions staff_end_other_sessions staff_end_session".split(),
}
# Of each model: letters of the table in tests/selec_cms/test_roles.py, any one of which is enough; "*" is all staff.
PAGES = {
    "changelist": ("v", "v"),
    "add": ("a", "a"),
    "change": ("v", "c"),
    "delete": ("d", "d"),
    "history": ("v", "v"),
    "": ("*", "*"),  # a redirect to the page for changing, whatever is asked for
}
# A view-only form of an edition and a move say in words what is not possible: test_roles.py tries them all.
OF_EDITIONS = {
    "change": ("v", "v"),
    "move": ("v", "v"),
    "comment": ("cp", "cp"),
    "people": ("c", "c"),
    "links": ("c", "c"),
    "autosave": ("", "c"),
    "autosave_new": ("", "a"),
    "preview": ("", "c"),
    "preview_new": ("", "a"),
    "forget": ("", ""),  # whoever typed it, with its key
}
OF_MODELS = {
    "auth.user": {"password_change": ("c", "c"), "act": ("", "c")},
    "library.document": {"approve": ("", "v")},  # says in words who may
    "library.image": {"picker": ("v", "")},
    "organisation.office": {"add": ("", "")},  # there is one, and it is there
    "organisation.page": {"order": ("c", "c")},
    "moving.oldaddress": {"import": ("a", "a"), "process_import": ("", "a"), "export": ("v", "v")},
    "selec_cms.missedaddress": {"lead": ("", "")},  # whoever may is led back to the desk (tests/moving/)
}
NEVER_TYPED = {
    *("audit.entry", "outreach.message", "outreach.subscriber", "search.vainsearch"),
    *("selec_cms.missedaddress", "selec_cms.policyreport", "usersessions.usersession"),
}
# Of visitors' messages each reads those on the purposes that are theirs; the test's own is a general one.
GENERAL = [*(role for role in READS if "general" in READS[role]), "Administrator"]
