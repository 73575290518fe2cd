-- The views for any SQL tool. Their names and columns are promised; those of the tables may change with the form.

-- name: log
SELECT
    e.position,
    strftime('%Y-%m-%dT%H:%M:%S', e.recorded_at / 1000000, 'unixepoch')
        || printf('.%06dZ', e.recorded_at % 1000000) AS recorded_at,
    e.type,
    e.version,
    e.id,
    e.tags,
    CAST(e.data AS TEXT) AS data,
    e."by",
    (
        SELECT group_concat(json_extract(CAST(x.data AS TEXT), '$.why'), '; ')
        FROM tags AS t JOIN events AS x ON x.position = t.position AND x.type = 'erasure'
        WHERE t.tag = 'erases:' || e.position
    ) AS erased,
    lower(hex(e.digest)) AS digest
FROM events AS e

-- name: log_tags
SELECT tag, position FROM tags

-- name: log_types
SELECT type, version, count(*) AS events, min(position) AS first, max(position) AS last
FROM events GROUP BY type, version
