"""What a person can rely on about kept files: whole or not at all, and nobody reaches beyond."""

from pathlib import Path

import pytest

from courseware.kit.storage import MissingFile, Storage


@pytest.fixture
def storage(tmp_path: Path) -> Storage:
    return Storage(tmp_path / "files")


def test_what_was_put_is_got_back(storage: Storage) -> None:
    key = storage.put(b"minutes of a call", ".txt")
    assert storage.get(key) == b"minutes of a call"
    assert storage.path(key).read_bytes() == b"minutes of a call"
    assert key.endswith(".txt")


def test_two_files_with_the_same_content_live_and_die_apart(storage: Storage) -> None:
    first, second = storage.put(b"same"), storage.put(b"same")
    storage.delete(first)
    assert storage.get(second) == b"same"


def test_a_deleted_file_is_missing_and_deleting_again_is_quiet(storage: Storage) -> None:
    key = storage.put(b"x")
    storage.delete(key)
    storage.delete(key)
    with pytest.raises(MissingFile):
        storage.get(key)
    with pytest.raises(MissingFile):
        storage.path(key)


@pytest.mark.parametrize(
    "key",
    [
        "",
        "..",
        "../secret",
        "/etc/passwd",
        "ab/../../secret",
        "ab" * 16 + "/x",
        "AB" * 16,
        "ab" * 16 + "\n",
    ],
)
def test_a_key_that_is_not_ours_reaches_nothing(storage: Storage, key: str) -> None:
    (storage.root.parent / "secret").write_bytes(b"secret")
    for act in (storage.get, storage.path, storage.delete):
        with pytest.raises(MissingFile):
            act(key)


@pytest.mark.parametrize("suffix", ["pdf", "./x", "..", ".PDF", ".tar.gz", ".averylongone"])
def test_a_suffix_cannot_lead_elsewhere(storage: Storage, suffix: str) -> None:
    with pytest.raises(ValueError, match="suffix"):
        storage.put(b"x", suffix)


def test_a_write_that_fails_leaves_nothing(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full_disk(_handle: int) -> None:
        raise OSError("no space left")

    monkeypatch.setattr("os.fsync", full_disk)
    with pytest.raises(OSError, match="no space"):
        storage.put(b"x")
    assert [path for path in storage.root.rglob("*") if path.is_file()] == []
