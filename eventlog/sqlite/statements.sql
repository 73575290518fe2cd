-- The statements that are the same for every stored form, by name. Columns are named, so are parameters.

-- name: tags_or_types
-- Whether anything but the table of events says that there are events.
SELECT EXISTS (SELECT 1 FROM events INDEXED BY events_by_type) OR EXISTS (SELECT 1 FROM tags)

-- name: link
SELECT recorded_at, digest FROM events WHERE position = :position

-- name: data_version
PRAGMA data_version

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

-- name: first_outside
SELECT min(position) FROM events WHERE position < 1

-- name: erasure_events
SELECT position FROM events WHERE type = 'erasure'

-- name: meta
SELECT key, value FROM meta

-- name: application_id
PRAGMA application_id

-- name: journal_mode
PRAGMA journal_mode

-- name: object_count
SELECT count(*) FROM sqlite_master

-- name: objects
SELECT type, name, tbl_name, sql FROM sqlite_master

-- name: integrity
PRAGMA integrity_check(1)

-- name: stored_last
SELECT max(position) FROM events

-- name: header_last
SELECT user_version FROM pragma_user_version

-- name: indexed_last
SELECT max(position) FROM events INDEXED BY events_by_type WHERE type > ''

-- name: tagged_last
SELECT max(position) FROM tags
