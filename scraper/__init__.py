"""From the web to statements: sites as data, discovery, captures, extraction."""
