"""A small load of kept-open connections, and what a server process spends under it."""

import http.client
import os
import re
import selectors
import socket
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

LENGTH = re.compile(rb"(?i)content-length: *([0-9]+)")
TICK = os.sysconf("SC_CLK_TCK")


def cpu_seconds(pid: int) -> float:
    """Seconds of processor time that a process has used, from /proc."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def fetch(
    address: tuple[str, int], path: str, cookie: str, *, times: int, connections: int = 16
) -> None:
    """GET a path so many times over so many connections; anything but a 200 is an error."""
    failures: list[str] = []
    share = times // connections

    def one() -> None:
        line = http.client.HTTPConnection(*address, timeout=30)
        for _ in range(share):
            line.request("GET", path, headers={"Cookie": cookie})
            answer = line.getresponse()
            answer.read()
            if answer.status != 200:
                failures.append(f"{answer.status} {path}")
                return
        line.close()

    threads = [threading.Thread(target=one) for _ in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise RuntimeError(failures[0])


def milliseconds_a_request(
    pid: int, address: tuple[str, int], path: str, *, cookie: str = "", times: int = 1600
) -> float:
    """Processor milliseconds of the server for one request, over `times` of them."""
    before = cpu_seconds(pid)
    fetch(address, path, cookie, times=times)
    return (cpu_seconds(pid) - before) * 1000 / times


#: what one browser asks next, given the body of the reply before (empty at the start of a measurement)
Line = Callable[[bytes], bytes]


def answer_in_turns(port: int, lines: list[Line], seconds: float) -> list[float]:
    """How long each request took: every line keeps one connection, and asks again when it has its reply."""
    waiting = selectors.DefaultSelector()
    took: list[float] = []
    with ExitStack() as stack:
        stack.callback(waiting.close)
        for line in lines:
            connection = stack.enter_context(socket.create_connection(("127.0.0.1", port)))
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            waiting.register(connection, selectors.EVENT_READ, _Turn(connection, line))
        turns: list[_Turn] = [key.data for key in waiting.get_map().values()]
        end = time.perf_counter() + seconds
        for turn in turns:
            turn.ask(b"")
        while (now := time.perf_counter()) < end:
            for key, _ in waiting.select(end - now):
                if (spent := key.data.hear()) is not None:
                    took.append(spent)
        for turn in turns:  # nothing is left for the next measurement to wait for
            while turn.hear(last=True) is None:
                pass
    return took


class _Turn:
    """One connection: what it has asked, when, and what has come back so far."""

    def __init__(self, connection: socket.socket, line: Line) -> None:
        self.connection, self.line = connection, line
        self.heard, self.asked = b"", 0.0

    def ask(self, reply: bytes) -> None:
        request = self.line(reply)
        self.asked = time.perf_counter()
        self.connection.sendall(request)

    def hear(self, *, last: bool = False) -> float | None:
        """The seconds from asking to the whole reply; none while some of it is missing."""
        part = self.connection.recv(65536)
        if not part:
            raise RuntimeError("The server has closed the connection.")
        self.heard += part
        head, found, body = self.heard.partition(b"\r\n\r\n")
        length = LENGTH.search(head)
        if not found or length is None or len(body) < int(length[1]):
            return None
        spent = time.perf_counter() - self.asked
        if b" 200 " not in head[:16]:
            raise RuntimeError(self.heard.decode(errors="replace")[:500])
        self.heard = b""
        if last:
            self.line(body)
        else:
            self.ask(body)
        return spent
