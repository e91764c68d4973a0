"""The error tree. Every error says where, what was got, what was expected and what to do.

GeoError
├── InputError(ValueError)        a report that cannot be read
├── GazetteerError(ValueError)    a gazetteer file or row that cannot be used
├── SettingsError(ValueError)     a setting outside its range
├── SchemaError(ValueError)       a frame that breaks its schema: a fault of the program
├── DataError(RuntimeError)       bundled data or a model that is missing or altered
├── OutputError(OSError)          a map or file that cannot be written
└── ClusterError(RuntimeError)    a cluster that does not answer
"""

from __future__ import annotations


class GeoError(Exception):
    """Root of every error that geo raises on purpose."""


class InputError(GeoError, ValueError):
    """A report cannot be read."""


class GazetteerError(GeoError, ValueError):
    """A gazetteer file or row cannot be used."""


class SettingsError(GeoError, ValueError):
    """A setting is outside its range or of the wrong type."""


class SchemaError(GeoError, ValueError):
    """A frame breaks its schema."""


class DataError(GeoError, RuntimeError):
    """Bundled data or a language model is missing or has been altered."""


class OutputError(GeoError, OSError):
    """An output cannot be written."""


class ClusterError(GeoError, RuntimeError):
    """A cluster does not answer."""
