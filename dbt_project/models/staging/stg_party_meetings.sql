{{ stage("party_meetings") }}
