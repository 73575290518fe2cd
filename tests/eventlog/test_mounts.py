"""Logs on network file systems and on disks that are mounted read-only: recognised, and dealt with so."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from eventlog import Event, ReadOnlyLog, network_file_system, open_log
from eventlog.sqlite import mounts
from eventlog.sqlite.mounts import mount_type

ROOT = "27 1 254:0 / / rw,relatime - ext4 /dev/vda rw\n"


def event(name: str) -> Event:
    return Event(id=name, type="noted", data=b"{}")


def mounted(place: Path | str, type_: str) -> str:
    """Return a line of mountinfo, with one of the optional fields that may stand in it."""
    escaped = str(place).replace(" ", "\\040")
    return f"36 27 0:44 / {escaped} rw,relatime shared:7 - {type_} host:/export rw\n"


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[Path, str], None]:
    """Return a function that makes the system say that a folder is on a file system of a type."""

    def say(folder: Path, type_: str) -> None:
        text = tmp_path / "mountinfo"
        text.write_text(ROOT + mounted(folder, type_))
        monkeypatch.setattr(mounts, "MOUNTS", str(text))

    return say


@pytest.mark.parametrize(
    ("mounts", "folder", "expected"),
    [
        pytest.param(ROOT, "/home/a", "ext4", id="the root"),
        pytest.param(ROOT + mounted("/home", "nfs4"), "/home/a", "nfs4", id="under another"),
        pytest.param(ROOT + mounted("/home", "nfs4"), "/home", "nfs4", id="the place itself"),
        pytest.param(ROOT + mounted("/home", "nfs4"), "/homes/a", "ext4", id="a name that begins alike"),
        pytest.param(mounted("/a/b", "cifs") + ROOT + mounted("/a", "nfs"), "/a/b/c", "cifs", id="deepest"),
        pytest.param(ROOT + mounted("/a", "nfs") + mounted("/a", "xfs"), "/a", "xfs", id="one over another"),
        pytest.param(ROOT + mounted("/a b", "fuse.sshfs"), "/a b/c", "fuse.sshfs", id="a blank in a name"),
        pytest.param("no mountinfo", "/a", None, id="no such text"),
    ],
)
def test_a_folder_is_on_the_file_system_mounted_last_at_the_deepest_place(
    mounts: str, folder: str, expected: str | None
) -> None:
    assert mount_type(mounts, folder) == expected


@pytest.mark.parametrize("type_", ["nfs", "nfs4", "cifs", "9p", "fuse.sshfs", "ceph"])
def test_file_systems_that_machines_share_are_recognised(
    on: Callable[[Path, str], None], tmp_path: Path, type_: str
) -> None:
    on(tmp_path, type_)
    assert network_file_system(tmp_path / "log.db") == type_
    assert network_file_system(f"sqlite:///{tmp_path}/log.db") == type_


@pytest.mark.parametrize("type_", ["ext4", "xfs", "btrfs", "zfs", "tmpfs", "overlay", "fuse.ext4"])
def test_file_systems_of_one_machine_are_no_network(
    on: Callable[[Path, str], None], tmp_path: Path, type_: str
) -> None:
    on(tmp_path, type_)
    assert network_file_system(tmp_path / "log.db") is None


def test_where_the_system_does_not_say_nothing_is_assumed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(mounts, "MOUNTS", str(tmp_path / "absent"))
    assert network_file_system(tmp_path / "log.db") is None


def test_on_a_network_a_log_is_written_without_a_side_file(
    on: Callable[[Path, str], None], tmp_path: Path
) -> None:
    folder = tmp_path / "share"
    folder.mkdir()
    on(folder, "nfs4")
    with open_log(folder / "log.db", create=True) as log:
        log.append([event("a")])
        log.append([event("b")])
        assert [file.name for file in folder.iterdir()] == ["log.db"]
        with open_log(folder / "log.db") as second:
            second.append([event("c")])
            assert [recorded.id for recorded in log.read()] == ["a", "b", "c"]
        log.append([event("d")])
    assert [file.name for file in folder.iterdir()] == ["log.db"]
    with open_log(folder / "log.db", read_only=True) as log:
        assert log.verify().position == 4


def test_a_log_whose_writer_was_killed_elsewhere_is_taken_out_of_its_side_file_on_a_network(
    on: Callable[[Path, str], None], tmp_path: Path, child_environment: dict[str, str]
) -> None:
    folder = tmp_path / "share"
    folder.mkdir()
    open_log(folder / "log.db", create=True).close()
    killed = (
        "import os, sys; from eventlog import Event, open_log; log = open_log(sys.argv[1]);"
        "log.append([Event(id='a', type='noted', data=b'{}')]); os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", killed, str(folder / "log.db")], env=child_environment, check=False)
    assert (folder / "log.db-wal").exists()
    on(folder, "nfs4")
    with open_log(folder / "log.db") as log:
        log.append([event("b")])
    assert [file.name for file in folder.iterdir()] == ["log.db"]
    with open_log(folder / "log.db") as log:
        log.append([event("c")])
        assert [file.name for file in folder.iterdir()] == ["log.db"]
        assert [recorded.id for recorded in log.read()] == ["a", "b", "c"]


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """Yield a folder on a disk of its own, where this process may mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = shutil.which("mount")
    if mount is None or os.geteuid() != 0:
        pytest.skip("NOT TRIED: a disk that is mounted read-only; it takes root to mount one")
    done = subprocess.run([mount, "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(folder)], check=False)
    if done.returncode:
        pytest.skip("NOT TRIED: a disk that is mounted read-only; this system lets nobody mount one")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def test_a_log_on_a_disk_that_is_mounted_read_only_is_read_and_an_append_says_why_it_is_refused(
    disk: Path,
) -> None:
    path = disk / "log.db"
    with open_log(path, create=True) as log:
        log.append([event("a")])
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    with open_log(path) as log:
        assert [recorded.id for recorded in log.read()] == ["a"]
        assert log.verify().position == 1
        with pytest.raises(ReadOnlyLog, match="mounted read-only"):
            log.append([event("b")])


def test_a_disk_without_room_leaves_the_log_as_it_was_and_room_made_lets_it_go_on(disk: Path) -> None:
    path = disk / "log.db"
    with open_log(path, create=True) as log:
        log.append([event("a")])
        (disk / "filler").write_bytes(b"x" * 3_600_000)
        with pytest.raises(OSError, match="free some space"):
            log.append(Event(id=f"n{number}", type="noted", data=b"x" * 5_000) for number in range(400))
        assert [recorded.id for recorded in log.read()] == ["a"]
        (disk / "filler").unlink()
        log.append([event("b")])
    with open_log(path, read_only=True) as log:
        assert log.verify().position == 2
