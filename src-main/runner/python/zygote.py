"""A warm CPython that forks one process per task, the next one always ahead of need.

Reads requests on descriptor 3, writes events on descriptor 4, ends when 3 is closed. A forked child must be what `python3 script.py`
would have been: same arguments, path, environment, exit status, traceback, flushing. Standard library only, Python 3.8 and later.

Request: decimal length, newline, then fields separated by NUL: id, slot, output FIFO, folder, script, number of arguments, arguments,
then NAME=value for every variable. Events: `R version`, `S id pid`, `X id wait-status cpu-ms peak-rss-bytes`, `E id message`.
"""
import sys

FRESH = frozenset(sys.modules)

import atexit
import builtins
import gc
import io
import os
import resource
import select
import signal
import time

import csv  # noqa: F401  warm for tasks
import datetime  # noqa: F401  warm for tasks
import json  # noqa: F401  warm for tasks

REQUESTS, EVENTS = 3, 4
RLIMIT_LOCKS = 10
SLOT_NAME = "DAGWRIGHT_SLOT"
SLOT = b"%s=" % SLOT_NAME.encode()
ENVIRONMENT = dict(os.environ)
KNOWN = frozenset(sys.modules)
WARM = KNOWN - FRESH
RSS_UNIT = 1 if sys.platform == "darwin" else 1024


def find_slot():
    """Where this process's own environment block holds the slot id: forks that never exec show that block to whoever looks."""
    try:
        with open("/proc/self/stat", "rb") as file:
            fields = file.read().rpartition(b")")[2].split()
        start, end = int(fields[47]), int(fields[48])
        with open("/proc/self/mem", "rb") as file:
            file.seek(start)
            at = file.read(end - start).find(SLOT)
        return None if at < 0 else start + at + len(SLOT)
    except (OSError, ValueError, IndexError):
        return None


SLOT_ADDRESS = find_slot()
# What importlib.machinery calls SourceFileLoader, without loading that module into every task.
LOADER = sys.modules["_frozen_importlib_external"].SourceFileLoader


def mark_slot(slot):
    """Shows the slot in the environment block, and in the limit that attempt-mark.ts explains."""
    if sys.platform == "linux":
        try:
            resource.setrlimit(RLIMIT_LOCKS, (int(slot[:12], 16), resource.getrlimit(RLIMIT_LOCKS)[1]))
        except (OSError, ValueError):
            pass
    if SLOT_ADDRESS is None:
        return
    try:
        mem = os.open("/proc/self/mem", os.O_RDWR)
        os.pwrite(mem, slot.encode(), SLOT_ADDRESS)
        os.close(mem)
    except OSError:
        pass


