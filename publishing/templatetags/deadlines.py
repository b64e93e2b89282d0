from django import template

register = template.Library()


@register.filter
def state_at(edition, at):
    """Open, closing soon, closed or not yet open at the instant `at`."""
    return edition.state(at)
