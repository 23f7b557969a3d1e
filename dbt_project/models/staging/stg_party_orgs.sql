{{ stage("party_orgs") }}
