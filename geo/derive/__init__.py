"""Deriving bundled data from packages; run once by a maintainer, never at run time.

    python -m geo.derive world NPM_FOLDER [-o geo/gazetteer/data]

See docs/world-data.md for the inputs, how to fetch them and their licences.
"""
