"""How people come by an account and into it."""

from collections.abc import Callable, Sequence

from tests.journey.cast import PASSWORD, Account
from tests.journey.visitor import Visitor, number_in

Person = Callable[..., Visitor]


def spreadsheet(rows: Sequence[Sequence[str]]) -> bytes:
    """A CSV file as Excel writes it in China."""
    return "".join(",".join(row) + "\r\n" for row in rows).encode("gbk")


def add_person(admin: Visitor, account: Account, *, fields: dict[str, str], role: str = "") -> str:
    """Make an account on the page for it; the address of the link that was handed over."""
    admin.go("/admin/people/new")
    admin.fill(name=account.name, email=account.email, **fields)
    if role:
        admin.page.locator(f'[name="roles"][value="{role}"]').check()
    admin.press("Add")
    admin.arrives("/people/\\d+/link")
    return hand_over_link(admin)


def link_for(admin: Visitor, account: Account) -> str:
    """The same for somebody who has come by a file."""
    admin.go(f"/admin/people?q={account.email}")
    admin.page.get_by_role("link", name=account.name, exact=True).click()
    admin.follow("Hand over a link to choose a password")
    return hand_over_link(admin)


def hand_over_link(admin: Visitor) -> str:
    admin.press("Make the link")
    code = admin.page.locator("code.serial")
    code.wait_for()
    assert admin.page.locator(".qr svg").count() == 1
    return code.inner_text().strip()


def accept(who: Visitor, link: str, **fields: str) -> None:
    """Follow a link, choose a password and be signed in."""
    who.go(link)
    who.fill(**fields, password=PASSWORD, again=PASSWORD)
    who.press("Go on")
    who.arrives("/$")


def sign_in(who: Visitor, account: Account) -> None:
    who.go("/login")
    who.fill(email=account.email, password=PASSWORD)
    who.press("Sign in")
    who.arrives("/$")


def sign_out(who: Visitor) -> None:
    who.page.locator(".account summary").click()
    who.press("Sign out", within=who.page.locator(".account"))
    who.arrives("/login")


def import_file(admin: Visitor, rows: Sequence[Sequence[str]]) -> None:
    admin.go("/admin/people/import")
    file = {"name": "人员.csv", "mimeType": "text/csv", "buffer": spreadsheet(rows)}
    admin.page.locator("main input[type=file]").set_input_files(file)  # type: ignore[arg-type]  # a TypedDict
    admin.press("Look at it")


def numbers_of(admin: Visitor, *accounts: Account) -> dict[str, int]:
    """The numbers under which the pages of these people are found."""
    found = {}
    for account in accounts:
        link = admin.page.get_by_role("link", name=account.name, exact=True)
        found[account.name] = number_in(link.get_attribute("href") or "")
    return found
