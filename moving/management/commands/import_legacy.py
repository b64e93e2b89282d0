from moving import legacy
from moving.command import ImportCommand


class Command(ImportCommand):
    help = "Take over a table (CSV: id, old address, title, date, html); a dry run without --write."
    read = legacy.read
