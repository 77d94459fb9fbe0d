"""What every strategy needs around its rule. You need not change it.

- An exception's text reaches the operator; without this they would only see `unreachable`.
- The sandbox has no clock and no chance. `time`, `datetime` and `random` answer from the request: `now` and `seed`.
"""

import datetime
import functools
import random
import time
import traceback

from componentize_py_types import Err
from wit_world.imports import log

_now = 0


class Refusal(Exception):
    """Why no plan can be made: one sentence for the operator."""


def guarded(function):
    """Makes a function of the contract safe to call."""

    @functools.wraps(function)
    def wrapped(self, *arguments):
        if arguments:
            _hold_still(arguments[0].now, arguments[0].seed)
        try:
            return function(self, *arguments)
        except Err:
            raise
        except Refusal as refusal:
            raise Err(str(refusal)) from None
        except Exception as error:
            told = f"{type(error).__name__}: {error}"
            # Without the lines' text: there are no files to read it from.
            frames = traceback.walk_tb(error.__traceback__)
            places = [f"{frame.f_code.co_filename}:{line} in {frame.f_code.co_name}" for frame, line in frames]
            log.write(log.Level.ERROR, "\n".join([told, *reversed(places)]))
            raise Err(told) from None

    return wrapped


def info(message: str) -> None:
    """Says something to the operator."""
    log.write(log.Level.INFO, message)


def _hold_still(now: int, seed: int) -> None:
    global _now
    _now = now
    random.seed(seed)


class _Datetime(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        moment = cls.fromtimestamp(_now, datetime.timezone.utc)
        return moment.astimezone(tz) if tz else moment.replace(tzinfo=None)

    @classmethod
    def today(cls):
        return cls.now()

    @classmethod
    def utcnow(cls):
        return cls.now()


class _Date(datetime.date):
    @classmethod
    def today(cls):
        return _Datetime.now().date()


_gmtime, _strftime = time.gmtime, time.strftime
time.time = time.monotonic = time.perf_counter = time.process_time = lambda: float(_now)
time.time_ns = time.monotonic_ns = time.perf_counter_ns = time.process_time_ns = lambda: _now * 1_000_000_000
time.gmtime = time.localtime = lambda seconds=None: _gmtime(_now if seconds is None else seconds)
time.strftime = lambda form, moment=None: _strftime(form, time.gmtime() if moment is None else moment)
datetime.datetime, datetime.date = _Datetime, _Date
