-- The statements of a log of form 2. `{row}` stands for the columns of
-- an event, `{before}` for the digest of its predecessor. Texts come as bytes: one that is no UTF-8 is a fault at its position.

-- name: row
2, position, recorded_at, CAST(id AS BLOB), CAST(type AS BLOB), version, CAST(tags AS BLOB), data,
    CAST("by" AS BLOB), id_salt, tags_salt, data_salt, by_salt, id_hash, tags_hash, data_hash, by_hash, digest

-- name: before
(SELECT p.digest FROM events AS p WHERE p.position = events.position - 1)

-- name: head
-- The file's own header says how many events there are, too: a lost tail is noticed.
SELECT (SELECT coalesce(max(position), 0) FROM events), (SELECT user_version FROM pragma_user_version)

-- name: tip
SELECT {row}, {before} FROM events ORDER BY position DESC LIMIT 1

-- name: between
SELECT {row}, NULL FROM events WHERE position > :low AND position <= :high ORDER BY position

-- name: one
SELECT {row}, NULL FROM events WHERE position = :position

-- name: at
SELECT {row}, {before} FROM events WHERE position IN (SELECT value FROM json_each(:positions)) ORDER BY position

-- name: with_ids
SELECT {row}, {before} FROM events WHERE id IN (SELECT value FROM json_each(:ids))

-- name: erasure_of
SELECT t.position
FROM tags AS t JOIN events AS e ON e.position = t.position AND e.type = 'erasure'
WHERE t.tag = 'erases:' || :position

-- name: insert
INSERT INTO events (
    position, recorded_at, type, version, id, tags, "by", data, id_salt, tags_salt, by_salt, data_salt,
    id_hash, tags_hash, by_hash, data_hash, digest
) VALUES (
    :position, :recorded_at, :type, :version, :id, :tags, :by, :data, :id_salt, :tags_salt, :by_salt, :data_salt,
    :id_hash, :tags_hash, :by_hash, :data_hash, :digest
)

-- name: clear
UPDATE events SET
    data = iif(:clear_data, NULL, data), data_salt = iif(:clear_data, NULL, data_salt),
    tags = iif(:clear_tags, NULL, tags), tags_salt = iif(:clear_tags, NULL, tags_salt),
    id = iif(:clear_id, NULL, id), id_salt = iif(:clear_id, NULL, id_salt),
    "by" = iif(:clear_by, NULL, "by"), by_salt = iif(:clear_by, NULL, by_salt)
WHERE position = :position

-- name: clear_tags
DELETE FROM tags WHERE position IN (SELECT position FROM events WHERE position = :position AND tags IS NULL)
    AND tag IN (SELECT value FROM json_each(:tags))

-- name: former
-- The events of form 1, while a log is upgraded.
SELECT position, recorded_at, id, type, version, tags, data, salt, payload_hash
FROM former_events WHERE position > :low AND position <= :high ORDER BY position
