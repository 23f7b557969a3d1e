{{ stage("households") }}
