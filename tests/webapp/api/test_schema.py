"""The committed OpenAPI schema says what the API is."""

from pathlib import Path

import pytest
import yaml
from django.core.management import call_command
from django.test import Client

SCHEMA = Path(__file__).parents[3] / "webapp" / "api" / "schema.yml"


def test_the_committed_schema_is_up_to_date(tmp_path: Path) -> None:
    fresh = tmp_path / "schema.yml"
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", str(fresh))
    assert fresh.read_text() == SCHEMA.read_text(), "renew it: manage.py spectacular --file webapp/api/schema.yml"


def test_every_operation_can_answer_with_the_one_error_body() -> None:
    schema = yaml.safe_load(SCHEMA.read_text())
    operations = [operation for path in schema["paths"].values() for operation in path.values()]
    assert len(operations) >= 34
    for operation in operations:
        body = operation["responses"]["default"]["content"]["application/json"]["schema"]
        assert body == {"$ref": "#/components/schemas/Error"}


@pytest.mark.django_db
def test_the_schema_can_be_read_without_signing_in(client: Client) -> None:
    answer = client.get("/api/v1/schema/")
    assert answer.status_code == 200
    assert answer.json()["openapi"].startswith("3.")
