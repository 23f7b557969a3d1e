-- One row per scorecard, unit and period: points earned out of the weight that has a figure, on a scale of 100. Missing
-- is not zero: too little of the weight with a figure, and there is no score.
with
    totals as (
        select
            scorecard_id,
            unit_id,
            period_type,
            period_start,
            period_end,
            sum(points) as points,
            sum(case when points is not null then weight else 0 end) as weight_scored,
            max(case when is_vetoed then 1 else 0 end) as vetoes,
            max(case when is_partial then 1 else 0 end) as partials,
            max({{ basis_rank("basis") }}) as basis_rank,
            {{ join_texts("deduction", "；") }} as deductions,
            {{ join_texts("deduction_en", "; ") }} as deductions_en
        from {{ ref("fct_scorecard_item") }}
        group by scorecard_id, unit_id, period_type, period_start, period_end
    ),
    scores as (
        select
            totals.*,
            case
                when totals.weight_scored >= cards.scored_at_least
                then 100 * totals.points / nullif(totals.weight_scored, 0)
            end as score
        from totals
        inner join {{ source("reference", "scorecard") }} as cards on totals.scorecard_id = cards.scorecard_id
    )
select
    scores.scorecard_id,
    scores.unit_id,
    scores.period_type,
    scores.period_start,
    scores.period_end,
    scores.score,
    bands.name_zh as band,
    bands.name_en as band_en,
    scores.deductions,
    scores.deductions_en,
    scores.vetoes = 1 as is_vetoed,
    scores.weight_scored / 100 as coverage,
    scores.partials = 1 as is_partial,
    {{ basis_name("scores.basis_rank") }} as basis
from scores
left join
    {{ source("reference", "scorecard_band") }} as bands
    on scores.scorecard_id = bands.scorecard_id
    and scores.score is not null
    and case when scores.vetoes = 1 then 0 else scores.score end >= bands.at_least
    and (bands.below is null or case when scores.vetoes = 1 then 0 else scores.score end < bands.below)
