"""Which values of an archive have no place in a document."""

MISSING = """
select id || '-title' from statements union select id || '-published' from statements where published is not null
union select id || '-modified' from statements where modified is not null union select id from signatures
except select id from places
"""
