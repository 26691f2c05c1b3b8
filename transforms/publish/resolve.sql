-- One copy of each article: the best text, then the newest coder, then, of one coder with several users' additions
-- ("2+3f2a91c0"), those of the latest batch, then the earliest fetched; the rest only makes the choice independent of
-- the order of the rows.
WITH coded AS (
    SELECT
        *,
        split_part(coder_version, '+', 1) AS coder,
        max(ingested) OVER (PARTITION BY article_id, text_status, coder_version) AS coded_at
    FROM copies
),
ranked AS (
    SELECT
        *,
        min(fetched) OVER (PARTITION BY article_id) AS first_seen,
        row_number() OVER (
            PARTITION BY article_id
            ORDER BY
                CASE text_status WHEN 'full' THEN 0 WHEN 'teaser' THEN 1 ELSE 2 END,
                try_cast(coder AS INTEGER) DESC NULLS LAST,
                coder DESC,
                coded_at DESC NULLS LAST,
                coder_version DESC,
                fetched,
                batch_id,
                document
        ) AS place
    FROM coded
)
SELECT
    article_id,
    document,
    __filename,
    source_domain,
    text_status,
    word_count,
    content_hash,
    minhash,
    published,
    greatest(published, updated) AS said,
    first_seen
FROM ranked
WHERE place = 1
ORDER BY article_id
