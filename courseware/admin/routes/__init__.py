"""Pages of the administration: people and their imports, settings, content problems, journal, jobs."""

from courseware.admin.routes import imports, looks, messages, pages, storage, support
from courseware.admin.routes.base import bp

__all__ = ["bp", "imports", "looks", "messages", "pages", "storage", "support"]
