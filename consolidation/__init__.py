"""Server consolidation and network redesign for a city, planned and proved.

The packages are the stages of the pipeline, in this order: ``inventory`` (read, check),
``sizing``, ``network``, ``solving``, ``packing``, ``redesign``, ``policy``, ``migration``,
``costs``, ``scenario`` (read, compose), ``export``, ``cli``. Imports point only backwards in
that list.
"""

__version__ = "0.1.0"
