"""Runs the AWS emulator and ends it, with everything it started, when the process that started it ends.

Standard input is a pipe whose other end the starting process holds and never writes to: it closes when that process
ends, however it ends. The emulator leads a process group of its own, in which its Lambda workers live too.
"""

import os
import shutil
import signal
import sys
import threading
import time

from ministack.app import main

GRACE_SECONDS = 3


def end_with_parent() -> None:
    sys.stdin.buffer.read()
    os.killpg(0, signal.SIGTERM)
    time.sleep(GRACE_SECONDS)
    end_now()


def end_now() -> None:
    # The code of the Lambda workers is unpacked there.
    shutil.rmtree(os.environ["TMPDIR"], ignore_errors=True)
    os.killpg(0, signal.SIGKILL)


threading.Thread(target=end_with_parent, daemon=True).start()
try:
    main()
finally:
    end_now()
