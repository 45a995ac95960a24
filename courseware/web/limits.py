"""How often one address may call the pages that guess: sign-in, links, verification."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from flask import request
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from courseware.errors import TooMany

View = TypeVar("View", bound=Callable[..., Any])

#: tries a minute for each address and page
TRIES = RateLimitItemPerMinute(30)


class Counter:
    """Counted in each process; the lock-out of an account is counted in the database."""

    def __init__(self) -> None:
        self.enabled = True
        self._storage = MemoryStorage()
        self._strategy = FixedWindowRateLimiter(self._storage)

    def check(self, page: str, address: str) -> None:
        """Count a try; TooMany says after how many seconds the next is welcome."""
        if self.enabled and not self._strategy.hit(TRIES, page, address):
            until = self._strategy.get_window_stats(TRIES, page, address).reset_time
            wait = max(1, round(until - time.time()))
            raise TooMany("Too many tries. Please wait a moment.", retry_after=wait)

    def reset(self) -> None:
        self._storage.reset()


counter = Counter()


def limited(*methods: str) -> Callable[[View], View]:
    """Limit a view for each address; `methods` are those that count (none named = all)."""

    def decorate(view: View) -> View:
        @wraps(view)
        def counted(*args: Any, **kwargs: Any) -> Any:
            if not methods or request.method in methods:
                counter.check(request.endpoint or "", request.remote_addr or "")
            return view(*args, **kwargs)

        return cast(View, counted)

    return decorate
