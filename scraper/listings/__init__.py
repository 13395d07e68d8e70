"""The answers that list pages, a module for each kind; `scraper.discover` tells them apart."""
