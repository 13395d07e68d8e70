"""French search over statements. What pages, exports and feeds call is `archive.search.engine`."""
