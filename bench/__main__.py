"""What a request costs, beside a bare Django hello and the usual Wagtail pages, in one run.

`DATABASE_URL=postgres://... python -m bench`; README.md beside this file says more.
"""

import argparse
import logging
import os
import sys
from contextlib import ExitStack
from statistics import median

import django
import psycopg

from bench.server import Server

OURS, USUAL = "bench.settings", "bench.usual.settings"
HELLOS = 100
"""Requests of the yardstick before each sample."""
WARMING = 5
"""Requests of each page that are not counted: templates are compiled, connections made."""
NEEDS = """This needs DATABASE_URL of a PostgreSQL database of its own with a demo newsroom in it:

  createdb newsroom_bench
  export DATABASE_URL=postgres://postgres@localhost/newsroom_bench
  .venv/bin/python manage.py migrate
  .venv/bin/python manage.py seed_demo --items 3000"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--requests", type=int, default=20, help="of a page in each round")
    options = parser.parse_args()
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres") or not os.path.isdir("/proc/self/task"):
        sys.exit(f"{NEEDS}\n\nThe kernel's counters are read from /proc, so it runs on Linux.")
    # The page that is not there is logged by its own server, not here.
    logging.disable(logging.WARNING)
    os.environ["DJANGO_SETTINGS_MODULE"] = OURS
    django.setup()

    from bench.pages import Page, count_items, pages, queries_of

    try:
        rows = list(pages())
    except (LookupError, django.db.Error) as missing:
        sys.exit(f"{NEEDS}\n\nMissing: {missing}")
    article = next(row for row in rows if row.name.startswith("press release"))
    usual = [
        Page("usual Wagtail article, the same", article.address, None),
        Page("usual Wagtail index, the same", rows[0].address, None),
    ]
    queries = {row.name: queries_of(row) for row in rows}
    with ExitStack() as stack, psycopg.connect(url, autocommit=True) as watch:

        def backends() -> list[int]:
            found = watch.execute(
                "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
                " AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
            )
            return [pid for (pid,) in found]

        django.db.connections.close_all()
        hello = stack.enter_context(Server("bench.hello"))
        served = {
            **dict.fromkeys(usual, stack.enter_context(Server("cps_news.wsgi", USUAL, backends))),
            **dict.fromkeys(rows, stack.enter_context(Server("cps_news.wsgi", OURS, backends))),
        }
        for row, server in served.items():
            status, body = server.get(row.address)
            if status != row.status:
                sys.exit(f"{row.address}: {status} instead of {row.status}\n{body[:500]!r}")
        samples = measure(hello, served, options.rounds, options.requests)
    hellos = [one for both in samples.values() for one, _cost in both]
    least_hello = min(hellos)
    hello_takes = f"{median(hellos):.2f} ms, at least {least_hello:.2f}"
    print(f"{count_items():,} items; a hello takes {hello_takes};", end=" ")
    print(f"{options.rounds} rounds of {options.requests} requests\n")
    print("| page | ms | x hello | lowest | goal | queries |")
    print("|---|---|---|---|---|---|")
    for row, both in samples.items():
        times = median(cost / one for one, cost in both)
        lowest = min(cost for _one, cost in both) / least_hello
        ratio = f"**{times:.1f}**" if row.goal and times > row.goal else f"{times:.1f}"
        asked = f"{queries.get(row.name, '')}{f' of {row.queries}' if row.queries else ''}"
        print(
            f"| {row.name} | {median(cost for _one, cost in both):.1f} | {ratio} |"
            f" {lowest:.1f} | {row.goal or ''} | {asked} |"
        )


def measure(hello: Server, served: dict, rounds: int, requests: int) -> dict:
    """Pairs of (hello, page) by page: the yardstick is taken anew right before each sample."""
    samples: dict = {row: [] for row in served}
    for server, address in [
        (hello, "/"),
        *((server, row.address) for row, server in served.items()),
    ]:
        for _warming in range(WARMING):
            server.get(address)
    for number in range(1, rounds + 1):
        for row, server in served.items():
            pair = (hello.cost("/", HELLOS), server.cost(row.address, requests))
            samples[row].append(pair)
        print(f"round {number} of {rounds}", file=sys.stderr)
    return samples


if __name__ == "__main__":
    main()
