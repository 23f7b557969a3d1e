select
    unit_id,
    given_on as day,
    case when purpose = 'party_care_fund' then 1 else 0 end as party_care_gifts,
    case
        when purpose = 'party_care_fund' and amount between 1000 and 50000 then 1 else 0
    end as party_care_gifts_1000_to_50000,
    case when purpose = 'party_care_fund' then amount else 0 end as party_care_donated,
    case when purpose = 'community_fund' and donor = 'enterprise' then amount else 0 end as community_fund_donated,
    basis,
    delivery_id,
    sheet,
    row_number
from {{ ref("fct_donation") }}
