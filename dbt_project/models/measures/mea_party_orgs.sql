-- Members of established branches only: a member may also be listed in a special branch, and committees repeat their
-- branches.
select
    unit_id,
    valid_from,
    valid_to,
    case when kind = 'branch' then members else 0 end as party_members,
    case when kind = 'branch' then 1 else 0 end as party_branches,
    case when kind = 'special_branch' then 1 else 0 end as party_special_branches,
    case when kind = 'branch' then members_in_groups end as members_in_groups,
    case when kind = 'committee' and affiliated_orgs > 0 then 1 end as committees_with_affiliates,
    basis,
    delivery_id,
    sheet,
    row_number
from {{ ref("fct_party_org_spell") }}
