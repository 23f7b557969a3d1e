{{ stage("network_plan") }}
