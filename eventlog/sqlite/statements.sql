-- Every statement that the log runs, by name. Columns are named, so are parameters.

-- name: head
SELECT coalesce(max(position), 0) FROM events

-- name: tip
SELECT position, recorded_at, digest FROM events ORDER BY position DESC LIMIT 1

-- name: recorded_at
SELECT recorded_at FROM events WHERE position = :position

-- name: digest_at
SELECT digest FROM events WHERE position = :position

-- name: data_version
PRAGMA data_version

-- name: between
SELECT position, recorded_at, id, type, version, tags, data, digest
FROM events WHERE position > :low AND position <= :high ORDER BY position

-- name: at
SELECT position, recorded_at, id, type, version, tags, data, digest
FROM events WHERE position IN (SELECT value FROM json_each(:positions)) ORDER BY position

-- name: with_id
SELECT position, recorded_at, id, type, version, tags, data, digest
FROM events WHERE id = :id

-- name: with_ids
SELECT position, recorded_at, id, type, version, tags, data
FROM events WHERE id IN (SELECT value FROM json_each(:ids))

-- name: matching
-- Items come as one JSON parameter: as terms of an expression, a thousand of them overflow its depth.
SELECT t.position
FROM json_each(:items) AS item CROSS JOIN tags AS t
WHERE t.tag = json_extract(item.value, '$.lead') AND t.position > :low AND t.position <= :high
    AND (
        json_array_length(item.value, '$.types') = 0
        OR EXISTS (
            SELECT 1 FROM json_each(item.value, '$.types') AS wanted
            WHERE wanted.value = (SELECT type FROM events WHERE position = t.position)
        )
    )
    AND NOT EXISTS (
        SELECT 1 FROM json_each(item.value, '$.rest') AS also
        WHERE NOT EXISTS (SELECT 1 FROM tags AS o WHERE o.tag = also.value AND o.position = t.position)
    )
UNION
SELECT e.position
FROM json_each(:items) AS item
CROSS JOIN json_each(item.value, '$.types') AS wanted
CROSS JOIN events AS e INDEXED BY events_by_type
WHERE json_extract(item.value, '$.lead') IS NULL
    AND e.type = wanted.value AND e.position > :low AND e.position <= :high
ORDER BY 1

-- name: insert
INSERT INTO events (position, recorded_at, id, type, version, tags, data, salt, payload_hash, digest)
VALUES (:position, :recorded_at, :id, :type, :version, :tags, :data, :salt, :payload_hash, :digest)

-- name: stored
-- Texts come as bytes: one that is no UTF-8 is a fault at its position, not an error of the driver.
SELECT
    e.position, e.recorded_at,
    CAST(e.id AS BLOB) AS id, CAST(e.type AS BLOB) AS type, e.version, CAST(e.tags AS BLOB) AS tags,
    e.data, e.salt, e.payload_hash, e.digest,
    CAST(x.reason AS BLOB) AS reason, x.erased_at, x.digest AS tombstone
FROM events AS e LEFT JOIN erasures AS x ON x.position = e.position
WHERE e.position >= :first AND e.position <= :head ORDER BY e.position LIMIT :limit

-- name: first_tag_missing
SELECT min(e.position)
FROM events AS e CROSS JOIN json_each(CASE WHEN json_valid(e.tags) THEN e.tags ELSE '[]' END) AS own
WHERE e.position <= :head
    AND NOT EXISTS (SELECT 1 FROM tags AS t WHERE t.tag = own.value AND t.position = e.position)

-- name: first_tag_too_many
SELECT min(t.position)
FROM tags AS t
WHERE NOT EXISTS (
    SELECT 1
    FROM events AS e CROSS JOIN json_each(CASE WHEN json_valid(e.tags) THEN e.tags ELSE '[]' END) AS own
    WHERE e.position = t.position AND own.value = t.tag
)

-- name: first_tombstone_alone
SELECT min(position) FROM erasures WHERE position NOT IN (SELECT position FROM events)

-- name: meta
SELECT key, value FROM meta

-- name: application_id
PRAGMA application_id

-- name: objects
SELECT count(*) FROM sqlite_master

-- name: guards
SELECT name, sql FROM sqlite_master WHERE type = 'trigger'

-- name: integrity
PRAGMA integrity_check(1)