def get_ready():
    """In a spare, while nobody waits: what does not depend on the request, and the first touch of the pages that a start needs."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.setsid()
    os.close(REQUESTS)
    os.close(EVENTS)
    exec(compile("import json\nready = [str(1), {}]\n", "ready", "exec", dont_inherit=True), {"__builtins__": builtins})
    # Each does nothing here but touch what a start and an end will touch.
    mark_slot(os.environ[SLOT_NAME])
    take_environment({**os.environ, "_": ""})
    take_environment(ENVIRONMENT)
    os.path.dirname(os.path.realpath(__file__))
    flush(sys.stdout)
    flush(sys.stderr)
    has_foreign_extension()
    gc.collect()
    fresh_main()


def say(text):
    data = text.encode("utf-8", "replace")
    while data:
        data = data[os.write(EVENTS, data):]


def take_frame(buffer):
    """The first whole request of the buffer, or None, and what follows it."""
    head, found, rest = buffer.partition(b"\n")
    if not found or len(rest) < int(head):
        return None, buffer
    return rest[: int(head)], rest[int(head):]


def await_request(pipe):
    """In a spare: blocks until its request is there. Ends the process when the parent is gone."""
    buffer = b""
    while True:
        chunk = os.read(pipe, 65536)
        if not chunk:
            os._exit(0)
        buffer += chunk
        frame, _ = take_frame(buffer)
        if frame is not None:
            os.close(pipe)
            return frame.decode("utf-8", "surrogateescape").split("\0")


class Spare:
    """The fork that will be the next task. In the fork itself `request` is what it got; `error` says why there is no fork."""

    def __init__(self, wake):
        self.request = self.error = None
        pipe, self.pipe = os.pipe()
        try:
            self.pid = os.fork()
        except OSError as error:
            self.error = error
            os.close(pipe)
            os.close(self.pipe)
            return
        if self.pid:
            os.close(pipe)
            return
        signal.set_wakeup_fd(-1)
        for end in (*wake, self.pipe):
            os.close(end)
        get_ready()
        self.request = await_request(pipe)

    def give(self, frame):
        """Once. False when the spare had died. A frame is shorter than a pipe is deep, so this never waits."""
        try:
            os.write(self.pipe, b"%d\n%s" % (len(frame), frame))
            return True
        except OSError:
            return False
        finally:
            os.close(self.pipe)


def serve():
    """The parent's loop. Returns the request in the fork that got one."""
    wake_read, wake_write = wake = os.pipe()
    os.set_blocking(wake_read, False)
    os.set_blocking(wake_write, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(wake_write, warn_on_full_buffer=False)
    for quiet in (signal.SIGINT, signal.SIGHUP):
        signal.signal(quiet, signal.SIG_IGN)
    running = {}
    buffer = b""
    spare = None
    poll = select.poll()
    poll.register(REQUESTS, select.POLLIN)
    poll.register(wake_read, select.POLLIN)
    say("R %d.%d\n" % sys.version_info[:2])
    while True:
        poll.poll()
        reap(running, wake_read)
        if not select.select([REQUESTS], [], [], 0)[0]:
            continue
        chunk = os.read(REQUESTS, 65536)
        if not chunk:
            os._exit(0)
        buffer += chunk
        while True:
            spare = spare or Spare(wake)
            if spare.request is not None:
                return spare.request
            frame, rest = take_frame(buffer)
            if frame is None:
                break
            task = frame.partition(b"\0")[0].decode("ascii")
            if spare.error is not None:
                say("E %s %s\n" % (task, spare.error))
                buffer = rest
            elif spare.give(frame):
                running[spare.pid] = task
                say("S %s %d\n" % (task, spare.pid))
                buffer = rest
            # A spare that had died leaves the frame to the next one.
            spare = None
        if spare.error is not None:
            spare = None


def reap(running, wake_read):
    try:
        os.read(wake_read, 4096)
    except BlockingIOError:
        return
    while running:
        try:
            pid, status, usage = os.wait4(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if pid == 0:
            return
        task = running.pop(pid, None)
        if task is not None:
            cpu = (usage.ru_utime + usage.ru_stime) * 1000
            say("X %s %d %d %d\n" % (task, status, cpu, usage.ru_maxrss * RSS_UNIT))


def become(request):
    """Turns the fork into the process that a cold start would have made. Returns the script."""
    _, slot, output, folder, script, count = request[:6]
    arguments = request[6: 6 + int(count)]
    variables = request[6 + int(count):]
    mark_slot(slot)
    out = os.open(output, os.O_WRONLY)
    os.dup2(out, 1)
    os.dup2(out, 2)
    os.close(out)
    zone = os.environ.get("TZ")
    coerced = os.environ.get("LC_CTYPE")
    take_environment(dict(entry.partition("=")[::2] for entry in variables))
    if coerced is not None:
        os.environ.setdefault("LC_CTYPE", coerced)
    if os.environ.get("TZ") != zone:
        time.tzset()
    os.chdir(folder)
    if os.environ.get("PYTHONUNBUFFERED"):
        unbuffer()
    here = os.path.dirname(os.path.realpath(script))
    sys.argv = [script] + arguments
    sys.orig_argv = [sys.executable] + sys.argv
    extra = [part for part in os.environ.get("PYTHONPATH", "").split(os.pathsep) if part]
    added = len(extra)
    sys.path[:1] = [here] + extra
    forget_shadowed(sys.path[: 1 + added])
    gc.enable()
    return script


def take_environment(wanted):
    """Most variables are there already: only the others are worth a call of setenv."""
    for name in [name for name in os.environ if name not in wanted]:
        del os.environ[name]
    for name, value in wanted.items():
        if os.environ.get(name) != value:
            os.environ[name] = value


def unbuffer():
    for name, number in (("stdout", 1), ("stderr", 2)):
        old = getattr(sys, name)
        new = io.TextIOWrapper(io.FileIO(number, "w", closefd=False), encoding=old.encoding, errors=old.errors, write_through=True)
        new.mode = "w"
        setattr(sys, name, new)
        setattr(sys, "__%s__" % name, new)


def forget_shadowed(folders):
    """A task's own json.py must win over the one that is already loaded."""
    for folder in folders:
        try:
            names = os.listdir(folder)
        except OSError:
            continue
        for name in names:
            stem = name.partition(".")[0]
            if stem in WARM:
                for loaded in [key for key in sys.modules if key == stem or key.startswith(stem + ".")]:
                    del sys.modules[loaded]


def fresh_main():
    main = type(sys)("__main__")
    main.__dict__.update(__builtins__=builtins, __file__=None, __cached__=None)
    sys.modules["__main__"] = main


def main_of(script):
    main = sys.modules["__main__"]
    main.__dict__.update(__file__=script, __loader__=LOADER("__main__", script))
    return main


def run(script):
    """Runs the script and answers the exit status; what cold Python prints has been printed."""
    try:
        with open(script, "rb") as file:
            source = file.read()
    except OSError as error:
        print("%s: can't open file %r: [Errno %d] %s" % (sys.executable, script, error.errno, error.strerror), file=sys.stderr)
        return 2
    main = main_of(script)
    failure = None
    try:
        exec(compile(source, script, "exec", dont_inherit=True), main.__dict__)
    except SystemExit as stop:
        return status_of(stop.code)
    except BaseException as error:
        failure = error
    # Outside the handler, or an error in the hook would seem to have happened while handling this one.
    return 0 if failure is None else report(failure)


def status_of(code):
    if code is None:
        return 0
    if isinstance(code, int):
        return code & 0xFF
    flush(sys.stdout)
    print(code, file=sys.stderr)
    return 1


def without_our_frames(error):
    trace = error.__traceback__
    while trace is not None and trace.tb_frame.f_code.co_filename == __file__:
        trace = trace.tb_next
    error.__traceback__ = trace
    return trace


def report(error):
    trace = without_our_frames(error)
    sys.last_type, sys.last_value, sys.last_traceback = type(error), error, trace
    if sys.version_info >= (3, 12):
        sys.last_exc = error
    flush(sys.stdout)
    try:
        sys.excepthook(type(error), error, trace)
    except SystemExit as stop:
        return status_of(stop.code)
    except BaseException as second:
        print("Error in sys.excepthook:", file=sys.stderr)
        sys.__excepthook__(type(second), second, without_our_frames(second))
        print("\nOriginal exception was:", file=sys.stderr)
        sys.__excepthook__(type(error), error, trace)
    return -signal.SIGINT if isinstance(error, KeyboardInterrupt) else 1


def flush(stream):
    try:
        if stream is not None and not getattr(stream, "closed", False):
            stream.flush()
        return True
    except BaseException:
        return False


def has_foreign_extension():
    # To look at a module is to write to its page, which is the zygote's until then: only at those that are new.
    for name in [name for name in sys.modules if name not in KNOWN]:
        path = getattr(sys.modules[name], "__file__", None)
        if isinstance(path, str) and path.endswith((".so", ".pyd")) and "lib-dynload" not in path:
            return True
    return False


def tear_down():
    """What the interpreter's end does for a script: joins threads, runs exit handlers, destroys the script's objects, flushes."""
    threading = sys.modules.get("threading")
    if threading is not None:
        threading._shutdown()
    atexit._run_exitfuncs()
    written = flush(sys.stdout)
    flush(sys.stderr)
    sys.last_type = sys.last_value = sys.last_traceback = sys.last_exc = None
    main = sys.modules.get("__main__")
    names = main.__dict__ if main is not None else {}
    for private in (True, False):
        for name in list(names):
            if name != "__builtins__" and (name.startswith("_") and not name.startswith("__")) is private:
                names[name] = None
    for name in [key for key in sys.modules if key not in KNOWN]:
        del sys.modules[name]
    del main, names
    gc.collect()
    written = flush(sys.stdout) and written
    flush(sys.stderr)
    return written


gc.disable()
gc.freeze()
task = serve()
try:
    status = run(become(task))
except BaseException as failure:
    sys.stderr.write("dagwright: the warm interpreter could not start the script: %r\n" % (failure,))
    sys.stderr.flush()
    os._exit(126)
if status >= 0 and has_foreign_extension():
    # Libraries with C state may rely on the C exit handlers, which only a real end of the interpreter runs.
    sys.exit(status)
written = tear_down()
if status < 0:
    signal.signal(-status, signal.SIG_DFL)
    os.kill(os.getpid(), -status)
os._exit(120 if not written else status)
