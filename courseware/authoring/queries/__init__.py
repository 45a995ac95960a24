"""Reading kept definitions, and those written here."""

from courseware.authoring.queries.definitions import contents

__all__ = ["contents"]
