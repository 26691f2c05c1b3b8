-- Flat views for tools that choke on lists. Run from the lake's folder: duckdb -init views.sql
-- Lists become text, joined by '; '; topics become one row each.
CREATE OR REPLACE VIEW articles AS
SELECT * EXCLUDE (authors, categories, topics),
    array_to_string(authors, '; ') AS authors,
    array_to_string(categories, '; ') AS categories
FROM read_parquet('articles/**/*.parquet', hive_partitioning = true);

CREATE OR REPLACE VIEW article_topics AS
SELECT article_id, day, topic.code AS code, topic.label AS label, topic.score AS score,
    array_to_string(topic.words, '; ') AS words
FROM (
    SELECT article_id, day, unnest(topics) AS topic
    FROM read_parquet('articles/**/*.parquet', hive_partitioning = true)
);

CREATE OR REPLACE VIEW article_text AS
SELECT * FROM read_parquet('article_text/**/*.parquet', hive_partitioning = true);

CREATE OR REPLACE VIEW mentions AS
SELECT * EXCLUDE (contexts), array_to_string(contexts, '; ') AS contexts
FROM read_parquet('mentions/**/*.parquet', hive_partitioning = true);

CREATE OR REPLACE VIEW events AS
SELECT * EXCLUDE (contexts), array_to_string(contexts, '; ') AS contexts
FROM read_parquet('events/**/*.parquet', hive_partitioning = true);

CREATE OR REPLACE VIEW quarantine AS
SELECT * FROM read_parquet('quarantine/**/*.parquet', hive_partitioning = true);

CREATE OR REPLACE VIEW feeds AS SELECT * FROM read_parquet('feeds/*.parquet');
CREATE OR REPLACE VIEW dim_event_type AS SELECT * FROM read_parquet('dim_event_type/*.parquet');
CREATE OR REPLACE VIEW dim_country AS SELECT * FROM read_parquet('dim_country/*.parquet');
CREATE OR REPLACE VIEW dim_topic AS SELECT * FROM read_parquet('dim_topic/*.parquet');
