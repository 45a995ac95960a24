"""A server of its own for a test that kills it: `python -m tests.quiz.server`, settings from the environment."""

from courseware.factory import create_app, serve_locally

if __name__ == "__main__":
    app = create_app()
    app.config["WTF_CSRF_ENABLED"] = False  # the test is about answers, not about forms
    serve_locally(app)
