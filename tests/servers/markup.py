"""An invented statement as an editor would type it: in SPIP's raccourcis, or in WordPress's blocks.

Paragraphs of the corpus are plain text; "## " begins a sub-head, "> " a quotation, "|" the lines of a table.
"""

from __future__ import annotations

from html import escape

from tests.servers.corpus import Article

# Typographies that put one name a line, and what stands before each name.
LINES = {"dash": "- ", "en dash": "– ", "glued dash": "-", "lines": "", "bullet lines": "• "}
# Typographies that put all names in one paragraph, and what stands between two.
BETWEEN = {"commas": ", ", "semicolons": " ; ", "slashes": " / ", "bullets": " • "}


def spip(article: Article) -> str:
    """The text field of the article. `@document:0@` stands for the first document, whose number is not known yet."""
    parts = [_spip_paragraph(paragraph) for paragraph in article.paragraphs]
    parts += _spip_signatories(article)
    parts += _spip_links(article)
    return "\n\n".join(parts)


def wordpress(article: Article) -> str:
    """The content of the post. `@document:0@` stands for the address of the first document."""
    parts = []
    if article.subtitle:
        parts.append(_block("heading", f"<h2>{escape(article.subtitle, quote=False)}</h2>"))
    if article.standfirst:
        parts.append(_p(f"<strong>{escape(article.standfirst, quote=False)}</strong>"))
    parts += [_wordpress_paragraph(paragraph) for paragraph in article.paragraphs]
    parts += _wordpress_signatories(article)
    parts += _wordpress_links(article)
    if article.postscript:
        parts.append(_p(f"<em>{escape(article.postscript, quote=False)}</em>"))
    return "\n\n".join(parts)


def _spip_paragraph(text: str) -> str:
    if text.startswith("## "):
        return "{{{" + text[3:] + "}}}"
    if text.startswith("> "):
        return f"<quote>{text[2:]}</quote>"
    if text.startswith("|"):
        head, *rows = text.splitlines()
        titles = "|".join("{{" + cell + "}}" for cell in head.strip("|").split("|"))
        return "\n".join([f"|{titles}|", *rows])
    return text


def _spip_signatories(article: Article) -> list[str]:
    names, how = article.signatories, article.typography
    parts = []
    if how in LINES:
        parts = [_spip_heading(article.heading), "\n".join(LINES[how] + name for name in names)]
    elif how == "list":
        parts = [_spip_heading(article.heading), "\n".join(f"-* {name}" for name in names)]
    elif how in BETWEEN:
        parts = ["{{" + article.heading + "}} " + BETWEEN[how].join(names)]
    if article.persons:
        parts += ["{{À titre individuel :}} " + ", ".join(article.persons)]
    return parts


def _spip_heading(heading: str) -> str:
    """Editors set a heading that ends in a colon in bold, others as a sub-head."""
    return "{{" + heading + "}}" if heading.endswith(":") else "{{{" + heading + "}}}"


def _spip_links(article: Article) -> list[str]:
    return [
        f"Document : [{document.title}->@document:{number}@]"
        for number, document in enumerate(article.documents)
        if document.linked
    ]


def _wordpress_paragraph(text: str) -> str:
    if text.startswith("## "):
        return _block("heading", f"<h2>{escape(text[3:], quote=False)}</h2>")
    if text.startswith("> "):
        return _block("quote", f'<blockquote class="wp-block-quote">{_p(escape(text[2:], quote=False))}</blockquote>')
    if text.startswith("|"):
        return _table(text)
    return _p(escape(text, quote=False))


def _table(text: str) -> str:
    head, *rows = [line.strip("|").split("|") for line in text.splitlines()]
    top = "".join(f"<th>{escape(cell, quote=False)}</th>" for cell in head)
    body = "".join(f"<tr>{''.join(f'<td>{escape(cell, quote=False)}</td>' for cell in row)}</tr>" for row in rows)
    table = f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"
    return _block("table", f'<figure class="wp-block-table">{table}</figure>')


def _wordpress_signatories(article: Article) -> list[str]:
    names, how = [escape(name, quote=False) for name in article.signatories], article.typography
    parts = []
    if how in LINES:
        parts = [_wordpress_heading(article.heading), _p("<br>".join(LINES[how] + name for name in names))]
    elif how == "list":
        items = "\n\n".join(_block("list-item", f"<li>{name}</li>") for name in names)
        parts = [_wordpress_heading(article.heading), _block("list", f"<ul>{items}</ul>")]
    elif how in BETWEEN:
        parts = [_p(f"<strong>{article.heading}</strong> {BETWEEN[how].join(names)}")]
    if article.persons:
        parts.append(_p("<strong>À titre individuel :</strong> " + escape(", ".join(article.persons), quote=False)))
    return parts


def _wordpress_heading(heading: str) -> str:
    if heading.endswith(":"):
        return _p(f"<strong>{heading}</strong>")
    return _block("heading", f"<h2>{heading}</h2>")


def _wordpress_links(article: Article) -> list[str]:
    return [
        _wordpress_link(number, escape(document.title, quote=False))
        for number, document in enumerate(article.documents)
        if document.linked
    ]


def _wordpress_link(number: int, title: str) -> str:
    """Every other document as a file block, which has two links to the same file; the others as an ordinary link."""
    address = f"@document:{number}@"
    if number % 2:
        return _p(f'Document : <a href="{address}">{title}</a>')
    button = f'<a href="{address}" class="wp-block-file__button wp-element-button" download>Télécharger</a>'
    return _block("file", f'<div class="wp-block-file"><a href="{address}">{title}</a>{button}</div>')


def _p(inner: str) -> str:
    return _block("paragraph", f"<p>{inner}</p>")


def _block(name: str, inner: str) -> str:
    return f"<!-- wp:{name} -->\n{inner}\n<!-- /wp:{name} -->"
