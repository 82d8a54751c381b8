"""Files of attachments when tests run in several workers. Works without Odoo, too."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def own_filestore(shared: Path, own: Path) -> Iterator[None]:
    """A worker's own filestore that begins with the files of the database its own was copied from.

    Odoo never changes a stored file, so both may link to the same one.
    """
    shutil.rmtree(own, ignore_errors=True)
    if shared.exists():
        shutil.copytree(shared, own, copy_function=os.link)
    try:
        yield
    finally:
        shutil.rmtree(own, ignore_errors=True)
