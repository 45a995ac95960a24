"""A small load of kept-open connections, and what a server process spends under it."""

import http.client
import os
import threading
from pathlib import Path

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
