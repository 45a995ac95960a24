"""The working paper: its state is printed on it, and its words can be read back."""

import io
import subprocess

from PIL import Image

from tests.exercise.conftest import Begin, ClientOf


def words(pdf: bytes) -> str:
    run = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True
    )
    return run.stdout.decode()


def test_the_paper_says_its_state_in_both_languages(
    client_of: ClientOf, begin: Begin, handed_in: Begin
):
    lin = client_of("lin")
    number = begin()
    assert "草稿" in words(lin.get(f"/submissions/{number}.pdf?lang=zh").data)
    assert handed_in() == number
    text = words(lin.get(f"/submissions/{number}.pdf?lang=zh").data)
    assert "已提交" in text
    assert "新客户签约 12 家" in text
    returned = {"mend": "risks", "comment.risks": "再想"}
    client_of("tara").post(f"/submissions/{number}/returns", data=returned)
    assert "已退回" in words(lin.get(f"/submissions/{number}.pdf?lang=zh").data)
    english = lin.get(f"/submissions/{number}.pdf?lang=en")
    assert english.headers["Content-Type"] == "application/pdf"
    assert "Returned" in words(english.data)


def test_odd_answers_still_print(client_of: ClientOf, begin: Begin):
    number, lin = begin(), client_of("lin")
    odd = {
        "owner": "🙂 㛃䶮𠮷",
        "risks": ["<b>&", "x" * 900, "\u200f\u05e2\u05d1"],
        "goals": [{"goal": "字" * 900}] * 200,
    }
    saved = lin.put(f"/submissions/{number}/draft", json={"counter": 0, "data": odd})
    assert saved.status_code == 200
    assert lin.get(f"/submissions/{number}").status_code == 200
    pdf = lin.get(f"/submissions/{number}.pdf?lang=en")
    assert pdf.status_code == 200
    assert "䶮" in words(pdf.data)


def test_goals_are_drawn_as_cards(client_of: ClientOf, handed_in: Begin):
    number = handed_in()
    pdf = client_of("lin").get(f"/submissions/{number}.pdf?lang=zh").data
    run = subprocess.run(
        ["pdftoppm", "-png", "-r", "40", "-l", "1", "-"], input=pdf, capture_output=True, check=True
    )
    page = Image.open(io.BytesIO(run.stdout)).convert("RGB")
    blue = sum(count for count, colour in page.getcolors(1 << 20) if colour == (20, 48, 77))
    assert blue > 500  # the box at the head of the cascade
