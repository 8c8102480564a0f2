-- What `spscore rank --data DIR --framework dyads` computes for pairs of economies, as one file for DuckDB (1.1 or later):
--
--     duckdb -c "SET VARIABLE flows = 'flows.parquet'; SET VARIABLE first = 2016; SET VARIABLE last = 2020;" -f world.sql
--
-- For data that outgrow one machine: each statement is a scan, a join or a grouping, and every engine shards these by year or by pair
-- without anything of ours. The fit of the world of sizes needs the yearly totals alone, a few hundred rows a year.
-- The tests of spscore run this file on a small world and hold every value and score against the program, to 1e-12.
--
-- Heads and goalposts: those of the file of flows, and those of frameworks/dyads.toml.

CREATE OR REPLACE TEMP TABLE judgement AS SELECT
    0.6 AS year_share,             -- [window] minimum_share
    10 AS trend_years,             -- trade_trend
    1.0 AS floor,                  -- [scale] floor
    0.66 AS known,                 -- floor of the node `economy`
    CAST('-0.9831689679' AS DOUBLE) AS preference_low, CAST('0.7309809512' AS DOUBLE) AS preference_high,  -- goalposts of trade_preference
    CAST('8.607581874e-06' AS DOUBLE) AS share_low, CAST('0.0166775624' AS DOUBLE) AS share_high,           -- goalposts of mutual_trade_share
    CAST('-25.39354554' AS DOUBLE) AS trend_low, CAST('29.59875274' AS DOUBLE) AS trend_high;          -- goalposts of trade_trend

-- Only the columns and the years that are needed: the engine reads no others.
CREATE OR REPLACE TEMP TABLE flow AS
SELECT CAST(reporter_iso3 AS VARCHAR) AS a, CAST(partner_iso3 AS VARCHAR) AS b, CAST(year AS INTEGER) AS year, CAST(value_usd AS DOUBLE) AS value
FROM read_parquet(getvariable('flows'))
WHERE year BETWEEN getvariable('first') - (SELECT trend_years FROM judgement) + 1 AND getvariable('last');

-- Every economy's totals, as sums of its flows.
CREATE OR REPLACE TEMP TABLE total AS
SELECT code, year, sum(sold) AS exports, sum(bought) AS imports
FROM (SELECT a AS code, year, value AS sold, 0.0 AS bought FROM flow UNION ALL SELECT b, year, 0.0, value FROM flow)
GROUP BY code, year;

-- A year of a pair counts when goods went both ways: no row is not a zero.
CREATE OR REPLACE TEMP TABLE pair_year AS
SELECT f.a, f.b, f.year, f.value AS there, g.value AS back,
       ta.exports + ta.imports AS of_a, tb.exports + tb.imports AS of_b
FROM flow f
JOIN flow g ON g.a = f.b AND g.b = f.a AND g.year = f.year
JOIN total ta ON ta.code = f.a AND ta.year = f.year
JOIN total tb ON tb.code = f.b AND tb.year = f.year
WHERE f.a < f.b;

-- The window: which years a pair has (`mask`), and sums over them.
CREATE OR REPLACE TEMP TABLE pair AS
SELECT a, b, string_agg(CAST(year AS VARCHAR), ' ' ORDER BY year) AS mask, count(*) AS years, max(year) AS last,
       sum(there) AS there, sum(back) AS back, sum(of_a) AS of_a, sum(of_b) AS of_b
FROM pair_year WHERE year BETWEEN getvariable('first') AND getvariable('last')
GROUP BY a, b
HAVING count(*) + 1e-9 >= (SELECT year_share FROM judgement) * (getvariable('last') - getvariable('first') + 1);

-- The sizes of all economies over the years of each mask.
CREATE OR REPLACE TEMP TABLE size AS
SELECT m.mask, t.code, sum(t.exports) AS e, sum(t.imports) AS m
FROM (SELECT DISTINCT mask FROM pair) m
JOIN total t ON list_contains(string_split(m.mask, ' '), CAST(t.year AS VARCHAR))
GROUP BY m.mask, t.code;

-- Quasi-independence: x_i y_j (i not j) fitted to these totals, x_i = e_i / (sum y - y_i), y_j = m_j / (sum x - x_j) in turn, until no
-- total is off by more than 1e-12 of all trade.
CREATE OR REPLACE TEMP TABLE mass AS
WITH RECURSIVE fit AS (
    SELECT mask, code, e, m * sum(e) OVER w / sum(m) OVER w AS m, sum(e) OVER w AS total,
           CAST(e AS DOUBLE) AS x, CAST(m / sum(m) OVER w AS DOUBLE) AS y, CAST(1.0 AS DOUBLE) AS off, 0 AS round
    FROM size WINDOW w AS (PARTITION BY mask)
    UNION ALL
    SELECT mask, code, e, m, total, x, y, max(miss) OVER t / total, round + 1
    FROM (
        SELECT *, abs(x * (sum(y) OVER s - y) - e) AS miss
        FROM (
            SELECT mask, code, e, m, total, x, CASE WHEN m > 0 THEN m / (sum(x) OVER v - x) ELSE 0 END AS y, round
            FROM (
                SELECT mask, code, e, m, total, CASE WHEN e > 0 THEN e / (sum(y) OVER u - y) ELSE 0 END AS x, round
                FROM fit WHERE off > 1e-12 AND round < 1000
                WINDOW u AS (PARTITION BY mask)
            ) WINDOW v AS (PARTITION BY mask)
        ) WINDOW s AS (PARTITION BY mask)
    ) WINDOW t AS (PARTITION BY mask)
)
SELECT mask, code, e, m, x, y FROM fit
QUALIFY round = max(round) OVER (PARTITION BY mask);

