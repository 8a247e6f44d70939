"""A shot with people around it."""

from pathlib import Path
from typing import Any

import pytest

from tests.webapp.studio import World, build_world


@pytest.fixture
def world(db: None, settings: Any, tmp_path: Path) -> World:
    """See tests/webapp/studio.py."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return build_world()
