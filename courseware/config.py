"""Settings of the process, read once from the environment and frozen."""

import logging
import os
import secrets
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Settings:
    """Where things are and who we are. Every field has an environment variable of the same name in capitals."""

    instance: Path
    database_url: str
    public_url: str
    course_root: Path
    host: str = "127.0.0.1"
    port: int = 8000
    trusted_proxies: int = 0  # how many reverse proxies in front set X-Forwarded-*
    reload_course: bool = False  # look for changed course files at every request (development)
    argon2_memory: int = 19456  # KiB
    log_level: str = "INFO"
    secret_key: str = ""
    # What signs the certificates: a file with key and certificate, else a token, else one made by us.
    signing_key_file: str = ""
    signing_certificate_file: str = ""  # where the key's file does not hold it
    signing_passphrase: str = ""
    pkcs11_module: str = ""  # the library of a token's maker
    pkcs11_token: str = ""
    pkcs11_pin: str = ""
    pkcs11_label: str = ""  # of key and certificate on the token

    @property
    def keys(self) -> Path:
        """The folder of the keys that this installation made for itself."""
        return self.instance / "keys"

    @property
    def is_https(self) -> bool:
        return self.public_url.startswith("https://")


def from_environment(environ: "os._Environ[str] | dict[str, str] | None" = None) -> Settings:
    """Settings from `environ`; a wrong value raises ValueError naming the variable."""
    env = os.environ if environ is None else environ
    instance = Path(env.get("INSTANCE", ROOT / "instance")).resolve()
    host, port = env.get("HOST", "127.0.0.1"), _number(env, "PORT", 8000)
    return Settings(
        instance=instance,
        database_url=env.get("DATABASE_URL") or f"sqlite:///{instance / 'courseware.db'}",
        public_url=env.get("PUBLIC_URL", f"http://{host}:{port}").rstrip("/"),
        course_root=Path(env.get("COURSE_ROOT", ROOT)).resolve(),
        host=host,
        port=port,
        trusted_proxies=_number(env, "TRUSTED_PROXIES", 0),
        reload_course=env.get("RELOAD_COURSE", "") == "1",
        argon2_memory=_number(env, "ARGON2_MEMORY", 19456),
        log_level=_level(env.get("LOG_LEVEL", "INFO").upper()),
        secret_key=env.get("SECRET_KEY") or _own_secret(instance),
        signing_key_file=env.get("SIGNING_KEY_FILE", ""),
        signing_certificate_file=env.get("SIGNING_CERTIFICATE_FILE", ""),
        signing_passphrase=_secret(env, "SIGNING_PASSPHRASE"),
        pkcs11_module=env.get("PKCS11_MODULE", ""),
        pkcs11_token=env.get("PKCS11_TOKEN", ""),
        pkcs11_pin=_secret(env, "PKCS11_PIN"),
        pkcs11_label=env.get("PKCS11_LABEL", ""),
    )


def _number(env: "os._Environ[str] | dict[str, str]", name: str, default: int) -> int:
    text = env.get(name, "")
    if text and not text.isdecimal():
        raise ValueError(f"{name} must be a whole number, but is {text!r}.")
    return int(text) if text else default


def _secret(env: "os._Environ[str] | dict[str, str]", name: str) -> str:
    """The value of a variable, or what stands in the file that the same name with _FILE names."""
    path = env.get(f"{name}_FILE", "")
    if not path or env.get(name):
        return env.get(name, "")
    try:
        return Path(path).read_text().rstrip("\r\n")
    except OSError as error:
        raise ValueError(f"{name}_FILE cannot be read: {error.strerror}.") from error


def _level(name: str) -> str:
    if name not in logging.getLevelNamesMapping():
        raise ValueError(f"LOG_LEVEL must be a level such as INFO, but is {name!r}.")
    return name


def _own_secret(instance: Path) -> str:
    """The key that signs cookies: made at the first start, readable by the owner only."""
    path = instance / "secret_key"
    if not path.exists():
        instance.mkdir(parents=True, exist_ok=True)
        handle, own = tempfile.mkstemp(
            dir=instance, prefix=".secret-"
        )  # readable by the owner only
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_hex(32))
        with suppress(FileExistsError):  # another process was quicker: its key is everybody's
            os.link(own, path)
        Path(own).unlink()
    return path.read_text().strip()
