"""``manage.py load_house``: the production that a newcomer sees first."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from webapp import env
from webapp.exchange.house import house_folder, house_load


class Command(BaseCommand):
    help = "Load the house production, once. SHIAGE_DEMO_PASSWORD lets its people sign in by password."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--folder", type=Path, default=house_folder())

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        if not (folder / "sheet.json").exists():
            raise CommandError(f"{folder}: there is no sheet.json; draw the production: python -m fixtures.house")
        shot = house_load(folder=folder, password=env.text("SHIAGE_DEMO_PASSWORD", ""))
        self.stdout.write(f"House production: shot {shot.pk}")
