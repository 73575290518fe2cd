-- The tables that hold invariants, and the guards that keep them. Frozen: docs/stored-form.md.
-- Whoever opens the file with any SQL tool meets the same refusals as the program.

-- name: events
CREATE TABLE events (
    position    INTEGER NOT NULL PRIMARY KEY CHECK (position >= 1),
    recorded_at INTEGER NOT NULL CHECK (recorded_at >= 0),
    type        TEXT    NOT NULL CHECK (type <> ''),
    version     INTEGER NOT NULL CHECK (version >= 1),
    id          TEXT    UNIQUE CHECK (id <> ''),
    tags        TEXT,
    "by"        TEXT    CHECK ("by" <> ''),
    data        BLOB,
    id_salt     BLOB    CHECK (length(id_salt) = 16),
    tags_salt   BLOB    CHECK (length(tags_salt) = 16),
    by_salt     BLOB    CHECK (length(by_salt) = 16),
    data_salt   BLOB    CHECK (length(data_salt) = 16),
    id_hash     BLOB    NOT NULL CHECK (length(id_hash) = 32),
    tags_hash   BLOB    NOT NULL CHECK (length(tags_hash) = 32),
    by_hash     BLOB    CHECK (length(by_hash) = 32),
    data_hash   BLOB    NOT NULL CHECK (length(data_hash) = 32),
    digest      BLOB    NOT NULL CHECK (length(digest) = 32),
    CHECK ((id IS NULL) = (id_salt IS NULL)),
    CHECK ((tags IS NULL) = (tags_salt IS NULL)),
    CHECK (("by" IS NULL) = (by_salt IS NULL)),
    CHECK ((data IS NULL) = (data_salt IS NULL)),
    CHECK ("by" IS NULL OR by_hash IS NOT NULL)
) STRICT

-- name: tags
CREATE TABLE tags (
    tag      TEXT    NOT NULL CHECK (tag <> ''),
    position INTEGER NOT NULL,
    PRIMARY KEY (tag, position)
) STRICT, WITHOUT ROWID

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
    -- To look for each of many tags among all of them would take the square of their number: a mark, which is
    -- no tag, lets them in while they are written. The guard of tags takes it only from here.
    INSERT INTO tags (tag, position) SELECT char(1), new.position WHERE json_array_length(new.tags) > 32;
    INSERT INTO tags (tag, position) SELECT value, new.position FROM json_each(new.tags);
    DELETE FROM tags WHERE tag = char(1) AND position = new.position;
END

-- name: events_update
CREATE TRIGGER events_update BEFORE UPDATE ON events BEGIN
    -- An erasure that the log itself tells clears parts with their salts; nothing else is ever changed.
    SELECT CASE WHEN old.type = 'erasure'
        OR new.position IS NOT old.position OR new.recorded_at IS NOT old.recorded_at
        OR new.type IS NOT old.type OR new.version IS NOT old.version
        OR new.id_hash IS NOT old.id_hash OR new.tags_hash IS NOT old.tags_hash
        OR new.by_hash IS NOT old.by_hash OR new.data_hash IS NOT old.data_hash
        OR new.digest IS NOT old.digest
        OR (new.id IS NOT NULL AND (new.id IS NOT old.id OR new.id_salt IS NOT old.id_salt))
        OR (new.tags IS NOT NULL AND (new.tags IS NOT old.tags OR new.tags_salt IS NOT old.tags_salt))
        OR (new."by" IS NOT NULL AND (new."by" IS NOT old."by" OR new.by_salt IS NOT old.by_salt))
        OR (new.data IS NOT NULL AND (new.data IS NOT old.data OR new.data_salt IS NOT old.data_salt))
        OR NOT EXISTS (
            SELECT 1 FROM tags AS t JOIN events AS x ON x.position = t.position AND x.type = 'erasure'
            WHERE t.tag = 'erases:' || old.position
        )
    THEN RAISE(ABORT, 'events are never changed: append one that says what is different') END;
END

-- name: events_delete
CREATE TRIGGER events_delete BEFORE DELETE ON events BEGIN
    SELECT RAISE(ABORT, 'events are never deleted: append one that says what is different');
END

-- name: tags_insert
CREATE TRIGGER tags_insert BEFORE INSERT ON tags BEGIN
    SELECT CASE
        WHEN new.tag = char(1) AND EXISTS (
            SELECT 1 FROM events AS e WHERE e.position = new.position AND json_array_length(e.tags) > 32
                AND NOT EXISTS (
                    SELECT 1 FROM tags WHERE tag = json_extract(e.tags, '$[0]') AND position = new.position
                )
        ) THEN NULL
        WHEN NOT EXISTS (SELECT 1 FROM tags WHERE tag = char(1) AND position = new.position) AND NOT EXISTS (
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
    SELECT CASE WHEN old.tag <> char(1)
        AND NOT EXISTS (SELECT 1 FROM events WHERE position = old.position AND tags IS NULL)
    THEN RAISE(ABORT, 'tags are never deleted: they are part of their event') END;
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
