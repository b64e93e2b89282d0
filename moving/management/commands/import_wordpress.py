from moving import wxr
from moving.command import ImportCommand


class Command(ImportCommand):
    help = "Take over the posts of a WordPress export (WXR); a dry run without --write."
    read = wxr.read
