"""What the web application's tests share."""

from pathlib import Path
from typing import Any

import pytest

from tests.webapp.server import web_address
from tests.webapp.studio import World, build_world

__all__ = ["web_address"]


@pytest.fixture
def world(db: None, settings: Any, tmp_path: Path) -> World:
    """With a blob store of its own, so that every file that is written is seen."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return build_world()
