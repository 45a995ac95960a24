"""The industries that scenarios, drills and certificates are about, in the order of lists, with what they are called."""

from typing import Final

#: for scenarios that are tied to none
ANY: Final = "any"
#: id → name, in English as the catalogues know it
INDUSTRY_NAMES: Final = {
    "manufacturing": "Manufacturing",
    "finance": "Finance",
    "retail": "Retail",
    "software": "Software",
    "healthcare": "Healthcare",
    "education": "Education",
    "new-energy": "New energy",
    "logistics": "Logistics",
    "construction": "Construction",
    "public-sector": "Public sector",
    ANY: "For every industry",
}
INDUSTRIES: Final = tuple(INDUSTRY_NAMES)
