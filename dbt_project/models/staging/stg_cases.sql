{{ stage("cases") }}
