"""Settings from the environment: what is wrong is named, and the key is made once."""

import threading
from pathlib import Path

import pytest

from courseware import config


@pytest.mark.parametrize(
    ("name", "value"), [("PORT", "eight"), ("TRUSTED_PROXIES", "-1"), ("LOG_LEVEL", "loud")]
)
def test_a_wrong_value_is_refused_by_the_name_of_its_variable(
    tmp_path: Path, name: str, value: str
):
    with pytest.raises(ValueError, match=name):
        config.from_environment({"INSTANCE": str(tmp_path), name: value})


def test_processes_that_start_at_once_sign_with_one_key(tmp_path: Path):
    start, keys = threading.Barrier(8), []

    def read() -> None:
        start.wait()
        keys.append(config.from_environment({"INSTANCE": str(tmp_path)}).secret_key)

    threads = [threading.Thread(target=read) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(keys) == 8
    assert len(set(keys)) == 1
    assert len(keys[0]) == 64
    [file] = tmp_path.iterdir()
    assert (file.name, file.stat().st_mode & 0o777) == ("secret_key", 0o600)
