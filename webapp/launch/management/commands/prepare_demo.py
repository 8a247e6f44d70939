"""``manage.py prepare_demo FILE``: tables, house production, a run for it, a sign-in link."""

import json
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from webapp.launch.house import house_run, house_shot, house_supervisor, sign_in_link


class Command(BaseCommand):
    help = "Make the database ready for `make demo`; a second time it keeps everything."

    def add_arguments(self, parser: CommandParser) -> None:
        """The file holds a link that lets its reader in: readable by its owner only."""
        parser.add_argument("answer", type=Path, help="Where to write {link} as JSON.")

    def handle(self, *, answer: Path, **options: Any) -> None:
        call_command("migrate", interactive=False, verbosity=1)
        call_command("load_house")
        shot = house_shot()
        house_run(shot)
        answer.touch(mode=0o600)
        answer.write_text(json.dumps({"link": sign_in_link(house_supervisor(), shot)}))
