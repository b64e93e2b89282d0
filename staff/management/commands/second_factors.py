from django.core.management.base import BaseCommand

from staff.colleagues import forget_unreadable
from staff.sealing import unreadable


class Command(BaseCommand):
    help = "Say whose authenticator app or recovery codes were sealed by a SECRET_KEY that the site does not know."

    def add_arguments(self, parser):
        parser.add_argument(
            "--forget",
            action="store_true",
            help="let them enrol anew: who has no passkey gets there by the password alone",
        )

    def handle(self, forget, **_options):
        people = {one.user.get_username(): one.user for one in unreadable()}
        for name, person in people.items():
            self.stdout.write(f"{name}: cannot be read")
            if forget:
                forget_unreadable(person)
        if not people:
            self.stdout.write("All second factors can be read.")
        elif forget:
            self.stdout.write("They were forgotten, and their owners told by mail: they enrol anew.")
        else:
            self.stdout.write("Put the earlier key into SECRET_KEY_FALLBACKS, or --forget these.")
