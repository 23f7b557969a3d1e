{{ stage("projects") }}
