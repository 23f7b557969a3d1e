-- Units that stand out among their peers, told by what chance does to a unit of their size and not by how far others
-- spread: a small community may be far off and mean nothing. Limits are drawn as Wilson's with continuity correction;
-- the standing is told by the exact binomial chance.
select
    peers.indicator_id,
    peers.unit_id,
    peers.jurisdiction_id,
    peers.unit_type,
    peers.period_type,
    peers.period_start,
    peers.numerator,
    peers.denominator,
    peers.value,
    peers.peers,
    peers.peer_rate * peers.factor as peer_value,
    greatest(0, peers.peer_rate - (1.96 * peers.spread + 0.5) / peers.denominator) * peers.factor as low_95,
    least(1, peers.peer_rate + (1.96 * peers.spread + 0.5) / peers.denominator) * peers.factor as high_95,
    greatest(0, peers.peer_rate - (3.09 * peers.spread + 0.5) / peers.denominator) * peers.factor as low_998,
    least(1, peers.peer_rate + (3.09 * peers.spread + 0.5) / peers.denominator) * peers.factor as high_998,
    chances.chance,
    case
        when coalesce(chances.chance, 1) >= 0.025
        then 'within'
        when peers.numerator < peers.peer_rate * peers.denominator
        then case when chances.chance < 0.001 then 'far_below' else 'below' end
        else case when chances.chance < 0.001 then 'far_above' else 'above' end
    end as standing,
    peers.basis
from {{ ref("int_peer") }} as peers
left join
    {{ ref("int_peer_chance") }} as chances
    on peers.indicator_id = chances.indicator_id
    and peers.unit_id = chances.unit_id
    and peers.period_type = chances.period_type
    and peers.period_start = chances.period_start
