"""The documents hold together: links lead somewhere, the README begins with what one types."""

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted(
    path
    for pattern in ("*.md", "docs/**/*.md", "stories/**/*.md", "benchmarks/**/*.md")
    for path in ROOT.glob(pattern)
)
DECISIONS = sorted(ROOT.glob("docs/decisions/[0-9]*.md"))


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def prose(text: str) -> str:
    """The text without its code, in which brackets are not links."""
    return re.sub(r"`[^`\n]*`", "", re.sub(r"^(```+|~~~+).*?^\1", "", text, flags=re.DOTALL | re.MULTILINE))


def anchors(text: str) -> set[str]:
    """The anchors that GitHub gives the headings: lower case, punctuation dropped, spaces as hyphens."""
    found: set[str] = set()
    fenced = re.sub(r"^(```+|~~~+).*?^\1", "", text, flags=re.DOTALL | re.MULTILINE)
    for heading in re.findall(r"^#+ +(.*?) *#*$", fenced, re.MULTILINE):
        kept = [each for each in heading.lower() if each in "-_ " or unicodedata.category(each)[0] in "LNM"]
        slug = "".join(kept).replace(" ", "-")
        twins = (slug, *(f"{slug}-{number}" for number in range(1, 100)))
        found.add(next(each for each in twins if each not in found))
    return found


def dead_links(document: Path) -> Iterator[str]:
    """The relative links of a document that lead nowhere: to no file, or to no heading of one."""
    text = prose(document.read_text("utf-8"))
    links = re.findall(r"\]\(<?([^)\s>]+)>?[^)]*\)", text) + re.findall(
        r"^\[[^]]+\]: +(\S+)", text, re.MULTILINE
    )
    for link in links:
        if re.match(r"[a-z][a-z0-9+.-]*:", link):
            continue
        path, _, anchor = link.partition("#")
        target = document.parent / path if path else document
        if not target.exists() or (anchor and anchor not in anchors(target.read_text("utf-8"))):
            yield link


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_every_relative_link_leads_somewhere(document: Path) -> None:
    assert list(dead_links(document)) == []


def test_a_dead_link_is_found(tmp_path: Path) -> None:
    (tmp_path / "other.md").write_text("# The three axes, `K` and P\n# Twice\n# Twice\n", "utf-8")
    document = tmp_path / "page.md"
    document.write_text(
        "[a](other.md) [b](other.md#the-three-axes-k-and-p) [c](gone.md) [d](other.md#gone) [e](#here)\n"
        "[f](https://example.org/x) [g](other.md#twice-1) `[h](code.md)`\n"
        "```\n[i](block.md)\n```\n\n[j]: lost.md\n# Here\n",
        "utf-8",
    )

    assert list(dead_links(document)) == ["gone.md", "other.md#gone", "lost.md"]


def test_the_readme_begins_with_the_two_commands() -> None:
    head = (ROOT / "README.md").read_text("utf-8").splitlines()[:12]
    block = "\n".join(head).partition("```")[2].partition("```")[0].splitlines()[1:]

    assert [line.partition("#")[0].strip() for line in block] == ["make demo", "make test"]


def test_every_target_that_the_documents_name_is_in_the_makefile() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = {
        target
        for document in DOCUMENTS
        for target in re.findall(r"(?:^|`)make ([a-z]+)", document.read_text("utf-8"), re.MULTILINE)
    }

    assert named - targets == set()


def test_every_document_is_reached_from_the_readme() -> None:
    seen, left = set(), [ROOT / "README.md"]
    while left:
        document = left.pop()
        if document in seen or document.suffix != ".md" or not document.exists():
            continue
        seen.add(document)
        links = re.findall(r"\]\(<?([^)\s>#]+)", prose(document.read_text("utf-8")))
        left += [(document.parent / link).resolve() for link in links]

    assert [name_of(each) for each in DOCUMENTS if each.resolve() not in seen] == []


@pytest.mark.parametrize("decision", DECISIONS, ids=name_of)
def test_a_decision_says_context_decision_and_cost_on_a_page(decision: Path) -> None:
    lines = decision.read_text("utf-8").splitlines()

    assert re.fullmatch(r"\d{4}-[a-z0-9-]+\.md", decision.name)
    assert [line for line in lines if line.startswith("## ")] == ["## Context", "## Decision", "## Cost"]
    assert len(lines) <= 60


def test_decisions_are_numbered_without_gaps() -> None:
    assert [int(each.name[:4]) for each in DECISIONS] == list(range(1, len(DECISIONS) + 1))
