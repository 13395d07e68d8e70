// What Datasette's table.js wants to know, which its own template says in a script within the page.
window.DATASETTE_ALLOW_FACET = true;
