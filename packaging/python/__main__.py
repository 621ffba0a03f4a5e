"""Runs the program: `python -m kedb` is `kedb`."""

import os
import subprocess
import sys

from kedb import KedbError, program

try:
    words = [program(), *sys.argv[1:]]
except KedbError as error:
    sys.exit(f"error: {error}")
if os.name == "nt":
    sys.exit(subprocess.call(words))
os.execv(words[0], words)
