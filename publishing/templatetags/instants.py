from django import template

register = template.Library()


@register.filter(expects_localtime=True)
def instant(at):
    """An instant for machines: to the second, with the offset of the zone in which it is shown."""
    return at.isoformat(timespec="seconds") if at else ""
