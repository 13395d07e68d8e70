"""An invented statement as an editor would type it: in SPIP's raccourcis, or in WordPress's blocks or classic editor.

Paragraphs of the corpus are plain text; "## " begins a sub-head, "> " a quotation, "|" the lines of a table. Lists of
signatories are `parts`. `@document:0@` stands for the first attached file, whose number or address is not known yet,
`@picture:0@` for a file that is a picture; logos come after the documents.
"""

from __future__ import annotations

import re
from html import escape

from tests.servers.corpus import Article
from tests.servers.parts import Part

ITEMS = {"items": "ul", "numbers": "ol", "links": "ul"}


def spip(article: Article) -> str:
    """The text field of the article."""
    parts = [_spip_paragraph(paragraph) for paragraph in article.paragraphs]
    parts += [_spip_part(part, len(article.documents)) for part in article.listing]
    parts += _spip_links(article)
    return "\n\n".join(parts)


def wordpress(article: Article) -> str:
    """The content of the post."""
    parts = []
    if article.subtitle:
        parts.append(_block("heading", f"<h2>{escape(article.subtitle, quote=False)}</h2>"))
    if article.standfirst:
        parts.append(_p(f"<strong>{escape(article.standfirst, quote=False)}</strong>"))
    parts += [_wordpress_paragraph(paragraph) for paragraph in article.paragraphs]
    parts += [_wordpress_part(part, len(article.documents)) for part in article.listing]
    parts += _wordpress_links(article)
    if article.postscript:
        parts.append(_p(f"<em>{escape(article.postscript, quote=False)}</em>"))
    return _classic("\n\n".join(parts)) if article.classic else "\n\n".join(parts)


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


def _spip_part(part: Part, pictures: int) -> str:
    """`pictures` is the place of the first logo among the attached files."""
    if part.parts:
        inner = "\n\n".join(_spip_part(inner, pictures) for inner in part.parts)
        if part.kind == "quote":
            return f"<quote>\n{inner}\n</quote>"
        if part.kind == "fold":
            return f"<details>\n<summary>{part.lead}</summary>\n\n{inner}\n\n</details>"
        if part.kind == "columns":
            columns = (_spip_part(column, pictures) for column in part.parts)
            inner = "\n".join(f'<div class="colonne">\n\n{column}\n\n</div>' for column in columns)
            return f'<div class="colonnes">\n{inner}\n</div>'
        return f'<div class="encart">\n\n{inner}\n\n</div>'
    return _spip_lines(part, pictures)


def _spip_lines(part: Part, pictures: int) -> str:
    lines = part.lines
    match part.kind:
        case "head":
            return "{{{" + lines[0] + "}}}"
        case "items" | "numbers":
            mark = "-#" if part.kind == "numbers" else "-*"
            return "\n".join(f"{mark} {line}" for line in lines)
        case "links":
            return "\n".join(f"-* [{line}->{_address(line)}]" for line in lines)
        case "table":
            return "\n".join(f"|{line}|" for line in lines)
        case "headed":
            titles = "|".join("{{" + cell + "}}" for cell in lines[0].split("|"))
            return "\n".join([f"|{titles}|", *(f"|{line}|" for line in lines[1:])])
        case "logos":
            logos = enumerate(lines, start=pictures)
            return "\n".join(f"<@picture:{number}@|left|alt={name}>" for number, name in logos)
        case "captions":
            return "\n".join(f"<@document:{number}@|left>" for number, _ in enumerate(lines, start=pictures))
        case "note":
            return "{} [[ {} ]]{}".format(*lines)
        case "forced":
            return "\n_ ".join(lines)
    lead = "{{" + part.lead + "}} " if part.lead else ""
    return (lead + "\n".join(lines)).strip()


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
    head, *rows = [line.strip("|").split("|") for line in escape(text, quote=False).splitlines()]
    return _table_block(head, rows)


