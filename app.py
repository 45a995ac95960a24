"""The WSGI application; `python app.py` serves it locally."""

from courseware import cli, worker
from courseware.factory import create_app, serve_locally

app = create_app()
cli.install(app)
worker.install(app)

if __name__ == "__main__":
    serve_locally(app)
