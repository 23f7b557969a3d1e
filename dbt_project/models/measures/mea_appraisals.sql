-- A year's appraisals are known when it is over. Cadres are appraised by representatives, bodies by residents: what
-- others say of them does not count. Mean scores are weighed by who answered, a survey without a score by nobody; the
-- year before is taken at this year's weights.
with
    appraised as (
        select
            *,
            subject in ('security', 'belonging', 'pride') as is_sentiment,
            subject = 'cadre' and appraiser = 'representatives' as is_democratic,
            case when score is not null then respondents end as answers,
            score * respondents as points,
            lag(score) over same_subject as score_before,
            lag(year) over same_subject as year_before
        from {{ ref("fct_appraisal") }}
        window same_subject as (partition by unit_id, subject, appraiser, subject_no order by year)
    )
select
    unit_id,
    {{ year_end("year") }} as day,
    subject,
    case when subject = 'cadre' then 1 end as cadres_due_appraisal,
    case when is_democratic and held_on is not null then 1 end as cadres_appraised,
    case when is_democratic then cast(weight * 100 as decimal(18, 6)) end as appraisal_weight_points,
    case when is_democratic and weight is not null then 1 end as appraisals_weighted,
    case when is_democratic then points end as cadre_points,
    case when is_democratic then answers end as cadre_answers,
    case when subject in ('government', 'resident_unit') then 1 end as bodies_due_appraisal,
    case
        when
            subject in ('government', 'resident_unit')
            and appraiser in ('residents', 'representatives')
            and held_on is not null
        then 1
    end as bodies_appraised,
    case when outcome = 'removed' then 1 end as workers_removed,
    case when outcome = 'joined_party' then 1 end as workers_admitted,
    case when is_sentiment then points end as sentiment_points,
    case when is_sentiment then answers end as sentiment_scores,
    case
        when is_sentiment and year_before = year - 1 and score_before is not null then points
    end as sentiment_points_compared,
    case when is_sentiment and year_before = year - 1 then score_before * answers end as sentiment_points_before,
    basis,
    delivery_id,
    sheet,
    row_number
from appraised
