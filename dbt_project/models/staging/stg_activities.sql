{{ stage("activities") }}
