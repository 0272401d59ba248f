"""Which part of a list a page shows, and which other pages it offers. No database."""

import pytest

from newsroom.archive.address import Address
from newsroom.archive.listing import Listing
from newsroom.archive.paging import PageOutOfRange


@pytest.mark.parametrize(
    ("page", "pages", "offered"),
    [
        (1, 2, [1, 2]),
        (3, 5, [1, 2, 3, 4, 5]),
        (1, 9, [1, 2, None, 9]),
        (4, 9, [1, 2, 3, 4, 5, None, 9]),
        (5, 9, [1, None, 4, 5, 6, None, 9]),
        (9, 9, [1, None, 8, 9]),
    ],
)
def test_a_reader_is_offered_the_ends_and_the_neighbours(page, pages, offered):
    listing = Listing(Address((("page", str(page)),)), total=pages * 10 - 3, index_url="/news/")
    assert [link.number for link in listing.pagination.links] == offered
    assert [link.number for link in listing.pagination.links if link.current] == [page]
    assert (listing.first, listing.last) == (page * 10 - 9, min(page * 10, pages * 10 - 3))


def test_a_list_of_nothing_has_one_page():
    listing = Listing(Address(()), total=0, index_url="/news/")
    assert (listing.page, listing.pages, listing.first, listing.last) == (1, 1, 0, 0)
    assert listing.pagination is None
    with pytest.raises(PageOutOfRange):
        assert Listing(Address((("page", "2"),)), total=10, index_url="/news/").page
