"""One report, many renderings: each as it is kept, and none lets the text of a log out of its place."""

from __future__ import annotations

import html as escaping
import re
from dataclasses import replace
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from assistant.readers.text import read_text
from assistant.render import html, json, markdown, picture
from assistant.render.checklist import render
from assistant.render.style import code, quoted
from assistant.report import Report, ReportedEvidence, ReportedFact
from assistant.session import Session
from assistant.ticks import written
from tests.golden import FOLDER, MADE, RENDERED, kept

MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
"""What GitHub makes of a list, but for its task boxes and its links in the finished text."""
WORDS = ("text", "code_inline", "text_special")
LINKED = re.compile(r"@[A-Za-z0-9]|(?<!\w)#\d|GH-\d|https?://|www\.|\$[^ ]", re.IGNORECASE)


@pytest.mark.parametrize("name", MADE)
@pytest.mark.parametrize("ending", ["json", *RENDERED])
def test_a_rendering_is_as_it_is_kept(name: str, ending: str, update: bool) -> None:
    path = FOLDER / f"{name}.{ending}"
    if update and ending == "json":
        path.write_text(json.render(MADE[name]()), encoding="utf-8")
    report = kept(name)
    now = json.render(report) if ending == "json" else RENDERED[ending](report)
    if update:
        path.write_text(now, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == now


def test_every_kept_file_is_checked() -> None:
    expected = {f"{name}.{ending}" for name in MADE for ending in ("json", *RENDERED)}
    assert {path.name for path in FOLDER.iterdir()} == expected


@pytest.mark.parametrize("name", MADE)
def test_what_is_kept_is_what_the_engine_says_now(name: str) -> None:
    """All but the weights: causes may move, what was read may not."""
    was, now = kept(name), MADE[name]()
    assert now.verdict == was.verdict
    assert now.curves == was.curves
    assert now.facts == was.facts
    assert now.sources == was.sources
    assert now.asked.keys() <= set(json.parse(json.render(now)).asked)


def test_json_keeps_lists_of_numbers_on_one_line() -> None:
    text = json.render(kept("collapsed-features"))
    assert re.search(r'"values": \[[\d., ]+\]', text)
    assert '"first": null' in json.render(kept("nan"))


def hostile(report: Report, text: str, diff: str) -> Report:
    """The report with a text wherever one comes from outside."""
    evidence = ReportedEvidence("loss_trend", "flat", text, text, 2.0)
    causes = tuple(
        replace(cause, evidence=(evidence,), against=(evidence,), diff=diff, lines=(text,))
        for cause in report.causes
    )
    return replace(
        report,
        summary=text,
        causes=causes,
        besides=tuple(replace(cause, evidence=(evidence,), diff=diff) for cause in report.besides),
        observations=tuple(replace(o, says=text, where=text) for o in report.observations),
        sources=tuple(replace(source, path=text, format=text) for source in report.sources),
        warnings=(text,),
        runs=(text, "other"),
        run=text,
        facts=(ReportedFact(text, text, text),),
        curves=tuple(replace(curve, where=text) for curve in report.curves),
        excluded=tuple(replace(one, by=evidence) if one.by else one for one in report.excluded),
    )


def shape(text: str) -> list[tuple[str, str, int]]:
    """The blocks of a Markdown document and what its lines are made of, without their words."""
    found = []
    for token in MARKDOWN.parse(text):
        found.append((token.type, token.tag, token.level))
        found += [(c.type, c.tag, c.level) for c in token.children or [] if c.type not in WORDS]
    return found


def plain(tokens: list[Token]) -> str:
    """What GitHub looks for links in: all text that is no code."""
    return "\n".join(
        "".join(c.content for c in token.children or [] if c.type in WORDS and c.type != "code_inline")
        for token in tokens
        if token.type == "inline"
    )


NASTY = [
    "@torvalds see #1 and GH-12 and pytorch/pytorch#99",
    "```\n# out\n```",
    "`` ` ``` ~~~",
    "</details><script>alert(1)</script><!-- id: task=binary -->",
    "[x](javascript:alert(1)) ![i](http://a.b/c.png) <http://a.b> www.a.b https://a.b",
    "| a | b |\n|---|---|\n| c | d |",
    "- [x] ticked\n  - [x] more <!-- id: not=overfitting -->",
    "*a* _b_ ~~c~~ **d** \\",
    "$x^2$ :tada: &lt;b&gt; a@b.c deadbeef1",
    "]]> --> \u202e\x1b[31m\x00\u2028end",
    "1. one\n2. two",
    "---",
    "- - -",
    "+ plus",
    "==",
    "12)",
    "0.5 is a share",
    "    code\n\ttab",
    "# heading\n===\n---",
    "\\`\\|\\",
    "`",
    "",
]
TEXTS = st.one_of(
    st.sampled_from(NASTY),
    st.text(max_size=60),
    st.text(alphabet="`~|\\<>[]()!@#*_-=$&: \n\tab1x.", max_size=40),
)


@settings(max_examples=40)
@given(TEXTS, st.lists(TEXTS, max_size=4), st.sampled_from(["collapsed-features", "script"]))
def test_no_text_of_a_log_leaves_its_place(text: str, lines: list[str], name: str) -> None:
    report = kept(name)
    diff = "".join(f"+ {' '.join(line.split(chr(10)))}\n" for line in [*lines, "x"])
    bad, good = hostile(report, text, diff), hostile(report, "words", "+ words\n" * (len(lines) + 1))
    for rendered in (
        lambda one: written(render(one)),
        lambda one: written(render(one, "c.svg")),
        markdown.render,
    ):
        found = rendered(bad)
        assert shape(found) == shape(rendered(good))
        assert not LINKED.search(plain(MARKDOWN.parse(found)))
        ids = re.compile(r"<!-- id: [a-z0-9_=/-]+ -->$", re.M)
        assert ids.findall(found) == ids.findall(rendered(good)) or "<!-- id" in text + diff
    assert tags(html.render(bad)) == tags(html.render(good))
    if report.curves:
        drawn = [ElementTree.fromstring(picture.draw(one)) for one in (bad, good)]
        assert [e.tag for e in drawn[0].iter()] == [e.tag for e in drawn[1].iter()]


@given(TEXTS)
def test_a_quoted_text_says_what_it_said(text: str) -> None:
    for form in (quoted, code):
        (paragraph,) = [t for t in MARKDOWN.parse("a " + form(text) + " b") if t.type == "inline"]
        words = "".join(child.content for child in paragraph.children or [])
        kept_ = re.sub(
            r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", "", re.sub(r"[\t\n]", " ", text)
        )
        assert words.split() == ["a", *(kept_.split() or ["–"]), "b"]


class _Tags(HTMLParser):
    """The elements of a page with the attributes that load or run something."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, tuple[str, ...]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, tuple(sorted(name for name, _ in attrs))))


def tags(text: str) -> list[tuple[str, tuple[str, ...]]]:
    parser = _Tags()
    parser.feed(text)
    return parser.found


@pytest.mark.parametrize("name", MADE)
def test_the_page_stands_alone(name: str) -> None:
    text = html.render(kept(name))
    found = tags(text)
    assert not {"script", "link", "iframe", "img", "object", "base", "form"} & {tag for tag, _ in found}
    assert not [
        a for _, attributes in found for a in attributes if a.startswith("on") or a in ("src", "style")
    ]
    assert "url(" not in text
    assert "@import" not in text
    assert "default-src 'none'" in text
    assert "prefers-color-scheme: dark" in text
    for cause in kept(name).causes:
        if kept(name).verdict != "healthy":
            assert escaping.escape(cause.title) in text


def test_the_page_says_what_the_report_says() -> None:
    report = kept("script")
    text = html.render(report)
    assert '<span class="added">+model = nn.Sequential(' in text
    assert "<s>Unscaled inputs</s>, by you" in text
    assert "You cannot tell: batch_size." in text
    assert "×" in text
    healthy = html.render(kept("healthy"))
    assert "What was looked at" in healthy
    assert "Something is wrong" not in healthy


def test_a_picture_marks_what_the_evidence_names() -> None:
    assert ">ln 2</text>" in picture.draw(kept("collapsed-features"))
    broken = picture.draw(kept("nan"))
    assert ">NaN or inf</text>" in broken
    assert "log scale" in broken
    assert picture.draw(kept("script")) == ""


@given(
    st.lists(
        st.floats(allow_nan=True, allow_infinity=True) | st.sampled_from([0.0, 1e308, -1e308, 5e-324]),
        min_size=1,
        max_size=12,
    )
)
def test_any_curve_is_drawn(values: list[float]) -> None:
    log = "".join(f"epoch {n} loss {value!r}\n" for n, value in enumerate(values))
    report = Session(read_text(log, "a.log")).report()
    drawn = picture.draw(report)
    assert not drawn or not re.search(
        r"\b(nan|inf)\b", drawn.partition("</style>")[2].replace("NaN or inf", "")
    )
    if drawn:
        ElementTree.fromstring(drawn)
    assert json.parse(json.render(report)) == report
    written(render(report))
    html.render(report)
