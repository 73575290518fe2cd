-- The views for any SQL tool. Their names and columns are promised; those of the tables may change with the schema.

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
    x.reason AS erased,
    lower(hex(e.digest)) AS digest
FROM events AS e LEFT JOIN erasures AS x ON x.position = e.position

-- name: log_tags
SELECT tag, position FROM tags

-- name: log_types
SELECT type, version, count(*) AS events, min(position) AS first, max(position) AS last
FROM events GROUP BY type, version
