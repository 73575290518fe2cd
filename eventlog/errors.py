"""Name what can go wrong with a log: one error for each decision of a caller, each also a fitting builtin.

Every message is one line, lower case, and says what would be right.
"""

from __future__ import annotations


class EventLogError(Exception):
    """Mark every error that a log raises on purpose. It can be handed from process to process."""

    def __reduce__(self) -> tuple[object, ...]:
        """Return how it is made again: by its fields, since its message is no argument of the class."""
        return _made_again, (type(self), self.args, self.__dict__)


def _made_again(
    kind: type[EventLogError], args: tuple[object, ...], fields: dict[str, object]
) -> EventLogError:
    error = kind.__new__(kind, *args)
    error.args = args
    error.__dict__.update(fields)
    return error


class InvalidArgument(EventLogError, ValueError):
    """Refuse a value that no log can take. Fields: `name` of the argument, `reason`."""

    def __init__(self, name: str, reason: str) -> None:
        self.name = name
        self.reason = reason
        super().__init__(f"invalid {name}: {reason}")


class UnknownStore(EventLogError, ValueError):
    """Refuse a URL whose scheme names a store that this build lacks. Fields: `url`, `known` schemes."""

    def __init__(self, url: str, known: tuple[str, ...]) -> None:
        self.url = url
        self.known = known
        examples = ", ".join(f'"{scheme}:///…"' for scheme in known)
        super().__init__(f'this build has no store for "{url}": give a path, or one of {examples}')


class LogMissing(EventLogError, FileNotFoundError):
    """Report that there is no log at the path. Field: `path`."""

    def __init__(self, path: str) -> None:
        self.path = path
        super().__init__(f'no log at "{path}": make one there first, or give the path of one that exists')


class NotALog(EventLogError, ValueError):
    """Report that the path holds something other than a log. Fields: `path`, `reason`, `empty` or not."""

    def __init__(self, path: str, reason: str, *, empty: bool = False) -> None:
        self.path = path
        self.reason = reason
        self.empty = empty
        super().__init__(f'"{path}" is not an event log: {reason}')


class NewerSchema(EventLogError, RuntimeError):
    """Report that a newer program made the log. Fields: `path`, the schema numbers `found` and `known`."""

    def __init__(self, path: str, found: int, known: int) -> None:
        self.path = path
        self.found = found
        self.known = known
        super().__init__(
            f'"{path}" has schema {found}, this program knows up to {known}: open it with a newer program'
        )


class OlderForm(EventLogError, RuntimeError):
    """Refuse an append to a log of an older stored form. Fields: `path`, the forms `found` and `known`."""

    def __init__(self, path: str, found: int, known: int) -> None:
        self.path = path
        self.found = found
        self.known = known
        super().__init__(
            f'"{path}" has stored form {found}, which is read but not appended to: '
            f"bring it to form {known} first, with `chrono upgrade`"
        )


class ReadOnlyLog(EventLogError, PermissionError):
    """Refuse an append to a log opened for reading, or whose file cannot be written. Field: `path`."""

    def __init__(
        self,
        path: str,
        reason: str = "it was opened for reading alone, or its permissions or its folder's say so",
    ) -> None:
        self.path = path
        super().__init__(f'"{path}" can only be read: {reason}')


