"""All that signing in needs, below /admin/account/. What allauth has besides, such as signing up, has no address."""

from allauth.account import views
from django.conf import settings
from django.urls import include, path, re_path
from django.views.generic import RedirectView

from publishing.later import later

from . import sessions

# As in allauth.mfa.urls; the views bring libraries for passkeys, 4 MB.
FACTORS = {
    "": "base.views.index",
    "authenticate/": "base.views.authenticate",
    "reauthenticate/": "base.views.reauthenticate",
    "totp/activate/": "totp.views.activate_totp",
    "totp/deactivate/": "totp.views.deactivate_totp",
    "recovery-codes/": "recovery_codes.views.view_recovery_codes",
    "recovery-codes/generate/": "recovery_codes.views.generate_recovery_codes",
    "recovery-codes/download/": "recovery_codes.views.download_recovery_codes",
    "webauthn/": "webauthn.views.list_webauthn",
    "webauthn/add/": "webauthn.views.add_webauthn",
    "webauthn/reauthenticate/": "webauthn.views.reauthenticate_webauthn",
    "webauthn/keys/<int:pk>/remove/": "webauthn.views.remove_webauthn",
    "webauthn/keys/<int:pk>/edit/": "webauthn.views.edit_webauthn",
    "webauthn/login/": "webauthn.views.login_webauthn",
}
urlpatterns = [
    path("", RedirectView.as_view(pattern_name="mfa_index"), name="account_entrance"),
    path("login/", views.login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path("password/change/", views.password_change, name="account_change_password"),
    path("password/set/", views.password_set, name="account_set_password"),
    path("password/reset/", views.password_reset, name="account_reset_password"),
    path("password/reset/done/", views.password_reset_done, name="account_reset_password_done"),
    path(
        "password/reset/key/done/",
        views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    *(
        path(f"second-factor/{route}", later(f"allauth.mfa.{view}"), name=f"mfa_{view.rpartition('.')[2]}")
        for route, view in FACTORS.items()
    ),
    path("sessions/", sessions.sessions, name="staff_sessions"),
    path("sessions/others/end/", sessions.end_others, name="staff_end_other_sessions"),
    path("sessions/<int:pk>/end/", sessions.end, name="staff_end_session"),
]
if settings.OIDC_SERVER:
    from allauth.socialaccount import views as linked

    urlpatterns += [
        path("", include("allauth.socialaccount.providers.openid_connect.urls")),
        path("oidc/failed/", linked.login_error, name="socialaccount_login_error"),
        path("oidc/cancelled/", linked.login_cancelled, name="socialaccount_login_cancelled"),
        path("oidc/signup/", linked.signup, name="socialaccount_signup"),
        path("oidc/", linked.connections, name="socialaccount_connections"),
    ]
