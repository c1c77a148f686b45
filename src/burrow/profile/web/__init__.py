"""A profile as pages: `server` answers requests, `pages` writes them, `static/` has the style sheet and the script."""
