"""The floor under every answer saved: a bare view that inserts one row through a Session and commits."""

import sys
from typing import Any

from flask import Flask, request
from sqlalchemy import create_engine, event
from sqlalchemy.orm import Session
from waitress import serve

from courseware.quiz.models import AnswerStep


def create_floor(url: str) -> Flask:
    app = Flask(__name__)
    engine = create_engine(url, pool_size=8)
    if engine.dialect.name == "sqlite":

        @event.listens_for(engine, "connect")
        def durable(connection: Any, _record: Any) -> None:
            """As the application's: a power cut takes nothing that was committed."""
            for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=5000"):
                connection.execute(f"PRAGMA {pragma}")

    with engine.begin() as connection:
        connection.exec_driver_sql(_TABLE[engine.dialect.name])

    @app.put("/answers")
    def save() -> dict[str, int]:
        sent = request.get_json()
        with Session(engine) as session:
            step = AnswerStep(
                attempt_id=sent["attempt"],
                question=sent["question"],
                response=sent["response"],
                client_id=sent["step"],
            )
            session.add(step)
            session.commit()
            return {"seen": step.id}

    return app


#: the same columns, with none of the keys and checks that would cost the floor something
_TABLE = {
    "sqlite": "CREATE TABLE answer_step (id INTEGER PRIMARY KEY, attempt_id, question, response, client_id, outcome, at)",
    "postgresql": "CREATE TABLE answer_step (id bigserial PRIMARY KEY, attempt_id bigint, question text, "
    "response jsonb, client_id text, outcome text, at timestamptz)",
}

if __name__ == "__main__":
    serve(create_floor(sys.argv[1]), host="127.0.0.1", port=int(sys.argv[2]), threads=8)
