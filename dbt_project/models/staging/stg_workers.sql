{{ stage("workers") }}
