"""Asking lin for the plan by the page that managers use."""

from flask.testing import FlaskClient


def ask_for_plan(client: FlaskClient, asker: int, person: int, due_on: str) -> None:
    sent = {
        "item": "exercise:plan",
        "people": str(person),
        "due_on": due_on,
        "quantity": "1",
        "reviewer": str(asker),
        "needs_acceptance": "y",
    }
    answer = client.post("/assignments/new", data=sent)
    assert answer.status_code == 303, answer.text
