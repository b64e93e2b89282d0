"""Backups: the database, the files that it names and the audit log's head in one archive that proves itself.

Files never change under their names and are written before the row that names them, so the database is taken
first and the files after it. A restoration goes the other way: first files that no row names yet, then the
database in one step.
"""

BACKUP, INCOMPLETE = "backup", "backup: files missing"
DRILL, FAILED = "restore drill", "restore drill: failed"


class Unfit(Exception):
    """An archive that cannot be restored here, or a database that cannot take it; the text is a sentence."""
