from . import match_read
