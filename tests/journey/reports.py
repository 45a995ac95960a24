"""The figures of a report: as a page shows them, and as they stand in its files."""

import csv
import io
from datetime import datetime

from openpyxl import load_workbook
from playwright.sync_api import Page

Rows = list[list[str]]


def matrix(page: Page) -> dict[str, dict[str, str]]:
    """Name → module → the state in words."""
    found: dict[str, dict[str, str]] = page.evaluate("""() => Object.fromEntries(
      [...document.querySelectorAll(".people-matrix tbody tr")].map((row) => [
        row.querySelector("th").textContent.trim(),
        Object.fromEntries([...row.querySelectorAll("td a")].map((cell) =>
          [cell.getAttribute("href").split("#m-")[1], cell.getAttribute("aria-label")])),
      ]))""")
    return found


def on_screen(page: Page) -> Rows:
    """The table of people, its headings first."""
    found: Rows = page.evaluate("""() => [...document.querySelectorAll("#details tr")].map((row) =>
      [...row.children].map((cell) => cell.textContent.trim()))""")
    return found


def tiles(page: Page) -> list[str]:
    """The figures at the top."""
    return page.locator(".stats .stat-value").all_inner_texts()


def links(page: Page) -> dict[str, str]:
    """The files that the page offers."""
    names = ("PDF", "XLSX", "CSV")
    found = {
        name: page.locator("main").get_by_role("link", name=name, exact=True) for name in names
    }
    return {name: link.get_attribute("href") or "" for name, link in found.items()}


def in_csv(content: bytes, width: int) -> Rows:
    """The first columns of each row; the rest are the modules."""
    lines = csv.reader(io.StringIO(content.decode("utf-8-sig")))
    return [[plain(cell) for cell in line[:width]] for line in lines]


def in_xlsx(content: bytes, width: int) -> Rows:
    """The same of the sheet of people, which follows the summary."""
    sheet = load_workbook(io.BytesIO(content)).worksheets[1]
    return [[plain(cell) for cell in line[:width]] for line in sheet.iter_rows(values_only=True)]


def plain(cell: object) -> str:
    """A value without its clothes: a gap for what is not there, a figure as short as it can be written."""
    if cell is None or cell == "":
        return "–"
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    try:
        return f"{float(str(cell)):g}"
    except ValueError:
        return str(cell)
