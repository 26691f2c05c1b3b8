-- Mentions that share an event's id become one event. The clearest mention speaks for it: of an article
-- that is no copy, the most confident, the shortest, the first.
WITH reported AS (
    SELECT
        m.*,
        a.url,
        a.reported,
        coalesce(a.source_domain, a.source_name, '') AS source,
        a.original
    FROM mentions AS m
    JOIN articles AS a USING (document)
),
ranked AS (
    SELECT
        *,
        row_number() OVER (
            PARTITION BY event_id
            ORDER BY original DESC, confidence DESC, length(sentence), reported, mention_id
        ) AS place
    FROM reported
)
SELECT
    event_id,
    min(event_date) AS event_date,
    arg_min(event_type, place) AS event_type,
    arg_min(mode, place) AS mode,
    list_sort(list_distinct(flatten(list(contexts)))) AS contexts,
    arg_min(cameo_code, place) AS cameo_code,
    arg_min(quad_class, place) AS quad_class,
    arg_min(goldstein, place) AS goldstein,
    arg_min_null(actor_name, place) AS actor_name,
    arg_min_null(actor_country, place) AS actor_country,
    arg_min_null(actor_sector, place) AS actor_sector,
    arg_min_null(recipient_name, place) AS recipient_name,
    arg_min_null(recipient_country, place) AS recipient_country,
    arg_min_null(recipient_sector, place) AS recipient_sector,
    arg_min_null(dyad, place) AS dyad,
    arg_min(modality, place) AS modality,
    CASE WHEN bool_or(date_precision = 'day') THEN 'day' ELSE 'article' END AS date_precision,
    arg_min(place_name, place) AS place_name,
    arg_min_null(place_country, CASE WHEN place_name IS NOT NULL THEN place END) AS place_country,
    count(*) AS n_mentions,
    count(DISTINCT article_id) AS n_articles,
    count(DISTINCT source) FILTER (WHERE original) AS n_sources,
    min(reported) AS first_reported_at,
    max(reported) AS last_reported_at,
    arg_min(article_id, place) AS article_id,
    arg_min_null(url, place) AS url,
    arg_min(sentence, place) AS sentence,
    max(confidence) AS confidence,
    partition_key
FROM ranked
GROUP BY event_id, partition_key
ORDER BY event_id
