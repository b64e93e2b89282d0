"""Settings of signing in (staff/), for settings.py. Passwords are as NIST 800-63B-4 has them for one factor, since a
second one is yet to be enrolled when the first is chosen: fifteen characters, any of them, no expiry, none of the
well-known ones.
"""

import os

OIDC_SERVER = os.environ.get("OIDC_SERVER", "")

AUTHENTICATION_BACKENDS = ["staff.backend.StaffBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in {
        "UserAttributeSimilarityValidator": {},
        "MinimumLengthValidator": {"min_length": 15},
        "CommonPasswordValidator": {},
    }.items()
]
LOGIN_URL, LOGIN_REDIRECT_URL, ACCOUNT_LOGOUT_REDIRECT_URL = "account_login", "admin:index", "account_login"
SESSION_COOKIE_AGE = 12 * 3600  # seconds: a working day
ACCOUNT_ADAPTER, MFA_ADAPTER = "staff.adapters.AccountAdapter", "staff.adapters.FactorAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"  # an administrator types the address, and the invitation goes there
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "[SELEC] "
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_METHODS = ["password", "mfa"]
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60  # seconds
# Attempts in a span, of one address and for one account; a password that is wrong five times waits five minutes.
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "reset_password": "10/m/ip,3/15m/key",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "SELEC"
MFA_TOTP_TOLERANCE = 1  # steps of 30 seconds, for a telephone whose clock is off
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = os.environ.get("DEBUG") == "1"
if OIDC_SERVER:
    SOCIALACCOUNT_ADAPTER = "staff.openid.ProviderAdapter"
    SOCIALACCOUNT_LOGIN_ON_GET = True  # the policy lets no form lead to another site
    SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "APP": {
                "provider_id": "staff",
                "name": os.environ.get("OIDC_NAME") or "OpenID Connect",
                "client_id": os.environ.get("OIDC_CLIENT_ID", ""),
                "secret": os.environ.get("OIDC_CLIENT_SECRET", ""),
                "settings": {"server_url": OIDC_SERVER, "oauth_pkce_enabled": True},
            }
        }
    }
