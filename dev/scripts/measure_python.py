"""How quick a Python is at what Odoo does most: objects, dictionaries, text, exceptions. Prints JSON.

Run by each Python that the environment could run on; one that lacks a part of its library fails here.
"""

import asyncio
import bz2
import ctypes
import decimal
import email
import hashlib
import http.server
import json
import lzma
import multiprocessing
import sqlite3
import ssl
import sys
import sysconfig
import time
import unittest
import uuid
import venv
import xml.etree.ElementTree
import xmlrpc.client
import zlib

NEEDED = (asyncio, bz2, ctypes, decimal, email, hashlib, http.server, lzma, multiprocessing, sqlite3, ssl)
NEEDED += (unittest, uuid, venv, xml.etree.ElementTree, xmlrpc.client, zlib)


class Record:
    __slots__ = ("cache", "number")

    def __init__(self, number):
        self.number = number
        self.cache = {}

    def plus(self, other):
        return self.number + other

    def __getitem__(self, name):
        return self.cache.get(name)


def work():
    """Returns the seconds of processor time."""
    begin = time.process_time()
    total = 0
    for number in range(40_000):
        record = Record(number)
        total += record.plus(3)
        record[4]
        values = {**{"a": 1, "b": [1, 2, 3], "c": (number,)}, "z": 2}
        total += sum(value for value in values["b"] if value > 1)
        f"{number}-{total}".split("-")
        try:
            values["q"]
        except KeyError:
            sorted(values)
    return time.process_time() - begin


if __name__ == "__main__":
    abi = [*sys.version_info[:2], sysconfig.get_config_var("SOABI")]
    # the quietest of a few: others work on this machine, too
    print(json.dumps({"abi": abi, "seconds": min(work() for _time in range(5))}))
