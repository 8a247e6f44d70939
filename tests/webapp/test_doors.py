"""Only workers carry the engine."""

import json
import os
import subprocess
import sys


def test_the_web_process_loads_neither_torch_nor_the_matchers() -> None:
    code = "import json, sys, webapp.asgi, webapp.urls; print(json.dumps(sorted(sys.modules)))"
    env = {**os.environ, "DATABASE_URL": "postgresql://nobody@127.0.0.1:9/none"}
    loaded = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True).stdout
    modules = set(json.loads(loaded.splitlines()[-1]))
    assert "webapp.painting.tasks" in modules  # it does send messages
    assert not modules & {"torch", "webapp.painting.engine", "inference.colorizer", "inference.matching"}
