"""Look at the files of a log before SQLite opens them, and tell whether they belong together.

A log that nobody has open for writing is in rollback mode: the file alone is the whole log. Who opens it for
writing sets the file's header to WAL mode, and back when the last writer closes it. So the file itself says
whether a `-wal` belongs beside it. docs/decisions/0012 says why.
"""

from __future__ import annotations

import errno
import os
import stat
import threading
import time
from collections import Counter
from contextlib import suppress

import attrs

from eventlog.errors import LeftBehind, LogDamaged, LogMissing, NotALog

HEADER_BYTES = 100
MAGIC = b"SQLite format 3\0"
OURS = b"evlg"
NO_WAL = "the -wal that belongs beside its file is not there, and with it what was appended last"
TRIES = 5  # while another process goes over from one mode to the other, for some milliseconds
PAUSE = 0.02

_KINDS = {
    stat.S_IFDIR: "a directory",
    stat.S_IFIFO: "a named pipe",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
    stat.S_IFSOCK: "a socket",
}

_opened: Counter[tuple[int, int]] = Counter()
_opened_lock = threading.Lock()


@attrs.frozen
class Files:
    """Hold what the files of a log say before they are opened.

    Attributes:
        size: the size of the file in bytes.
        header: its first hundred bytes, or fewer if it is shorter.
        wal: the size of the `-wal` beside it, in bytes; None if there is none.
        shm: whether there is a `-shm`, which knows how much the `-wal` holds.
    """

    size: int
    header: bytes
    wal: int | None
    shm: bool

    @property
    def is_log(self) -> bool:
        """Return whether the header says that the file is an event log."""
        return self.header[68:72] == OURS

    @property
    def in_wal_mode(self) -> bool:
        """Return whether the header says that a `-wal` belongs to the file."""
        return self.header[18:20] == b"\x02\x02"

    @property
    def without_wal(self) -> bool:
        """Return whether the `-wal` that belongs to the file is not there, or nothing of it is."""
        return self.in_wal_mode and not self.wal and not (self.wal == 0 and self.shm)

    @property
    def expected_size(self) -> int | None:
        """Return how large the header says that the file is, in bytes; None if it does not say."""
        if len(self.header) < HEADER_BYTES or self.header[24:28] != self.header[92:96]:
            return None
        page_size = int.from_bytes(self.header[16:18], "big")
        return int.from_bytes(self.header[28:32], "big") * (65_536 if page_size == 1 else page_size)


def kind_of(path: str) -> os.stat_result:
    """Return what the system says of the file.

    Raises:
        LogMissing: if there is none.
        NotALog: if there is something other than a file.
    """
    try:
        found = os.stat(path)
    except (FileNotFoundError, NotADirectoryError) as err:
        raise LogMissing(path) from err
    except OSError as err:
        raise NotALog(path, f"it cannot be reached, {str(err.strerror).lower()}") from err
    if not stat.S_ISREG(found.st_mode):
        raise NotALog(path, f"it is {_KINDS.get(stat.S_IFMT(found.st_mode), 'no file')}")
    return found


def look(path: str) -> Files | None:
    """Return what the files say; None where this process has the log open, or may not read the file.

    To close a file that the process has open a second time would release the locks that SQLite holds on it.
    """
    found = kind_of(path)
    with _opened_lock:
        if _opened[found.st_dev, found.st_ino]:
            return None
        try:
            handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
        except OSError:
            return None
        try:
            header = os.read(handle, HEADER_BYTES)
        finally:
            os.close(handle)
    return Files(found.st_size, header, wal_size(path), os.path.exists(f"{path}-shm"))


def wal_size(path: str) -> int | None:
    """Return the size of the `-wal` beside the file, in bytes; None if there is none."""
    try:
        return os.stat(f"{path}-wal").st_size
    except OSError:
        return None


def forget_making(path: str) -> bool:
    """Take away the name under which the file was made, which who died while making it left beside it.

    A log is made as `.NAME.…/NAME` in its folder and then linked to its own name: to take the former away is
    what is left to do. Return whether the file has one name now.
    """
    folder, name = os.path.split(path)
    with suppress(OSError):
        own = os.stat(path)
        for place in os.listdir(folder):
            made = os.path.join(folder, place, name)
            if place.startswith(f".{name}.") and _is_same(made, own):
                os.unlink(made)
                os.rmdir(os.path.dirname(made))
    return kind_of(path).st_nlink == 1


