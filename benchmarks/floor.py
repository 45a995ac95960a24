"""The floor under every signed-in page: an empty application that loads one person by key."""

import sys

from flask import Flask
from sqlalchemy import create_engine
from sqlalchemy.orm import Session
from waitress import serve

from courseware.accounts.models import Person


def create_floor(url: str) -> Flask:
    app = Flask(__name__)
    engine = create_engine(url)

    @app.get("/")
    def name() -> str:
        with Session(engine) as session:
            return session.get(Person, 7).name  # type: ignore[union-attr]  # the person is there

    return app


if __name__ == "__main__":
    serve(create_floor(sys.argv[1]), host="127.0.0.1", port=int(sys.argv[2]), threads=8)
