from django.core.management.commands import makemessages


class Command(makemessages.Command):
    """The acts of the audit log are stored in English and translated where they are shown."""

    xgettext_options = [*makemessages.Command.xgettext_options, "--keyword=record", "--keyword=log"]
