from django.core.management.base import BaseCommand
from tqdm import tqdm

from publishing.models import kinds
from search.index import reindex
from search.spelling import relearn


class Command(BaseCommand):
    help = "Make the index of the search afresh from what is approved; it is kept in step by itself."

    def handle(self, **_options):
        total = sum(kind.objects.filter(status="approved").count() for kind in kinds())
        with tqdm(total=total, unit="edition") as shown:
            reindex(shown.update)
        relearn()
