-- The tables, views and guards of a log of form 1, as they stand in such a file, to compare with. Frozen.

-- name: events
CREATE TABLE events (
    position     INTEGER NOT NULL PRIMARY KEY CHECK (position >= 1),
    id           TEXT    NOT NULL UNIQUE CHECK (id <> ''),
    type         TEXT    NOT NULL CHECK (type <> ''),
    version      INTEGER NOT NULL CHECK (version >= 1),
    recorded_at  INTEGER NOT NULL CHECK (recorded_at >= 0),
    tags         TEXT    NOT NULL,
    data         BLOB,
    salt         BLOB CHECK (length(salt) = 16),
    payload_hash BLOB    NOT NULL CHECK (length(payload_hash) = 32),
    digest       BLOB    NOT NULL CHECK (length(digest) = 32),
    CHECK ((data IS NULL) = (salt IS NULL))
) STRICT

-- name: tags
CREATE TABLE tags (
    tag      TEXT    NOT NULL CHECK (tag <> ''),
    position INTEGER NOT NULL,
    PRIMARY KEY (tag, position)
) STRICT, WITHOUT ROWID

-- name: erasures
CREATE TABLE erasures (
    position  INTEGER NOT NULL PRIMARY KEY,
    reason    TEXT    NOT NULL CHECK (reason <> ''),
    erased_at INTEGER NOT NULL CHECK (erased_at >= 0),
    digest    BLOB    NOT NULL CHECK (length(digest) = 32)
) STRICT

-- name: events_by_type
CREATE INDEX "events_by_type"
    ON "events" ("type")

-- name: meta
CREATE TABLE "meta" (
   "key" TEXT PRIMARY KEY,
   "value" TEXT NOT NULL
) STRICT

-- name: log
CREATE VIEW "log" AS SELECT
    e.position,
    strftime('%Y-%m-%dT%H:%M:%S', e.recorded_at / 1000000, 'unixepoch')
        || printf('.%06dZ', e.recorded_at % 1000000) AS recorded_at,
    e.type,
    e.version,
    e.id,
    e.tags,
    CAST(e.data AS TEXT) AS data,
    x.reason AS erased,
    lower(hex(e.digest)) AS digest
FROM events AS e LEFT JOIN erasures AS x ON x.position = e.position

-- name: log_tags
CREATE VIEW "log_tags" AS SELECT tag, position FROM tags

-- name: log_types
CREATE VIEW "log_types" AS SELECT type, version, count(*) AS events, min(position) AS first, max(position) AS last
FROM events GROUP BY type, version

-- name: events_insert
CREATE TRIGGER events_insert BEFORE INSERT ON events BEGIN
    -- Refusing a position or an id that stands also stops INSERT OR REPLACE, whose hidden
    -- delete fires no DELETE trigger unless the client turned recursive_triggers on.
    SELECT CASE
        WHEN EXISTS (SELECT 1 FROM events WHERE position = new.position)
            THEN RAISE(ABORT, 'this position is taken, and events are never replaced: append at the next one')
        WHEN new.position IS NOT (SELECT coalesce(max(position), 0) + 1 FROM events)
            THEN RAISE(ABORT, 'positions have no gaps: append at the last position plus one')
        WHEN EXISTS (SELECT 1 FROM events WHERE id = new.id)
            THEN RAISE(ABORT, 'this id is taken, and events are never replaced: give the new event its own id')
        WHEN new.recorded_at <= (SELECT recorded_at FROM events WHERE position = new.position - 1)
            THEN RAISE(ABORT, 'recorded_at only grows: give a later time than that of the last event')
    END;
END

-- name: events_index_tags
CREATE TRIGGER events_index_tags AFTER INSERT ON events BEGIN
    INSERT INTO tags (tag, position) SELECT value, new.position FROM json_each(new.tags);
END

-- name: events_update
CREATE TRIGGER events_update BEFORE UPDATE ON events BEGIN
    SELECT RAISE(ABORT, 'events are never changed: append one that says what is different');
END

-- name: events_delete
CREATE TRIGGER events_delete BEFORE DELETE ON events BEGIN
    SELECT RAISE(ABORT, 'events are never deleted: append one that says what is different');
END

-- name: tags_insert
CREATE TRIGGER tags_insert BEFORE INSERT ON tags BEGIN
    SELECT CASE
        WHEN NOT EXISTS (
            SELECT 1 FROM json_each((SELECT tags FROM events WHERE position = new.position))
            WHERE value = new.tag
        ) THEN RAISE(ABORT, 'tags are written with their event: append an event that has this tag')
        WHEN EXISTS (SELECT 1 FROM tags WHERE tag = new.tag AND position = new.position)
            THEN RAISE(ABORT, 'this tag is there, and tags are never replaced: leave it as it is')
    END;
END

-- name: tags_update
CREATE TRIGGER tags_update BEFORE UPDATE ON tags BEGIN
    SELECT RAISE(ABORT, 'tags are never changed: append an event that has the tag');
END

-- name: tags_delete
CREATE TRIGGER tags_delete BEFORE DELETE ON tags BEGIN
    SELECT RAISE(ABORT, 'tags are never deleted: they are part of their event');
END

-- name: erasures_insert
CREATE TRIGGER erasures_insert BEFORE INSERT ON erasures BEGIN
    SELECT CASE
        WHEN EXISTS (SELECT 1 FROM erasures WHERE position = new.position)
            THEN RAISE(ABORT, 'this tombstone stands, and tombstones are never replaced: leave it as it is')
        WHEN NOT EXISTS (SELECT 1 FROM events WHERE position = new.position AND data IS NULL)
            THEN RAISE(ABORT, 'a tombstone stands only for an erased payload: this one is there')
    END;
END

-- name: erasures_update
CREATE TRIGGER erasures_update BEFORE UPDATE ON erasures BEGIN
    SELECT RAISE(ABORT, 'tombstones are never changed: they say why a payload is gone');
END

-- name: erasures_delete
CREATE TRIGGER erasures_delete BEFORE DELETE ON erasures BEGIN
    SELECT RAISE(ABORT, 'tombstones are never deleted: they say why a payload is gone');
END

-- name: meta_insert
CREATE TRIGGER meta_insert BEFORE INSERT ON meta BEGIN
    SELECT RAISE(ABORT, 'the description of the log is complete: keep your own notes in a table of your own');
END

-- name: meta_update
CREATE TRIGGER meta_update BEFORE UPDATE ON meta BEGIN
    SELECT RAISE(ABORT, 'the description of the log is never changed: a newer program migrates the whole log');
END

-- name: meta_delete
CREATE TRIGGER meta_delete BEFORE DELETE ON meta BEGIN
    SELECT RAISE(ABORT, 'the description of the log is never deleted: without it nobody can read the log');
END
