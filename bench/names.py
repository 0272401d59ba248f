"""How many disguised names the rules find, what they find falsely, and what it costs.

`python -m bench.names`; README.md beside this file says more.
"""

import argparse
import os
import re
import time
from collections import Counter
from collections.abc import Sequence

import django


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--names", type=int, default=300)
    parser.add_argument("--items", type=int, default=1_500)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cps_news.settings.development")
    django.setup()

    from bench.demo_texts import invented_names, texts_of_items

    items = texts_of_items(options.items)
    names = list(invented_names(options.names))
    report_found()
    report_false_alarms(items, names)
    report_speed(items, names)


def report_found() -> None:
    """The share of the table of disguises that blocks or warns as it should, by kind."""
    from tests.name_disguises import DISGUISES, SURNAME, WHOLE, blocks, missed

    left, number = list(missed()), sum(map(len, DISGUISES.values()))
    print(f"Disguises: {number}, of which {number - len(left)} are found as they should be")
    print("".join(f"  {line}\n" for line in left), end="")
    blocking = [row for rows in DISGUISES.values() for row in rows if row[2] in (WHOLE, SURNAME)]
    there = sum(blocks(name, text, in_scope=True) for name, text, _least in blocking)
    elsewhere = sum(blocks(name, text, in_scope=False) for name, text, _least in blocking)
    print(
        f"  {len(blocking)} must block: {there} do where the order applies, {elsewhere} elsewhere"
    )


def report_false_alarms(items: Sequence[Sequence[str]], names: Sequence[str]) -> None:
    """What is found of names in items that do not contain them, as if an order covered each item.

    A surname that stands in the item as a word is no false alarm: it has always needed a reason.
    """
    from newsroom.rules.facts import Name, PageFacts, Passage
    from newsroom.rules.names import protected_names

    rules = {
        "blocks": (protected_names.protected_name, protected_names.protected_surname),
        "warns": (protected_names.protected_name_part,),
    }
    protected = tuple(Name(words, words, in_scope=True) for words in dict.fromkeys(names))
    alarms: dict[str, Counter[tuple[str, str]]] = {kind: Counter() for kind in rules}
    for texts in items:
        passages = tuple(Passage("body", text, text) for text in texts)
        facts = PageFacts(passages, names=protected)
        there = {word.removesuffix("s") for text in texts for word in _words(text)}
        for kind, finders in rules.items():
            for hit in {(one.source, one.place) for rule in finders for one in rule(facts, None)}:
                parts = hit[0].split(maxsplit=1)[1] if kind == "blocks" else hit[0]
                if not there & {word.removesuffix("s") for word in _words(parts)}:
                    alarms[kind][hit] += 1
    pairs = len(items) * len(protected)
    print(f"False alarms of {len(protected)} names in {len(items)} items, {pairs} pairs:")
    for kind, found in alarms.items():
        print(f"  {kind}: {found.total()}")
        for (words, text), number in found.most_common(10):
            print(f"    {number} {words} in {text[:120]!r}")


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]{2,}", text.lower())


def report_speed(items: Sequence[Sequence[str]], names: Sequence[str]) -> None:
    """Microseconds for each name and 1,000 words, in scope and out of scope."""
    from newsroom.rules.facts import Name, PageFacts, Passage
    from newsroom.rules.names.protected_names import protected_name

    some = items[:100]
    passages = [tuple(Passage("body", "Text", text) for text in texts) for texts in some]
    words = sum(len(text.split()) for texts in some for text in texts)
    for scope in (True, False):
        protected = tuple(Name(one, "", in_scope=scope) for one in names[:20])
        for _warm in range(2):
            start = time.process_time()
            for texts in passages:
                list(protected_name(PageFacts(texts, names=protected), None))
            took = time.process_time() - start
        print(
            f"Speed, {'in' if scope else 'out of'} scope: "
            f"{took / words * 1e9 / len(protected):.0f} µs for each name and 1,000 words"
        )


if __name__ == "__main__":
    main()
