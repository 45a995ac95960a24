"""A broken course to each test."""

from pathlib import Path

import pytest

from tests.content.sample import Sample


@pytest.fixture
def sample(tmp_path: Path) -> Sample:
    return Sample(tmp_path / "course")
