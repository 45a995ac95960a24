"""The one queue of work that waits for somebody's review."""

from typing import Any

from flask_login import current_user

from courseware.authoring.queries.own import titles_of
from courseware.content import current
from courseware.home.routes.base import bp
from courseware.review.queries import queue_for
from courseware.web.access import trainers_and_managers
from courseware.web.locale import lang
from courseware.web.render import render


@bp.get("/reviews")
@trainers_and_managers
def reviews() -> Any:
    course = current.course()
    titles = {key: found.title[lang()] for key, found in course.exercises.items()}
    titles |= {key: found.title[lang()] for key, found in course.roleplays.items()}
    titles |= {key: found.title[lang()] for key, found in course.by_slug.items()}
    queue = queue_for(current_user)
    own = titles_of(course, (row.item for row in queue))
    titles |= {key: title[lang()] for key, title in own.items()}
    return render("home/reviews.html", queue=queue, titles=titles)
