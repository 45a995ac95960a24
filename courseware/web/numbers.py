"""Numbers in addresses."""

from werkzeug.routing import IntegerConverter


class Number(IntegerConverter):
    """An id as a database can hold one: more digits are an address that does not exist."""

    regex = "[0-9]{1,18}"