def _is_same(path: str, own: os.stat_result) -> bool:
    try:
        return os.path.samestat(os.lstat(path), own)
    except OSError:
        return False


def refuse_remains(path: str) -> None:
    """Refuse a path where SQLite would take what another file has left beside it for that of the new one.

    Raises:
        LeftBehind: if there is a `-wal` that is not empty, or a `-journal`.
    """
    for end in ("-wal", "-journal"):
        try:
            size = os.stat(f"{path}{end}").st_size
        except OSError:
            continue
        if size or end == "-journal":
            raise LeftBehind(f"{path}{end}", "is there")


def check_files(path: str) -> Files | None:
    """Return what the files say, having checked that they can be those of one log.

    Raises:
        LogMissing, NotALog: as `kind_of`.
        LogDamaged: if the file was cut, or what lies beside it is not its own.
    """
    files = look(path)
    for _ in range(TRIES):
        if files is None or _fault(files) is None:
            return files
        time.sleep(PAUSE)
        files = look(path)
    if files is not None and (fault := _fault(files)):
        raise LogDamaged(0, fault)
    return files


def _fault(files: Files) -> str | None:
    if not files.is_log:
        return None
    if files.header[:16] != MAGIC:
        return "the first bytes of its file were changed"
    if files.wal:
        # A -wal is made after the header says so, and is gone before the header says that there is none.
        return None if files.in_wal_mode else "the -wal beside its file does not belong to it"
    expected = files.expected_size
    if expected is not None and files.size < expected:
        return f"its file was cut: it has {files.size} bytes of {expected}"
    return None


def opened(path: str) -> tuple[int, int]:
    """Note that this process opens the file, and return by what to note that it closes it again."""
    found = kind_of(path)
    with _opened_lock:
        _opened[found.st_dev, found.st_ino] += 1
    return found.st_dev, found.st_ino


def closed(key: tuple[int, int]) -> None:
    """Note that this process closes a file that it had opened."""
    with _opened_lock:
        _opened[key] -= 1
        if _opened[key] <= 0:
            del _opened[key]


def note_whole(path: str, position: int, digest: bytes) -> None:
    """Say beside the file that it is whole, while its mode is changed: a process may die meanwhile.

    Each process says so in a file of its own, so that none takes away what another still needs. It is on the
    disk on return, before the mode changes there.

    Raises:
        OSError: if it cannot be said.
    """
    name, text = f"{path}-whole.{os.getpid()}", f"{position} {digest.hex()}"
    if _content(name) == text:
        return
    try:
        handle = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666)
        try:
            os.write(handle, f"{text}\n".encode("ascii"))
            os.fsync(handle)
        finally:
            os.close(handle)
        sync_folder(path)
    except OSError:
        with suppress(OSError):
            os.unlink(name)
        raise


def sync_folder(path: str) -> None:
    """Wait until the names in the folder of the file are on the disk, where the system can do that."""
    try:
        handle = os.open(os.path.dirname(path), os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    except OSError as err:
        if err.errno != errno.EINVAL:  # some disks sync no folders
            raise
    finally:
        os.close(handle)


def is_noted_whole(path: str, position: int, digest: bytes) -> bool:
    """Return whether a process has said by `note_whole` that the file is whole with this last event."""
    return any(_content(note) == f"{position} {digest.hex()}" for note in _notes(path))


def is_noted(path: str) -> bool:
    """Return whether a process has said by `note_whole` that the file is whole, with whichever last event."""
    return bool(_notes(path))


def forget_whole(path: str, *, of_dead: bool = False) -> None:
    """Take away what this process has said by `note_whole`, and on request what processes that died have."""
    with suppress(OSError):
        os.unlink(f"{path}-whole.{os.getpid()}")
    for note in _notes(path) if of_dead else ():
        if not _is_alive(note.rsplit(".", 1)[1]):
            with suppress(OSError):
                os.unlink(note)


def _notes(path: str) -> list[str]:
    folder, name = os.path.split(path)
    try:
        return [
            os.path.join(folder, each) for each in os.listdir(folder) if each.startswith(f"{name}-whole.")
        ]
    except OSError:
        return []


def _content(note: str) -> str | None:
    try:
        with open(note, encoding="ascii") as file:
            return file.read().strip()
    except (OSError, UnicodeDecodeError):
        return None


def _is_alive(process: str) -> bool:
    try:
        os.kill(int(process), 0)
    except (ProcessLookupError, ValueError, OverflowError):
        return False
    except OSError:
        return True
    return True
