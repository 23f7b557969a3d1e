{{ stage("registers") }}
