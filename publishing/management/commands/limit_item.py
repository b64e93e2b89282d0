from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from publishing.models import Item


class Command(BaseCommand):
    help = (
        "Limit an item to named people, or open it to all staff: "
        "for the operator, where all those who could see it have left."
    )

    def add_arguments(self, parser):
        parser.add_argument("item", type=int, help="the number of the item, as the audit log has it")
        parser.add_argument("people", nargs="*", metavar="account", help="who may see it; all staff, if none")

    def handle(self, item, people, **_options):
        found = Item.objects.filter(pk=item).first()
        if found is None:
            raise CommandError(f"There is no item {item}.")
        named = list(get_user_model().objects.filter(username__in=people, is_staff=True, is_active=True))
        if missing := sorted(set(people) - {one.get_username() for one in named}):
            raise CommandError(f"No active staff account: {', '.join(missing)}. Nothing has been changed.")
        found.editions.order_by("number").last().limit_to(named)
        self.stdout.write(f"Item {item} is open to {', '.join(people) or 'all staff'}.")
