"""Pictures in mails: which of them are only trimmings."""

from __future__ import annotations

import io

from PIL import Image

# logos and banners of signatures are lower; a photo or screenshot is not
_LOW = 160


def is_trimming(content: bytes) -> bool:
    """Whether a picture is so low, or so narrow, that nobody sees a fault on it: logo, banner, line, counting dot.

    What cannot be read as a picture is none: it is kept and looked at by people.
    """
    try:
        with Image.open(io.BytesIO(content)) as picture:
            return min(picture.size) <= _LOW
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return False
