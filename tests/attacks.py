"""What strangers ask of a server on the open internet: hostile SQL, odd arguments, wrong paths, malformed requests.

Each is the bytes of a request, so that those that no client would send are among them.
"""

from __future__ import annotations

import socket
import ssl
from urllib.parse import quote

SQL = {
    "endless": "with recursive a(n) as (select 1 union all select n + 1 from a) select count(*) from a",
    "endless-rows": "with recursive a(n) as (select 1 union all select n + 1 from a) select n from a order by n desc",
    "a-join-of-joins": "select count(*) from statements a, statements b, statements c, statements d, statements e",
    "one-instruction": "select instr(hex(zeroblob(7000000)) || '1', hex(zeroblob(3000000)) || '2')",
    "like-bomb": "select replace(hex(zeroblob(4000)), '0', 'aaaa') like '%a%a%a%a%a%a%a%a%a%a%a%a%a%b'",
    "glob-bomb": "select replace(hex(zeroblob(4000)), '0', 'aaaa') glob '*a*a*a*a*a*a*a*a*a*a*a*a*a*b'",
    "zeroblob": "select zeroblob(2000000000)",
    "randomblob": "select hex(randomblob(900000000))",
    "printf": "select printf('%.*c', 1000000000, 'x')",
    "printf-width": "select printf('%999999999d', 1)",
    "concatenation": "with recursive a(t) as (select 'xxxxxxxx' union all select t || t from a) select length(t) from a",
    "replace": "select replace(replace(hex(zeroblob(100000)), '0', hex(zeroblob(1000))), '0', hex(zeroblob(1000)))",
    "group-concat": "with recursive a(n) as (select 1 union all select n + 1 from a) select group_concat(hex(zeroblob(9999))) from a",
    "rows-of-blobs": "with recursive a(n) as (select 1 union all select n + 1 from a) select zeroblob(9000000) from a",
    "sorting": "with recursive a(n) as (select 1 union all select n + 1 from a limit 9999999) select hex(randomblob(99)) r from a order by r",
    "distinct": "with recursive a(n) as (select 1 union all select n + 1 from a) select count(distinct randomblob(500)) from a",
    "many-tables": "select * from " + ", ".join(f"statements t{n}" for n in range(60)),
    "many-unions": " union all ".join(["select 1"] * 600),
    "many-columns": "select " + ", ".join(["1"] * 3000),
    "deep": "select " + "(" * 3000 + "1" + ")" * 3000,
    "long": "select '" + "x" * 60_000 + "'",
    "json": "select json('" + "[" * 5000 + "')",
    "functions-of-ours": "select passage(hex(zeroblob(5000000)), rowid), escape_fts(hex(zeroblob(5000000))) from statements",
    "match": "select * from statements_fts where statements_fts match 'a* OR b* OR c* NEAR(d* e*, 99)'",
    "attach": "attach database '/tmp/pwned.db' as pwned",
    "attach-crawl": "with a as (select 1) select * from crawl.addresses",
    "extension": "select load_extension('/tmp/pwned')",
    "tokenizer": "select fts3_tokenizer('simple', x'4141414141414141')",
    "writefile": "select writefile('/tmp/pwned', 'x')",
    "readfile": "select readfile('/etc/passwd')",
    "edit": "select edit('x', 'sh -c id')",
    "pragma": "pragma writable_schema = on",
    "pragma-in-select": "select * from pragma_journal_mode('delete')",
    "pragma-path": "select file from pragma_database_list",
    "two-statements": "select 1; drop table statements",
    "with-delete": "with a as (select 1) delete from statements",
    "with-update": "with a as (select 1) update statements set title = 'pwned'",
    "with-insert": "with a as (select 1) insert into statements (id) values ('pwned')",
    "vacuum-into": "select 1 /* */; vacuum into '/tmp/pwned.db'",
    "create": "explain create table pwned (x)",
    "schema-shadow": "with a as (select 1) insert into statements_fts(statements_fts) values ('delete-all')",
    "no-such": "select pwned from nowhere",
    "no-value": "select :a, :b, ?1",
    "magic": "select :_header_cookie, :_actor_id, :_random_chars_99999999, :_now_epoch",
    "half-a-character": "select cast(x'eda080' as text), x'00ff', 'a' || char(0, 55296, 1114112)",
    "infinite": "select 9e999, -9e999, 0.0 / 0, 9223372036854775807 + 1, abs(-9223372036854775808)",
    "nothing": " ",
}  # fmt: skip
CONDITIONS = ("1=1 or (select count(*) from signatures a, signatures b, signatures c, signatures d)", "rowid in (select 1); drop table x",
              "title like '" + "%a" * 400 + "'", "')", "1 union select 1")  # fmt: skip
