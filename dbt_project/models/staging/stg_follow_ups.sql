{{ stage("follow_ups") }}
