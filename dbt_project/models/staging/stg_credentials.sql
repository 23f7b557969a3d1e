{{ stage("credentials") }}
