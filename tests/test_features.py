"""The table of features names tests; they are there."""

import re
from pathlib import Path

TESTS = Path(__file__).parent
TABLE = TESTS.parent / "docs" / "features.md"


def test_every_feature_names_a_test_that_exists_or_says_why_it_is_not_there() -> None:
    rows = [line for line in TABLE.read_text().splitlines() if line.startswith("| ") and not line.startswith("| ---")]
    said = [row for row in rows if not row.endswith("| here |")]
    assert len(said) > 40
    for row in said:
        here = row.rsplit("|", 2)[1].strip()
        named = re.findall(r"`(\S+\.py)::(test_\w+)`", here)
        assert named or here.startswith("not there"), row
        for file, test in named:
            assert re.search(rf"^(async )?def {test}\(", (TESTS / file).read_text(), re.MULTILINE), f"{file}::{test}"
