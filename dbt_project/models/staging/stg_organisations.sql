{{ stage("organisations") }}