ARGUMENTS = tuple((
    "_timelimit=x _timelimit=99999999&_search=pont _timelimit=-1 _size=99999999 _size=-1 _size=x _size=9e9 _next=x _next=%00 _next=~00,~ff "
    "_next=1,2,3,4 _sort=pwned _sort=title&_sort_desc=title _sort_desc=%27 _facet=pwned _facet=text&_facet_size=max _facet_size=x _facet_size=-1 "
    "_facet_array=title _facet_date=title _facet=title&_facet=text&_facet=html&_facet=url _col=pwned _nocol=id _nocol=pwned _shape=pwned _shape=object "
    "_shape=arrayfirst _trace=1 _context=1 _through={ _through={%22table%22:1} _through={%22table%22:%22signatures%22,%22column%22:%22x%22,%22value%22:1} "
    "_search=%22 _search=%00 _search_pwned=1 _searchmode=raw&_search=%22%28 _json=title _json_infinity=1 _ttl=x _ttl=-1 _nl=on _header=off "
    "_labels=on _label=pwned _expand=pwned _extra=pwned _blob_column=text _blob_hash=1 title__pwned=1 title__in=[ title__in=[[[ title__arraycontains=1 "
    "title__date=%00 rowid__gt=99999999999999999999 signature_count__gt=x title__like=" + "%25a" * 120 + " title__glob=" + "*a" * 120 + " title=" + "x" * 5000 + " "
    "__=1 _=1 =1 = & &&& %=% %FF=%FF %ED%A0%80=1 sql= sql=%00 sql=%FF _where= _where=%00 _stream=on&_size=x _stream=on&_facet=title _dl=../../x _dl=%0d%0aX-Pwned:1").split()
)  # fmt: skip
PATHS = (
    "/-/static/../../../../../../etc/passwd", "/-/static/%2e%2e/%2e%2e/%2e%2e/etc/passwd", "/-/static/..%2f..%2f..%2fetc%2fpasswd",
    "/-/static-plugins/signataires/../plugin.py", "/-/static-plugins/signataires/%2e%2e/plugin.py", "/-/static-plugins/../x", "/-/static//etc/passwd",
    "/-/static/%00", "/-/static-plugins/signataires/%00", "/-/static/" + "a/" * 900, "/archive.db", "/archive.json?_shape=pwned", "/crawl.db", "/crawl", "/crawl.json", "/data/crawl.db", "/_internal",
    "/_internal.json", "/_internal/tables", "/_memory", "/archive/../crawl", "/archive/..%2fcrawl", "/archive/sqlite_master", "/archive/statements_fts",
    "/archive/statements/%FF", "/archive/statements/~FF", "/archive/statements/%00", "/archive/statements/1,2,3", "/archive/statements/x.blob?_blob_column=text",
    "/archive/statements/ondes-21.blob?_blob_column=text", "/archive/statements.blob", "/archive/statements.atom", "/archive/statements.csv?_stream=on&_size=-1", "/archive/%s%n%x",
    "/archive/statements/-/x", "/archive/-/create", "/archive/pwned?sql=select+1", "/archive/recherche?q=%00", "/archive/recherche?q=" + "a*+" * 900,
    "/-/databases", "/-/databases.json", "/-/versions.json", "/-/plugins.json?all=1", "/-/settings.json", "/-/threads.json", "/-/metadata.json", "/-/actor.json", "/-/permissions",
    "/-/allow-debug", "/-/messages", "/-/logout", "/-/auth-token?token=x", "/-/patterns", "/-/config.json",
    "//evil.example/", "//evil.example/..", "/\\evil.example", "/%0d%0aX-Pwned:1", "/%0d%0aX-Pwned:1/", "/recherche/%0d%0aX-Pwned:1", "/%00", "/%FF", "/%", "/%zz", "/..", "/../", "/./", "/%2e%2e/",
    "/communiques/..%2f..%2fetc%2fpasswd", "/communiques/%00", "/communiques/%FF.json", "/communiques/{{7*7}}", "/communiques/ondes-21.pwned", "/communiques/" + "x" * 6000,
    "/organisations/%00.csv", "/organisations/..%2f.atom", "/organisations/cosyval.pwned", "/organisations/cosyval?suite=%C2%B2", "/organisations/cosyval?suite=99999999999999999999",
    "/sites/%00.atom", "/sitemap-x-99999999999999999999.xml", "/sitemap-statements-0.xml", "/sitemap-statements-%D9%A3.xml", "/sitemap-statements-" + "9" * 5000 + ".xml",
    "/recherche?q=%00", "/recherche?q=%FF%FE", "/recherche?q=%ED%A0%80", "/recherche?q=" + "%22" * 900, "/recherche?q=" + "(" * 900, "/recherche?q=a*%20OR%20b*%20OR%20c*", "/recherche?q=" + "-a%20" * 900,
    "/recherche?q={{7*7}}", "/recherche?q=${7*7}", "/recherche?q={%25+raw+%25}", "/recherche?suite=%C2%B2", "/recherche?suite=" + "9" * 5000, "/recherche?suite=-1", "/recherche.json?limite=99999999", "/recherche.json?limite=%C2%B2",
    "/recherche?du=x&au=y", "/recherche?du=99999-99-99", "/recherche?annee=" + "9" * 5000, "/recherche?tri=pwned", "/recherche?organisation=%00&site=%00&kind=%00", "/recherche?" + "&".join(f"organisation=o{n}" for n in range(900)),
    "/recherche?q=a&q=b&q=" + "c" * 6000, "/recherche.pwned", "/recherche.csv?excel=pwned", "/recherche?lang=%0d%0aX-Pwned:1", "/?lang=de", "/?lang=fr%00", "/?_lang={{7*7}}", "/reseau?organisation=%00", "/reseau?au-moins=%C2%B2&nombre=99999999999",
    "/reseau.gexf?organisation=" + "x" * 5000, "/changements?page=%C2%B2", "/couverture.pwned", "/archive?_lang=%0d%0a", "/wp-login.php", "/.env", "/.git/config", "/cgi-bin/%2e%2e/%2e%2e/bin/sh", "/" + "a" * 60_000,
)  # fmt: skip
HEADERS = {
    "no-host": b"GET / HTTP/1.1\r\n\r\n",
    "two-hosts": b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
    "host-of-markup": b'GET / HTTP/1.1\r\nHost: "><script>window.pwned=1</script>\r\nConnection: close\r\n\r\n',
    "host-of-another": b"GET /recherche.atom HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: evil.example\r\nConnection: close\r\n\r\n",
    "host-of-bytes": b"GET / HTTP/1.1\r\nHost: \xff\xfe\r\nConnection: close\r\n\r\n",
    "host-that-is-long": b"GET / HTTP/1.1\r\nHost: " + b"a" * 9000 + b"\r\nConnection: close\r\n\r\n",
    "language": b"GET / HTTP/1.1\r\nHost: a\r\nAccept-Language: " + b"fr;q=x,,;;=\xff," * 500 + b"\r\nConnection: close\r\n\r\n",
    "language-of-nan": b"GET / HTTP/1.1\r\nHost: a\r\nAccept-Language: fr;q=nan,en;q=inf,de;q=-1\r\nConnection: close\r\n\r\n",
    "etag": b"GET / HTTP/1.1\r\nHost: a\r\nIf-None-Match: " + b'W/"x",' * 2000 + b"\xff\r\nConnection: close\r\n\r\n",
    "since": b"GET / HTTP/1.1\r\nHost: a\r\nIf-Modified-Since: x\r\nRange: bytes=9-1,-,\xff\r\nConnection: close\r\n\r\n",
    "cookie": b"GET /archive HTTP/1.1\r\nHost: a\r\nCookie: ds_actor=x; ds_messages=\xff; ds_csrftoken=;;==; =\r\nConnection: close\r\n\r\n",
    "token": b"GET /archive HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer dstok_x\r\nConnection: close\r\n\r\n",
    "folded": b"GET / HTTP/1.1\r\nHost: a\r\nX: a\r\n b\r\nConnection: close\r\n\r\n",
    "bare-newlines": b"GET / HTTP/1.1\nHost: a\nConnection: close\n\n",
    "nul": b"GET / HTTP/1.1\r\nHost: a\r\nX: \x00\r\nConnection: close\r\n\r\n",
    "header-that-is-long": b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"x" * 200_000 + b"\r\nConnection: close\r\n\r\n",
    "many-headers": b"GET / HTTP/1.1\r\nHost: a\r\n" + b"X: y\r\n" * 20_000 + b"Connection: close\r\n\r\n",
    "space-in-the-path": b"GET /a b HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
    "bytes-in-the-path": b"GET /\xff\xfe\xc3\x28 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
    "bytes-in-the-query": b"GET /recherche?q=\xff\xfe HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
    "absolute": b"GET http://evil.example/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
    "star": b"OPTIONS * HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
    "proxy": b"CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\n\r\n",
    "trace": b"TRACE / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
    "pwned-method": b"PWNED / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
    "version": b"GET / HTTP/9.9\r\nHost: a\r\n\r\n",
    "old": b"GET /\r\n",
    "http2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "tls": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 300,
    "noise": bytes(range(256)) * 40,
    "websocket": b"GET /archive HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                 b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
    "two-lengths": b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx",
    "length-and-chunks": b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n0\r\n\r\n",
    "bad-chunks": b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nx\r\n",
    "negative-length": b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
    "endless-length": b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + b"9" * 40 + b"\r\n\r\nx",
    "large-body": b"POST /archive HTTP/1.1\r\nHost: a\r\nContent-Length: 8000000\r\nConnection: close\r\n\r\n" + b"x" * 8_000_000,
    "large-body-of-get": b"GET /recherche HTTP/1.1\r\nHost: a\r\nContent-Length: 8000000\r\nConnection: close\r\n\r\n" + b"x" * 8_000_000,
    "multipart": b"POST /-/messages HTTP/1.1\r\nHost: a\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 5\r\nConnection: close\r\n\r\n--x--",
}  # fmt: skip
METHODS = tuple(
    (f"{method} {path} HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\nConnection: close\r\n\r\nsql=pwned").encode()
    for method in ("POST", "PUT", "DELETE", "PATCH", "OPTIONS")
    for path in ("/", "/archive", "/archive/statements", "/archive/recherche", "/recherche", "/-/logout", "/-/messages", "/-/permissions")
)  # fmt: skip


