"""The page as a service of an intranet: who may call, the HTTP interface, settings, logs, measures.

It hands the questions of every door (page, HTTP, agents) to one assistant; answers are made
elsewhere. ``app.py`` puts the page on it.
"""