class StorageFailed(EventLogError, OSError):
    """Report that the system refused to read or write; nothing was appended. Fields: `path`, `reason`."""

    wording = 'the storage of "{path}" failed ({reason}): {advice}'
    advice = "check the file, its directory and the disk"

    def __init__(self, path: str, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(self.wording.format(path=path, reason=reason, advice=self.advice))


class Occupied(StorageFailed):
    """Report that a copy would take the place of something else, which stays. Fields: `path`, `reason`."""

    wording = '"{path}" {reason}: {advice}'
    advice = "nothing is written over it, name another path"


class LeftBehind(Occupied):
    """Refuse to make a log beside what another one has left, which would be taken for a part of it."""

    advice = "it belongs to a log that was there; move it to where that one is now, or remove it"


class StorageFull(StorageFailed):
    """Report that there is no room to write; nothing was written, and the log is as it was."""

    advice = "nothing was written; free some space and try again"


class HardLinked(StorageFailed):
    """Refuse to append by one of several names of a file: who uses another name would not see it."""

    advice = "appends by one name are lost to the other; copy it to a file of its own, or use a symbolic link"


class LogBusy(EventLogError, TimeoutError):
    """Report that others held the log's lock all the time allowed. Fields: `path`, `seconds` allowed."""

    def __init__(self, path: str, seconds: float) -> None:
        self.path = path
        self.seconds = seconds
        super().__init__(
            f'"{path}" is locked by another program, for more than {seconds:g} s: try again later'
        )


class ClockAhead(EventLogError, RuntimeError):
    """Refuse an append at a time that cannot be right. Fields: `now`, the `last` event's time, as texts."""

    def __init__(self, now: str, last: str) -> None:
        self.now = now
        self.last = last
        super().__init__(
            f"this machine's clock says {now}, the last event was recorded at {last}: set the clock right, "
            "since times in a log only grow"
        )


class LogClosed(EventLogError, ValueError):
    """Refuse the use of a log after its `close()`. Field: `path`."""

    def __init__(self, path: str) -> None:
        self.path = path
        super().__init__(f'the log "{path}" is closed: open it again to go on')


class LogDamaged(EventLogError, ValueError):
    """Report that the log does not hold what was appended. Fields: `position` of the fault, `reason`.

    Position 0 means the log as a whole: its description, its guards, or the file's own structure. `named`
    says which log it is, where it is not the one that was asked for.
    """

    def __init__(self, position: int, reason: str, named: str = "the log") -> None:
        self.position = position
        self.reason = reason
        self.named = named
        where = f"at position {position}" if position else "as a whole"
        super().__init__(
            f"{named} is damaged {where}: {reason}; restore it from a sound copy, or salvage what is intact"
        )


class UnreadablePayload(EventLogError, ValueError):
    """Report a payload to upcast that is no JSON object. Fields: `position`, `id`, `reason`."""

    def __init__(self, position: int, id: str, reason: str) -> None:
        self.position = position
        self.id = id
        self.reason = reason
        super().__init__(
            f'the payload of event "{id}" at position {position} is no JSON object, so it cannot be upcast '
            f"({reason}): leave the version of its type as it is"
        )


class DuplicateId(EventLogError, ValueError):
    """Refuse an event whose id the log has with other content. Fields: `id`, its `position` there."""

    def __init__(self, id: str, position: int) -> None:
        self.id = id
        self.position = position
        super().__init__(
            f'id "{id}" stands at position {position} with other content: give the new event an id of its own'
        )


class ConditionFailed(EventLogError, RuntimeError):
    """Refuse an append since its condition excludes an event that the log holds.

    Fields: `position` and `id` of the first such event; `after`, the position that the condition gives.
    """

    def __init__(self, position: int, id: str, after: int) -> None:
        self.position = position
        self.id = id
        self.after = after
        super().__init__(
            f'event "{id}" at position {position} stands in the way, after position {after}: '
            "read it, decide again, and append with a later position"
        )


class UnknownVersion(EventLogError, LookupError):
    """Report an event of a version newer than the `known` one. Fields: `id`, `type`, `version`, `known`."""

    def __init__(self, id: str, type: str, version: int, known: int) -> None:
        self.id = id
        self.type = type
        self.version = version
        self.known = known
        super().__init__(
            f'event "{id}" is a "{type}" of version {version}, newer than {known}: use a newer program'
        )


class MissingUpcaster(EventLogError, LookupError):
    """Report that an upcaster is missing. Fields: `type`, the `version` that it would start from."""

    def __init__(self, type: str, version: int) -> None:
        self.type = type
        self.version = version
        super().__init__(
            f'no upcaster from version {version} of "{type}": give one under ("{type}", {version}) '
            f"that makes version {version + 1}"
        )


class UnusedUpcaster(EventLogError, LookupError):
    """Refuse an upcaster that never runs. Fields: `type`, `version` it starts from, `declared` version."""

    def __init__(self, type: str, version: int, declared: int) -> None:
        self.type = type
        self.version = version
        self.declared = declared
        super().__init__(
            f'an upcaster from version {version} of "{type}" would never run: '
            f"declare version {version + 1} or leave it out, now it is {declared}"
        )
