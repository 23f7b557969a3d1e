{{ stage("network_points") }}
