"""Keeps g4f's usage log out of the home folder: g4f reads G4F_CONFIG_DIR at import."""

import atexit
import os
import tempfile

config_dir = tempfile.TemporaryDirectory()
atexit.register(config_dir.cleanup)
os.environ["G4F_CONFIG_DIR"] = config_dir.name
