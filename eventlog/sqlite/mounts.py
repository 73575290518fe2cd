"""Tell on what sort of file system a log is: over a network, or mounted for reading only.

SQLite's WAL mode takes memory that all processes share, so they must run on one machine: "WAL does not work
over a network filesystem" (sqlite.org/wal.html). There a log is written in rollback mode, which takes locks
on the file alone.
"""

from __future__ import annotations

import os
import re

MOUNTS = "/proc/self/mountinfo"
NETWORK = frozenset(
    (
        "nfs",
        "nfs4",
        "cifs",
        "smb3",
        "smbfs",
        "9p",
        "afs",
        "ceph",
        "lustre",
        "gpfs",
        "beegfs",
        "orangefs",
        "gfs2",
        "ocfs2",
        "ncpfs",
        "davfs",
        "coda",
        "acfs",
        "glusterfs",
        "sshfs",
        "s3fs",
        "rclone",
        "gcsfuse",
    )
)
"""The types of file systems that several machines may share; `fuse.` may stand before one."""


def network_type(path: str) -> str | None:
    """Return the type of the file system that a file is on, if several machines may share it; else None.

    Where the system does not say which file systems there are, it is None.
    """
    try:
        with open(MOUNTS, encoding="utf-8", errors="surrogateescape") as file:
            found = mount_type(file.read(), os.path.realpath(os.path.dirname(os.path.abspath(path))))
    except OSError:
        return None
    return found if found is not None and found.removeprefix("fuse.") in NETWORK else None


def mount_type(mounts: str, folder: str) -> str | None:
    r"""Return the type of the file system on which a folder is, or None.

    >>> mount_type("27 1 0:1 / / rw - ext4 /dev/a rw\n36 27 0:44 / /a\\040b rw - nfs4 h:/a rw", "/a b/c")
    'nfs4'

    Args:
        mounts: the content of `/proc/self/mountinfo`; of two at one place the later one hides the earlier.
        folder: an absolute path without symbolic links.
    """
    longest, found = "", None
    for line in mounts.splitlines():
        before, _, after = line.partition(" - ")
        fields = before.split(" ")
        if len(fields) < 5 or not after:
            continue
        place = re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), fields[4])
        if len(place) >= len(longest) and f"{folder}/".startswith(f"{place.rstrip('/')}/"):
            longest, found = place, after.split(" ", 1)[0]
    return found


def is_read_only(path: str) -> bool:
    """Return whether the file system that a file is on is mounted for reading only."""
    try:
        return bool(os.statvfs(path).f_flag & os.ST_RDONLY)
    except OSError:
        return False
