"""Who has to know at once that what the public reads of an item has changed, or will at its hour.

An app registers a function with `@outlet`; it is called with the item, inside the transaction of the act, so
that both are stored or neither: the index of the search, and whatever else is made from what is public.
"""

OUTLETS = []


def outlet(function):
    OUTLETS.append(function)
    return function


def tell(item):
    for function in OUTLETS:
        function(item)