-- Odds ratios in both directions, without the cells that nobody can fill: RP = (OR - 1)/(OR + 1) with the geometric mean of both.
CREATE OR REPLACE TEMP TABLE preference AS
WITH around AS (
    SELECT mask, sum(e) AS everything, sum(x) AS sx, sum(y) AS sy, sum(x * y) AS sxy FROM mass GROUP BY mask
), cells AS (
    SELECT p.a, p.b, p.there, p.back, i.e AS ea, s.m AS ma, j.e AS eb, t.m AS mb,
           r.everything - i.e - j.e - s.m - t.m + p.there + p.back AS others,
           (r.sxy - i.x * i.y - j.x * j.y) / ((r.sx - i.x - j.x) * (r.sy - i.y - j.y)) AS empty
    FROM pair p JOIN around r USING (mask)
    JOIN mass i ON i.mask = p.mask AND i.code = p.a JOIN mass j ON j.mask = p.mask AND j.code = p.b
    JOIN size s ON s.mask = p.mask AND s.code = p.a JOIN size t ON t.mask = p.mask AND t.code = p.b
), sides AS (
    SELECT a, b, sqrt(there * others) * sqrt(back * others) AS here,
           sqrt((ea - there) * (mb - there) * (1 - empty)) * sqrt((eb - back) * (ma - back) * (1 - empty)) AS elsewhere
    FROM cells
    WHERE ea >= there AND mb >= there AND eb >= back AND ma >= back AND others >= 0 AND empty <= 1
)
SELECT a, b, (here - elsewhere) / (here + elsewhere) AS value FROM sides WHERE here + elsewhere > 0;

-- The slope over ten years up to the last covered one.
CREATE OR REPLACE TEMP TABLE trend AS
SELECT p.a, p.b, 100 * regr_slope(ln((y.there + y.back) / (y.of_a + y.of_b)), CAST(y.year AS DOUBLE)) AS value
FROM pair p JOIN pair_year y ON y.a = p.a AND y.b = p.b AND y.year > p.last - (SELECT trend_years FROM judgement) AND y.year <= p.last
WHERE y.there + y.back > 0
GROUP BY p.a, p.b
HAVING count(*) + 1e-9 >= (SELECT year_share * trend_years FROM judgement);

-- Scores from 1 to 100, their mean where enough of them is known, and the rank.
CREATE OR REPLACE TEMP TABLE ranking AS
WITH value AS (
    SELECT p.a, p.b, p.years, p.there, p.back, r.value AS trade_preference, sqrt(
               ((p.there + p.back) / p.of_a) * ((p.there + p.back) / p.of_b)) AS mutual_trade_share, t.value AS trade_trend
    FROM pair p LEFT JOIN preference r USING (a, b) LEFT JOIN trend t USING (a, b)
), z AS (
    SELECT v.*, known,
        CASE WHEN trade_preference IS NOT NULL THEN floor + (100 - floor) * least(greatest(
            (trade_preference - preference_low) / (preference_high - preference_low), 0), 1) END AS z1,
        CASE WHEN mutual_trade_share > 0 THEN floor + (100 - floor) * least(greatest(
            (ln(mutual_trade_share) - ln(share_low)) / (ln(share_high) - ln(share_low)), 0), 1)
            WHEN mutual_trade_share = 0 THEN floor END AS z2,
        CASE WHEN trade_trend IS NOT NULL THEN floor + (100 - floor) * least(greatest(
            (trade_trend - trend_low) / (trend_high - trend_low), 0), 1) END AS z3
    FROM value v CROSS JOIN judgement
), counted AS (
    SELECT *, CAST(z1 IS NOT NULL AS INTEGER) + CAST(z2 IS NOT NULL AS INTEGER) + CAST(z3 IS NOT NULL AS INTEGER) AS n FROM z
), score AS (
    SELECT *, CASE WHEN n / 3.0 + 1e-9 >= known THEN (coalesce(z1, 0) + coalesce(z2, 0) + coalesce(z3, 0)) / n END AS economy_score
    FROM counted
)
SELECT CASE WHEN economy_score IS NOT NULL THEN CAST(rank() OVER (ORDER BY economy_score DESC NULLS LAST) AS INTEGER) END AS rank,
       a, b, years, there AS flow_ab, back AS flow_ba, trade_preference, mutual_trade_share, trade_trend, economy_score
FROM score;

SELECT * FROM ranking ORDER BY rank NULLS LAST, flow_ab + flow_ba DESC, a, b;