def get(path: str) -> bytes:
    """A plain request for a path, as it is written."""
    return f"GET {path} HTTP/1.1\r\nHost: archive.example.org\r\nConnection: close\r\n\r\n".encode()


FORMS = ("/archive?sql={}", "/archive.json?sql={}&_shape=array", "/archive.csv?sql={}")
PLACES = (
    "/archive/statements",
    "/archive/statements.json",
    "/archive/statements.csv",
    "/archive/recherche",
    "/archive",
)


def hostile_sql(*forms: str) -> list[bytes]:
    """Every hostile query in these forms (all, when none is named), and every hostile condition."""
    asked = [get(form.format(quote(sql))) for sql in SQL.values() for form in forms or FORMS]
    return asked + [get(f"/archive/statements.json?_where={quote(condition)}") for condition in CONDITIONS]


def odd_arguments(*places: str) -> list[bytes]:
    """Every odd argument, at these places (all, when none is named)."""
    return [get(f"{place}?{one}") for one in ARGUMENTS for place in places or PLACES]


def everything() -> list[bytes]:
    """All of it."""
    return [*hostile_sql(), *odd_arguments(), *map(get, PATHS), *HEADERS.values(), *METHODS]


def ask(
    port: int, request: bytes, patience: float = 60.0, tls: ssl.SSLContext | None = None, source: str = "127.0.0.1"
) -> bytes:
    """All that a server answers on 127.0.0.1 until it closes; empty when it only closes."""
    with socket.create_connection(("127.0.0.1", port), timeout=patience, source_address=(source, 0)) as plain:
        if tls is None:
            return _told(plain, request)
        with tls.wrap_socket(plain, server_hostname="archive.example.org") as connection:
            return _told(connection, request)


def _told(connection: socket.socket, request: bytes) -> bytes:
    answer = bytearray()
    try:
        connection.sendall(request)
        if b"Connection: close\r\n" not in request:
            connection.shutdown(socket.SHUT_WR)  # the server would wait for the rest
    except OSError:
        pass  # it has closed already: what it said first may still be read
    try:
        while part := connection.recv(1 << 16):
            answer += part
    except OSError:
        pass
    return bytes(answer)


def status(answer: bytes) -> int:
    """The status of an answer; 0 when the connection was closed without one, or it is none of HTTP/1."""
    head = answer.split(b"\r\n", 1)[0].split()
    return int(head[1]) if len(head) > 1 and head[0].startswith(b"HTTP/1") and head[1].isdigit() else 0
