import json

from django.core.management.base import BaseCommand, CommandError
from django.core.serializers.json import DjangoJSONEncoder

from selec_cms import personal_data


class Command(BaseCommand):
    help = (
        "What is kept of one person, found by e-mail address or account name: export it as JSON, or erase it."
    )

    def add_arguments(self, parser):
        parser.add_argument("act", choices=["export", "erase"])
        parser.add_argument("address")
        parser.add_argument(
            "--yes", action="store_true", help="erase; without it, only what would go is said"
        )

    def handle(self, act, address, yes, **_options):
        if act == "export":
            found = personal_data.export(address)
            return json.dumps(found, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
        if not yes:
            summary = personal_data.Person(address).summary or personal_data.NOTHING
            return f"Would be erased: {summary}. Repeat it with --yes."
        try:
            return "\n".join(personal_data.erase(address))
        except personal_data.NotErased as sentence:
            raise CommandError(str(sentence)) from sentence