def _table_block(head: list[str], rows: list[list[str]]) -> str:
    top = "".join(f"<th>{cell}</th>" for cell in head)
    top = f"<thead><tr>{top}</tr></thead>" if head else ""
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return _block("table", f'<figure class="wp-block-table"><table>{top}<tbody>{body}</tbody></table></figure>')


def _wordpress_part(part: Part, pictures: int) -> str:
    if not part.parts:
        return _wordpress_lines(part, [escape(line, quote=False) for line in part.lines], pictures)
    inner = "\n\n".join(_wordpress_part(inner, pictures) for inner in part.parts)
    if part.kind == "quote":
        return _block("quote", f'<blockquote class="wp-block-quote">{inner}</blockquote>')
    if part.kind == "fold":  # the block of that name came later: editors typed the HTML
        return _block("html", f"<details><summary>{part.lead}</summary>\n{_bare(inner)}\n</details>")
    if part.kind == "columns":
        columns = (_wordpress_part(column, pictures) for column in part.parts)
        inner = "\n\n".join(_block("column", f'<div class="wp-block-column">{column}</div>') for column in columns)
        return _block("columns", f'<div class="wp-block-columns">{inner}</div>')
    return _block("group", f'<div class="wp-block-group has-background">{inner}</div>')


def _wordpress_lines(part: Part, lines: list[str], pictures: int) -> str:
    match part.kind:
        case "head":
            return _block("heading", f"<h2>{lines[0]}</h2>")
        case "items" | "numbers" | "links":
            if part.kind == "links":
                lines = [f'<a href="{_address(line)}">{line}</a>' for line in lines]
            tag = ITEMS[part.kind]
            items = "\n\n".join(_block("list-item", f"<li>{line}</li>") for line in lines)
            attributes = ' {"ordered":true}' if tag == "ol" else ""
            return _block("list", f"<{tag}>{items}</{tag}>", attributes)
        case "table" | "headed":
            top = lines.pop(0).split("|") if part.kind == "headed" else []
            return _table_block(top, [line.split("|") for line in lines])
        case "logos" | "captions":
            return _gallery(part, pictures)
        case "note":
            before, note, after = lines
            call, back = '<sup><a href="#_ftn1">[1]</a></sup>', '<a href="#_ftnref1">[1]</a>'
            return "\n\n".join([_p(before + call + after), _p(f"{back} {note}")])
    lead = f"<strong>{part.lead}</strong> " if part.lead else ""
    return _p((lead + "<br>".join(lines)).strip())


def _gallery(part: Part, first: int) -> str:
    """Logos with their names as alternative texts, or below them."""
    shown = [(f"@document:{number}@", escape(name)) for number, name in enumerate(part.lines, first)]
    if part.kind == "logos":
        pictures = [f'<img src="{address}" alt="{name}"/>' for address, name in shown]
    else:
        caption = '<figcaption class="wp-element-caption">{}</figcaption>'
        pictures = [f'<img src="{address}" alt=""/>{caption.format(name)}' for address, name in shown]
    figures = [_block("image", f'<figure class="wp-block-image size-large">{picture}</figure>') for picture in pictures]
    inner = "\n\n".join(figures)
    classes = "wp-block-gallery has-nested-images columns-default is-cropped"
    return _block("gallery", f'<figure class="{classes}">{inner}</figure>', ' {"linkTo":"none"}')


def _address(name: str) -> str:
    return f"https://{re.sub(r'[^a-z]+', '-', name.lower()).strip('-')}.example.org/"


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


def _block(name: str, inner: str, attributes: str = "") -> str:
    return f"<!-- wp:{name}{attributes} -->\n{inner}\n<!-- /wp:{name} -->"


def _bare(text: str) -> str:
    """Blocks without what marks them as such."""
    return re.sub(r"<!-- /?wp:.*? -->\n?", "", text)


def _classic(text: str) -> str:
    """What the classic editor keeps of the same text: paragraphs parted by empty lines, and nothing that marks them."""
    plain = re.sub(r' class="wp-block-[^"]*"', "", _bare(text))
    return re.sub(r"<p>(.*?)</p>", r"\1\n", plain, flags=re.S).replace("<br>", "<br />\n")
