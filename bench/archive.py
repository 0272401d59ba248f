"""The archive beside the usual way, in one run: `DATABASE_URL=... python -m bench.archive`.

The usual way is what a Wagtail index page commonly does: filter the pages through their terms,
`distinct`, `Paginator`, a count for every option, `specific`. Both answer the same question of the
same database, in turn; the medians and their ratio are printed. A page without queries
(robots.txt) is measured beside them, as a yardstick that does not depend on the machine.
"""

import argparse
import os
import statistics
import time
from collections.abc import Callable

import django
from django.core.paginator import Paginator
from django.db import connection, reset_queries
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext

ADDRESSES = {
    "one pair, page 11": "?crime_type=sexual-offences&area=cps&page=11",
    "no filter, first page": "",
    "no filter, middle page": "?page={middle}",
    "one crime type, last page": "?crime_type=violent-crime&page={last}",
    "two crime types": "?crime_type=sexual-offences&crime_type=terrorism",
    "days and area": "?area=cps&from=2020-03-05&to=2023-10-17",
    "words": "?q=jailed",
    "a rare word and a pair": "?crime_type=sexual-offences&area=cps&q=upskirting",
}


def usual_way(query: dict[str, list[str]]) -> int:
    """The same page by joins; returns the number of results."""
    from newsroom.models import Area, CrimeType, NewsItemPage

    def narrowed(*, without: str = ""):
        items = NewsItemPage.objects.live().public()
        for name in ("crime_type", "area"):
            if name in query and name != without:
                items = items.filter(**{f"{name}s__slug__in": query[name]})
        if "from" in query:
            items = items.filter(published_at__date__gte=query["from"][0])
            items = items.filter(published_at__date__lte=query["to"][0])
        return items.distinct()

    for model, name in ((CrimeType, "crime_type"), (Area, "area")):
        for term in model.objects.all():
            narrowed(without=name).filter(**{f"{name}s": term}).count()
    paginator = Paginator(narrowed().order_by("-published_at", "-pk"), 10)
    page = paginator.page(int(query.get("page", ["1"])[0]))
    for item in page.object_list.specific():
        [term.name for term in (*item.crime_types.all(), *item.areas.all())]
        assert item.url
    return paginator.count


def median_ms(jobs: dict[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Median milliseconds of each job; the jobs take turns, after one round that is not counted."""
    times: dict[str, list[float]] = {name: [] for name in jobs}
    for number in range(rounds + 1):
        for name, job in jobs.items():
            reset_queries()
            start = time.perf_counter()
            job()
            if number:
                times[name].append((time.perf_counter() - start) * 1000)
    return {name: statistics.median(values) for name, values in times.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--alone", action="store_true", help="leave the usual way out")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cps_news.settings.development")
    django.setup()
    from newsroom.archive.selection import Selection
    from newsroom.models import CrimeType

    client = Client()
    total = sum(Selection("en").counts("month").values())
    violent_crime = CrimeType.objects.get(slug="violent-crime", locale__language_code="en")
    violent = sum(Selection("en", (violent_crime.pk,)).counts("month").values())
    print(f"{connection.vendor}, {total:,} items, median ms of {options.rounds} rounds")
    print(f"{'':28}{'archive':>9}{'queries':>9}{'usual':>9}{'ratio':>8}{'x bare':>8}")
    for name, pattern in ADDRESSES.items():
        address = pattern.format(middle=total // 20, last=-(-violent // 10))
        query = dict(QueryDict(address.removeprefix("?")).lists())
        response = client.get(f"/news/{address}")
        assert response.status_code == 200, (address, response.status_code)
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/news/{address}")
        asked = len(queries)
        jobs: dict[str, Callable[[], object]] = {
            "archive": lambda address=address: client.get(f"/news/{address}"),
            "bare": lambda: client.get("/robots.txt"),
        }
        if "q" not in query and not options.alone:
            jobs["usual"] = lambda query=query: usual_way(query)
        ms = median_ms(jobs, options.rounds)
        row = f"{name:28}{ms['archive']:9.1f}{asked:9}"
        if "usual" in ms:
            row += f"{ms['usual']:9.1f}{ms['usual'] / ms['archive']:8.1f}"
        else:
            row += f"{'-':>9}{'-':>8}"
        print(f"{row}{ms['archive'] / ms['bare']:8.1f}")


if __name__ == "__main__":
    main()
