-- The statements that read a log of form 1. `{row}` stands for the columns of
-- an event, `{before}` for the digest of its predecessor. Texts come as bytes: one that is no UTF-8 is a fault at its position.

-- name: row
1, position, recorded_at, CAST(id AS BLOB), CAST(type AS BLOB), version, CAST(tags AS BLOB), data, NULL,
    NULL, NULL, salt, NULL, NULL, NULL, payload_hash, NULL, digest

-- name: before
(SELECT p.digest FROM events AS p WHERE p.position = events.position - 1)

-- name: head
SELECT coalesce(max(position), 0), NULL FROM events

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
SELECT position FROM erasures WHERE position = :position

-- name: tombstones
SELECT x.position, CAST(x.reason AS BLOB), x.erased_at, x.digest, e.digest, e.data IS NULL
FROM erasures AS x LEFT JOIN events AS e ON e.position = x.position ORDER BY x.position
