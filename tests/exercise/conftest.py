"""Forms for the tests: a learner with a plan that is ready to be handed in."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

#: what a browser sends for the sample course's form "plan", complete
PLAN = {
    "period": "2026-Q4", "start": "2026-10-01", "end": "2026-12-31", "owner": "林夏", "kind": "grow",
    "helpers": ["service"], "goals-0-goal": "新客户签约 12 家", "goals-0-target": "12", "goals-0-weight": "60",
    "goals-0-actual": "", "goals-1-goal": "老客户续约", "goals-1-target": "30", "goals-1-weight": "40",
    "budget": "50,000", "risks-0-text": "人手不够", "confidence": "4",
}  # fmt: skip

Begin = Callable[..., int]
ClientOf = Callable[[str], FlaskClient]


@pytest.fixture
def begin(client_of: ClientOf) -> Begin:
    """Begin a form as somebody; its number."""

    def begin(who: str = "lin", exercise: str = "plan", **sent: Any) -> int:
        answer = client_of(who).post(f"/exercises/{exercise}/submissions", data=sent)
        assert answer.status_code == 303, answer.text
        return int(answer.location.rpartition("/")[2])

    return begin


@pytest.fixture
def handed_in(begin: Begin, client_of: ClientOf) -> Begin:
    """A complete plan, handed in; its number."""

    def hand_in(who: str = "lin", **changed: Any) -> int:
        number = begin(who)
        data = {**PLAN, "counter": "0", **changed}
        answer = client_of(who).post(f"/submissions/{number}/handovers", data=data)
        assert answer.status_code == 303, answer.text
        return number

    return hand_in
