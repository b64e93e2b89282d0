"""The accounts of the demo share one password: they are for a developer's machine, and for nothing else.

They are known by an address that nobody else can have: no mail ever leads to `.invalid` (RFC 2606).
"""

from django.conf import settings

DOMAIN = "demo.invalid"


def address(name):
    return f"{name}@{DOMAIN}"


def is_demo(person):
    return person.email.endswith(f"@{DOMAIN}")


def is_excused(person):
    """From the second factor: the demo's accounts alone, and under DEBUG alone."""
    return settings.DEBUG and is_demo(person)
