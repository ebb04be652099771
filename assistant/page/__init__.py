"""The page that officials see: answers as safe HTML, the HTTP interface, the rules of the house.

The widgets themselves and their wiring are in ``app.py``; everything here is plain functions from
the nouns of ``assistant`` and ``corpus`` to text, so that it is tested without a browser.
"""
