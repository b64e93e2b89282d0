#!/usr/bin/env python3
"""Django's command line; reads `.env` beside it first, so that a developer need not export anything."""

import os
import sys
from pathlib import Path

from dotenv import load_dotenv

if __name__ == "__main__":
    load_dotenv(Path(__file__).with_name(".env"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "selec_cms.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
