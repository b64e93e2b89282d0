"""What pages may do in a browser: settings of django-csp and django-permissions-policy."""

from csp.constants import NONE, SELF

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "require-trusted-types-for": ["'script'"],
        "trusted-types": [NONE],
        "report-uri": ["/policy-reports/"],
        "report-to": ["policy"],
    }
}
# What the back office has instead, since the editor, the preview and Django's own scripts ask for it. Styles within a
# page are for the forms with the editor alone (publishing/admin.py).
BACK_OFFICE_POLICY = {
    "img-src": [SELF, "data:"],
    "font-src": [SELF],
    "connect-src": [SELF],
    "frame-src": [SELF],
    "require-trusted-types-for": None,
    "trusted-types": None,
}
# All that a page could ask of a device is off, but for passkeys, by which staff sign in.
PERMISSIONS_POLICY = {
    name: []
    for name in (
        "accelerometer ambient-light-sensor autoplay bluetooth browsing-topics camera compute-pressure "
        "cross-origin-isolated display-capture encrypted-media fullscreen gamepad geolocation gyroscope hid "
        "identity-credentials-get idle-detection keyboard-map local-fonts magnetometer microphone midi "
        "otp-credentials payment picture-in-picture screen-wake-lock serial storage-access usb web-share "
        "window-management xr-spatial-tracking"
    ).split()
} | {"publickey-credentials-create": ["self"], "publickey-credentials-get": ["self"]}
