from django import template

register = template.Library()


@register.filter
def state_at(edition, at):
    """Open, closing soon, closed or not yet open at the instant `at`."""
    return edition.state(at)


@register.filter
def stage_at(edition, at):
    """The same in the words of its kind, such as under evaluation."""
    return edition.stage(at)
