"""One unit of work a request: commits after the view when the status is below 400, else rolls back."""

from flask import Flask, Response, current_app

from courseware import db
from courseware.web import support


def install(app: Flask) -> None:
    @app.before_request
    def begin() -> None:
        db.begin(current_app.extensions["database"], may_write=support.may_write())

    @app.after_request
    def commit(response: Response) -> Response:
        db.end(commit=response.status_code < 400)
        return response

    @app.teardown_request
    def roll_back(_error: BaseException | None) -> None:
        db.end(commit=False)
