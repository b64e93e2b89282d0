"""Django's own, which tells what it commits; its place and its name are Django's rule for engines."""

from django.db.backends.postgresql import base

from publishing.commits import TellsCommits


class DatabaseWrapper(TellsCommits, base.DatabaseWrapper):
    pass
