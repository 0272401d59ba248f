"""The texts of the demo's items, and invented names of the same style that no item contains."""

from collections.abc import Iterator
from random import Random

from newsroom.demo.vocabulary import corpus
from newsroom.documents.passages import passages
from newsroom.pages.items import NewsItemPage

MORE_FIRST_NAMES = (
    *("Gwen", "Mair", "Tomos", "Rhiannon", "Mohammed", "Hussein", "Aisha", "Yusuf", "Mary-Jane"),
    *("William", "Elizabeth", "Katherine", "Zebedee", "Xanthe", "Ottoline", "Sam", "Amy", "Jan"),
)
MORE_SURNAMES = (
    *("Penry", "Pritchard", "Al-Rahman", "Hussain", "Chaudhry", "Turner", "Burnham", "Lee", "Hall"),
    *("Price", "Doe-Smithson", "Price-Mellor", "O'Neill", "McDonald", "Court", "Bell", "Ng"),
)


def texts_of_items(most: int) -> list[list[str]]:
    """The passages of each public item, as the rules read them."""
    items = NewsItemPage.objects.published().order_by("pk")[:most].specific()
    return [[one.text for one in passages(item.as_document())] for item in items]


def invented_names(number: int) -> Iterator[str]:
    """So many names in the demo's style; a third have parts that are disguised in many ways."""
    lots, names = Random(number), corpus("names")
    first_names = names["men"] + names["women"]
    for count in range(number):
        if count % 3:
            surname = lots.choice(names["starts"]) + lots.choice(names["ends"])
            yield f"{lots.choice(first_names)} {surname}"
        else:
            yield f"{lots.choice(MORE_FIRST_NAMES)} {lots.choice(MORE_SURNAMES)}"
